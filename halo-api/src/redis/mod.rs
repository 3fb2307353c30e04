//! A rate limit that several processes share through Redis (feature `redis`).
//!
//! Halo counts the requests of a tenant, whichever process sends them. [`RedisLimiter`] lets the processes of a tenant share
//! one window, its pauses and what is learned about its limit. Each process keeps a token of its own, so no secret is in
//! Redis. See the page [workers](https://github.com/halo-api/halo-api/blob/main/docs/workers.md).
//!
//! ```no_run
//! use halo_api::Halo;
//! use halo_api::redis::RedisLimiter;
//!
//! # fn f() -> Result<(), halo_api::Error> {
//! let limiter = RedisLimiter::builder("redis://10.0.0.5/", "acme").build()?;
//! let halo = Halo::builder("https://acme.halopsa.com")
//!     .client_credentials("id", "secret")
//!     .rate_limiter(limiter)
//!     .build()?;
//! # Ok(()) }
//! ```

mod builder;
mod connection;
mod limiter;
mod local;
mod script;

pub use self::builder::RedisLimiterBuilder;
pub use self::limiter::RedisLimiter;
