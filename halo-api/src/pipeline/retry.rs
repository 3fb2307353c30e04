//! Whether a request is retried, and after how long.
//!
//! Invariant: a write whose outcome is unknown is never sent twice. Halo has no idempotency keys; a repeated POST
//! creates a second ticket or invoice.

use std::time::Duration;

use http::{HeaderMap, StatusCode, header};
use jiff::Timestamp;

use super::http_date::http_date;
use crate::transport::{TransportError, TransportErrorKind};

/// The shortest pause after a 429: after a shorter one, the server responds with 429 once more.
const LEAST_PAUSE: Duration = Duration::from_millis(100);

/// How often a request is attempted, and how long the waits are.
///
/// A retry depends on the result of the attempt, and on whether the request may be sent twice: GET, DELETE and requests
/// with `assume_idempotent()` may; a POST may not, since Halo would create a second record.
///
/// | result | may be sent twice | may not |
/// | --- | --- | --- |
/// | not sent: no connection | retried | retried |
/// | 429 | retried after the pause; does not count as an attempt | the same |
/// | 401 | retried once with a fresh token; does not count as an attempt | the same |
/// | timeout, broken connection, cut body | retried | [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) |
/// | 408, 502, 503, 504, 520 to 524, 530 | retried | [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) |
/// | 2xx with an HTML page | [`Decode`](crate::ErrorKind::Decode) | [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) |
/// | 500, 501 | final: Halo responds so to invalid requests, on every attempt | the same; look for the record first |
/// | any other status | final | final |
///
/// If a method and path reject a fresh token with 401 too, a permission is missing: further 401s there are final for
/// five minutes, or until a request to them succeeds.
///
/// ```
/// # use std::time::Duration;
/// let patient = halo_api::RetryPolicy::default().attempts(6).deadline(Duration::from_secs(300));
/// let never = halo_api::RetryPolicy::default().attempts(1);
/// ```
#[derive(Debug, Clone)]
pub struct RetryPolicy {
    pub(crate) attempts: u32,
    pub(crate) deadline: Duration,
    pub(crate) base: Duration,
    pub(crate) cap: Duration,
    pub(crate) throttle_base: Duration,
    pub(crate) throttle_cap: Duration,
}

impl Default for RetryPolicy {
    /// 4 attempts within 120 s, with random waits of up to 0.5 s, 1 s, 2 s …, never more than 20 s.
    fn default() -> Self {
        Self {
            attempts: 4,
            deadline: Duration::from_secs(120),
            base: Duration::from_millis(500),
            cap: Duration::from_secs(20),
            throttle_base: Duration::from_secs(5),
            throttle_cap: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// Sets the most attempts, including the first; 0 counts as 1.
    ///
    /// Waits for the rate limit and the one replay after a 401 do not count as attempts.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the longest time for all attempts and the waits between them.
    ///
    /// A wait that would exceed it is not started. Waiting for the rate limit does not count.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets the waits between attempts.
    ///
    /// The wait before the second attempt is random between zero and `base`; each further wait may be twice as long, up
    /// to `cap`.
    #[must_use]
    pub fn backoff(mut self, base: Duration, cap: Duration) -> Self {
        self.base = base;
        self.cap = cap;
        self
    }

    /// Sets the pause after a 429 without `Retry-After`.
    ///
    /// The pause is between half of `base` and `base`, and doubles with each further 429 of the call, up to `cap`. The
    /// defaults are 5 s and 60 s; it is never less than 0.1 s.
    #[must_use]
    pub fn throttle_backoff(mut self, base: Duration, cap: Duration) -> Self {
        self.throttle_base = base;
        self.throttle_cap = cap;
        self
    }

    /// The wait after `failed` attempts, with full jitter from `random` in `0..1`.
    pub(crate) fn wait(&self, failed: u32, random: f64) -> Duration {
        doubled(self.base, failed).min(self.cap).mul_f64(random.clamp(0.0, 1.0))
    }

    /// The pause after the `n`th 429 of a call without `Retry-After`; its second half is random.
    pub(crate) fn throttle_wait(&self, n: u32, random: f64) -> Duration {
        let whole = doubled(self.throttle_base, n).min(self.throttle_cap);
        ((whole / 2) + (whole / 2).mul_f64(random.clamp(0.0, 1.0))).max(LEAST_PAUSE)
    }
}

/// The wait that Halo requests plus up to a tenth, since waiting clients must not all return at once.
pub(crate) fn requested_wait(requested: Duration, random: f64) -> Duration {
    requested.saturating_add(requested.mul_f64(0.1 * random.clamp(0.0, 1.0)))
}

/// `base * 2^(n-1)`.
fn doubled(base: Duration, n: u32) -> Duration {
    base.saturating_mul(2_u32.saturating_pow(n.saturating_sub(1)))
}

/// `Retry-After`, in seconds or as a date. `None` unless it is at least a second.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    /// More than a day is a mistake, and would overflow clocks further on.
    const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() && seconds >= 0.0 => {
            Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
        }
        Ok(_) => return None,
        Err(_) => {
            // Halo's own clock, if the response has a date: the client's may be wrong.
            let now = headers.get(header::DATE).and_then(|date| http_date(date.to_str().ok()?, now)).unwrap_or(now);
            let date = http_date(text, now)?;
            Duration::try_from(date.duration_since(now)).ok()?
        }
    };
    (wait >= Duration::from_secs(1)).then(|| wait.min(LONGEST))
}

