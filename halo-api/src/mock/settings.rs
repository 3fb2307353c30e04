//! Settings of the mock: credentials, rate limit, clock, and how an entity differs from the schema.

use std::fmt::Display;
use std::sync::PoisonError;
use std::time::Duration;

use http::StatusCode;
use jiff::Timestamp;
use tokio::time::Instant;

use super::{MockHalo, MockRequest};
use crate::pipeline::request::BODY_LIMIT;
use crate::{Error, RateLimit};

/// Monday, 5 January 2026, 9:00 UTC.
pub(super) const FIRST_MORNING: Timestamp = Timestamp::constant(1_767_603_600, 0);
/// The most padding in memory: a client accepts no more.
pub(super) const MOST_PADDING: usize = BODY_LIMIT + 1;

/// A deviation of an endpoint from the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Quirk {
    /// Pages contain at most this many rows, regardless of the request.
    PageCap(u32),
    /// Every page contains the first rows.
    IgnoresPaging,
    /// Lists state this total, or no total.
    RecordCount(Option<u64>),
    /// Lists begin with the newest record, as lists of tickets do in Halo.
    ///
    /// By default, they begin with the oldest.
    NewestFirst,
    /// The agent's role does not include the module: every response is a 403.
    NoModule,
    /// A new record requires this member: without it, the response is a 400 with Halo's message.
    Requires(&'static str),
}

impl MockHalo {
    /// Makes an entity deviate from the schema. Of two quirks of the same kind, the first one counts.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): the entity does not exist.
    pub fn quirk(&self, plural: &str, quirk: Quirk) -> Result<(), Error> {
        let mut state = self.lock();
        let entity = state.entity(plural)?;
        state.quirks.push((entity.plural, quirk));
        Ok(())
    }

    /// Issues tokens only to this client; others get `invalid_client`. By default, any client gets one.
    pub fn set_credentials(&self, client_id: impl Into<String>, client_secret: impl Into<String>) {
        self.lock().tokens.credentials = Some((client_id.into(), client_secret.into()));
    }

    pub(super) fn credentials(&self) -> (String, String) {
        let set = self.lock().tokens.credentials.clone();
        set.unwrap_or_else(|| ("mock-client".to_owned(), "mock-secret".to_owned()))
    }

    /// Sets the lifetime of tokens issued from now on; the default is an hour.
    pub fn set_token_lifetime(&self, lifetime: Duration) {
        self.lock().tokens.lifetime = lifetime;
    }

    /// Accepts this static API key from now on.
    pub fn accept_api_key(&self, key: impl Into<String>) {
        self.lock().tokens.add_api_key(key.into());
    }

    /// Rejects every token issued so far.
    pub fn expire_tokens(&self) {
        self.lock().tokens.expire();
    }

    /// Rejects more requests than this with 429 and Halo's message.
    ///
    /// Halo itself allows 700 in 5 minutes; the mock has no limit by default.
    pub fn set_rate_limit(&self, limit: impl Into<Option<RateLimit>>) {
        self.lock().limiter.limit = limit.into();
    }

    /// Sets the clock for the dates of writes.
    ///
    /// It starts on a Monday morning in 2026 and advances with tokio's time, so tests have the same dates every day.
    pub fn set_clock(&self, now: Timestamp) {
        self.lock().clock = (now, Instant::now());
    }

    /// Makes the tokens act as the record with this id.
    ///
    /// `me()` returns it, and the filter `mine` compares with it. For agents, the default is the first one.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): the entity does not exist.
    pub fn act_as(&self, plural: &str, id: impl Display) -> Result<(), Error> {
        let mut state = self.lock();
        let entity = state.entity(plural)?;
        state.me.retain(|(of, _)| *of != entity.plural);
        state.me.push((entity.plural, vec![id.to_string()]));
        Ok(())
    }

    /// Retains only the last requests, for a mock that runs for a long time.
    pub fn keep_requests(&self, most: usize) {
        self.lock().log.most = most.max(1);
    }

    /// Calls a function with every request after its response, for example to log it.
    ///
    /// Requests whose connection broke have no [status](MockRequest::status).
    pub fn on_answer(&self, watch: impl FnMut(&MockRequest) + Send + 'static) {
        *self.watch.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(watch));
    }

    /// The number of requests that got a response with this status.
    #[must_use]
    pub fn answered_with(&self, status: StatusCode) -> usize {
        self.lock().log.iter().filter(|request| request.status == Some(status)).count()
    }
}
