//! The transport over the network, against a server that sends exactly the bytes of a test.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use halo_api::{AttemptResult, ErrorKind, Halo, Method, RetryPolicy, StopReason, transport::TransportErrorKind};
use serde_json::json;

/// Serves the connections of a test in order and records the requests.
///
/// Each response closes its connection.
struct Server {
    base_url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(answers: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                log.lock().unwrap().push(read_request(&mut stream));
                stream.write_all(&answer).unwrap();
            }
        });
        Self { base_url, asked }
    }

    fn halo(&self) -> Halo {
        Halo::builder(&self.base_url)
            .client_credentials("id", "se cret&")
            .user_agent_suffix("test/1")
            .header("x-extra", "yes")
            .retry(RetryPolicy::default().attempts(2).backoff(Duration::ZERO, Duration::ZERO))
            .build()
            .unwrap()
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn read_request(stream: &mut impl Read) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return text;
            }
        }
        let read = stream.read(&mut buffer).unwrap();
        if read == 0 {
            return text;
        }
        request.extend_from_slice(&buffer[..read]);
    }
}

fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len())
        .into_bytes()
}

fn token() -> Vec<u8> {
    answer("200 OK", "", &json!({"access_token": "abc", "expires_in": 3600}).to_string())
}

fn cut(status: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: 100\r\n\r\n{{\"id\"").into_bytes()
}

#[tokio::test]
async fn a_request_carries_what_it_should() {
    let server = Server::new(vec![token(), answer("200 OK", "", "[]")]);
    server.halo().request(Method::GET, "/Lookup").query("a b", "c&d").await.unwrap();
    let asked = server.asked();
    assert!(asked[0].starts_with("POST /auth/token HTTP/1.1\r\n"), "{}", asked[0]);
    let form = "grant_type=client_credentials&client_id=id&client_secret=se+cret%26&scope=all";
    assert!(asked[0].contains("content-type: application/x-www-form-urlencoded") && asked[0].ends_with(form));
    assert!(asked[1].starts_with("GET /api/Lookup?a%20b=c%26d HTTP/1.1\r\n"), "{}", asked[1]);
    for header in ["authorization: Bearer abc", "x-extra: yes", "accept: application/json", "(rust) test/1", "gzip"] {
        assert!(asked[1].contains(header), "{header} in {}", asked[1]);
    }
}

#[tokio::test]
async fn a_read_is_tried_again_after_a_cut_body_and_a_write_is_not() {
    let server = Server::new(vec![token(), cut("200 OK"), answer("200 OK", "", "{\"id\":7}"), cut("201 Created")]);
    let halo = server.halo();
    assert_eq!(halo.request(Method::GET, "/Tickets/7").await.unwrap()["id"], 7);
    let error = halo.request(Method::POST, "/Tickets").json(&json!([{}])).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    assert_eq!(error.status().unwrap(), 201);
}

#[tokio::test]
async fn a_write_whose_connection_breaks_is_not_sent_again() {
    let server = Server::new(vec![token(), Vec::new()]);
    let error = server.halo().request(Method::POST, "/Tickets").json(&json!([{}])).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    assert_eq!((error.attempts().len(), server.asked().len()), (1, 2));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = Server::new(vec![token(), answer("302 Found", "location: /login?state=x\r\n", "")]);
    let error = server.halo().request(Method::POST, "/Tickets").json(&json!([{}])).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn a_refused_connection_is_reported_as_such() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap();
    let base_url = format!("http://{host}");
    drop(listener);
    let halo = Halo::builder(base_url)
        .client_credentials("id", "s")
        .retry(RetryPolicy::default().attempts(1))
        .build()
        .unwrap();
    let error = halo.tickets().list().client_id(4711).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_auth(), "it was the token that could not be had");
    let start = format!("POST /auth/token: no connection ({host}): could not connect (Connection refused");
    assert!(error.to_string().starts_with(&start), "{error}");
    let text = format!("{error} {error:?}");
    assert!(!text.contains("4711"), "{text}");
}

#[tokio::test]
async fn a_response_that_is_too_large_is_an_error() {
    let megabyte = "x".repeat(1 << 20);
    let mut large = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
    (0..65).for_each(|_| large.extend_from_slice(megabyte.as_bytes()));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for answer in [token(), large] {
            let (mut stream, _) = listener.accept().unwrap();
            read_request(&mut stream);
            // The client closes the connection when the response is too large.
            let _ = stream.write_all(&answer);
        }
    });
    let halo = Halo::builder(base_url).client_credentials("id", "s").build().unwrap();
    let error = halo.request(Method::GET, "/Appointment").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.to_string().contains("64 MB"), "{error}");
}

