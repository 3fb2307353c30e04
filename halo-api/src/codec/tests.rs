//! The engine on a model that has one field of every kind.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::decode::DecodeError;
use super::*;
use crate::entity_info::{EntityInfo, FieldInfo, NullValue, Type};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct KidId(i64);

crate::codec::id::int_id!(KidId);

#[derive(Clone, Default)]
struct Kid {
    id: KidId,
    label: Option<String>,
    extra: Extra,
}

#[derive(Clone, Default)]
struct Parent {
    id: i64,
    name: Option<String>,
    kid_id: Option<KidId>,
    price: Option<Decimal>,
    day: Option<jiff::civil::Date>,
    at: Option<jiff::Timestamp>,
    kid: Option<Box<Kid>>,
    kids: Option<Vec<Kid>>,
    numbers: Option<Vec<i64>>,
    by_name: Option<BTreeMap<String, f64>>,
    anything: Option<Value>,
    token: Option<String>,
    extra: Extra,
}

macro_rules! engine {
    ($model:ident, $fields:ident, [$($name:ident),*]) => {
        model!($model);

        impl Model for $model {
            fn model_info(&self) -> &'static ModelInfo {
                static NAMES: [&str; $fields.len()] = names(&$fields);
                static SHAPE: ModelInfo = ModelInfo { name: stringify!($model), fields: &$fields, names: &NAMES, required: &[0] };
                &SHAPE
            }

            fn field_mut(&mut self, index: usize) -> &mut dyn FieldSlot {
                let fields: [&mut dyn FieldSlot; $fields.len()] = [$(&mut self.$name),*];
                fields.into_iter().nth(index).unwrap()
            }

            fn field(&self, index: usize) -> &dyn FieldSlot {
                let fields: [&dyn FieldSlot; $fields.len()] = [$(&self.$name),*];
                fields[index]
            }

            fn extra(&self) -> &Extra {
                &self.extra
            }

            fn extra_mut(&mut self) -> &mut Extra {
                &mut self.extra
            }
        }
    };
}

static KID: [FieldInfo; 2] =
    [FieldInfo::new("id", "id", Type::IntId("KidId")), FieldInfo::new("label", "label", Type::String)];
static PARENT: [FieldInfo; 12] = [
    FieldInfo::new("id", "id", Type::Int),
    FieldInfo::new("Name", "name", Type::String),
    FieldInfo::new("kid_id", "kid_id", Type::IntId("KidId")).null_values(&[NullValue::Int(0), NullValue::Int(-1)]),
    FieldInfo::new("price", "price", Type::Decimal),
    FieldInfo::new("day", "day", Type::Date),
    FieldInfo::new("at", "at", Type::DateTime),
    FieldInfo::new("kid", "kid", Type::Object("Kid")),
    FieldInfo::new("kids", "kids", Type::List(&Type::Object("Kid"))),
    FieldInfo::new("numbers", "numbers", Type::List(&Type::Int)),
    FieldInfo::new("byname", "by_name", Type::Map(&Type::Float)),
    FieldInfo::new("anything", "anything", Type::Json),
    FieldInfo::new("token", "token", Type::String).secret(),
];

engine!(Kid, KID, [id, label]);
engine!(Parent, PARENT, [id, name, kid_id, price, day, at, kid, kids, numbers, by_name, anything, token]);

static ENTITY: EntityInfo = EntityInfo {
    name: "Parent",
    plural: "parents",
    path: "/Parents",
    key: &["id"],
    id: crate::entity_info::IdKind::Int,
    read_scope: None,
    write_scope: None,
    enforce_scopes: false,
    operations: &[],
    fields: &PARENT,
    write_only: &[],
    blank: || Box::new(Parent::default()),
};

impl Record for Parent {
    const INFO: &'static EntityInfo = &ENTITY;
}

fn parent(json: &Value) -> Parent {
    Parent::deserialize_value(json)
}

impl Parent {
    fn deserialize_value(json: &Value) -> Self {
        let mut parent = Self::default();
        decode_object(&mut parent, json.to_string().as_bytes(), Mode::default()).unwrap();
        parent
    }
}

fn fault(json: &Value, mode: Mode) -> String {
    decode_object(&mut Parent::default(), json.to_string().as_bytes(), mode).unwrap_err().to_string()
}

