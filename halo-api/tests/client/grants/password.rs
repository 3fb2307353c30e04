//! User name and password.

use halo_api::ErrorKind;
use halo_api::mock::MockHalo;
use tokio::time::advance;

use super::{Memory, SECOND, builder, grants, token_requests};

#[tokio::test(start_paused = true)]
async fn a_password_gets_a_token_and_the_next_one() {
    let mock = MockHalo::new();
    mock.add_login("ann@acme.example", "correct horse");
    mock.set_token_lifetime(SECOND * 600);
    let halo =
        builder(&mock).password_grant("app", "ann@acme.example", "correct horse").tenant("acme").build().unwrap();
    halo.tickets().list().await.unwrap();
    let request = &token_requests(&mock)[0];
    assert_eq!(request.param("tenant"), Some("acme"));
    let form = request.body.as_ref().unwrap();
    assert_eq!((&form["username"], &form["scope"]), (&"ann@acme.example".into(), &"all".into()));
    assert!(form.get("client_secret").is_none());
    advance(SECOND * 601).await;
    halo.tickets().list().await.unwrap();
    assert_eq!(grants(&mock), ["password", "password"]);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_password_is_sent_once_in_five_minutes() {
    let mock = MockHalo::new();
    mock.add_login("ann", "correct horse");
    let halo = builder(&mock).password_grant("app", "ann", "battery staple").build().unwrap();
    for _ in 0..3 {
        let error = halo.tickets().list().await.unwrap_err();
        let text = error.to_string();
        assert!(error.is_auth() && error.kind() == ErrorKind::Auth && !error.is_sign_in_required(), "{text}");
        assert!(text.contains("invalid_grant") && text.contains("check the user name and the password"), "{text}");
        assert!(!format!("{error:?} {halo:?}").contains("staple"), "{text}");
    }
    assert_eq!(grants(&mock).len(), 1, "a few more would lock the account");
    mock.add_login("ann", "battery staple");
    advance(SECOND * 301).await;
    halo.tickets().list().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn with_a_store_the_password_is_sent_once() {
    let mock = MockHalo::new();
    mock.set_token_lifetime(SECOND * 600);
    let store = Memory::default();
    let client = || builder(&mock).password_grant("app", "ann", "correct horse").token_store(store.clone()).build();
    let halo = client().unwrap();
    halo.tickets().list().await.unwrap();
    assert_eq!(token_requests(&mock)[0].body.as_ref().unwrap()["scope"], "all offline_access");
    advance(SECOND * 601).await;
    halo.tickets().list().await.unwrap();
    client().unwrap().tickets().list().await.unwrap();
    assert_eq!(grants(&mock), ["password", "refresh_token", "refresh_token"]);
    // What cannot be refreshed any more needs the password again, not the person.
    mock.revoke_sign_ins();
    client().unwrap().tickets().list().await.unwrap();
    assert_eq!(grants(&mock)[3..], ["refresh_token", "password"]);
}

#[tokio::test(start_paused = true)]
async fn applications_may_have_a_secret() {
    let mock = MockHalo::new();
    mock.set_credentials("app", "the secret of the application");
    let with = |secret: &str| builder(&mock).password_grant("app", "ann", "x").client_secret(secret).build().unwrap();
    with("the secret of the application").tickets().list().await.unwrap();
    let error = with("another secret").tickets().list().await.unwrap_err();
    assert!(error.to_string().contains("client_secret()"), "{error}");
    let other = builder(&mock).password_grant("other", "ann", "x").build().unwrap();
    assert_eq!(other.tickets().list().await.unwrap_err().message(), Some("invalid_client"));
}

#[test]
fn settings_that_do_not_fit_are_refused() {
    let mock = MockHalo::new();
    let store = Memory::default();
    let wrong = [
        (builder(&mock).password_grant("", "ann", "x"), "client id"),
        (builder(&mock).password_grant("app", "", "x"), "user name"),
        (builder(&mock).password_grant("app", "ann", ""), "password"),
        (builder(&mock).password_grant("app", "ann", "x").client_secret(""), "client secret"),
        (
            builder(&mock).password_grant("app", "ann", "x").refresh_grant("app").token_store(store.clone()),
            "not several",
        ),
        (builder(&mock).refresh_grant("app"), "token_store(..)"),
        (builder(&mock).client_credentials("app", "s").token_store(store), "token store"),
        (builder(&mock).client_credentials("app", "s").client_secret("s"), "client_secret"),
        (builder(&mock), "no credentials"),
    ];
    for (builder, word) in wrong {
        let error = builder.build().unwrap_err();
        assert!(error.kind() == ErrorKind::Config && error.to_string().contains(word), "{error}");
    }
}