#[tokio::test]
async fn requests_go_through_the_proxy() {
    let server = Server::new(vec![token(), answer("200 OK", "", "[]")]);
    let halo =
        Halo::builder("http://localhost:9").client_credentials("id", "s").proxy(&server.base_url).build().unwrap();
    halo.tickets().list().await.unwrap();
    let asked = server.asked();
    assert!(asked[0].starts_with("POST http://localhost:9/auth/token "), "{}", asked[0]);
    assert!(asked[1].starts_with("GET http://localhost:9/api/Tickets?"), "{}", asked[1]);
    let wrong = Halo::builder("http://localhost:9").client_credentials("id", "s").proxy("http://hush@:x").build();
    let error = wrong.unwrap_err();
    assert!(error.kind() == ErrorKind::Config && !error.to_string().contains("hush"), "{error}");
}

/// A client of a server that accepts no more connections.
#[cfg(target_os = "linux")]
fn full() -> (halo_api::HaloBuilder, (TcpListener, Vec<TcpStream>)) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(300)) {
        waiting.push(stream);
        assert!(waiting.len() < 10_000, "the backlog never fills");
    }
    let builder = Halo::builder(format!("http://{address}")).api_key("key");
    (builder, (listener, waiting))
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_write_whose_time_ends_while_connecting_was_not_sent() {
    let (builder, (listener, _waiting)) = full();
    let halo = builder.build().unwrap();
    let write = |body: Option<serde_json::Value>| {
        let request = halo.request(Method::POST, "/Tickets").timeout(Duration::from_millis(400));
        request.when_some(body, |request, body| request.json(&body))
    };
    let error = write(Some(json!([{}]))).await.unwrap_err();
    assert_eq!((error.kind(), error.stop_reason()), (ErrorKind::Connect, Some(StopReason::DeadlineExceeded)));
    assert_eq!(error.attempts()[0].result(), AttemptResult::Failed(TransportErrorKind::Connect));
    let start = format!("POST /Tickets: no connection ({}): could not connect", listener.local_addr().unwrap());
    assert!(error.to_string().starts_with(&start), "{error}");
    // Nothing says how far a request without a body came.
    let error = write(None).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_attempt_that_ends_while_connecting_may_be_repeated() {
    let (builder, _full) = full();
    let quick = RetryPolicy::default().attempts(2).backoff(Duration::ZERO, Duration::ZERO);
    let halo = builder.attempt_timeout(Duration::from_millis(200)).retry(quick).build().unwrap();
    let error = halo.request(Method::POST, "/Tickets").json(&json!([{}])).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Connect, 2));
}

#[tokio::test]
async fn a_write_that_was_read_and_not_answered_is_in_doubt() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let request = read_request(&mut stream);
        // Hangs until the client gives up.
        let _ = stream.read(&mut [0]);
        request
    });
    let halo = Halo::builder(base_url).api_key("key").build().unwrap();
    let write = halo.request(Method::POST, "/Tickets").json(&json!([{}])).timeout(Duration::from_millis(400));
    let error = write.await.unwrap_err();
    assert!(error.is_outcome_unknown() && error.attempts().len() == 1, "{error}");
    let request = tokio::task::spawn_blocking(|| server.join().unwrap()).await.unwrap().to_ascii_lowercase();
    assert!(request.contains("content-length: 4\r\n") && request.ends_with("[{}]"), "{request}");
    assert!(!request.contains("transfer-encoding"), "{request}");
}

