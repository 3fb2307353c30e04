//! What is logged: a span per call, an event per attempt, and nothing that is nobody's business.
#![cfg(feature = "mock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::{Debug, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use halo_api::mock::{Fault, MockHalo};
use halo_api::tickets::TicketWrite;
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes everything down, a line for each span, record and event.
#[derive(Clone, Default)]
struct Log {
    lines: Arc<Mutex<Vec<String>>>,
    spans: Arc<AtomicU64>,
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Log {
    fn note(&self, start: &str, record: impl FnOnce(&mut Line)) {
        let mut line = Line(start.to_owned());
        record(&mut line);
        self.lines.lock().unwrap().push(line.0);
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("halo_api")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        self.note(attributes.metadata().name(), |line| attributes.record(line));
        Id::from_u64(self.spans.fetch_add(1, Ordering::SeqCst) + 1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.note("record", |line| values.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.note("event", |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test(start_paused = true)]
async fn calls_and_attempts_are_told_without_what_they_carry() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7, "summary": "hush-stored"})).unwrap();
    mock.fault(Fault::status(503));
    let halo = mock.builder().header("x-proxy", "hush-header").tenant("hush-tenant").build().unwrap();
    halo.tickets().list().query("search", "hush-query").await.unwrap();
    halo.tickets().get(7).await.unwrap();
    halo.tickets().create(TicketWrite::new().summary("hush-body")).await.unwrap();
    mock.fault(Fault::status(400).body("\"hush-words\""));
    halo.tickets().get(7).await.unwrap_err();

    let lines = log.lines.lock().unwrap().clone();
    let text = lines.join("\n");
    for secret in ["hush", "mock-token", "mock-secret", "Bearer"] {
        assert!(!text.contains(secret), "{secret} in\n{text}");
    }
    let spans: Vec<&String> = lines.iter().filter(|line| line.starts_with("halo.request")).collect();
    assert_eq!(spans.len(), 5, "four calls and a token:\n{text}");
    for part in ["http.request.method=GET", "url.template=/Tickets/{id}", "server.address=\"mock.halopsa.example\""] {
        assert!(spans.iter().any(|span| span.contains(part)), "{part} in\n{text}");
    }
    let attempts = lines.iter().filter(|line| line.starts_with("event") && line.contains("message=attempt"));
    assert_eq!(attempts.count(), 6, "one of them was repeated:\n{text}");
    assert!(
        text.contains("record http.response.status_code=503") && text.contains("http.request.resend_count=1"),
        "{text}"
    );
}
