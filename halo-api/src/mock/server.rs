//! The mock over HTTP, on this machine: for programs in other languages, and to prove the client over real sockets.

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

/// A [`MockHalo`] at `http://127.0.0.1:<port>`, on a thread of its own, until it is dropped.
///
/// Faults of the mock's script break real connections here.
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
    /// Starts it on a free port.
    ///
    /// # Errors
    /// There is no port, or no thread.
    pub fn start(mock: MockHalo) -> io::Result<Self> {
        Self::start_at(mock, 0)
    }

    /// Starts it on this port.
    ///
    /// # Errors
    /// The port is taken, or there is no thread.
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

    /// For `Halo::builder`.
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
        // A connection that is gone before it is taken is no reason to stop.
        let Ok((stream, _)) = listener.accept().await else { continue };
        let _ = stream.set_nodelay(true);
        let mock = mock.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| respond(mock.clone(), request));
            // It ends with an error wherever the script breaks it.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// Responds, or breaks the connection, which is what an error does here.
async fn respond(mock: MockHalo, request: Request<Incoming>) -> Result<Response<Reply>, io::Error> {
    let (mut parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    // The mock looks for the host in the URI, where clients of a transport put it.
    let host = parts.headers.get(http::header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    if let Ok(uri) = format!("http://{host}{}", parts.uri).parse::<Uri>() {
        parts.uri = uri;
    }
    match mock.exchange(Request::from_parts(parts, body)).await {
        Ok(mut response) => {
            let pace = response.extensions_mut().remove::<Pace>().unwrap_or_default();
            Ok(response.map(|bytes| Reply::new(bytes, pace)))
        }
        Err(error) if error.kind() == TransportErrorKind::CutBody => {
            let beginning = Reply::new(Bytes::from_static(b"{\"id\":"), Pace::default());
            let mut response = Response::new(Reply { cut: true, ..beginning });
            *response.status_mut() = error.status().unwrap_or(StatusCode::OK);
            Ok(response)
        }
        Err(error) => Err(io::Error::other(error)),
    }
}

/// Pieces of a body that drips.
const PIECES: usize = 10;
/// One piece of the blank space that makes a body huge.
const BLANK: &[u8] = &[b' '; 64 * 1024];

/// A body, or the beginning of one, at its own pace.
struct Reply {
    bytes: Bytes,
    padding: u64,
    cut: bool,
    /// Bytes at a time, and the wait before each.
    piece: usize,
    every: Duration,
    wait: Option<Pin<Box<Sleep>>>,
}

impl Reply {
    fn new(bytes: Bytes, pace: Pace) -> Self {
        let every = pace.takes / u32::try_from(PIECES).unwrap_or(1);
        let piece = if every.is_zero() { bytes.len() } else { bytes.len().div_ceil(PIECES) };
        Self { bytes, padding: pace.padding, cut: false, piece: piece.max(1), every, wait: None }
    }

    fn left(&self) -> u64 {
        self.padding.saturating_add(u64::try_from(self.bytes.len()).unwrap_or(u64::MAX))
    }

    fn next(&mut self) -> Bytes {
        if !self.bytes.is_empty() {
            return self.bytes.split_to(self.piece.min(self.bytes.len()));
        }
        let blank = usize::try_from(self.padding).unwrap_or(usize::MAX).min(BLANK.len());
        self.padding -= u64::try_from(blank).unwrap_or(self.padding);
        Bytes::from_static(&BLANK[..blank])
    }
}

impl Body for Reply {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = self.get_mut();
        if this.left() == 0 {
            return Poll::Ready(this.cut.then(|| Err(io::Error::other("a fault of the mock's script"))));
        }
        if !this.every.is_zero() {
            let every = this.every;
            ready!(this.wait.get_or_insert_with(|| Box::pin(sleep(every))).as_mut().poll(cx));
            this.wait = None;
        }
        Poll::Ready(Some(Ok(Frame::data(this.next()))))
    }

    fn is_end_stream(&self) -> bool {
        self.left() == 0 && !self.cut
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        if self.cut { hyper::body::SizeHint::default() } else { hyper::body::SizeHint::with_exact(self.left()) }
    }
}
