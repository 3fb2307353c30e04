//! Caches the token.
//!
//! One call fetches it for all, refreshes it early, and drops it when Halo rejects it.

use std::future::ready;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use super::token_source::{Fetch, Granted, Urgency};
use crate::pipeline::{Authorization, Authorizer};
use crate::transport::BoxFuture;
use crate::vocabulary::clock::later;
use crate::vocabulary::{Error, ErrorKind};

/// How long before its expiry a token is refreshed, if its lifetime allows it.
///
/// Enough for a few attempts.
const EARLY: Duration = Duration::from_secs(5 * 60);
/// How long an early refresh may delay its call, and the pause after a failed early refresh.
const EARLY_TIMEOUT: Duration = Duration::from_secs(2);
const EARLY_PAUSE: Duration = Duration::from_secs(60);

/// Caches the current token. Of all concurrent calls, one fetches it.
pub(crate) struct TokenCache {
    source: Box<dyn Fetch>,
    current: RwLock<Option<Token>>,
    /// Locked by the one call that fetches.
    refresh: Mutex<Refresh>,
    /// The number of completed fetches, successful or failed.
    ///
    /// Early ones do not count: no call waits for them.
    completed: AtomicU64,
}

/// A token with a lifetime, which later calls can use too.
#[derive(Clone)]
struct Token {
    authorization: Authorization,
    renew_at: Instant,
    expires_at: Instant,
}

#[derive(Default)]
struct Refresh {
    generation: u64,
    /// The result of the last fetch, for the calls that waited for it. `None` for a token with a lifetime.
    shared: Option<Result<Authorization, Error>>,
    not_early_before: Option<Instant>,
}

impl Authorizer for TokenCache {
    fn authorize(&self, not: Option<u64>) -> BoxFuture<'_, Result<Authorization, Error>> {
        self.authorize_within(not, Duration::MAX)
    }

    fn authorize_within(&self, not: Option<u64>, at_most: Duration) -> BoxFuture<'_, Result<Authorization, Error>> {
        match self.usable(not) {
            // The fast path, without the larger future of a fetch.
            Some(token) if Instant::now() < token.renew_at => Box::pin(ready(Ok(token.authorization))),
            token => Box::pin(self.refresh_or_fetch(token, not, at_most)),
        }
    }
}

impl TokenCache {
    pub(crate) fn new(source: impl Fetch + 'static) -> Self {
        Self {
            source: Box::new(source),
            current: RwLock::default(),
            refresh: Mutex::default(),
            completed: AtomicU64::new(0),
        }
    }

    async fn refresh_or_fetch(
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
            return Err(Error::new(ErrorKind::Timeout).detail("no token is available").during_token());
        }
        self.fetch(not).await
    }

    /// The current token, unless it expired or Halo rejected it. A rejected token is dropped for all calls.
    fn usable(&self, not: Option<u64>) -> Option<Token> {
        let token = self.current.read().unwrap_or_else(PoisonError::into_inner).clone()?;
        if not == Some(token.authorization.generation) {
            self.forget(token.authorization.generation);
            return None;
        }
        Some(token).filter(|token| Instant::now() < token.expires_at)
    }

    /// Drops the token of this generation. A later token stays.
    fn forget(&self, generation: u64) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.as_ref().is_some_and(|token| token.authorization.generation == generation) {
            *current = None;
        }
    }

    /// Refreshes the token in one call, while others use the old one. `None`: the token expired meanwhile.
    ///
    /// If the refresh fails, this call uses the old token too.
    async fn refresh_early(&self, token: Token, at_most: Duration) -> Option<Authorization> {
        // A call with little remaining time must not spend most of it here.
        let at_most = EARLY_TIMEOUT.min(at_most / 4);
        match self.refresh.try_lock() {
            Ok(mut refresh) if !at_most.is_zero() && refresh.is_early_due() => {
                // Another call may have fetched a newer token meanwhile.
                let generation = token.authorization.generation;
                if let Some(newer) = self.usable(None).filter(|newer| newer.authorization.generation != generation) {
                    return Some(newer.authorization);
                }
                if let Some(refreshed) = self.try_refresh(&mut refresh, at_most).await {
                    return Some(refreshed);
                }
            }
            _ => {}
        }
        (Instant::now() < token.expires_at).then_some(token.authorization)
    }

    async fn try_refresh(&self, refresh: &mut Refresh, at_most: Duration) -> Option<Authorization> {
        // Set beforehand, since a call that is dropped here counts as a failed refresh too.
        refresh.not_early_before = Some(later(Instant::now(), EARLY_PAUSE));
        let fetched = timeout(at_most, self.source.fetch(Urgency::Early)).await;
        match fetched {
            Ok(Ok(granted)) if granted.lifetime.is_some() => {
                refresh.not_early_before = None;
                Some(self.store(refresh, granted))
            }
            Ok(Ok(_)) => None,
            Ok(Err(error)) => {
                tracing::warn!(%error, "the token could not be refreshed early; the old one stays in use");
                None
            }
            Err(_) => {
                tracing::warn!("the early refresh of the token timed out; the old one stays in use");
                None
            }
        }
    }

    /// Fetches a token, or waits for the call that fetches it.
    async fn fetch(&self, not: Option<u64>) -> Result<Authorization, Error> {
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
        let result = self.source.fetch(Urgency::Full).await;
        let is_cacheable = matches!(&result, Ok(granted) if granted.lifetime.is_some());
        let result = result.map(|granted| self.store(&mut refresh, granted));
        refresh.shared = if is_cacheable { None } else { Some(result.clone()) };
        self.completed.fetch_add(1, Ordering::AcqRel);
        result
    }

    /// Takes over a token that was fetched elsewhere, such as by a sign-in.
    pub(crate) async fn accept(&self, granted: Granted) {
        let mut refresh = self.refresh.lock().await;
        self.store(&mut refresh, granted);
    }

    /// Stores the token, unless Halo says that it has already expired.
    fn store(&self, refresh: &mut Refresh, granted: Granted) -> Authorization {
        refresh.generation += 1;
        let authorization = granted.authorization.generation(refresh.generation);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let Some(lifetime) = granted.lifetime else {
            *current = None;
            return authorization;
        };
        let expires_at = later(granted.requested_at, lifetime);
        let renew_at = expires_at.checked_sub(EARLY.min(lifetime / 10)).unwrap_or(expires_at);
        let authorization = authorization.expires_at(expires_at);
        *current = Some(Token { authorization: authorization.clone(), renew_at, expires_at });
        authorization
    }
}

impl Refresh {
    fn is_early_due(&self) -> bool {
        self.not_early_before.is_none_or(|then| Instant::now() >= then)
    }
}
