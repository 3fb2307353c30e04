//! A client for the HaloPSA REST API.

mod auth;
mod builder;
pub mod catalog;
mod clock;
mod env;
mod error;
mod error_body;
mod exchange;
// Prose of the schema is not code, and tables have as many lines as there are fields.
#[allow(clippy::doc_markdown, clippy::too_many_lines)]
#[rustfmt::skip]
mod generated;
mod halo;
mod id;
mod limit;
#[cfg(feature = "mock")]
pub mod mock;
mod open_enum;
mod page;
mod pager;
mod position;
mod raw;
mod request;
mod retry;
mod scope;
mod secret;
pub mod transport;
mod trip;
mod walk;
mod wire;

pub use http::{Method, StatusCode};

pub use crate::builder::HaloBuilder;
pub use crate::error::{Error, ErrorKind};
pub use crate::generated::*;
pub use crate::halo::Halo;
pub use crate::limit::RateLimit;
pub use crate::page::Page;
pub use crate::pager::{Pager, Pages};
pub use crate::position::{ParsePositionError, Position};
pub use crate::raw::RawRequest;
pub use crate::request::{Direction, Param, Pending, Preview};
pub use crate::retry::{Attempt, AttemptResult, RetryPolicy, Safety, StopReason};
pub use crate::wire::{Extra, Record};
