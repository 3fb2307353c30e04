//! Sends one request: attempts, retries, the rate limit. Independent of clients and record types.

mod authorizer;
mod denied_routes;
mod failure;
pub(crate) mod headers;
mod http_date;
mod learned_limit;
mod limiter;
mod meta;
mod rate_limit_message;
pub(crate) mod request;
pub(crate) mod retry;
mod send_loop;
mod sender;
mod sliding_window;
mod throttle;

pub use self::authorizer::{Authorization, Authorizer};
pub(crate) use self::denied_routes::DeniedRoutes;
pub(crate) use self::failure::missing_scope;
pub(crate) use self::http_date::http_date;
#[cfg(feature = "redis")]
pub(crate) use self::learned_limit::LearnedLimit;
pub use self::limiter::{Lane, Permit, RateLimit, RateLimiter, RateStatus};
pub(crate) use self::meta::MetaSlot;
pub use self::meta::ResponseMeta;
pub use self::retry::RetryPolicy;
pub(crate) use self::sender::{Sender, Timeouts, send};
pub use self::sliding_window::SlidingWindow;
