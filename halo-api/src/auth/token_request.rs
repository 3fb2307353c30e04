//! Requests a token and parses the response.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Uri};
use serde_json::{Map, Value, json};
use tokio::time::Instant;
use zeroize::{Zeroize, Zeroizing};

use super::Discovery;
use crate::pipeline::request::{ApiResponse, Body, PreparedRequest, ResponseOptions};
use crate::pipeline::{Authorization, Lane, RetryPolicy, Sender, SlidingWindow, Timeouts, send};
use crate::vocabulary::secret::Secret;
use crate::vocabulary::{Error, ErrorKind, Safety};

/// The lifetime of a token whose response does not state one.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(3600);

/// The client credentials, and where to send them.
pub(crate) struct Credentials {
    /// The token endpoint, unless it is to be discovered.
    pub(crate) url: Uri,
    pub(crate) discovery: Option<Discovery>,
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
    /// Never empty: Halo issues a token without scope, and then responds with 401 to every request.
    pub(crate) scope: Arc<str>,
}

/// Requests tokens with the client credentials.
pub(crate) struct TokenSource {
    credentials: Credentials,
    /// The sender for the API, which discovery uses.
    api: Sender,
    /// The sender for the authorization server.
    ///
    /// It has its own limiter: a 429 there pauses only token requests.
    sender: Sender,
    discovered: OnceLock<Uri>,
}

/// A token, with its lifetime from the response.
pub(super) struct Granted {
    pub(super) authorization: Authorization,
    pub(super) requested_at: Instant,
    /// `None` if the token has already expired, according to Halo.
    pub(super) lifetime: Option<Duration>,
}

impl TokenSource {
    pub(crate) fn new(credentials: Credentials, api: Sender) -> Self {
        let sender = Sender { limiter: Arc::new(SlidingWindow::new(None)), ..api.clone() };
        Self { credentials, api, sender, discovered: OnceLock::new() }
    }

    pub(super) async fn request_token(&self, generation: u64) -> Result<Granted, Error> {
        self.request_token_with(&self.sender, generation, self.api.retry.clone()).await
    }

    /// Requests a token in one attempt, while the old one still works.
    ///
    /// A 429 pauses nothing and is not waited for.
    pub(super) async fn request_token_early(&self, generation: u64) -> Result<Granted, Error> {
        let timeouts = Timeouts { max_throttle_wait: Duration::ZERO, ..self.sender.timeouts };
        let sender = Sender { limiter: Arc::new(SlidingWindow::new(None)), timeouts, ..self.sender.clone() };
        self.request_token_with(&sender, generation, self.api.retry.clone().attempts(1)).await
    }

    async fn request_token_with(&self, sender: &Sender, generation: u64, retry: RetryPolicy) -> Result<Granted, Error> {
        let request = self.request(self.token_url().await?, retry);
        let requested_at = Instant::now();
        let response = send(sender, &request, None).await.map_err(with_auth_hint)?;
        self.parse_response(&response, requested_at, generation)
    }

    /// The token endpoint. Discovery happens once, in the call that fetches the first token.
    async fn token_url(&self) -> Result<Uri, Error> {
        let Some(discovery) = &self.credentials.discovery else { return Ok(self.credentials.url.clone()) };
        if let Some(url) = self.discovered.get() {
            return Ok(url.clone());
        }
        let url = discovery.token_url(&self.api).await?;
        Ok(self.discovered.get_or_init(|| url).clone())
    }

    fn request(&self, url: Uri, retry: RetryPolicy) -> PreparedRequest {
        let Credentials { client_id, client_secret, scope, .. } = &self.credentials;
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", client_id)
            .append_pair("client_secret", client_secret.expose())
            .append_pair("scope", scope)
            .finish();
        PreparedRequest {
            method: Method::POST,
            path: url.path().to_owned(),
            template: url.path().to_owned().into(),
            uri: url,
            body: Some(Body {
                // Zeroized after the last attempt.
                bytes: Bytes::from_owner(Zeroizing::new(form.into_bytes())),
                content_type: HeaderValue::from_static("application/x-www-form-urlencoded"),
            }),
            // A second token is harmless.
            safety: Safety::Safe,
            scope: None,
            enforce_scope: false,
            lane: Lane::Interactive,
            queued: None,
            timeout: None,
            retry: Some(retry),
            response: ResponseOptions::default(),
        }
    }

