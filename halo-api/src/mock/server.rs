//! The mock over HTTP on the local machine, for other languages and tests over real sockets.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode, Uri};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::sync::oneshot;
use tokio::time::{Sleep, sleep};

use super::MockHalo;
use super::fault::Pace;
use crate::transport::TransportErrorKind;

/// A [`MockHalo`] at `http://127.0.0.1:<port>`, on its own thread, until it is dropped.
///
/// Faults of the mock's script break real connections.
///
/// ```
/// use halo_api::Halo;
/// use halo_api::mock::{MockHalo, MockServer};
///
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// let server = MockServer::start(MockHalo::new())?;
/// let halo = Halo::builder(server.base_url()).client_credentials("id", "secret").build()?;
/// assert!(halo.tickets().list().await?.items.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[derive(Debug)]
pub struct MockServer {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl MockServer {
    /// Starts the server on a free port.
    ///
    /// # Errors
    /// No port or no thread is available.
    pub fn start(mock: MockHalo) -> io::Result<Self> {
        Self::start_at(mock, 0)
    }

    /// Starts the server on this port.
    ///
    /// # Errors
    /// The port is in use, or no thread is available.
    pub fn start_at(mock: MockHalo, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new().name("halo-api-mock".to_owned()).spawn(move || {
            runtime.block_on(async move {
                tokio::select! {
                    () = accept(listener, mock) => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok(Self { address, stop: Some(stop), thread: Some(thread) })
    }

    /// The base URL for `Halo::builder`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn accept(listener: TcpListener, mock: MockHalo) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    loop {
        // A connection that closes before it is accepted must not stop the server.
        let Ok((stream, _)) = listener.accept().await else { continue };
        let _ = stream.set_nodelay(true);
        let mock = mock.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| respond(mock.clone(), request));
            // It ends with an error if the script breaks it.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// Responds, or breaks the connection by returning an error.
async fn respond(mock: MockHalo, request: Request<Incoming>) -> Result<Response<PacedBody>, io::Error> {
    let (mut parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    // The mock expects the host in the URI, where clients of a transport set it.
    let host = parts.headers.get(http::header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    if let Ok(uri) = format!("http://{host}{}", parts.uri).parse::<Uri>() {
        parts.uri = uri;
    }
    match mock.respond(Request::from_parts(parts, body)).await {
        Ok(mut response) => {
            let pace = response.extensions_mut().remove::<Pace>().unwrap_or_default();
            Ok(response.map(|bytes| PacedBody::new(bytes, pace)))
        }
        Err(error) if error.kind() == TransportErrorKind::CutBody => {
            let beginning = PacedBody::new(Bytes::from_static(b"{\"id\":"), Pace::default());
            let mut response = Response::new(PacedBody { cut: true, ..beginning });
            *response.status_mut() = error.status().unwrap_or(StatusCode::OK);
            Ok(response)
        }
        Err(error) => Err(io::Error::other(error)),
    }
}

/// The number of chunks of a slow body.
const CHUNKS: usize = 10;
/// One chunk of the spaces that make a body oversized.
const PADDING: &[u8] = &[b' '; 64 * 1024];

/// A body, or the beginning of one, sent at a pace.
struct PacedBody {
    bytes: Bytes,
    padding: u64,
    cut: bool,
    /// The size of a chunk, and the wait before each one.
    chunk_size: usize,
    interval: Duration,
    wait: Option<Pin<Box<Sleep>>>,
}

impl PacedBody {
    fn new(bytes: Bytes, pace: Pace) -> Self {
        let interval = pace.takes / u32::try_from(CHUNKS).unwrap_or(1);
        let chunk_size = if interval.is_zero() { bytes.len() } else { bytes.len().div_ceil(CHUNKS) };
        Self { bytes, padding: pace.padding, cut: false, chunk_size: chunk_size.max(1), interval, wait: None }
    }

    fn remaining(&self) -> u64 {
        self.padding.saturating_add(u64::try_from(self.bytes.len()).unwrap_or(u64::MAX))
    }

    fn next_chunk(&mut self) -> Bytes {
        if !self.bytes.is_empty() {
            return self.bytes.split_to(self.chunk_size.min(self.bytes.len()));
        }
        let length = usize::try_from(self.padding).unwrap_or(usize::MAX).min(PADDING.len());
        self.padding -= u64::try_from(length).unwrap_or(self.padding);
        Bytes::from_static(&PADDING[..length])
    }
}

impl Body for PacedBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = self.get_mut();
        if this.remaining() == 0 {
            return Poll::Ready(this.cut.then(|| Err(io::Error::other("a fault of the mock's script"))));
        }
        if !this.interval.is_zero() {
            let interval = this.interval;
            ready!(this.wait.get_or_insert_with(|| Box::pin(sleep(interval))).as_mut().poll(cx));
            this.wait = None;
        }
        Poll::Ready(Some(Ok(Frame::data(this.next_chunk()))))
    }

    fn is_end_stream(&self) -> bool {
        self.remaining() == 0 && !self.cut
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        if self.cut { hyper::body::SizeHint::default() } else { hyper::body::SizeHint::with_exact(self.remaining()) }
    }
}
