//! Tests of operations that the schema of this crate may not have: files, tags, single objects.
//!
//! They include operations that a store does not support.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use http::Method;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::{Fault, MockHalo};
use crate::entity_info::{
    Access, BodyShape, EntityInfo, FieldInfo, IdKind, ListInfo, OperationInfo, OperationKind, Paging, Reply, Type,
};
use crate::tickets::Ticket;
use crate::vocabulary::Safety;

const fn operation(kind: OperationKind, method: Method, path: &'static str) -> OperationInfo {
    OperationInfo::new(kind, "any", method, path, Safety::Unsafe)
}

static LIST: OperationInfo = operation(OperationKind::List, Method::GET, "/Attachment").list(ListInfo {
    rows: &["attachments"],
    paging: Paging::None,
    page_cap: None,
    sort: 0,
});
static CREATE: OperationInfo =
    operation(OperationKind::Create, Method::POST, "/Attachment").body_shape(BodyShape::Array);
static DOWNLOAD: OperationInfo = operation(OperationKind::Custom, Method::GET, "/Attachment/{id}").reply(Reply::Bytes);
static NEXT_TAG: OperationInfo =
    operation(OperationKind::Custom, Method::GET, "/Attachment/NextTag").reply(Reply::Object(Type::Object("AssetTag")));
static LOCK: OperationInfo = operation(OperationKind::Custom, Method::POST, "/Attachment/{id}/lock");
static OBJECT: OperationInfo = operation(OperationKind::Custom, Method::POST, "/Attachment/Object")
    .body(Type::Object("Attachment"))
    .body_shape(BodyShape::Object);
static ENTITIES: &[&EntityInfo] = &[&ATTACHMENTS];

static ATTACHMENTS: EntityInfo = EntityInfo {
    name: "Attachment",
    plural: "attachments",
    path: "/Attachment",
    key: &["id"],
    id: IdKind::Int,
    aliases: &[],
    unique: &[],
    read_scope: None,
    write_scope: None,
    enforce_scopes: false,
    operations: &[&LIST, &CREATE, &DOWNLOAD, &NEXT_TAG, &LOCK, &OBJECT],
    fields: &[
        FieldInfo::new("id", "id", Type::IntId("AttachmentId")),
        FieldInfo::new("filename", "f", Type::String).access(Access::Both),
    ],
    write_only: &[FieldInfo::new("data_base64", "data", Type::String).access(Access::Write)],
    new_empty: || Box::new(Ticket::default()),
};

fn mock() -> (MockHalo, crate::Halo) {
    let mock = MockHalo::with_entities(ENTITIES);
    let halo = mock.halo();
    (mock, halo)
}

#[tokio::test(start_paused = true)]
async fn a_file_is_sent_as_base64_and_returned_as_bytes() {
    let (mock, halo) = mock();
    for (sent, expected) in [("aGVsbG8=", "hello"), ("data:image/png;base64,AAEC", "\0\u{1}\u{2}"), ("no base64!", "")]
    {
        let body = json!([{"filename": "a \"b\".png", "data_base64": sent}]);
        let made = halo.request(Method::POST, "/Attachment").json(&body).send::<Value>().await.unwrap();
        assert!(made.get("data_base64").is_none(), "{made}");
        let bytes = halo.request(Method::GET, format!("/attachment/{}", made["id"])).bytes().await.unwrap();
        assert_eq!(bytes, expected);
    }
    let list = halo.request(Method::GET, "/Attachment").await.unwrap();
    assert_eq!(list["attachments"].as_array().unwrap().len(), 3);
    assert!(list["attachments"][0].get("data_base64").is_none());
    assert_eq!(list["folders"], json!([]), "there is always a second array");
    assert!(mock.records("attachments").unwrap()[0].get("data_base64").is_some());
    assert!(halo.request(Method::GET, "/Attachment/9").bytes().await.unwrap_err().is_not_found());
    assert_eq!(halo.request(Method::GET, "/Attachment/x").bytes().await.unwrap_err().status().unwrap(), 400);
}

#[tokio::test(start_paused = true)]
async fn a_literal_segment_wins_over_an_id() {
    let (mock, halo) = mock();
    let tag = async || halo.request(Method::GET, "/Attachment/nexttag").await.unwrap();
    assert_eq!(tag().await, json!({"last_tag": "", "next_tag": "1"}));
    for number in ["PC009", "PC010", "spare", "99999999999999999999999"] {
        mock.insert("attachments", json!({"inventory_number": number})).unwrap();
    }
    assert_eq!(tag().await, json!({"last_tag": "PC010", "next_tag": "PC011"}));
}

