//! Scopes: what a token may do, and which scopes there are.

use halo_api::mock::MockHalo;
use halo_api::{Error, ErrorKind, Halo, Method, Scope, StatusCode};

use crate::link;

fn with(mock: &MockHalo, scopes: impl IntoIterator<Item = Scope>) -> Halo {
    link::builder(mock).scopes(scopes).check_scopes(false).build().unwrap()
}

#[tokio::test]
async fn every_entity_needs_the_scope_that_the_schema_names() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = with(&mock, [Scope::ReadCustomers]);
    halo.assets().list().await?;
    mock.enforce_scopes();
    let error = halo.assets().list().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.body()), (ErrorKind::Forbidden, Some(StatusCode::FORBIDDEN), None));
    halo.clients().list().await?;
    assert_eq!(halo.clients().delete(1).await.unwrap_err().status(), Some(StatusCode::FORBIDDEN), "reading only");
    let editor = with(&mock, [Scope::EditCustomers]);
    editor.sites().list().await?;
    assert!(editor.clients().delete(1).await.unwrap_err().is_not_found(), "who may edit may read");
    assert_eq!(editor.statuses().delete(1).await.unwrap_err().status(), Some(StatusCode::FORBIDDEN));
    let all = link::halo(&mock);
    assert!(all.statuses().delete(1).await.unwrap_err().is_not_found());
    Ok(())
}

#[tokio::test]
async fn a_scope_that_the_schema_does_not_have_is_refused_unless_it_is_allowed() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.enforce_scopes();
    let hooks = Scope::Other("admin:future".into());
    let error = with(&mock, [hooks.clone()]).tickets().list().await.unwrap_err();
    assert_eq!(error.message(), Some("invalid_scope"));

    mock.allow_scope("admin:future");
    let halo = with(&mock, [hooks]);
    assert_eq!(
        halo.tickets().list().await.unwrap_err().status(),
        Some(StatusCode::FORBIDDEN),
        "it allows nothing else"
    );
    mock.route(Method::GET, "/Webhook", |_| serde_json::json!([]));
    halo.request(Method::GET, "/Webhook").await?;
    Ok(())
}
