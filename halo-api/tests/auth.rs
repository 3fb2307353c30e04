//! Authorization: discovery, API keys, scopes, and several tenants in one program.
#![cfg(feature = "mock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use halo_api::mock::{Fault, MockHalo};
use halo_api::{ErrorKind, Halo, Scope};
use serde_json::json;

fn paths(mock: &MockHalo) -> Vec<String> {
    mock.requests().into_iter().map(|request| request.path).collect()
}

fn token_query(mock: &MockHalo) -> Vec<(String, String)> {
    mock.requests().into_iter().find(|request| request.path.ends_with("/token")).unwrap().query
}

fn tenant(name: &str) -> Vec<(String, String)> {
    vec![("tenant".to_owned(), name.to_owned())]
}

#[tokio::test(start_paused = true)]
async fn the_authorization_server_is_discovered_once_for_all_tasks() {
    let mock = MockHalo::new();
    mock.fault(Fault::delay(Duration::from_secs(1)).on("/api/authinfo"));
    let halo = mock.builder().discover(true).build().unwrap();
    assert!(mock.requests().is_empty());
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let halo = halo.clone();
            tokio::spawn(async move { halo.tickets().list().await.map(drop) })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    mock.expire_tokens();
    halo.tickets().list().await.unwrap();
    let paths = paths(&mock);
    assert_eq!(paths[..2], ["/api/authinfo", "/auth/token"]);
    assert_eq!(paths.iter().filter(|path| path.ends_with("authinfo")).count(), 1);
    assert_eq!(token_query(&mock), tenant("mock"));
}

#[tokio::test(start_paused = true)]
async fn what_is_set_is_not_discovered() {
    let mock = MockHalo::new();
    let halo = mock.builder().discover(true).tenant("acme").build().unwrap();
    halo.tickets().list().await.unwrap();
    assert_eq!(token_query(&mock), tenant("acme"));

    let mock = MockHalo::new();
    let halo = mock.builder().discover(true).auth_url("https://auth.acme.example").build().unwrap();
    halo.tickets().list().await.unwrap();
    assert_eq!((paths(&mock)[1].as_str(), token_query(&mock)), ("/token", tenant("mock")));

    let mock = MockHalo::new();
    let halo = mock.builder().discover(true).tenant("acme").auth_url("https://auth.acme.example/token");
    halo.build().unwrap().tickets().list().await.unwrap();
    assert_eq!(paths(&mock)[0], "/token", "there was nothing to find out");
}

