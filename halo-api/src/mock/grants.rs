//! The grants of the authorization server, and their refusals.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use super::answer::json_reply;
use super::token::{LONG, Tokens, after};

/// The fields of a token request that the log leaves out.
const SECRETS: [&str; 5] = ["client_secret", "refresh_token", "password", "code", "code_verifier"];

/// What people may sign in with, and what they were given.
pub(super) struct Grants {
    /// The accepted user names and passwords; `None` accepts any.
    pub(super) logins: Option<HashMap<String, String>>,
    /// The registered redirect URIs; `None` accepts any.
    pub(super) redirect_uris: Option<HashSet<String>>,
    /// Why the next person does not sign in.
    pub(super) refused: Option<String>,
    pub(super) code_lifetime: Duration,
    pub(super) refresh_lifetime: Duration,
    /// The codes that were not exchanged yet.
    pub(super) codes: HashMap<String, Code>,
    /// The refresh tokens that were not used yet.
    refresh: HashMap<String, Refresh>,
}

impl Default for Grants {
    fn default() -> Self {
        Self {
            logins: None,
            redirect_uris: None,
            refused: None,
            code_lifetime: Duration::from_secs(5 * 60),
            refresh_lifetime: LONG,
            codes: HashMap::new(),
            refresh: HashMap::new(),
        }
    }
}

/// A code, which one request may exchange.
pub(super) struct Code {
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) challenge: String,
    pub(super) scopes: String,
    pub(super) until: Instant,
}

struct Refresh {
    client_id: String,
    scopes: String,
    until: Instant,
}

/// The form of a token request.
struct Form(HashMap<String, String>);

impl Form {
    fn value(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }
}

/// Why no token is issued.
struct Refused(StatusCode, &'static str, &'static str);

const fn invalid_grant(description: &'static str) -> Refused {
    Refused(StatusCode::BAD_REQUEST, "invalid_grant", description)
}

impl Grants {
    /// Revokes every sign-in.
    pub(super) fn revoke(&mut self) {
        self.refresh.clear();
        self.codes.clear();
    }

    fn password(&self, form: &Form) -> Result<String, Refused> {
        let (name, password) = (form.value("username"), form.value("password"));
        let is_right = match &self.logins {
            Some(logins) => logins.get(name).is_some_and(|known| known == password),
            None => !name.is_empty() && !password.is_empty(),
        };
        if is_right { Ok(form.value("scope").to_owned()) } else { Err(invalid_grant("invalid_username_or_password")) }
    }

    /// Exchanges a code. It is used up even if the request is refused.
    fn code(&mut self, form: &Form) -> Result<String, Refused> {
        let code = self.codes.remove(form.value("code")).ok_or(invalid_grant("the code is unknown or was used"))?;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(form.value("code_verifier")));
        if Instant::now() >= code.until {
            Err(invalid_grant("the code has expired"))
        } else if code.client_id != form.value("client_id") {
            Err(invalid_grant("the code belongs to another client"))
        } else if code.redirect_uri != form.value("redirect_uri") {
            Err(invalid_grant("the redirect URI is another one"))
        } else if code.challenge != challenge {
            Err(invalid_grant("the code verifier does not match the code challenge"))
        } else {
            Ok(code.scopes)
        }
    }

    /// Uses a refresh token up.
    fn refresh(&mut self, form: &Form) -> Result<String, Refused> {
        let token = form.value("refresh_token");
        let grant = self.refresh.get(token).ok_or(invalid_grant("the refresh token is unknown or was used"))?;
        if grant.client_id != form.value("client_id") {
            return Err(invalid_grant("the refresh token belongs to another client"));
        }
        let asked = form.value("scope");
        let granted: Vec<&str> = grant.scopes.split(' ').collect();
        if !asked.split(' ').filter(|scope| !scope.is_empty()).all(|scope| granted.contains(&scope)) {
            return Err(Refused(StatusCode::BAD_REQUEST, "invalid_scope", "a refresh cannot add a scope"));
        }
        let Some(grant) = self.refresh.remove(token) else { return Err(invalid_grant("the refresh token was used")) };
        if Instant::now() >= grant.until {
            return Err(invalid_grant("the refresh token has expired"));
        }
        Ok(if asked.is_empty() { grant.scopes } else { asked.to_owned() })
    }
}

