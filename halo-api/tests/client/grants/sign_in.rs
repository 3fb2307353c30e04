//! Signing in in the browser: the authorization code grant with PKCE.

use std::collections::HashMap;

use halo_api::mock::{Fault, MockHalo};
use halo_api::{Error, ErrorKind, Scope, SignIn};
use tokio::time::advance;
use url::Url;

use super::{CALLBACK, Memory, SECOND, builder, grants, signed_in, token_requests};

async fn start(mock: &MockHalo) -> SignIn {
    builder(mock).authorization_code("app", CALLBACK).await.unwrap()
}

/// Exchanges the code of a callback, and uses its token.
async fn exchange(sign_in: &SignIn, callback: &str) -> Result<(), Error> {
    sign_in.exchange(sign_in.code(callback)?).await?.tickets().list().await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn the_url_has_what_the_standard_asks_for() {
    let mock = MockHalo::new();
    let sign_in = builder(&mock)
        .tenant("acme")
        .scopes([Scope::ReadTickets, Scope::EditTickets])
        .token_store(Memory::default())
        .authorization_code("app id", "http://127.0.0.1:8400/call back?x=1")
        .await
        .unwrap();
    let url = Url::parse(sign_in.url()).unwrap();
    assert_eq!((url.host_str(), url.path()), (Some("mock.halopsa.example"), "/auth/authorize"));
    let query: HashMap<_, _> = url.query_pairs().into_owned().collect();
    for (name, value) in [
        ("tenant", "acme"),
        ("response_type", "code"),
        ("client_id", "app id"),
        ("redirect_uri", "http://127.0.0.1:8400/call back?x=1"),
        ("scope", "read:tickets edit:tickets offline_access"),
        ("state", sign_in.state()),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(query[name], value, "{name}");
    }
    assert_eq!((query.len(), query["code_challenge"].len(), sign_in.state().len()), (8, 43, 43));
    assert!(mock.requests().is_empty(), "nothing was sent");
    let other = start(&mock).await;
    assert_ne!(other.state(), sign_in.state());
    let shown = format!("{sign_in:?}");
    assert!(!shown.contains(sign_in.state()), "{shown}");
}

#[tokio::test(start_paused = true)]
async fn the_authorization_server_is_discovered_for_people_too() {
    let mock = MockHalo::new();
    let sign_in = builder(&mock).discover(true).authorization_code("app", CALLBACK).await.unwrap();
    assert!(sign_in.url().starts_with("https://mock.halopsa.example/auth/authorize?tenant=mock&"), "{}", sign_in.url());
    exchange(&sign_in, &mock.sign_in(sign_in.url()).unwrap()).await.unwrap();
    let discoveries = mock.requests().iter().filter(|request| request.path == "/api/authinfo").count();
    assert_eq!((discoveries, token_requests(&mock)[0].param("tenant")), (1, Some("mock")));
    mock.fault(Fault::status(404).on("/api/authinfo"));
    let error = builder(&mock).discover(true).authorization_code("app", CALLBACK).await.unwrap_err();
    assert!(error.to_string().contains("set auth_url()"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_callback_of_another_sign_in_is_refused_and_the_right_one_still_counts() {
    let mock = MockHalo::new();
    let (sign_in, other) = (start(&mock).await, start(&mock).await);
    let right = mock.sign_in(sign_in.url()).unwrap();
    let state = format!("state={}", sign_in.state());
    let wrong = [
        mock.sign_in(other.url()).unwrap(),
        right.replace(&state, ""),
        right.replace(&state, "state="),
        right.replace(&state, &format!("{state}x")),
        format!("{right}&{state}"),
        format!("{right}&code=hush-code"),
        format!("{CALLBACK}?code=hush-code"),
        format!("{CALLBACK}?{state}"),
        format!("{CALLBACK}?{state}&code="),
        format!("{CALLBACK}?{state}&code={}", "x".repeat(20_000)),
        format!("{CALLBACK}#code=hush-code&{state}"),
        CALLBACK.to_owned(),
        String::new(),
    ];
    for callback in wrong {
        let error = sign_in.code(&callback).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(error.kind() == ErrorKind::Auth && error.is_auth(), "{text}");
        assert!(!text.contains("hush") && !text.contains(sign_in.state()) && !text.contains("mock-code"), "{text}");
    }
    assert_eq!(token_requests(&mock).len(), 0);
    // As a server sees it: path and query.
    let target = right.strip_prefix("http://127.0.0.1:8400").unwrap();
    exchange(&sign_in, target).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_person_who_refuses_is_told_apart() {
    let mock = MockHalo::new();
    let sign_in = start(&mock).await;
    mock.refuse_sign_in("access_denied");
    let error = sign_in.code(&mock.sign_in(sign_in.url()).unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "no token: the person did not sign in: access_denied");
    let state = sign_in.state();
    let callback = format!("{CALLBACK}?state={state}&error=x&error_description=one%0A%1b[31mtwo");
    let error = sign_in.code(&callback).unwrap_err();
    assert_eq!(error.to_string(), "no token: the person did not sign in: x: one [31mtwo", "no control characters");
    exchange(&sign_in, &mock.sign_in(sign_in.url()).unwrap()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn codes_are_for_one_exchange_in_time_by_who_started() {
    let mock = MockHalo::new();
    mock.set_code_lifetime(SECOND * 60);
    let sign_in = start(&mock).await;
    let callback = mock.sign_in(sign_in.url()).unwrap();
    exchange(&sign_in, &callback).await.unwrap();
    let refused = |error: Error, words: &str| {
        let text = error.to_string();
        assert!(error.is_auth() && error.kind() == ErrorKind::Auth, "{text}");
        assert!(text.contains(&format!("invalid_grant: {words}")) && text.contains("start a new one"), "{text}");
    };
    refused(exchange(&sign_in, &callback).await.unwrap_err(), "the code is unknown or was used");

    let late = mock.sign_in(sign_in.url()).unwrap();
    advance(SECOND * 61).await;
    refused(exchange(&sign_in, &late).await.unwrap_err(), "the code has expired");

    // Somebody who saw the callback started a sign-in of their own, and has another verifier.
    let thief = start(&mock).await;
    let seen = mock.sign_in(sign_in.url()).unwrap().replace(sign_in.state(), thief.state());
    refused(exchange(&thief, &seen).await.unwrap_err(), "the code verifier does not match");

    let elsewhere = builder(&mock).authorization_code("app", "https://other.example/cb").await.unwrap();
    let seen = mock.sign_in(sign_in.url()).unwrap().replace(sign_in.state(), elsewhere.state());
    refused(exchange(&elsewhere, &seen).await.unwrap_err(), "the redirect URI is another one");

    let app = builder(&mock).authorization_code("other app", CALLBACK).await.unwrap();
    let seen = mock.sign_in(sign_in.url()).unwrap().replace(sign_in.state(), app.state());
    refused(exchange(&app, &seen).await.unwrap_err(), "the code belongs to another client");
}

#[tokio::test(start_paused = true)]
async fn the_mock_shows_an_error_where_it_must_not_redirect() {
    let mock = MockHalo::new();
    mock.set_credentials("app", "s");
    mock.register_redirect_uri(CALLBACK);
    let url = |sign_in: &SignIn| sign_in.url().to_owned();
    let sign_in = start(&mock).await;
    assert!(mock.sign_in(sign_in.url()).is_ok());
    let other = builder(&mock).authorization_code("other", CALLBACK).await.unwrap();
    assert!(mock.sign_in(&url(&other)).unwrap_err().to_string().contains("unauthorized_client"));
    let other = builder(&mock).authorization_code("app", "https://evil.example/").await.unwrap();
    assert!(mock.sign_in(&url(&other)).unwrap_err().to_string().contains("redirect_uri"));
    for (from, to, error) in [
        ("code_challenge_method=S256", "code_challenge_method=plain", "invalid_request"),
        ("response_type=code", "response_type=token", "unsupported_response_type"),
        ("scope=all", "scope=all+nothing", "invalid_scope"),
    ] {
        let callback = mock.sign_in(&sign_in.url().replace(from, to)).unwrap();
        assert!(sign_in.code(&callback).unwrap_err().to_string().contains(error), "{callback}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_store_the_sign_in_lasts_as_long_as_its_scope_says() {
    let mock = MockHalo::new();
    let sign_in = start(&mock).await;
    let halo = sign_in.exchange(sign_in.code(&mock.sign_in(sign_in.url()).unwrap()).unwrap()).await.unwrap();
    mock.expire_tokens();
    let error = halo.tickets().list().await.unwrap_err();
    assert!(error.is_sign_in_required() && error.to_string().contains("nobody has signed in"), "{error}");

    let offline = builder(&mock).scopes([Scope::All, Scope::OfflineAccess]).authorization_code("app", CALLBACK);
    let offline = offline.await.unwrap();
    let halo = offline.exchange(offline.code(&mock.sign_in(offline.url()).unwrap()).unwrap()).await.unwrap();
    for _ in 0..2 {
        mock.expire_tokens();
        halo.tickets().list().await.unwrap();
    }
    assert_eq!(grants(&mock)[1..], ["authorization_code", "refresh_token", "refresh_token"]);
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_is_a_way_to_authorize_of_its_own() {
    let mock = MockHalo::new();
    for wrong in [
        builder(&mock).client_credentials("id", "s").authorization_code("app", CALLBACK).await,
        builder(&mock).authorization_code("", CALLBACK).await,
        builder(&mock).authorization_code("app", "/callback").await,
        builder(&mock).authorization_code("app", "https://acme.example/cb#x").await,
        builder(&mock).scopes([]).authorization_code("app", CALLBACK).await,
    ] {
        assert_eq!(wrong.unwrap_err().kind(), ErrorKind::Config);
    }
    let store = Memory::default();
    signed_in(&mock, &store).await;
    let text = format!("{:?} {:?}", mock.requests(), halo_api::StoredToken::new("hush"));
    for secret in ["mock-refresh", "mock-code", "code_verifier", "hush"] {
        assert!(!text.contains(secret), "{secret}");
    }
}
