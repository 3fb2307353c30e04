//! The mock over HTTP, on this machine: for programs in other languages, and to prove the client over real sockets.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread::JoinHandle;

use bytes::Bytes;
use http::{Request, Response, StatusCode, Uri};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::sync::oneshot;

use super::MockHalo;
use crate::transport::{Transport, TransportErrorKind};

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
            let service = service_fn(move |request| answer(mock.clone(), request));
            // It ends with an error wherever the script breaks it.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// Answers, or breaks the connection, which is what an error does here.
async fn answer(mock: MockHalo, request: Request<Incoming>) -> Result<Response<Reply>, io::Error> {
    let (mut parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    // The mock looks for the host in the URI, where clients of a transport put it.
    let host = parts.headers.get(http::header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    if let Ok(uri) = format!("http://{host}{}", parts.uri).parse::<Uri>() {
        parts.uri = uri;
    }
    match mock.send(Request::from_parts(parts, body)).await {
        Ok(response) => Ok(response.map(|bytes| Reply { bytes: Some(bytes), cut: false })),
        Err(error) if error.kind() == TransportErrorKind::CutBody => {
            let mut response = Response::new(Reply { bytes: Some(Bytes::from_static(b"{\"id\":")), cut: true });
            *response.status_mut() = error.status().unwrap_or(StatusCode::OK);
            Ok(response)
        }
        Err(error) => Err(io::Error::other(error)),
    }
}

/// A body, or the beginning of one.
struct Reply {
    bytes: Option<Bytes>,
    cut: bool,
}

impl Body for Reply {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = self.get_mut();
        match this.bytes.take() {
            Some(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            None if this.cut => Poll::Ready(Some(Err(io::Error::other("cut by the script")))),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none() && !self.cut
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        match &self.bytes {
            Some(bytes) if !self.cut => hyper::body::SizeHint::with_exact(u64::try_from(bytes.len()).unwrap_or(0)),
            _ => hyper::body::SizeHint::default(),
        }
    }
}
