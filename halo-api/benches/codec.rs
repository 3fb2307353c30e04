//! Decoding and encoding, next to serde derives of the same struct and to `serde_json::Value`. Prints ratios, judges nothing.
//!
//! `cargo bench -p halo-api --features mock-server --bench codec` measures all of it. For counts of instructions, which other
//! work on the machine does not change, run one contender alone under callgrind:
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

use self::canned::{Canned, halo};
use self::contest::{Args, Contest};
use self::twin::{Page, flat, plain};

/// Unknown members of a ticket.
const UNKNOWN: usize = 5;

fn main() {
    let args = Args::read();
    twin::assert_equal_fields();
    let (page, unknown, detail) = (data::page(100, 0), data::page(100, UNKNOWN), data::detail());
    assert_equal::<Page<Ticket>, Page<plain::Ticket>>(&page);
    assert_equal::<Ticket, plain::Ticket>(&detail);
    let kept = |page: &Page<flat::Ticket>| page.tickets.iter().all(|ticket| ticket.extra.len() == UNKNOWN);
    assert!(kept(&read(&unknown)), "flatten keeps what is unknown, and nothing else is");
    println!("size of Ticket: {} bytes, of its twin: {}", size_of::<Ticket>(), size_of::<plain::Ticket>());
    println!("page of 100 tickets: {} members, {} KB", data::members(&page), page.len() / 1024);
    println!("the same with 5 unknown members in each ticket: {} KB", unknown.len() / 1024);
    println!("detail: {} members, {} KB", data::members(&detail), detail.len() / 1024);
    decode_page("decode-page", &page, &args);
    decode_page("decode-unknown", &unknown, &args);
    if args.wants("decode-detail") {
        Contest::new("decode-detail")
            .add("engine", || read::<Ticket>(&detail))
            .add("derive", || read::<plain::Ticket>(&detail))
            .add("flatten", || read::<flat::Ticket>(&detail))
            .add("value", || read::<Value>(&detail))
            .run(&args);
    }
    encode::<Page<Ticket>, Page<plain::Ticket>>("encode-page", &page, &args);
    encode::<Ticket, plain::Ticket>("encode-detail", &detail, &args);
}

/// A page by way of the client, since only there the engine reads it as it does in earnest.
fn decode_page(group: &'static str, page: &str, args: &Args) {
    if !args.wants(group) {
        return;
    }
    let halo = halo(Canned(page.to_owned().into()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    Contest::new(group)
        .add("engine", || runtime.block_on(halo.tickets().list().send()).expect("a page"))
        .add("deserialize", || read::<Page<Ticket>>(page))
        .add("derive", || read::<Page<plain::Ticket>>(page))
        .add("flatten", || read::<Page<flat::Ticket>>(page))
        .add("value", || read::<Value>(page))
        .run(args);
}

fn encode<Own, Plain>(group: &'static str, json: &str, args: &Args)
where
    Own: DeserializeOwned + Serialize,
    Plain: DeserializeOwned + Serialize,
{
    if !args.wants(group) {
        return;
    }
    let (own, plain) = (read::<Own>(json), read::<Plain>(json));
    let value = read::<Value>(json);
    Contest::new(group)
        .add("engine", || write(&own))
        .add("derive", || write(&plain))
        .add("value", || write(&value))
        .run(args);
}

/// UTF-8 is checked first and at once, which is the quickest way for all of them.
fn read<T: DeserializeOwned>(json: &str) -> T {
    let text = std::str::from_utf8(json.as_bytes()).expect("UTF-8");
    serde_json::from_str(text).expect("what the bench made up")
}

fn write(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("no map has odd keys")
}

/// Whoever reads less than the others is no match for them.
fn assert_equal<A: DeserializeOwned + Serialize, B: DeserializeOwned + Serialize>(json: &str) {
    let value = |bytes: Vec<u8>| serde_json::from_slice::<Value>(&bytes).expect("JSON");
    assert!(value(write(&read::<A>(json))) == value(write(&read::<B>(json))), "the twin reads something else");
}
