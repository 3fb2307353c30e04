//! Decodes a response that is neither a record nor a page: a number, a list, a map.
//!
//! A value that does not fit is an error, since there is no `extra` to retain it, down to the first objects. Within
//! these, the usual leniency applies.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::decode::{Context, DecodeError, Json, MapEntry, Mode, NextElement, Row, Step, read};
use super::element::{Container, FieldSlot};
use super::scalar::Scalar;

/// Decodes a response into a slot of any type.
pub(crate) fn decode_value(field: &mut dyn FieldSlot, body: &[u8], mode: Mode) -> Result<(), DecodeError> {
    read(body, mode, |deserializer, context| StrictSlot { field, context }.deserialize(deserializer))
}

/// Seed of a value that must fit.
struct StrictSlot<'a> {
    field: &'a mut dyn FieldSlot,
    context: &'a mut Context,
}

impl StrictSlot<'_> {
    fn scalar<E: de::Error>(self, scalar: Scalar<'_>) -> Result<(), E> {
        // The kind and not the value: the response of an operation may be secret.
        self.field.take(scalar).map_err(|_| self.context.fault(format_args!("unexpected {}", scalar.kind())))
    }
}

impl<'de> DeserializeSeed<'de> for StrictSlot<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for StrictSlot<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.scalar(Scalar::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.scalar(Scalar::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.scalar(Scalar::Int(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.scalar(i64::try_from(value).map_or(Scalar::UInt(value), Scalar::Int))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        self.scalar(Scalar::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        self.scalar(Scalar::Str(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { field, context } = self;
        match field.as_container() {
            Container::Object(model) => Row { model, context }.visit_map(map),
            Container::Map(entries) => {
                while let Some(name) = map.next_key::<String>()? {
                    context.within(Step::Key(name.clone()), |context| {
                        map.next_value_seed(StrictSlot { field: &mut MapEntry(&mut *entries, &name), context })
                    })?;
                }
                Ok(())
            }
            Container::Json(value) => {
                *value = Json(context).visit_map(map)?;
                Ok(())
            }
            Container::Closed | Container::List(_) => Err(context.fault("unexpected object")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self { field, context } = self;
        match field.as_container() {
            Container::List(list) => loop {
                let next = context.within(Step::Index(list.len()), |context| {
                    let start = list.len();
                    seq.next_element_seed(StrictSlot { field: &mut NextElement { list: &mut *list, start }, context })
                })?;
                if next.is_none() {
                    return Ok(());
                }
            },
            Container::Json(value) => {
                *value = Json(context).visit_seq(seq)?;
                Ok(())
            }
            Container::Closed | Container::Object(_) | Container::Map(_) => Err(context.fault("unexpected array")),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::*;
    use crate::codec::WireType;
    use crate::ids::TicketId;
    use crate::tickets::Ticket;

    fn decode<T: WireType>(body: &str) -> Result<Option<T>, String> {
        let mut value: Option<T> = None;
        decode_value(&mut value, body.as_bytes(), Mode::default()).map_err(|error| error.to_string())?;
        Ok(value)
    }

    fn fault<T: WireType + std::fmt::Debug>(body: &str) -> String {
        decode::<T>(body).unwrap_err()
    }

    #[test]
    fn values_of_every_kind_are_read() {
        assert_eq!(decode::<bool>("1"), Ok(Some(true)));
        assert_eq!(decode::<String>("\"x\""), Ok(Some("x".to_owned())));
        assert_eq!(decode::<Vec<TicketId>>("[1, \"2\"]"), Ok(Some(vec![TicketId(1), TicketId(2)])));
        let map: BTreeMap<String, Vec<i64>> = [("a".to_owned(), vec![1, 2]), ("b".to_owned(), vec![])].into();
        assert_eq!(decode(r#"{"a": [1, 2.0], "b": []}"#), Ok(Some(map)));
        assert_eq!(decode::<Value>("[1, {\"a\": null}]"), Ok(Some(json!([1, {"a": null}]))));
        assert_eq!(decode::<i64>("null"), Ok(None));
    }

    #[test]
    fn objects_are_read_leniently() {
        let tickets = decode::<Vec<Ticket>>(r#"[{"id": 1, "summary": ["odd"], "unknown": 1}]"#).unwrap().unwrap();
        let ticket = tickets.first().unwrap();
        assert_eq!((ticket.summary.as_deref(), ticket.extra["summary"].clone()), (None, json!(["odd"])));
        let mut value: Option<Vec<Ticket>> = None;
        let body = br#"[{"id": 1, "summary": ["odd"]}]"#;
        assert!(decode_value(&mut value, body, Mode { strict: true }).is_err());
    }

    #[test]
    fn a_mismatched_value_is_an_error_with_its_path() {
        let starts = |fault: String, start: &str| assert!(fault.starts_with(start), "{fault}");
        starts(fault::<Vec<i64>>("[1, \"x\"]"), "[1]: unexpected text");
        starts(fault::<Vec<Ticket>>("[{\"id\": 1}, {}]"), "[1]: `id` is missing");
        starts(fault::<BTreeMap<String, Vec<i64>>>("{\"a\": [[]]}"), "a[0]: unexpected array");
        starts(fault::<Vec<i64>>("{}"), "unexpected object");
        starts(fault::<BTreeMap<String, i64>>("[]"), "unexpected array");
        starts(fault::<i64>("\"s3cret\""), "unexpected text");
        assert!(!fault::<i64>("\"s3cret\"").contains("s3cret"));
        assert!(decode::<i64>("1 2").is_err() && decode::<i64>("").is_err());
    }
}
