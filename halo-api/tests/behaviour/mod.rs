//! The promises of the client and the behavior of the mock, as scenarios that run over each transport.
//!
//! See `memory.rs` and `loopback.rs`, which only differ in `link`. No scenario depends on the clock, so all of them run in real
//! time, with retries that do not wait. Tests that depend on the clock (limits, backoff, deadlines, prefetch, token expiry) run
//! only in memory and are in the test files next to this folder: tokio's time can be paused there, while over a socket a paused
//! clock would run ahead of the kernel and end every wait at once. The same holds for tests that need hosts that do not exist
//! (`auth.rs`).

mod attachments;
mod billing;
mod bulk;
mod changes;
mod codec;
mod configuration;
mod errors;
mod faults;
mod feed;
mod field_keys;
mod fields;
mod files;
mod generic;
mod ignored;
mod jobs;
mod knowledge;
mod lifecycle;
mod mock;
mod operations;
mod options;
mod own_routes;
mod paging;
mod people;
mod permissions;
mod raw;
mod refusals;
mod relations;
mod reports;
mod sales;
mod seeds;
mod server_behavior;
mod setup;
mod stories;
mod tenant_fields;
#[path = "../client/ticket_pages.rs"]
mod ticket_pages;
mod time;
mod transfers;
mod upsert;
mod webhooks;

use halo_api::mock::MockHalo;

/// A mock with records of one entity.
fn with(plural: &str, records: impl IntoIterator<Item = serde_json::Value>) -> MockHalo {
    let mock = MockHalo::new();
    for record in records {
        mock.insert(plural, record).unwrap();
    }
    mock
}
