//! Discovers the authorization server and the tenant from `/api/authinfo`, which requires no token.

use http::Uri;
use serde_json::Value;
use url::Url;

use crate::pipeline::request::PreparedRequest;
use crate::pipeline::{Sender, send};
use crate::vocabulary::url::{authorize_url, server_url, token_url, uri};
use crate::vocabulary::{Error, ErrorKind};

/// The hint for a failed discovery.
const HINT: &str = "set auth_url() and tenant() instead of discover(true)";

/// The endpoints of the authorization server.
#[derive(Debug, Clone)]
pub(crate) struct Endpoints {
    /// Where tokens are requested.
    pub(crate) token: Uri,
    /// Where people sign in, in their browser.
    pub(crate) authorize: Url,
}

impl Endpoints {
    pub(crate) fn new(auth_url: &Url, tenant: Option<&str>) -> Result<Self, Error> {
        Ok(Self { token: uri(&token_url(auth_url, tenant))?, authorize: authorize_url(auth_url, tenant) })
    }
}

/// A pending discovery, with the values that the caller set.
#[derive(Debug)]
pub(crate) struct Discovery {
    /// The URL of `/api/authinfo`.
    pub(crate) url: Uri,
    /// The configured authorization URL, which takes precedence.
    pub(crate) auth_url: Option<Url>,
    /// The configured tenant, which takes precedence.
    pub(crate) tenant: Option<String>,
}

impl Discovery {
    /// The endpoints, as Halo says. A failure is final: a guessed URL could send the secret to anyone.
    pub(super) async fn endpoints(&self, sender: &Sender) -> Result<Endpoints, Error> {
        let request = PreparedRequest::internal(self.url.clone(), "/authinfo".to_owned(), "/authinfo");
        let response = send(sender, &request, None).await.map_err(|error| {
            let kind = if error.status().is_some() { ErrorKind::Auth } else { error.kind() };
            error.with_kind(kind).during_token().hint(HINT)
        })?;
        let unusable = |detail: &str| {
            let error = response.error(ErrorKind::Auth).with_status(response.status);
            error.detail(detail).during_token().hint(HINT)
        };
        let found: Value = serde_json::from_slice(response.json()).map_err(|_| unusable("the response is not JSON"))?;
        let text = |name: &str| found.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let auth_url = if let Some(auth_url) = &self.auth_url {
            auth_url.clone()
        } else {
            let text = text("auth_url").ok_or_else(|| unusable("the response has no auth_url"))?;
            server_url(text, "auth_url").map_err(|error| unusable(error.reason()))?
        };
        let tenant = self.tenant.as_deref().or_else(|| text("tenant_id"));
        tracing::debug!(host = auth_url.host_str(), "discovered the authorization server");
        Endpoints::new(&auth_url, tenant).map_err(|error| unusable(error.reason()))
    }
}
