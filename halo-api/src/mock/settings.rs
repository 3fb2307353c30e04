//! What can be set: who may come in, how much, when it is, and how an entity differs from the schema.

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
/// In memory a client needs to be sent no more than it takes.
pub(super) const MOST_PADDING: usize = BODY_LIMIT + 1;

/// What an endpoint does otherwise than the schema has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Quirk {
    /// Pages hold no more rows than this, whatever was asked for.
    PageCap(u32),
    /// Every page holds the first rows.
    IgnoresPaging,
    /// Lists state this total, or none.
    RecordCount(Option<u64>),
    /// Lists begin with the newest record, as those of tickets do in Halo. Without it they begin with the oldest.
    NewestFirst,
    /// The module is missing from the agent's role: everything is a 403.
    NoModule,
    /// A new record needs this member: one without it is a 400 with Halo's words.
    Requires(&'static str),
}

impl MockHalo {
    /// Makes an entity behave otherwise than the schema has it. Of two quirks of the same kind the first one counts.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): no such entity.
    pub fn quirk(&self, plural: &str, quirk: Quirk) -> Result<(), Error> {
        let mut state = self.lock();
        let entity = state.entity(plural)?;
        state.quirks.push((entity.plural, quirk));
        Ok(())
    }

    /// Gives tokens to this client only; others are told `invalid_client`. Unless set, any client gets one.
    pub fn set_credentials(&self, client_id: impl Into<String>, client_secret: impl Into<String>) {
        self.lock().tokens.credentials = Some((client_id.into(), client_secret.into()));
    }

    pub(super) fn credentials(&self) -> (String, String) {
        let set = self.lock().tokens.credentials.clone();
        set.unwrap_or_else(|| ("mock-client".to_owned(), "mock-secret".to_owned()))
    }

    /// How long tokens given from now on are good for; an hour unless set.
    pub fn set_token_lifetime(&self, lifetime: Duration) {
        self.lock().tokens.lifetime = lifetime;
    }

    /// Takes this static API key from now on.
    pub fn accept_api_key(&self, key: impl Into<String>) {
        self.lock().tokens.add_api_key(key.into());
    }

    /// Refuses every token given so far.
    pub fn expire_tokens(&self) {
        self.lock().tokens.expire();
    }

    /// Refuses more requests than this with 429 and Halo's sentence. Halo itself allows 700 in 5 minutes; the mock
    /// has no limit unless one is set.
    pub fn set_rate_limit(&self, limit: impl Into<Option<RateLimit>>) {
        self.lock().limiter.limit = limit.into();
    }

    /// Sets the clock by which Halo dates what is written. It shows a Monday morning of 2026 at first and goes on with tokio's
    /// time, so that tests have the same dates every day.
    pub fn set_clock(&self, now: Timestamp) {
        self.lock().clock = (now, Instant::now());
    }

    /// Makes the tokens act as the record with this id: what `me()` returns, and what the filter `mine` compares with. For
    /// agents it is the first one unless set.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): no such entity.
    pub fn act_as(&self, plural: &str, id: impl Display) -> Result<(), Error> {
        let mut state = self.lock();
        let entity = state.entity(plural)?;
        state.me.retain(|(of, _)| *of != entity.plural);
        state.me.push((entity.plural, vec![id.to_string()]));
        Ok(())
    }

    /// Keeps the last requests only: for a mock that runs for long.
    pub fn keep_requests(&self, most: usize) {
        self.lock().log.most = most.max(1);
    }

    /// Calls this with every request when its response is known, for example to log it. Requests whose connection broke have no
    /// [status](MockRequest::status).
    pub fn on_answer(&self, watch: impl FnMut(&MockRequest) + Send + 'static) {
        *self.watch.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(watch));
    }

    /// How many requests got a response with this status.
    #[must_use]
    pub fn answered_with(&self, status: StatusCode) -> usize {
        self.lock().log.iter().filter(|request| request.status == Some(status)).count()
    }
}
