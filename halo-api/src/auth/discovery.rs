//! `/api/authinfo`: Halo says, to anyone, where its authorization server is and what the tenant is called.

use http::{Method, Uri};
use serde_json::Value;
use url::Url;

use crate::pipeline::request::PreparedRequest;
use crate::pipeline::{Lane, Sender, send};
use crate::vocabulary::url::{server_url, token_url, uri};
use crate::vocabulary::{Error, ErrorKind, Safety};

/// What to do instead.
const HINT: &str = "set auth_url() and tenant() instead of discover(true)";

/// What remains to be found out.
#[derive(Debug)]
pub(crate) struct Discovery {
    /// Of `/api/authinfo`.
    pub(crate) url: Uri,
    /// What was set beforehand, and stays.
    pub(crate) auth_url: Option<Url>,
    pub(crate) tenant: Option<String>,
}

impl Discovery {
    /// The URL for tokens. A failure is final: guessing another URL would send the secret somewhere.
    pub(super) async fn token_url(&self, sender: &Sender) -> Result<Uri, Error> {
        let out = self.request();
        let response = send(sender, &out, None).await.map_err(|error| {
            let kind = if error.status().is_some() { ErrorKind::Auth } else { error.kind() };
            error.with_kind(kind).during_token().hint(HINT)
        })?;
        let useless = |detail: &str| {
            let error = response.error(ErrorKind::Auth).with_status(response.status);
            error.detail(detail).during_token().hint(HINT)
        };
        let found: Value = serde_json::from_slice(response.json()).map_err(|_| useless("the response is no JSON"))?;
        let text = |name: &str| found.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let auth_url = if let Some(set) = &self.auth_url {
            set.clone()
        } else {
            let text = text("auth_url").ok_or_else(|| useless("the response has no auth_url"))?;
            server_url(text, "auth_url").map_err(|error| useless(error.reason()))?
        };
        let tenant = self.tenant.as_deref().or_else(|| text("tenant_id"));
        tracing::debug!(host = auth_url.host_str(), "found the authorization server");
        uri(&token_url(&auth_url, tenant)).map_err(|error| useless(error.reason()))
    }

    fn request(&self) -> PreparedRequest {
        PreparedRequest {
            method: Method::GET,
            uri: self.url.clone(),
            path: "/authinfo".to_owned(),
            template: "/authinfo".into(),
            body: None,
            safety: Safety::Safe,
            scope: None,
            enforce_scope: false,
            lane: Lane::Interactive,
            timeout: None,
            retry: None,
        }
    }
}
