//! Counts the requests of whole jobs over many tickets, beside the least that they could take.

use halo_api::jiff::{SignedDuration, Timestamp};
use halo_api::mock::MockHalo;
use serde_json::json;

use crate::{PAGE, counts};

/// Tickets in Halo, of which a day changes and deletes few.
const STORED: u64 = 2_350;
const CHANGED: u64 = 250;
const DELETED: u64 = 10;

/// Prints a row for each job.
pub(crate) fn requests() {
    counts::head("jobs");
    let runtime = crate::runtime();
    let details = runtime.block_on(export_with_details());
    counts::line("export of 2,350 tickets with details", details, STORED.div_ceil(PAGE) + STORED);
    let changes = runtime.block_on(changes_of_a_day());
    counts::line("changes of a day: 250, and 10 deleted", changes, CHANGED.div_ceil(PAGE) + DELETED.div_ceil(PAGE));
}

/// A Halo with tickets that changed long ago.
fn stored(now: Timestamp) -> MockHalo {
    let mock = MockHalo::new();
    mock.set_clock(now);
    for id in 1..=STORED {
        let ticket = json!({"id": id, "summary": format!("Ticket {id}"), "last_update": "2026-01-01T00:00:00"});
        mock.insert("tickets", ticket).expect("a ticket");
    }
    mock
}

async fn export_with_details() -> usize {
    let mock = stored(Timestamp::now());
    let halo = mock.builder().rate_limit(None).build().expect("valid settings");
    let mut tickets = halo.tickets().list().hydrate(8);
    let mut rows = 0;
    while tickets.try_next().await.expect("a ticket").is_some() {
        rows += 1;
    }
    assert_eq!(rows, STORED, "every ticket came");
    counts::used(&mock)
}

async fn changes_of_a_day() -> usize {
    let now = Timestamp::now();
    let mock = stored(now);
    let halo = mock.builder().rate_limit(None).build().expect("valid settings");
    for id in 1..=CHANGED {
        let change = halo_api::tickets::TicketWrite::new().summary("Changed");
        halo.tickets().update(i64::try_from(id).expect("few"), change).await.expect("a change");
    }
    for id in STORED - DELETED + 1..=STORED {
        halo.tickets().delete(i64::try_from(id).expect("few")).await.expect("a deletion");
    }
    mock.clear_requests();
    let mut changes = halo.tickets().changes(now - SignedDuration::from_hours(24));
    let mut rows = 0;
    while changes.try_next().await.expect("a change").is_some() {
        rows += 1;
    }
    assert_eq!(rows, CHANGED + DELETED, "every change came");
    counts::used(&mock)
}
