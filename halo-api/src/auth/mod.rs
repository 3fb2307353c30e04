//! The token: fetched when first needed, by one task for all, renewed early, and thrown away when Halo refuses it.

mod discovery;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method};
use serde_json::Value;
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::Instant;
use url::Url;
use zeroize::{Zeroize, Zeroizing};

pub(crate) use self::discovery::Discovery;
use crate::pipeline::request::{self, ApiResponse, Body, PreparedRequest, Purpose};
use crate::session::ClientInner;
use crate::vocabulary::Safety;
use crate::vocabulary::clock::later;
use crate::vocabulary::secret::Secret;
use crate::vocabulary::{Error, ErrorKind};

/// Life of a token whose reply does not say.
const USUAL_LIFE: Duration = Duration::from_secs(3600);
/// How long before its end a token is renewed, if its life is long enough for that.
const EARLY: Duration = Duration::from_secs(60);
/// How long an early renewal may take, and how long after a failed one the next is tried.
const EARLY_TIMEOUT: Duration = Duration::from_secs(10);
const EARLY_PAUSE: Duration = Duration::from_secs(30);

/// A token and its place in the row of tokens.
pub(crate) struct Token {
    /// `Bearer …`, marked sensitive.
    pub(crate) bearer: HeaderValue,
    pub(crate) generation: u64,
    renew_at: Instant,
    expires_at: Instant,
}

/// What was decided when the client was built.
pub(crate) struct Credentials {
    /// Where tokens are given, unless that is to be discovered.
    pub(crate) url: Url,
    pub(crate) discovery: Option<Discovery>,
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
    /// Never empty: Halo gives a token without scope, and then answers 401 to everything.
    pub(crate) scope: String,
}

pub(crate) struct Auth {
    credentials: Credentials,
    discovered: OnceLock<Url>,
    current: RwLock<Option<Arc<Token>>>,
    /// Held by the one task that fetches.
    flight: Mutex<Flight>,
    /// Fetches finished so far, well or badly.
    landed: AtomicU64,
    granted: RwLock<Option<String>>,
}

#[derive(Default)]
struct Flight {
    generation: u64,
    /// How the last fetch failed, for the tasks that waited for it.
    failure: Option<Error>,
    not_early_before: Option<Instant>,
}

