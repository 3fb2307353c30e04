//! Halo behavior that the mock imitates, except paging and bodies.
//!
//! Times, numbers, sentinels, permissions, limits, and refusals.

use std::time::Duration;

use halo_api::actions::ActionWrite;
use halo_api::agents::AgentWrite;
use halo_api::clients::ClientWrite;
use halo_api::mock::{MockHalo, Quirk};
use halo_api::tickets::TicketWrite;
use halo_api::users::UserWrite;
use halo_api::{ErrorKind, Halo, Method, RateLimit, RetryPolicy, Scope, StatusCode};
use serde_json::{Value, json};

use crate::link;

async fn post(halo: &Halo, path: &str, body: Value) -> Result<Value, halo_api::Error> {
    halo.request(Method::POST, path).json(&body).send().await
}

async fn get(halo: &Halo, path: &str, query: &[(&str, &str)]) -> Value {
    query
        .iter()
        .fold(halo.request(Method::GET, path), |request, (name, value)| request.query(*name, *value))
        .await
        .unwrap()
}

const PAGED: [(&str, &str); 3] = [("pageinate", "true"), ("page_size", "100"), ("page_no", "1")];

#[tokio::test]
async fn instants_come_back_without_a_zone_and_no_date_is_a_date() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    for (sent, kept) in [
        ("2026-08-05T14:00:00+02:00", "2026-08-05T12:00:00"),
        ("2026-08-05T12:00:00.360Z", "2026-08-05T12:00:00.36"),
        ("2026-08-05T12:00:00.4892555Z", "2026-08-05T12:00:00.489"),
        ("", "1900-01-01T00:00:00"),
    ] {
        let made = post(&halo, "/Tickets", json!([{"dateoccurred": sent}])).await.unwrap();
        let expected = if sent.is_empty() { Value::Null } else { json!(kept) };
        assert_eq!(made.get("dateoccurred").unwrap_or(&Value::Null), &expected, "{sent}");
        assert_eq!(made["targetdate"], "1900-01-01T00:00:00");
    }
    let contract = post(&halo, "/ClientContract", json!([{"start_date": "2026-04-01T23:00:00Z"}])).await.unwrap();
    assert_eq!(contract["start_date"], "2026-04-01T00:00:00");
    let ticket = halo.tickets().create(TicketWrite::new().summary("x")).await.unwrap();
    assert_eq!(ticket.target_date, None, "the sentinel is no date to the client");
    assert!(
        ticket.date_occurred.unwrap().to_string().starts_with("2026-01-05T09:00"),
        "the mock has a clock of its own"
    );
}

#[tokio::test]
async fn numbers_are_what_halo_makes_of_them() {
    let halo = link::halo(&MockHalo::new());
    let site = post(&halo, "/Site", json!([{"name": "HQ", "client_id": "18"}])).await.unwrap();
    assert_eq!(site["client_id"].to_string(), "18.0");
    let user = post(&halo, "/Users", json!([{"name": "Alice", "site_id": 12}])).await.unwrap();
    assert_eq!(user["site_id"].to_string(), "12.0");
    let ticket = post(&halo, "/Tickets", json!([{"client_id": "18", "oppvalue": 5, "flagged": 1}])).await.unwrap();
    let shown = (ticket["client_id"].to_string(), ticket["oppvalue"].to_string(), &ticket["flagged"]);
    assert_eq!(shown, ("18".to_owned(), "5.0".to_owned(), &json!(true)));
    let error = post(&halo, "/Tickets", json!([{}, {"site_id": 95.0}])).await.unwrap_err();
    assert_eq!((error.status(), error.kind()), (Some(StatusCode::BAD_REQUEST), ErrorKind::BadRequest));
    let words = error.message().unwrap();
    assert!(words.starts_with("[1].site_id: Could not convert value: 95.0"), "{words}");
    for wrong in [json!({"client_id": "x"}), json!({"dateoccurred": "yesterday"}), json!({"flagged": "perhaps"})] {
        let error = post(&halo, "/Tickets", json!([wrong])).await.unwrap_err();
        assert!(error.message().unwrap().contains("Could not convert string"), "{error}");
    }
}

#[tokio::test]
async fn what_was_cleared_is_null_alone_and_absent_in_a_list() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7, "summary": "Printer", "details": "Smoke", "client_id": 3})).unwrap();
    let halo = link::halo(&mock);
    let changed = post(&halo, "/Tickets", json!([{"id": 7, "summary": null}])).await.unwrap();
    assert_eq!((changed.get("summary"), &changed["client_id"]), (Some(&Value::Null), &json!(3)));
    let list = get(&halo, "/Tickets", &PAGED).await;
    assert!(list["tickets"][0].get("summary").is_none());
    assert_eq!(halo.tickets().get(7).await.unwrap().summary, None);
}

