//! Prints the spans and events of a few calls, as your own `tracing` subscriber would receive them.
//!
//! ```text
//! cargo run -p halo-api --example tracing --features mock
//! ```
#![allow(clippy::print_stdout)]

use std::fmt::{Debug, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use halo_api::mock::{Fault, MockHalo};
use halo_api::tickets::TicketWrite;
use halo_api::{Error, RetryPolicy};
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let _ = tracing::subscriber::set_global_default(Printer::default());
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7, "summary": "Printer on fire"}))?;
    let quick = RetryPolicy::default().throttle_backoff(Duration::from_millis(100), Duration::from_millis(100));
    let halo = mock.builder().retry(quick).build()?;

    println!("-- a read that meets a 503 and a 429");
    mock.fault(Fault::status(503));
    mock.fault(Fault::status(429));
    halo.tickets().list().query("search", "the search text is not logged").await?;

    println!("-- a write whose response is lost");
    mock.fault(Fault::dropped());
    if let Err(error) = halo.tickets().create(TicketWrite::new().summary("nor is the content of a write")).await {
        println!("-- {error}");
    }
    Ok(())
}

/// Prints a line for each span, for its recorded values, and for each event.
///
/// Use `tracing-subscriber` in real programs.
#[derive(Default)]
struct Printer {
    spans: AtomicU64,
}

#[derive(Default)]
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

fn line(record: impl FnOnce(&mut Line)) -> String {
    let mut line = Line::default();
    record(&mut line);
    line.0
}

impl Subscriber for Printer {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("halo_api")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let id = self.spans.fetch_add(1, Ordering::Relaxed) + 1;
        println!("span {id} {}{}", attributes.metadata().name(), line(|line| attributes.record(line)));
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        println!("span {}{}", span.into_u64(), line(|line| values.record(line)));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        println!("  {}{}", event.metadata().level(), line(|line| event.record(line)));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
