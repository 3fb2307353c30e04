//! The token: fetched when first needed, by one call for all, renewed early, and thrown away when Halo refuses it.

use std::future::ready;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use super::token_request::{Granted, TokenSource};
use crate::pipeline::{Authorization, Authorizer};
use crate::transport::BoxFuture;
use crate::vocabulary::clock::later;
use crate::vocabulary::{Error, ErrorKind};

/// How long before its end a token is renewed, if its life is long enough for that: there is time for a few tries.
const EARLY: Duration = Duration::from_secs(5 * 60);
/// How long an early refresh may hold up the call that performs it, and how long after one that failed the next is tried.
const EARLY_TIMEOUT: Duration = Duration::from_secs(2);
const EARLY_PAUSE: Duration = Duration::from_secs(60);

/// The token that works as far as is known. However many calls ask, one of them fetches it.
pub(crate) struct TokenCache {
    source: TokenSource,
    current: RwLock<Option<Token>>,
    /// Held by the one call that fetches.
    refresh: Mutex<Refresh>,
    /// Fetches that ended so far, well or badly. Early ones do not count: nobody waits for their end.
    completed: AtomicU64,
}

/// A token that is good for more than the calls that waited for it.
#[derive(Clone)]
struct Token {
    authorization: Authorization,
    renew_at: Instant,
    expires_at: Instant,
}

#[derive(Default)]
struct Refresh {
    generation: u64,
    /// How the last fetch ended, for the calls that waited for that very fetch, unless it brought a lasting token.
    shared: Option<Result<Authorization, Error>>,
    not_early_before: Option<Instant>,
}

impl Authorizer for TokenCache {
    fn authorize(&self, not: Option<u64>) -> BoxFuture<'_, Result<Authorization, Error>> {
        self.authorize_within(not, Duration::MAX)
    }

    fn authorize_within(&self, not: Option<u64>, at_most: Duration) -> BoxFuture<'_, Result<Authorization, Error>> {
        match self.usable(not) {
            // The usual case, without room for what a fetch needs.
            Some(token) if Instant::now() < token.renew_at => Box::pin(ready(Ok(token.authorization))),
            token => Box::pin(self.renewed_or_fetched(token, not, at_most)),
        }
    }
}

impl TokenCache {
    pub(crate) fn new(source: TokenSource) -> Self {
        Self { source, current: RwLock::default(), refresh: Mutex::default(), completed: AtomicU64::new(0) }
    }

    async fn renewed_or_fetched(
        &self,
        token: Option<Token>,
        not: Option<u64>,
        at_most: Duration,
    ) -> Result<Authorization, Error> {
        if let Some(token) = token
            && let Some(authorization) = self.refresh_early(token, at_most).await
        {
            return Ok(authorization);
        }
        if at_most.is_zero() {
            return Err(Error::new(ErrorKind::Timeout).detail("no token is at hand").during_token());
        }
        self.fetched(not).await
    }

    /// The current token, unless it ran out or is the one that Halo refused. That one is of no use to others either.
    fn usable(&self, not: Option<u64>) -> Option<Token> {
        let token = self.current.read().unwrap_or_else(PoisonError::into_inner).clone()?;
        if not == Some(token.authorization.generation) {
            self.forget(token.authorization.generation);
            return None;
        }
        Some(token).filter(|token| Instant::now() < token.expires_at)
    }

    /// A later one stays.
    fn forget(&self, generation: u64) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.as_ref().is_some_and(|token| token.authorization.generation == generation) {
            *current = None;
        }
    }

    /// One call renews, the others go on with the old token, and so does this one if that fails. `None`: the token ran out
    /// meanwhile.
    async fn refresh_early(&self, token: Token, at_most: Duration) -> Option<Authorization> {
        // A call that is short of time must not spend most of it here.
        let at_most = EARLY_TIMEOUT.min(at_most / 4);
        match self.refresh.try_lock() {
            Ok(mut refresh) if !at_most.is_zero() && refresh.is_early_due() => {
                // A newer one came while this call was on its way here.
                let generation = token.authorization.generation;
                if let Some(newer) = self.usable(None).filter(|newer| newer.authorization.generation != generation) {
                    return Some(newer.authorization);
                }
                if let Some(renewed) = self.renewed(&mut refresh, at_most).await {
                    return Some(renewed);
                }
            }
            _ => {}
        }
        (Instant::now() < token.expires_at).then_some(token.authorization)
    }

    async fn renewed(&self, refresh: &mut Refresh, at_most: Duration) -> Option<Authorization> {
        // Noted beforehand: a call that is dropped here has tried as well.
        refresh.not_early_before = Some(later(Instant::now(), EARLY_PAUSE));
        let fetched = timeout(at_most, self.source.request_token_early(refresh.generation + 1)).await;
        match fetched {
            Ok(Ok(granted)) if granted.lifetime.is_some() => {
                refresh.not_early_before = None;
                Some(self.keep(refresh, granted))
            }
            Ok(Ok(_)) => None,
            Ok(Err(error)) => {
                tracing::warn!(%error, "the token could not be renewed early; the old one stays in use");
                None
            }
            Err(_) => {
                tracing::warn!("the token could not be renewed early in time; the old one stays in use");
                None
            }
        }
    }

    /// Fetches a token, or waits for the call that does.
    async fn fetched(&self, not: Option<u64>) -> Result<Authorization, Error> {
        let completed = self.completed.load(Ordering::Acquire);
        let mut refresh = self.refresh.lock().await;
        if let Some(token) = self.usable(not) {
            return Ok(token.authorization);
        }
        if self.completed.load(Ordering::Acquire) > completed {
            match &refresh.shared {
                Some(Ok(authorization)) if not != Some(authorization.generation) => return Ok(authorization.clone()),
                Some(Err(error)) => return Err(error.clone()),
                _ => {}
            }
        }
        let result = self.source.request_token(refresh.generation + 1).await;
        let lasts = matches!(&result, Ok(granted) if granted.lifetime.is_some());
        let result = result.map(|granted| self.keep(&mut refresh, granted));
        refresh.shared = if lasts { None } else { Some(result.clone()) };
        self.completed.fetch_add(1, Ordering::AcqRel);
        result
    }

    /// A token that Halo says has run out already is kept for nobody.
    fn keep(&self, refresh: &mut Refresh, granted: Granted) -> Authorization {
        refresh.generation = granted.authorization.generation;
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let Some(lifetime) = granted.lifetime else {
            *current = None;
            return granted.authorization;
        };
        let expires_at = later(granted.asked_at, lifetime);
        let renew_at = expires_at.checked_sub(EARLY.min(lifetime / 10)).unwrap_or(expires_at);
        let authorization = granted.authorization.expires_at(expires_at);
        *current = Some(Token { authorization: authorization.clone(), renew_at, expires_at });
        authorization
    }
}

impl Refresh {
    fn is_early_due(&self) -> bool {
        self.not_early_before.is_none_or(|then| Instant::now() >= then)
    }
}
