//! Sends many requests, 20,000 unless told otherwise, over real sockets to a Halo that fails at random.
//!
//! It checks the promises of the client: no row may be lost or duplicated, no write applied twice, and memory must stay flat.
//! It prints the figures and exits with 1 if a promise is broken.
//!
//! ```text
//! cargo run --release -p halo-api --example soak --features mock-server [SEED] [REQUESTS]
//! ```
#![allow(clippy::print_stdout)]

use std::collections::HashMap;
use std::error::Error as StdError;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use halo_api::mock::{Fault, MockHalo, MockRequest, MockServer};
use halo_api::tickets::TicketWrite;
use halo_api::{Error, Halo, RateLimit, RetryPolicy};
use serde_json::{Value, json};
use tokio::task::JoinSet;

const CLIENTS: i64 = 2_000;
const READERS: u64 = 8;
const WRITERS: u64 = 16;
/// What Halo answers beside a 429. Each 429 that states no limit lowers that of the client, so that the soak would not end.
const TOO_MANY: &str = "\"Rate Limit Reached - 180000 Requests per rolling 5 minute window\"";
/// The allowed growth of memory after the writes.
const MEMORY_SLACK: u64 = 8 * 1024 * 1024;

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn StdError>> {
    let argument = |place, otherwise| std::env::args().nth(place).map_or(Ok(otherwise), |text| text.parse());
    let (seed, requests) = (argument(1, 1)?, argument(2, 20_000)?);
    println!("seed {seed}");
    let mock = MockHalo::new();
    for id in 1..=CLIENTS {
        mock.insert("clients", json!({"id": id, "name": format!("Client {id}")}))?;
    }
    let counts = Arc::new(Counts { planned: requests, ..Counts::default() });
    mock.faults_by(trouble(seed, Arc::clone(&counts)));
    let server = MockServer::start(mock.clone())?;
    let halo = client(&server.base_url())?;

    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..READERS {
        tasks.spawn(read(halo.clone(), Arc::clone(&counts)));
    }
    for writer in 0..WRITERS {
        tasks.spawn(write(halo.clone(), Arc::clone(&counts), writer));
    }
    let early = watch(&mock, &counts).await;
    let mut outcome = Outcome::default();
    while let Some(task) = tasks.join_next().await {
        outcome.add(task?);
    }
    let took = begun.elapsed();
    outcome.broken.extend(written(&mock, &outcome)?);
    if let (Some(early), Some(late)) = (early, memory()) {
        println!("memory        {} MB after the writes, {} MB at the end", early >> 20, late >> 20);
        if late > early + MEMORY_SLACK {
            outcome.broken.push("memory grew".to_owned());
        }
    }
    report(&counts, &outcome, took);
    Ok(if outcome.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A client with short waits, so the program ends in a minute or two.
fn client(base_url: &str) -> Result<Halo, Error> {
    let millis = Duration::from_millis;
    let retry = RetryPolicy::default()
        .attempts(12)
        .backoff(millis(5), millis(50))
        .throttle_backoff(millis(4), millis(40))
        .deadline(Duration::from_secs(60));
    Halo::builder(base_url)
        .client_credentials("id", "secret")
        .retry(retry)
        .rate_limit(RateLimit::new(600, Duration::from_secs(1)))
        .attempt_timeout(Duration::from_secs(5))
        .build()
}

#[derive(Default)]
struct Counts {
    /// How many requests are to be sent.
    planned: u64,
    requests: AtomicU64,
    throttled: AtomicU64,
    refused: AtomicU64,
    dropped: AtomicU64,
    cut: AtomicU64,
    delayed: AtomicU64,
}

impl Counts {
    fn done(&self) -> bool {
        self.reached(self.planned)
    }

    /// The mock stores every write, so writers stop half way.
    fn writes_done(&self) -> bool {
        self.reached(self.planned / 2)
    }

    fn reached(&self, requests: u64) -> bool {
        self.requests.load(Ordering::Relaxed) >= requests
    }
}

/// 10 % 429, 5 % 5xx, 5 % dropped, 2 % cut, 1 % delayed.
fn trouble(seed: u64, counts: Arc<Counts>) -> impl FnMut(&MockRequest) -> Option<Fault> + Send {
    let mut random = fastrand::Rng::with_seed(seed);
    move |request| {
        if request.path.ends_with("/token") {
            return None;
        }
        counts.requests.fetch_add(1, Ordering::Relaxed);
        let (counter, fault) = match random.u32(0..100) {
            0..10 => (&counts.throttled, Fault::status(429).body(TOO_MANY)),
            // The response of a gateway to a request that may have been applied.
            10..15 => (&counts.refused, Fault::status([502, 503, 504][random.usize(0..3)]).carried_out(random.bool())),
            15..20 => (&counts.dropped, Fault::dropped()),
            20..22 => (&counts.cut, Fault::cut_body()),
            22 => (&counts.delayed, Fault::delay(Duration::from_millis(200))),
            _ => return None,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        Some(fault)
    }
}

/// The results of a task.
#[derive(Default)]
struct Outcome {
    lists: u64,
    rows: u64,
    made: Vec<String>,
    in_doubt: Vec<String>,
    broken: Vec<String>,
}

impl Outcome {
    fn add(&mut self, other: Self) {
        self.lists += other.lists;
        self.rows += other.rows;
        self.made.extend(other.made);
        self.in_doubt.extend(other.in_doubt);
        self.broken.extend(other.broken);
    }
}

/// Lists all clients repeatedly; each must come once and in order.
async fn read(halo: Halo, counts: Arc<Counts>) -> Outcome {
    let mut outcome = Outcome::default();
    while !counts.done() {
        let mut expected = 1;
        let mut clients = halo.clients().list().prefetch(2).stream();
        while let Some(client) = clients.next().await {
            match client {
                Ok(client) if i64::from(client.id) == expected => expected += 1,
                Ok(client) => outcome.broken.push(format!("client {} came instead of client {expected}", client.id)),
                Err(error) => outcome.broken.push(format!("a list failed: {error}")),
            }
            outcome.rows += 1;
        }
        if expected != CLIENTS + 1 {
            outcome.broken.push(format!("a list ended before client {expected}"));
        }
        outcome.lists += 1;
    }
    outcome
}

/// Creates tickets whose summaries are unique.
async fn write(halo: Halo, counts: Arc<Counts>, writer: u64) -> Outcome {
    let mut outcome = Outcome::default();
    for number in 0_u64.. {
        if counts.writes_done() {
            break;
        }
        let summary = format!("Ticket {number} of {writer}");
        match halo.tickets().create(TicketWrite::new().summary(summary.as_str())).await {
            Ok(made) if made.summary.as_ref() == Some(&summary) => outcome.made.push(summary),
            Ok(made) => outcome.broken.push(format!("{summary:?} came back as {:?}", made.summary)),
            Err(error) if error.is_outcome_unknown() => outcome.in_doubt.push(summary),
            Err(error) => outcome.broken.push(format!("a write failed: {error}")),
        }
    }
    outcome
}

/// Keeps the mock's log short until all requests are sent; returns the memory in use after the writes.
async fn watch(mock: &MockHalo, counts: &Counts) -> Option<u64> {
    let mut early = None;
    while !counts.done() {
        tokio::time::sleep(Duration::from_millis(50)).await;
        mock.clear_requests();
        if early.is_none() && counts.reached(counts.planned * 5 / 8) {
            early = memory();
        }
    }
    early
}

/// Compares the records in Halo with the results of the client.
fn written(mock: &MockHalo, outcome: &Outcome) -> Result<Vec<String>, Error> {
    let mut times: HashMap<String, u32> = HashMap::new();
    for ticket in mock.records("tickets")? {
        let summary = ticket.get("summary").and_then(Value::as_str).unwrap_or_default();
        *times.entry(summary.to_owned()).or_default() += 1;
    }
    let mut broken = Vec::new();
    for (summary, times) in times.iter().filter(|(_, times)| **times > 1) {
        broken.push(format!("{summary:?} was created {times} times"));
    }
    for summary in outcome.made.iter().filter(|summary| !times.contains_key(*summary)) {
        broken.push(format!("{summary:?} was reported as created but does not exist"));
    }
    let known = outcome.made.len() + outcome.in_doubt.len();
    if times.len() > known {
        broken.push(format!("there are {} tickets, but only {known} were sent", times.len()));
    }
    Ok(broken)
}

/// The memory in use in bytes, if the system reports it.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

fn report(counts: &Counts, outcome: &Outcome, took: Duration) {
    let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    println!("requests      {} in {:.1} s", count(&counts.requests), took.as_secs_f64());
    println!(
        "faults        {} x 429, {} x 5xx, {} dropped, {} cut, {} delayed",
        count(&counts.throttled),
        count(&counts.refused),
        count(&counts.dropped),
        count(&counts.cut),
        count(&counts.delayed)
    );
    println!("reads         {} lists of {CLIENTS} clients, {} rows", outcome.lists, outcome.rows);
    println!(
        "writes        {} created, {} with an unknown outcome and not resent",
        outcome.made.len(),
        outcome.in_doubt.len()
    );
    println!("broken        {}", outcome.broken.len());
    for broken in outcome.broken.iter().take(20) {
        println!("  {broken}");
    }
}
