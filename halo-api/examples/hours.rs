//! Sums the hours that agents worked for each client in the last days.
//!
//! ```text
//! cargo run -p halo-api --example hours --features mock -- 30
//! ```
//!
//! If `HALOPSA_BASE_URL` and the credentials are set, it reads that tenant, otherwise the in-memory Halo. Guide:
//! `docs/guides/hours.md`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::{BTreeMap, HashMap};
use std::error::Error as StdError;

use halo_api::ids::TicketId;
use halo_api::jiff::{Timestamp, ToSpan as _};
use halo_api::mock::MockHalo;
use halo_api::{Error, Halo};

/// Hours by client and agent.
pub(crate) type Hours = BTreeMap<(String, String), f64>;

/// What is needed of a ticket: a type of one's own keeps a large list small in memory.
#[derive(serde::Deserialize)]
struct TicketClient {
    id: i64,
    client_name: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let days: i64 = std::env::args().nth(1).map_or(Ok(30), |days| days.parse())?;
    let on_tenant = std::env::var_os("HALOPSA_BASE_URL").is_some();
    let (halo, now) = if on_tenant {
        (Halo::from_env()?, Timestamp::now())
    } else {
        (MockHalo::demo().halo(), "2026-01-05T09:00:00Z".parse()?)
    };
    let since = now.checked_sub((days * 24).hours())?;
    let hours = run(&halo, since).await?;
    for ((client, agent), hours) in &hours {
        println!("{client:<28} {agent:<20} {hours:>8.2}");
    }
    println!("{:<49} {:>8.2}", format!("since {}", since.strftime("%Y-%m-%d")), hours.values().sum::<f64>());
    Ok(())
}

pub(crate) async fn run(halo: &Halo, since: Timestamp) -> Result<Hours, Error> {
    let clients = clients_of_tickets(halo).await?;
    let mut actions =
        halo.actions().list().time_entries_only(true).date_search("actiondatecreated").start_date(since).stream();
    let mut hours = Hours::new();
    while let Some(action) = actions.try_next().await? {
        // The server's own filter may be coarser than an instant.
        let Some(worked) = action.time_taken.filter(|_| action.datetime.is_some_and(|at| at >= since)) else {
            continue;
        };
        let client = clients.get(&action.ticket_id).cloned().unwrap_or_else(|| "(no client)".to_owned());
        let agent = action.who.unwrap_or_else(|| "(nobody)".to_owned());
        *hours.entry((client, agent)).or_default() += worked;
        let progress = actions.progress();
        if progress.rows.is_multiple_of(100) {
            eprintln!("{} of {:?} actions", progress.rows, progress.total);
        }
    }
    Ok(hours)
}

/// Actions name their ticket, and only the ticket names its client.
async fn clients_of_tickets(halo: &Halo) -> Result<HashMap<TicketId, String>, Error> {
    let rows = halo.tickets().list().all_as::<TicketClient>().await?;
    Ok(rows.into_iter().filter_map(|row| Some((TicketId(row.id), row.client_name?))).collect())
}
