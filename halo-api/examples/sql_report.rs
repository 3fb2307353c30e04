//! Reads the backlog of every client with one SQL statement, into a struct.
//!
//! ```text
//! cargo run -p halo-api --example sql_report --features mock
//! ```
//!
//! If `HALOPSA_BASE_URL` and the credentials are set, it asks that tenant, otherwise the in-memory Halo, which has rows for the
//! statement. Guide: `docs/guides/sql-report.md`.
#![allow(clippy::print_stdout)]

use halo_api::mock::MockHalo;
use halo_api::{Error, Halo, jiff, lenient};
use serde::Deserialize;
use serde_json::json;

const BACKLOG: &str = "
    SELECT aareadesc AS client, COUNT(*) AS [open], MIN(dateoccured) AS oldest
    FROM faults JOIN area ON areaint = aarea
    WHERE status <> 9 AND fdeleted = 0 AND fmergedintofaultid = 0
    GROUP BY aareadesc";

/// A row of the statement: its columns by name. Halo sends them all as texts.
#[derive(Debug, Deserialize)]
pub(crate) struct Backlog {
    pub(crate) client: String,
    pub(crate) open: u32,
    #[serde(default, deserialize_with = "lenient::datetime")]
    oldest: Option<jiff::Timestamp>,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let mock = demo()?;
    // SQL changes nothing, so a client that only reads may send it.
    let halo = if std::env::var_os("HALOPSA_BASE_URL").is_some() { Halo::from_env()? } else { mock.halo() }.read_only();
    for line in run(&halo).await? {
        println!("{:>4} {} (oldest: {:?})", line.open, line.client, line.oldest);
    }
    // For HTTP this is a success; here it is an error with the words of the database.
    if let Err(error) = halo.reports().sql("SELECT * FROM fault WHERE status = 1").await {
        println!("{}", error.message().unwrap_or("no words"));
    }
    Ok(())
}

/// The most first.
pub(crate) async fn run(halo: &Halo) -> Result<Vec<Backlog>, Error> {
    let mut backlog: Vec<Backlog> = halo.reports().sql(BACKLOG).rows().await?;
    backlog.sort_by_key(|line| std::cmp::Reverse(line.open));
    Ok(backlog)
}

pub(crate) fn demo() -> Result<MockHalo, Error> {
    let mock = MockHalo::new();
    mock.report(
        "from faults * group by aareadesc",
        [
            json!({"client": "Harbour Dental", "open": 12, "oldest": "2026-02-01T10:00:00"}),
            json!({"client": "Quay Books", "open": 3, "oldest": null}),
        ],
    )?;
    mock.report_error("from fault where", "Invalid object name 'fault'.");
    Ok(mock)
}
