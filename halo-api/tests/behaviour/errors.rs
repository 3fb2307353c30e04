//! The content of errors, and the secrets that they must not contain.

use halo_api::mock::{Fault, MockHalo};
use halo_api::{ErrorKind, Halo, Method, StatusCode, tickets::TicketWrite};
use serde_json::{Value, json};

use crate::link;

#[tokio::test]
async fn the_message_of_halo_is_found_in_every_format() {
    let cases = [
        (400, r#""An outcome must be entered""#, "An outcome must be entered"),
        (500, r#"{"ClassName":"System.NullReferenceException","Message":"Object reference"}"#, "Object reference"),
        (400, r#"{"Message":"Username must be entered"}"#, "Username must be entered"),
        (400, r#"{"resultCode":1,"errorMessage":"No"}"#, "No"),
        (403, r#"{"error":"access_denied"}"#, "access_denied"),
        (
            400,
            r#"{"[0].outcome_id":["Could not convert string to integer."]}"#,
            "[0].outcome_id: Could not convert string to integer.",
        ),
        (502, "<html><title>Bad gateway</title></html>", "a page titled \"Bad gateway\" instead of JSON"),
        (400, "not JSON at all", "not JSON at all"),
    ];
    for (status, body, words) in cases {
        let mock = MockHalo::new();
        mock.fault(Fault::status(status).body(body).times(9));
        let error = link::halo(&mock).tickets().get(7).await.unwrap_err();
        assert_eq!(error.message(), Some(words));
        assert_eq!(error.body(), Some(body));
        let start = format!(
            "GET /Tickets/7: {}",
            match status {
                400 => "rejected (400 Bad Request)",
                403 => "forbidden (403 Forbidden)",
                _ => "server error (5",
            }
        );
        assert!(error.to_string().starts_with(&start) && error.to_string().contains(words), "{error}");
    }
}

#[tokio::test]
async fn an_error_without_a_body_still_says_what_happened() {
    let mock = MockHalo::new();
    let error = link::halo(&mock).tickets().get(7).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /Tickets/7: not found (404 Not Found)");
    assert!(error.is_not_found());
    assert_eq!((error.message(), error.body(), error.status()), (None, None, Some(StatusCode::NOT_FOUND)));
}

#[tokio::test]
async fn a_403_names_the_scope() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(403));
    let error = link::halo(&mock).tickets().delete(7).await.unwrap_err();
    assert!(error.to_string().contains("edit:tickets"), "{error}");
    assert!(!error.is_auth());
}

#[tokio::test]
async fn a_redirect_is_never_followed_and_reported_without_its_query() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(302).header(http::header::LOCATION, "/login?ReturnUrl=hush"));
    let error = link::halo(&mock).tickets().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(error.to_string().contains("it points to /login; check the base URL"), "{error}");
}

#[tokio::test]
async fn an_unreadable_response_is_reported_with_its_position() {
    let cases = [
        (Some(r#"{"record_count":1,"tickets":[{"summary":"no id"}]}"#), "id"),
        (Some(r#"{"record_count":1}"#), "`tickets`"),
        (Some(r#"{"tickets":[{"id":1}"#), "EOF"),
        (None, "empty"),
        (Some("<title>Sign in</title>"), "Sign in"),
    ];
    for (body, word) in cases {
        let mock = MockHalo::new();
        let fault = Fault::status(200);
        mock.fault(match body {
            Some(body) if body.starts_with('<') => fault.header(http::header::CONTENT_TYPE, "text/html").body(body),
            Some(body) => fault.body(body),
            None => fault,
        });
        let error = link::halo(&mock).tickets().list().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(word), "{error}");
        assert!(!error.to_string().contains("apply"), "a read writes nothing: {error}");
        assert_eq!(error.attempts().len(), 1);
        assert_eq!(error.body().unwrap_or_default(), body.unwrap_or_default(), "what could not be read is shown");
    }
}

#[tokio::test]
async fn an_unreadable_response_to_a_write_says_that_it_was_applied() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(201).body("[").carried_out(true));
    let halo = link::halo(&mock);
    let error = halo.tickets().create(TicketWrite::new().summary("x")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("Halo did apply the write"), "{error}");
}

#[tokio::test]
async fn a_read_only_client_writes_nothing() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7})).unwrap();
    let halo = link::builder(&mock).read_only(true).build().unwrap();
    halo.tickets().get(7).await.unwrap();
    mock.clear_requests();
    let post = halo.request(Method::POST, "/Tickets").json(&[json!({})]).await.unwrap_err();
    for error in [
        halo.tickets().create(TicketWrite::new()).await.unwrap_err(),
        halo.tickets().update(7, TicketWrite::new()).await.unwrap_err(),
        halo.tickets().update(7, TicketWrite::new()).assume_idempotent().await.unwrap_err(),
        halo.tickets().delete(7).await.unwrap_err(),
        post,
    ] {
        assert_eq!(error.kind(), ErrorKind::ReadOnly);
        assert!(error.to_string().ends_with("the client is read-only"), "{error}");
    }
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn strict_decoding_turns_a_type_mismatch_into_an_error() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7, "summary": ["odd"]})).unwrap();
    let ticket = link::halo(&mock).tickets().get(7).await.unwrap();
    assert_eq!(ticket.extra["summary"], json!(["odd"]));
    let strict = link::builder(&mock).strict_decoding(true).build().unwrap();
    let error = strict.tickets().get(7).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.to_string().contains("summary"), "{error}");
}

