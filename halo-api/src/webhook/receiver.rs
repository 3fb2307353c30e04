//! How a receiver tells Halo from others.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use subtle::{Choice, ConstantTimeEq};

use crate::vocabulary::secret::Secret;

/// A request that does not prove to come from Halo. Respond with 401, and say no more than that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unauthorized;

impl fmt::Display for Unauthorized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request does not prove to come from Halo")
    }
}

impl std::error::Error for Unauthorized {}

/// Basic authentication (RFC 7617) of deliveries, with the user name and password that the webhook has.
///
/// How long the check takes depends on how long the texts are, and not on how much of them is right.
///
/// ```
/// use halo_api::http::{HeaderMap, header};
/// use halo_api::webhook::BasicAuth;
///
/// let auth = BasicAuth::new("halo", "a long secret");
/// let headers = HeaderMap::from_iter([(header::AUTHORIZATION, auth.header())]);
/// assert!(auth.verify(&headers).is_ok());
/// assert!(BasicAuth::new("halo", "another secret").verify(&headers).is_err());
/// ```
#[derive(Debug, Clone)]
pub struct BasicAuth {
    /// The user name and the password, with a colon between.
    credentials: Secret,
}

impl BasicAuth {
    /// Takes the user name and the password. A user name has no colon.
    pub fn new(username: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        Self { credentials: Secret::new(format!("{}:{}", username.as_ref(), password.as_ref())) }
    }

    /// Checks the headers of a request.
    ///
    /// # Errors
    /// [`Unauthorized`]: the `Authorization` header is missing, is not Basic authentication, or has other credentials.
    pub fn verify(&self, headers: &HeaderMap) -> Result<(), Unauthorized> {
        let sent = only(headers, &header::AUTHORIZATION).and_then(|sent| {
            let (scheme, token) = std::str::from_utf8(sent).ok()?.split_once(' ')?;
            scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(token.trim()).ok()).flatten()
        });
        matches(sent.as_deref(), &self.credentials)
    }

    /// The value of the `Authorization` header that passes the check, for tests.
    #[must_use]
    pub fn header(&self) -> HeaderValue {
        let value = format!("Basic {}", STANDARD.encode(self.credentials.expose()));
        // Letters, digits and signs of base64 are valid in headers.
        let mut value = HeaderValue::try_from(value).unwrap_or(HeaderValue::from_static("Basic"));
        value.set_sensitive(true);
        value
    }
}

/// A secret in a header of deliveries, as gateways and webhooks with a key send it.
///
/// How long the check takes depends on how long the texts are, and not on how much of them is right.
///
/// ```
/// use halo_api::http::{HeaderMap, HeaderName, HeaderValue};
/// use halo_api::webhook::SharedSecret;
///
/// let name = HeaderName::from_static("x-webhook-key");
/// let secret = SharedSecret::in_header(name.clone(), "a long secret");
/// let headers = HeaderMap::from_iter([(name, HeaderValue::from_static("a long secret"))]);
/// assert!(secret.verify(&headers).is_ok());
/// assert!(secret.verify(&HeaderMap::new()).is_err());
/// ```
#[derive(Debug, Clone)]
pub struct SharedSecret {
    header: HeaderName,
    value: Secret,
}

impl SharedSecret {
    /// Takes the name of the header, and its whole value.
    pub fn in_header(header: HeaderName, value: impl Into<String>) -> Self {
        Self { header, value: Secret::new(value.into()) }
    }

    /// Checks the headers of a request.
    ///
    /// # Errors
    /// [`Unauthorized`]: the header is missing, is there twice, or has another value.
    pub fn verify(&self, headers: &HeaderMap) -> Result<(), Unauthorized> {
        matches(only(headers, &self.header), &self.value)
    }
}

/// The value of a header that is there once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h [u8]> {
    let mut values = headers.get_all(name).iter();
    values.next().filter(|_| values.next().is_none()).map(HeaderValue::as_bytes)
}

/// Compares in constant time. An empty secret would let everybody in, and so lets nobody in.
fn matches(sent: Option<&[u8]>, secret: &Secret) -> Result<(), Unauthorized> {
    let secret = secret.expose().as_bytes();
    let is_set = Choice::from(u8::from(!secret.is_empty() && secret != b":"));
    let is_equal = sent.unwrap_or_default().ct_eq(secret) & is_set;
    if bool::from(is_equal) { Ok(()) } else { Err(Unauthorized) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn headers(name: &str, values: &[&str]) -> HeaderMap {
        let name = HeaderName::try_from(name).unwrap();
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(&name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        headers
    }

    #[test]
    fn basic_authentication_takes_the_right_credentials_only() {
        let auth = BasicAuth::new("Aladdin", "open sesame");
        let right = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";
        assert_eq!(auth.header(), right);
        assert!(auth.verify(&headers("authorization", &[right])).is_ok());
        assert!(auth.verify(&headers("authorization", &[&right.replace("Basic", "basic")])).is_ok());
        for wrong in [
            "Basic QWxhZGRpbjpvcGVuIHNlc2Ft",
            "Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
            "Basic",
            "Basic ",
            "Basic !!!",
            "QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
            "Basic \u{e4}",
            "",
        ] {
            assert_eq!(auth.verify(&headers("authorization", &[wrong])), Err(Unauthorized), "{wrong}");
        }
        assert!(auth.verify(&headers("authorization", &[right, right])).is_err(), "twice");
        assert!(auth.verify(&HeaderMap::new()).is_err());
        assert!(auth.verify(&headers("x-authorization", &[right])).is_err());
        assert!(BasicAuth::new("", "").verify(&headers("authorization", &["Basic Og=="])).is_err(), "an empty secret");
    }

    #[test]
    fn a_shared_secret_is_the_whole_value_of_its_header() {
        let secret = SharedSecret::in_header(HeaderName::from_static("x-key"), "hush-hush");
        assert!(secret.verify(&headers("X-Key", &["hush-hush"])).is_ok());
        for wrong in ["hush-hus", "hush-hush ", "Hush-hush", ""] {
            let wrong = headers("x-key", &[wrong]);
            assert!(secret.verify(&wrong).is_err(), "{wrong:?}");
        }
        let empty = SharedSecret::in_header(HeaderName::from_static("x-key"), "");
        assert!(empty.verify(&headers("x-key", &[""])).is_err() && empty.verify(&HeaderMap::new()).is_err());
    }

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!(
            "{:?} {:?} {:?}",
            BasicAuth::new("halo", "hush-hush"),
            SharedSecret::in_header(HeaderName::from_static("x-key"), "hush-hush"),
            BasicAuth::new("halo", "hush-hush").header(),
        );
        assert!(!shown.contains("hush") && !shown.contains("aGFsbzp"), "{shown}");
    }
}
