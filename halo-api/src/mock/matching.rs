//! Selects requests of the log, for assertions.

use std::fmt;

use http::Method;
use serde_json::Value;

use super::MockRequest;
use super::notes::records;
use crate::request::Preview;

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
            && (self.members.is_empty()
                || request
                    .body
                    .as_ref()
                    .is_some_and(|body| records(body).iter().any(|record| self.has_members(record))))
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

impl From<Preview> for Matching {
    fn from(preview: Preview) -> Self {
        let query = preview.query.into_iter().map(|(name, value)| (name, Some(value))).collect();
        let (method, path) = (Some(preview.method), Some(format!("/api{}", preview.path)));
        Self { method, path, below: false, query, members: Vec::new(), body: preview.body }
    }
}
