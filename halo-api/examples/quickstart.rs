//! Lists the open tickets, creates one and updates it.
//!
//! ```text
//! cargo run -p halo-api --example quickstart --features mock
//! ```
//!
//! By default it uses the in-memory Halo. If `HALOPSA_BASE_URL`, `HALOPSA_CLIENT_ID` and `HALOPSA_CLIENT_SECRET` are set, it
//! reads that tenant, and writes there only with the option `-- --write`.
#![allow(clippy::print_stdout)]

use halo_api::tickets::{Ticket, TicketWrite};
use halo_api::{Error, Halo};

/// The number of rows of the table.
const SHOWN: usize = 10;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let may_write = std::env::args().any(|argument| argument == "--write");
    if std::env::var_os("HALOPSA_BASE_URL").is_some() {
        let halo = Halo::from_env()?;
        read(&halo).await?;
        return if may_write { write(&halo).await } else { Ok(()) };
    }
    println!("HALOPSA_BASE_URL is not set, so this uses the in-memory Halo.\n");
    let halo = demo::halo()?;
    read(&halo).await?;
    write(&halo).await
}

/// Reads every open ticket. The stream handles pages, caps and totals.
async fn read(halo: &Halo) -> Result<(), Error> {
    let mut tickets = halo.tickets().list().open_only(true).stream();
    let mut newest = Vec::new();
    while let Some(ticket) = tickets.try_next().await? {
        if newest.len() < SHOWN {
            newest.push(ticket);
        }
        let progress = tickets.progress();
        if progress.rows.is_multiple_of(100) || Some(progress.rows) == progress.total {
            let number = |number: Option<u64>| number.map_or_else(|| "?".to_owned(), |number| number.to_string());
            let (total, left) = (number(progress.total), number(progress.permits_left.map(u64::from)));
            println!("{:>6} of {total} open tickets, {left} requests left", progress.rows);
        }
    }
    println!();
    table(&newest);
    Ok(())
}

/// Creates a ticket for the first client and changes it.
///
/// A write sends exactly the fields that were set.
async fn write(halo: &Halo) -> Result<(), Error> {
    let client = halo.clients().list().first().await?;
    let mut new = TicketWrite::new().summary("Printer on fire").details("Smoke on the third floor.");
    if let Some(client) = client {
        new = new.client_id(client.id);
    }
    let made = halo.tickets().create(new).await?;
    println!("\ncreated ticket {}", made.id);

    let change = TicketWrite::new().summary("Printer no longer on fire");
    let changed = halo.tickets().update(made.id, change).await?;
    println!("updated ticket {}\n", changed.id);
    table(&[changed]);
    Ok(())
}

fn table(tickets: &[Ticket]) {
    println!("{:>6}  {:<10}  {:>6}  {:<24}  summary", "id", "raised", "status", "client");
    for ticket in tickets {
        let raised = ticket.date_occurred.map(|at| at.strftime("%Y-%m-%d").to_string()).unwrap_or_default();
        let status = ticket.status_id.map(|id| id.to_string()).unwrap_or_default();
        let client = ticket.client_name.as_deref().unwrap_or_default();
        let summary = ticket.summary.as_deref().unwrap_or_default();
        println!("{:>6}  {raised:<10}  {status:>6}  {client:<24}  {summary}", ticket.id);
    }
}

/// The in-memory Halo with some records.
mod demo {
    use halo_api::mock::MockHalo;
    use halo_api::{Error, Halo};
    use serde_json::json;

    const CLIENTS: [&str; 4] = ["Harbour Dental", "Kestrel Logistics", "Northlight School", "Pine & Oak"];
    const TROUBLES: [&str; 5] = [
        "Outlook asks for a password",
        "VPN drops every hour",
        "New starter on Monday",
        "Scanner is slow",
        "Disk nearly full",
    ];

    pub(crate) fn halo() -> Result<Halo, Error> {
        let mock = MockHalo::new();
        for (id, name) in (1..).zip(CLIENTS) {
            mock.insert("clients", json!({ "id": id, "name": name }))?;
        }
        for number in 0..237_usize {
            let client = number % CLIENTS.len();
            mock.insert(
                "tickets",
                json!({
                    "summary": TROUBLES[number % TROUBLES.len()],
                    "client_id": client + 1,
                    "client_name": CLIENTS[client],
                    "status_id": 1,
                    "dateoccurred": format!("2026-11-{:02}T09:{:02}:00", number % 24 + 1, number % 60),
                }),
            )?;
        }
        Ok(mock.halo())
    }
}
