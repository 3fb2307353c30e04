//! A caller's own source of tokens.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use halo_api::mock::MockHalo;
use halo_api::{Authorization, Error, ErrorKind, TokenSource};
use tokio::time::{advance, sleep};

use super::{SECOND, builder};

/// Issues keys that the mock accepts, each for ten minutes, after a second.
fn vault(mock: &MockHalo) -> (Arc<AtomicUsize>, impl TokenSource + 'static) {
    let (mock, fetched) = (mock.clone(), Arc::new(AtomicUsize::new(0)));
    let counter = Arc::clone(&fetched);
    let source = move || {
        let number = counter.fetch_add(1, Ordering::SeqCst) + 1;
        let key = format!("key-{number}");
        mock.accept_api_key(key.clone());
        async move {
            sleep(SECOND).await;
            let name = halo_api::http::HeaderName::from_static("x-halo-api-key");
            Ok(Authorization::header(name, &key)?.expires_in(SECOND * 600).scopes("read:tickets"))
        }
    };
    (fetched, source)
}

#[tokio::test(start_paused = true)]
async fn a_source_is_asked_once_for_all_and_again_before_its_token_expires() {
    let mock = MockHalo::new();
    let (fetched, source) = vault(&mock);
    let halo = builder(&mock).token_source(source).build().unwrap();
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(halo.tickets().list().send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(fetched.load(Ordering::SeqCst), 1);
    assert_eq!(halo.tickets().delete(1).await.unwrap_err().kind(), ErrorKind::MissingScope);
    advance(SECOND * 541).await;
    halo.tickets().list().await.unwrap();
    assert_eq!(fetched.load(Ordering::SeqCst), 2, "a tenth of its lifetime before");
    assert_eq!(super::token_requests(&mock).len(), 0, "the client requests none itself");
}

#[tokio::test(start_paused = true)]
async fn a_token_without_an_expiry_is_used_until_it_is_rejected() {
    let mock = MockHalo::new();
    let fetched = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&fetched);
    let issuer = mock.clone();
    let source = move || {
        counter.fetch_add(1, Ordering::SeqCst);
        let issuer = issuer.clone();
        async move { Authorization::bearer(&application_token(&issuer).await) }
    };
    let halo = builder(&mock).token_source(source).build().unwrap();
    for expected in [1, 1, 2, 2] {
        halo.tickets().list().await.unwrap();
        assert_eq!(fetched.load(Ordering::SeqCst), expected);
        if expected == 1 && mock.requests().iter().filter(|request| request.path == "/api/Tickets").count() == 2 {
            mock.expire_tokens();
        }
    }
}

/// A token of the mock, as another program would fetch it.
async fn application_token(mock: &MockHalo) -> String {
    let form = "grant_type=client_credentials&client_id=vault&client_secret=s&scope=all";
    let request = http::Request::post("https://mock.halopsa.example/auth/token").body(form.into()).unwrap();
    let response = halo_api::transport::Transport::send(mock, request).await.unwrap();
    let token: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    token["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_failure_of_a_source_is_the_callers_own_words() {
    let mock = MockHalo::new();
    let halo = builder(&mock).token_source(|| async { Err(Error::no_authorization("the vault is sealed")) });
    let error = halo.build().unwrap().tickets().list().await.unwrap_err();
    assert_eq!(error.to_string(), "GET /Tickets: no token: the vault is sealed");
    assert!(error.is_auth() && !error.is_sign_in_required() && mock.requests().is_empty());
}
