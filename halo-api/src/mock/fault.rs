//! Injected faults: failures that tests script.

use std::future::pending;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Response, StatusCode, header};
use serde_json::Value;
use tokio::time::sleep;

use super::log::MockRequest;
use super::matching::is_at;
use crate::transport::{TransportError, TransportErrorKind};

/// A failure of one or several requests.
///
/// ```
/// # use halo_api::mock::{Fault, MockHalo};
/// # use std::time::Duration;
/// let mock = MockHalo::new();
/// mock.fault(Fault::status(429).retry_after(Duration::from_secs(20)).times(2));
/// mock.fault(Fault::dropped().on("/api/Tickets"));
/// ```
#[derive(Debug, Clone)]
#[must_use = "pass it to `MockHalo::fault`"]
pub struct Fault {
    effect: Effect,
    delay: Duration,
    carried_out: bool,
    path: Option<String>,
    method: Option<Method>,
    times: u32,
    /// The matching requests before the first one that fails.
    skipped: u32,
    chance: Option<(f64, fastrand::Rng)>,
}

#[derive(Debug, Clone)]
enum Effect {
    None,
    Response { status: u16, headers: Vec<(HeaderName, String)>, body: Bytes },
    Break(TransportErrorKind),
    CutBody,
    Hang,
    ExpireTokens,
    Paced(Pace),
    Values(Vec<(String, Value)>),
}

/// How the body of a response is sent.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pace {
    /// How long the body takes to arrive, in chunks.
    pub(super) takes: Duration,
    /// The number of spaces after the body.
    pub(super) padding: u64,
}

impl Fault {
    /// A response with this status and no body. The request is not executed.
    pub fn status(status: u16) -> Self {
        Self::new(Effect::Response { status, headers: Vec::new(), body: Bytes::new() }, false)
    }

    /// An HTML page with status 200, as from a proxy or a sign-in.
    pub fn html() -> Self {
        Self::status(200)
            .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
            .body("<html><head><title>Sign in</title></head></html>")
    }

    /// A failed connection: the request never arrives.
    pub fn refused() -> Self {
        Self::new(Effect::Break(TransportErrorKind::Connect), false)
    }

    /// A redirect to another location, such as a sign-in page.
    pub fn redirect(to: impl Into<String>) -> Self {
        Self::status(302).header(header::LOCATION, to)
    }

    /// The request is executed, but the connection breaks before the response.
    pub fn dropped() -> Self {
        Self::new(Effect::Break(TransportErrorKind::Interrupted), true)
    }

    /// The connection breaks before the request is executed.
    ///
    /// To a client, this looks like [`Fault::dropped`].
    pub fn dropped_before() -> Self {
        Self::dropped().carried_out(false)
    }

    /// The request is executed, but the body of its response is cut off in the middle.
    pub fn cut_body() -> Self {
        Self::new(Effect::CutBody, true)
    }

    /// The request is executed, but its response never arrives.
    pub fn hang() -> Self {
        Self::new(Effect::Hang, true)
    }

    /// The request is executed, and the body of its response takes this long to arrive, in ten chunks.
    pub fn slow_body(takes: Duration) -> Self {
        Self::new(Effect::Paced(Pace { takes, ..Pace::default() }), true)
    }

    /// The request is executed, and its response is this many bytes longer: spaces, which are valid JSON.
    pub fn oversized_body(padding: u64) -> Self {
        Self::new(Effect::Paced(Pace { padding, ..Pace::default() }), true)
    }

    /// The request is executed, and this member of each record in its response has this value.
    ///
    /// ```
    /// # use halo_api::mock::{Fault, MockHalo};
    /// # let mock = MockHalo::new();
    /// mock.fault(Fault::value("dateoccurred", "yesterday").value_of("site_id", 18.5).on("/api/Tickets"));
    /// ```
    pub fn value(member: impl Into<String>, value: impl Into<Value>) -> Self {
        Self::new(Effect::Values(vec![(member.into(), value.into())]), true)
    }

    /// Adds another value, after [`Fault::value`].
    pub fn value_of(mut self, member: impl Into<String>, value: impl Into<Value>) -> Self {
        if let Effect::Values(values) = &mut self.effect {
            values.push((member.into(), value.into()));
        }
        self
    }

    /// Every token issued so far is rejected, from this request on.
    pub fn expired_token() -> Self {
        Self::new(Effect::ExpireTokens, true)
    }

    /// Only a delay before the request is handled.
    pub fn delay(delay: Duration) -> Self {
        Self { delay, ..Self::new(Effect::None, true) }
    }

    fn new(effect: Effect, carried_out: bool) -> Self {
        Self {
            effect,
            delay: Duration::ZERO,
            carried_out,
            path: None,
            method: None,
            times: 1,
            skipped: 0,
            chance: None,
        }
    }

    /// Sets the body of a status fault: text or bytes.
    pub fn body(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        if let Effect::Response { body, .. } = &mut self.effect {
            *body = Bytes::from(bytes.into());
        }
        self
    }

