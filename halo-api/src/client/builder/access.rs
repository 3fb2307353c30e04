//! How a client is authorized: by an application, a person, an API key, or something of the caller's.

use std::sync::Arc;

use ::url::Url;

use super::HaloBuilder;
use crate::auth::{
    ApiKey, Application, ClientCredentials, Custom, Discovery, Endpoints, Password, PersonLogin, RefreshToken,
    TokenCache, TokenServer, TokenSource, TokenStore,
};
use crate::pipeline::{Authorizer, Sender};
use crate::vocabulary::Error;
use crate::vocabulary::secret::Secret;
use crate::vocabulary::url::{joined, server_url, uri};

/// The scope for everything that the application may do.
const EVERYTHING: &str = "all";
/// The scope with which a person's sign-in can be refreshed.
const OFFLINE: &str = "offline_access";

/// A way to authorize that the caller set. One of each kind counts, and only one kind may be set.
pub(super) enum Login {
    ClientCredentials { client_id: String, client_secret: Secret },
    Password { client_id: String, username: String, password: Secret },
    RefreshToken { client_id: String },
    ApiKey(Secret),
    Source(Arc<dyn TokenSource>),
    Authorizer(Arc<dyn Authorizer>),
}

impl Login {
    /// The secret that a server may echo.
    pub(super) fn secret(&self) -> Option<&Secret> {
        match self {
            Self::ClientCredentials { client_secret: secret, .. } | Self::Password { password: secret, .. } => {
                Some(secret)
            }
            Self::ApiKey(key) => Some(key),
            Self::RefreshToken { .. } | Self::Source(_) | Self::Authorizer(_) => None,
        }
    }
}

/// How a client is authorized.
pub(super) enum Access {
    Application(Box<Application>),
    Person { application: Box<Application>, store: Option<Arc<dyn TokenStore>>, login: Option<PersonLogin> },
    Source(Arc<dyn TokenSource>),
    Authorizer(Arc<dyn Authorizer>),
}

/// What the rest of a client has to know of its authorization server.
pub(super) struct AuthServer {
    /// `None` if the client requests no tokens itself.
    pub(super) is_https: Option<bool>,
    /// The requested scopes, if they are known.
    pub(super) scope: Option<Arc<str>>,
}

impl AuthServer {
    pub(super) fn of(application: &Application) -> Self {
        let is_https = application.endpoints.token.scheme_str() == Some("https");
        Self { is_https: Some(is_https), scope: Some(Arc::clone(&application.scope)) }
    }
}

impl Access {
    pub(super) fn server(&self) -> AuthServer {
        match self {
            Self::Application(application) | Self::Person { application, .. } => AuthServer::of(application),
            Self::Source(_) | Self::Authorizer(_) => AuthServer { is_https: None, scope: None },
        }
    }

    pub(super) fn authorizer(self, sender: &Sender) -> Arc<dyn Authorizer> {
        let server = |application: Box<Application>| TokenServer::new(*application, sender.clone());
        match self {
            Self::Application(application) => Arc::new(TokenCache::new(ClientCredentials(server(application)))),
            Self::Person { application, store: None, login: Some(login) } => {
                Arc::new(TokenCache::new(Password { server: server(application), login }))
            }
            Self::Person { application, store, login } => {
                Arc::new(TokenCache::new(RefreshToken::new(server(application), store, login)))
            }
            Self::Source(source) => Arc::new(TokenCache::new(Custom(source))),
            Self::Authorizer(authorizer) => authorizer,
        }
    }
}

impl HaloBuilder {
    /// Sets a way to authorize, in place of an earlier one of the same kind.
    pub(super) fn log_in_with(mut self, login: Login) -> Self {
        let kind = std::mem::discriminant(&login);
        self.logins.retain(|other| std::mem::discriminant(other) != kind);
        self.logins.push(login);
        self
    }