#[tokio::test(start_paused = true)]
async fn discovery_that_fails_is_final_and_says_what_to_do() {
    let reply = |body: &str| Fault::status(200).body(body);
    let cases = [
        (Fault::status(404), "404"),
        (Fault::html(), "no JSON"),
        (reply("[]"), "no auth_url"),
        (reply(r#"{"auth_url": ""}"#), "no auth_url"),
        (reply(r#"{"auth_url": "http://auth.acme.example"}"#), "must begin with https"),
        (reply(r#"{"auth_url": "https://u:hush@auth.acme.example"}"#), "user name"),
    ];
    for (fault, word) in cases {
        let mock = MockHalo::new();
        mock.fault(fault.on("/api/authinfo"));
        let halo = mock.builder().discover(true).build().unwrap();
        let error = halo.tickets().list().await.unwrap_err();
        let text = error.to_string();
        assert!(error.is_auth() && error.kind() == ErrorKind::Auth, "{text}");
        assert!(text.starts_with("GET /authinfo: no token") && text.contains(word), "{text}");
        assert!(text.contains("set auth_url()") && !text.contains("hush"), "{text}");
        assert_eq!(paths(&mock), ["/api/authinfo"], "no secret went anywhere");
        halo.tickets().list().await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn an_api_key_takes_the_place_of_a_token() {
    let mock = MockHalo::new();
    mock.accept_api_key("hush");
    let builder = || Halo::builder("https://acme.halopsa.com").transport(mock.clone());
    let halo = builder().api_key("hush").build().unwrap();
    halo.tickets().list().await.unwrap();
    assert_eq!(paths(&mock), ["/api/Tickets"]);
    assert!(!format!("{halo:?} {:?}", builder().api_key("hush")).contains("hush"));

    let error = builder().api_key("other").build().unwrap().tickets().list().await.unwrap_err();
    assert!(error.is_auth() && error.attempts().len() == 1, "{error}");
    assert!(error.to_string().contains("API key") && !error.to_string().contains("other"), "{error}");

    for wrong in [builder().api_key(""), builder().api_key("x").client_credentials("id", "s"), builder()] {
        assert_eq!(wrong.build().unwrap_err().kind(), ErrorKind::Config);
    }
}

#[tokio::test(start_paused = true)]
async fn tenants_side_by_side_share_nothing() {
    let mocks: Vec<MockHalo> = (0..3).map(|_| MockHalo::new()).collect();
    let halos: Vec<Halo> = mocks.iter().map(MockHalo::halo).collect();
    for (index, mock) in mocks.iter().enumerate() {
        mock.insert("tickets", json!({"summary": format!("of {index}")})).unwrap();
    }
    mocks[0].fault(Fault::status(429).retry_after(Duration::from_secs(60)));
    let held = tokio::spawn(halos[0].tickets().list().send());
    tokio::task::yield_now().await;
    for (index, halo) in halos.iter().enumerate().skip(1) {
        let tickets = halo.tickets().list().all().await.unwrap();
        assert_eq!(tickets[0].summary, Some(format!("of {index}")));
        assert_eq!((halo.rate_status().used, halo.rate_status().paused_for), (1, None));
    }
    assert!(halos[0].rate_status().paused_for.is_some());
    held.await.unwrap().unwrap();
    assert!(mocks.iter().all(|mock| paths(mock).iter().filter(|path| path.ends_with("/token")).count() == 1));
}

#[tokio::test(start_paused = true)]
async fn a_request_without_its_scope_is_not_sent() {
    let mock = MockHalo::new();
    let reading = mock.builder().scopes([Scope::ReadTickets, Scope::ReadAssets]).build().unwrap();
    let error = reading.tickets().delete(1).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.stop_reason()), (ErrorKind::MissingScope, None, None));
    assert_eq!(error.required_scope(), Some("edit:tickets"));
    assert_eq!(error.granted_scopes(), ["read:tickets", "read:assets"]);
    let text =
        "DELETE /Tickets/1: missing scope: it needs `edit:tickets`, and this client has `read:tickets read:assets`";
    assert!(error.to_string().starts_with(text), "{error}");
    assert!(mock.requests().is_empty(), "nothing was sent, not even for a token");
    reading.tickets().list().await.unwrap();
    // The scopes of clients have no evidence.
    reading.clients().list().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_granted_scopes_count_once_there_is_a_token() {
    let mock = MockHalo::new();
    let granted = r#"{"access_token": "t", "scope": "read:tickets"}"#;
    mock.fault(Fault::status(200).body(granted).on("/auth/token").times(9));
    let halo = mock.builder().scopes([Scope::ReadTickets, Scope::EditTickets]).build().unwrap();
    for tokens in [1, 1] {
        let error = halo.tickets().delete(1).await.unwrap_err();
        assert_eq!((error.kind(), error.granted_scopes()), (ErrorKind::MissingScope, &["read:tickets".to_owned()][..]));
        assert_eq!(paths(&mock), vec!["/auth/token"; tokens]);
    }
}

#[tokio::test(start_paused = true)]
async fn the_check_can_be_switched_off() {
    let other = Scope::Other("something:new".to_owned());
    let mock = MockHalo::new();
    for scopes in [vec![Scope::All], vec![Scope::AllStandard], vec![Scope::Admin]] {
        mock.builder().scopes(scopes).build().unwrap().tickets().list().await.unwrap();
    }
    // An unknown scope may mean anything, so Halo decides.
    let unknown = mock.builder().scopes([Scope::ReadCrm, other]).build().unwrap();
    let error = unknown.tickets().list().await.unwrap_err();
    assert_eq!((error.is_auth(), error.message()), (true, Some("invalid_scope")));
    let unchecked = mock.builder().scopes([Scope::ReadCrm]).check_scopes(false).build().unwrap();
    assert_eq!(unchecked.tickets().list().await.unwrap_err().kind(), ErrorKind::Forbidden, "it was sent");
    mock.accept_api_key("key");
    let key = Halo::builder("https://acme.halopsa.com").transport(mock.clone()).scopes([Scope::ReadCrm]).api_key("key");
    key.build().unwrap().tickets().list().await.unwrap();
}
