//! Mirrors tickets and their actions into a SQLite database, and from then on only what changed.
//!
//! ```text
//! cargo run --release -- halo.db      # with HALOPSA_BASE_URL and credentials in the environment
//! cargo run --release -- halo.db 365  # the first run reads the actions of a year, not of 90 days
//! ```
//!
//! It may be killed at any time: the next run goes on, and the database ends with the same rows. Guide: `docs/mirror.md`.

mod store;

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use halo_api::jiff::{SignedDuration, Timestamp};
use halo_api::{Change, Checkpoint, Halo, Lane, Progress};
use indicatif::{ProgressBar, ProgressStyle};

use crate::store::Store;

type Failure = Box<dyn Error>;

/// Without a ticket, Halo lists actions of a day at most.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Actions of this time are read again in the next run: servers differ in their clocks, and lists show a change after a while.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);

#[derive(Default)]
struct Counts {
    changed: u64,
    removed: u64,
    actions: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(counts) => {
            let Counts { changed, removed, actions } = counts;
            println!("{changed} tickets written, {removed} removed, {actions} actions written");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<Counts, Failure> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("name the database, and how many days of actions the first run is to read")?;
    let days: u16 = match args.next() {
        Some(days) => days.parse().map_err(|_| format!("`{days}` is no number of days, such as 90"))?,
        None => 90,
    };
    let halo = Halo::from_env()?;
    let mut store = Store::open(&file)?;
    let mut counts = Counts::default();
    let until = tickets(&halo, &mut store, &mut counts).await?;
    let first = until.checked_sub(DAY * i32::from(days))?;
    actions(&halo, &mut store, (first, until), &mut counts).await?;
    Ok(counts)
}

/// Mirrors what changed of the tickets, and returns when the run began, by Halo's clock.
async fn tickets(halo: &Halo, store: &mut Store, counts: &mut Counts) -> Result<Timestamp, Failure> {
    const PLACE: &str = "tickets";
    let checkpoint: Checkpoint = store.place(PLACE)?.map_or(Ok(Checkpoint::default()), |text| text.parse())?;
    let bar = bar("tickets")?;
    let mut changes = halo.tickets().list().lane(Lane::Background).changes(checkpoint);
    while let Some(change) = changes.try_next().await? {
        match change {
            Change::Changed(ticket) => {
                store.put_ticket(&ticket)?;
                counts.changed += 1;
            }
            // All that were ever deleted come each time.
            Change::Deleted(ticket) => counts.removed += u64::from(store.remove_ticket(ticket.id)?),
            _ => {}
        }
        if store.is_full() {
            store.commit(PLACE, &changes.checkpoint().to_string())?;
            show(&bar, changes.progress());
        }
    }
    let checkpoint = changes.checkpoint();
    store.commit(PLACE, &checkpoint.to_string())?;
    bar.finish_and_clear();
    Ok(checkpoint.since().ok_or("Halo's responses have no date, so there is nothing to go on from")?)
}

/// Mirrors the actions since the last run, or of the given time in the first one, day by day.
///
/// A change to an action that is older than the last run is not seen: where that matters, list the actions of each ticket
/// that changed.
async fn actions(
    halo: &Halo,
    store: &mut Store,
    (first, until): (Timestamp, Timestamp),
    counts: &mut Counts,
) -> Result<(), Failure> {
    const PLACE: &str = "actions";
    let mut from = store.place(PLACE)?.map_or(Ok(first), |text| text.parse())?;
    let bar = bar("days of actions")?;
    bar.set_length(until.duration_since(from).as_hours().unsigned_abs() / 24 + 1);
    while from < until {
        let to = from.checked_add(DAY)?.min(until);
        let mut day = halo.actions().list().start_date(from).end_date(to).lane(Lane::Background).stream();
        while let Some(action) = day.try_next().await? {
            store.put_action(&action)?;
            counts.actions += 1;
        }
        from = to;
        // A day is read as a whole: an unfinished one is read again, and its rows replace themselves.
        let next = if to == until { until.checked_sub(MARGIN)? } else { to };
        store.commit(PLACE, &next.to_string())?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}

fn bar(what: &'static str) -> Result<ProgressBar, Failure> {
    let style = ProgressStyle::with_template("{msg:16} {wide_bar} {pos} of {len}, {eta} left")?;
    let bar = ProgressBar::no_length().with_style(style).with_message(what);
    bar.enable_steady_tick(Duration::from_millis(200));
    Ok(bar)
}

fn show(bar: &ProgressBar, progress: Option<Progress>) {
    let Some(progress) = progress else { return };
    if let Some(total) = progress.total {
        bar.set_length(total);
    }
    bar.set_position(progress.rows);
}
