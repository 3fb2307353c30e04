//! The mock imitates the pitfalls of Halo.

use halo_api::mock::MockHalo;
use halo_api::{Halo, Method};
use serde_json::{Value, json};

use crate::link;

fn full() -> (MockHalo, Halo) {
    let mock = MockHalo::new();
    for number in 1..=150 {
        mock.insert("tickets", json!({"summary": format!("Ticket {number}"), "client_id": number % 2, "status_id": 1}))
            .unwrap();
    }
    let halo = link::halo(&mock);
    (mock, halo)
}

async fn get(halo: &Halo, query: &[(&str, &str)]) -> Value {
    let request = halo.request(Method::GET, "/tickets");
    query.iter().fold(request, |request, (name, value)| request.query(*name, *value)).await.unwrap()
}

fn rows(list: &Value) -> usize {
    list["tickets"].as_array().unwrap().len()
}

#[tokio::test]
async fn only_all_three_parameters_page() {
    let (_, halo) = full();
    let traps: [&[(&str, &str)]; 4] = [
        &[],
        &[("pageinate", "true"), ("page_size", "100")],
        &[("page_size", "100"), ("page_no", "1")],
        &[("pageinate", "1"), ("page_size", "100"), ("page_no", "1")],
    ];
    for query in traps {
        let list = get(&halo, query).await;
        assert_eq!((rows(&list), &list["record_count"]), (50, &json!(50)), "it looks complete: {query:?}");
        assert!(list.get("page_no").is_none());
    }
    let list = get(&halo, &[("pageinate", "true"), ("page_size", "500"), ("page_no", "2")]).await;
    assert_eq!((rows(&list), &list["record_count"], &list["page_size"]), (50, &json!(150), &json!(100)));
    assert_eq!(rows(&get(&halo, &[("count", "120"), ("page_no", "2")]).await), 120);
}

#[tokio::test]
async fn an_unknown_filter_is_ignored_and_noted() {
    let (mock, halo) = full();
    let list = get(&halo, &[("clientid", "1"), ("pageinate", "true"), ("page_size", "100"), ("page_no", "1")]).await;
    assert_eq!(list["record_count"], 150);
    assert_eq!(mock.unknown_parameters(), ["GET /api/tickets: clientid"]);
    let list = get(&halo, &[("client_id", "1"), ("pageinate", "true"), ("page_size", "100"), ("page_no", "1")]).await;
    assert_eq!(list["record_count"], 75);
}

#[tokio::test]
async fn a_post_takes_an_array_and_returns_one_object() {
    let (mock, halo) = full();
    let post = |body: Value| halo.request(Method::POST, "/Tickets").json(&body).send::<Value>();
    let made = post(json!([{"summary": "a"}, {"summary": "b"}])).await.unwrap();
    assert_eq!((&made["id"], &made["summary"]), (&json!(152), &json!("b")));
    let bare = post(json!({"summary": "c"})).await.unwrap_err();
    assert_eq!(bare.status().unwrap(), 400);
    let changed = post(json!([{"id": 152, "status_id": 9}])).await.unwrap();
    assert_eq!((&changed["summary"], &changed["status_id"]), (&json!("b"), &json!(9)));
    assert!(post(json!([{"id": 9999, "summary": "d"}])).await.unwrap_err().is_not_found());
    assert_eq!(mock.records("tickets").unwrap().len(), 152);
    let flagged = post(json!([{"id": 152, "_novalidate": true, "unheard_of": 1}])).await.unwrap();
    assert_eq!((flagged.get("_novalidate"), flagged.get("unheard_of")), (None, None), "both are dropped");
    assert_eq!(mock.unknown_fields(), ["POST /api/Tickets: unheard_of"], "but a flag is known by its underscore");
    let forgotten = post(json!([{"summary": "b"}])).await.unwrap();
    assert_eq!(forgotten["id"], 153, "a forgotten id makes a duplicate");
}

#[tokio::test]
async fn refusals_have_no_body_and_a_malformed_id_is_a_400() {
    let (_, halo) = full();
    let error = halo.request(Method::GET, "/Tickets/9999").await.unwrap_err();
    assert!(error.is_not_found() && error.body().is_none());
    let error = halo.request(Method::GET, "/Tickets/x").await.unwrap_err();
    assert_eq!(error.message(), Some("id: The value 'x' is not valid."));
    assert!(halo.request(Method::GET, "/Nowhere").await.unwrap_err().is_not_found());
    let mock = MockHalo::new();
    mock.set_token_lifetime(std::time::Duration::ZERO);
    let error = link::halo(&mock).tickets().list().await.unwrap_err();
    assert!(error.is_auth() && error.body().is_none());
}

#[test]
fn mistakes_of_the_test_are_errors() {
    let mock = MockHalo::new();
    assert!(mock.insert("tikets", json!({})).unwrap_err().to_string().contains("`tikets`"));
    assert!(mock.insert("tickets", json!([])).is_err());
    assert!(mock.records("tikets").is_err());
    let first = mock.insert("tickets", json!({"summary": "x"})).unwrap();
    assert_eq!(first, json!({"id": 1, "summary": "x"}));
}
