//! Requests of entities that are not as most are: composite keys, text keys, lists without pages.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use serde_json::{Value, json};

use super::Call;
use crate::actions::Action;
use crate::codec::id::KeyValue;
use crate::codec::{FieldPatch, WriteBody};
use crate::entity_info::{
    Access, BodyShape, EntityInfo, FieldInfo, Fixed, IdKind, KeyInfo, ListInfo, OperationInfo, OperationKind, Paging,
    ParamInfo, Reply, Type,
};
use crate::mock::{Fault, MockHalo};
use crate::tickets::Ticket;
use crate::vocabulary::Safety;
use crate::{Direction, Error, ErrorKind, Halo, Method, Preview, Record, Scope};

/// An entity at a path with the five standard operations, or some of them.
macro_rules! entity {
    ($plural:literal, $path:literal, key: $key:expr, id: $id:expr, list: ($paging:expr, $cap:expr, $rows:expr, $params:expr)) => {
        entity!($plural, $path, key: $key, id: $id, operations: [
            &OperationInfo::new(OperationKind::List, "list", Method::GET, $path, Safety::Safe)
                .list(ListInfo { rows: &[$rows], paging: $paging, page_cap: $cap, sort: 0 })
                .params($params),
            &OperationInfo::new(OperationKind::Get, "get", Method::GET, concat!($path, "/{id}"), Safety::Safe).key(KEY),
            &OperationInfo::new(OperationKind::Create, "create", Method::POST, $path, Safety::Unsafe)
                .body_shape(BodyShape::Array),
            &OperationInfo::new(OperationKind::Update, "update", Method::POST, $path, Safety::Unsafe)
                .key(&[KeyInfo::in_body("id")])
                .body_shape(BodyShape::Array)
                .fixed(&[("id", Fixed::Key("id"))]),
        ])
    };
    ($plural:literal, $path:literal, key: $key:expr, id: $id:expr, operations: [$($operation:expr),* $(,)?]) => {
        EntityInfo {
            name: "Ticket",
            plural: $plural,
            path: $path,
            key: $key,
            id: $id,
            aliases: &[],
            unique: &[],
            read_scope: None,
            write_scope: None,
            enforce_scopes: false,
            operations: &[$($operation),*],
            fields: &[
                FieldInfo::new("client_id", "client_id", Type::IntId("ClientId")),
                FieldInfo::new("id", "id", Type::IntId("TicketId")),
                FieldInfo::new("summary", "summary", Type::String).access(Access::Both),
            ],
            write_only: &[],
            new_empty: || Box::new(Ticket::default()),
        }
    };
}

const KEY: &[KeyInfo] = &[KeyInfo::in_path("id")];
const NESTED_KEY: &[KeyInfo] = &[KeyInfo::in_query("client_id"), KeyInfo::in_path("id")];

/// Numbered within a client, as actions are within a ticket.
static NESTED: EntityInfo = entity!("nested", "/Nested", key: &["client_id", "id"], id: IdKind::Int, operations: [
    &OperationInfo::new(OperationKind::Get, "get", Method::GET, "/Nested/{id}", Safety::Safe).key(NESTED_KEY),
    &OperationInfo::new(OperationKind::Create, "create", Method::POST, "/Nested", Safety::Unsafe)
        .body_shape(BodyShape::Array),
    &OperationInfo::new(OperationKind::Update, "update", Method::POST, "/Nested", Safety::Unsafe)
        .key(&[KeyInfo::in_body("client_id"), KeyInfo::in_body("id")])
        .body_shape(BodyShape::Array)
        .fixed(&[("client_id", Fixed::Key("client_id")), ("id", Fixed::Key("id"))]),
    &OperationInfo::new(OperationKind::Delete, "delete", Method::DELETE, "/Nested/{id}", Safety::Idempotent)
        .key(NESTED_KEY),
]);
static COUNTED: EntityInfo =
    entity!("counted", "/Counted", key: &["id"], id: IdKind::Int, list: (Paging::Count, Some(20), "rows", &[]));
