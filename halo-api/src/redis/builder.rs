//! The settings of a limiter.

use std::fmt;
use std::time::Duration;

use super::connection::Connections;
use super::limiter::{RedisLimiter, Settings};
use super::script::Script;
use crate::pipeline::RateLimit;
use crate::vocabulary::Error;
use crate::vocabulary::secret::Secret;

/// How many processes share the limit, unless the caller says otherwise.
const DEFAULT_SHARE: f64 = 0.25;

/// Sets up a [`RedisLimiter`]; start with [`RedisLimiter::builder`].
#[must_use = "a builder does nothing until `build`"]
pub struct RedisLimiterBuilder {
    url: Secret,
    name: String,
    limit: Option<RateLimit>,
    share: f64,
    timeout: Duration,
}

impl RedisLimiterBuilder {
    pub(super) fn new(url: String, name: String) -> Self {
        let timeout = Duration::from_secs(1);
        Self { url: Secret::new(url), name, limit: None, share: DEFAULT_SHARE, timeout }
    }

    /// Sets the limit that the processes share. All of them must set the same.
    ///
    /// The default is 700 requests per 300 s. After a 429 it is adapted for half an hour, for all processes. A limit that is
    /// set here is never raised.
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Sets the part of the limit that this process may use while Redis is away, from 0 to 1; the default is a quarter.
    ///
    /// With the number of processes as its divisor, such as `1.0 / 6.0` for six, all of them together keep the limit.
    pub fn local_share(mut self, share: f64) -> Self {
        self.share = share;
        self
    }

    /// Sets how long Redis may take to connect and to respond before it counts as away; the default is a second.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Builds the limiter. It connects with the first call.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): a URL that is not valid, or one with `rediss://` without the feature
    /// `rustls`; an empty name; a share that is not above 0 and at most 1; no timeout.
    pub fn build(self) -> Result<RedisLimiter, Error> {
        if self.name.is_empty() {
            return Err(Error::config("the name of the limit is empty; processes of one tenant use the same name"));
        }
        if !(self.share > 0.0 && self.share <= 1.0) {
            return Err(Error::config("the local share must be above 0 and at most 1"));
        }
        if self.timeout.is_zero() {
            return Err(Error::config("the timeout of Redis is zero"));
        }
        let connections = Connections::new(&self.url, self.timeout)?;
        let settings = Settings { limit: self.limit, share: self.share };
        Ok(RedisLimiter::new(Script::new(connections, &self.name, self.timeout), settings))
    }
}

impl fmt::Debug for RedisLimiterBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisLimiterBuilder")
            .field("name", &self.name)
            .field("share", &self.share)
            .finish_non_exhaustive()
    }
}
