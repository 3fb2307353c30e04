//! URLs of servers that are sent secrets.

use http::Uri;
use url::{Host, Url};

use crate::vocabulary::Error;

/// Where an authorization server gives tokens. The tenant is in the query, also for POST.
pub(crate) fn token_url(auth_url: &Url, tenant: Option<&str>) -> Url {
    let mut url = auth_url.clone();
    if !url.path().ends_with("/token") {
        url = joined(&url, "token");
    }
    if let Some(tenant) = tenant {
        url.query_pairs_mut().append_pair("tenant", tenant);
    }
    url
}

/// A URL that a token may be sent to.
pub(crate) fn server_url(text: &str, what: &str) -> Result<Url, Error> {
    let text = text.trim();
    // The text is not repeated in an error: somebody may have put a password into it.
    let url = Url::parse(text).map_err(|error| {
        Error::config(format!("the {what} is no URL ({error}); it looks like https://acme.halopsa.com"))
    })?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::config(format!("the {what} must hold no user name or password")));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Error::config(format!("the {what} must hold no query or fragment")));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(Error::config(format!("the {what} must begin with https://, since a secret is sent to it"))),
        other => Err(Error::config(format!("the {what} must begin with https://, not {other}://"))),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// `url` with one more segment; an `/api` at its end makes room for it, since people copy the base URL with it.
pub(crate) fn joined(url: &Url, segment: &str) -> Url {
    let path = url.path().trim_end_matches('/');
    let path = path.strip_suffix("/api").unwrap_or(path);
    let mut url = url.clone();
    url.set_path(&format!("{path}/{segment}"));
    url
}

/// A URL as requests hold it, parsed once.
pub(crate) fn uri(url: &Url) -> Result<Uri, Error> {
    url.as_str().parse().map_err(|error| Error::config("the URL does not hold together").with_source(error))
}
