//! Measures whole lists: 10,000 rows at 20 ms per page, an export under the rate limit, and a million rows.

use std::time::Duration;

use bytes::Bytes;
use halo_api::Halo;
use halo_api::tickets::ListTickets;
use halo_api::transport::{BoxFuture, Transport, TransportError};
use tokio::time::{Instant, sleep};

use crate::{PAGE, canned, page, runtime, server};

const LATENCY: Duration = Duration::from_millis(20);

/// A Halo with a list of tickets.
struct Listing {
    rows: u64,
    latency: Duration,
}

impl Transport for Listing {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let body = page(page_number(&request.uri().to_string()), self.rows);
        Box::pin(async move {
            sleep(self.latency).await;
            Ok(http::Response::new(body.into()))
        })
    }
}

fn page_number(uri: &str) -> u64 {
    let (_, number) = uri.split_once("page_no=").expect("a page is asked for");
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    number[..end].parse().expect("a number")
}

/// Compares the time of a list with `latency * ceil(pages / prefetch)`.
///
/// Paused time measures exactly what the stream waits for; the run over loopback adds the work of this machine.
pub(crate) fn prefetch() {
    const ROWS: u64 = 10_000;
    println!(
        "\n{:<28} {:>12} {:>12} {:>8} {:>12} {:>8}",
        "prefetch", "ideal, ms", "paused, ms", "ratio", "real, ms", "ratio"
    );
    let address = server::start(|line| {
        std::thread::sleep(LATENCY);
        page(page_number(line), ROWS)
    });
    let real = Halo::builder(format!("http://{address}")).api_key("key").rate_limit(None);
    let real = real.build().expect("valid settings");
    for prefetch in [1, 4, 8] {
        let ideal = LATENCY * u32::try_from((ROWS / PAGE).div_ceil(prefetch)).expect("few pages");
        let prefetch = usize::try_from(prefetch).expect("a few");
        let halo = canned::halo(Listing { rows: ROWS, latency: LATENCY });
        let paused = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        let paused = paused.expect("a runtime").block_on(took(&halo, Some(prefetch), ROWS));
        let real = runtime().block_on(took(&real, Some(prefetch), ROWS));
        println!(
            "  {prefetch:<26} {:>12} {:>12} {:>8.2} {:>12} {:>8.2}",
            ideal.as_millis(),
            paused.as_millis(),
            paused.as_secs_f64() / ideal.as_secs_f64(),
            real.as_millis(),
            real.as_secs_f64() / ideal.as_secs_f64(),
        );
    }
}

async fn took(halo: &Halo, prefetch: Option<usize>, expected: u64) -> Duration {
    let begun = Instant::now();
    let mut tickets = halo.tickets().list().when_some(prefetch, ListTickets::prefetch).stream();
    let mut rows = 0;
    while tickets.next().await.transpose().expect("a row").is_some() {
        rows += 1;
    }
    assert_eq!(rows, expected, "every row came");
    begun.elapsed()
}

/// Compares the time of an export as it is by default with what the rate limit of 700 per 300 s allows.
///
/// The ideal is 8 pages in flight, and no wait but the window's.
pub(crate) fn export() {
    const PAGES: u64 = 1_373;
    println!(
        "\n{:<28} {:>12} {:>12} {:>8} {:>12}",
        "export, 137,300 rows", "ideal, s", "paused, s", "ratio", "one by one"
    );
    for milliseconds in [100, 200, 800, 2_000] {
        let latency = Duration::from_millis(milliseconds);
        let rounds = |requests: u64| latency * u32::try_from(requests.div_ceil(8)).expect("few pages");
        let ideal = rounds(700).max(Duration::from_secs(300)) + rounds(PAGES - 700);
        let took = |prefetch| {
            let list = Listing { rows: PAGES * PAGE, latency };
            let halo = Halo::builder("https://bench.halopsa.example").api_key("key").transport(list).build();
            let halo = halo.expect("valid settings");
            let paused = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
            paused.expect("a runtime").block_on(took(&halo, prefetch, PAGES * PAGE)).as_secs_f64()
        };
        let (default, one) = (took(None), took(Some(1)));
        let ideal = ideal.as_secs_f64();
        println!(
            "  {:<26} {ideal:>12.0} {default:>12.0} {:>8.2} {one:>12.0}",
            format!("{latency:?} a page"),
            default / ideal
        );
    }
}

/// Measures the memory in use during a list of a million rows.
pub(crate) fn memory() {
    const ROWS: u64 = 1_000_000;
    println!("\n{:<28} {:>12} {:>12}", "a million rows", "MiB in use", "MiB, peak");
    let halo = canned::halo(Listing { rows: ROWS, latency: Duration::ZERO });
    runtime().block_on(async {
        let mut tickets = halo.tickets().list().stream();
        let mut rows = 0;
        while let Some(ticket) = tickets.next().await.transpose().expect("a row") {
            rows += 1;
            assert_eq!(i64::from(ticket.id), rows, "every row came, in order");
            if [100_000, 500_000, 1_000_000].contains(&rows) {
                println!("  {rows:<26} {:>12.1} {:>12.1}", mebibytes("VmRSS:"), mebibytes("VmHWM:"));
            }
        }
    });
}

/// A value of this process in MiB, as Linux reports it.
fn mebibytes(key: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix(key)).expect("memory");
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kilobytes / 1024.0
}
