//! Tests of values of every type, and of names in every spelling.
#![allow(clippy::unwrap_used)]

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::CustomFieldValue;
use crate::tickets::Ticket;

fn with(value: &Value) -> Ticket {
    serde_json::from_value(json!({"id": 7, "customfields": [{"id": 1, "name": "CFx", "value": value}]})).unwrap()
}

#[test]
fn a_value_is_converted_to_the_requested_type() {
    let whole = |value: Value| with(&value).custom_field(1).unwrap().int();
    assert_eq!([json!(18), json!(18.0), json!("18"), json!("18.0")].map(whole), [Some(18); 4]);
    assert_eq!([json!(18.5), json!("x"), json!(true), json!([18]), json!(null)].map(whole), [None; 5]);

    let flag = |value: Value| with(&value).custom_field(1).unwrap().bool();
    assert_eq!([json!(true), json!(1), json!("True"), json!("1")].map(flag), [Some(true); 4]);
    assert_eq!([json!(false), json!(0), json!("yes"), json!(2)].map(flag), [Some(false), Some(false), None, None]);

    let numbers = |value: Value| {
        let ticket = with(&value);
        let field = ticket.custom_field(1).unwrap();
        (field.float(), field.decimal().map(|money| money.to_string()))
    };
    assert_eq!(numbers(json!("19.90")), (Some(19.9), Some("19.90".to_owned())));
    assert_eq!(numbers(json!(0.1)), (Some(0.1), Some("0.1".to_owned())));
    assert_eq!(numbers(json!("a lot")), (None, None));

    let times = |value: Value| {
        let ticket = with(&value);
        let field = ticket.custom_field(1).unwrap();
        (field.datetime().map(|at| at.to_string()), field.date().map(|day| day.to_string()))
    };
    let both = (Some("2026-08-05T12:00:00Z".to_owned()), Some("2026-08-05".to_owned()));
    assert_eq!(times(json!("2026-08-05T12:00:00")), both);
    assert_eq!(
        [json!("1900-01-01T00:00:00"), json!(""), json!(5)].map(times),
        [(None, None), (None, None), (None, None)]
    );

    let text = |value: Value| with(&value).custom_field(1).unwrap().text().map(std::borrow::Cow::into_owned);
    assert_eq!([json!("a"), json!(1.5), json!(true)].map(text), ["a", "1.5", "true"].map(|text| Some(text.to_owned())));
    assert_eq!([json!(null), json!([]), json!({})].map(text), [None, None, None]);
}

#[test]
fn several_choices_are_read_in_every_form() {
    let ids = |value: Value| with(&value).custom_field(1).unwrap().ids();
    let forms = [json!([1, 2]), json!(["1", 2.0]), json!([{"id": 1, "name": "a"}, {"id": "2"}]), json!("1, 2")];
    for value in forms {
        assert_eq!(ids(value.clone()), Some(vec![1, 2]), "{value}");
    }
    assert_eq!([json!(3), json!("3"), json!({"id": 3})].map(ids), [Some(vec![3]), Some(vec![3]), Some(vec![3])]);
    assert_eq!(ids(json!([])), Some(Vec::new()));
    for value in [json!([1, "x"]), json!("red"), json!(""), json!(null), json!([[1]]), json!({"name": "a"})] {
        assert_eq!(ids(value.clone()), None, "`None` and not some of them: {value}");
    }
}

#[test]
fn a_name_is_found_in_any_spelling_and_an_exact_one_first() {
    let fields = json!([
        {"id": 1, "name": "CFSerial"}, {"id": 2, "name": "serial"}, {"id": 3, "name": "CF"}, {"id": 4}, {"id": 5, "name": "Käse"}
    ]);
    let ticket: Ticket = serde_json::from_value(json!({"id": 7, "customfields": fields})).unwrap();
    let found = |name: &str| ticket.custom_field(name).and_then(|field| field.id());
    assert_eq!(["CFSerial", "serial", "cfSERIAL", "SERIAL"].map(found), [Some(1), Some(2), Some(1), Some(1)]);
    assert_eq!(["CF", "cf", "", "CFC", "Käse", "ä"].map(found), [Some(3), Some(3), None, None, Some(5), None]);
    assert!(Ticket::default().custom_field(1).is_none(), "the record has no list");
}

#[test]
fn every_value_is_written_as_json() {
    let day = jiff::civil::date(2026, 8, 5);
    let inputs: [(CustomFieldValue, Value); 9] = [
        ("a".into(), json!("a")),
        (7.into(), json!(7)),
        (7_i64.into(), json!(7)),
        (0.5.into(), json!(0.5)),
        (Decimal::new(1990, 2).into(), json!(19.9)),
        (day.into(), json!("2026-08-05")),
        (vec![1, 2].into(), json!([1, 2])),
        (None::<bool>.into(), Value::Null),
        (Some(["a", "b"]).into(), json!(["a", "b"])),
    ];
    for (input, written) in inputs {
        assert_eq!(serde_json::to_value(&input.0).unwrap(), written);
    }
}
