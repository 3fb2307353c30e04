//! The token endpoint, and the rate limit.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode, header};
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::answer::json_reply;
use super::server_behavior::limit_sentence;
use crate::{RateLimit, Scope};

/// Longer than any test runs.
const LONG: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);

/// The tokens issued so far.
pub(super) struct Tokens {
    pub(super) lifetime: Duration,
    /// The accepted credentials; `None` accepts any.
    pub(super) credentials: Option<(String, String)>,
    issued: u64,
    valid: HashMap<String, Grant>,
    /// Each one is valid for one token.
    refresh: HashMap<String, String>,
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
            issued: 0,
            valid: HashMap::new(),
            refresh: HashMap::new(),
            api_keys: HashSet::new(),
            allowed_scopes: HashSet::new(),
        }
    }
}

impl Tokens {
    pub(super) fn expire(&mut self) {
        self.valid.clear();
    }

    /// Issues a token for client credentials. As in Halo, a token without scope is issued, but useless.
    pub(super) fn give(&mut self, body: &[u8]) -> Response<Bytes> {
        let form: HashMap<String, String> = url::form_urlencoded::parse(body).into_owned().collect();
        let value = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let refuse = |status, error: &str| json_reply(status, &json!({"error": error}));
        let scopes = match value("grant_type") {
            "client_credentials" => value("scope").to_owned(),
            "refresh_token" => match self.refresh.remove(value("refresh_token")) {
                Some(scopes) => scopes,
                None => return refuse(StatusCode::BAD_REQUEST, "invalid_grant"),
            },
            _ => return refuse(StatusCode::BAD_REQUEST, "unsupported_grant_type"),
        };
        let (id, secret) = (value("client_id"), value("client_secret"));
        let is_known = self.credentials.as_ref().is_none_or(|known| *known == (id.to_owned(), secret.to_owned()));
        if id.is_empty() || secret.is_empty() || !is_known {
            return refuse(StatusCode::UNAUTHORIZED, "invalid_client");
        }
        let is_unknown = |name| matches!(Scope::from(name), Scope::Other(_)) && !self.allowed_scopes.contains(name);
        if crate::vocabulary::scope::names(&scopes).any(is_unknown) {
            return refuse(StatusCode::BAD_REQUEST, "invalid_scope");
        }
        self.issued += 1;
        let token = format!("mock-token-{}", self.issued);
        let refresh = format!("mock-refresh-{}", self.issued);
        let reply = json!({
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": self.lifetime.as_secs(),
            "refresh_token": refresh,
            "id_token": format!("mock-id-{}", self.issued),
            "scope": (!scopes.is_empty()).then_some(&scopes),
        });
        self.refresh.insert(refresh, scopes.clone());
        if !scopes.is_empty() {
            let now = Instant::now();
            self.valid.retain(|_, grant| now < grant.until);
            let until = now.checked_add(self.lifetime).unwrap_or(now + LONG);
            self.valid.insert(token, Grant { until, scopes });
        }
        json_reply(StatusCode::OK, &reply)
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

/// The form of a token request for the log, without the secret.
pub(super) fn form_without_secret(body: &[u8]) -> Value {
    let pairs = url::form_urlencoded::parse(body).into_owned();
    let pairs = pairs.filter(|(name, _)| !["client_secret", "refresh_token", "password"].contains(&name.as_str()));
    Value::Object(pairs.map(|(name, value)| (name, Value::String(value))).collect::<Map<_, _>>())
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