#[tokio::test]
async fn rows_omit_detail_fields_and_envelopes_contain_more_than_rows() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7, "datecreated": "2026-01-02T03:04:05", "agent_name": "Dana"})).unwrap();
    mock.insert("agents", json!({"id": 1, "name": "Dana"})).unwrap();
    let halo = link::halo(&mock);
    let list = get(&halo, "/tickets", &[("INCLUDECOLUMNS", "true"), PAGED[0], PAGED[1], PAGED[2]]).await;
    assert!(list["tickets"][0].get("agent_name").is_none());
    assert_eq!((&list["columns"], &list["include_children"]), (&json!([]), &json!(false)));
    assert_eq!(get(&halo, "/TICKETS/7", &[]).await["agent_name"], "Dana");
    assert_eq!(
        get(&halo, "/Actions", &PAGED).await,
        json!({"page_no": 1, "page_size": 100, "record_count": 0, "actions": [], "actionsdetails": []})
    );
    assert_eq!(get(&halo, "/Agent", &[]).await, json!([{"id": 1, "name": "Dana"}]));
    assert_eq!(get(&halo, "/Agent", &PAGED).await["results"][0]["name"], "Dana", "paging changes its shape");
    let ids = get(&halo, "/Client", &[("idonly", "true")]).await;
    assert_eq!(ids["record_count"], 0);
}

#[tokio::test]
async fn lists_are_searched_by_text_and_by_date() {
    let mock = MockHalo::new();
    for (id, closed, day) in [(1, false, 1), (2, true, 2), (3, false, 3)] {
        let date = format!("2026-02-0{day}T10:00:00");
        let closed = closed.then_some(true);
        let row = json!({"id": id, "summary": format!("Printer {id}"), "dateoccurred": date, "last_update": date, "hasbeenclosed": closed});
        mock.insert("tickets", row).unwrap();
    }
    let halo = link::halo(&mock);
    let ids = async |query: &[(&str, &str)]| -> Vec<i64> {
        let list = get(&halo, "/Tickets", query).await;
        list["tickets"].as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect()
    };
    assert_eq!(ids(&[("open_only", "true")]).await, [1, 3]);
    assert_eq!(ids(&[("closed_only", "true")]).await, [2]);
    assert_eq!(ids(&[("search", "PRINTER 3")]).await, [3]);
    assert_eq!(ids(&[("lastupdatefromdate", "2026-02-02T10:00:00Z")]).await, [2, 3]);
    let between =
        [("datesearch", "dateoccured"), ("startdate", "2026-02-02T00:00:00"), ("enddate", "2026-02-02T23:00:00")];
    assert_eq!(ids(&between).await, [2], "Halo's own misspelling");
    assert_eq!(ids(&[("excludethese", "1,2")]).await, [3]);
    assert!(mock.unapplied_filters().is_empty());

    // A change is dated by the mock's clock.
    mock.set_clock("2026-03-01T00:00:00Z".parse().unwrap());
    halo.tickets().update(1, TicketWrite::new().summary("Printer 1 again")).await.unwrap();
    assert_eq!(ids(&[("lastupdatefromdate", "2026-02-28T00:00:00Z")]).await, [1]);

    assert_eq!(ids(&[("advanced_search", "[]")]).await.len(), 3);
    assert_eq!(
        mock.unapplied_filters(),
        ["GET /api/Tickets: advanced_search"],
        "Halo would apply it: a test should know"
    );
    assert!(mock.unknown_parameters().is_empty());
    mock.quirk("tickets", Quirk::NewestFirst).unwrap();
    assert_eq!(ids(&[]).await, [3, 2, 1]);
}

#[tokio::test]
async fn an_action_moves_its_ticket() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7, "status_id": 1, "priority_id": 3})).unwrap();
    let halo = link::halo(&mock);
    let write = ActionWrite::new().ticket_id(7).outcome("Call").note("Rang").new_status_id(2).new_priority_id(1);
    let action = halo.actions().create(write).await.unwrap();
    assert_eq!((i64::from(action.id), action.datetime.is_some()), (1, true));
    let ticket = halo.tickets().get(7).await.unwrap();
    assert_eq!((ticket.status_id.map(i64::from), ticket.priority_id.map(i64::from)), (Some(2), Some(1)));
    assert!(!action.extra.contains_key("new_priority"), "what steers Halo does not come back");
}

