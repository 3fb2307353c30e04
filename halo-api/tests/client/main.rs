//! The public client: each file is one promise, and most run against the mock in memory, on paused time.
//!
//! One program for all of them: each further one is linked with the whole client again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod auth;
mod blocking;
mod bulk;
mod cancel;
mod changes;
mod check;
mod examples;
mod export;
mod extensions;
mod files;
mod grants;
mod limit;
mod mutated_responses;
mod network;
mod other_language;
mod paging;
mod recorded;
mod resources;
mod retry;
mod server;
mod surface;
mod token;
mod tracing;
mod webhook_receiver;

/// What several of them share.
mod files_server;
mod mutator;
mod shapes;
mod ticket_pages;
