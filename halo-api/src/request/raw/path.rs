//! Paths of raw requests.

use http::Uri;
use percent_encoding::percent_decode_str;
use url::Url;

/// What is wrong with a path below `api`. A token must not leave that part of the server.
pub(crate) fn path_fault(api: &Uri, path: &str) -> Option<String> {
    let decoded = decoded(path);
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    if path.contains("://") {
        Some("the path must be one below /api, not a URL".to_owned())
    } else if path.contains(['?', '#']) {
        Some("the path must not contain a query: use query(name, value)".to_owned())
    } else if decoded.contains(char::is_control) {
        Some("the path must not contain control characters".to_owned())
    } else if decoded.split(['/', '\\']).any(|segment| matches!(segment.trim(), "." | "..")) {
        Some("the path must not contain the segments `.` and `..`".to_owned())
    } else if first.eq_ignore_ascii_case("api") {
        let rest = path.trim_start_matches('/').get(first.len()..).unwrap_or_default();
        Some(format!("paths are below /api already: write `/{}`", rest.trim_start_matches('/')))
    } else if !below(api, path) {
        Some("the path must not lead out of the API".to_owned())
    } else {
        None
    }
}

/// Percent-decoded until nothing is left to decode: a server in between may decode once more than the next.
fn decoded(path: &str) -> String {
    let mut text = path.to_owned();
    while let Some(shorter) = decoded_once(&text) {
        text = shorter;
    }
    text
}

fn decoded_once(text: &str) -> Option<String> {
    let bytes: Vec<u8> = percent_decode_str(text).collect();
    (bytes.len() < text.len()).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether the URL is one of the API once a server or a library has resolved it.
fn below(api: &Uri, path: &str) -> bool {
    let resolved = Url::parse(&format!("{api}{path}"));
    resolved.is_ok_and(|url| url.path().strip_prefix(api.path()).is_some_and(|rest| rest.starts_with('/')))
}

/// The path with `{id}` for its numbers, so that a hundred records are one route.
pub(super) fn template(path: &str) -> String {
    let is_number = |segment: &&str| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    let named = path.split('/').map(|segment| if is_number(&segment) { "{id}" } else { segment });
    named.collect::<Vec<_>>().join("/")
}
