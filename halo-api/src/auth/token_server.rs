//! The authorization server: requests a token and parses the response.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Uri};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::Discovery;
use super::discovery::Endpoints;
use super::token_response::{TokenResponse, parse};
use super::token_source::Urgency;
use crate::pipeline::request::{Body, PreparedRequest};
use crate::pipeline::{RetryPolicy, Sender, SlidingWindow, Timeouts, send};
use crate::vocabulary::secret::Secret;
use crate::vocabulary::{Error, ErrorKind, Safety};

/// The application, and where its tokens come from.
pub(crate) struct Application {
    pub(crate) endpoints: Endpoints,
    /// Replaces the endpoints with what Halo says.
    pub(crate) discovery: Option<Discovery>,
    pub(crate) client_id: String,
    /// `None` for an application that runs on people's own machines.
    pub(crate) client_secret: Option<Secret>,
    /// Never empty: Halo issues a token without scope, and then responds with 401 to every request.
    pub(crate) scope: Arc<str>,
}

/// What a token is requested with.
#[derive(Clone, Copy)]
pub(crate) enum Grant<'a> {
    ClientCredentials,
    Password { username: &'a str, password: &'a Secret },
    RefreshToken(&'a Secret),
    AuthorizationCode { code: &'a Secret, verifier: &'a Secret, redirect_uri: &'a str },
}

/// Requests tokens from the authorization server of an application.
pub(crate) struct TokenServer {
    application: Application,
    /// The sender for the API, which discovery uses.
    api: Sender,
    /// The sender for the authorization server.
    ///
    /// It has its own limiter: a 429 there pauses only token requests.
    sender: Sender,
    discovered: OnceLock<Endpoints>,
}

impl TokenServer {
    pub(crate) fn new(application: Application, api: Sender) -> Self {
        let sender = Sender { limiter: Arc::new(SlidingWindow::new(None)), ..api.clone() };
        Self { application, api, sender, discovered: OnceLock::new() }
    }

    pub(crate) fn client_id(&self) -> &str {
        &self.application.client_id
    }

    pub(crate) fn scope(&self) -> &str {
        &self.application.scope
    }

    /// Where tokens are requested, and where people sign in. Discovery happens once.
    pub(crate) async fn endpoints(&self) -> Result<Endpoints, Error> {
        let Some(discovery) = &self.application.discovery else { return Ok(self.application.endpoints.clone()) };
        if let Some(endpoints) = self.discovered.get() {
            return Ok(endpoints.clone());
        }
        let endpoints = discovery.endpoints(&self.api).await?;
        Ok(self.discovered.get_or_init(|| endpoints).clone())
    }

    pub(crate) async fn request(&self, grant: Grant<'_>, urgency: Urgency) -> Result<TokenResponse, Error> {
        for secret in grant.secrets() {
            self.sender.redactor.note(secret);
        }
        match urgency {
            Urgency::Full => self.request_with(&self.sender, grant, self.api.retry.clone()).await,
            Urgency::Early => {
                let timeouts = Timeouts { max_throttle_wait: Duration::ZERO, ..self.sender.timeouts };
                let limiter = Arc::new(SlidingWindow::new(None));
                let sender = Sender { limiter, timeouts, ..self.sender.clone() };
                self.request_with(&sender, grant, self.api.retry.clone().attempts(1)).await
            }
        }
    }

    async fn request_with(
        &self,
        sender: &Sender,
        grant: Grant<'_>,
        retry: RetryPolicy,
    ) -> Result<TokenResponse, Error> {
        let endpoints = self.endpoints().await?;
        let request = self.prepare(endpoints.token, grant, retry);
        let requested_at = Instant::now();
        let response = send(sender, &request, None).await.map_err(|error| grant.explain(error))?;
        let token = parse(&response, requested_at, &self.application.scope)
            .map_err(|error| if error.message().is_some() { grant.explain(error) } else { error })?;
        if let Some(next) = &token.refresh_token {
            self.sender.redactor.note(next);
        }
        Ok(token)
    }

    fn prepare(&self, url: Uri, grant: Grant<'_>, retry: RetryPolicy) -> PreparedRequest {
        let path = url.path().to_owned();
        PreparedRequest {
            method: Method::POST,
            body: Some(Body {
                // Zeroized after the last attempt.
                bytes: Bytes::from_owner(Zeroizing::new(self.form(grant).into_bytes())),
                content_type: HeaderValue::from_static("application/x-www-form-urlencoded"),
            }),
            // A second token is harmless. If the first response to a single-use grant is lost, so is the grant, unless the
            // request never arrived: then the next attempt saves it.
            safety: Safety::Safe,
            retry: Some(retry),
            ..PreparedRequest::internal(url, path.clone(), path)
        }
    }

    fn form(&self, grant: Grant<'_>) -> String {
        let Application { client_id, client_secret, scope, .. } = &self.application;
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", grant.name()).append_pair("client_id", client_id);
        if let Some(secret) = client_secret {
            form.append_pair("client_secret", secret.expose());
        }
        match grant {
            Grant::ClientCredentials => {}
            Grant::Password { username, password } => {
                form.append_pair("username", username).append_pair("password", password.expose());
            }
            Grant::RefreshToken(token) => {
                form.append_pair("refresh_token", token.expose());
            }
            Grant::AuthorizationCode { code, verifier, redirect_uri } => {
                form.append_pair("code", code.expose()).append_pair("code_verifier", verifier.expose());
                // The code has its scope already (RFC 6749, section 4.1.3).
                return form.append_pair("redirect_uri", redirect_uri).finish();
            }
        }
        form.append_pair("scope", scope).finish()
    }
}

impl Grant<'_> {
    fn name(self) -> &'static str {
        match self {
            Self::ClientCredentials => "client_credentials",
            Self::Password { .. } => "password",
            Self::RefreshToken(_) => "refresh_token",
            Self::AuthorizationCode { .. } => "authorization_code",
        }
    }

    /// What a response may echo beside the client's own secret.
    fn secrets(&self) -> impl Iterator<Item = &Secret> {
        let (first, second) = match self {
            Self::ClientCredentials => (None, None),
            Self::Password { password, .. } => (Some(*password), None),
            Self::RefreshToken(token) => (Some(*token), None),
            Self::AuthorizationCode { code, verifier, .. } => (Some(*code), Some(*verifier)),
        };
        first.into_iter().chain(second)
    }

    /// Adds a hint to an error of the token endpoint.
    fn explain(self, error: Error) -> Error {
        let error = error.during_token();
        let Some(status) = error.status() else { return error };
        if error.is_rate_limited() {
            return error;
        }
        let code = oauth_code(&error);
        let hint = match code {
            "invalid_scope" => "a requested scope is unknown to Halo or not allowed for this application",
            "invalid_grant" => self.refused(),
            "unauthorized_client" | "unsupported_grant_type" => {
                "the application in Halo's API settings is of another kind: its authentication method must be that of this call"
            }
            _ if code == "invalid_client" || status.as_u16() == 401 => self.check_client(),
            _ if status.is_server_error() => {
                "Halo responds so if the host or the tenant is unknown: check the base URL and the tenant"
            }
            _ if status.is_redirection() || status.as_u16() == 404 => {
                "check the base URL, or set the authorization URL"
            }
            _ => "check the client id, the secret, the scopes and the tenant",
        };
        error.with_kind(ErrorKind::Auth).hint(hint)
    }

    fn refused(self) -> &'static str {
        match self {
            Self::ClientCredentials => "check the client id, the secret, the scopes and the tenant",
            Self::Password { .. } => "check the user name and the password, and that the user may log in",
            Self::RefreshToken(_) => "the stored sign-in was used, revoked or has expired: sign in again",
            Self::AuthorizationCode { .. } => {
                "the code was used, has expired, or belongs to another sign-in: start a new one"
            }
        }
    }

    fn check_client(self) -> &'static str {
        match self {
            Self::ClientCredentials => "check the client id and the secret, and that the application is active",
            _ => "check the client id and that the application is active, and call client_secret() if it has a secret",
        }
    }
}

/// The error code of an OAuth error response, or an empty text.
fn oauth_code(error: &Error) -> &str {
    let message = error.message().unwrap_or_default();
    message.split(':').next().unwrap_or_default().trim()
}

/// Whether the server refused the grant itself: it will not accept it later either.
pub(super) fn is_invalid_grant(error: &Error) -> bool {
    oauth_code(error) == "invalid_grant"
}
