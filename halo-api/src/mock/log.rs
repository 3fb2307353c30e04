//! The log of requests, and assertions about it.

use std::collections::VecDeque;
use std::fmt;

use http::{Method, StatusCode};
use serde_json::Value;

use super::MockHalo;
use super::route::is_token;
use crate::request::Preview;

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
    /// The query parameters that the catalog does not know here. Halo ignores them.
    pub unknown: Vec<String>,
    /// The filters that Halo applies but this mock does not: the response has more rows than Halo's would.
    pub unapplied: Vec<String>,
    /// The status of the response. `None` while the request is in flight, and if the connection broke.
    pub status: Option<StatusCode>,
}

impl MockRequest {
    /// The value of a query parameter.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
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

/// Selects requests: every condition must match.
///
/// A [`Preview`] of a typed request converts to one: the same method, path, query and body.
///
/// ```
/// use halo_api::mock::{Matching, MockHalo};
/// use halo_api::tickets::TicketWrite;
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let mock = MockHalo::new();
/// let halo = mock.halo();
/// halo.tickets().create(TicketWrite::new().summary("Printer").client_id(12)).await?;
///
/// mock.assert_sent(Matching::post("/api/Tickets").with_field("client_id", 12));
/// mock.assert_sent(halo.tickets().create(TicketWrite::new().summary("Printer").client_id(12)).preview());
/// mock.assert_not_sent(Matching::delete("/api/Tickets"));
/// # Ok::<(), halo_api::Error>(()) }).unwrap();
/// ```
#[derive(Debug, Clone, Default)]
pub struct Matching {
    method: Option<Method>,
    path: Option<String>,
    /// Whether paths below the path match too.
    below: bool,
    query: Vec<(String, Option<String>)>,
    members: Vec<(String, Value)>,
    body: Option<Value>,
}

impl Matching {
    /// Matches every request.
    #[must_use]
    pub fn any() -> Self {
        Self { below: true, ..Self::default() }
    }

    /// Matches reads of this path, or of a record below it, such as `/api/Tickets`.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self::any().method(Method::GET).path(path)
    }

    /// Matches POSTs to this path or below it.
    #[must_use]
    pub fn post(path: impl Into<String>) -> Self {
        Self::any().method(Method::POST).path(path)
    }

    /// Matches DELETEs below this path.
    #[must_use]
    pub fn delete(path: impl Into<String>) -> Self {
        Self::any().method(Method::DELETE).path(path)
    }

    /// Requires this method.
    #[must_use]
    pub fn method(self, method: Method) -> Self {
        Self { method: Some(method), ..self }
    }

    /// Requires this path or one below it; case does not matter.
    #[must_use]
    pub fn path(self, path: impl Into<String>) -> Self {
        Self { path: Some(path.into()), ..self }
    }

    /// Requires this query parameter.
    #[must_use]
    pub fn query(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.query.push((name.into(), Some(value.to_string())));
        self
    }

    /// Requires that this query parameter is missing.
    #[must_use]
    pub fn without(mut self, name: impl Into<String>) -> Self {
        self.query.push((name.into(), None));
        self
    }

    /// Requires a record in the body whose member has this value.
    #[must_use]
    pub fn with_field(mut self, member: impl Into<String>, value: impl Into<Value>) -> Self {
        self.members.push((member.into(), value.into()));
        self
    }

    pub(super) fn matches(&self, request: &MockRequest) -> bool {
        self.method.as_ref().is_none_or(|method| *method == request.method)
            && self.path.as_ref().is_none_or(|path| is_at(&request.path, path, self.below))
            && self.query.iter().all(|(name, value)| request.param(name) == value.as_deref())
            && self.body.as_ref().is_none_or(|body| request.body.as_ref() == Some(body))
            && (self.members.is_empty() || records(request.body.as_ref()).iter().any(|record| self.has_members(record)))
    }

    fn has_members(&self, record: &Value) -> bool {
        self.members.iter().all(|(member, value)| record.get(member) == Some(value))
    }
}

/// Whether a path is this one or, if `below` is set, below it.
pub(super) fn is_at(path: &str, wanted: &str, below: bool) -> bool {
    let start = path.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted));
    let rest = path.get(wanted.len()..).unwrap_or_default();
    start && (rest.is_empty() || below && rest.starts_with('/'))
}

