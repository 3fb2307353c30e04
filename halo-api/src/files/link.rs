//! Files that Halo does not send itself but links to, on the server of a storage provider.
//!
//! The link is a secret and the server is not Halo: it gets no token, no header of the caller, no cookie, and the request
//! takes no permit of Halo's rate limit.

use http::{HeaderMap, StatusCode, header};
use serde_json::Value;
use url::Url;

use crate::pipeline::request::{ApiResponse, PreparedRequest, ResponseOptions};
use crate::pipeline::{Sender, send};
use crate::vocabulary::secret::{Redactor, Secret};
use crate::vocabulary::url::{is_loopback, uri};
use crate::vocabulary::{Error, ErrorKind};

/// The most redirects that are followed.
const MOST_REDIRECTS: usize = 5;

/// Whether a response may be a link instead of the file: JSON without a file name.
pub(super) fn may_be_link(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_json = content_type.is_none_or(|text| text.to_ascii_lowercase().contains("json"));
    is_json && !headers.contains_key(header::CONTENT_DISPOSITION)
}

/// The link in a response such as `{"link": "https://…"}`, if that is what the response holds.
pub(super) fn link_in(response: &ApiResponse) -> Option<String> {
    if !may_be_link(&response.headers) {
        return None;
    }
    let value: Value = serde_json::from_slice(response.json()).ok()?;
    // Halo puts single objects into arrays.
    let object = match &value {
        Value::Array(items) => items.first().filter(|_| items.len() == 1)?.as_object()?,
        value => value.as_object()?,
    };
    let link = object.iter().find(|(name, _)| name.eq_ignore_ascii_case("link"))?.1;
    link.as_str().map(str::to_owned)
}

/// A link that may be fetched. The problem, if it is not one.
pub(super) fn parse(link: &str) -> Result<Url, &'static str> {
    let url = Url::parse(link).map_err(|_| "the link is not a URL")?;
    check(&url)?;
    Ok(url)
}

fn check(url: &Url) -> Result<(), &'static str> {
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(url) => {}
        _ => return Err("the URL does not begin with https://"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the URL has a user name or a password");
    }
    Ok(())
}

/// How a link is fetched.
pub(super) struct Fetch<'a> {
    pub(super) links: &'a Sender,
    /// The request whose response was the link.
    pub(super) request: &'a PreparedRequest,
    pub(super) options: ResponseOptions,
}

impl Fetch<'_> {
    /// Fetches the file, through redirects. Returns its URL as well.
    pub(super) async fn fetch(&self, link: Url) -> Result<(ApiResponse, Url), Error> {
        let mut url = link;
        for _ in 0..=MOST_REDIRECTS {
            // A storage provider echoes the parts of a signature that it refuses.
            let secrets = url.query_pairs().map(|(_, value)| Secret::new(value.into_owned()));
            let sender = Sender { redactor: Redactor::new(secrets), ..self.links.clone() };
            let response = send(&sender, &self.prepared(&url)?, None).await.map_err(with_hint)?;
            if !response.status.is_redirection() {
                return Ok((response, url));
            }
            url = redirect(&response, &url)?;
        }
        Err(Error::new(ErrorKind::Redirect)
            .with_endpoint(endpoint(&url))
            .detail(format!("the link leads through more than {MOST_REDIRECTS} redirects")))
    }

    fn prepared(&self, url: &Url) -> Result<PreparedRequest, Error> {
        let mut target = url.clone();
        target.set_fragment(None);
        Ok(PreparedRequest {
            timeout: self.request.timeout,
            retry: self.request.retry.clone(),
            response: self.options.clone(),
            // Every file has a path of its own, which spans must not show.
            ..PreparedRequest::internal(uri(&target)?, shown(url), "{link}")
        })
    }
}

/// The URL that a redirect leads to. It must not be less safe than the one before.
fn redirect(response: &ApiResponse, from: &Url) -> Result<Url, Error> {
    let refused = |detail: &str| response.error(ErrorKind::Redirect).with_status(response.status).detail(detail);
    let followed = [301, 302, 303, 307, 308].map(|status| StatusCode::from_u16(status).ok());
    if !followed.contains(&Some(response.status)) {
        return Err(refused("the link leads to a response that is not a file"));
    }
    let location = response.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
    let location = location.ok_or_else(|| refused("the redirect has no location"))?;
    let url = from.join(location).map_err(|_| refused("the redirect leads to something that is not a URL"))?;
    if from.scheme() == "https" && url.scheme() != "https" {
        return Err(refused("the redirect leads away from https"));
    }
    check(&url).map_err(|why| refused(&format!("the redirect cannot be followed: {why}")))?;
    Ok(url)
}

/// Links expire, with 403 as a rule.
fn with_hint(error: Error) -> Error {
    match error.kind() {
        ErrorKind::Auth | ErrorKind::Forbidden => error.hint("the link may have expired; download the file again"),
        _ => error,
    }
}

fn endpoint(url: &Url) -> String {
    format!("GET {}", shown(url))
}

/// A URL in errors: its query may be a signature.
fn shown(url: &Url) -> String {
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    format!("{}://{}{port}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_links_are_fetched() {
        for link in
            ["https://files.example/a?sig=1", "http://127.0.0.1:8080/a", "http://localhost/a", "HTTPS://X.example"]
        {
            assert!(parse(link).is_ok(), "{link}");
        }
        for link in [
            "http://files.example/a",
            "ftp://files.example/a",
            "file:///etc/passwd",
            "https://user:hush@files.example/a",
            "http://127.0.0.1.evil.example/",
            "/relative",
            "",
        ] {
            assert!(parse(link).is_err(), "{link}");
        }
    }

    #[test]
    fn errors_show_no_signature() {
        let url = parse("https://files.example:8443/a%20b?sig=hush#frag").unwrap();
        assert_eq!(endpoint(&url), "GET https://files.example:8443/a%20b");
    }
}
