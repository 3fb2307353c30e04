//! The network transport: reqwest without redirects, retries or a referer.

use std::collections::VecDeque;
use std::error::Error as StdError;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use reqwest::{Body, Client, ClientBuilder};
use tokio::runtime::{self, Handle};
use url::Url;

use super::{BodySink, BoxFuture, Receive, SentMarker, Transport, TransportError, TransportErrorKind};
use crate::vocabulary::Error;
use crate::vocabulary::secret::Secret;
use crate::vocabulary::url::is_loopback;

/// The most HTTP clients that are retained.
///
/// A program has one or two runtimes; a test binary creates many in sequence.
const CLIENTS: usize = 8;

/// The settings of the network transport.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    /// False only for a server on the local machine.
    pub(crate) https_only: bool,
    /// Whether any server has an https URL.
    pub(crate) https: bool,
    /// Whether Halo is on the local machine.
    pub(crate) loopback: bool,
    /// The largest body, after decompression.
    pub(crate) body_limit: usize,
    /// Replaces the proxy from the environment.
    pub(crate) proxy: Option<Secret>,
    /// Certificates in PEM, trusted in addition to the platform's.
    pub(crate) root_certificates: Vec<Vec<u8>>,
}

pub(crate) struct Network {
    settings: Settings,
    /// Created with the Halo client, which reports invalid settings there. The first runtime uses it.
    first: Mutex<Option<(Route, Client)>>,
    /// One client per runtime.
    ///
    /// A connection is driven by the runtime that created it, and hangs when that runtime stops.
    by_runtime: Mutex<VecDeque<(runtime::Id, Route, Client)>>,
}

/// How a server is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Route {
    /// Through the caller's proxy or the one from the environment, if there is one.
    Default,
    /// To a server on the local machine.
    ///
    /// The environment's proxy would see secrets in plain text and could not reach it.
    Direct,
}

impl Route {
    /// A proxy that the caller sets applies to every server.
    fn new(settings: &Settings, loopback: bool) -> Self {
        if loopback && settings.proxy.is_none() { Self::Direct } else { Self::Default }
    }
}

fn client(settings: &Settings, route: Route) -> Result<Client, Error> {
    let client = builder(settings)?;
    let client = if route == Route::Direct { client.no_proxy() } else { client };
    client.build().map_err(|error| Error::config("the HTTP client cannot be set up").with_source(error))
}

fn builder(settings: &Settings) -> Result<ClientBuilder, Error> {
    // Redirects are not followed: a POST would become a GET of a sign-in page, with the token sent along.
    // The connect timeout must be shorter than the total: a total timeout during the handshake looks ambiguous.
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .https_only(settings.https_only)
        .connect_timeout(settings.connect_timeout);
    trusting(proxied(client, settings.proxy.as_ref())?, &settings.root_certificates)
}

impl Network {
    pub(crate) fn new(settings: Settings) -> Result<Self, Error> {
        if settings.https {
            require_tls(cfg!(feature = "rustls"))?;
        }
        let route = Route::new(&settings, settings.loopback);
        let first = Mutex::new(Some((route, client(&settings, route)?)));
        Ok(Self { settings, first, by_runtime: Mutex::default() })
    }

    /// The client of the current runtime for a server.
    fn client(&self, url: &Url) -> Result<Client, TransportError> {
        let runtime = Handle::try_current().map_err(unusable)?.id();
        let route = Route::new(&self.settings, is_loopback(url));
        let mut known = self.by_runtime.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((.., client)) = known.iter().find(|(id, of, _)| (*id, *of) == (runtime, route)) {
            return Ok(client.clone());
        }
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take_if(|(of, _)| *of == route);
        let client = match first {
            Some((_, client)) => client,
            None => client(&self.settings, route).map_err(unusable)?,
        };
        known.truncate(CLIENTS - 1);
        known.push_front((runtime, route, client.clone()));
        Ok(client)
    }

