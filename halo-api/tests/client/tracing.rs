//! Logging: a span per call, an event per attempt, and no private data.
#![cfg(feature = "mock")]

use std::fmt::{Debug, Write};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use halo_api::mock::{Fault, MockHalo, Quirk};
use halo_api::tickets::TicketWrite;
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Records a line for each span, record and event.
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
async fn calls_and_attempts_are_logged_without_their_content() {
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

#[tokio::test(start_paused = true)]
async fn a_list_that_ends_at_another_total_is_logged_with_both_numbers() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    for (stated, told) in [(150, false), (160, true), (140, true)] {
        log.lines.lock().unwrap().clear();
        let mock = MockHalo::new();
        for id in 1..=150 {
            mock.insert("tickets", json!({"id": id})).unwrap();
        }
        mock.quirk("tickets", Quirk::RecordCount(Some(stated))).unwrap();
        assert_eq!(mock.halo().tickets().list().accept_shortfall().all().await.unwrap().len(), 150);
        let text = log.lines.lock().unwrap().join("\n");
        let event = format!("total={stated} seen=150");
        assert_eq!(text.contains("rows seen and stated total differ") && text.contains(&event), told, "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_row_that_is_skipped_is_told_by_its_place_and_not_by_what_it_holds() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let mock = MockHalo::new();
    mock.fault(Fault::status(200).body(r#"[{"id": 1}, "hush", {"id": "hush"}]"#).on("/api/Tickets"));
    let page = mock.halo().tickets().list().skip_unreadable().await.unwrap();
    assert_eq!(page.items.len(), 1);
    let lines = log.lines.lock().unwrap().clone();
    let events: Vec<_> = lines.iter().filter(|line| line.contains("skipped a row")).collect();
    assert_eq!(events.len(), 2, "{lines:?}");
    assert!(events[0].contains("page=1") && events[0].contains("row=1"), "{events:?}");
    assert!(!lines.join("").contains("hush"), "{lines:?}");
}

fn failed(error: &halo_api::Error) -> Result<(), halo_api::Error> {
    Err(error.clone())
}

/// Checks Debug, Display, the sources and the panic message of every type that knows a secret.
#[tokio::test(start_paused = true)]
async fn no_secret_shows_anywhere() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let mock = MockHalo::new();
    let builder = || {
        mock.builder()
            .client_credentials("an-id", "hush-secret")
            .header("x-proxy", "hush-header")
            .proxy("http://user:hush-proxy@proxy.example")
            .api_key("hush-key")
    };
    let mut shown = vec![format!("{:?}", builder()), format!("{:?}", builder().build())];
    let halo = mock.builder().client_credentials("an-id", "hush-secret").header("x-proxy", "hush-header");
    let halo = halo.build().unwrap();
    let list = halo.tickets().list().query("search", "x");
    shown.extend([
        format!("{halo:?}"),
        format!("{list:?}"),
        format!("{:?}", list.clone().stream()),
        format!("{mock:?}"),
    ]);
    let token = r#"{"access_token": "hush-token", "refresh_token": "hush-refresh", "id_token": "hush-id"}"#;
    let faults = [
        Fault::status(200).body(token).on("/auth/token"),
        Fault::status(401).body(r#"{"error": "invalid_client"}"#).on("/auth/token"),
        Fault::status(200).body(r#"{"access_token": "hush\nbroken", "id_token": "hush-id"}"#).on("/auth/token"),
        Fault::status(503).times(9),
        Fault::status(401).times(2),
        Fault::dropped().times(9),
        Fault::status(302).header(http::header::LOCATION, "https://sso.example/?code=hush-code"),
    ];
    for fault in faults {
        mock.expire_tokens();
        mock.fault(fault);
        let Err(error) = list.clone().await else { continue };
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            shown.extend([cause.to_string(), format!("{cause:?}")]);
            source = cause.source();
        }
        let panic = std::panic::catch_unwind(AssertUnwindSafe(|| failed(&error).unwrap())).unwrap_err();
        shown.extend([
            error.to_string(),
            format!("{error:?} {error:#?}"),
            panic.downcast_ref::<String>().unwrap().clone(),
        ]);
    }
    shown.extend(log.lines.lock().unwrap().clone());
    assert!(shown.len() > 30);
    for text in &shown {
        for secret in ["hush", "Bearer ", "mock-token"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}