fn page(json: &Value, keys: &'static [&'static str]) -> Result<(Vec<Parent>, Envelope), DecodeError> {
    let mut rows = Vec::<Parent>::new();
    let envelope = decode_page(&mut ListSink(&mut rows), json.to_string().as_bytes(), keys, Mode::default())?;
    Ok((rows, envelope))
}

const STRICT: Mode = Mode { strict: true };

#[test]
fn every_kind_of_field_comes_back_as_it_came() {
    let json = json!({
        "id": 7, "Name": "x", "kid_id": 3, "price": 19.99, "day": "2026-08-05", "at": "2026-08-05T12:00:00.5Z",
        "kid": {"id": 1, "label": "k", "new": [1]}, "kids": [{"id": 2}], "numbers": [1, 2], "byname": {"a": 0.5},
        "anything": {"deep": [true]}, "token": "t", "not_in_schema": {"a": null},
    });
    let parent = parent(&json);
    assert_eq!(parent.kid_id, Some(KidId(3)));
    assert_eq!(parent.kid.as_ref().unwrap().extra["new"], json!([1]));
    assert_eq!(serde_json::to_value(&parent).unwrap(), json);
    assert_eq!(serde_json::from_value::<Parent>(json).unwrap(), parent, "any serde format will do");
    let binary = rmp_serde::to_vec_named(&parent).unwrap();
    assert_eq!(rmp_serde::from_slice::<Parent>(&binary).unwrap(), parent, "also a binary one, which counts ahead");
}

#[test]
fn values_that_do_not_fit_are_kept_raw_and_come_back() {
    let json = json!({
        "id": 7, "Name": {"first": "x"}, "price": true, "at": "soon", "kid": [1, 2], "kids": {"id": 1},
        "numbers": [1, "two", 3], "byname": {"a": 1.5, "b": "x", "c": 2.5},
    });
    let parent = parent(&json);
    assert_eq!((&parent.name, &parent.numbers, &parent.by_name), (&None, &None, &None));
    assert_eq!(parent.extra["numbers"], json!([1, "two", 3]));
    assert_eq!(serde_json::to_value(&parent).unwrap(), json);
}

#[test]
fn a_nested_object_without_its_key_goes_raw_without_inventing_one() {
    let json = json!({"id": 7, "kid": {"label": "x"}, "kids": [{"id": 1}, {"id": null, "label": "y"}, {"id": 3}]});
    let parent = parent(&json);
    assert!(parent.kid.is_none() && parent.kids.is_none());
    assert_eq!(parent.extra["kid"], json!({"label": "x"}));
    assert_eq!(parent.extra["kids"], json!([{"id": 1}, {"label": "y"}, {"id": 3}]));
}

#[test]
fn a_row_without_its_key_is_an_error_that_names_the_place() {
    assert_eq!(
        fault(&json!({"Name": "x"}), Mode::default()),
        "`id` is missing or is not what it should be at line 1 column 12"
    );
    let error = page(&json!({"rows": [{"id": 1}, {"id": "x"}]}), &["rows"]).unwrap_err().to_string();
    assert!(error.starts_with("rows[1]: `id` is missing"), "{error}");
}

#[test]
fn strict_decoding_names_the_path_and_never_the_value() {
    let json = json!({"id": 7, "kids": [{"id": 1}, {"id": 2, "label": {"pin": "s3cret"}}]});
    let error = fault(&json, STRICT);
    assert!(error.starts_with("kids[1].label: the value does not fit the field"), "{error}");
    assert!(!error.contains("s3cret"));
}

#[test]
fn numbers_that_stand_for_unset_are_unset() {
    for unset in [json!(0), json!(-1.0), json!("0"), json!(null)] {
        assert_eq!(parent(&json!({"id": 7, "kid_id": unset})).kid_id, None);
    }
}

#[test]
fn a_set_field_wins_over_an_extra_of_its_name() {
    let mut parent = parent(&json!({"id": 7, "price": "dear"}));
    parent.price = Some(5.into());
    assert_eq!(serde_json::to_value(&parent).unwrap(), json!({"id": 7, "price": 5}));
}

#[test]
fn debug_shows_what_is_set_and_hides_secrets() {
    let parent = parent(&json!({"id": 7, "byname": {"a": 1.5}, "token": "s3cret", "kid": {"id": 2}}));
    let expected = r#"Parent { id: 7, kid: Kid { id: 2 }, by_name: {"a": 1.5}, token: *** }"#;
    assert_eq!(format!("{parent:?}"), expected);
}

