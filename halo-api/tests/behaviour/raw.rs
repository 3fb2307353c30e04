//! Raw requests: what the catalog knows of their paths, and what their responses are read as.

use halo_api::mock::{Fault, MockHalo};
use halo_api::{ErrorKind, Method, Safety, Scope};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::link;

#[derive(Debug, PartialEq, Deserialize)]
struct Made {
    id: i64,
}

#[tokio::test]
async fn one_object_comes_bare_or_in_an_array() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    for body in [r#"{"id": 5}"#, r#"[{"id": 5}]"#] {
        mock.fault(Fault::status(201).body(body));
        let made: Made = halo.request(Method::POST, "/ToDo").json(&[json!({})]).send().await.unwrap();
        assert_eq!(made, Made { id: 5 }, "{body}");
        mock.fault(Fault::status(201).body(body));
        let made: Value = halo.request(Method::POST, "/ToDo").json(&[json!({})]).await.unwrap();
        assert_eq!(made.to_string(), body.replace(' ', ""), "JSON stays as it is");
    }
    mock.fault(Fault::status(201).body(r#"[{"id": 5}, {"id": 6}]"#));
    let error = halo.request(Method::POST, "/ToDo").send::<Made>().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.to_string().contains("did apply the write"), "{error}");
}

#[tokio::test]
async fn nothing_is_read_of_an_empty_or_any_other_body() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    for body in ["", "{}", r#"{"id": 5}"#, "Deleted"] {
        mock.fault(Fault::status(200).body(body));
        halo.request(Method::DELETE, "/ToDo/5").send::<()>().await.unwrap();
    }
}

#[tokio::test]
async fn a_refusal_names_the_scope_of_the_path() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7})).unwrap();
    let halo = link::builder(&mock).scopes([Scope::ReadAssets]).build().unwrap();
    for (method, path, status, scope) in [
        (Method::GET, "/tickets/7", 403, "read:tickets"),
        (Method::GET, "/Tickets/7/unknown", 403, "read:tickets"),
        (Method::POST, "/Tickets", 401, "edit:tickets"),
        (Method::DELETE, "/Tickets/7", 403, "edit:tickets"),
        (Method::GET, "/Client/me", 401, "read:customers"),
        (Method::GET, "/Invoice/7", 403, "read:invoices"),
    ] {
        mock.fault(Fault::status(status).on(format!("/api{path}")).times(2));
        let request = halo.request(method.clone(), path);
        assert_eq!(request.preview().scope, Some(scope), "{method} {path}");
        let error = request.await.unwrap_err();
        assert_eq!(error.required_scope(), Some(scope), "{error}");
        assert!(error.to_string().contains(&format!("has the scope `{scope}`")), "{error}");
        mock.fault(Fault::status(200).body("{}").on("/api/Nowhere"));
        halo.request(Method::GET, "/Nowhere").await.unwrap();
    }
    mock.fault(Fault::status(403).on("/api/Nowhere"));
    let error = halo.request(Method::GET, "/Nowhere").await.unwrap_err();
    assert_eq!((error.kind(), error.required_scope()), (ErrorKind::Forbidden, None));
}

#[tokio::test]
async fn the_scope_of_a_path_is_not_enforced() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(200).body("[]").on("/api/Tickets"));
    let halo = link::builder(&mock).scopes([Scope::ReadAssets]).build().unwrap();
    assert_eq!(halo.tickets().list().await.unwrap_err().kind(), ErrorKind::MissingScope);
    assert_eq!(halo.request(Method::GET, "/Tickets").await.unwrap(), json!([]));
}

#[tokio::test]
async fn a_read_only_client_sends_what_is_marked_safe() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock).read_only();
    let search = || halo.request(Method::POST, "/Report").json(&[json!({"_loadreportonly": true})]);
    assert_eq!(search().preview().safety, Safety::Unsafe);
    assert_eq!(search().await.unwrap_err().kind(), ErrorKind::ReadOnly);
    assert_eq!(search().assume_idempotent().await.unwrap_err().kind(), ErrorKind::ReadOnly);
    mock.fault(Fault::dropped());
    mock.fault(Fault::status(201).body("{}").on("/api/Report"));
    assert_eq!(search().assume_safe().await.unwrap(), json!({}), "and it is tried again");
    for request in [search().assume_safe().assume_idempotent(), search().assume_idempotent().assume_safe()] {
        assert_eq!(request.preview().safety, Safety::Safe);
    }
    assert_eq!(halo.request(Method::DELETE, "/Report/1").preview().safety, Safety::Idempotent);
    assert_eq!(halo.request(Method::POST, "/Tickets").preview().safety, Safety::Unsafe);
}

#[tokio::test]
async fn names_of_parameters_are_compared_without_case() {
    let halo = link::halo(&MockHalo::new());
    let request = halo.request(Method::GET, "/Tickets").query("PageInate", true).query("page_size", 3);
    let request = request.query("pageinate", false).query("PAGE_SIZE", 5);
    let query = request.preview().query;
    let expected =
        [("pageinate", "false"), ("PAGE_SIZE", "5")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(query, expected, "Halo would get both otherwise");
}

#[test]
fn debug_shows_no_values() {
    let halo = link::halo(&MockHalo::new());
    let request = halo.request(Method::POST, "/Users/7").query("search", "hush").json(&[json!({"password": "hush"})]);
    assert_eq!(format!("{request:?}"), r#"RawRequest { request: POST /Users/{id}, query: ["search"], .. }"#);
}