static BARE: EntityInfo = entity!("bare", "/Bare", key: &["id"], id: IdKind::Int, list: (Paging::None, None, "", &[]));
static IDS_ONLY: EntityInfo = entity!("ids_only", "/IdsOnly", key: &["id"], id: IdKind::Int, list: (
    Paging::Pages,
    None,
    "rows",
    &[
        ParamInfo::new("idonly", "id_only", Type::Bool).excludes(&["paging", "full"]),
        ParamInfo::new("full", "full", Type::Bool),
    ]
));
/// It can be listed and updated, but not fetched.
static TEXTUAL: EntityInfo = entity!("textual", "/Textual", key: &["id"], id: IdKind::Text, operations: [
    &OperationInfo::new(OperationKind::List, "list", Method::GET, "/Textual", Safety::Safe)
        .list(ListInfo { rows: &["rows"], paging: Paging::Pages, page_cap: None, sort: 0 }),
    &OperationInfo::new(OperationKind::Update, "update", Method::POST, "/Textual", Safety::Unsafe)
        .key(&[KeyInfo::in_body("id")])
        .body_shape(BodyShape::Array)
        .fixed(&[("id", Fixed::Key("id"))]),
]);
static KEYLESS: EntityInfo =
    entity!("keyless", "/Keyless", key: &[], id: IdKind::Int, list: (Paging::Pages, None, "rows", &[]));
static ENTITIES: &[&EntityInfo] = &[&NESTED, &COUNTED, &BARE, &IDS_ONLY, &TEXTUAL, &KEYLESS];

fn call(halo: &Halo, entity: &'static EntityInfo, kind: OperationKind, key: &[KeyValue]) -> Call {
    Call::new(halo, entity, entity.operation(kind).unwrap(), key, None)
}

fn list(halo: &Halo, entity: &'static EntityInfo) -> Call {
    call(halo, entity, OperationKind::List, &[])
}

fn update(halo: &Halo, entity: &'static EntityInfo, key: &[KeyValue], body: WriteBody) -> Call {
    Call::new(halo, entity, entity.operation(OperationKind::Update).unwrap(), key, Some(body))
}

fn filled(plural: &str, rows: i64) -> (MockHalo, Halo) {
    let mock = MockHalo::with_entities(ENTITIES);
    for id in 1..=rows {
        mock.insert(plural, json!({"id": id, "client_id": 5})).unwrap();
    }
    let halo = mock.halo();
    (mock, halo)
}

fn pairs(preview: &Preview) -> Vec<(&str, &str)> {
    preview.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test(start_paused = true)]
async fn leading_members_go_into_the_query_and_into_the_body_of_an_update() {
    let mock = MockHalo::with_entities(ENTITIES);
    for client in [5, 6] {
        let first = mock.insert("nested", json!({"client_id": client})).unwrap();
        assert_eq!(first["id"], 1, "numbered within each client");
    }
    let halo = mock.halo();
    let key = [KeyValue::Int(6), KeyValue::Int(1)];
    let get = call(&halo, &NESTED, OperationKind::Get, &key);
    let preview = get.preview();
    assert_eq!((preview.path.as_str(), pairs(&preview)), ("/Nested/1", vec![("client_id", "6")]));
    assert_eq!(get.object::<Ticket>().await.unwrap().client_id.map(i64::from), Some(6));

    let mut body = WriteBody::new();
    body.set("summary", "changed");
    let update = update(&halo, &NESTED, &key, body);
    assert_eq!(update.preview().body, Some(json!([{"client_id": 6, "id": 1, "summary": "changed"}])));
    update.object::<Ticket>().await.unwrap();
    assert_eq!(mock.records("nested").unwrap()[1]["summary"], "changed");
    assert!(mock.records("nested").unwrap()[0].get("summary").is_none());

    call(&halo, &NESTED, OperationKind::Delete, &key).none().await.unwrap();
    assert_eq!(mock.records("nested").unwrap().len(), 1);
    let without = halo.request(Method::DELETE, "/Nested/1").send::<Value>().await.unwrap_err();
    assert_eq!(without.message(), Some("client_id must be included when deleting Ticket"));
}