#[tokio::test]
async fn what_halo_was_seen_to_refuse_is_not_sent() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let error = halo.actions().create(ActionWrite::new().note("Rang")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("must set `ticket_id()` and `outcome()` or `outcome_id()`"), "{error}");
    let user = UserWrite::new().name("Cy").set("Site_ID", serde_json::Value::Null);
    assert!(halo.users().create(user).await.unwrap_err().to_string().contains("must set `site_id()`"));
    let agents = [AgentWrite::new().name("Fay"), AgentWrite::new().email("ray@acme.example")];
    let error = halo.agents().create_many(agents).await.unwrap_err();
    assert!(error.to_string().contains("the body at index 1 must set `name()`"), "{error}");
    assert!(mock.requests().is_empty());
    halo.clients().create(ClientWrite::new()).await.expect("what is only presumed is sent");
}

#[tokio::test]
async fn the_token_endpoint_refuses_with_oauth_errors() {
    let mock = MockHalo::new();
    mock.set_credentials("mock-client", "mock-secret");
    link::halo(&mock).tickets().list().await.unwrap();
    let error = link::builder(&mock).client_credentials("mock-client", "wrong").build().unwrap();
    let error = error.tickets().list().await.unwrap_err();
    assert_eq!((error.status(), error.message()), (Some(StatusCode::UNAUTHORIZED), Some("invalid_client")));
    let unheard = link::builder(&mock).scopes([Scope::Other("read:users".into())]).build().unwrap();
    let error = unheard.tickets().list().await.unwrap_err();
    assert_eq!(error.message(), Some("invalid_scope"), "there is no such scope");
}

#[tokio::test]
async fn a_missing_permission_is_a_403_without_a_body() {
    let mock = MockHalo::new();
    let reader = link::builder(&mock).scopes([Scope::ReadTickets]).check_scopes(false).build().unwrap();
    reader.tickets().list().await.unwrap();
    let error = reader.tickets().delete(1).await.unwrap_err();
    assert_eq!((error.kind(), error.body()), (ErrorKind::Forbidden, None), "the scope is checked before the ticket");
    mock.quirk("opportunities", Quirk::NoModule).unwrap();
    let error = link::halo(&mock).opportunities().list().await.unwrap_err();
    assert_eq!((error.kind(), error.body()), (ErrorKind::Forbidden, None));
    assert_eq!(mock.answered_with(StatusCode::FORBIDDEN), 2);
}

#[tokio::test]
async fn one_request_too_many_is_a_429_with_halos_sentence() {
    let mock = MockHalo::new();
    mock.set_rate_limit(RateLimit::new(3, Duration::from_secs(300)));
    let once = RetryPolicy::default().attempts(1);
    let halo = link::builder(&mock).retry(once).max_throttle_wait(Duration::ZERO).build().unwrap();
    for _ in 0..3 {
        halo.tickets().list().await.unwrap();
    }
    let error = halo.tickets().list().await.unwrap_err();
    assert_eq!(error.message(), Some("Rate Limit Reached - 3 Requests per rolling 5 minute window"));
    assert!(error.is_rate_limited());
    assert_eq!(mock.answered_with(StatusCode::TOO_MANY_REQUESTS), 1, "tokens do not count");
    mock.set_rate_limit(None);
    link::halo(&mock).tickets().list().await.unwrap();
}

#[tokio::test]
async fn refusals_have_halos_shapes() {
    let mock = MockHalo::new();
    mock.quirk("actions", Quirk::Requires("outcome")).unwrap();
    let halo = link::halo(&mock);
    let bare = post(&halo, "/Tickets", json!({"summary": "x"})).await.unwrap_err();
    assert!(bare.body().unwrap().starts_with(r#"{"ClassName":"System.ArgumentException""#), "{bare}");
    let error = post(&halo, "/Actions", json!([{"ticket_id": 7, "note": "x"}])).await.unwrap_err();
    assert_eq!(error.body(), Some(r#""outcome must be entered""#));
    halo.actions().create(ActionWrite::new().ticket_id(7).note("x").outcome("Note")).await.unwrap();
    let error = post(&halo, "/Actions", json!([{"note": "x", "outcome": "Note"}])).await.unwrap_err();
    assert_eq!(error.message(), Some("ticket_id must be included"));
    assert!(halo.request(Method::GET, "/RequestType").await.unwrap_err().is_not_found());
}