/// Runs itself once more, as a process whose environment names a proxy.
#[test]
fn the_environments_proxy_sees_nothing_of_what_goes_to_this_machine() {
    const CHILD: &str = "HALO_API_TEST_LOOPBACK";
    if let Ok(base_url) = std::env::var(CHILD) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let get = |halo: Halo| runtime.block_on(async move { halo.request(Method::GET, "/Lookup").await });
        get(Halo::builder(base_url).client_credentials("id", "s").build().unwrap()).unwrap();
        if cfg!(feature = "rustls") {
            let once = RetryPolicy::default().attempts(1);
            get(Halo::builder("https://halo.acme.example").api_key("k").retry(once).build().unwrap()).unwrap_err();
        }
        return;
    }
    let server = Server::new(vec![token(), answer("200 OK", "", "[]")]);
    let proxy = Server::new(vec![answer("502 Bad Gateway", "", ""), answer("502 Bad Gateway", "", "")]);
    let name = "network::the_environments_proxy_sees_nothing_of_what_goes_to_this_machine";
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", name, "--nocapture"]).env(CHILD, &server.base_url);
    for variable in ["NO_PROXY", "no_proxy", "REQUEST_METHOD"] {
        child.env_remove(variable);
    }
    for variable in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        child.env(variable, &proxy.base_url);
    }
    let output = child.output().unwrap();
    let seen = proxy.asked();
    assert!(output.status.success(), "{} {seen:?}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(server.asked().len(), 2);
    if cfg!(feature = "rustls") {
        assert!(seen.len() == 1 && seen[0].starts_with("CONNECT halo.acme.example:443 "), "{seen:?}");
    }
}

#[test]
fn without_a_runtime_it_is_an_error_and_no_panic() {
    let halo = Halo::builder("http://localhost:9").client_credentials("id", "s").build().unwrap();
    let mut call = halo.tickets().get(7).into_future();
    let Poll::Ready(Err(error)) = Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("a call without a runtime");
    };
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().starts_with("GET /Tickets/7: not sent: no tokio runtime"), "{error}");
}

#[test]
fn headers_that_are_the_clients_own_are_refused() {
    let build = |name: &str| {
        Halo::builder("http://localhost:9").client_credentials("id", "s").header(name, "x").build().map(drop)
    };
    for own in
        ["Transfer-Encoding", "Content-Length", "Accept-Encoding", "Host", "Connection", "TE", "Upgrade", "Accept"]
    {
        let error = build(own).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(&own.to_lowercase()), "{error}");
    }
    assert!(build("a b").unwrap_err().to_string().contains("\"a b\" is not a valid header name"));
    build("CF-Access-Client-Secret").unwrap();
}

#[cfg(not(feature = "rustls"))]
#[test]
fn https_requires_the_feature() {
    let build =
        |base: &str, auth: &str| Halo::builder(base).auth_url(auth).client_credentials("id", "s").build().map(drop);
    for (base, auth) in
        [("https://acme.example", "https://acme.example/auth"), ("http://localhost", "https://a.example")]
    {
        let error = build(base, auth).unwrap_err();
        assert!(error.kind() == ErrorKind::Config && error.to_string().contains("`rustls`"), "{error}");
    }
    build("http://localhost", "http://localhost/auth").unwrap();
}

#[cfg(feature = "rustls")]
#[test]
fn certificates_are_read_when_the_client_is_built() {
    let build = |pem: &str| {
        Halo::builder("https://acme.example").client_credentials("id", "s").root_certificate(pem).build().map(drop)
    };
    build(CERTIFICATE).unwrap();
    build(&CERTIFICATE.repeat(2)).unwrap();
    for wrong in ["", "nonsense"] {
        assert_eq!(build(wrong).unwrap_err().kind(), ErrorKind::Config, "{wrong}");
    }
}

/// A certificate that nobody can use: its key was thrown away.
#[cfg(feature = "rustls")]
const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----
MIIBhjCCAS2gAwIBAgIUbC1ZptJJ801r5nB5h/40//JbMKowCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNaGFsby1hcGktdGVzdDAgFw0yNjExMjUwMzA0MDlaGA8yMTI2
MTEwMTAzMDQwOVowGDEWMBQGA1UEAwwNaGFsby1hcGktdGVzdDBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABAQIDO+goN01SG4X9ku54ElIDG5tgHF64q76SjPS+/sz
sfST/WDIhPq2rnQwOegzMn68I6q1u1L49vG3qzPN+MmjUzBRMB0GA1UdDgQWBBR6
3fudYFyXdKeBByod1zH4OLZdrzAfBgNVHSMEGDAWgBR63fudYFyXdKeBByod1zH4
OLZdrzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIAxolVTuwqU8
0j6wv2QOMyxXUSfkw+ycbBWsqQIq5ok6AiBvtTVW0VUA2PUMq49gqXIrHbYR3fk2
wEdmQGKYqAqOVQ==
-----END CERTIFICATE-----
";
