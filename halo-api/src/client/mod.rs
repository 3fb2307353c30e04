//! Creates a client, from a builder or from the environment.

mod builder;
mod check;
mod environment;
mod scope;
mod sign_in;

pub use self::builder::HaloBuilder;
pub use self::check::{Check, CheckReport, CheckResult};
pub use self::sign_in::{AuthorizationCode, SignIn};
use crate::session::Halo;
use crate::vocabulary::Error;

impl Halo {
    /// Starts a client for the Halo at this URL, such as `https://acme.halopsa.com`.
    ///
    /// A trailing `/api` is removed.
    pub fn builder(base_url: impl Into<String>) -> HaloBuilder {
        HaloBuilder::new(base_url.into())
    }

    /// Creates a client from environment variables.
    ///
    /// It reads `HALOPSA_BASE_URL`, `HALOPSA_CLIENT_ID`, `HALOPSA_CLIENT_SECRET` and, if set, `HALOPSA_TENANT` and
    /// `HALOPSA_SCOPES` (separated by spaces or commas). An empty variable counts as not set.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) that names every variable which is missing or does not fit.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_env_with_prefix("HALOPSA_")
    }

    /// Like [`Halo::from_env`], with variables that begin with `prefix` instead of `HALOPSA_`.
    ///
    /// For example, `ACME_HALO_` reads `ACME_HALO_BASE_URL` and so on. One process can serve several tenants this way.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) that names every variable which is missing or does not fit.
    pub fn from_env_with_prefix(prefix: &str) -> Result<Self, Error> {
        environment::builder(prefix, |name| std::env::var_os(name))?.build()
    }
}
