//! Requests that the schema does not describe, with the same token, retries and limits as all others.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Uri};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::Halo;
use crate::codec::Param;
use crate::pipeline::request::{ApiResponse, Body, PreparedRequest};
use crate::pipeline::{Lane, RetryPolicy};
use crate::request::{Pending, Preview, params};
use crate::vocabulary::Error;
use crate::vocabulary::Safety;

/// A request to any path; [`Halo::request`] begins one.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct RawRequest {
    halo: Halo,
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    body: Option<Vec<u8>>,
    timeout: Option<Duration>,
    retry: Option<RetryPolicy>,
    assume_idempotent: bool,
    fault: Option<String>,
}

impl Halo {
    /// A request to a path below `/api`, such as `/Lookup`, for what the schema does not describe yet.
    ///
    /// GET is tried again when something goes wrong, DELETE as well; anything else only where it surely was not carried
    /// out.
    ///
    /// ```no_run
    /// use halo_api::Method;
    ///
    /// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// let lookups = halo.request(Method::GET, "/Lookup").query("lookupid", 11).await?;
    /// let made: serde_json::Value =
    ///     halo.request(Method::POST, "/ToDo").json(&[serde_json::json!({"text": "Call back"})]).send().await?;
    /// # Ok(()) }
    /// ```
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawRequest {
        let path = path.into();
        let path = if path.starts_with('/') || path.contains("://") { path } else { format!("/{path}") };
        let fault = path_fault(&self.inner.api, &path);
        RawRequest {
            halo: self.clone(),
            method,
            path,
            query: Vec::new(),
            body: None,
            timeout: None,
            retry: None,
            assume_idempotent: false,
            fault,
        }
    }
}

/// What is wrong with a path below `api`. A token must not leave that part of the server.
fn path_fault(api: &Uri, path: &str) -> Option<String> {
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
fn template(path: &str) -> String {
    let is_number = |segment: &&str| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    let named = path.split('/').map(|segment| if is_number(&segment) { "{id}" } else { segment });
    named.collect::<Vec<_>>().join("/")
}

impl RawRequest {
    /// Sets a query parameter. The same name again replaces it.
    pub fn query(mut self, name: impl Into<String>, value: impl Param) -> Self {
        let (name, value) = (name.into(), value.to_param());
        match self.query.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.query.push((name, value)),
        }
        self
    }

    /// Sends this as JSON. Most of Halo's POSTs take an array, also for one record.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.body = Some(bytes),
            Err(error) => self.fault = Some(format!("the body cannot be written: {error}")),
        }
        self
    }

    /// Bounds the whole call: every attempt and wait, the token, the rate limit. It takes the place of the client's
    /// limits, so that a longer one also lets a single attempt take longer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How often and how long it is tried, in place of the client's own policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Says that sending it twice does what sending it once does, so that it may be tried again after a lost response.
    pub fn assume_idempotent(mut self) -> Self {
        self.assume_idempotent = true;
        self
    }

    /// Calls `set` with the value of an option, if it has one.
    pub fn when_some<V>(self, option: Option<V>, set: impl FnOnce(Self, V) -> Self) -> Self {
        match option {
            Some(value) => set(self, value),
            None => self,
        }
    }

    /// What it would send. Nothing is sent.
    #[must_use]
    pub fn preview(&self) -> Preview {
        Preview {
            method: self.method.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            body: self.body.as_ref().and_then(|body| serde_json::from_slice(body).ok()),
            safety: self.safety(),
            scope: None,
            fault: self.fault.clone(),
        }
    }

    /// Sends it and reads the response. An empty one reads like `null`.
    ///
    /// The memory that `T` takes is bounded by the size of the body alone, which is at most 64 MB: what a hostile server
    /// sends may take many times that as [`serde_json::Value`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send<T: DeserializeOwned>(self) -> Result<T, Error> {
        let reply = self.reply().await?;
        let body: &[u8] = if reply.body.is_empty() { b"null" } else { reply.json() };
        serde_json::from_slice(body).map_err(|error| reply.unreadable(error.to_string()))
    }

    /// Sends it, waits, and reads the response: see [`blocking`](crate::blocking).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    #[cfg(feature = "blocking")]
    pub fn send_blocking<T: DeserializeOwned + Send + 'static>(self) -> Result<T, Error> {
        Pending::of(self.send()).wait()
    }

    /// Sends it and gives the body as it is: a file, or nothing that matters.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn bytes(self) -> Result<Bytes, Error> {
        self.reply().await.map(|reply| reply.body)
    }

    fn reply(self) -> Pending<ApiResponse> {
        Pending::of(async move { self.halo.inner.send(&self.outgoing()?).await })
    }

    fn outgoing(&self) -> Result<PreparedRequest, Error> {
        if let Some(fault) = &self.fault {
            return Err(Error::config(fault.clone()).with_endpoint(format!("{} {}", self.method, self.path)));
        }
        let uri = self.halo.inner.uri(&self.path, &params::query_text(&self.query))?;
        Ok(PreparedRequest {
            method: self.method.clone(),
            uri,
            path: self.path.clone(),
            template: template(&self.path).into(),
            body: self.body.clone().map(Body::json),
            safety: self.safety(),
            scope: None,
            enforce_scope: false,
            timeout: self.timeout,
            retry: self.retry.clone(),
            lane: Lane::default(),
        })
    }

    fn safety(&self) -> Safety {
        match self.method {
            Method::GET | Method::HEAD | Method::OPTIONS => Safety::Safe,
            Method::DELETE => Safety::Idempotent,
            _ if self.assume_idempotent => Safety::Idempotent,
            _ => Safety::Unsafe,
        }
    }
}

impl IntoFuture for RawRequest {
    type Output = Result<Value, Error>;
    type IntoFuture = Pending<Value>;

    fn into_future(self) -> Self::IntoFuture {
        Pending::of(self.send())
    }
}

impl fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.preview().fmt(f)
    }
}
