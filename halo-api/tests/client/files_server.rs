//! A server that a closure answers for, as a transport in memory and over a socket of this machine.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use halo_api::http::{self, HeaderMap, Request, Response, StatusCode, header};
use halo_api::transport::{BoxFuture, Transport, TransportError, TransportErrorKind};
use halo_api::{Halo, RetryPolicy};
use serde_json::json;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) host: String,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// How often this path was asked for before.
    pub(crate) earlier: usize,
    is_socket: bool,
}

impl Sent {
    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> String {
        self.headers.get(name).map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    }

    /// A URL at the same server.
    pub(crate) fn url(&self, target: &str) -> String {
        let scheme = if self.is_socket { "http" } else { "https" };
        format!("{scheme}://{}{target}", self.host)
    }
}

pub(crate) enum Answer {
    Response(Response<Bytes>),
    /// The connection breaks after the request arrived.
    Broken,
    /// The body breaks off in its middle.
    Cut(Response<Bytes>),
    /// Nothing for long.
    Silent,
}

type Handler = Arc<dyn Fn(&Sent) -> Answer + Send + Sync>;

#[derive(Clone)]
pub(crate) struct Server {
    handler: Handler,
    sent: Arc<Mutex<Vec<Sent>>>,
    refused: Arc<AtomicU32>,
    /// Over a socket.
    base_url: Option<String>,
}

/// The same server over each transport.
pub(crate) fn both(handler: impl Fn(&Sent) -> Answer + Send + Sync + 'static) -> [Server; 2] {
    let handler: Handler = Arc::new(handler);
    [Server::new(Arc::clone(&handler)), Server::new(handler).listening()]
}

fn token() -> Response<Bytes> {
    Response::new(json!({"access_token": "token-of-the-tests", "expires_in": 3600}).to_string().into())
}

impl Server {
    fn new(handler: Handler) -> Self {
        Self { handler, sent: Arc::default(), refused: Arc::default(), base_url: None }
    }

    pub(crate) fn memory(handler: impl Fn(&Sent) -> Answer + Send + Sync + 'static) -> Self {
        Self::new(Arc::new(handler))
    }

    pub(crate) fn socket(handler: impl Fn(&Sent) -> Answer + Send + Sync + 'static) -> Self {
        Self::new(Arc::new(handler)).listening()
    }

    fn listening(mut self) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        self.base_url = Some(format!("http://{}", listener.local_addr().unwrap()));
        let server = self.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (server, stream) = (server.clone(), stream.unwrap());
                thread::spawn(move || server.serve(stream));
            }
        });
        self
    }

    pub(crate) fn is_socket(&self) -> bool {
        self.base_url.is_some()
    }

    pub(crate) fn halo(&self) -> Halo {
        let zero = Duration::ZERO;
        let quick = RetryPolicy::default().backoff(zero, zero).throttle_backoff(zero, zero);
        let base_url = self.base_url.as_deref().unwrap_or("https://acme.halopsa.example");
        let builder =
            Halo::builder(base_url).client_credentials("id", "secret").header("x-gateway", "yes").retry(quick);
        if self.is_socket() { builder.build().unwrap() } else { builder.transport(self.clone()).build().unwrap() }
    }

    /// All requests but those for tokens.
    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    pub(crate) fn last(&self) -> Sent {
        self.sent().pop().unwrap()
    }

    pub(crate) fn uploads(&self) -> usize {
        self.sent().iter().filter(|sent| sent.method == "POST").count()
    }

    /// Refuses the next connections, but for those for tokens: over a socket, by a 429 instead.
    pub(crate) fn refuse(&self, times: u32) {
        self.refused.store(times, Ordering::Relaxed);
    }

    fn answer(&self, mut sent: Sent) -> Answer {
        if sent.path() == "/auth/token" {
            return Answer::Response(token());
        }
        let mut all = self.sent.lock().unwrap();
        sent.earlier = all.iter().filter(|earlier| earlier.path() == sent.path()).count();
        all.push(sent.clone());
        drop(all);
        (self.handler)(&sent)
    }

    fn is_refused(&self) -> bool {
        self.refused.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
    }

    fn serve(&self, mut stream: TcpStream) {
        while let Some(sent) = read_request(&mut stream) {
            if sent.path() != "/auth/token" && self.is_refused() {
                let reply = b"HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n";
                stream.write_all(reply).unwrap();
                continue;
            }
            match self.answer(sent) {
                Answer::Response(response) => write_response(&mut stream, &response, response.body()),
                Answer::Cut(response) => {
                    let half = response.body().slice(..response.body().len() / 2);
                    return write_response(&mut stream, &response, &half);
                }
                Answer::Broken => return,
                Answer::Silent => thread::sleep(Duration::from_secs(5)),
            }
        }
    }
}

fn write_response(stream: &mut TcpStream, response: &Response<Bytes>, body: &[u8]) {
    let mut head =
        format!("HTTP/1.1 {}\r\ncontent-length: {}\r\n", response.status(), response.body().len()).into_bytes();
    for (name, value) in response.headers() {
        head.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    head.extend(b"\r\n");
    // The client may be gone, where a body is larger than it takes.
    let _ = stream.write_all(&head).and_then(|()| stream.write_all(body));
}

fn read_request(stream: &mut TcpStream) -> Option<Sent> {
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 1 << 16];
    let (mut head_end, mut length) = (None, 0);
    while head_end.is_none_or(|end: usize| bytes.len() < end + length) {
        let read = stream.read(&mut buffer).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&buffer[..read]);
        if head_end.is_none() {
            head_end = bytes.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4);
            let head = String::from_utf8_lossy(&bytes[..head_end.unwrap_or(0)]).to_ascii_lowercase();
            length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
        }
    }
    let body = bytes.split_off(head_end?);
    let head = String::from_utf8(bytes).unwrap();
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let headers: HashMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let headers: HeaderMap = HeaderMap::try_from(&headers).unwrap();
    let host = headers[header::HOST].to_str().unwrap().to_owned();
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    Some(Sent { method, host, target, headers, body: body.into(), earlier: 0, is_socket: true })
}

impl Transport for Server {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let (parts, body) = request.into_parts();
        let mut headers = parts.headers;
        if !body.is_empty() {
            headers.insert(header::CONTENT_LENGTH, body.len().into());
        }
        let sent = Sent {
            method: parts.method.to_string(),
            host: parts.uri.host().unwrap().to_owned(),
            target: parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str).to_owned(),
            headers,
            body,
            earlier: 0,
            is_socket: false,
        };
        Box::pin(async move {
            let failed = |kind| Err(TransportError::new(kind));
            if sent.path() != "/auth/token" && self.is_refused() {
                return failed(TransportErrorKind::Connect);
            }
            match self.answer(sent) {
                Answer::Response(response) => Ok(response),
                Answer::Broken => failed(TransportErrorKind::Interrupted),
                Answer::Cut(_) => Err(TransportError::new(TransportErrorKind::CutBody).with_status(StatusCode::OK)),
                Answer::Silent => std::future::pending().await,
            }
        })
    }
}
