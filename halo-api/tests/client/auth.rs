//! Authorization: discovery, API keys, scopes, and several tenants in one program.
#![cfg(feature = "mock")]

use std::time::Duration;

use halo_api::mock::{Fault, MockHalo};
use halo_api::tickets::TicketWrite;
use halo_api::transport::BoxFuture;
use halo_api::{Authorization, Authorizer, Error, ErrorKind, Halo, Method, Scope};
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
        (Fault::html(), "not JSON"),
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
    let text = "DELETE /Tickets/1: missing scope: the request requires `edit:tickets`, but this client has `read:tickets read:assets`";
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

/// A token that other processes fetch and keep in a file, as `<generation> <token> <scopes>`.
struct FileTokens(std::path::PathBuf);

impl FileTokens {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("halo-api-{name}-{}", std::process::id())))
    }

    fn read(&self) -> Result<Authorization, Error> {
        let text = std::fs::read_to_string(&self.0).map_err(|_| Error::no_authorization("nobody left a token"))?;
        let mut words = text.split(' ');
        let mut word = || words.next().unwrap_or_default();
        let generation = word().parse().unwrap();
        Ok(Authorization::bearer(word())?.generation(generation).expires_in(Duration::from_secs(600)).scopes(word()))
    }
}

impl Authorizer for FileTokens {
    fn authorize(&self, not: Option<u64>) -> BoxFuture<'_, Result<Authorization, Error>> {
        Box::pin(async move {
            let stored = self.read()?;
            if not.is_none() {
                return Ok(stored);
            }
            // Refused: whoever keeps the file sees to it.
            tokio::time::sleep(Duration::from_secs(1)).await;
            self.read()
        })
    }
}

/// A token of the mock, as another process would fetch it.
async fn fetch_token(mock: &MockHalo) -> String {
    let form = "grant_type=client_credentials&client_id=mock-client&client_secret=mock-secret&scope=all";
    let request = http::Request::post("https://mock.halopsa.example/auth/token").body(form.into()).unwrap();
    let response = halo_api::transport::Transport::send(mock, request).await.unwrap();
    let token: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    token["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test(start_paused = true)]
async fn authorization_may_come_from_outside_of_the_process() {
    let mock = MockHalo::new();
    let file = FileTokens::new("tokens").0;
    let _ = std::fs::remove_file(&file);
    let builder = || Halo::builder("https://mock.halopsa.example").transport(mock.clone());
    let halo = builder().authorizer(FileTokens(file.clone())).build().unwrap();
    let error = halo.tickets().list().await.unwrap_err();
    assert_eq!(error.to_string(), "GET /Tickets: no token: nobody left a token");
    assert!(error.is_auth() && mock.requests().is_empty());

    let leave = async |generation: u64, scopes: &str| {
        let token = fetch_token(&mock).await;
        std::fs::write(&file, format!("{generation} {token} {scopes}")).unwrap();
        mock.clear_requests();
    };
    leave(1, "all").await;
    halo.tickets().list().await.unwrap();
    assert_eq!(paths(&mock), ["/api/Tickets"], "the client fetches none of its own");

    // Refused, and another process leaves a new one meanwhile: one replay.
    mock.expire_tokens();
    let refused = tokio::spawn(halo.tickets().list().send());
    tokio::task::yield_now().await;
    leave(2, "all").await;
    refused.await.unwrap().unwrap();
    assert_eq!(paths(&mock), ["/api/Tickets"]);

    // Nobody leaves one: the 401 is final, after one attempt.
    mock.expire_tokens();
    let error = halo.tickets().list().await.unwrap_err();
    assert_eq!((error.status().map(|status| status.as_u16()), error.attempts().len()), (Some(401), 1), "{error}");

    // What it was granted is checked as that of any token.
    leave(3, "read:tickets").await;
    assert_eq!(halo.tickets().delete(1).await.unwrap_err().kind(), ErrorKind::MissingScope);
    halo.tickets().list().await.unwrap();
    assert_eq!(paths(&mock), ["/api/Tickets"]);
    let both = builder().authorizer(FileTokens(file.clone())).api_key("key").build();
    assert_eq!(both.unwrap_err().kind(), ErrorKind::Config);
    std::fs::remove_file(&file).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_view_for_reading_shares_token_and_limit() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    let reader = halo.read_only();
    reader.tickets().list().await.unwrap();
    halo.tickets().list().await.unwrap();
    assert_eq!(paths(&mock), ["/auth/token", "/api/Tickets", "/api/Tickets"]);
    assert_eq!((halo.rate_status().used, reader.rate_status().used), (2, 2));
    for error in [
        reader.tickets().create(TicketWrite::new()).await.unwrap_err(),
        reader.tickets().delete(1).await.unwrap_err(),
        reader.request(Method::POST, "/Tickets").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::ReadOnly);
    }
    halo.tickets().create(TicketWrite::new()).await.unwrap();
    assert_eq!(mock.requests().len(), 4, "and the client itself writes as before");
}
