//! Tests of the codec with a model that has one field of every kind.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::decode::{DecodeError, decode_object};
use super::*;
use crate::entity_info::{EntityInfo, FieldInfo, NullValue, Type};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct KidId(i64);

crate::codec::id::int_id!(KidId);

#[derive(Clone)]
struct Kid {
    id: KidId,
    label: Option<String>,
    extra: Extra,
}

#[derive(Clone)]
struct Parent {
    id: i64,
    name: Option<String>,
    kid_id: Option<KidId>,
    price: Option<Decimal>,
    day: Option<jiff::civil::Date>,
    at: Option<jiff::Timestamp>,
    kid: Option<Nested<Kid>>,
    kids: Option<Vec<Kid>>,
    numbers: Option<Vec<i64>>,
    by_name: Option<BTreeMap<String, f64>>,
    anything: Option<Value>,
    token: Option<String>,
    vault: Option<Vec<Kid>>,
    extra: Extra,
}

static KID: &[FieldInfo] =
    &[FieldInfo::new("id", "id", Type::IntId("KidId")).required(), FieldInfo::new("label", "label", Type::String)];
static PARENT: &[FieldInfo] = &[
    FieldInfo::new("id", "id", Type::Int).required(),
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
    FieldInfo::new("vault", "vault", Type::List(&Type::Object("Kid"))).secret(),
];

model!(Kid, "Kid", KID, id: KidId::default(), label: None,);
model! {
    Parent,
    "Parent",
    PARENT,
    id: 0,
    name: None,
    kid_id: None,
    price: None,
    day: None,
    at: None,
    kid: None,
    kids: None,
    numbers: None,
    by_name: None,
    anything: None,
    token: None,
    vault: None,
}

