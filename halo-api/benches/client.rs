//! Measures the whole client: calls, lists, and memory.
//!
//! A call is compared with the bare HTTP client, a list with its ideal time, and memory must stay flat. It prints ratios and asserts nothing about them.
//!
//! ```text
//! cargo bench -p halo-api --features mock-server --bench client [-- --only calls]
//! ```
#![allow(clippy::expect_used, clippy::print_stdout, missing_docs)]

#[path = "support/canned.rs"]
mod canned;
#[path = "support/contest.rs"]
mod contest;
#[path = "client/counts.rs"]
mod counts;
#[path = "client/jobs.rs"]
mod jobs;
#[path = "client/lists.rs"]
mod lists;
#[path = "client/query.rs"]
mod query;
#[path = "support/server.rs"]
mod server;
#[path = "client/upsert.rs"]
mod upsert;

use std::fmt::Write as _;

use halo_api::Halo;
use halo_api::tickets::Ticket;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::runtime::{Builder, Runtime};

use self::contest::{Args, Contest};

/// The number of rows of a page.
const PAGE: u64 = 100;

fn main() {
    let args = Args::read();
    if args.wants("query") {
        query::run(&args);
    }
    if args.wants("calls") {
        calls(&args);
    }
    if args.wants("prefetch") {
        lists::prefetch();
    }
    if args.wants("export") {
        lists::export();
    }
    if args.wants("memory") {
        lists::memory();
    }
    if args.wants("upsert") {
        upsert::requests();
    }
    if args.wants("jobs") {
        jobs::requests();
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// A page of rows with about 20 members each.
fn page(number: u64, total: u64) -> String {
    let mut text = format!("{{\"record_count\":{total},\"tickets\":[");
    for id in (number - 1) * PAGE + 1..=(number * PAGE).min(total) {
        let _ = write!(text, "{}{}", if text.ends_with('[') { "" } else { "," }, ticket(id));
    }
    text + "]}"
}

fn ticket(id: u64) -> String {
    format!(
        "{{\"id\":{id},\"dateoccurred\":\"2026-06-30T16:04:28.36\",\"summary\":\"Printer {id} does not answer\",\
         \"details\":\"It did until yesterday, and nobody touched it since.\\r\\nPlease call back.\",\"status_id\":1,\
         \"tickettype_id\":3,\"sla_id\":2,\"priority_id\":4,\"client_id\":12,\"client_name\":\"Acme\",\"site_id\":18,\
         \"site_name\":\"Main\",\"user_id\":77,\"user_name\":\"Jo Doe\",\"team\":\"First line\",\"agent_id\":5,\
         \"category_1\":\"Hardware\",\"fixbydate\":\"2026-07-01T16:04:28.36\",\"inactive\":false}}"
    )
}

#[derive(Deserialize)]
struct Reply {
    #[allow(dead_code, reason = "read as the client reads it")]
    record_count: u64,
    tickets: Vec<Ticket>,
}

/// One call through the client, and one through reqwest with the same decoding.
///
/// Both run on this thread, whose CPU time is measured; the server has its own threads.
fn calls(args: &Args) {
    let whole = page(1, PAGE);
    let address = server::start(move |line| if line.contains("/Tickets/") { ticket(1) } else { whole.clone() });
    let (base, runtime) = (format!("http://{address}"), runtime());
    let builder = Halo::builder(&base).client_credentials("id", "secret").rate_limit(None);
    let halo = builder.build().expect("valid settings");
    let limited = Halo::builder(&base).client_credentials("id", "secret");
    let limited = limited.rate_limit(halo_api::RateLimit::new(u32::MAX, std::time::Duration::from_secs(1)));
    let limited = limited.build().expect("valid settings");
    let http = reqwest::Client::new();
    let (one, list) =
        (format!("{base}/api/Tickets/1"), format!("{base}/api/Tickets?pageinate=true&page_size=100&page_no=1"));
    Contest::new("calls-get")
        .add("reqwest", || runtime.block_on(fetch::<Ticket>(&http, &one)))
        .add("client", || runtime.block_on(halo.tickets().get(1).send()).expect("a ticket"))
        .add("with a limit", || runtime.block_on(limited.tickets().get(1).send()).expect("a ticket"))
        .run(args);
    Contest::new("calls-page")
        .add("reqwest", || runtime.block_on(fetch::<Reply>(&http, &list)).tickets)
        .add("client", || runtime.block_on(halo.tickets().list().send()).expect("a page"))
        .add("with a limit", || runtime.block_on(limited.tickets().list().send()).expect("a page"))
        .run(args);
}

async fn fetch<T: DeserializeOwned>(client: &reqwest::Client, url: &str) -> T {
    let request = client.get(url).header("accept", "application/json").bearer_auth("bench");
    let response = request.send().await.and_then(reqwest::Response::error_for_status).expect("a response");
    let body = response.bytes().await.expect("a body");
    serde_json::from_str(std::str::from_utf8(&body).expect("UTF-8")).expect("what the server sent")
}