impl Auth {
    pub(crate) fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            discovered: OnceLock::new(),
            current: RwLock::default(),
            flight: Mutex::default(),
            landed: AtomicU64::new(0),
            granted: RwLock::default(),
        }
    }

    /// A token that works as far as is known. However many tasks ask, one of them fetches it, and they share how that ends.
    pub(crate) async fn token(&self, core: &ClientInner) -> Result<Arc<Token>, Error> {
        let now = Instant::now();
        match self.current() {
            Some(token) if now < token.renew_at => return Ok(token),
            Some(token) if now < token.expires_at => return Ok(self.renew_early(core, token).await),
            _ => {}
        }
        let landed = self.landed.load(Ordering::Acquire);
        let mut flight = self.flight.lock().await;
        if let Some(token) = self.current().filter(|token| Instant::now() < token.expires_at) {
            return Ok(token);
        }
        if let Some(failure) = flight.failure.as_ref().filter(|_| self.landed.load(Ordering::Acquire) > landed) {
            return Err(failure.clone());
        }
        self.fetch(core, &mut flight, Purpose::Token).await
    }

    /// Whether the token has neither run out nor been refused nor replaced.
    pub(crate) fn is_current(&self, token: &Token, now: Instant) -> bool {
        now < token.expires_at && self.current().is_some_and(|current| current.generation == token.generation)
    }

    /// Halo refused the token of this generation. A later one stays.
    pub(crate) fn invalidate(&self, generation: u64) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.as_ref().is_some_and(|token| token.generation == generation) {
            *current = None;
        }
    }

    pub(crate) fn url(&self) -> &Url {
        &self.credentials.url
    }

    /// What the last token was granted, else what is asked for.
    pub(crate) fn scope(&self) -> String {
        let granted = self.granted.read().unwrap_or_else(PoisonError::into_inner);
        granted.clone().unwrap_or_else(|| self.credentials.scope.clone())
    }

    fn current(&self) -> Option<Arc<Token>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// One task renews, the others go on with the old token, and so does this one if that fails.
    async fn renew_early(&self, core: &ClientInner, token: Arc<Token>) -> Arc<Token> {
        let Ok(mut flight) = self.flight.try_lock() else { return token };
        let newer = self.current().is_none_or(|current| current.generation != token.generation);
        if newer || flight.not_early_before.is_some_and(|then| Instant::now() < then) {
            return token;
        }
        match self.fetch(core, &mut flight, Purpose::EarlyToken).await {
            Ok(token) => token,
            Err(error) => {
                tracing::warn!(%error, "the token could not be renewed early; the old one stays in use");
                flight.not_early_before = Some(later(Instant::now(), EARLY_PAUSE));
                token
            }
        }
    }

    async fn fetch(
        &self,
        core: &ClientInner,
        flight: &mut MutexGuard<'_, Flight>,
        purpose: Purpose,
    ) -> Result<Arc<Token>, Error> {
        let result = self.ask(core, purpose, flight.generation + 1).await;
        match &result {
            Ok(token) => {
                flight.generation = token.generation;
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(token));
            }
            Err(error) => flight.failure = Some(error.clone()),
        }
        self.landed.fetch_add(1, Ordering::AcqRel);
        result
    }

    async fn ask(&self, core: &ClientInner, purpose: Purpose, generation: u64) -> Result<Arc<Token>, Error> {
        let out = self.request(&self.token_url(core).await?, purpose);
        let asked_at = Instant::now();
        let reply = request::run(core, &out).await.map_err(with_auth_hint)?;
        self.read(&reply, &out, asked_at, generation)
    }

    /// Found out once, by the task that fetches the first token.
    async fn token_url(&self, core: &ClientInner) -> Result<Url, Error> {
        let Some(discovery) = &self.credentials.discovery else { return Ok(self.credentials.url.clone()) };
        if let Some(url) = self.discovered.get() {
            return Ok(url.clone());
        }
        let url = discovery.token_url(core).await?;
        Ok(self.discovered.get_or_init(|| url).clone())
    }

    fn request(&self, url: &Url, purpose: Purpose) -> PreparedRequest {
        let Credentials { client_id, client_secret, scope, .. } = &self.credentials;
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", client_id)
            .append_pair("client_secret", client_secret.expose())
            .append_pair("scope", scope)
            .finish();
        PreparedRequest {
            method: Method::POST,
            url: url.clone(),
            path: url.path().to_owned(),
            template: url.path().to_owned().into(),
            body: Some(Body {
                // Wiped when the last attempt is done with it.
                bytes: Bytes::from_owner(Zeroizing::new(form.into_bytes())),
                content_type: "application/x-www-form-urlencoded",
            }),
            // A second token does no harm.
            safety: Safety::Idempotent,
            scope: None,
            enforce_scope: false,
            timeout: (purpose == Purpose::EarlyToken).then_some(EARLY_TIMEOUT),
            retry: None,
            purpose,
        }
    }

    fn read(
        &self,
        reply: &ApiResponse,
        out: &PreparedRequest,
        asked_at: Instant,
        generation: u64,
    ) -> Result<Arc<Token>, Error> {
        // The body may hold a token even where it cannot be used, so that no error keeps it.
        let unusable = |detail: &str| {
            let error = Error::new(ErrorKind::Auth).with_endpoint(out.endpoint()).with_host(out.host());
            error.with_status(reply.status).detail(detail).during_token()
        };
        let parsed: Value = serde_json::from_slice(&reply.body)
            .map_err(|_| unusable("the reply is no JSON; is the authorisation URL right?"))?;
        let Value::Object(mut fields) = parsed else { return Err(unusable("the reply is no JSON object")) };
        for unused in ["refresh_token", "id_token"] {
            if let Some(Value::String(text)) = fields.get_mut(unused) {
                text.zeroize();
            }
        }
        let Some(Value::String(token)) = fields.remove("access_token").filter(|token| token != "") else {
            return Err(unusable("the reply has no access_token"));
        };
        let bearer = bearer(&Zeroizing::new(token)).ok_or_else(|| unusable("the token cannot be sent in a header"))?;
        if let Some(scope) = fields.get("scope").and_then(Value::as_str).filter(|scope| !scope.is_empty()) {
            *self.granted.write().unwrap_or_else(PoisonError::into_inner) = Some(scope.to_owned());
        }
        let life = life(fields.get("expires_in"));
        let expires_at = later(asked_at, life);
        let renew_at = expires_at.checked_sub(EARLY.min(life / 10)).unwrap_or(expires_at);
        Ok(Arc::new(Token { bearer, generation, renew_at, expires_at }))
    }
}

/// `Bearer …`, hidden from `Debug` and wiped when the last copy is dropped.
fn bearer(token: &str) -> Option<HeaderValue> {
    let text = Bytes::from_owner(Zeroizing::new(format!("Bearer {token}").into_bytes()));
    let mut value = HeaderValue::from_maybe_shared(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// `expires_in`, in seconds, as a number or text.
fn life(field: Option<&Value>) -> Duration {
    let seconds = match field {
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        _ => None,
    };
    seconds
        .filter(|seconds| *seconds >= 1.0)
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .unwrap_or(USUAL_LIFE)
}

/// What an answer of the token endpoint means, and what to look at.
fn with_auth_hint(error: Error) -> Error {
    let error = error.during_token();
    let Some(status) = error.status() else { return error };
    if error.is_rate_limited() {
        return error;
    }
    let words = error.message().unwrap_or_default();
    let hint = if words.contains("invalid_scope") {
        "a requested scope is unknown to Halo or not allowed for this application"
    } else if words.contains("invalid_client") || status.as_u16() == 401 {
        "check the client id and the secret, and that the application is active"
    } else if status.is_server_error() {
        "Halo answers so where the host or the tenant is not known: check the base URL and the tenant"
    } else if status.is_redirection() || status.as_u16() == 404 {
        "check the base URL, or set the authorisation URL"
    } else {
        "check the client id, the secret, the scopes and the tenant"
    };
    error.with_kind(ErrorKind::Auth).hint(hint)
}
