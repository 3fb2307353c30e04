//! What the client promises and how the mock behaves, told once and run over each transport: see `memory.rs` and
//! `loopback.rs`, which differ in `link` alone.
//!
//! None of it depends on the clock, so that it runs in real time, with retries that do not wait. What does depend on it
//! (limits, backoff, deadlines, prefetch, when a token ends) stays in memory, in the test files beside this folder: tokio's
//! time can be paused there, while over a socket a paused clock would run ahead of the kernel and end every wait at once.
//! So does what needs hosts that do not exist (`auth.rs`).

mod bulk;
mod codec;
mod errors;
mod faults;
mod fields;
mod generic;
mod habits;
mod mock;
mod operations;
mod paging;
mod seeds;
mod setup;
mod stories;
#[path = "../support/tickets.rs"]
mod tickets;
