//! Building requests: parameters, keys, bodies, previews.
#![cfg(feature = "mock")]

use std::future::IntoFuture;

use halo_api::mock::MockHalo;
use halo_api::tickets::{CreateTicket, DeleteTicket, GetTicket, ListTickets, Ticket, TicketWrite, UpdateTicket};
use halo_api::users::UserWrite;
use halo_api::{
    Direction, Download, Error, ErrorKind, File, Halo, Method, Multipart, Pending, RawRequest, Safety, SaveTarget,
    Saved,
};
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

#[test]
fn names_in_bodies_and_queries_are_compared_as_halo_does_without_case() {
    let halo = halo();
    let update = |body| halo.tickets().update(7, body).preview();
    let fault = update(TicketWrite::new().set("ID", 8)).fault.unwrap();
    assert_eq!(fault, "the body sets another `id` than the one that is updated, 7");
    assert!(halo.tickets().update_many([(7, TicketWrite::new().set("Id", 8))]).preview().fault.is_some());
    let same = update(TicketWrite::new().set("ID", 7).summary("x"));
    assert_eq!((same.fault, same.body), (None, Some(json!([{"id": 7, "summary": "x"}]))), "one id is sent, not two");
    let twice = update(TicketWrite::new().summary("a").status_id(2).set("Summary", "b"));
    assert_eq!(
        twice.body,
        Some(json!([{"id": 7, "Summary": "b", "status_id": 2}])),
        "the last word on a member stands"
    );
    let query = halo.tickets().list().client_id(1).query("Client_ID", 2).preview().query;
    assert_eq!(query.iter().filter(|(name, _)| name.eq_ignore_ascii_case("client_id")).count(), 1, "{query:?}");
}

#[test]
fn what_hides_a_secret_hides_it_in_whatever_case_it_was_set() {
    let write = UserWrite::new().new_password("hush").set("New_Password", "hush");
    assert!(!format!("{write:?}").contains("hush"), "{write:?}");
}

#[test]
fn a_body_takes_what_there_is() {
    let write = |client: Option<i64>| TicketWrite::new().when_some(client, TicketWrite::client_id).summary("x");
    assert_eq!(serde_json::to_value(write(Some(5))).unwrap(), json!({"client_id": 5, "summary": "x"}));
    assert_eq!(serde_json::to_value(write(None)).unwrap(), json!({"summary": "x"}));
}

#[test]
fn the_parameters_of_the_runtime_cannot_be_set_beside_it() {
    let tickets = halo().tickets();
    for name in ["pageinate", "page_no", "page_size", "count", "order", "orderdesc", "order2", "OrderDesc", "Page_No"] {
        let fault = tickets.list().order_by("id", Direction::Ascending).query(name, "x").preview().fault;
        assert!(fault.is_some_and(|fault| fault.contains(name) && fault.contains("order_by()")), "{name}");
    }
    assert_eq!(tickets.list().query("order_id", 5).preview().fault, None);
    assert_eq!(tickets.get(7).query("order", "x").preview().fault, None, "they are those of lists");
}

#[test]
fn debug_of_a_request_is_short_and_holds_no_value() {
    let halo = halo();
    let list = halo.tickets().list().client_id(4_711).query("search", "hush").page_size(20);
    let text = format!("{list:?}");
    assert!(text.contains("GET /Tickets") && text.contains("client_id") && text.contains("search"), "{text}");
    let body = || TicketWrite::new().summary("hush").status_id(4_711);
    let update = format!("{:?}", halo.tickets().update(54_321, body()));
    assert!(update.contains("POST /Tickets") && update.contains("summary"), "{update}");
    let get = format!("{:?}", halo.tickets().get(54_321));
    assert!(get.contains("GET /Tickets/{id}"), "{get}");
    let many = format!("{:?}", halo.tickets().create_many([body(), body()]));
    let generic = format!("{:?}", halo.list::<Ticket>().query("search", "hush"));
    for text in [text, update, get, many, generic] {
        assert!(text.len() < 250, "{} characters: {text}", text.len());
        assert!(!["hush", "4711", "54321"].iter().any(|value| text.contains(value)), "{text}");
    }
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
    check::<(SaveTarget, Pending<Saved>)>();
    sync::<(Halo, Error, MockHalo, File, Multipart, Download)>();
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
