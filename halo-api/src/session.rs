//! The client, and the state that its clones share.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::Uri;
use http::uri::PathAndQuery;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::entity_info::EntityInfo;
use crate::pipeline::request::{ApiResponse, PreparedRequest};
use crate::pipeline::{Authorizer, Lane, RateStatus, Sender, missing_scope, send};
use crate::vocabulary::{Error, ErrorKind, Safety};

/// The characters that a path cannot contain. A percent sign can: encoded parts stay as they are.
const NOT_IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'%')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// A client of one Halo tenant.
///
/// Clones are cheap and share everything: connections, the token, the rate limit. Make one per tenant and clone it.
///
/// ```no_run
/// use halo_api::Halo;
///
/// # fn f() -> Result<(), halo_api::Error> {
/// let halo = Halo::builder("https://acme.halopsa.com").client_credentials("id", "secret").build()?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Halo {
    pub(crate) inner: Arc<ClientInner>,
}

/// The state that clones share.
#[derive(Clone)]
pub(crate) struct ClientInner {
    /// `https://<host>/api`, without a trailing slash.
    pub(crate) api: Uri,
    pub(crate) sender: Sender,
    /// Fetches files that Halo links to, without anything that is meant for Halo.
    pub(crate) links: Sender,
    /// The entries of the catalog, which is above this room. Most programs never ask for them, and they take a while to read.
    pub(crate) entries: fn() -> &'static [&'static EntityInfo],
    pub(crate) authorizer: Arc<dyn Authorizer>,
    /// The requested scopes, if they are known.
    pub(crate) scope: Option<Arc<str>>,
    pub(crate) read_only: bool,
    /// The lane of calls that do not set one.
    pub(crate) lane: Lane,
    pub(crate) strict: bool,
    pub(crate) check_scopes: bool,
    /// The ids of custom fields by name, by the kind of record, and when they were fetched.
    pub(crate) field_ids: Arc<Mutex<FieldIds>>,
}

/// See [`ClientInner::field_ids`].
pub(crate) type FieldIds = BTreeMap<i64, (Arc<BTreeMap<String, i64>>, Instant)>;

impl ClientInner {
    /// Sends a request, with retries. A request that cannot succeed is not sent, nor is its token request.
    pub(crate) async fn send(&self, request: &PreparedRequest) -> Result<ApiResponse, Error> {
        self.check_read_only(request)?;
        if let Some(scope) = &self.scope {
            missing_scope(request, scope, self.sender.is_known_scope)?;
        }
        send(&self.sender, request, Some(&*self.authorizer)).await
    }

    /// Fails if the client is read-only and the request is a write.
    pub(crate) fn check_read_only(&self, request: &PreparedRequest) -> Result<(), Error> {
        if self.read_only && request.safety != Safety::Safe {
            return Err(Error::new(ErrorKind::ReadOnly).with_endpoint(request.endpoint()));
        }
        Ok(())
    }

    /// The URI of a path below the API with an encoded query.
    ///
    /// Characters not allowed in a path are percent-encoded.
    pub(crate) fn uri(&self, path: &str, query: &str) -> Result<Uri, Error> {
        let mut text = String::with_capacity(self.api.path().len() + path.len() + 1 + query.len());
        text.push_str(self.api.path());
        text.extend(utf8_percent_encode(path, NOT_IN_PATHS));
        if !query.is_empty() {
            text.push('?');
            text.push_str(query);
        }
        let invalid = |error: http::Error| Error::config("the URL cannot be built").with_source(error);
        let mut parts = self.api.clone().into_parts();
        parts.path_and_query =
            Some(PathAndQuery::from_maybe_shared(Bytes::from(text)).map_err(|error| invalid(error.into()))?);
        Uri::from_parts(parts).map_err(|error| invalid(error.into()))
    }
}

impl Halo {
    /// Returns a read-only client: every write fails before it is sent.
    ///
    /// The error is [`ErrorKind::ReadOnly`](crate::ErrorKind::ReadOnly). The client shares connections, token and rate
    /// limit. A request that changes nothing according to the schema is allowed with any method.
    ///
    /// ```no_run
    /// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// let report = halo.read_only();
    /// assert!(report.tickets().delete(1).await.is_err());
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn read_only(&self) -> Self {
        let inner = ClientInner { read_only: true, ..(*self.inner).clone() };
        Self { inner: Arc::new(inner) }
    }

    /// The current state of the rate limit that the client and its clones share.
    ///
    /// ```no_run
    /// # fn f(halo: halo_api::Halo) {
    /// let status = halo.rate_status();
    /// if let Some(limit) = status.limit {
    ///     println!("{} of {} requests used, {} waiting", status.used, limit.requests(), status.waiting);
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn rate_status(&self) -> RateStatus {
        self.inner.sender.limiter.status()
    }
}

impl fmt::Debug for Halo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Halo")
            .field("api", &format_args!("{}", self.inner.api))
            .field("scope", &self.inner.scope)
            .field("read_only", &self.inner.read_only)
            .finish_non_exhaustive()
    }
}
