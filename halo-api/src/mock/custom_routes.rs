//! Routes that a test adds: what the catalog does not describe, and other hosts.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{Method, Response, Uri};

use super::route::below_api;
use super::{MockHalo, MockRequest, MockResponse};
use crate::entity_info::variables;

/// The function of a route.
pub(super) type Handler = Arc<Mutex<dyn FnMut(&MockRequest) -> MockResponse + Send>>;

/// A route that a test added.
pub(super) struct CustomRoute {
    method: Method,
    /// `None`: the path is below `/api` of the Halo itself.
    host: Option<String>,
    path: String,
    handler: Handler,
}

impl CustomRoute {
    fn is_at(&self, method: &Method, uri: &Uri) -> bool {
        let path = if self.host.is_some() { Some(uri.path()) } else { below_api(uri.path()) };
        let is_host = match &self.host {
            Some(host) => uri.authority().is_some_and(|authority| authority.as_str().eq_ignore_ascii_case(host)),
            None => true,
        };
        is_host && self.method == *method && path.is_some_and(|path| variables(&self.path, path).is_some())
    }

    pub(super) fn is_on_another_host(&self) -> bool {
        self.host.is_some()
    }
}

/// The routes that a test added; of two for one request, the later one counts.
#[derive(Default)]
pub(super) struct CustomRoutes(Vec<CustomRoute>);

impl CustomRoutes {
    pub(super) fn find(&self, method: &Method, uri: &Uri) -> Option<&CustomRoute> {
        self.0.iter().rev().find(|route| route.is_at(method, uri))
    }

    pub(super) fn add(&mut self, method: Method, path: &str, handler: Handler) {
        let (host, path) = split_host(path);
        self.0.push(CustomRoute { method, host, path, handler });
    }
}

impl CustomRoute {
    pub(super) fn handler(&self) -> Handler {
        Arc::clone(&self.handler)
    }
}

/// The host of an absolute URL, and the path.
fn split_host(path: &str) -> (Option<String>, String) {
    let rest = path.strip_prefix("https://").or_else(|| path.strip_prefix("http://"));
    match rest {
        Some(rest) => {
            let at = rest.find('/').unwrap_or(rest.len());
            (Some(rest[..at].to_owned()), if at == rest.len() { "/".to_owned() } else { rest[at..].to_owned() })
        }
        None => (None, path.to_owned()),
    }
}

/// Runs a handler. The mock is not locked meanwhile, so the handler may use it.
pub(super) fn run(handler: &Handler, request: &MockRequest) -> Response<Bytes> {
    let mut handler = handler.lock().unwrap_or_else(PoisonError::into_inner);
    handler(request).into_http()
}

impl MockHalo {
    /// Serves a path below `/api` with a function, in place of what the catalog has there.
    ///
    /// Segments in braces match anything: `/Invoice/{id}/pdf`. Tokens and the rate limit are checked before. A later route
    /// at the same path replaces an earlier one. The function may use the mock.
    ///
    /// A URL with a host, such as `https://files.example/a.pdf`, is served on that host: to whoever has the link, without a
    /// token. A request with a token gets a 400, as from storage services.
    ///
    /// ```
    /// use halo_api::Method;
    /// use halo_api::mock::{MockHalo, MockResponse};
    /// use serde_json::json;
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mock = MockHalo::new();
    /// mock.route(Method::GET, "/Control", |_| json!({"ticketing_enabled": true}));
    /// mock.route(Method::GET, "/Invoice/{id}/pdf", |_| MockResponse::bytes("application/pdf", *b"%PDF-1.7"));
    ///
    /// let pdf = mock.halo().request(Method::GET, "/Invoice/7/pdf").bytes().await?;
    /// assert_eq!(pdf, &b"%PDF-1.7"[..]);
    /// # Ok::<(), halo_api::Error>(()) }).unwrap();
    /// ```
    pub fn route<R: Into<MockResponse>>(
        &self,
        method: Method,
        path: impl AsRef<str>,
        mut handler: impl FnMut(&MockRequest) -> R + Send + 'static,
    ) {
        let handler = Arc::new(Mutex::new(move |request: &MockRequest| handler(request).into()));
        self.lock().routes.add(method, path.as_ref(), handler);
    }
}
