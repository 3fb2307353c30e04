//! The seam between the client and the network.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;

use bytes::Bytes;
use http::StatusCode;

pub use crate::vocabulary::TransportErrorKind;

pub(crate) mod network;
mod receive;
pub(crate) mod runtime;
mod sent;

pub(crate) use self::receive::{BodySink, Receive, Target};
pub(crate) use self::sent::SentMarker;

/// A boxed future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests to Halo and returns the responses.
///
/// The crate has a transport for the network and, with the feature `mock`, one in memory. Implement your own to record
/// or replay requests, or to send them another way. A transport sends each request **once**: no retries, no redirects.
/// The client enforces timeouts: it drops the future when the time is up.
///
/// ```
/// use bytes::Bytes;
/// use halo_api::transport::{BoxFuture, Transport, TransportError};
///
/// /// Responds to everything with an empty list.
/// struct Nothing;
///
/// impl Transport for Nothing {
///     fn send(&self, _: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
///         Box::pin(async { Ok(http::Response::new(Bytes::from_static(b"[]"))) })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`, whose URI is absolute, and reads the whole response.
    ///
    /// # Errors
    /// [`TransportError`], whose kind decides whether the request may be sent again: see [`TransportErrorKind`].
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;
}

/// Why a request got no complete response.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    status: Option<StatusCode>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// Creates an error of this kind.
    #[must_use]
    pub fn new(kind: TransportErrorKind) -> Self {
        Self { kind, status: None, source: None }
    }

    /// Sets the status of the response, for errors after the response began.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets the cause. Its text must contain no query and no secret, since errors and logs show it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// How far the request got.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The status of the response, if it began.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The innermost cause, which is the specific one: `Connection refused (os error 111)`.
    pub(crate) fn root_cause(&self) -> Option<String> {
        let mut cause: &(dyn StdError + 'static) = self.source.as_deref()?;
        while let Some(next) = cause.source() {
            cause = next;
        }
        Some(cause.to_string())
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "could not connect",
            TransportErrorKind::Timeout => "no response in time",
            TransportErrorKind::Interrupted => "the connection broke before a response",
            TransportErrorKind::CutBody => "the response was cut off",
            TransportErrorKind::TooLarge => "the response is too large",
            TransportErrorKind::Other => "the transport failed",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
