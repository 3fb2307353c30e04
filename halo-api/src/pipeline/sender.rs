//! What sends requests, and knows nothing of who asks.

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

/// Everything that a request is sent with. Clones share transport, limit and what is known of routes.
#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) limiter: Arc<dyn RateLimiter>,
    pub(crate) retry: RetryPolicy,
    /// Sent with every request.
    pub(crate) headers: HeaderMap,
    /// What no error may show.
    pub(crate) redactor: Redactor,
    pub(crate) timeouts: Timeouts,
    pub(crate) clock: Clock,
    /// Which scopes the schema knows: one that it does not know may stand for anything.
    pub(crate) is_known_scope: fn(&str) -> bool,
    pub(crate) denied: Arc<DeniedRoutes>,
}

/// The times that a call has, where it does not bring its own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeouts {
    pub(crate) attempt: Duration,
    pub(crate) max_throttle_wait: Duration,
}

/// Sends it as often as the policy allows, until there is a response worth having. Without an authorizer, it goes without a
/// header of that kind: so a token is fetched.
pub(crate) fn send<'a>(
    sender: &'a Sender,
    out: &'a PreparedRequest,
    authorizer: Option<&'a dyn Authorizer>,
) -> BoxFuture<'a, Result<ApiResponse, Error>> {
    let span = tracing::info_span!(
        "halo.request",
        http.request.method = %out.method,
        url.template = %out.template,
        server.address = out.uri.host().unwrap_or_default(),
        http.response.status_code = tracing::field::Empty,
        http.request.resend_count = tracing::field::Empty,
    );
    let within = span.clone();
    Box::pin(
        async move {
            runtime::require().map_err(|error| error.with_endpoint(out.endpoint()))?;
            let mut send_loop = SendLoop::new(sender, out, authorizer, within);
            loop {
                if let Some(response) = send_loop.attempt().await? {
                    return Ok(response);
                }
            }
        }
        .instrument(span),
    )
}
