//! What goes wrong on purpose.

use std::future::pending;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Response, StatusCode, header};
use tokio::time::sleep;

use super::MockRequest;
use crate::transport::{TransportError, TransportErrorKind};

/// Something that goes wrong with one request, or with several.
///
/// ```
/// # use halo_api::mock::{Fault, MockHalo};
/// # use std::time::Duration;
/// let mock = MockHalo::new();
/// mock.fault(Fault::status(429).retry_after(Duration::from_secs(20)).times(2));
/// mock.fault(Fault::dropped().on("/api/Tickets"));
/// ```
#[derive(Debug, Clone)]
#[must_use = "give it to `MockHalo::fault`"]
pub struct Fault {
    effect: Effect,
    delay: Duration,
    carried_out: bool,
    path: Option<String>,
    method: Option<Method>,
    times: u32,
}

#[derive(Debug, Clone)]
enum Effect {
    None,
    Answer { status: u16, headers: Vec<(HeaderName, String)>, body: String },
    Break(TransportErrorKind),
    CutBody,
    Hang,
    ExpireTokens,
}

impl Fault {
    /// An answer with this status and no body, without the request being carried out.
    pub fn status(status: u16) -> Self {
        Self::new(Effect::Answer { status, headers: Vec::new(), body: String::new() }, false)
    }

    /// A HTML page with status 200, as a proxy or a sign-in would give.
    pub fn html() -> Self {
        Self::status(200)
            .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
            .body("<html><head><title>Sign in</title></head></html>")
    }

    /// No connection: the request never arrives.
    pub fn refused() -> Self {
        Self::new(Effect::Break(TransportErrorKind::Connect), false)
    }

    /// The request is carried out, and the connection breaks before the answer.
    pub fn dropped() -> Self {
        Self::new(Effect::Break(TransportErrorKind::Interrupted), true)
    }

    /// The request is carried out, and its answer is cut off in the middle of the body.
    pub fn cut_body() -> Self {
        Self::new(Effect::CutBody, true)
    }

    /// The request is carried out, and its answer never comes.
    pub fn hang() -> Self {
        Self::new(Effect::Hang, true)
    }

    /// Every token given so far is refused, from this request on.
    pub fn expired_token() -> Self {
        Self::new(Effect::ExpireTokens, true)
    }

    /// Nothing but a delay before the request is looked at.
    pub fn delay(delay: Duration) -> Self {
        Self { delay, ..Self::new(Effect::None, true) }
    }

    fn new(effect: Effect, carried_out: bool) -> Self {
        Self { effect, delay: Duration::ZERO, carried_out, path: None, method: None, times: 1 }
    }

    /// Gives a status a body.
    pub fn body(mut self, text: impl Into<String>) -> Self {
        if let Effect::Answer { body, .. } = &mut self.effect {
            *body = text.into();
        }
        self
    }

    /// Gives a status a header.
    pub fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        if let Effect::Answer { headers, .. } = &mut self.effect {
            headers.push((name, value.into()));
        }
        self
    }

    /// Gives a status a `Retry-After` in whole seconds.
    pub fn retry_after(self, wait: Duration) -> Self {
        self.header(header::RETRY_AFTER, wait.as_secs().to_string())
    }

    /// Whether the request is carried out all the same: a 504 may come after the work was done.
    pub fn carried_out(mut self, carried_out: bool) -> Self {
        self.carried_out = carried_out;
        self
    }

    /// Only for requests to this path or below it, such as `/api/Tickets` or `/auth/token`. Without it, a fault is for
    /// every request but those for tokens.
    pub fn on(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Only for requests with this method.
    pub fn method(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    /// For this many requests instead of one.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    fn is_for(&self, method: &Method, path: &str, is_token: bool) -> bool {
        let place = match &self.path {
            Some(wanted) => {
                let (wanted, path) = (wanted.to_ascii_lowercase(), path.to_ascii_lowercase());
                path.strip_prefix(&wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
            None => !is_token,
        };
        self.times > 0 && place && self.method.as_ref().is_none_or(|wanted| wanted == method)
    }

    pub(super) fn expires_tokens(&self) -> bool {
        matches!(self.effect, Effect::ExpireTokens)
    }

    /// Lets it happen. `answer` carries the request out.
    pub(super) async fn play(self, answer: impl Fn() -> Response<Bytes>) -> Result<Response<Bytes>, TransportError> {
        if !self.delay.is_zero() {
            sleep(self.delay).await;
        }
        let real = self.carried_out.then(answer);
        match self.effect {
            Effect::None | Effect::ExpireTokens => Ok(real.unwrap_or_default()),
            Effect::Answer { status, headers, body } => {
                let mut response = Response::new(Bytes::from(body));
                *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                for (name, value) in headers {
                    if let Ok(value) = HeaderValue::try_from(value) {
                        response.headers_mut().append(name, value);
                    }
                }
                Ok(response)
            }
            Effect::Break(kind) => Err(TransportError::new(kind).with_source("a fault of the mock's script")),
            Effect::CutBody => {
                let status = real.map_or(StatusCode::OK, |response| response.status());
                Err(TransportError::new(TransportErrorKind::CutBody).with_status(status))
            }
            Effect::Hang => pending().await,
        }
    }
}

/// The faults to come.
#[derive(Default)]
pub(super) struct Script {
    faults: Vec<Fault>,
    decide: Option<Decide>,
}

pub(super) type Decide = Box<dyn FnMut(&MockRequest) -> Option<Fault> + Send>;

impl Script {
    pub(super) fn add(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    pub(super) fn decide_by(&mut self, decide: Decide) {
        self.decide = Some(decide);
    }

    /// Takes the fault that this request meets.
    pub(super) fn take(&mut self, request: &MockRequest, is_token: bool) -> Option<Fault> {
        let scripted = self.faults.iter_mut().find(|fault| fault.is_for(&request.method, &request.path, is_token));
        if let Some(fault) = scripted {
            fault.times -= 1;
            return Some(fault.clone());
        }
        self.decide.as_mut().and_then(|decide| decide(request))
    }
}
