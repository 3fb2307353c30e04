//! Building requests: parameters, keys, bodies, previews.
#![cfg(feature = "mock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::future::IntoFuture;

use halo_api::mock::MockHalo;
use halo_api::tickets::{CreateTicket, DeleteTicket, GetTicket, ListTickets, TicketWrite, UpdateTicket};
use halo_api::{Error, ErrorKind, Halo, Method, Pending, RawRequest, Safety};
use serde_json::json;

fn halo() -> Halo {
    MockHalo::new().halo()
}

fn pairs(query: &[(&str, &str)]) -> Vec<(String, String)> {
    query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_list_previews_as_it_is_sent() {
    let request = halo()
        .tickets()
        .list()
        .client_id(1)
        .open_only(true)
        .client_id(123)
        .query("include_custom_fields", "12,13")
        .when_some(None::<u32>, ListTickets::page_size)
        .when_some(Some(20), ListTickets::page_size)
        .page_no(2);
    let preview = request.preview();
    assert_eq!((preview.method, preview.path.as_str()), (Method::GET, "/Tickets"));
    let query = [
        ("client_id", "123"),
        ("open_only", "true"),
        ("include_custom_fields", "12,13"),
        ("pageinate", "true"),
        ("page_size", "20"),
        ("page_no", "2"),
    ];
    assert_eq!(preview.query, pairs(&query));
    assert_eq!((preview.body, preview.safety, preview.scope), (None, Safety::Safe, Some("read:tickets")));
    assert_eq!(preview.fault, None);
}

#[test]
fn writes_preview_as_arrays_and_updates_contain_their_key() {
    let halo = halo();
    let create = halo.tickets().create(TicketWrite::new().summary("Printer").client_id(123)).preview();
    assert_eq!((create.method, create.path.as_str(), create.safety), (Method::POST, "/Tickets", Safety::Unsafe));
    assert_eq!(create.body, Some(json!([{"summary": "Printer", "client_id": 123}])));
    let update = halo.tickets().update(54321, TicketWrite::new().status_id(2)).preview();
    assert_eq!(update.path, "/Tickets");
    assert_eq!(update.body, Some(json!([{"id": 54321, "status_id": 2}])));
    assert_eq!(update.scope, Some("edit:tickets"));
    let delete = halo.tickets().delete(7).preview();
    assert_eq!(
        (delete.method, delete.path.as_str(), delete.safety),
        (Method::DELETE, "/Tickets/7", Safety::Idempotent)
    );
}

#[tokio::test(start_paused = true)]
async fn an_update_whose_body_has_another_id_is_rejected() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7, "summary": "old"})).unwrap();
    let halo = mock.halo();
    for body in
        [TicketWrite::new().set("id", 8), TicketWrite::new().set("id", "8"), TicketWrite::new().set("id", json!(null))]
    {
        let error = halo.tickets().update(7, body).await.unwrap_err();
        assert!(error.kind() == ErrorKind::Config && error.to_string().contains("another `id`"), "{error}");
    }
    for body in [TicketWrite::new().set("id", 7), TicketWrite::new().set("id", "7")] {
        halo.tickets().update(7, body.summary("new")).await.unwrap();
    }
    let error = halo.tickets().update(0, TicketWrite::new()).await.unwrap_err();
    assert!(error.to_string().contains("would create"), "{error}");
    let records = mock.records("tickets").unwrap();
    assert_eq!((records.len(), &records[0]["id"], &records[0]["summary"]), (1, &json!(7), &json!("new")));
}

#[tokio::test(start_paused = true)]
async fn a_parameter_that_needs_another_is_checked() {
    let halo = halo();
    let error = halo.tickets().list().start_date(jiff::Timestamp::UNIX_EPOCH).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /Tickets: not sent: `startdate` does nothing without `datesearch`");
}

#[tokio::test(start_paused = true)]
async fn records_survive_a_round_trip() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    let made = halo.tickets().create(TicketWrite::new().summary("Printer").client_id(123)).await.unwrap();
    assert_eq!((made.summary.as_deref(), made.client_id.map(i64::from)), (Some("Printer"), Some(123)));
    let changed = halo.tickets().update(made.id, TicketWrite::new().clear_summary().status_id(2)).await.unwrap();
    assert_eq!((changed.summary, changed.status_id.map(i64::from)), (None, Some(2)));
    assert_eq!(halo.tickets().get(made.id).await.unwrap().client_id.map(i64::from), Some(123));
    halo.tickets().delete(made.id).await.unwrap();
    assert!(halo.tickets().get(made.id).await.unwrap_err().is_not_found());
    assert!(mock.unknown_parameters().is_empty());
}

#[test]
fn requests_and_responses_can_be_moved_and_stored_anywhere() {
    fn check<T: Send + 'static>() {}
    fn sync<T: Send + Sync + 'static>() {}
    fn sent<T: IntoFuture>(_: &T)
    where
        T::IntoFuture: Send + 'static,
    {
    }
    check::<(ListTickets, GetTicket, CreateTicket, UpdateTicket, DeleteTicket, RawRequest, Pending<()>)>();
    sync::<(Halo, Error, MockHalo)>();
    sent(&halo().tickets().list());
    sent(&halo().request(Method::GET, "/X"));
}

#[test]
fn clients_with_invalid_settings_are_not_built() {
    let build = |url: &str| Halo::builder(url).client_credentials("id", "secret").build();
    for url in [
        "acme.halopsa.com",
        "http://acme.halopsa.com",
        "ftp://x",
        "https://u:hush@x.example",
        "https://x.example?a=hush",
    ] {
        let error = build(url).unwrap_err();
        assert!(error.kind() == ErrorKind::Config && error.to_string().contains("base URL"), "{error}");
        assert!(!error.to_string().contains("hush"), "{error}");
    }
    for url in [
        "https://acme.halopsa.com",
        "https://acme.halopsa.com/api/",
        "http://localhost:8080",
        "http://127.0.0.1",
        "http://[::1]:1",
    ] {
        build(url).unwrap();
    }
    let base = || Halo::builder("https://acme.halopsa.com");
    assert!(base().build().unwrap_err().to_string().contains("client_credentials"));
    assert!(base().client_credentials("id", "").build().is_err());
    assert!(base().client_credentials("id", "s").scopes([]).build().unwrap_err().to_string().contains("scope"));
    assert!(base().client_credentials("id", "s").header("a b", "x").build().is_err());
    assert!(base().client_credentials("id", "s").header("authorization", "x").build().is_err());
    assert!(base().client_credentials("id", "s").header("x", "a\nb").build().is_err());
    assert!(base().client_credentials("id", "s").auth_url("http://auth.example").build().is_err());
    assert!(base().client_credentials("id", "s").user_agent_suffix("a\nb").build().is_err());
}
