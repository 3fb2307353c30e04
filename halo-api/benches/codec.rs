//! Measures decoding and encoding, compared with serde derives and `serde_json::Value`.
//!
//! The derives are of the same struct. It prints ratios and asserts nothing about them.
//! `cargo bench -p halo-api --features mock-server --bench codec` measures everything. For instruction counts,
//! which do not depend on other work of the machine, run a single contender under callgrind:
//!
//! ```text
//! valgrind --tool=callgrind --toggle-collect='*one_round*' BENCH --only decode-page/engine --rounds 10
//! ```
#![allow(clippy::expect_used, clippy::print_stdout, missing_docs)]

#[path = "support/canned.rs"]
mod canned;
#[path = "support/contest.rs"]
mod contest;
#[path = "support/data.rs"]
mod data;
mod twin;

use halo_api::tickets::Ticket;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::canned::client;
use self::contest::{Args, Contest};
use self::twin::{Page, plain};

/// The number of unknown members of a ticket.
const UNKNOWN: usize = 5;

fn main() {
    let args = Args::read();
    twin::assert_equal_fields();
    let (page, unknown, detail) = (data::page(100, 0), data::page(100, UNKNOWN), data::detail());
    assert_equal::<Page<Ticket>, Page<plain::Ticket>>(&page);
    assert_equal::<Ticket, plain::Ticket>(&detail);
    println!("size of Ticket: {} bytes, of its twin: {}", size_of::<Ticket>(), size_of::<plain::Ticket>());
    println!("page of 100 tickets: {} members, {} KB", data::members(&page), page.len() / 1024);
    println!("the same with 5 unknown members in each ticket: {} KB", unknown.len() / 1024);
    println!("detail: {} members, {} KB", data::members(&detail), detail.len() / 1024);
    decode_page("decode-page", &page, &args);
    decode_page("decode-unknown", &unknown, &args);
    decode_detail(&detail, &args);
    encode(&page, &detail, &args);
}

/// Decodes a page with each contender.
///
/// The engine decodes through the client, as in real programs; `deserialize` decodes the same type through serde.
fn decode_page(group: &'static str, page: &str, args: &Args) {
    if !args.wants(group) {
        return;
    }
    let (halo, runtime) = client(page);
    Contest::new(group)
        .add("engine", || runtime.block_on(halo.tickets().list().send()).expect("a page"))
        .add("deserialize", || read::<Page<Ticket>>(page))
        .add("derive", || read::<Page<plain::Ticket>>(page))
        .add("value", || read::<Value>(page))
        .run(args);
}

fn decode_detail(detail: &str, args: &Args) {
    if !args.wants("decode-detail") {
        return;
    }
    let (halo, runtime) = client(detail);
    Contest::new("decode-detail")
        .add("engine", || runtime.block_on(halo.tickets().get(1).send()).expect("a ticket"))
        .add("deserialize", || read::<Ticket>(detail))
        .add("derive", || read::<plain::Ticket>(detail))
        .add("value", || read::<Value>(detail))
        .run(args);
}

/// The twin writes a null for every unset field of a row, so it is only measured for the detail.
fn encode(page: &str, detail: &str, args: &Args) {
    if args.wants("encode-page") {
        let (own, value) = (read::<Page<Ticket>>(page), read::<Value>(page));
        Contest::new("encode-page").add("engine", || write(&own)).add("value", || write(&value)).run(args);
    }
    if args.wants("encode-detail") {
        let (own, plain, value) = (read::<Ticket>(detail), read::<plain::Ticket>(detail), read::<Value>(detail));
        Contest::new("encode-detail")
            .add("engine", || write(&own))
            .add("derive", || write(&plain))
            .add("value", || write(&value))
            .run(args);
    }
}

/// Checks UTF-8 first and in one pass, which is the fastest for all contenders.
fn read<T: DeserializeOwned>(json: &str) -> T {
    let text = std::str::from_utf8(json.as_bytes()).expect("UTF-8");
    serde_json::from_str(text).expect("what the bench made up")
}

fn write(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("no map has odd keys")
}

/// Asserts that both types read the same values, so the comparison is fair.
fn assert_equal<A: DeserializeOwned + Serialize, B: DeserializeOwned + Serialize>(json: &str) {
    let value = |bytes: Vec<u8>| without_nulls(serde_json::from_slice(&bytes).expect("JSON"));
    assert!(value(write(&read::<A>(json))) == value(write(&read::<B>(json))), "the twin reads something else");
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let set = map.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(set.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        other => other,
    }
}
