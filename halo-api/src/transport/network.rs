//! The transport over the network: reqwest, with everything off that would act on its own.

use std::collections::VecDeque;
use std::error::Error as StdError;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Request, Response, header};
use reqwest::{Body, Client, ClientBuilder};
use tokio::runtime::{self, Handle};
use url::Url;

use super::{BoxFuture, SentMarker, Transport, TransportError, TransportErrorKind};
use crate::vocabulary::Error;
use crate::vocabulary::secret::Secret;
use crate::vocabulary::url::is_loopback;

/// HTTP clients that are kept. A program has one runtime or two; a test binary makes many, one after another.
const CLIENTS: usize = 8;

/// What the network transport needs to know.
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    /// False only for a server on the machine itself.
    pub(crate) https_only: bool,
    /// Whether any server is addressed by https.
    pub(crate) https: bool,
    /// Whether Halo is on the machine itself.
    pub(crate) loopback: bool,
    /// Largest body, decompressed.
    pub(crate) body_limit: usize,
    /// In place of the one that the environment names.
    pub(crate) proxy: Option<Secret>,
    /// PEM texts, trusted beside the platform's.
    pub(crate) root_certificates: Vec<Vec<u8>>,
}

pub(crate) struct Network {
    settings: Settings,
    /// Made when the client was built, so that what is wrong with the settings is said there. For the first runtime.
    first: Mutex<Option<(Route, Client)>>,
    /// A connection is driven by the runtime that made it, and hangs when that one stands still: each has its own.
    by_runtime: Mutex<VecDeque<(runtime::Id, Route, Client)>>,
}

/// How a server is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Route {
    /// Through the caller's proxy, or the one that the environment names, if there is one.
    Usual,
    /// A server on this machine. The environment's proxy would see secrets in plain text, and could not reach it anyway.
    Direct,
}

impl Route {
    /// The caller's own proxy is for everything.
    fn new(settings: &Settings, loopback: bool) -> Self {
        if loopback && settings.proxy.is_none() { Self::Direct } else { Self::Usual }
    }
}

fn client(settings: &Settings, route: Route) -> Result<Client, Error> {
    let client = builder(settings)?;
    let client = if route == Route::Direct { client.no_proxy() } else { client };
    client.build().map_err(|error| Error::config("the HTTP client cannot be set up").with_source(error))
}

fn builder(settings: &Settings) -> Result<ClientBuilder, Error> {
    // A redirect is followed by no one: a POST would become a GET of a sign-in page, with the token sent along.
    // The connect timeout must be the shorter one: a total timeout that fires during the handshake looks ambiguous.
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

    /// The client of the runtime that this is called in, for a server.
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

    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let request = reqwest::Request::try_from(watched(request)).map_err(before_response)?;
        let mut received = self.client(request.url())?.execute(request).await.map_err(before_response)?;
        let status = received.status();
        let headers = std::mem::take(received.headers_mut());
        let mut body = BytesMut::new();
        while let Some(chunk) = received.chunk().await.map_err(|error| within_response(error).with_status(status))? {
            if body.len() + chunk.len() > self.settings.body_limit {
                return Err(TransportError::new(TransportErrorKind::TooLarge).with_status(status));
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = Response::new(body.freeze());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// A body that notes its first read, where there is one and the caller wants to know. Its length has to be said then, since
/// a stream has none.
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

/// The URL is not repeated in an error: it may hold a password.
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
        all.extend(read.ok_or_else(|| Error::config("root_certificate takes certificates in PEM"))?);
    }
    Ok(if all.is_empty() { client } else { client.tls_certs_merge(all) })
}

#[cfg(not(feature = "rustls"))]
fn trusting(client: ClientBuilder, pems: &[Vec<u8>]) -> Result<ClientBuilder, Error> {
    if pems.is_empty() { Ok(client) } else { Err(Error::config("root_certificate requires the feature `rustls`")) }
}

impl Transport for Network {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

fn unusable(error: impl Into<Box<dyn StdError + Send + Sync>>) -> TransportError {
    TransportError::new(TransportErrorKind::Other).with_source(error)
}

/// The URL goes out of every error: its query may hold what nobody should see in a log.
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

/// Whether the server says over HTTP/2 that it did not look at the request (RFC 9113, section 8.7), as it does when it shuts a
/// connection down. reqwest would send it again itself, but for bodies that it cannot copy, such as those that are watched.
/// The type of these errors is not public here, so that their words have to do.
fn is_unprocessed(error: &(dyn StdError + 'static)) -> bool {
    const REFUSED_STREAM: &str = "stream error received: refused stream before processing any application logic";
    const GRACEFUL_SHUTDOWN: &str = "connection error received: not a result of an error";
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    let words = cause.to_string();
    words == REFUSED_STREAM || words.starts_with(GRACEFUL_SHUTDOWN)
}

/// A body that ends too early is a *decode* error to reqwest (also inside gzip), so the kind says nothing here.
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
        let unprocessed = |words: &str| {
            let root: Box<dyn StdError + Send + Sync> = words.into();
            is_unprocessed(&TransportError::new(TransportErrorKind::Other).with_source(root))
        };
        assert!(unprocessed("stream error received: refused stream before processing any application logic"));
        assert!(unprocessed("connection error received: not a result of an error (b\"bye\")"));
        assert!(!unprocessed("stream error received: stream no longer needed"));
        assert!(!unprocessed("connection closed before message completed"));
    }
}
