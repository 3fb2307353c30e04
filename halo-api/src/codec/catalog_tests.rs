//! Decodes and encodes every entity of the catalog: full, empty, unusual and unknown values.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::decode::decode_object;
use super::encode::Fields;
use super::*;
use crate::catalog::{self, EntityInfo, FieldInfo, Type};

fn decode(entity: &EntityInfo, json: &Value) -> Result<Box<dyn Model>, String> {
    let mut row = (entity.new_empty)();
    decode_object(&mut *row, json.to_string().as_bytes(), Mode::default()).map_err(|error| error.to_string())?;
    Ok(row)
}

fn encode(row: &dyn Model) -> Value {
    serde_json::to_value(Fields { model: row, omitted: &[] }).unwrap()
}

/// A value that the type is sent as, but for objects and what holds them.
fn sample(ty: Type) -> Option<Value> {
    Some(match ty {
        Type::Bool => json!(true),
        Type::Int | Type::IntId(_) | Type::IntEnum(_) => json!(41),
        Type::Float => json!(0.25),
        Type::Decimal => json!(19.99),
        Type::String | Type::Uuid | Type::TextId(_) | Type::TextEnum(_) => json!("text"),
        Type::DateTime => json!("2026-08-05T12:00:00.5Z"),
        Type::Date => json!("2026-08-05"),
        Type::Json => json!({"any": [1, null]}),
        Type::List(element) => json!([sample(*element)?]),
        Type::Map(element) => json!({"a": sample(*element)?}),
        Type::Object(_) | Type::File => return None,
    })
}

/// What fits the field: by its type, else an object that has everything an object needs, or a list of one.
fn fitting(entity: &EntityInfo, field: &FieldInfo) -> Value {
    let [numbers, texts] = [json!(7), json!("text")].map(|key| {
        let of = |entity: &EntityInfo| {
            entity.key.iter().map(|name| ((*name).to_owned(), key.clone())).collect::<Map<_, _>>()
        };
        let nested = catalog::entities().iter().find(|nested| inner(field.ty) == Type::Object(nested.name));
        json!(nested.map(|nested| of(nested)).unwrap_or_default())
    });
    let objects = [json!({}), numbers, texts];
    let lists = objects.clone().map(|object| json!([object]));
    let tries = objects.into_iter().chain(lists);
    let fits = |value: &Value| {
        let row = decode(entity, &with_key(entity, field, value.clone()));
        row.is_ok_and(|row| !row.extra().contains_key(field.wire_name) && encode(&*row).get(field.wire_name).is_some())
    };
    let found = sample(field.ty).into_iter().chain(tries).find(fits);
    found.unwrap_or_else(|| panic!("nothing fits {}.{} ({})", entity.name, field.wire_name, field.ty))
}

/// `T` of `list<T>`.
fn inner(ty: Type) -> Type {
    match ty {
        Type::List(element) => *element,
        other => other,
    }
}

/// A row with the members of the key, as numbers or texts, and one more field.
fn with_key(entity: &EntityInfo, field: &FieldInfo, value: Value) -> Value {
    let mut object = Map::new();
    for name in entity.key {
        let text = decode(entity, &json!({ *name: "x" })).is_ok_and(|row| row.extra().is_empty());
        object.insert((*name).to_owned(), if text { json!("key") } else { json!(7) });
    }
    // With a composite key, one member alone never decodes: use numbers, unless they fail as well.
    if decode(entity, &object.clone().into()).is_err() {
        object.values_mut().for_each(|value| *value = json!("key"));
    }
    object.entry(field.wire_name).or_insert(value);
    object.into()
}

fn full(entity: &EntityInfo) -> Value {
    let fields = entity.fields.iter();
    let mut object = Map::new();
    for field in fields {
        let Value::Object(one) = with_key(entity, field, fitting(entity, field)) else { continue };
        object.extend(one);
    }
    object.into()
}

/// The schema may grow, so no other test names an entity.
///
/// These must exist, and cover each lenient or unusual case.
#[test]
fn the_entities_that_integrations_depend_on_are_covered() {
    let paths = [
        "/Tickets",
        "/Client",
        "/Asset",
        "/ClientContract",
        "/Users",
        "/Actions",
        "/Site",
        "/Agent",
        "/Status",
        "/TicketType",
        "/Priority",
        "/Team",
    ];
    for path in paths {
        let entity = catalog::entities().iter().find(|entity| entity.path == path);
        let types: Vec<_> = entity.map(|entity| entity.fields.iter().map(|field| field.ty).collect()).unwrap();
        let is_scalar = |ty: &Type| {
            matches!(ty, Type::Int | Type::Bool | Type::Float | Type::Decimal | Type::DateTime | Type::Date)
        };
        assert!(types.iter().any(is_scalar), "{path}");
    }
}

