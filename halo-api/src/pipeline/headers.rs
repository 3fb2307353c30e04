//! Headers that callers add.

use http::{HeaderMap, HeaderName, HeaderValue};

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

/// Headers of one call, if it has any.
pub(crate) type CallHeaders = Option<Box<HeaderMap>>;

/// A header as it is sent; its value is marked sensitive.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let name = HeaderName::try_from(name).map_err(|_| format!("{name:?} is not a valid header name"))?;
    if RESERVED_HEADERS.contains(&name.as_str()) {
        return Err(format!("the header `{name}` is set by the client itself"));
    }
    let mut value = HeaderValue::try_from(value)
        .map_err(|_| format!("the value of the header `{name}` is not a valid header value"))?;
    value.set_sensitive(true);
    Ok((name, value))
}

/// Adds a header to those of a call. The same name again replaces the value.
pub(crate) fn add(headers: &mut CallHeaders, name: &str, value: &str) -> Result<(), String> {
    let (name, value) = header(name, value)?;
    headers.get_or_insert_default().insert(name, value);
    Ok(())
}
