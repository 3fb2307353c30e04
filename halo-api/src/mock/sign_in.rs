//! Where people sign in: a person who is signed in already, and consents.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, Uri, header};
use url::Url;

use super::answer::{bytes_reply, empty, query};
use super::grants::Code;
use super::token::{Tokens, after};
use super::{MockHalo, State};
use crate::Error;

/// What a browser sends to sign a person in.
struct Asked<'a>(&'a [(String, String)]);

impl Asked<'_> {
    fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }
}

/// People who sign in, and the refusals of the authorization server.
impl MockHalo {
    /// Signs a person in at this URL, of [`SignIn::url`](crate::SignIn::url), and returns the callback.
    ///
    /// A browser at `/auth/authorize` of the server gets a redirect to it: nobody is asked.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): the page shows an error instead, since the client, the redirect URI or
    /// the URL itself is not known.
    pub fn sign_in(&self, url: &str) -> Result<String, Error> {
        let uri: Uri = url.parse().map_err(|_| Error::config("the URL is not valid"))?;
        if !is_authorize(uri.path()) {
            return Err(Error::config("the URL is not that of /auth/authorize"));
        }
        let response = self.lock().authorize(&uri);
        let location = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
        location.map(str::to_owned).ok_or_else(|| Error::config(String::from_utf8_lossy(response.body()).into_owned()))
    }

    /// Lets the next person not sign in, for a reason such as `access_denied`.
    pub fn refuse_sign_in(&self, error: impl Into<String>) {
        self.lock().tokens.grants.refused = Some(error.into());
    }

    /// Sends browsers to this redirect URI from now on. By default, the mock accepts any.
    pub fn register_redirect_uri(&self, redirect_uri: impl Into<String>) {
        self.lock().tokens.grants.redirect_uris.get_or_insert_default().insert(redirect_uri.into());
    }

    /// Accepts this user name and password from now on, and no unknown ones. By default, the mock accepts any.
    pub fn add_login(&self, username: impl Into<String>, password: impl Into<String>) {
        self.lock().tokens.grants.logins.get_or_insert_default().insert(username.into(), password.into());
    }

    /// Sets how long a code from a sign-in can be exchanged; the default is 5 minutes.
    pub fn set_code_lifetime(&self, lifetime: Duration) {
        self.lock().tokens.grants.code_lifetime = lifetime;
    }

    /// Sets how long refresh tokens issued from now on are valid; the default is forever. Each is valid for one request.
    pub fn set_refresh_token_lifetime(&self, lifetime: Duration) {
        self.lock().tokens.grants.refresh_lifetime = lifetime;
    }

    /// Revokes every refresh token and code, as if the application lost its access. Access tokens stay valid.
    pub fn revoke_sign_ins(&self) {
        self.lock().tokens.grants.revoke();
    }
}

impl State {
    /// The response to a browser that is sent to sign a person in.
    pub(super) fn authorize(&mut self, uri: &Uri) -> Response<Bytes> {
        let asked = query(uri);
        self.tokens.authorize(&Asked(&asked))
    }
}

impl Tokens {
    fn authorize(&mut self, asked: &Asked<'_>) -> Response<Bytes> {
        let (client_id, redirect_uri) = (asked.value("client_id"), asked.value("redirect_uri"));
        let is_client = self.credentials.as_ref().is_none_or(|(known, _)| known == client_id) && !client_id.is_empty();
        let is_registered = self.grants.redirect_uris.as_ref().is_none_or(|known| known.contains(redirect_uri));
        let target = Url::parse(redirect_uri).ok().filter(|_| is_client && is_registered);
        // An unknown client must not be able to send people anywhere (RFC 6749, section 4.1.2.1).
        let Some(mut target) = target else {
            let words = if is_client { "invalid redirect_uri" } else { "unauthorized_client" };
            return bytes_reply(StatusCode::BAD_REQUEST, "text/html; charset=utf-8", words);
        };
        match self.code(asked) {
            Ok(code) => target.query_pairs_mut().append_pair("code", &code),
            Err(error) => target.query_pairs_mut().append_pair("error", &error),
        };
        target.query_pairs_mut().append_pair("state", asked.value("state"));
        let mut response = empty(StatusCode::FOUND);
        if let Ok(location) = HeaderValue::try_from(target.as_str()) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        response
    }

    /// A code for the person who consents, or why there is none.
    fn code(&mut self, asked: &Asked<'_>) -> Result<String, String> {
        if let Some(refused) = self.grants.refused.take() {
            return Err(refused);
        }
        if asked.value("response_type") != "code" {
            return Err("unsupported_response_type".to_owned());
        }
        // Without a challenge, whoever sees the callback could use its code.
        if asked.value("code_challenge").is_empty() || asked.value("code_challenge_method") != "S256" {
            return Err("invalid_request".to_owned());
        }
        if self.has_unknown_scope(asked.value("scope")) {
            return Err("invalid_scope".to_owned());
        }
        let code = format!("mock-code-{}", self.next_number());
        let entry = Code {
            client_id: asked.value("client_id").to_owned(),
            redirect_uri: asked.value("redirect_uri").to_owned(),
            challenge: asked.value("code_challenge").to_owned(),
            scopes: asked.value("scope").to_owned(),
            until: after(self.grants.code_lifetime),
        };
        self.grants.codes.insert(code.clone(), entry);
        Ok(code)
    }
}

pub(super) fn is_authorize(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    path.ends_with("/authorize") && !path.starts_with("/api/")
}