fn records(body: Option<&Value>) -> &[Value] {
    match body {
        Some(Value::Array(records)) => records,
        Some(record) => std::slice::from_ref(record),
        None => &[],
    }
}

impl From<Preview> for Matching {
    fn from(preview: Preview) -> Self {
        let query = preview.query.into_iter().map(|(name, value)| (name, Some(value))).collect();
        let (method, path) = (Some(preview.method), Some(format!("/api{}", preview.path)));
        Self { method, path, below: false, query, members: Vec::new(), body: preview.body }
    }
}

impl MockHalo {
    /// The matching requests so far, oldest first.
    #[must_use]
    pub fn sent(&self, matching: impl Into<Matching>) -> Vec<MockRequest> {
        let matching = matching.into();
        self.lock().log.iter().filter(|request| matching.matches(request)).cloned().collect()
    }

    /// Asserts that a matching request was sent.
    ///
    /// # Panics
    /// If there was none. The message shows all requests, as do those of the other assertions.
    #[track_caller]
    pub fn assert_sent(&self, matching: impl Into<Matching>) {
        let matching = matching.into();
        assert!(
            !self.sent(matching.clone()).is_empty(),
            "no request matches {matching:?}; the requests were\n{}",
            self.shown()
        );
    }

    /// Asserts that this many matching requests were sent.
    ///
    /// # Panics
    /// If there were more or fewer.
    #[track_caller]
    pub fn assert_sent_times(&self, times: usize, matching: impl Into<Matching>) {
        let matching = matching.into();
        let sent = self.sent(matching.clone()).len();
        assert!(sent == times, "{sent} requests, not {times}, match {matching:?}; the requests were\n{}", self.shown());
    }

    /// Asserts that no matching request was sent.
    ///
    /// # Panics
    /// If there was one.
    #[track_caller]
    pub fn assert_not_sent(&self, matching: impl Into<Matching>) {
        let sent = self.sent(matching);
        assert!(sent.is_empty(), "this should not have been sent:\n{}", lines(&sent));
    }

    /// Asserts that no write was sent.
    ///
    /// # Panics
    /// If there was a request other than reads and token requests.
    #[track_caller]
    pub fn assert_no_writes(&self) {
        let writes: Vec<MockRequest> = self.lock().log.iter().filter(|request| request.is_write()).cloned().collect();
        assert!(writes.is_empty(), "this should not have been written:\n{}", lines(&writes));
    }

    /// Asserts that the catalog knows every query parameter that was sent.
    ///
    /// Halo ignores others, which turns a misspelled filter into a list of everything.
    ///
    /// # Panics
    /// If there was an unknown one.
    #[track_caller]
    pub fn assert_no_unknown_parameters(&self) {
        let unknown = self.unknown_parameters();
        assert!(unknown.is_empty(), "Halo would ignore\n  {}\nin\n{}", unknown.join("\n  "), self.shown());
    }

    /// The unknown query parameters so far, as `GET /api/Tickets: clientid`.
    ///
    /// Halo ignores parameters that the catalog does not know, which turns a misspelled filter into a list of
    /// everything.
    #[must_use]
    pub fn unknown_parameters(&self) -> Vec<String> {
        self.named(|request| &request.unknown)
    }

    /// The filters so far that Halo applies but this mock does not, such as `advanced_search`.
    ///
    /// A test that depends on one proves nothing.
    #[must_use]
    pub fn unapplied_filters(&self) -> Vec<String> {
        self.named(|request| &request.unapplied)
    }

    fn named(&self, names: impl Fn(&MockRequest) -> &Vec<String>) -> Vec<String> {
        let state = self.lock();
        let pairs = state.log.iter().flat_map(|request| names(request).iter().map(move |name| (request, name)));
        pairs.map(|(request, name)| format!("{} {}: {name}", request.method, request.path)).collect()
    }

    fn shown(&self) -> String {
        let requests = self.requests();
        if requests.is_empty() { "  none".to_owned() } else { lines(&requests) }
    }
}

fn lines(requests: &[MockRequest]) -> String {
    let lines: Vec<String> = requests.iter().map(|request| format!("  {request}")).collect();
    lines.join("\n")
}
