//! How a client is authorized: by client credentials, an API key, or a custom authorizer.

use std::sync::Arc;

use ::url::Url;

use super::HaloBuilder;
use crate::auth::{ApiKey, Credentials, Discovery, TokenCache, TokenSource};
use crate::pipeline::{Authorizer, Sender};
use crate::vocabulary::Error;
use crate::vocabulary::secret::Secret;
use crate::vocabulary::url::{joined, server_url, token_url, uri};

/// The scope for everything that the application may do.
const EVERYTHING: &str = "all";

/// How a client is authorized.
pub(super) enum Access {
    Credentials(Box<Credentials>),
    Authorizer(Arc<dyn Authorizer>),
}

impl Access {
    pub(super) fn is_https(&self) -> bool {
        match self {
            Self::Credentials(credentials) => credentials.url.scheme_str() == Some("https"),
            Self::Authorizer(_) => true,
        }
    }

    /// Whether tokens are fetched over TLS.
    pub(super) fn fetches_https(&self) -> bool {
        matches!(self, Self::Credentials(_)) && self.is_https()
    }

    /// The requested scopes, if they are known.
    pub(super) fn scope(&self) -> Option<Arc<str>> {
        match self {
            Self::Credentials(credentials) => Some(Arc::clone(&credentials.scope)),
            Self::Authorizer(_) => None,
        }
    }

    pub(super) fn authorizer(self, sender: &Sender) -> Arc<dyn Authorizer> {
        match self {
            Self::Credentials(credentials) => Arc::new(TokenCache::new(TokenSource::new(*credentials, sender.clone()))),
            Self::Authorizer(authorizer) => authorizer,
        }
    }
}

impl HaloBuilder {
    /// The one configured way to authorize. Several are an error, as is none.
    pub(super) fn access(&self, base: &Url) -> Result<Access, Error> {
        match (&self.credentials, &self.api_key, &self.authorizer) {
            (Some((client_id, client_secret)), None, None) => {
                self.credentials(base, client_id, client_secret).map(|found| Access::Credentials(Box::new(found)))
            }
            (None, Some(key), None) if key.expose().is_empty() => Err(Error::config("the API key is empty")),
            (None, Some(key), None) => Ok(Access::Authorizer(Arc::new(ApiKey::new(key.expose())?))),
            (None, None, Some(authorizer)) => Ok(Access::Authorizer(Arc::clone(authorizer))),
            (None, None, None) => Err(Error::config("no credentials: call client_credentials(id, secret)")),
            _ => Err(Error::config("set one of client_credentials, api_key and authorizer, not several")),
        }
    }

    fn credentials(&self, base: &Url, client_id: &str, client_secret: &Secret) -> Result<Credentials, Error> {
        if client_id.is_empty() || client_secret.expose().is_empty() {
            return Err(Error::config("the client id or the client secret is empty"));
        }
        let scope = match &self.scopes {
            Some(scopes) => scopes.join(" "),
            None => EVERYTHING.to_owned(),
        };
        if scope.is_empty() {
            return Err(Error::config("no scope: Halo issues a token without scope and then rejects every request"));
        }
        let auth_url = self.auth_url.as_deref().map(|text| server_url(text, "authorization URL")).transpose()?;
        let tenant = self.tenant.clone().filter(|tenant| !tenant.is_empty());
        let url = uri(&token_url(auth_url.as_ref().unwrap_or(&joined(base, "auth")), tenant.as_deref()))?;
        let discovery = if self.discover && (auth_url.is_none() || tenant.is_none()) {
            Some(Discovery { url: uri(&joined(base, "api/authinfo"))?, auth_url, tenant })
        } else {
            None
        };
        let (client_id, client_secret) = (client_id.to_owned(), client_secret.clone());
        Ok(Credentials { url, discovery, client_id, client_secret, scope: scope.into() })
    }
}
