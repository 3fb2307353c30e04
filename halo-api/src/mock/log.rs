//! The log of requests.

use std::collections::VecDeque;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

use super::route::is_token;

/// The longest body that a message shows.
const SHOWN_BODY: usize = 300;

/// A request that the mock received.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MockRequest {
    /// The HTTP method.
    pub method: Method,
    /// The path, such as `/api/Tickets/7` or `/auth/token`.
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// The body, if it was JSON; for a token request, the form without its secrets.
    pub body: Option<Value>,
    /// The body as it was sent; empty for a token request, which holds secrets.
    pub bytes: Bytes,
    /// The media type of the body, as the header says it.
    pub content_type: Option<String>,
    /// The other headers, without the authorization.
    pub headers: HeaderMap,
    /// The query parameters that the catalog does not know here. Halo ignores them.
    pub unknown: Vec<String>,
    /// The filters that decided which rows the response has.
    pub applied: Vec<String>,
    /// The filters that Halo applies but this mock does not: the response has more rows than Halo's would.
    pub unapplied: Vec<String>,
    /// The members of a body that Halo ignores: misspelt ones, those that only the server sets, and custom fields that are
    /// not defined, as `customfields[CFFlor]`.
    pub unknown_fields: Vec<String>,
    /// The ids in a body that name no record of the mock, as `client_id 123`.
    pub unknown_references: Vec<String>,
    /// The status of the response. `None` while the request is in flight, and if the connection broke.
    pub status: Option<StatusCode>,
}

impl MockRequest {
    /// The value of a query parameter.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The value of a header, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Whether the request would change something in Halo: it is neither a read nor a token request.
    #[must_use]
    pub fn is_write(&self) -> bool {
        self.method != Method::GET && !is_token(&self.path)
    }
}

/// Formats a request as `POST /api/Tickets?returnall=true -> 201 [{"summary":"Printer"}]`.
impl fmt::Display for MockRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        for (at, (name, value)) in self.query.iter().enumerate() {
            write!(f, "{}{name}={value}", if at == 0 { '?' } else { '&' })?;
        }
        match self.status {
            Some(status) => write!(f, " -> {}", status.as_u16())?,
            None => f.write_str(" -> no response")?,
        }
        let Some(body) = &self.body else { return Ok(()) };
        let body = body.to_string();
        match body.char_indices().nth(SHOWN_BODY) {
            Some((end, _)) => write!(f, " {}...", &body[..end]),
            None => write!(f, " {body}"),
        }
    }
}

/// The requests so far, or the last ones.
pub(super) struct Log {
    requests: VecDeque<MockRequest>,
    /// The number of the first retained request.
    first: u64,
    pub(super) most: usize,
}

impl Default for Log {
    fn default() -> Self {
        Self { requests: VecDeque::new(), first: 0, most: usize::MAX }
    }
}

impl Log {
    pub(super) fn push(&mut self, request: MockRequest) -> u64 {
        self.requests.push_back(request);
        while self.requests.len() > self.most {
            self.requests.pop_front();
            self.first += 1;
        }
        self.first + u64::try_from(self.requests.len()).unwrap_or(0)
    }

    /// Sets the status of a request by its number in the log.
    pub(super) fn set_status(&mut self, number: u64, status: StatusCode) -> Option<&MockRequest> {
        let at = usize::try_from(number.checked_sub(self.first + 1)?).ok()?;
        let request = self.requests.get_mut(at)?;
        request.status = Some(status);
        Some(request)
    }

    pub(super) fn get(&self, number: u64) -> Option<&MockRequest> {
        self.requests.get(usize::try_from(number.checked_sub(self.first + 1)?).ok()?)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &MockRequest> {
        self.requests.iter()
    }

    pub(super) fn clear(&mut self) {
        self.first += u64::try_from(self.requests.len()).unwrap_or(0);
        self.requests.clear();
    }
}