#[tokio::test]
async fn nothing_shows_a_secret() {
    let mock = MockHalo::new();
    let builder = Halo::builder("https://acme.halopsa.com/api/")
        .client_credentials("id", "hush-secret")
        .header("CF-Access-Client-Secret", "hush-header")
        .transport(mock.clone());
    let mut shown = vec![format!("{builder:?}")];
    let halo = builder.build().unwrap();
    let list = halo.tickets().list().client_id(1);
    shown.push(format!("{list:?} {:?}", halo.request(Method::GET, "/X")));
    mock.fault(Fault::status(500).body("{}"));
    let error = list.await.unwrap_err();
    shown.push(format!("{halo:?} {error} {error:?} {mock:?} {:?}", mock.requests()));
    mock.fault(Fault::status(400).on("/auth/token").times(9));
    mock.expire_tokens();
    let error = halo.tickets().list().await.unwrap_err();
    shown.push(format!("{error} {error:?}"));
    for text in shown {
        assert!(!text.contains("hush") && !text.contains("mock-token"), "{text}");
    }
}

/// A gateway that shows what it was sent, a debug page of .NET, a sign-in that wants the token in its query.
#[tokio::test]
async fn a_secret_that_a_response_echoes_is_masked() {
    const SECRET: &str = "hush+secret/\"7\"";
    for echo in
        [r#""hush+secret/\"7\"""#, r#"{"message":"hush\u002Bsecret\/\u00227\u0022"}"#, "hush%2Bsecret%2f%227%22 it is"]
    {
        for (status, path) in [(400, "/auth/token"), (400, "/api/Tickets"), (200, "/api/Tickets")] {
            let mock = MockHalo::new();
            mock.fault(Fault::status(status).body(echo).on(path));
            let halo = link::builder(&mock).client_credentials("mock-client", SECRET).build().unwrap();
            let error = halo.tickets().list().await.unwrap_err();
            let shown = format!("{error} {error:?} {:?} {:?}", error.message(), error.body());
            assert!(shown.contains("***") && !shown.contains("hush"), "{status} {path}: {shown}");
        }
    }
    let echo = "mock-token-1 mock-token-2 hush-header short";
    let mock = MockHalo::new();
    let halo = link::builder(&mock).header("X-Gateway", "hush-header").header("X-Other", "short").build().unwrap();
    halo.tickets().list().await.unwrap();
    mock.expire_tokens();
    halo.tickets().list().await.unwrap();
    mock.fault(Fault::status(400).body(echo));
    let error = halo.tickets().list().await.unwrap_err();
    assert_eq!((error.message(), error.body()), (Some("*** *** *** short"), Some("*** *** *** short")));
    mock.fault(Fault::status(302).header(http::header::LOCATION, "/login/mock-token-2"));
    let error = halo.tickets().list().await.unwrap_err();
    assert!(error.to_string().contains("it points to /login/***"), "{error}");

    let mock = MockHalo::new();
    mock.accept_api_key("hush-api-key");
    let halo =
        Halo::builder("https://acme.halopsa.com").api_key("hush-api-key").transport(mock.clone()).build().unwrap();
    mock.fault(Fault::status(403).body("the key hush-api-key may not"));
    let error = halo.tickets().list().await.unwrap_err();
    assert_eq!(error.message(), Some("the key *** may not"));
}

#[tokio::test]
async fn a_token_that_cannot_be_had_names_the_host() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(400).on("/login/token"));
    let builder = link::builder(&mock).auth_url("https://login.acme.example:8443/login").transport(mock.clone());
    let halo = builder.build().unwrap();
    let error = halo.tickets().list().await.unwrap_err();
    let start = "POST /login/token: no token (400 Bad Request from login.acme.example:8443)";
    assert!(error.to_string().starts_with(start), "{error}");
    mock.fault(Fault::status(200).body("{}").on("/login/token"));
    let error = halo.tickets().list().await.unwrap_err();
    assert!(
        error.to_string().starts_with("POST /login/token: no token (200 OK from login.acme.example:8443)"),
        "{error}"
    );
}

