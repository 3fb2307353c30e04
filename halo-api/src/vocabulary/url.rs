//! URLs of servers that secrets are sent to.

use http::Uri;
use url::{Host, Url};

use crate::vocabulary::Error;

/// The token endpoint of an authorization server. The tenant is in the query, even for a POST.
pub(crate) fn token_url(auth_url: &Url, tenant: Option<&str>) -> Url {
    endpoint(auth_url, "token", tenant)
}

/// Where people sign in.
pub(crate) fn authorize_url(auth_url: &Url, tenant: Option<&str>) -> Url {
    endpoint(auth_url, "authorize", tenant)
}

/// An endpoint of an authorization server, whose URL may be given with its token endpoint.
fn endpoint(auth_url: &Url, name: &str, tenant: Option<&str>) -> Url {
    let mut server = auth_url.clone();
    if let Some(path) = auth_url.path().strip_suffix("/token") {
        server.set_path(path);
    }
    let mut url = joined(&server, name);
    if let Some(tenant) = tenant {
        url.query_pairs_mut().append_pair("tenant", tenant);
    }
    url
}

/// Parses a URL that a secret may be sent to.
pub(crate) fn server_url(text: &str, what: &str) -> Result<Url, Error> {
    let text = text.trim();
    // An error does not repeat the text: it may contain a password.
    if text.contains(char::is_control) {
        // The parser would remove them from within the URL without a warning.
        return Err(Error::config(format!("the {what} must not contain control characters")));
    }
    let url = Url::parse(text).map_err(|error| {
        Error::config(format!("the {what} is not a valid URL ({error}); it looks like https://acme.halopsa.com"))
    })?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::config(format!("the {what} must not contain a user name or password")));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Error::config(format!("the {what} must not contain a query or fragment")));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(Error::config(format!("the {what} must begin with https://, because a secret is sent to it"))),
        other => Err(Error::config(format!("the {what} must begin with https://, not {other}://"))),
    }
}

/// Whether the server is on the local machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Appends a segment to `url`, in place of a trailing `/api` in any case.
///
/// People copy the base URL with it.
pub(crate) fn joined(url: &Url, segment: &str) -> Url {
    let path = url.path().trim_end_matches('/');
    let path = match path.rsplit_once('/') {
        Some((before, last)) if last.eq_ignore_ascii_case("api") => before,
        _ => path,
    };
    let mut url = url.clone();
    url.set_path(&format!("{path}/{segment}"));
    url
}

/// Converts a URL to the type that requests use.
pub(crate) fn uri(url: &Url) -> Result<Uri, Error> {
    url.as_str().parse().map_err(|error| Error::config("the URL cannot be built").with_source(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_api_at_the_end_of_the_base_url_makes_room() {
        for (base, api) in [
            ("https://acme.halopsa.com", "/api"),
            ("https://acme.halopsa.com/api/", "/api"),
            ("https://acme.halopsa.com/API", "/api"),
            ("https://acme.halopsa.com/halo/Api", "/halo/api"),
            ("https://acme.halopsa.com/myapi", "/myapi/api"),
        ] {
            assert_eq!(joined(&server_url(base, "base URL").unwrap(), "api").path(), api, "{base}");
        }
    }

    #[test]
    fn the_endpoints_are_beside_each_other() {
        for (auth_url, token) in [
            ("https://acme.halopsa.com/auth", "https://acme.halopsa.com/auth/token"),
            ("https://acme.halopsa.com/auth/token", "https://acme.halopsa.com/auth/token"),
            ("https://auth.acme.example", "https://auth.acme.example/token"),
            ("https://auth.acme.example/token", "https://auth.acme.example/token"),
        ] {
            let auth_url = server_url(auth_url, "auth URL").unwrap();
            assert_eq!(token_url(&auth_url, None).as_str(), token);
            let authorize = format!("{}?tenant=a+b", token.replace("token", "authorize"));
            assert_eq!(authorize_url(&auth_url, Some("a b")).as_str(), authorize);
        }
    }

    #[test]
    fn nothing_vanishes_from_within_a_url() {
        for text in ["https://acme.halo\tpsa.com", "https://acme.halopsa.com/a\r\npi"] {
            let error = server_url(text, "base URL").unwrap_err().to_string();
            assert!(error.contains("control characters"), "{error}");
        }
        assert!(server_url(" https://acme.halopsa.com\n", "base URL").is_ok());
    }
}
