//! The authorization interface: a token cache, an API key, or a source that the user provides.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, header};
use tokio::time::Instant;
use zeroize::Zeroizing;

use crate::transport::BoxFuture;
use crate::vocabulary::clock::later;
use crate::vocabulary::{Error, ErrorKind};

/// Provides the authorization header of each call.
///
/// See [`HaloBuilder::authorizer`](crate::HaloBuilder::authorizer).
///
/// The crate implements it for client credentials and for API keys. Implement your own for a token that several
/// processes share, or for the token of a user.
///
/// After a 401, the client calls it once more, with the generation that Halo rejected. If the result has the same
/// generation, there is no other authorization, and the 401 is final.
///
/// ```
/// use halo_api::transport::BoxFuture;
/// use halo_api::{Authorization, Authorizer, Error};
///
/// /// A token that another process refreshes in a file.
/// struct Shared(std::path::PathBuf);
///
/// impl Authorizer for Shared {
///     fn authorize(&self, _not: Option<u64>) -> BoxFuture<'_, Result<Authorization, Error>> {
///         Box::pin(async {
///             let text = std::fs::read_to_string(&self.0).map_err(|error| Error::no_authorization(error.to_string()))?;
///             let (generation, token) = text.split_once(' ').unwrap_or(("0", &text));
///             Ok(Authorization::bearer(token)?.generation(generation.parse().unwrap_or(0)))
///         })
///     }
/// }
/// ```
pub trait Authorizer: Send + Sync {
    /// Returns an authorization whose generation is not `not`, the one that a 401 rejected.
    ///
    /// The future may be dropped at any await point; the next call then starts again.
    ///
    /// # Errors
    /// [`Error::no_authorization`], or any other error that prevents an authorization.
    fn authorize(&self, not: Option<u64>) -> BoxFuture<'_, Result<Authorization, Error>>;

    /// Like [`authorize`](Self::authorize), for a call with only `at_most` remaining.
    ///
    /// Override it for optional work, such as an early refresh: with zero, return only what is available immediately.
    /// The default calls `authorize`; the client drops the future when the time is up.
    ///
    /// # Errors
    /// The same as `authorize`.
    fn authorize_within(&self, not: Option<u64>, at_most: Duration) -> BoxFuture<'_, Result<Authorization, Error>> {
        let _ = at_most;
        self.authorize(not)
    }
}

impl<T: Authorizer + ?Sized> Authorizer for Arc<T> {
    fn authorize(&self, not: Option<u64>) -> BoxFuture<'_, Result<Authorization, Error>> {
        (**self).authorize(not)
    }

    fn authorize_within(&self, not: Option<u64>, at_most: Duration) -> BoxFuture<'_, Result<Authorization, Error>> {
        (**self).authorize_within(not, at_most)
    }
}

/// The authorization header of a request, with its generation, expiry and scopes.
#[derive(Clone)]
pub struct Authorization {
    pub(crate) name: HeaderName,
    /// Marked sensitive.
    pub(crate) value: HeaderValue,
    pub(crate) generation: u64,
    pub(crate) expires_at: Option<Instant>,
    pub(crate) scopes: Option<Arc<str>>,
}

impl Authorization {
    /// Creates `Authorization: Bearer …`, of generation 0, valid until Halo rejects it.
    ///
    /// # Errors
    /// [`ErrorKind::Auth`](crate::ErrorKind::Auth) if the token is not a valid header value.
    pub fn bearer(token: &str) -> Result<Self, Error> {
        Self::sensitive(header::AUTHORIZATION, format!("Bearer {token}"))
    }

    /// Creates another header, such as one for a gateway, of generation 0, valid until Halo rejects it.
    ///
    /// # Errors
    /// [`ErrorKind::Auth`](crate::ErrorKind::Auth) if the value is not a valid header value.
    pub fn header(name: HeaderName, value: &str) -> Result<Self, Error> {
        Self::sensitive(name, value.to_owned())
    }

    /// The text is hidden from `Debug` and zeroized when the last copy is dropped.
    fn sensitive(name: HeaderName, text: String) -> Result<Self, Error> {
        let text = Bytes::from_owner(Zeroizing::new(text.into_bytes()));
        let mut value = HeaderValue::from_maybe_shared(text)
            .map_err(|_| Error::no_authorization("the token cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(Self { name, value, generation: 0, expires_at: None, scopes: None })
    }

    /// Sets the generation, which distinguishes it from earlier and later ones.
    ///
    /// Later ones have higher numbers.
    #[must_use]
    pub fn generation(mut self, generation: u64) -> Self {
        self.generation = generation;
        self
    }

    /// Sets how long it is valid from now. A call that waits longer than that requests a new one.
    #[must_use]
    pub fn expires_in(self, lifetime: Duration) -> Self {
        self.expires_at(later(Instant::now(), lifetime))
    }

    pub(crate) fn expires_at(mut self, at: Instant) -> Self {
        self.expires_at = Some(at);
        self
    }

    /// Sets the granted scopes, separated by spaces. Requests known to require another scope are not sent.
    #[must_use]
    pub fn scopes(mut self, granted: impl Into<Arc<str>>) -> Self {
        self.scopes = Some(granted.into());
        self
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorization")
            .field("header", &self.name)
            .field("generation", &self.generation)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// For implementations of [`Authorizer`].
impl Error {
    /// No authorization is available, for this reason. It must contain no secret: errors and logs show it.
    #[must_use]
    pub fn no_authorization(reason: impl Into<String>) -> Self {
        Self::new(ErrorKind::Auth).detail(reason).during_token()
    }
}
