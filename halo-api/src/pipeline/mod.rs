//! How one request is sent: attempts, retries, the rate limit. Knows neither clients nor types of rows.

mod failure;
pub(crate) mod rate_limit;
mod rate_limit_message;
pub(crate) mod request;
pub(crate) mod retry;
pub(crate) mod send_loop;
mod throttle;

pub use self::rate_limit::{RateLimit, RateStatus};
pub use self::retry::RetryPolicy;