static ENTITY: EntityInfo = EntityInfo {
    name: "Parent",
    plural: "parents",
    path: "/Parents",
    key: &["id"],
    id: crate::entity_info::IdKind::Int,
    aliases: &[],
    unique: &[],
    read_scope: None,
    write_scope: None,
    enforce_scopes: false,
    operations: &[],
    fields: PARENT,
    write_only: &[],
    new_empty: || Box::new(Parent::default()),
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
fn every_kind_of_field_round_trips() {
    let json = json!({
        "id": 7, "Name": "x", "kid_id": 3, "price": 19.99, "day": "2026-08-05", "at": "2026-08-05T12:00:00.5Z",
        "kid": {"id": 1, "label": "k", "new": [1]}, "kids": [{"id": 2}], "numbers": [1, 2], "byname": {"a": 0.5},
        "anything": {"deep": [true]}, "token": "t", "not_in_schema": {"a": null},
    });
    let parent = parent(&json);
    assert_eq!(parent.kid_id, Some(KidId(3)));
    assert_eq!(parent.kid.as_ref().unwrap().extra["new"], json!([1]));
    assert_eq!(serde_json::to_value(&parent).unwrap(), json);
    assert_eq!(serde_json::from_value::<Parent>(json).unwrap(), parent, "any serde format works");
    let binary = rmp_serde::to_vec_named(&parent).unwrap();
    assert_eq!(
        rmp_serde::from_slice::<Parent>(&binary).unwrap(),
        parent,
        "a binary format with length prefixes works too"
    );
}

#[test]
fn values_that_do_not_fit_are_retained_raw_and_round_trip() {
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
fn a_nested_object_without_its_key_stays_raw_without_an_invented_key() {
    let json = json!({"id": 7, "kid": {"label": "x"}, "kids": [{"id": 1}, {"id": null, "label": "y"}, {"id": 3}]});
    let parent = parent(&json);
    assert!(parent.kid.is_none() && parent.kids.is_none());
    assert_eq!(parent.extra["kid"], json!({"label": "x"}));
    assert_eq!(parent.extra["kids"], json!([{"id": 1}, {"label": "y"}, {"id": 3}]));
}

#[test]
fn a_row_without_its_key_is_an_error_with_its_position() {
    assert_eq!(
        fault(&json!({"Name": "x"}), Mode::default()),
        "`id` is missing or has the wrong type at line 1 column 12"
    );
    let error = page(&json!({"rows": [{"id": 1}, {"id": "x"}]}), &["rows"]).unwrap_err().to_string();
    assert!(error.starts_with("rows[1]: `id` is missing"), "{error}");
}

#[test]
fn strict_decoding_names_the_path_the_expected_type_and_the_value() {
    for (json, expected) in [
        (json!({"id": 7, "Name": 5}), "Name: expected text, found `5`"),
        (json!({"id": 7, "price": "dear"}), "price: expected a decimal number, found `\"dear\"`"),
        (json!({"id": 7, "day": true}), "day: expected a date, found `true`"),
        (json!({"id": 7, "at": "soon"}), "at: expected a date and time, found `\"soon\"`"),
        (json!({"id": 7, "kid_id": 1.5}), "kid_id: expected an id of type `KidId`, found `1.5`"),
        (json!({"id": 7, "kid": 5}), "kid: expected a `Kid`, found `5`"),
        (json!({"id": 7, "kid": {"label": "x"}}), "kid: `id` is missing or has the wrong type"),
        (json!({"id": 7, "kids": {}}), "kids: expected an array, found an empty object"),
        (json!({"id": 7, "numbers": [1, "two"]}), "numbers[1]: expected a whole number, found `\"two\"`"),
        (json!({"id": 7, "byname": {"a": 1, "b": []}}), "byname.b: expected a number, found an array of 0 elements"),
        (
            json!({"id": 7, "kids": [{"id": 1}, {"id": 2, "label": {"pin": 1, "x": 2}}]}),
            "kids[1].label: expected text, found an object with `pin`, `x`",
        ),
    ] {
        let error = fault(&json, STRICT);
        let (message, place) = error.rsplit_once(" at line ").unwrap();
        assert_eq!(message, expected, "{place}");
    }
    let long = fault(&json!({"id": 7, "at": "x".repeat(5000)}), STRICT);
    assert!(long.contains(&format!("`\"{}…`", "x".repeat(79))) && long.len() < 200, "{long}");
}

#[test]
fn strict_decoding_never_shows_the_value_of_a_secret_field() {
    for secret in [json!(["s3cret"]), json!({"s3cret": "s3cret"}), json!(50_433_227)] {
        let error = fault(&json!({"id": 7, "token": secret}), STRICT);
        assert!(error.starts_with("token: expected text, found a"), "{error}");
        assert!(!error.contains("s3cret") && !error.contains("50433227"), "{error}");
    }
    let error = fault(&json!({"id": 7, "vault": [{"id": 1, "label": 50_433_227}]}), STRICT);
    assert!(error.starts_with("vault[0].label: expected text, found a value that is not shown"), "{error}");
    let after = fault(&json!({"id": 7, "vault": [{"id": 1}], "at": "soon"}), STRICT);
    assert!(after.contains("`\"soon\"`"), "a value after a secret list is shown: {after}");
}

/// Small bodies that are large after decoding.
#[test]
fn decoded_rows_may_take_sixteen_times_the_body_and_64_mib() {
    let times = |element: &str, count: usize| vec![element; count].join(",");
    let rows = |body: &str| {
        let mut rows = Vec::<Parent>::new();
        let page = decode_page(&mut ListSink(&mut rows), body.as_bytes(), &[""], Mode::default());
        page.map(|_| rows.len())
    };
    // Each row adds nine bytes to the body.
    let fits = 64 * 1024 * 1024 / (size_of::<Parent>() - 16 * 9);
    assert_eq!(rows(&format!("[{}]", times(r#"{"id":5}"#, fits))), Ok(fits));
    let kids = |kid: &str, count| format!(r#"[{{"id":5,"kids":[{}]}}]"#, times(kid, count));
    let any = |json: &str, count| format!(r#"[{{"id":5,"anything":[{}]}}]"#, times(json, count));
    for (what, body) in [
        ("rows", format!("[{}]", times(r#"{"id":5}"#, fits + 2))),
        ("unknown members", kids(r#"{"id":5,"a":1}"#, 150_000)),
        ("raw maps", any(r#"{"":0}"#, 120_000)),
        ("a list that does not fit", format!(r#"[{{"id":5,"numbers":["",{}]}}]"#, times(r#"{"":0}"#, 120_000))),
        (
            "a map that does not fit",
            format!(r#"[{{"id":5,"byname":{{"a":"","b":[{}]}}}}]"#, times(r#"{"":0}"#, 120_000)),
        ),
        ("beside the rows", format!(r#"{{"x":[{}],"rows":[]}}"#, times(r#"{"":0}"#, 120_000))),
    ] {
        let error = rows(&body).unwrap_err();
        assert!(error.is_too_large(), "{what}: {error}");
        assert!(error.to_string().contains("more than 16 times its size plus 64 MiB of memory"), "{what}: {error}");
    }
    let object = format!(r#"{{"id":5,"x":[{}]}}"#, times(r#"{"":0}"#, 120_000));
    let error = decode_object(&mut Parent::default(), object.as_bytes(), Mode::default());
    assert!(error.unwrap_err().is_too_large());
    assert!(!rows("[{}]").unwrap_err().is_too_large());
}

#[test]
fn numbers_that_mean_unset_are_unset() {
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
fn an_array_is_accepted_instead_of_an_object() {
    let mut parent = Parent::default();
    decode_object(&mut parent, br#"[{"id": 1}, {"id": 2}]"#, Mode::default()).unwrap();
    assert_eq!(parent.id, 1);
    assert!(fault(&json!([]), Mode::default()).contains("found an empty array"));
    assert!(fault(&json!("Item not found"), Mode::default()).contains("expected an object"));
}

#[test]
fn pages_come_in_envelopes_and_bare() {
    let json = json!({"record_count": 2, "page_no": 1, "page_size": 50, "rows": [{"id": 1}], "columns": [{"id": 5}]});
    let (rows, envelope) = page(&json, &["rows"]).unwrap();
    assert_eq!((rows.len(), envelope.record_count, envelope.page_size), (1, Some(2), Some(50)));
    assert_eq!(envelope.extra["columns"], json!([{"id": 5}]), "arrays beside the rows are retained");

    assert_eq!(page(&json!([{"id": 1}, {"id": 2}]), &["rows"]).unwrap().0.len(), 2, "a bare array is always accepted");
    assert_eq!(page(&json!({"rows": null}), &["rows"]).unwrap().0.len(), 0);
    assert_eq!(page(&json!({"results": []}), &["", "results"]).unwrap().0.len(), 0, "contested envelopes");

    let lost = page(&json!({"record_count": 0}), &["rows"]).unwrap_err().to_string();
    assert!(lost.starts_with("the response has no array of rows named `rows`"), "{lost}");
    let object = page(&json!({"id": 1}), &[""]).unwrap_err().to_string();
    assert!(object.starts_with("expected an array of rows, found an object"), "{object}");
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
fn rows_are_distinguished_by_their_key() {
    let row = parent(&json!({"id": 7, "Name": "x"}));
    let key = |names: &[&str]| RowKey::of_model(&row, names);
    assert_eq!(key(&["id"]), Some(RowKey::Int(7)));
    assert_eq!(key(&["Name", "id"]), RowKey::of_members(&[json!("x"), json!(7)]));
    assert_eq!(key(&[]), None, "only the whole row");
    assert_eq!(RowKey::of_model(&parent(&json!({"id": 7})), &["Name"]), None);
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

#[test]
fn a_value_that_cannot_be_sent_is_an_error_and_not_null() {
    for value in
        [WriteValue::from(f64::NAN), f64::INFINITY.into(), WriteValue::decimal(f64::NAN), WriteValue::decimal(1e300)]
    {
        let mut inner = WriteBody::new();
        inner.set("price", value);
        let mut body = WriteBody::new();
        body.set("lines", WriteValue::list([inner]));
        let error = serde_json::to_string(&body).unwrap_err().to_string();
        assert!(error.starts_with("a number is NaN"), "{error}");
        assert!(format!("{body:?}").contains("<a number is NaN"), "{body:?}");
    }
    assert_eq!(WriteValue::decimal(12.5), Decimal::new(125, 1).into());
}

#[test]
fn decimals_of_models_keep_all_their_digits() {
    for (sent, written) in [
        (json!("12.345678901234567890123456789"), json!("12.345678901234567890123456789")),
        (json!("12345678901234.56789"), json!("12345678901234.56789")),
        (json!(0.1 + 0.2), json!(0.1 + 0.2)),
        (json!("19.90"), json!(19.9)),
        (json!("18446744073709551615"), json!(u64::MAX)),
        (json!("79228162514264337593543950335"), json!("79228162514264337593543950335")),
    ] {
        let once = parent(&json!({"id": 7, "price": sent}));
        let json = serde_json::to_value(&once).unwrap();
        assert_eq!(json["price"], written);
        assert_eq!(parent(&json), once, "{sent}");
    }
}

#[test]
fn the_last_of_a_duplicate_member_counts() {
    let read = |body: &str| {
        let mut parent = Parent::default();
        decode_object(&mut parent, body.as_bytes(), Mode::default()).map(|()| parent).map_err(|error| error.to_string())
    };
    let fits_last = read(r#"{"id": 7, "Name": [1], "Name": "x"}"#).unwrap();
    assert_eq!((fits_last.name.as_deref(), fits_last.extra.len()), (Some("x"), 0));
    let fits_first = read(r#"{"id": 7, "Name": "x", "Name": [1]}"#).unwrap();
    assert_eq!((fits_first.name.as_deref(), &fits_first.extra["Name"]), (None, &json!([1])));
    assert_eq!(read(r#"{"id": "x", "id": 7}"#).unwrap().id, 7);
    for body in [r#"{"id": 7, "id": "x"}"#, r#"{"id": 7, "id": null}"#] {
        assert!(read(body).unwrap_err().starts_with("`id` is missing or has the wrong type"), "{body}");
    }
}

#[test]
fn instants_are_written_with_at_most_seven_digits_and_read_with_all() {
    let at: jiff::Timestamp = "2026-08-05T12:00:00.123456789Z".parse().unwrap();
    let mut body = WriteBody::new();
    body.set("at", at);
    assert_eq!(serde_json::to_string(&body).unwrap(), r#"{"at":"2026-08-05T12:00:00.1234567Z"}"#);
    assert_eq!(parent(&json!({"id": 7, "at": at.to_string()})).at, Some(at), "models are never sent");
}