#[tokio::test(start_paused = true)]
async fn a_single_object_is_accepted_and_unsupported_operations_are_reported() {
    let (_mock, halo) = mock();
    let post = |path: &str, body: Value| halo.request(Method::POST, path).json(&body).send::<Value>();
    assert_eq!(post("/Attachment/Object", json!({"filename": "x"})).await.unwrap(), json!({"id": 1, "filename": "x"}));
    assert_eq!(post("/Attachment/Object", json!([])).await.unwrap_err().status().unwrap(), 400);
    let error = post("/Attachment/1/lock", json!([])).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 501);
    assert!(
        error.message().unwrap().contains("cannot carry out POST /Attachment/{id}/lock: set its response"),
        "{error}"
    );
    assert!(halo.request(Method::DELETE, "/Attachment/1").send::<Value>().await.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn latency_and_slow_bodies_take_time() {
    let (mock, halo) = mock();
    let second = Duration::from_secs(1);
    mock.fault(Fault::delay(second * 5));
    mock.fault(Fault::slow_body(second * 7).nth(2));
    for seconds in [5, 7, 0] {
        let begun = Instant::now();
        halo.request(Method::GET, "/Attachment").await.unwrap();
        assert_eq!(begun.elapsed().as_secs(), seconds);
    }
}

#[tokio::test(start_paused = true)]
async fn equal_histories_give_equal_bytes() {
    let run = async || {
        let mock = MockHalo::demo();
        let halo = mock.halo();
        let post = async |path: &str, body: Value| halo.request(Method::POST, path).json(&body).bytes().await.unwrap();
        let get = async |path: &str, query: &[(&str, &str)]| {
            let request = halo.request(Method::GET, path);
            query.iter().fold(request, |request, (name, value)| request.query(*name, *value)).bytes().await.unwrap()
        };
        let new = json!([{"summary": "Printer", "user_id": 3, "customfields": [{"name": "CFNew", "value": "x"}]}]);
        let mut bytes = vec![post("/Tickets", new).await];
        bytes.push(post("/Client", json!([{"id": 1, "name": "Harbour Group"}])).await);
        bytes.push(post("/Users", json!([{"name": "Cy", "site_id": 2}])).await);
        bytes.push(
            post("/Actions", json!([{"ticket_id": 2001, "outcome": "Close", "note": "x", "new_status": 1}])).await,
        );
        bytes.push(post("/Attachment", json!([{"ticket_id": 2001, "filename": "a", "data_base64": "aGk="}])).await);
        let page = [("pageinate", "true"), ("page_size", "100"), ("page_no", "1")];
        for path in ["/Tickets", "/Users", "/Asset", "/Client"] {
            bytes.push(get(path, &page).await);
        }
        (bytes, mock.save())
    };
    assert_eq!(run().await, run().await);
}

/// A row is kept as JSON between requests, until its record or one that it names is changed.
#[tokio::test(start_paused = true)]
async fn rows_are_as_new_after_every_change() {
    let mock = MockHalo::seed()
        .record("clients", json!({"id": 3, "name": "Harbour Dental"}))
        .record("tickets", json!({"id": 7, "client_id": 3, "summary": "Printer", "lastnote": "x"}))
        .build()
        .unwrap();
    let halo = mock.halo();
    let row = async |option: &str| {
        let page = [("pageinate", "true"), ("page_size", "100"), ("page_no", "1"), (option, "true")];
        let request = page
            .iter()
            .fold(halo.request(Method::GET, "/Tickets"), |request, (name, value)| request.query(*name, *value));
        request.send::<Value>().await.unwrap()["tickets"][0].clone()
    };
    let expected = json!({"id": 7, "client_id": 3, "client_name": "Harbour Dental", "summary": "Printer"});
    assert_eq!(row("open_only").await, expected);
    assert_eq!(row("includelastnote").await["lastnote"], "x");
    assert_eq!(row("open_only").await, expected);
    halo.clients().update(3, crate::clients::ClientWrite::new().name("Harbour Group")).await.unwrap();
    assert_eq!(row("open_only").await["client_name"], "Harbour Group");
    mock.insert("tickets", json!({"id": 7, "summary": "Scanner"})).unwrap();
    assert_eq!(row("open_only").await["summary"], "Scanner");
    halo.tickets().delete(7).await.unwrap();
    assert_eq!(row("open_only").await, Value::Null);
    halo.tickets().restore(7).await.unwrap();
    assert_eq!(row("open_only").await["summary"], "Scanner");
}
