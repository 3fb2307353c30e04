//! The client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use url::Url;

use crate::auth::Auth;
use crate::client::HaloBuilder;
use crate::pipeline::rate_limit::{Limiter, RateStatus};
use crate::pipeline::retry::RetryPolicy;
use crate::transport::Transport;
use crate::vocabulary::Error;
use crate::vocabulary::clock::Clock;
use crate::vocabulary::secret::Redactor;

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
pub(crate) struct ClientInner {
    /// `https://<host>/api`, without a slash at its end.
    pub(crate) api: Url,
    pub(crate) transport: Arc<dyn Transport>,
    /// `None` with a static API key, which is a header like any other.
    pub(crate) auth: Option<Auth>,
    pub(crate) limiter: Limiter,
    pub(crate) retry: RetryPolicy,
    pub(crate) attempt_timeout: Duration,
    pub(crate) max_throttle_wait: Duration,
    /// Sent with every request.
    pub(crate) headers: HeaderMap,
    /// What must not be seen in errors.
    pub(crate) redactor: Redactor,
    pub(crate) read_only: bool,
    pub(crate) strict: bool,
    pub(crate) check_scopes: bool,
    pub(crate) clock: Clock,
}

impl Halo {
    /// Begins a client of the Halo at this URL, such as `https://acme.halopsa.com`. A path `/api` at its end is taken off.
    pub fn builder(base_url: impl Into<String>) -> HaloBuilder {
        HaloBuilder::new(base_url.into())
    }

    /// A client from the environment: `HALOPSA_BASE_URL`, `HALOPSA_CLIENT_ID`, `HALOPSA_CLIENT_SECRET`, and, if set,
    /// `HALOPSA_TENANT` and `HALOPSA_SCOPES` (separated by spaces or commas). An empty variable counts as not set.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) that names every variable which is missing or does not fit.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_env_with_prefix("HALOPSA_")
    }

    /// As [`Halo::from_env`], with names that begin with `prefix` instead of `HALOPSA_`: `ACME_HALO_` reads
    /// `ACME_HALO_BASE_URL` and so on. So one process may serve several tenants.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) that names every variable which is missing or does not fit.
    pub fn from_env_with_prefix(prefix: &str) -> Result<Self, Error> {
        crate::client::environment::builder(prefix, |name| std::env::var_os(name))?.build()
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
        self.core.limiter.status(tokio::time::Instant::now())
    }
}

impl fmt::Debug for Halo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Halo")
            .field("api", &self.core.api.as_str())
            .field("scope", &self.core.auth.as_ref().map(Auth::scope))
            .field("read_only", &self.core.read_only)
            .finish_non_exhaustive()
    }
}
