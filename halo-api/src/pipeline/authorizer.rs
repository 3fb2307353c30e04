//! The seam between a call and what lets it in: a token cache, an API key, or a source of the user's own.

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

/// What gives each call its `Authorization` header: [`HaloBuilder::authorizer`](crate::HaloBuilder::authorizer).
///
/// The client has one for client credentials and one for API keys. Write your own for tokens that another process fetches
/// and that several share, or for those of a person.
///
/// A call that a 401 refuses asks once more, with the generation that was refused. If what comes back is of that same
/// generation, there is no other way, and the 401 is final.
///
/// ```
/// use halo_api::transport::BoxFuture;
/// use halo_api::{Authorization, Authorizer, Error};
///
/// /// A token that somebody else keeps fresh in a file.
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
    /// A way to authorize that is not of generation `not`, the one that a 401 refused.
    ///
    /// The future may be dropped at any await; the next call then begins again.
    ///
    /// # Errors
    /// [`Error::no_authorization`], or whatever else kept it from getting one.
    fn authorize(&self, not: Option<u64>) -> BoxFuture<'_, Result<Authorization, Error>>;

    /// As [`authorize`](Self::authorize), for a call that has only so much time left.
    ///
    /// It is for those that do more than they must, such as renewing early: with zero, only what is at hand counts. Unless
    /// it is overridden, it is `authorize`; the client drops it when the time is up.
    ///
    /// # Errors
    /// As `authorize`.
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

/// A header that lets a request in, and what is known of it.
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
    /// `Authorization: Bearer …`, of generation 0, good until it is refused.
    ///
    /// # Errors
    /// [`ErrorKind::Auth`](crate::ErrorKind::Auth) if no header can hold the token.
    pub fn bearer(token: &str) -> Result<Self, Error> {
        Self::hidden(header::AUTHORIZATION, format!("Bearer {token}"))
    }

    /// Any other header, such as the one of a gateway, of generation 0 and good until it is refused.
    ///
    /// # Errors
    /// [`ErrorKind::Auth`](crate::ErrorKind::Auth) if no header can hold the value.
    pub fn header(name: HeaderName, value: &str) -> Result<Self, Error> {
        Self::hidden(name, value.to_owned())
    }

    /// The text is hidden from `Debug` and wiped when the last copy is dropped.
    fn hidden(name: HeaderName, text: String) -> Result<Self, Error> {
        let text = Bytes::from_owner(Zeroizing::new(text.into_bytes()));
        let mut value = HeaderValue::from_maybe_shared(text)
            .map_err(|_| Error::no_authorization("the token cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(Self { name, value, generation: 0, expires_at: None, scopes: None })
    }

    /// Tells it from those before and after it. A later one has a higher number.
    #[must_use]
    pub fn generation(mut self, generation: u64) -> Self {
        self.generation = generation;
        self
    }

    /// How long it is good for, from now on. A call that had to wait for longer than that asks again.
    #[must_use]
    pub fn expires_in(self, lifetime: Duration) -> Self {
        self.expires_at(later(Instant::now(), lifetime))
    }

    pub(crate) fn expires_at(mut self, at: Instant) -> Self {
        self.expires_at = Some(at);
        self
    }

    /// The scopes that it was granted, separated by spaces. Requests that are known to need another one are not sent.
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

/// For those who write an [`Authorizer`].
impl Error {
    /// There is no way to authorize, for this reason. It must hold no secret: errors and logs show it.
    #[must_use]
    pub fn no_authorization(reason: impl Into<String>) -> Self {
        Self::new(ErrorKind::Auth).detail(reason).during_token()
    }
}
