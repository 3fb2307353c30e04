//! Refresh tokens: each is used once, by one call, and its successor is saved.

use halo_api::mock::{Fault, MockHalo};
use halo_api::{ErrorKind, Halo};
use tokio::time::{Instant, advance, sleep, timeout};

use super::{Memory, SECOND, builder, grants, signed_in, token_requests};

fn restarted(mock: &MockHalo, store: &Memory) -> Halo {
    builder(mock).token_store(store.clone()).refresh_grant("app").build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_restart_goes_on_with_the_stored_token() {
    let mock = MockHalo::new();
    mock.set_token_lifetime(SECOND * 600);
    let store = Memory::default();
    let halo = signed_in(&mock, &store).await;
    let mut seen = vec![store.token().unwrap()];
    halo.tickets().list().await.unwrap();
    assert_eq!(
        (grants(&mock), store.saves()),
        (vec!["authorization_code".to_owned()], 1),
        "the token of the sign-in is used"
    );
    for run in 1..=3 {
        let halo = restarted(&mock, &store);
        halo.tickets().list().await.unwrap();
        advance(SECOND * 601).await;
        let calls: Vec<_> = (0..50).map(|_| tokio::spawn(halo.tickets().list().send())).collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        assert_eq!((grants(&mock).len(), store.saves()), (1 + 2 * run, 1 + 2 * run), "one refresh for all");
        let token = store.token().unwrap();
        assert!(!seen.contains(&token), "single use");
        seen.push(token);
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_who_signed_in_and_a_sign_in_that_ended_both_say_so() {
    let mock = MockHalo::new();
    let error = restarted(&mock, &Memory::default()).tickets().list().await.unwrap_err();
    assert_eq!(error.to_string(), "GET /Tickets: no token: the token store is empty; sign in first");
    assert!(error.is_sign_in_required() && error.is_auth() && mock.requests().is_empty());

    let store = Memory::default();
    let halo = signed_in(&mock, &store).await;
    mock.revoke_sign_ins();
    mock.expire_tokens();
    for _ in 0..3 {
        let error = halo.tickets().list().await.unwrap_err();
        assert!(error.is_sign_in_required() && error.kind() == ErrorKind::Auth, "{error}");
        assert!(
            error.to_string().contains("sign in again") && !format!("{error:?}").contains("mock-refresh"),
            "{error:?}"
        );
    }
    assert_eq!(grants(&mock), ["authorization_code", "refresh_token"], "what was refused is not sent again");
    // Somebody signs in again, in this process or another one: the same client goes on.
    signed_in(&mock, &store).await;
    halo.tickets().list().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_expired_refresh_token_is_refused() {
    let mock = MockHalo::new();
    mock.set_refresh_token_lifetime(SECOND * 3600);
    let store = Memory::default();
    let halo = signed_in(&mock, &store).await;
    advance(SECOND * 3601).await;
    let error = halo.tickets().list().await.unwrap_err();
    assert!(error.is_sign_in_required(), "{error}");
    assert_eq!(error.message(), Some("invalid_grant: the refresh token has expired"));
}

#[tokio::test(start_paused = true)]
async fn a_refresh_whose_call_is_dropped_still_ends_and_is_saved() {
    let mock = MockHalo::new();
    mock.set_token_lifetime(SECOND * 600);
    let store = Memory::default();
    let halo = signed_in(&mock, &store).await;
    advance(SECOND * 601).await;
    mock.fault(Fault::delay(SECOND * 5).on("/auth/token"));
    let call = timeout(SECOND, halo.tickets().list().send()).await;
    assert!(call.is_err(), "dropped, while the old refresh token may be used up already");
    sleep(SECOND * 10).await;
    assert_eq!(store.saves(), 2, "the new one is saved without any call");
    let before = Instant::now();
    halo.tickets().list().await.unwrap();
    assert_eq!((grants(&mock).len(), before.elapsed().as_secs()), (2, 0), "and the next call takes its token over");
}

#[tokio::test(start_paused = true)]
async fn an_early_refresh_delays_its_call_by_two_seconds_and_is_not_lost() {
    let mock = MockHalo::new();
    mock.set_token_lifetime(SECOND * 600);
    let store = Memory::default();
    let halo = signed_in(&mock, &store).await;
    advance(SECOND * 545).await;
    mock.fault(Fault::delay(SECOND * 10).on("/auth/token"));
    let before = Instant::now();
    halo.tickets().list().await.unwrap();
    assert_eq!(before.elapsed(), SECOND * 2);
    sleep(SECOND * 60).await;
    halo.tickets().list().await.unwrap();
    assert_eq!((grants(&mock).len(), store.saves()), (2, 2), "the old token ran out, the new one was there");
}

#[tokio::test(start_paused = true)]
async fn an_old_failure_of_a_dropped_refresh_is_nothing_to_later_calls() {
    let mock = MockHalo::new();
    let store = Memory::default();
    let halo = signed_in(&mock, &store).await;
    mock.expire_tokens();
    mock.fault(Fault::status(400).body(r#"{"error":"invalid_scope"}"#).on("/auth/token"));
    mock.fault(Fault::delay(SECOND).on("/auth/token"));
    let refused = halo.tickets().list().timeout(SECOND / 2).send();
    drop(timeout(SECOND / 100, refused).await);
    sleep(SECOND * 60).await;
    halo.tickets().list().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn another_process_that_was_faster_is_no_failure() {
    let mock = MockHalo::new();
    let store = Memory::default();
    let (one, other) = (signed_in(&mock, &store).await, restarted(&mock, &store));
    let first = store.token().unwrap();
    other.tickets().list().await.unwrap();
    let second = store.token().unwrap();
    assert_ne!(first, second);
    // This process read the store before the other one saved.
    store.set(&first);
    mock.expire_tokens();
    let call = tokio::spawn(one.tickets().list().send());
    sleep(SECOND / 10).await;
    store.set(&second);
    call.await.unwrap().unwrap();
    assert_eq!(grants(&mock)[2..], ["refresh_token", "refresh_token"]);
}

#[tokio::test(start_paused = true)]
async fn a_store_that_cannot_be_written_does_not_stop_the_calls() {
    let mock = MockHalo::new();
    let store = Memory::default();
    let halo = signed_in(&mock, &store).await;
    store.set_broken(true);
    for _ in 0..3 {
        mock.expire_tokens();
        halo.tickets().list().await.unwrap();
    }
    store.set_broken(false);
    mock.expire_tokens();
    halo.tickets().list().await.unwrap();
    assert_eq!(grants(&mock).len(), 5);
    restarted(&mock, &store).tickets().list().await.unwrap();

    store.set_broken(true);
    let error = restarted(&mock, &store).tickets().list().await.unwrap_err();
    assert_eq!(error.to_string(), "GET /Tickets: no token: the disk is gone");
    assert!(!error.is_sign_in_required());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_keeps_the_refresh_token_keeps_it() {
    let mock = MockHalo::new();
    let store = Memory::with("a lasting refresh token");
    let body = r#"{"access_token": "one-access-token", "expires_in": 60}"#;
    mock.fault(Fault::status(200).body(body).on("/auth/token").times(2));
    let halo = restarted(&mock, &store);
    for _ in 0..2 {
        halo.tickets().list().await.unwrap_err();
        advance(SECOND * 61).await;
    }
    assert_eq!((store.token().as_deref(), store.saves()), (Some("a lasting refresh token"), 0));
}

#[tokio::test(start_paused = true)]
async fn a_refresh_is_retried_and_cannot_add_a_scope() {
    let mock = MockHalo::new();
    let store = Memory::default();
    signed_in(&mock, &store).await;
    for fault in [Fault::refused(), Fault::status(503), Fault::status(429)] {
        mock.fault(fault.on("/auth/token"));
    }
    restarted(&mock, &store).tickets().list().await.unwrap();
    assert_eq!(token_requests(&mock).len(), 1 + 4);
    let wider = builder(&mock).token_store(store.clone()).refresh_grant("app").scopes([halo_api::Scope::ReadTickets]);
    let error = wider.build().unwrap().tickets().list().await.unwrap_err();
    assert!(error.message().unwrap().starts_with("invalid_scope"), "{error}");
    restarted(&mock, &store).tickets().list().await.unwrap();
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_store_in_a_file_is_readable_by_its_user_only() {
    use std::os::unix::fs::PermissionsExt;

    use super::file_store::FileStore;

    let file = std::env::temp_dir().join(format!("halo-api-sign-in-{}", std::process::id()));
    let mock = MockHalo::new();
    let client =
        || builder(&mock).password_grant("app", "ann", "x").token_store(FileStore::new(&file)).build().unwrap();
    for _ in 0..3 {
        client().tickets().list().await.unwrap();
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mock-refresh-3\n");
    assert_eq!(grants(&mock), ["password", "refresh_token", "refresh_token"]);
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    let error = client().tickets().list().await.unwrap_err();
    assert!(error.to_string().contains("cannot be read") && error.is_auth(), "{error}");
    std::fs::remove_dir(&file).unwrap();
}