/// What the result of an attempt means for a retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// 2xx.
    Success,
    /// 401: replayed once with a fresh token.
    Unauthorized,
    /// 429: Halo did not process the request, so any request may be retried.
    Throttled,
    /// The request was provably not sent.
    NotSent,
    /// The request may or may not have been applied.
    Ambiguous,
    /// A retry would not help.
    Final,
}

impl Class {
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            200..=299 => Self::Success,
            401 => Self::Unauthorized,
            429 => Self::Throttled,
            // 500 is missing: Halo uses it for invalid requests, with the same result on every attempt.
            // 520 to 524 and 530 come from a proxy that got no response from Halo.
            408 | 502 | 503 | 504 | 520..=524 | 530 => Self::Ambiguous,
            _ => Self::Final,
        }
    }

    pub(crate) fn of_failure(error: &TransportError) -> Self {
        match error.kind() {
            TransportErrorKind::Connect => Self::NotSent,
            TransportErrorKind::TooLarge => Self::Final,
            _ => Self::Ambiguous,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn header(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::RETRY_AFTER, http::HeaderValue::from_static(value))])
    }

    #[test]
    fn retry_after_in_seconds_or_as_a_date() {
        let now: Timestamp = "1994-11-06T08:49:07Z".parse().unwrap();
        let seconds = |text| retry_after(&header(text), now).map(|wait| wait.as_secs());
        assert_eq!(seconds("7"), Some(7));
        assert_eq!(seconds(" 12.5 "), Some(12));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), Some(30));
        assert_eq!(seconds("Sunday, 06-Nov-94 08:49:37 GMT"), Some(30));
        assert_eq!(seconds("Sun Nov  6 08:49:37 1994"), Some(30));
        assert_eq!(seconds("99999999999999999999"), Some(86_400));
        for useless in ["0", "-5", "soon", "", "NaN", "Sun, 06 Nov 1994 08:48:37 GMT"] {
            assert_eq!(seconds(useless), None, "{useless}");
        }
    }

    #[test]
    fn a_date_is_judged_by_the_clock_of_the_server() {
        let mut headers = header("Sun, 06 Nov 1994 08:49:37 GMT");
        headers.insert(header::DATE, http::HeaderValue::from_static("Sun, 06 Nov 1994 08:49:27 GMT"));
        assert_eq!(retry_after(&headers, Timestamp::UNIX_EPOCH), Some(Duration::from_secs(10)));
    }

    #[test]
    fn the_statuses_are_in_their_classes() {
        let class = |code| Class::of_status(StatusCode::from_u16(code).unwrap());
        for (code, expected) in [
            (201, Class::Success),
            (401, Class::Unauthorized),
            (429, Class::Throttled),
            (408, Class::Ambiguous),
            (504, Class::Ambiguous),
            (520, Class::Ambiguous),
            (524, Class::Ambiguous),
            (525, Class::Final),
            (530, Class::Ambiguous),
            (501, Class::Final),
            (500, Class::Final),
            (302, Class::Final),
            (404, Class::Final),
        ] {
            assert_eq!(class(code), expected, "{code}");
        }
    }

    #[test]
    fn no_pause_is_shorter_than_a_tenth_of_a_second() {
        let hasty = RetryPolicy::default().throttle_backoff(Duration::ZERO, Duration::ZERO);
        assert_eq!(hasty.throttle_wait(1, 0.5), LEAST_PAUSE);
        let short = RetryPolicy::default().throttle_backoff(LEAST_PAUSE, LEAST_PAUSE);
        assert_eq!(short.throttle_wait(9, 0.0), LEAST_PAUSE);
    }

    proptest! {
        #[test]
        fn waits_stay_within_their_bounds(failed in 0_u32..200, random in 0.0..1.0_f64) {
            let policy = RetryPolicy::default();
            let wait = policy.wait(failed, random);
            prop_assert!(wait <= policy.cap && wait <= doubled(policy.base, failed));
            let pause = policy.throttle_wait(failed, random);
            prop_assert!(pause >= Duration::from_millis(2500) && pause <= Duration::from_secs(60));
            let requested = Duration::from_secs(u64::from(failed));
            let wait = requested_wait(requested, random);
            prop_assert!(wait >= requested && wait <= requested.mul_f64(1.1));
        }
    }
}
