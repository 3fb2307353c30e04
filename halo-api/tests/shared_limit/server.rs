//! A Redis of a test's own.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Set where a missing Redis is a failure, as in CI.
const REQUIRED: &str = "HALO_REQUIRE_REDIS";

/// A server on a free port, with nothing on the disk, until it is dropped.
pub(crate) struct RedisServer {
    port: u16,
    child: Option<Child>,
}

impl RedisServer {
    /// Starts a server, or says that the test was not tried.
    pub(crate) fn start(test: &str) -> Option<Self> {
        for _ in 0..5 {
            let mut server = Self { port: free_port(), child: None };
            match server.run() {
                Ok(true) => return Some(server),
                // The port is taken by now.
                Ok(false) => {}
                Err(error) => {
                    assert!(
                        std::env::var_os(REQUIRED).is_none(),
                        "{REQUIRED} is set, but redis-server does not start: {error}"
                    );
                    // Not through the macro, whose output is captured.
                    let _ = writeln!(
                        std::io::stderr(),
                        "NOT TRIED: shared_limit, {test}: redis-server does not start ({error}); \
                         install it with `apt-get install -y redis-server` or `brew install redis`"
                    );
                    return None;
                }
            }
        }
        panic!("redis-server ended five times right after its start");
    }

    /// A port at which nothing listens yet.
    pub(crate) fn later() -> Self {
        Self { port: free_port(), child: None }
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// Starts the server on its port. False: it ended again.
    pub(crate) fn run(&mut self) -> std::io::Result<bool> {
        let folder: PathBuf = std::env::temp_dir();
        let mut child = Command::new("redis-server")
            .args(["--port", &self.port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .arg("--dir")
            .arg(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) {
            if self.responds() {
                self.child = Some(child);
                return Ok(true);
            }
            if child.try_wait()?.is_some() {
                return Ok(false);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = child.kill();
        let _ = child.wait();
        Ok(false)
    }

    fn responds(&self) -> bool {
        let ping = || -> std::io::Result<bool> {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
            stream.set_read_timeout(Some(Duration::from_secs(1)))?;
            stream.write_all(b"PING\r\n")?;
            let mut reply = [0; 5];
            stream.read_exact(&mut reply)?;
            Ok(&reply == b"+PONG")
        };
        ping().unwrap_or(false)
    }

    /// Kills the server, which loses everything.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Stops the server from running, or lets it go on. Connections stay open.
    pub(crate) fn signal(&self, signal: &str) {
        let process = self.child.as_ref().unwrap().id().to_string();
        assert!(Command::new("kill").args([signal, &process]).status().unwrap().success());
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}
