//! `/api/authinfo`: Halo says, to anyone, where its authorisation server is and what the tenant is called.

use http::Method;
use serde_json::Value;
use url::Url;

use crate::pipeline::request::{self, PreparedRequest, Purpose};
use crate::session::ClientInner;
use crate::vocabulary::Safety;
use crate::vocabulary::url::{server_url, token_url};
use crate::vocabulary::{Error, ErrorKind};

/// What was left to be found out.
#[derive(Debug)]
pub(crate) struct Discovery {
    /// Of `/api/authinfo`.
    pub(crate) url: Url,
    /// What was set beforehand, and stays.
    pub(crate) auth_url: Option<Url>,
    pub(crate) tenant: Option<String>,
}

impl Discovery {
    /// The URL for tokens. A failure is final: guessing another URL would send the secret somewhere.
    pub(super) async fn token_url(&self, core: &ClientInner) -> Result<Url, Error> {
        let out = self.request();
        let reply = request::run(core, &out).await.map_err(|error| {
            let kind = if error.status().is_some() { ErrorKind::Auth } else { error.kind() };
            error.with_kind(kind).during_token().hint("set auth_url() and tenant() instead of discover(true)")
        })?;
        let useless = |detail: String| {
            let error = Error::new(ErrorKind::Auth).with_endpoint(out.endpoint()).with_host(out.host());
            let error = error.with_status(reply.status);
            error.detail(detail).during_token().hint("set auth_url() and tenant() instead of discover(true)")
        };
        let found: Value =
            serde_json::from_slice(&reply.body).map_err(|_| useless("the reply is no JSON".to_owned()))?;
        let text = |name: &str| found.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let auth_url = if let Some(set) = &self.auth_url {
            set.clone()
        } else {
            let text = text("auth_url").ok_or_else(|| useless("the reply has no auth_url".to_owned()))?;
            server_url(text, "auth_url").map_err(|error| useless(error.reason().to_owned()))?
        };
        let tenant = self.tenant.as_deref().or_else(|| text("tenant_id"));
        tracing::debug!(host = auth_url.host_str(), "found the authorisation server");
        Ok(token_url(&auth_url, tenant))
    }

    fn request(&self) -> PreparedRequest {
        PreparedRequest {
            method: Method::GET,
            url: self.url.clone(),
            path: "/authinfo".to_owned(),
            template: "/authinfo".into(),
            body: None,
            safety: Safety::Safe,
            scope: None,
            enforce_scope: false,
            timeout: None,
            retry: None,
            purpose: Purpose::Discovery,
        }
    }
}
