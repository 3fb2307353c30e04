//! Sends requests, independently of the client that prepared them.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use tracing::Instrument;

use super::authorizer::Authorizer;
use super::denied_routes::DeniedRoutes;
use super::limiter::RateLimiter;
use super::request::{ApiResponse, PreparedRequest};
use super::retry::RetryPolicy;
use super::send_loop::SendLoop;
use crate::transport::{BoxFuture, Transport, runtime};
use crate::vocabulary::Error;
use crate::vocabulary::clock::Clock;
use crate::vocabulary::secret::Redactor;

/// Everything required to send a request.
///
/// Clones share the transport, the rate limit and the denied routes.
#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) limiter: Arc<dyn RateLimiter>,
    pub(crate) retry: RetryPolicy,
    /// Sent with every request.
    pub(crate) headers: HeaderMap,
    /// The secrets that no error may show.
    pub(crate) redactor: Redactor,
    pub(crate) timeouts: Timeouts,
    pub(crate) clock: Clock,
    /// Whether the schema knows a scope: one that it does not know may include any other.
    pub(crate) is_known_scope: fn(&str) -> bool,
    pub(crate) denied: Arc<DeniedRoutes>,
}

/// The time limits of a call that does not set its own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeouts {
    pub(crate) attempt: Duration,
    pub(crate) max_throttle_wait: Duration,
}

/// Sends a request as often as the policy allows, until a response is final.
///
/// Without an authorizer, the request has no authorization header, as a token request requires.
pub(crate) fn send<'a>(
    sender: &'a Sender,
    request: &'a PreparedRequest,
    authorizer: Option<&'a dyn Authorizer>,
) -> BoxFuture<'a, Result<ApiResponse, Error>> {
    let span = tracing::info_span!(
        "halo.request",
        http.request.method = %request.method,
        url.template = %request.template,
        server.address = request.uri.host().unwrap_or_default(),
        http.response.status_code = tracing::field::Empty,
        http.request.resend_count = tracing::field::Empty,
    );
    let within = span.clone();
    Box::pin(
        async move {
            runtime::require().map_err(|error| error.with_endpoint(request.endpoint()))?;
            let mut send_loop = SendLoop::new(sender, request, authorizer, within);
            loop {
                if let Some(response) = send_loop.attempt().await? {
                    return Ok(response);
                }
            }
        }
        .instrument(span),
    )
}