#[test]
fn a_full_row_round_trips() {
    for entity in catalog::entities() {
        let json = full(entity);
        assert_eq!(json.as_object().unwrap().len(), entity.fields.len(), "{}", entity.name);
        let row = decode(entity, &json).unwrap();
        assert!(row.extra().is_empty(), "{}: {:?}", entity.name, row.extra());
        assert_eq!(encode(&*row), json, "{}", entity.name);
    }
}

#[test]
fn an_empty_row_requires_only_its_key() {
    for entity in catalog::entities() {
        let none = decode(entity, &json!({}));
        assert_eq!(none.is_err(), !entity.key.is_empty(), "{}", entity.name);
        let Some(field) = entity.fields.first() else { continue };
        let bare = with_key(entity, field, Value::Null);
        let row = decode(entity, &bare).unwrap();
        let set = encode(&*row).as_object().unwrap().len();
        assert_eq!(set, entity.key.len(), "{}: {row:?}", entity.name);
    }
}

#[test]
fn mismatched_and_unknown_values_are_retained() {
    for entity in catalog::entities() {
        let mut odd = full(entity);
        let members = odd.as_object_mut().unwrap();
        for (name, value) in members.iter_mut().filter(|(name, _)| !entity.key.contains(&name.as_str())) {
            let is_json = entity.field(name).is_some_and(|field| field.ty == Type::Json);
            if !is_json {
                *value = json!([{"odd": name}, [1]]);
            }
        }
        members.insert("not_in_schema".into(), json!({"a": 1}));
        let row = decode(entity, &odd).unwrap();
        assert_eq!(row.extra()["not_in_schema"], json!({"a": 1}));
        assert_eq!(encode(&*row), odd, "{}", entity.name);
    }
}

#[test]
fn lenient_forms_of_halo_are_read_as_their_meaning() {
    for entity in catalog::entities() {
        let plain = full(entity);
        let mut loose = plain.clone();
        for (name, value) in loose.as_object_mut().unwrap() {
            match entity.field(name).map(|field| field.ty) {
                // Also ids, in the key or not: `18.0`, and `"18"` as the web client posts them.
                Some(Type::Int | Type::IntId(_)) => *value = json!(format!("{value}.0")),
                Some(Type::Bool) => *value = json!(1),
                Some(Type::Float | Type::Decimal) => *value = json!(value.to_string()),
                Some(Type::DateTime) => *value = json!("2026-08-05 14:00:00.5+02:00"),
                Some(Type::Date) => *value = json!("2026-08-05T05:32:44.99+00:00"),
                _ => {}
            }
        }
        assert_eq!(encode(&*decode(entity, &loose).unwrap()), plain, "{}", entity.name);
    }
}

#[test]
fn absent_dates_are_absent() {
    for entity in catalog::entities() {
        for field in entity.fields.iter().filter(|field| matches!(field.ty, Type::DateTime | Type::Date)) {
            for sentinel in ["", "1900-01-01T00:00:00", "1899-12-30T00:00:00", "0001-01-01T00:00:00"] {
                let row = decode(entity, &with_key(entity, field, json!(sentinel))).unwrap();
                assert!(encode(&*row).get(field.wire_name).is_none(), "{}.{}", entity.name, field.wire_name);
                assert!(row.extra().is_empty());
            }
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        "[ -~äß]{0,12}".prop_map(Value::from),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,7})?Z?)?".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("(id|name|value|x)", inner, 0..4).prop_map(|map| json!(map)),
        ]
    })
}

proptest! {
    /// Any value in any field decodes, is retained unless it means "not set", and round-trips.
    #[test]
    fn any_value_in_any_field_is_retained_and_stable(value in any_json(), pick in any::<prop::sample::Index>()) {
        for entity in catalog::entities() {
            let field = pick.get(entity.fields);
            if !entity.key.contains(&field.wire_name) {
                let row = decode(entity, &with_key(entity, field, value.clone())).unwrap();
                let once = encode(&*row);
                let again = decode(entity, &once).unwrap();
                prop_assert!(equal(&*row, &*again), "{}.{}: {row:?} then {again:?}", entity.name, field.wire_name);
                let raw = row.extra().get(field.wire_name);
                prop_assert!(raw.is_none_or(|raw| settled(raw, &value)), "{raw:?} is not {value:?}");
            }
        }
    }
}

/// Whether a raw value is unchanged, except for normalized nulls in objects, numbers and dates.
fn settled(raw: &Value, value: &Value) -> bool {
    match (raw, value) {
        (Value::Array(raw), Value::Array(value)) => raw.len() == value.len(),
        (Value::Object(raw), Value::Object(value)) => raw.keys().all(|name| value.contains_key(name)),
        (raw, value) => raw == value,
    }
}