    /// The one configured way to authorize. Several are an error, as is none.
    pub(super) fn access(&self, base: &Url) -> Result<Access, Error> {
        let login = match &self.logins[..] {
            [login] => login,
            [] => return Err(Error::config("no credentials: call client_credentials(id, secret)")),
            _ => {
                return Err(Error::config(
                    "set one of client_credentials, password_grant, refresh_grant, token_source, api_key and authorizer, not several",
                ));
            }
        };
        self.check_settings(login)?;
        Ok(match login {
            Login::ClientCredentials { client_id, client_secret } => {
                if client_id.is_empty() || client_secret.expose().is_empty() {
                    return Err(Error::config("the client id or the client secret is empty"));
                }
                Access::Application(Box::new(self.application(base, client_id, Some(client_secret), false)?))
            }
            Login::Password { client_id, username, password } => {
                if username.is_empty() || password.expose().is_empty() {
                    return Err(Error::config("the user name or the password is empty"));
                }
                let application = Box::new(self.person_application(base, client_id)?);
                let login = Some(PersonLogin::new(username.clone(), password.clone()));
                Access::Person { application, store: self.token_store.clone(), login }
            }
            Login::RefreshToken { client_id } => {
                let application = Box::new(self.person_application(base, client_id)?);
                Access::Person { application, store: self.token_store.clone(), login: None }
            }
            Login::ApiKey(key) if key.expose().is_empty() => return Err(Error::config("the API key is empty")),
            Login::ApiKey(key) => Access::Authorizer(Arc::new(ApiKey::new(key.expose())?)),
            Login::Source(source) => Access::Source(Arc::clone(source)),
            Login::Authorizer(authorizer) => Access::Authorizer(Arc::clone(authorizer)),
        })
    }

    /// Fails if a setting would be ignored, or is missing.
    fn check_settings(&self, login: &Login) -> Result<(), Error> {
        let is_person = matches!(login, Login::Password { .. } | Login::RefreshToken { .. });
        if self.token_store.is_some() && !is_person {
            return Err(Error::config(
                "a token store is for a person's sign-in: password_grant, refresh_grant or authorization_code",
            ));
        }
        if self.client_secret.is_some() && !is_person {
            return Err(Error::config("client_secret is for password_grant, refresh_grant and authorization_code"));
        }
        if self.token_store.is_none() && matches!(login, Login::RefreshToken { .. }) {
            return Err(Error::config(
                "refresh_grant needs the token store that has the refresh token: call token_store(..)",
            ));
        }
        Ok(())
    }

    /// The application that a person signs in to.
    pub(super) fn person_application(&self, base: &Url, client_id: &str) -> Result<Application, Error> {
        if client_id.is_empty() {
            return Err(Error::config("the client id is empty"));
        }
        if self.client_secret.as_ref().is_some_and(|secret| secret.expose().is_empty()) {
            return Err(Error::config("the client secret is empty"));
        }
        self.application(base, client_id, self.client_secret.as_ref(), self.token_store.is_some())
    }

    fn application(
        &self,
        base: &Url,
        client_id: &str,
        client_secret: Option<&Secret>,
        is_offline: bool,
    ) -> Result<Application, Error> {
        let mut scopes = self.scopes.clone().unwrap_or_else(|| vec![EVERYTHING.to_owned()]);
        if scopes.is_empty() {
            return Err(Error::config("no scope: Halo issues a token without scope and then rejects every request"));
        }
        if is_offline && !scopes.iter().any(|scope| scope == OFFLINE) {
            scopes.push(OFFLINE.to_owned());
        }
        let auth_url = self.auth_url.as_deref().map(|text| server_url(text, "authorization URL")).transpose()?;
        let tenant = self.tenant.clone().filter(|tenant| !tenant.is_empty());
        let endpoints = Endpoints::new(auth_url.as_ref().unwrap_or(&joined(base, "auth")), tenant.as_deref())?;
        let discovery = if self.discover && (auth_url.is_none() || tenant.is_none()) {
            Some(Discovery { url: uri(&joined(base, "api/authinfo"))?, auth_url, tenant })
        } else {
            None
        };
        let (client_id, client_secret) = (client_id.to_owned(), client_secret.cloned());
        Ok(Application { endpoints, discovery, client_id, client_secret, scope: scopes.join(" ").into() })
    }
}
