//! A client for the HaloPSA REST API: typed entities and filters, paging that loses no rows, retries that create no
//! duplicates.
//!
//! ```no_run
//! use halo_api::tickets::TicketWrite;
//! use halo_api::{Error, Halo};
//!
//! # async fn example() -> Result<(), Error> {
//! let halo = Halo::builder("https://acme.halopsa.com").client_credentials("id", "secret").build()?;
//!
//! // A list is a builder with typed filters. Take one page (`send`, or just `.await`), or walk over all rows.
//! let mut tickets = halo.tickets().list().client_id(123).open_only(true).stream();
//! while let Some(ticket) = tickets.try_next().await? {
//!     println!("{} {:?}", ticket.id, ticket.summary);
//! }
//!
//! // A write sends exactly what was set.
//! let made = halo.tickets().create(TicketWrite::new().summary("Printer").client_id(123)).await?;
//! let moved = halo.tickets().update(made.id, TicketWrite::new().status_id(2).clear_agent_id()).await?;
//! halo.tickets().delete(moved.id).await?;
//!
//! // Every other resource: its pages, keys and envelope are known, its rows are JSON objects.
//! let mut scripts = halo.resource("/CallScript").list().stream();
//! while let Some(script) = scripts.try_next().await? {
//!     println!("{:?} {:?}", script.id(), script.get("name"));
//! }
//!
//! // A single request to any path goes through the same token, retries and limits.
//! let lists: serde_json::Value = halo.request(halo_api::Method::GET, "/Lookup").query("lookupid", 11).await?;
//! # Ok(()) }
//! ```
//!
//! Unofficial: this crate is not affiliated with Halo.
//!
//! # What there is
//!
//! Each module has the entity, what to write of it, and its requests, which begin at [`Halo`]: `halo.tickets().list()`. The
//! search of these docs finds them by Halo's names too: by path, vendor schema and wire name, such as `ClientContract`,
//! `dateclosed` or `read:tickets`. It takes paths without their slash; [`catalog::find`] takes both, and this table
//! lists them all.
#![doc = include_str!("generated/entities.md")]
//!
//! # What to know
//!
//! - **One [`Halo`] per tenant**, cloned freely: clones share connections, the token and the rate limit. A tokio runtime
//!   with a timer (`enable_all`) must be running. Connections belong to the runtime that made them, so each runtime gets its
//!   own; a runtime that nobody drives holds up only its own calls. After a fork, use a new runtime in the child.
//! - **Programs act for themselves or for a person**: `client_credentials`, `password_grant`, `authorization_code` (a
//!   [`SignIn`] in the browser) and `refresh_grant`, which goes on with a sign-in that a [`TokenStore`] kept. [`TokenSource`] and
//!   [`Authorizer`] are for tokens from elsewhere.
//! - **Everything is an `Option`** but keys: Halo leaves out what it likes. What the schema does not know, and what does
//!   not fit, is in `extra` and is written back.
//! - **Dates and times** are those of [`jiff`], money is of [`rust_decimal`]: a `Timestamp` is an instant, a `Date` a day, and
//!   `jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24)` is this time yesterday.
//! - **Requests are counted** by [`Halo::rate_status`], all of this client that the limit counts now, and by `progress()` of a
//!   stream, its pages. Each attempt is a `tracing` event.
//! - **A write in doubt is not repeated.** [`ErrorKind::OutcomeUnknown`] means: look first. `assume_idempotent()` on a
//!   request says that it may be sent again.
//! - **Halo ignores unknown parameters** and answers with the unfiltered list. Typed filters exist for that reason;
//!   `query(name, value)` is for those that are missing here.
//! - **Paging over rows that change** is exact where Halo states a total: a stream compares the totals of its pages, reads
//!   pages again after a change, and gives each row once, or ends with [`ErrorKind::Paging`]. The docs of `stream` on each
//!   list name the two cases that remain, and `overlap()` is for them. A [`Position`] is where another run goes on.
//! - **[`Halo::resource`] reads and writes what has no module here**, as `catalog::resource` knows it. The page
//!   [coverage](https://github.com/halo-api/halo-api/blob/main/docs/coverage.md) lists every path, and how it is reached.
//! - **Several records** go in one request with `create_many` and `update_many`, and in chunks with `create_all`;
//!   `hydrate` fetches the rows of a list whole.
//!
//! - **Files** are those of `halo.attachments()`: `upload`, `download`, and `save_to(path)` for large ones. Other paths take a
//!   [`Multipart`] form or give a file with `download()` of a [`RawRequest`]. A response has at most 64 MB, unless
//!   `max_bytes(n)` of a request says otherwise.
//!
//! - **SQL** runs through `halo.reports()`: `sql("SELECT …").rows::<T>()` gives rows as a type of your own, and makes an error
//!   of what Halo reports as a success. The guide `docs/reports.md` says when that beats a list.
//!
//! - **Webhooks** are subscribed to with `halo.webhooks()`; the module `webhook` reads what they send and checks who sent it.
//!
//! - **Custom fields** are found and set one by one, by id or name: `ticket.custom_field("CFSerial")` returns a
//!   [`CustomFieldRef`] with typed getters, `TicketWrite::new().custom_field("CFSerial", "0042")` sets one. Halo replaces the
//!   whole list with the one that is sent, so an update fetches the record first and sends the others back: one request more
//!   for each record, also in `update_many`. `known(&ticket)` on the write spares that and may overwrite what changed since;
//!   `custom_fields([..])` replaces the list as it is.
//!
//! # Features
//!
//! | feature | default | brings |
//! | --- | --- | --- |
//! | `rustls` | yes | TLS in Rust, with the platform's root certificates |
//! | `blocking` | no | the `blocking` module: `send_blocking()` on every request, iterators over lists |
//! | `redis` | no | the `redis` module: a rate limit that several processes share |
//! | `mock` | no | the `mock` module: an in-memory Halo for tests, without sockets |
//! | `mock-server` | no | `mock::MockServer`: the same over HTTP, on this machine |
#![cfg_attr(docsrs, feature(doc_cfg))]

mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod catalog;
mod client;
mod codec;
mod custom_fields;
mod entity_info;
mod extensions;
mod files;
// Prose of the schema is not code, and tables have as many lines as there are fields.
#[allow(clippy::doc_markdown, clippy::too_many_lines)]
#[rustfmt::skip]
mod generated;
#[cfg(feature = "mock")]
pub mod mock;
mod paging;
mod pipeline;
#[cfg(feature = "redis")]
pub mod redis;
mod request;
mod resource;
mod rt;
mod session;
pub mod transport;
mod vocabulary;
pub mod webhook;

pub use http::{Method, StatusCode};
/// Crates whose types are in this one's API, so that programs need not depend on the same versions themselves.
pub use {bytes, http, jiff, rust_decimal};

pub use crate::auth::{StoredToken, TokenSource, TokenStore};
pub use crate::client::{AuthorizationCode, Check, CheckReport, CheckResult, HaloBuilder, SignIn};
pub use crate::codec::{Extra, IntoDecimal, Nested, Param, Record, ResourceKey, ResourceKeyMember, Row, lenient};
pub use crate::custom_fields::{CustomFieldIds, CustomFieldKey, CustomFieldRef, CustomFieldValue};
pub use crate::extensions::RunReport;
pub use crate::files::{Download, File, Multipart, SaveTarget, Saved};
pub use crate::generated::*;
pub use crate::paging::{
    Change, Changes, Hydrate, ListRecords, Page, Pager, Pages, Progress, Upsert, UpsertKey, UpsertReport, Upserted,
    WriteAll,
};
pub use crate::pipeline::{
    Authorization, Authorizer, Lane, Permit, RateLimit, RateLimiter, RateStatus, ResponseMeta, RetryPolicy,
    SlidingWindow,
};
pub use crate::request::{Bulk, Direction, Pending, PendingWithMeta, Preview, RawRequest, WriteMany};
pub use crate::resource::{DeleteRow, GetRow, ListRows, Resource, WriteRow};
pub use crate::session::Halo;
pub use crate::vocabulary::{
    Attempt, AttemptResult, Checkpoint, Error, ErrorKind, ParseCheckpointError, ParsePositionError, Position, Safety,
    StopReason,
};