    async fn send_once(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let receive = request.extensions_mut().remove::<Receive>();
        let request = reqwest::Request::try_from(watched(request)).map_err(before_response)?;
        let mut received = self.client(request.url())?.execute(request).await.map_err(before_response)?;
        let status = received.status();
        let headers = std::mem::take(received.headers_mut());
        let mut body = ResponseBody::new(receive, self.settings.body_limit, status, &headers);
        body.begin().map_err(|kind| TransportError::new(kind).with_status(status))?;
        while let Some(chunk) = received.chunk().await.map_err(|error| within_response(error).with_status(status))? {
            body.push(&chunk).map_err(|kind| TransportError::new(kind).with_status(status))?;
        }
        let mut response = Response::new(body.chunks.freeze());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// The body of a response: collected, or written to where the caller wants it.
struct ResponseBody {
    chunks: BytesMut,
    received: usize,
    limit: usize,
    sink: Option<BodySink>,
}

impl ResponseBody {
    fn new(receive: Option<Receive>, limit: usize, status: StatusCode, headers: &HeaderMap) -> Self {
        let limit = receive.as_ref().map_or(limit, |receive| receive.max_bytes);
        let sink = receive.and_then(|receive| receive.sink);
        let sink = sink.filter(|sink| status.is_success() && sink.accepts(headers));
        Self { chunks: BytesMut::new(), received: 0, limit, sink }
    }

    fn begin(&self) -> Result<(), TransportErrorKind> {
        let is_ready = self.sink.as_ref().is_none_or(BodySink::begin);
        if is_ready { Ok(()) } else { Err(TransportErrorKind::Other) }
    }

    fn push(&mut self, chunk: &[u8]) -> Result<(), TransportErrorKind> {
        self.received = self.received.saturating_add(chunk.len());
        if self.received > self.limit {
            return Err(TransportErrorKind::TooLarge);
        }
        match &self.sink {
            Some(sink) if sink.write(chunk) => Ok(()),
            Some(_) => Err(TransportErrorKind::Other),
            None => {
                self.chunks.extend_from_slice(chunk);
                Ok(())
            }
        }
    }
}

/// Wraps the body so that it records its first read, if there is a body and the caller asks for it.
///
/// The wrapped body needs an explicit `Content-Length`, since a stream has no length.
fn watched(mut request: Request<Bytes>) -> Request<Body> {
    let marker = request.extensions_mut().remove::<SentMarker>();
    let (mut parts, body) = request.into_parts();
    let body = match marker {
        Some(marker) if !body.is_empty() => {
            parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
            Body::wrap_stream(marker.watch(body))
        }
        _ => Body::from(body),
    };
    Request::from_parts(parts, body)
}

fn require_tls(compiled_in: bool) -> Result<(), Error> {
    if compiled_in { Ok(()) } else { Err(Error::config("an https URL requires the feature `rustls` of halo-api")) }
}

/// Sets the proxy. An error does not repeat its URL, which may contain a password.
fn proxied(client: ClientBuilder, proxy: Option<&Secret>) -> Result<ClientBuilder, Error> {
    let Some(url) = proxy else { return Ok(client) };
    let proxy = reqwest::Proxy::all(url.expose())
        .map_err(|_| Error::config("the proxy is not a valid URL; it looks like http://proxy.acme.example:3128"))?;
    Ok(client.proxy(proxy))
}

#[cfg(feature = "rustls")]
fn trusting(client: ClientBuilder, pems: &[Vec<u8>]) -> Result<ClientBuilder, Error> {
    let mut all = Vec::new();
    for pem in pems {
        let read = reqwest::Certificate::from_pem_bundle(pem).ok().filter(|read| !read.is_empty());
        all.extend(read.ok_or_else(|| Error::config("root_certificate requires certificates in PEM format"))?);
    }
    Ok(if all.is_empty() { client } else { client.tls_certs_merge(all) })
}

#[cfg(not(feature = "rustls"))]
fn trusting(client: ClientBuilder, pems: &[Vec<u8>]) -> Result<ClientBuilder, Error> {
    if pems.is_empty() { Ok(client) } else { Err(Error::config("root_certificate requires the feature `rustls`")) }
}

/// A network transport that is created with its first request, since few clients use it.
pub(crate) struct LazyNetwork {
    settings: Settings,
    network: OnceLock<Network>,
}

impl LazyNetwork {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings, network: OnceLock::new() }
    }

    fn network(&self) -> Result<&Network, TransportError> {
        if let Some(network) = self.network.get() {
            return Ok(network);
        }
        let network = Network::new(self.settings.clone()).map_err(unusable)?;
        Ok(self.network.get_or_init(|| network))
    }
}

impl Transport for LazyNetwork {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move { self.network()?.send_once(request).await })
    }
}

impl Transport for Network {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(self.send_once(request))
    }
}

fn unusable(error: impl Into<Box<dyn StdError + Send + Sync>>) -> TransportError {
    TransportError::new(TransportErrorKind::Other).with_source(error)
}

/// An error before the response.
///
/// The URL is removed: its query may contain values that must not be logged.
fn before_response(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() || is_unprocessed(&error) {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_builder() {
        TransportErrorKind::Other
    } else {
        TransportErrorKind::Interrupted
    };
    TransportError::new(kind).with_source(error.without_url())
}

/// Whether the server states over HTTP/2 that it did not process the request (RFC 9113, section 8.7).
///
/// A server does so when it shuts a connection down. reqwest itself would send the request again, except for bodies
/// that it cannot clone, such as watched ones. The type of these errors is not public, so their messages are compared.
fn is_unprocessed(error: &(dyn StdError + 'static)) -> bool {
    const REFUSED_STREAM: &str = "stream error received: refused stream before processing any application logic";
    const GRACEFUL_SHUTDOWN: &str = "connection error received: not a result of an error";
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    let message = cause.to_string();
    message == REFUSED_STREAM || message.starts_with(GRACEFUL_SHUTDOWN)
}

/// An error within the response.
///
/// reqwest reports a truncated body as a *decode* error (in gzip too), so its kind does not help.
fn within_response(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() { TransportErrorKind::Timeout } else { TransportErrorKind::CutBody };
    TransportError::new(kind).with_source(error.without_url())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_requires_the_feature() {
        assert!(require_tls(true).is_ok());
        let error = require_tls(false).unwrap_err().to_string();
        assert!(error.contains("`rustls`"), "{error}");
    }

    #[test]
    fn a_request_that_the_server_did_not_process_may_be_sent_again() {
        let unprocessed = |message: &str| {
            let root: Box<dyn StdError + Send + Sync> = message.into();
            is_unprocessed(&TransportError::new(TransportErrorKind::Other).with_source(root))
        };
        assert!(unprocessed("stream error received: refused stream before processing any application logic"));
        assert!(unprocessed("connection error received: not a result of an error (b\"bye\")"));
        assert!(!unprocessed("stream error received: stream no longer needed"));
        assert!(!unprocessed("connection closed before message completed"));
    }
}
