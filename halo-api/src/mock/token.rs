//! The token endpoint.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode, header};
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::answer::json_reply;

/// The tokens given so far.
#[derive(Debug)]
pub(super) struct Tokens {
    pub(super) lifetime: Duration,
    given: u64,
    good: HashMap<String, Instant>,
    api_keys: HashSet<String>,
}

impl Default for Tokens {
    fn default() -> Self {
        Self { lifetime: Duration::from_secs(3600), given: 0, good: HashMap::new(), api_keys: HashSet::new() }
    }
}

impl Tokens {
    pub(super) fn expire(&mut self) {
        self.good.clear();
    }

    /// Gives a token for client credentials. One without scope is given as well, and is good for nothing: Halo does so.
    pub(super) fn give(&mut self, body: &[u8]) -> Response<Bytes> {
        let form: HashMap<String, String> = url::form_urlencoded::parse(body).into_owned().collect();
        let has = |name: &str| form.get(name).is_some_and(|value| !value.is_empty());
        if form.get("grant_type").is_none_or(|grant| grant != "client_credentials") {
            return json_reply(StatusCode::BAD_REQUEST, &json!({"error": "unsupported_grant_type"}));
        }
        if !has("client_id") || !has("client_secret") {
            return json_reply(StatusCode::UNAUTHORIZED, &json!({"error": "invalid_client"}));
        }
        self.given += 1;
        let token = format!("mock-token-{}", self.given);
        if has("scope") {
            self.good.insert(token.clone(), Instant::now() + self.lifetime);
        }
        json_reply(
            StatusCode::OK,
            &json!({
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": self.lifetime.as_secs(),
                "refresh_token": format!("mock-refresh-{}", self.given),
                "id_token": format!("mock-id-{}", self.given),
                "scope": form.get("scope"),
            }),
        )
    }

    pub(super) fn add_api_key(&mut self, key: String) {
        self.api_keys.insert(key);
    }

    /// Whether the request carries a token that is good now, or an API key.
    pub(super) fn admits(&self, headers: &HeaderMap) -> bool {
        let key = headers.get("x-halo-api-key").and_then(|value| value.to_str().ok());
        if key.is_some_and(|key| self.api_keys.contains(key)) {
            return true;
        }
        let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        token.and_then(|token| self.good.get(token)).is_some_and(|end| Instant::now() < *end)
    }
}

/// The form of a token request as the log keeps it: without the secret.
pub(super) fn form_without_secret(body: &[u8]) -> Value {
    let pairs = url::form_urlencoded::parse(body).into_owned().filter(|(name, _)| name != "client_secret");
    Value::Object(pairs.map(|(name, value)| (name, Value::String(value))).collect::<Map<_, _>>())
}
