//! Measures the memory of decoding, compared with serde derives of the same struct.
//!
//! The counts are exact and the same on every machine. This is a separate program, because counting slows down what `codec`
//! measures.
//!
//! ```text
//! cargo bench -p halo-api --features mock-server --bench memory --profile dev
//! ```
//!
//! Optimization does not change the counts, but rustc takes five minutes to optimize derives with `flatten` of so many
//! fields. That twin is therefore only part of the dev profile.
#![allow(clippy::expect_used, clippy::print_stdout, missing_docs)]

#[path = "support/canned.rs"]
mod canned;
#[allow(dead_code)] // Members are not counted here.
#[path = "support/data.rs"]
mod data;
#[allow(dead_code)] // Nothing is written here, and not every twin is read.
mod twin;

use std::alloc::System;

use halo_api::tickets::Ticket;
use serde::de::DeserializeOwned;
use serde_json::Value;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, Stats, StatsAlloc};

use self::canned::client;
#[cfg(debug_assertions)]
use self::twin::{Page, flat};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ROWS: usize = 100;

fn main() {
    twin::assert_equal_fields();
    println!("size of Ticket: {} bytes", size_of::<Ticket>());
    if !cfg!(debug_assertions) {
        println!("derive + flatten is only measured with --profile dev");
    }
    page("a ticket of a page of 100", &data::page(ROWS, 0));
    page("with 5 unknown members", &data::page(ROWS, 5));
    let detail = data::detail();
    let mut table = Table::new("detail", 1);
    table.row("engine", || read::<Ticket>(&detail));
    #[cfg(debug_assertions)]
    table.row("flatten", || read::<flat::Ticket>(&detail));
    table.row("value", || read::<Value>(&detail));
}

fn page(name: &str, page: &str) {
    let (halo, runtime) = client(page);
    let list = || runtime.block_on(halo.tickets().list().send()).expect("a page");
    // The setup is not measured.
    drop(list());
    let mut table = Table::new(name, ROWS);
    table.row("engine", list);
    #[cfg(debug_assertions)]
    table.row("flatten", || read::<Page<flat::Ticket>>(page));
    table.row("value", || read::<Value>(page));
}

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("what the bench made up")
}

/// A table with the memory of each contender, divided by `shares`.
struct Table {
    shares: usize,
    first: Option<(f64, f64)>,
}

impl Table {
    fn new(name: &str, shares: usize) -> Self {
        println!(
            "\n{name:<28} {:>12} {:>12} {:>8} {:>12} {:>8}",
            "allocations", "bytes asked", "ratio", "bytes retained", "ratio"
        );
        Self { shares, first: None }
    }

    fn row<T>(&mut self, name: &str, decode: impl FnOnce() -> T) {
        let region = Region::new(&INSTRUMENTED_SYSTEM);
        let decoded = decode();
        let stats = region.change();
        drop(decoded);
        let share = |bytes: usize| share(bytes, self.shares);
        let (asked, retained) = (share(stats.bytes_allocated), share(retained(&stats)));
        let first = *self.first.get_or_insert((asked, retained));
        let (asked_ratio, retained_ratio) = (asked / first.0, retained / first.1);
        let times = share(stats.allocations + stats.reallocations);
        println!("  {name:<26} {times:>12.1} {asked:>12.0} {asked_ratio:>8.2} {retained:>12.0} {retained_ratio:>8.2}");
    }
}

fn retained(stats: &Stats) -> usize {
    stats.bytes_allocated.saturating_sub(stats.bytes_deallocated)
}

#[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
fn share(of: usize, shares: usize) -> f64 {
    of as f64 / shares as f64
}
