//! Where the cache gets its tokens from: the authorization server, or a source that the caller provides.

use std::time::Duration;

use tokio::time::Instant;

use crate::pipeline::Authorization;
use crate::transport::BoxFuture;
use crate::vocabulary::Error;

/// A source of tokens that the caller provides, such as a vault or another service.
///
/// See [`HaloBuilder::token_source`](crate::HaloBuilder::token_source). The client caches what it returns: it asks once for any
/// number of concurrent calls, again shortly before the token expires, and again after a 401. Of an [`Authorization`] the
/// header, the expiry and the scopes count; the client sets the generation. A token without an expiry is used until Halo
/// rejects it.
///
/// Implement [`Authorizer`](crate::Authorizer) instead if something else already caches the token.
///
/// ```
/// use halo_api::{Authorization, Error, Halo};
/// use std::time::Duration;
///
/// # async fn read_from_vault() -> Result<String, std::io::Error> { Ok("t".into()) }
/// # fn f() -> Result<(), Error> {
/// // A closure is a source, too.
/// let halo = Halo::builder("https://acme.halopsa.com")
///     .token_source(|| async {
///         let token = read_from_vault().await.map_err(|error| Error::no_authorization(error.to_string()))?;
///         Ok(Authorization::bearer(&token)?.expires_in(Duration::from_secs(600)))
///     })
///     .build()?;
/// # Ok(()) }
/// ```
pub trait TokenSource: Send + Sync {
    /// Fetches a token.
    ///
    /// The future may be dropped at any await point; the next call then fetches again.
    ///
    /// # Errors
    /// [`Error::no_authorization`], or any other error. It is shared with the calls that waited for this fetch.
    fn fetch(&self) -> BoxFuture<'_, Result<Authorization, Error>>;
}

impl<F, T> TokenSource for F
where
    F: Fn() -> T + Send + Sync,
    T: Future<Output = Result<Authorization, Error>> + Send + 'static,
{
    fn fetch(&self) -> BoxFuture<'_, Result<Authorization, Error>> {
        Box::pin(self())
    }
}

/// How long a fetch may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Urgency {
    /// Calls wait for the token: attempts and waits as for any call.
    Full,
    /// The old token still works: one attempt, and no wait for a 429.
    Early,
}

/// What the token cache fetches from.
pub(crate) trait Fetch: Send + Sync {
    fn fetch(&self, urgency: Urgency) -> BoxFuture<'_, Result<Granted, Error>>;
}

/// A token, with its lifetime.
#[derive(Clone)]
pub(crate) struct Granted {
    pub(super) authorization: Authorization,
    pub(super) requested_at: Instant,
    /// `None` if the token has already expired, according to its source.
    pub(super) lifetime: Option<Duration>,
}

/// The caller's source.
pub(crate) struct Custom<S>(pub(crate) S);

impl<S: TokenSource> Fetch for Custom<S> {
    fn fetch(&self, _: Urgency) -> BoxFuture<'_, Result<Granted, Error>> {
        Box::pin(async {
            let authorization = self.0.fetch().await.map_err(Error::during_token)?;
            let now = Instant::now();
            let lifetime = match authorization.expires_at {
                Some(at) => Some(at.saturating_duration_since(now)).filter(|left| !left.is_zero()),
                None => Some(Duration::MAX),
            };
            Ok(Granted { authorization, requested_at: now, lifetime })
        })
    }
}

impl TokenSource for std::sync::Arc<dyn TokenSource> {
    fn fetch(&self) -> BoxFuture<'_, Result<Authorization, Error>> {
        (**self).fetch()
    }
}