#[test]
fn an_array_serves_where_an_object_was_expected() {
    let mut parent = Parent::default();
    decode_object(&mut parent, br#"[{"id": 1}, {"id": 2}]"#, Mode::default()).unwrap();
    assert_eq!(parent.id, 1);
    assert!(fault(&json!([]), Mode::default()).contains("an empty array"));
    assert!(fault(&json!("Item not found"), Mode::default()).contains("expected an object"));
}

#[test]
fn pages_come_in_envelopes_and_bare() {
    let json = json!({"record_count": 2, "page_no": 1, "page_size": 50, "rows": [{"id": 1}], "columns": [{"id": 5}]});
    let (rows, envelope) = page(&json, &["rows"]).unwrap();
    assert_eq!((rows.len(), envelope.record_count, envelope.page_size), (1, Some(2), Some(50)));
    assert_eq!(envelope.extra["columns"], json!([{"id": 5}]), "arrays beside the rows are kept");

    assert_eq!(page(&json!([{"id": 1}, {"id": 2}]), &["rows"]).unwrap().0.len(), 2, "an array is taken anywhere");
    assert_eq!(page(&json!({"rows": null}), &["rows"]).unwrap().0.len(), 0);
    assert_eq!(page(&json!({"results": []}), &["", "results"]).unwrap().0.len(), 0, "contested envelopes");

    let lost = page(&json!({"record_count": 0}), &["rows"]).unwrap_err().to_string();
    assert!(lost.starts_with("the reply has no rows under `rows`"), "{lost}");
    let object = page(&json!({"id": 1}), &[""]).unwrap_err().to_string();
    assert!(object.starts_with("an object stands where an array of rows was expected"), "{object}");
}

#[test]
fn broken_bodies_are_errors() {
    let deep = format!("{{\"id\": 1, \"anything\": {}{}}}", "[".repeat(200), "]".repeat(200));
    for body in ["", "{", "{\"id\": 1} trailing", "<html>", "\u{0}", deep.as_str()] {
        assert!(decode_object(&mut Parent::default(), body.as_bytes(), Mode::default()).is_err(), "{body}");
    }
    let error = decode_object(&mut Parent::default(), b"{\"id\": \"\xff\"}", Mode::default()).unwrap_err();
    assert!(error.to_string().starts_with("not UTF-8"));
}

#[test]
fn rows_are_told_apart_by_their_key_or_as_a_whole() {
    let row = parent(&json!({"id": 7, "Name": "x"}));
    assert_eq!(row_key(&row, &["id"]), "7");
    assert_eq!(row_key(&row, &["Name", "id"]), "\"x\",7");
    assert_ne!(row_key(&row, &[]), row_key(&parent(&json!({"id": 7, "Name": "y"})), &[]));
}

#[test]
fn writes_keep_their_order_and_money_its_form() {
    let mut inner = WriteBody::new();
    inner.set("z", 1_i64);
    inner.set("a", "x");
    let mut body = WriteBody::new();
    body.set("name", "first");
    body.set("price", "19.90".parse::<Decimal>().unwrap());
    body.set("whole", Decimal::from(100));
    body.set("large", Decimal::from(u64::MAX));
    body.set("list", WriteValue::list([inner]));
    body.set("name", Value::Null);
    body.set_first("id", 7_i64.into());
    let text = serde_json::to_string(&body).unwrap();
    assert_eq!(
        text,
        r#"{"id":7,"name":null,"price":19.9,"whole":100,"large":18446744073709551615,"list":[{"z":1,"a":"x"}]}"#
    );
    assert_eq!(body.get("id"), Some(&7_i64.into()));

    let mut largest = WriteBody::new();
    largest.set("price", Decimal::from(u64::MAX));
    assert_eq!(serde_json::to_string(&largest).unwrap(), r#"{"price":18446744073709551615}"#);

    let mut body = WriteBody::new();
    body.set_secret("password", "s3cret");
    body.set("note", "plain");
    assert_eq!(format!("{body:?}"), r#"{"password": ***, "note": "plain"}"#);
    assert_eq!(serde_json::to_string(&body).unwrap(), r#"{"password":"s3cret","note":"plain"}"#);
}