    fn parse_response(&self, response: &ApiResponse, requested_at: Instant, generation: u64) -> Result<Granted, Error> {
        // An unusable body may still contain a token, so no error retains it.
        let unusable =
            |detail: &str| response.error(ErrorKind::Auth).with_status(response.status).detail(detail).during_token();
        let parsed: Value = serde_json::from_slice(response.json())
            .map_err(|_| unusable("the response is not JSON; check the authorization URL"))?;
        let Value::Object(mut fields) = parsed else { return Err(unusable("the response is not a JSON object")) };
        for unused in ["refresh_token", "id_token"] {
            if let Some(Value::String(text)) = fields.get_mut(unused) {
                text.zeroize();
            }
        }
        let Some(Value::String(token)) = fields.remove("access_token").filter(|token| token != "") else {
            let error = unusable("the response has no access_token");
            return Err(match oauth_error(&fields) {
                Some(body) => with_auth_hint(error.with_body(body.to_string().as_bytes())),
                None => error,
            });
        };
        let authorization = Authorization::bearer(&Zeroizing::new(token))
            .map_err(|_| unusable("the token cannot be sent in a header"))?;
        let granted = fields.get("scope").and_then(Value::as_str).filter(|scope| !scope.is_empty());
        let scopes = granted.map_or_else(|| Arc::clone(&self.credentials.scope), Arc::from);
        let authorization = authorization.generation(generation).scopes(scopes);
        Ok(Granted { authorization, requested_at, lifetime: lifetime(fields.get("expires_in")) })
    }
}

/// The OAuth error of a 200 response, without the other fields.
fn oauth_error(fields: &Map<String, Value>) -> Option<Value> {
    let error = fields.get("error")?;
    Some(match fields.get("error_description") {
        Some(description) => json!({"error": error, "error_description": description}),
        None => json!({"error": error}),
    })
}

/// `expires_in`, in seconds, as a number or text. `None` if it is zero, negative or not a number.
fn lifetime(field: Option<&Value>) -> Option<Duration> {
    let seconds: f64 = match field {
        None | Some(Value::Null) => return Some(DEFAULT_LIFETIME),
        Some(Value::Number(number)) => number.as_f64()?,
        Some(Value::String(text)) => text.trim().parse().ok()?,
        Some(_) => return None,
    };
    // A value too large for a duration becomes the longest one.
    (seconds > 0.0)
        .then(|| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
        .filter(|lifetime| !lifetime.is_zero())
}

/// Adds a hint to an error of the token endpoint.
fn with_auth_hint(error: Error) -> Error {
    let error = error.during_token();
    let Some(status) = error.status() else { return error };
    if error.is_rate_limited() {
        return error;
    }
    let message = error.message().unwrap_or_default();
    let hint = if message.contains("invalid_scope") {
        "a requested scope is unknown to Halo or not allowed for this application"
    } else if message.contains("invalid_client") || status.as_u16() == 401 {
        "check the client id and the secret, and that the application is active"
    } else if status.is_server_error() {
        "Halo responds so if the host or the tenant is unknown: check the base URL and the tenant"
    } else if status.is_redirection() || status.as_u16() == 404 {
        "check the base URL, or set the authorization URL"
    } else {
        "check the client id, the secret, the scopes and the tenant"
    };
    error.with_kind(ErrorKind::Auth).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_is_read_from_numbers_and_texts() {
        let of = |value: Value| lifetime(Some(&value));
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!((lifetime(None), of(Value::Null)), (seconds(3600), seconds(3600)));
        assert_eq!((of(json!(7200)), of(json!(" 60 ")), of(json!(1.0))), (seconds(7200), seconds(60), seconds(1)));
        assert_eq!(of(json!(1e300)), Some(Duration::MAX));
        for expired in
            [json!(0), json!(-1), json!("0"), json!("soon"), json!(""), json!("NaN"), json!([60]), json!(true)]
        {
            assert_eq!(of(expired.clone()), None, "{expired}");
        }
    }
}
