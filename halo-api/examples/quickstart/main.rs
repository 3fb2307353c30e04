//! Lists the open tickets, creates one and updates it.
//!
//! ```text
//! cargo run -p halo-api --example quickstart --features mock
//! ```
//!
//! By default it uses the in-memory Halo. If `HALOPSA_BASE_URL`, `HALOPSA_CLIENT_ID` and `HALOPSA_CLIENT_SECRET` are set, it
//! checks and reads that tenant, and writes there only with the option `-- --write`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod table;

use std::collections::HashMap;
use std::time::Duration;

use halo_api::ids::StatusId;
use halo_api::mock::{Fault, MockHalo};
use halo_api::tickets::{Ticket, TicketWrite};
use halo_api::{Direction, Error, Halo, Progress};

/// The number of rows of the table.
const SHOWN: usize = 12;
/// Rows of a page: small, so that there are several.
const PAGE: u32 = 10;

type Statuses = HashMap<StatusId, String>;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let may_write = std::env::args().any(|argument| argument == "--write");
    if std::env::var_os("HALOPSA_BASE_URL").is_some() {
        let halo = Halo::from_env()?;
        println!("{}\n", halo.check().await);
        read(&halo).await?;
        return if may_write { Box::pin(write(&halo)).await } else { Ok(()) };
    }
    println!("HALOPSA_BASE_URL is not set, so this uses the in-memory Halo: a small managed service provider.\n");
    let mock = MockHalo::demo();
    // About as long as a real one takes.
    mock.fault(Fault::delay(Duration::from_millis(120)).always());
    read(&mock.halo()).await?;
    Box::pin(write(&mock.halo())).await
}

/// Reads every open ticket. The stream handles pages, caps and totals.
async fn read(halo: &Halo) -> Result<(), Error> {
    let statuses = statuses(halo).await?;
    let list = halo.tickets().list().open_only(true).page_size(PAGE).order_by("id", Direction::Descending);
    let mut tickets = list.stream();
    let mut newest = Vec::new();
    while let Some(ticket) = tickets.try_next().await? {
        if newest.len() < SHOWN {
            newest.push(ticket);
        }
        progress(&tickets.progress());
    }
    let read = tickets.progress();
    table::end_bar();
    println!("{} open tickets on {} pages; the newest:\n", read.rows, read.pages);
    show(&newest, &statuses);
    Ok(())
}

fn progress(progress: &Progress) {
    let left = progress.permits_left.map_or_else(String::new, |left| format!(", {left} requests left"));
    table::bar(progress.rows, progress.total, &format!("page {}{left}", progress.pages));
}

/// Creates a ticket for the first client, changes it, and shows it whole.
///
/// A write sends exactly the fields that were set.
async fn write(halo: &Halo) -> Result<(), Error> {
    let client = halo.clients().list().first().await?;
    let new = TicketWrite::new()
        .summary("Printer on fire")
        .details("Smoke on the third floor.")
        .when_some(client, |new, client| new.client_id(client.id));
    let (made, response) = halo.tickets().create(new).send_with_meta().await?;
    println!("\ncreated ticket {} ({}, {} attempt)", made.id, response.status, response.attempts.len());
    halo.tickets().update(made.id, TicketWrite::new().summary("Printer no longer on fire")).await?;
    let whole = halo.tickets().get(made.id).include_details(true).await?;
    println!("updated ticket {}, which is now:\n", whole.id);
    show(std::slice::from_ref(&whole), &statuses(halo).await?);
    println!("\n  details  {}", whole.details.as_deref().unwrap_or_default());
    Ok(())
}

/// Rows of tickets have the number of their status.
async fn statuses(halo: &Halo) -> Result<Statuses, Error> {
    let statuses = halo.statuses().list().all().await?;
    Ok(statuses.into_iter().filter_map(|status| Some((status.id, status.name?))).collect())
}

fn show(tickets: &[Ticket], statuses: &Statuses) {
    let row = |ticket: &Ticket| {
        let status = ticket.status_id.and_then(|id| statuses.get(&id)).cloned();
        [
            ticket.id.to_string(),
            ticket.date_occurred.map(|at| at.strftime("%Y-%m-%d").to_string()).unwrap_or_default(),
            status.unwrap_or_default(),
            ticket.client_name.clone().unwrap_or_default(),
            ticket.summary.clone().unwrap_or_default(),
        ]
    };
    table::print(["id", "raised", "status", "client", "summary"], &tickets.iter().map(row).collect::<Vec<_>>());
}
