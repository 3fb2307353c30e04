//! A minimal HTTP server with a thread for each connection, whose CPU time is not measured.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// Returns the response body for a request line, such as `GET /api/Tickets?page_no=1 HTTP/1.1`.
type Answer = Arc<dyn Fn(&str) -> String + Send + Sync>;

const TOKEN: &str = r#"{"access_token":"bench","token_type":"Bearer","expires_in":3600}"#;

/// Serves until the program ends.
pub(crate) fn start(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = listener.local_addr().expect("an address");
    let answer: Answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            thread::spawn(move || serve(&stream, &answer));
        }
    });
    address
}

/// Serves a connection until the client closes it.
fn serve(mut stream: &TcpStream, answer: &Answer) {
    let _ = stream.set_nodelay(true);
    let mut reader = BufReader::new(stream);
    while let Some(line) = request(&mut reader) {
        let body = if line.contains("/token ") { TOKEN.to_owned() } else { answer(&line) };
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length:";
        if stream.write_all(format!("{head} {}\r\n\r\n{body}", body.len()).as_bytes()).is_err() {
            return;
        }
    }
}

/// Reads a request and returns its first line.
fn request(reader: &mut BufReader<&TcpStream>) -> Option<String> {
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|read| *read > 0)?;
    let (mut line, mut length) = (String::new(), 0);
    while line != "\r\n" {
        line.clear();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let value = line.to_ascii_lowercase().strip_prefix("content-length:").map(|value| value.trim().parse());
        length = value.and_then(Result::ok).unwrap_or(length);
    }
    std::io::Read::read_exact(reader, &mut vec![0; length]).ok()?;
    Some(first)
}