impl Tokens {
    /// Responds to a token request. As in Halo, a token without scope is issued, but useless.
    pub(super) fn give(&mut self, body: &[u8]) -> Response<Bytes> {
        let form = Form(url::form_urlencoded::parse(body).into_owned().collect());
        match self.grant(&form) {
            Ok(scopes) => json_reply(StatusCode::OK, &self.issue(&form, scopes)),
            Err(Refused(status, error, "")) => json_reply(status, &json!({"error": error})),
            Err(Refused(status, error, description)) => {
                json_reply(status, &json!({"error": error, "error_description": description}))
            }
        }
    }

    /// The scopes that the request gets.
    fn grant(&mut self, form: &Form) -> Result<String, Refused> {
        let kind = form.value("grant_type");
        if !["client_credentials", "password", "authorization_code", "refresh_token"].contains(&kind) {
            return Err(Refused(StatusCode::BAD_REQUEST, "unsupported_grant_type", ""));
        }
        if !self.knows_client(form, kind == "client_credentials") {
            return Err(Refused(StatusCode::UNAUTHORIZED, "invalid_client", ""));
        }
        let scopes = match kind {
            "password" => self.grants.password(form)?,
            "authorization_code" => self.grants.code(form)?,
            "refresh_token" => self.grants.refresh(form)?,
            _ => form.value("scope").to_owned(),
        };
        if self.has_unknown_scope(&scopes) {
            return Err(Refused(StatusCode::BAD_REQUEST, "invalid_scope", ""));
        }
        Ok(scopes)
    }

    /// Whether the client is known. Only one that acts for itself has to have a secret.
    fn knows_client(&self, form: &Form, needs_secret: bool) -> bool {
        let (id, secret) = (form.value("client_id"), form.value("client_secret"));
        let is_known = self.credentials.as_ref().is_none_or(|(known_id, known_secret)| {
            known_id == id && (known_secret == secret || secret.is_empty() && !needs_secret)
        });
        is_known && !id.is_empty() && !(needs_secret && secret.is_empty())
    }

    fn issue(&mut self, form: &Form, scopes: String) -> Value {
        let number = self.next_number();
        let mut reply = json!({
            "access_token": format!("mock-token-{number}"),
            "token_type": "Bearer",
            "expires_in": self.lifetime.as_secs(),
            "id_token": format!("mock-id-{number}"),
            "scope": (!scopes.is_empty()).then_some(&scopes),
        });
        // One comes even with client credentials; a person's needs the scope.
        let is_application = form.value("grant_type") == "client_credentials";
        if is_application || scopes.split(' ').any(|scope| scope == "offline_access") {
            let refresh = format!("mock-refresh-{number}");
            reply["refresh_token"] = refresh.clone().into();
            let (client_id, until) = (form.value("client_id").to_owned(), after(self.grants.refresh_lifetime));
            self.grants.refresh.insert(refresh, Refresh { client_id, scopes: scopes.clone(), until });
        }
        self.accept(format!("mock-token-{number}"), scopes);
        reply
    }
}

/// The form of a token request for the log, without its secrets.
pub(super) fn form_without_secret(body: &[u8]) -> Value {
    let pairs = url::form_urlencoded::parse(body).into_owned();
    let pairs = pairs.filter(|(name, _)| !SECRETS.contains(&name.as_str()));
    Value::Object(pairs.map(|(name, value)| (name, Value::String(value))).collect::<Map<_, _>>())
}
