//! What streams promise over lists that change: each row that exists throughout the walk comes exactly once, or the walk
//! ends with an error that is true.
//!
//! A server that serves pages of a list, in any order, changes the list between any two requests, at random. 2,000
//! schedules run by default. `HALO_WALK_SCHEDULES` sets another number:
//!
//! ```text
//! HALO_WALK_SCHEDULES=200000 cargo test -p halo-api --release --test walks -- --nocapture
//! ```
//!
//! `HALO_WALK_SEED` runs a single one, and tells what was served if it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod remaining;
mod server;

use std::collections::BTreeMap;
use std::time::Duration;

use fastrand::Rng;
use halo_api::{Error, ErrorKind, Halo, Pager, Position, RetryPolicy};
use tokio::time::sleep;

use self::server::{Changes, Server};

/// Schedules without the environment variable.
const SCHEDULES: u64 = 2_000;

#[derive(Debug, serde::Deserialize)]
struct Row {
    id: i64,
}

/// How a list is walked over while it changes.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Case {
    name: &'static str,
    changes: Changes,
    walk: Walk,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Walk {
    /// As it is by default.
    Default,
    /// With several pages at once.
    Prefetch,
    /// Page by page.
    OneByOne,
    Overlap,
    /// As it is by default, and the consumer removes each row that it gets.
    Removing,
}

const CASES: [Case; 9] = [
    Case { name: "removed, default", changes: Changes::Removed, walk: Walk::Default },
    Case { name: "removed, prefetch", changes: Changes::Removed, walk: Walk::Prefetch },
    Case { name: "added, default", changes: Changes::Added, walk: Walk::Default },
    Case { name: "added, prefetch", changes: Changes::Added, walk: Walk::Prefetch },
    Case { name: "newest first, one by one", changes: Changes::NewestFirst, walk: Walk::OneByOne },
    Case { name: "any, overlap", changes: Changes::Any, walk: Walk::Overlap },
    Case { name: "removed by the consumer", changes: Changes::None, walk: Walk::Removing },
    Case { name: "removed by all", changes: Changes::Removed, walk: Walk::Removing },
    Case { name: "no change, prefetch", changes: Changes::None, walk: Walk::Prefetch },
];

/// What came of a schedule.
struct Outcome {
    given: Vec<i64>,
    resumed: bool,
    error: Option<Error>,
}

#[test]
fn every_row_that_exists_throughout_comes_exactly_once_or_the_error_is_true() {
    let set = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let schedules =
        set("HALO_WALK_SEED").map_or(0..set("HALO_WALK_SCHEDULES").unwrap_or(SCHEDULES), |seed| seed..seed + 1);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let mut tally: BTreeMap<&str, (u64, u64, u64)> = BTreeMap::new();
    let mut broken = Vec::new();
    for seed in schedules.clone() {
        let case = CASES[usize::try_from(seed % 9).unwrap()];
        let server = Server::new(seed, case.changes);
        let outcome = runtime.block_on(walk(&server, case, seed));
        if let Err(fault) = verdict(&server, case, &outcome) {
            let Outcome { given, error, .. } = outcome;
            let story = if broken.is_empty() { server.story() } else { String::new() };
            broken.push(format!("{} with seed {seed}: {fault}\ngiven {given:?}, then {error:?}\n{story}", case.name));
            continue;
        }
        let counts = tally.entry(case.name).or_default();
        counts.0 += 1;
        counts.1 += u64::from(outcome.error.is_some());
        counts.2 += server.requests();
    }
    println!("{} schedules, {} broken", schedules.end - schedules.start, broken.len());
    println!("{:<28} {:>9} {:>9} {:>12}", "case", "schedules", "errors", "requests");
    for (name, (schedules, errors, requests)) in &tally {
        println!("{name:<28} {schedules:>9} {errors:>9} {requests:>12}");
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    for (name, (schedules, errors, _)) in &tally {
        assert!(schedules == &1 || errors * 2 < *schedules, "{name}: a promise that mostly ends in errors is none");
        assert!(*errors == 0 || *name != "no change, prefetch", "without a change there is no error");
    }
}

/// Walks over the list, stops at random rows, and goes on from there.
async fn walk(server: &Server, case: Case, seed: u64) -> Outcome {
    let mut rng = Rng::with_seed(!seed);
    let size = rng.u32(1..=5);
    let halo = client(server);
    let list = || {
        let list = halo.tickets().list().page_size(size);
        match case.walk {
            Walk::Default | Walk::Removing => list,
            Walk::Prefetch => list.prefetch(1 + usize::try_from(seed / 9 % 8).unwrap()),
            Walk::OneByOne => list.prefetch(1),
            Walk::Overlap => list.overlap(),
        }
    };
    let mut outcome = Outcome { given: Vec::new(), resumed: false, error: None };
    let mut stops = if case.walk == Walk::Removing { 0 } else { rng.u32(0..=2) };
    let mut rows: Pager<Row> = list().stream_as();
    loop {
        match rows.next().await {
            Some(Ok(row)) => outcome.given.push(row.id),
            Some(Err(error)) => {
                outcome.error = Some(error);
                return outcome;
            }
            None => return outcome,
        }
        if case.walk == Walk::Removing {
            server.remove(*outcome.given.last().unwrap());
        }
        if rng.u32(0..8) == 0 {
            sleep(Duration::from_millis(rng.u64(0..40))).await;
        }
        if stops > 0 && rng.u32(0..6) == 0 {
            stops -= 1;
            outcome.resumed = true;
            let position: Position = rows.position().to_string().parse().unwrap();
            rows = list().start_at(position).stream_as();
        }
    }
}

fn client(server: &Server) -> Halo {
    Halo::builder("https://walks.halopsa.example")
        .api_key("key")
        .transport(server.clone())
        .retry(RetryPolicy::default().backoff(Duration::ZERO, Duration::ZERO))
        .build()
        .unwrap()
}

fn verdict(server: &Server, case: Case, outcome: &Outcome) -> Result<(), String> {
    let mut seen = outcome.given.clone();
    seen.sort_unstable();
    let twice = seen.iter().zip(seen.iter().skip(1)).find(|(one, next)| one == next && server.is_original(**one));
    if let Some((id, _)) = twice {
        return Err(format!("{id} came twice"));
    }
    let missing: Vec<i64> = server.unchanged().into_iter().filter(|id| seen.binary_search(id).is_err()).collect();
    if case.changes == Changes::None && case.walk != Walk::Removing && server.served_too_much() {
        return Err("a page behind the end was asked for".to_owned());
    }
    let Some(error) = &outcome.error else {
        return if missing.is_empty() { Ok(()) } else { Err(format!("{missing:?} never came")) };
    };
    let text = error.to_string();
    let is_true = error.kind() == ErrorKind::Paging
        && match &text {
            text if text.contains("times in a row") => server.changes() >= 3,
            text if text.contains("once more, and") => server.served_twice(),
            text if text.contains("is empty") => false,
            text if text.contains("none of the rows") => outcome.resumed && server.changes() > 0,
            _ => false,
        };
    if is_true && case.changes != Changes::None { Ok(()) } else { Err(format!("the error is not true: {text}")) }
}
