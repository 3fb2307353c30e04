//! The client, and what its clones share.

use std::fmt;
use std::fmt::Write;
use std::sync::Arc;

use bytes::Bytes;
use http::Uri;
use http::uri::PathAndQuery;

use crate::pipeline::request::{ApiResponse, PreparedRequest};
use crate::pipeline::{Authorizer, RateStatus, Sender, missing_scope, send};
use crate::vocabulary::{Error, ErrorKind, Safety};

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
    pub(crate) core: Arc<ClientInner>,
}

/// What the clones share.
#[derive(Clone)]
pub(crate) struct ClientInner {
    /// `https://<host>/api`, without a slash at its end.
    pub(crate) api: Uri,
    pub(crate) sender: Sender,
    pub(crate) authorizer: Arc<dyn Authorizer>,
    /// The scopes that are asked for, where they are known.
    pub(crate) scope: Option<Arc<str>>,
    pub(crate) read_only: bool,
    pub(crate) strict: bool,
    pub(crate) check_scopes: bool,
}

impl ClientInner {
    /// Sends it until there is a response worth having. What cannot go well is not sent, not even for a token.
    pub(crate) async fn send(&self, out: &PreparedRequest) -> Result<ApiResponse, Error> {
        self.permitted(out)?;
        if let Some(scope) = &self.scope {
            missing_scope(out, scope, self.sender.is_known_scope)?;
        }
        send(&self.sender, out, Some(&*self.authorizer)).await
    }

    /// A client that only reads refuses whatever writes.
    pub(crate) fn permitted(&self, out: &PreparedRequest) -> Result<(), Error> {
        if self.read_only && out.safety != Safety::Safe {
            return Err(Error::new(ErrorKind::ReadOnly).with_endpoint(out.endpoint()));
        }
        Ok(())
    }

    /// A path below the API, with a query that is encoded already. What no path can hold is percent-encoded.
    pub(crate) fn uri(&self, path: &str, query: &str) -> Result<Uri, Error> {
        let mut text = String::with_capacity(self.api.path().len() + path.len() + 1 + query.len());
        text.push_str(self.api.path());
        encode_path(path, &mut text);
        if !query.is_empty() {
            text.push('?');
            text.push_str(query);
        }
        let fault = |error: http::Error| Error::config("the URL does not hold together").with_source(error);
        let mut parts = self.api.clone().into_parts();
        parts.path_and_query =
            Some(PathAndQuery::from_maybe_shared(Bytes::from(text)).map_err(|error| fault(error.into()))?);
        Uri::from_parts(parts).map_err(|error| fault(error.into()))
    }
}

/// Leaves what a path may hold, percent signs included: what is encoded already stays as it is.
fn encode_path(path: &str, into: &mut String) {
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:@".contains(&byte) {
            into.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(into, "%{byte:02X}");
        }
    }
}

impl Halo {
    /// The same client for reading: every write fails with [`ErrorKind::ReadOnly`](crate::ErrorKind::ReadOnly) before it is
    /// sent.
    ///
    /// It shares connections, token and rate limit. What the schema knows to change nothing is allowed, whatever its method.
    ///
    /// ```no_run
    /// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// let report = halo.read_only();
    /// assert!(report.tickets().delete(1).await.is_err());
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn read_only(&self) -> Self {
        let core = ClientInner { read_only: true, ..(*self.core).clone() };
        Self { core: Arc::new(core) }
    }

    /// How the client and its clones stand with the rate limit at this moment.
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
        self.core.sender.limiter.status()
    }
}

impl fmt::Debug for Halo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Halo")
            .field("api", &format_args!("{}", self.core.api))
            .field("scope", &self.core.scope)
            .field("read_only", &self.core.read_only)
            .finish_non_exhaustive()
    }
}
