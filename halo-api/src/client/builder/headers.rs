//! The headers of every request.

use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::HaloBuilder;
use crate::vocabulary::Error;

/// Headers that the client sets, and those of a single connection (RFC 9110, section 7.6.1).
///
/// Conflicting values would break the framing of requests, which enables request smuggling.
const RESERVED_HEADERS: [&str; 19] = [
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

impl HaloBuilder {
    pub(super) fn all_headers(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let parsed = HeaderName::try_from(name.as_str())
                .map_err(|_| Error::config(format!("{name:?} is not a valid header name")))?;
            if RESERVED_HEADERS.contains(&parsed.as_str()) {
                return Err(Error::config(format!("the header `{parsed}` is set by the client itself")));
            }
            let mut value = HeaderValue::try_from(value.expose()).map_err(|_| {
                Error::config(format!("the value of the header `{parsed}` is not a valid header value"))
            })?;
            value.set_sensitive(true);
            headers.insert(parsed, value);
        }
        let mut agent = format!("halo-api/{} (rust)", env!("CARGO_PKG_VERSION"));
        if let Some(suffix) = self.user_agent_suffix.as_deref().filter(|suffix| !suffix.is_empty()) {
            agent = format!("{agent} {suffix}");
        }
        let agent = HeaderValue::try_from(agent)
            .map_err(|_| Error::config("the user agent suffix is not a valid header value"))?;
        headers.insert(header::USER_AGENT, agent);
        Ok(headers)
    }
}
