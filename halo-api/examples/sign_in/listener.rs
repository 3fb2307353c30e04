//! A server on this machine that waits for the browser to come back.

use std::io;

use halo_api::{AuthorizationCode, SignIn};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The longest request line that is read.
const LONGEST_LINE: usize = 16 * 1024;

/// Listens on a port of the loopback interface. Register its redirect URI for the application in Halo.
pub(crate) struct Listener(TcpListener);

impl Listener {
    pub(crate) async fn bind(port: u16) -> io::Result<Self> {
        Ok(Self(TcpListener::bind(("127.0.0.1", port)).await?))
    }

    pub(crate) fn redirect_uri(&self) -> io::Result<String> {
        Ok(format!("http://{}/callback", self.0.local_addr()?))
    }

    /// Waits for the callback of this sign-in. Whatever else arrives, such as a request for an icon, gets a 404.
    pub(crate) async fn code(&self, sign_in: &SignIn) -> io::Result<AuthorizationCode> {
        loop {
            let (mut stream, _) = self.0.accept().await?;
            let Ok(target) = target(&mut stream).await else { continue };
            if !target.starts_with("/callback?") {
                let _ = respond(&mut stream, "404 Not Found", "Nothing is here.").await;
                continue;
            }
            match sign_in.code(&target) {
                Ok(code) => {
                    let _ = respond(&mut stream, "200 OK", "You are signed in. You can close this page.").await;
                    return Ok(code);
                }
                Err(error) => {
                    eprintln!("{error}");
                    let _ =
                        respond(&mut stream, "400 Bad Request", "You are not signed in. The program waits on.").await;
                }
            }
        }
    }
}

/// The target of a GET request: its path and query.
async fn target(stream: &mut TcpStream) -> io::Result<String> {
    let mut received = Vec::new();
    let mut buffer = [0; 1024];
    while !received.contains(&b'\n') && received.len() < LONGEST_LINE {
        let length = stream.read(&mut buffer).await?;
        if length == 0 {
            break;
        }
        received.extend_from_slice(&buffer[..length]);
    }
    let text = String::from_utf8_lossy(&received);
    let line = text.lines().next().unwrap_or_default();
    let target = line.strip_prefix("GET ").and_then(|line| line.split(' ').next());
    target.map(str::to_owned).ok_or_else(|| io::Error::other("not a GET request"))
}

/// Sends a page of fixed text: what the browser sent is not repeated.
async fn respond(stream: &mut TcpStream, status: &str, text: &str) -> io::Result<()> {
    let page = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
        text.len()
    );
    stream.write_all(page.as_bytes()).await?;
    stream.shutdown().await
}
