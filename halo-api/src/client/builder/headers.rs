//! The headers of every request.

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderValue};

use super::HaloBuilder;
use crate::pipeline::headers::header;
use crate::vocabulary::Error;

impl HaloBuilder {
    pub(super) fn all_headers(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let (name, value) = header(name, value.expose()).map_err(Error::config)?;
            headers.insert(name, value);
        }
        let mut agent = format!("halo-api/{} (rust)", env!("CARGO_PKG_VERSION"));
        if let Some(suffix) = self.user_agent_suffix.as_deref().filter(|suffix| !suffix.is_empty()) {
            agent = format!("{agent} {suffix}");
        }
        let agent = HeaderValue::try_from(agent)
            .map_err(|_| Error::config("the user agent suffix is not a valid header value"))?;
        headers.insert(USER_AGENT, agent);
        Ok(headers)
    }
}