    /// Adds a header to a status fault.
    pub fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        if let Effect::Response { headers, .. } = &mut self.effect {
            headers.push((name, value.into()));
        }
        self
    }

    /// Sets the `Retry-After` of a status fault, in whole seconds.
    pub fn retry_after(self, wait: Duration) -> Self {
        self.header(header::RETRY_AFTER, wait.as_secs().to_string())
    }

    /// Sets whether the request is executed anyway: a 504 may arrive after the work is done.
    pub fn carried_out(mut self, carried_out: bool) -> Self {
        self.carried_out = carried_out;
        self
    }

    /// Limits the fault to requests to this path or below it, such as `/api/Tickets` or `/auth/token`.
    ///
    /// By default, a fault applies to every request except token requests.
    pub fn on(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Limits the fault to requests with this method.
    pub fn method(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    /// Applies the fault to this many requests instead of one.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Applies the fault to every request, permanently.
    pub fn always(self) -> Self {
        self.times(u32::MAX)
    }

    /// Applies the fault from the nth matching request on, counted from 1.
    ///
    /// Requests with another fault count as well.
    pub fn nth(mut self, nth: u32) -> Self {
        self.skipped = nth.saturating_sub(1);
        self
    }

    /// Applies the fault with this probability, 0 to 1, from this seed. Equal seeds give equal faults.
    ///
    /// Without [`Fault::times`] or [`Fault::always`], it still applies only once.
    pub fn chance(mut self, probability: f64, seed: u64) -> Self {
        self.chance = Some((probability, fastrand::Rng::with_seed(seed)));
        self
    }

    fn matches(&self, request: &MockRequest, is_token: bool) -> bool {
        let path = self.path.as_ref().map_or(!is_token, |wanted| is_at(&request.path, wanted, true));
        self.times > 0 && path && self.method.as_ref().is_none_or(|wanted| *wanted == request.method)
    }

    /// Counts a matching request. Returns whether the fault is due.
    fn count(&mut self) -> bool {
        let is_due = self.skipped == 0;
        self.skipped = self.skipped.saturating_sub(1);
        is_due
    }

    /// Whether a due fault applies, by its probability.
    fn applies(&mut self) -> bool {
        let applies = self.chance.as_mut().is_none_or(|(probability, random)| random.f64() < *probability);
        if applies && self.times != u32::MAX {
            self.times -= 1;
        }
        applies
    }

    pub(super) fn expires_tokens(&self) -> bool {
        matches!(self.effect, Effect::ExpireTokens)
    }

    /// Applies the fault. `respond` executes the request.
    pub(super) async fn play(self, respond: impl Fn() -> Response<Bytes>) -> Result<Response<Bytes>, TransportError> {
        if !self.delay.is_zero() {
            sleep(self.delay).await;
        }
        let real = self.carried_out.then(respond);
        match self.effect {
            Effect::None | Effect::ExpireTokens => Ok(real.unwrap_or_default()),
            Effect::Response { status, headers, body } => {
                let mut response = Response::new(body);
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
            Effect::Paced(pace) => {
                let mut response = real.unwrap_or_default();
                response.extensions_mut().insert(pace);
                Ok(response)
            }
            Effect::Values(values) => {
                Ok(real.map(|response| response.map(|body| with_values(&body, &values))).unwrap_or_default())
            }
        }
    }
}

/// Sets these values in each record of a response.
fn with_values(body: &Bytes, values: &[(String, Value)]) -> Bytes {
    let Ok(mut response) = serde_json::from_slice::<Value>(body) else { return body.clone() };
    for record in records(&mut response).iter_mut().filter_map(Value::as_object_mut) {
        record.extend(values.iter().cloned());
    }
    response.to_string().into()
}

/// The records of a response: an array, the rows of an envelope, or a single record.
fn records(response: &mut Value) -> &mut [Value] {
    let is_envelope = response.get("record_count").is_some();
    if response.is_object() && !is_envelope {
        return std::slice::from_mut(response);
    }
    let is_rows = |array: &&mut Vec<Value>| array.first().is_some_and(Value::is_object);
    let rows = match response {
        Value::Array(records) => Some(records),
        Value::Object(members) => members.values_mut().filter_map(Value::as_array_mut).find(is_rows),
        _ => None,
    };
    rows.map_or(&mut [], Vec::as_mut_slice)
}

/// The scripted faults.
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

    /// Takes the fault that applies to this request.
    pub(super) fn take(&mut self, request: &MockRequest, is_token: bool) -> Option<Fault> {
        let mut found = None;
        for fault in self.faults.iter_mut().filter(|fault| fault.matches(request, is_token)) {
            if fault.count() && found.is_none() && fault.applies() {
                found = Some(fault.clone());
            }
        }
        if found.is_some() {
            self.faults.retain(|fault| fault.times > 0);
            return found;
        }
        self.decide.as_mut().and_then(|decide| decide(request))
    }
}