#[test]
fn a_text_key_is_encoded_into_the_path_and_never_leaves_it() {
    let halo = MockHalo::new().halo();
    let get = |key: &str| call(&halo, &BARE, OperationKind::Get, &[KeyValue::Text(key.to_owned())]);
    assert_eq!(get("a/b c?d=é").preview().path, "/Bare/a%2Fb%20c%3Fd%3D%C3%A9");
    let out = get("a/b").prepare().map_err(|error| error.to_string()).map(|out| out.uri.to_string());
    assert_eq!(out.as_deref(), Ok("https://mock.halopsa.example/api/Bare/a%2Fb"));
    for key in ["", ".", ".."] {
        assert!(get(key).preview().fault.is_some(), "{key:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_counted_list_is_one_request_for_all_it_gives() {
    let (mock, halo) = filled("counted", 30);
    let list = || list(&halo, &COUNTED);
    let mut rows = list().stream::<Ticket>();
    for _ in 0..20 {
        rows.try_next().await.unwrap().unwrap();
    }
    let error = rows.next().await.unwrap().unwrap_err();
    assert!(error.kind() == ErrorKind::Paging && error.to_string().contains("20 rows"), "{error}");
    assert!(rows.next().await.is_none());
    let mut bounded = list();
    bounded.page_size(20);
    assert_eq!(bounded.all::<Ticket>().await.unwrap().len(), 20, "as many as were asked for");
    let mut few = list();
    few.page_size(7);
    assert_eq!(few.page::<Ticket>().await.unwrap().items.len(), 7);
    let mut many = list();
    many.page_size(500);
    assert_eq!(pairs(&many.preview()), [("count", "20")]);
    let mut numbered = list();
    numbered.page_no(2);
    fails_before_the_network(numbered.page::<Ticket>().await);
    assert_eq!(mock.requests().iter().filter(|request| request.path == "/api/Counted").count(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_bare_list_is_asked_for_without_a_word_about_pages() {
    let (mock, halo) = filled("bare", 130);
    let mut list = list(&halo, &BARE);
    list.page_size(10);
    assert_eq!(list.clone().all::<Ticket>().await.unwrap().len(), 130);
    assert!(mock.requests().last().unwrap().query.is_empty());
    let position = list.clone().stream::<Ticket>().position();
    list.start_at(position);
    fails_before_the_network(list.all::<Ticket>().await);
}

#[tokio::test(start_paused = true)]
async fn a_parameter_may_switch_paging_off() {
    let (mock, halo) = filled("ids_only", 130);
    let mut list = list(&halo, &IDS_ONLY);
    list.set("idonly", true);
    assert_eq!(list.clone().all::<Ticket>().await.unwrap().len(), 130);
    assert_eq!(mock.requests().last().unwrap().query, [("idonly".to_owned(), "true".to_owned())]);
    assert!(list.clone().first::<Ticket>().await.unwrap().is_some());
    let mut sized = list.clone();
    sized.page_size(10);
    fails_before_the_network(sized.all::<Ticket>().await);
    list.set("full", true);
    let error = list.all::<Ticket>().await.unwrap_err();
    assert!(error.to_string().contains("`idonly` cannot be combined with `full`"), "{error}");
}

fn fails_before_the_network<T: std::fmt::Debug>(result: Result<T, Error>) {
    let error = result.unwrap_err();
    assert!(error.kind() == ErrorKind::Config && error.attempts().is_empty(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn one_value_of_a_list_that_halo_merges_is_sent_alone() {
    let (mock, halo) = filled("bare", 1);
    let mut update = update(&halo, &BARE, &[KeyValue::Int(1)], WriteBody::new());
    update.set_field(FieldPatch::merging("customfields", "CFFloor", 3));
    update.set_field(FieldPatch::merging("customfields", 12, "x"));
    update.set_field(FieldPatch::merging("customfields", "floor", 4));
    let body = json!([{"id": 1, "customfields": [{"name": "CFFloor", "value": 4}, {"id": 12, "value": "x"}]}]);
    assert_eq!(update.preview().body.as_ref(), Some(&body), "the last word on a field stands");
    update.object::<Ticket>().await.unwrap();
    mock.assert_not_sent(crate::mock::Matching::get("/api/Bare/1"));
    assert_eq!(mock.requests().last().unwrap().body, Some(body));
}

#[tokio::test(start_paused = true)]
async fn reading_what_is_kept_counts_against_the_time_of_the_whole() {
    let (mock, halo) = filled("bare", 1);
    mock.fault(crate::mock::Fault::delay(Duration::from_secs(40)).on("/api/Bare/1"));
    mock.fault(crate::mock::Fault::hang().method(Method::POST).on("/api/Bare"));
    let mut update = update(&halo, &BARE, &[KeyValue::Int(1)], WriteBody::new());
    update.set_field(FieldPatch::replacing("customfields", 12, "x"));
    update.timeout(Duration::from_secs(60));
    let began = tokio::time::Instant::now();
    let error = update.object::<Ticket>().await.unwrap_err();
    assert_eq!((error.kind(), began.elapsed().as_secs()), (ErrorKind::OutcomeUnknown, 60));
}

#[tokio::test(start_paused = true)]
async fn one_value_cannot_be_set_in_what_is_no_list() {
    let (mock, halo) = filled("bare", 1);
    let mut body = WriteBody::new();
    body.set("customfields", "all of them");
    let mut update = update(&halo, &BARE, &[KeyValue::Int(1)], body);
    update.set_field(FieldPatch::replacing("customfields", 12, "x"));
    fails_before_the_network(update.object::<Ticket>().await);
    assert!(mock.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn one_value_cannot_be_set_where_the_stored_list_cannot_be_fetched() {
    let (mock, halo) = filled("textual", 1);
    let mut update = update(&halo, &TEXTUAL, &["x".to_owned().into()], WriteBody::new());
    update.set_field(FieldPatch::replacing("customfields", 12, "x"));
    fails_before_the_network(update.object::<Ticket>().await);
    assert!(mock.requests().is_empty(), "not even a token");
}

#[tokio::test(start_paused = true)]
async fn the_mock_gives_ids_of_the_entitys_own_kind() {
    let mock = MockHalo::with_entities(ENTITIES);
    let ids: Vec<Value> = (0..2).map(|_| mock.insert("textual", json!({})).unwrap()["id"].clone()).collect();
    assert_eq!(ids, ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"]);
    let halo = mock.halo();
    // A number's place takes nothing else, whether there are records or not.
    let error = halo.request(Method::GET, "/Bare/x").await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.kind()), (400, ErrorKind::BadRequest));
    let error =
        Call::detail(&halo, &TEXTUAL).with_keys(vec!["x".to_owned().into()]).object::<Ticket>().await.unwrap_err();
    assert!(error.to_string().contains("textual cannot be fetched one by one"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn narrow_rows_without_a_key_are_told_apart_whole() {
    let mock = MockHalo::with_entities(ENTITIES);
    for id in 1..=150 {
        mock.insert("keyless", json!({"id": id % 140, "client_id": id})).unwrap();
    }
    let mut rows = list(&mock.halo(), &KEYLESS).stream_as::<std::collections::BTreeMap<String, i64>>();
    let mut seen = Vec::new();
    while let Some(row) = rows.try_next().await.unwrap() {
        seen.push(row["client_id"]);
    }
    assert_eq!(seen, (1..=150).collect::<Vec<_>>());
}

/// A list of other rows than those of its entity.
static NEAR: OperationInfo =
    OperationInfo::new(OperationKind::Custom, "near", Method::GET, "/Tickets/{id}/near/{ring}", Safety::Safe)
        .key(&[KeyInfo::in_path("id"), KeyInfo::in_path("ring")])
        .list(ListInfo { rows: &["near"], paging: Paging::Pages, page_cap: Some(20), sort: 1 })
        .reply(Reply::Page(Type::Object("Action")))
        .scope("read:tickets");

fn near(halo: &Halo) -> Call {
    let tickets = crate::catalog::entity("tickets").unwrap();
    Call::new(halo, tickets, &NEAR, &[KeyValue::Int(7), KeyValue::Int(2)], None).of_rows(Action::INFO)
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_is_a_list_pages_and_orders_by_its_own_rows() {
    let mock = MockHalo::new();
    let mut call = near(&mock.halo());
    call.order_by("outcome".to_owned(), Direction::Descending);
    let preview = call.preview();
    assert_eq!((preview.path.as_str(), preview.fault), ("/Tickets/7/near/2", None));
    let query: Vec<_> = preview.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(query, ["order=outcome", "orderdesc=true", "pageinate=true", "page_size=20", "page_no=1"]);
    let mut call = near(&mock.halo());
    call.order_by("summary".to_owned(), Direction::Ascending);
    assert!(call.preview().fault.unwrap().contains("a field of Action"), "not of tickets");

    let page = |rows: Value| Fault::status(200).body(json!({"record_count": 3, "near": rows}).to_string());
    mock.fault(page(json!([{"id": 1, "ticket_id": 7}, {"id": 2, "ticket_id": 7}])).on("/api/Tickets/7/near/2"));
    mock.fault(page(json!([{"id": 1, "ticket_id": 8}])).on("/api/Tickets/7/near/2"));
    let mut call = near(&mock.halo());
    call.page_size(2);
    let rows = call.all::<Action>().await.unwrap();
    let keys: Vec<_> = rows.iter().map(|row| (row.ticket_id.0, row.id.0)).collect();
    assert_eq!(keys, [(7, 1), (7, 2), (8, 1)], "told apart by the key of an action");
}

#[tokio::test(start_paused = true)]
async fn the_scope_of_a_list_is_enforced_as_its_entity_says() {
    let halo = MockHalo::new().builder().scopes([Scope::ReadAssets]).build().unwrap();
    let error = near(&halo).page::<Action>().await.unwrap_err();
    assert_eq!((error.kind(), error.required_scope()), (ErrorKind::MissingScope, Some("read:tickets")));
}
