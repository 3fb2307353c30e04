//! The transport over the network: reqwest, with everything off that would act on its own.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use reqwest::ClientBuilder;

use super::{BoxFuture, Transport, TransportError, TransportErrorKind};
use crate::vocabulary::Error;
use crate::vocabulary::secret::Secret;

/// What the network transport needs to know.
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    /// False only for a server on the machine itself.
    pub(crate) https_only: bool,
    /// Largest body, decompressed.
    pub(crate) body_limit: usize,
    /// In place of the one that the environment names.
    pub(crate) proxy: Option<Secret>,
    /// PEM texts, trusted beside the platform's.
    pub(crate) root_certificates: Vec<Vec<u8>>,
}

pub(crate) struct Network {
    client: reqwest::Client,
    body_limit: usize,
}

impl Network {
    pub(crate) fn new(settings: &Settings) -> Result<Self, Error> {
        // A redirect is followed by no one: a POST would become a GET of a sign-in page, with the token sent along.
        // The connect timeout must be the shorter one: a total timeout that fires during the handshake looks ambiguous.
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .https_only(settings.https_only)
            .connect_timeout(settings.connect_timeout);
        let client = trusting(proxied(client, settings.proxy.as_ref())?, &settings.root_certificates)?
            .build()
            .map_err(|error| Error::config("the HTTP client cannot be set up").with_source(error))?;
        Ok(Self { client, body_limit: settings.body_limit })
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let request = reqwest::Request::try_from(request).map_err(before_answer)?;
        let mut answer = self.client.execute(request).await.map_err(before_answer)?;
        let status = answer.status();
        let headers = std::mem::take(answer.headers_mut());
        let mut body = BytesMut::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| within_answer(error).with_status(status))? {
            if body.len() + chunk.len() > self.body_limit {
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

/// The URL is not repeated in an error: it may hold a password.
fn proxied(client: ClientBuilder, proxy: Option<&Secret>) -> Result<ClientBuilder, Error> {
    let Some(url) = proxy else { return Ok(client) };
    let proxy = reqwest::Proxy::all(url.expose())
        .map_err(|_| Error::config("the proxy is no URL; it looks like http://proxy.acme.example:3128"))?;
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
    if pems.is_empty() { Ok(client) } else { Err(Error::config("root_certificate needs the feature `rustls`")) }
}

impl Transport for Network {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

/// The URL goes out of every error: its query may hold what nobody should see in a log.
fn before_answer(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
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

/// A body that ends too early is a *decode* error to reqwest (also inside gzip), so the kind says nothing here.
fn within_answer(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() { TransportErrorKind::Timeout } else { TransportErrorKind::CutBody };
    TransportError::new(kind).with_source(error.without_url())
}