#[tokio::test]
async fn raw_paths_stay_below_the_api() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7})).unwrap();
    let halo = link::halo(&mock);
    for (path, word) in [
        ("/.\t./auth/steal", "control characters"),
        ("/.\r\n./auth/steal", "control characters"),
        ("/Tickets\n", "control characters"),
        ("/Tickets%0d%0a", "control characters"),
        ("/Tickets/%2e%2E/%2E./auth", "`..`"),
        ("/Tickets%2F..%2F..%2Fauth", "`..`"),
        ("/%252e%252e/auth", "`..`"),
        ("\\..\\auth", "`..`"),
        ("/%5c..%5cauth", "`..`"),
        ("/./Tickets", "`.`"),
        ("/api/Tickets/7", "write `/Tickets/7`"),
        ("API/Tickets", "write `/Tickets`"),
    ] {
        let request = halo.request(Method::GET, path);
        assert!(request.preview().fault.is_some(), "{path:?}");
        let error = request.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{path:?}");
        assert!(error.to_string().contains(word), "{path:?}: {error}");
    }
    assert!(mock.requests().is_empty());
    for fine in ["/Tickets/7", "/apis", "/a..b", "/50%25", "/%C3%A9 %zz", "/..."] {
        assert_eq!(halo.request(Method::GET, fine).preview().fault, None, "{fine}");
    }
    assert_eq!(halo.request(Method::GET, "/Tickets/7").await.unwrap()["id"], 7);
}

#[tokio::test]
async fn raw_requests_are_as_careful_as_typed_ones() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7, "summary": "raw"})).unwrap();
    mock.fault(Fault::dropped());
    let halo = link::halo(&mock);
    let value = halo.request(Method::GET, "tickets/7").await.unwrap();
    assert_eq!(value["summary"], "raw");
    mock.fault(Fault::dropped());
    let error =
        halo.request(Method::POST, "/Tickets").json(&[json!({"summary": "x"})]).send::<Value>().await.unwrap_err();
    assert!(error.is_outcome_unknown());
    for path in ["/../auth/token", "/Tickets?x=1", "https://evil.example/", "/%2E%2e/x", "/Tickets\\..\\x"] {
        let error = halo.request(Method::GET, path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{path}");
    }
    let nothing: Option<Value> = halo.request(Method::GET, "/Tickets/7").send().await.unwrap();
    assert!(nothing.is_some());
    mock.fault(Fault::status(204));
    assert_eq!(halo.request(Method::POST, "/Tickets").await.unwrap(), Value::Null);
    mock.fault(Fault::status(200).body("file"));
    assert_eq!(halo.request(Method::GET, "/Attachment/1").bytes().await.unwrap(), "file");
}
