//! Tokens, and the rate limit.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use http::{HeaderMap, header};
use serde_json::Value;
use tokio::time::Instant;

use super::grants::Grants;
use super::server_behavior::limit_sentence;
use crate::{RateLimit, Scope};

/// Longer than any test runs.
pub(super) const LONG: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);

/// The instant after this time, at most [`LONG`].
pub(super) fn after(lifetime: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(lifetime.min(LONG)).unwrap_or(now)
}

/// The tokens issued so far.
pub(super) struct Tokens {
    pub(super) lifetime: Duration,
    /// The accepted credentials; `None` accepts any.
    pub(super) credentials: Option<(String, String)>,
    pub(super) grants: Grants,
    issued: u64,
    valid: HashMap<String, Grant>,
    api_keys: HashSet<String>,
    /// Scopes beside those of the schema.
    pub(super) allowed_scopes: HashSet<String>,
}

struct Grant {
    until: Instant,
    scopes: String,
}

impl Default for Tokens {
    fn default() -> Self {
        Self {
            lifetime: Duration::from_secs(3600),
            credentials: None,
            grants: Grants::default(),
            issued: 0,
            valid: HashMap::new(),
            api_keys: HashSet::new(),
            allowed_scopes: HashSet::new(),
        }
    }
}

impl Tokens {
    pub(super) fn expire(&mut self) {
        self.valid.clear();
    }

    /// The number of the next token or code.
    pub(super) fn next_number(&mut self) -> u64 {
        self.issued += 1;
        self.issued
    }

    /// Admits calls with this token from now on. One without scope is useless.
    pub(super) fn accept(&mut self, token: String, scopes: String) {
        if !scopes.is_empty() {
            let now = Instant::now();
            self.valid.retain(|_, grant| now < grant.until);
            self.valid.insert(token, Grant { until: after(self.lifetime), scopes });
        }
    }

    pub(super) fn has_unknown_scope(&self, scopes: &str) -> bool {
        let is_unknown = |name| matches!(Scope::from(name), Scope::Other(_)) && !self.allowed_scopes.contains(name);
        crate::vocabulary::scope::names(scopes).any(is_unknown)
    }

    pub(super) fn add_api_key(&mut self, key: String) {
        self.api_keys.insert(key);
    }

    /// The scopes of the request's token, if it is valid now. An API key has all scopes.
    pub(super) fn admits(&self, headers: &HeaderMap) -> Option<String> {
        let key = headers.get("x-halo-api-key").and_then(|value| value.to_str().ok());
        if key.is_some_and(|key| self.api_keys.contains(key)) {
            return Some("all".to_owned());
        }
        let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
        let grant = self.valid.get(token).filter(|_| scheme.eq_ignore_ascii_case("bearer"))?;
        (Instant::now() < grant.until).then(|| grant.scopes.clone())
    }
}

/// Allows this many requests in any period of the window's length.
#[derive(Default)]
pub(super) struct Limiter {
    pub(super) limit: Option<RateLimit>,
    let_through: VecDeque<Instant>,
}

impl Limiter {
    /// Halo's message, if this request exceeds the limit. A rejected request does not count.
    pub(super) fn refuses(&mut self) -> Option<Value> {
        let limit = self.limit?;
        let now = Instant::now();
        while self.let_through.front().is_some_and(|at| now.duration_since(*at) >= limit.window()) {
            self.let_through.pop_front();
        }
        if self.let_through.len() >= usize::try_from(limit.requests()).unwrap_or(usize::MAX) {
            return Some(limit_sentence(limit));
        }
        self.let_through.push_back(now);
        None
    }
}
