//! Requests that the schema does not describe, with the same token, retries and limits as any other.

mod path;
mod response;

use std::fmt;
use std::time::Duration;

use http::Method;
use serde::Serialize;

pub(crate) use self::path::path_fault;
use self::path::template;
use crate::Halo;
use crate::codec::Param;
use crate::entity_info::{Known, known};
use crate::files::Multipart;
use crate::pipeline::headers::{self, CallHeaders};
use crate::pipeline::request::{Body, PreparedRequest, ResponseOptions};
use crate::pipeline::{Lane, MetaSlot, RetryPolicy};
use crate::request::{Preview, params};
use crate::vocabulary::Error;
use crate::vocabulary::Safety;

/// A request to any path, from [`Halo::request`].
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct RawRequest {
    halo: Halo,
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    body: Option<RawBody>,
    timeout: Option<Duration>,
    retry: Option<RetryPolicy>,
    max_bytes: Option<u64>,
    lane: Option<Lane>,
    headers: CallHeaders,
    meta: Option<MetaSlot>,
    /// What the caller says of sending it twice.
    assumed: Option<Safety>,
    fault: Option<String>,
}

#[derive(Clone)]
enum RawBody {
    Json(Vec<u8>),
    Multipart(Multipart),
}

impl Halo {
    /// Starts a request to a path below `/api`, such as `/Lookup`, for what the schema does not describe.
    ///
    /// GET and DELETE are retried after any failure; other methods only if the request was certainly not carried out,
    /// unless the schema says that this method and path may be sent twice.
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
            max_bytes: None,
            lane: None,
            headers: None,
            meta: None,
            assumed: None,
            fault,
        }
    }
}

impl RawRequest {
    /// Sets a query parameter. Setting a name again replaces its value; case is ignored.
    pub fn query(mut self, name: impl Into<String>, value: impl Param) -> Self {
        let (name, value) = (name.into(), value.to_param());
        // As Halo compares them.
        match self.query.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&name)) {
            Some(known) => *known = (name, value),
            None => self.query.push((name, value)),
        }
        self
    }

    /// Sets the body, as JSON. Most of Halo's POSTs expect an array, even for one record.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.body = Some(RawBody::Json(bytes)),
            Err(error) => self.fault = Some(format!("the body cannot be encoded: {error}")),
        }
        self
    }

    /// Sets the body, as a form of texts and files.
    ///
    /// An upload that is interrupted after it was sent is
    /// [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown), as any other POST is. A large one may need a longer
    /// [`timeout`](Self::timeout) than the 30 s of an attempt.
    pub fn multipart(mut self, form: Multipart) -> Self {
        self.body = Some(RawBody::Multipart(form));
        self
    }

    /// Sets the maximum size of the response body in bytes, after decompression; 64 MB by default.
    ///
    /// A larger body fails with [`TooLarge`](crate::ErrorKind::TooLarge).
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// Limits the duration of the whole call: attempts, waits, token and rate limit. It replaces the client's
    /// limits, so a longer one also allows a single attempt to take longer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets its priority under the rate limit, in place of the client's.
    pub fn lane(mut self, lane: Lane) -> Self {
        self.lane = Some(lane);
        self
    }

    /// Adds a header, such as a correlation id; the same name again replaces it.
    ///
    /// The value is treated as a secret. A header that the client sets itself, such as `Accept`, is an error when the request
    /// is sent.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        if let Err(fault) = headers::add(&mut self.headers, name.as_ref(), value.as_ref()) {
            self.fault.get_or_insert(fault);
        }
        self
    }

    /// Sets how often and how long it is retried, in place of the client's policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Declares that sending it twice has the same effect as once, so it is retried after a lost response.
    pub fn assume_idempotent(mut self) -> Self {
        self.assumed.get_or_insert(Safety::Idempotent);
        self
    }

    /// Declares that it changes nothing, such as a POST that only searches.
    ///
    /// It is retried after any failure, and a [`read_only`](Halo::read_only) client sends it.
    pub fn assume_safe(mut self) -> Self {
        self.assumed = Some(Safety::Safe);
        self
    }

    /// Calls `set` with the value of the option, if there is one.
    pub fn when_some<V>(self, option: Option<V>, set: impl FnOnce(Self, V) -> Self) -> Self {
        match option {
            Some(value) => set(self, value),
            None => self,
        }
    }

    /// Shows what it would send, without sending it.
    #[must_use]
    pub fn preview(&self) -> Preview {
        let body = self.body.as_ref().and_then(|body| match body {
            RawBody::Json(text) => serde_json::from_slice(text).ok(),
            RawBody::Multipart(form) => Some(form.shown()),
        });
        let unencodable = match &self.body {
            Some(RawBody::Multipart(form)) => form.check().err(),
            _ => None,
        };
        let known = self.known();
        Preview {
            method: self.method.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            body,
            safety: self.safety(known),
            scope: known.scope,
            fault: self.fault.clone().or(unencodable),
        }
    }

    fn prepare(&self) -> Result<PreparedRequest, Error> {
        let fault = |fault: String| Error::config(fault).with_endpoint(format!("{} {}", self.method, self.path));
        if let Some(text) = &self.fault {
            return Err(fault(text.clone()));
        }
        let uri = self.halo.inner.uri(&self.path, &params::query_text(&self.query))?;
        let known = self.known();
        Ok(PreparedRequest {
            method: self.method.clone(),
            uri,
            path: self.path.clone(),
            template: template(&self.path).into(),
            body: self.body().map_err(fault)?,
            safety: self.safety(known),
            scope: known.scope,
            // What the catalog knows of a path is for errors: the caller may know better.
            enforce_scope: false,
            timeout: self.timeout,
            retry: self.retry.clone(),
            lane: self.lane.unwrap_or(self.halo.inner.lane),
            queued: None,
            headers: self.headers.clone(),
            meta: self.meta.clone(),
            response: ResponseOptions::up_to(self.max_bytes),
        })
    }

    fn body(&self) -> Result<Option<Body>, String> {
        match &self.body {
            Some(RawBody::Json(text)) => Ok(Some(Body::json(text.clone()))),
            Some(RawBody::Multipart(form)) => form.encode().map(Some),
            None => Ok(None),
        }
    }

    fn safety(&self, known: Known) -> Safety {
        match self.method {
            Method::GET | Method::HEAD | Method::OPTIONS => Safety::Safe,
            _ if self.assumed == Some(Safety::Safe) => Safety::Safe,
            Method::DELETE => Safety::Idempotent,
            _ => match known.safety {
                None | Some(Safety::Unsafe) => self.assumed.unwrap_or(Safety::Unsafe),
                Some(known) => known,
            },
        }
    }

    fn known(&self) -> Known {
        known((self.halo.inner.entries)(), &self.method, &self.path)
    }
}

/// Method, path and the names of parameters, without a value that a log should not hold.
impl fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.query.iter().map(|(name, _)| name.as_str()).collect();
        let mut shown = f.debug_struct("RawRequest");
        shown.field("request", &format_args!("{} {}", self.method, template(&self.path))).field("query", &names);
        if let Some(RawBody::Multipart(form)) = &self.body {
            shown.field("form", form);
        }
        shown.finish_non_exhaustive()
    }
}
