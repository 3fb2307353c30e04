//! A reply that is neither a row nor a list of pages: a number, a list, a map.
//!
//! There is no `extra` to keep what does not fit, so that is an error, down to the first objects. Within these the usual
//! leniency holds.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::decode::{Context, DecodeError, Entry, Mode, Next, Row, Step, any_map, any_seq, read};
use super::element::{Container, FieldSlot};
use super::scalar::Scalar;

/// Reads a reply into a place for any type.
pub(crate) fn decode_value(place: &mut dyn FieldSlot, body: &[u8], mode: Mode) -> Result<(), DecodeError> {
    let mut context = Context::new(mode);
    read(body, |deserializer| Whole { place, context: &mut context }.deserialize(deserializer))
}

/// A value that has to fit.
struct Whole<'a> {
    place: &'a mut dyn FieldSlot,
    context: &'a mut Context,
}

impl Whole<'_> {
    fn atom<E: de::Error>(self, atom: Scalar<'_>) -> Result<(), E> {
        let taken = self.place.take(atom);
        taken.map_err(|_| self.context.fault("the value is not of the type that was expected"))
    }
}

impl<'de> DeserializeSeed<'de> for Whole<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.atom(Scalar::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.atom(Scalar::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.atom(Scalar::Int(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.atom(i64::try_from(value).map_or(Scalar::UInt(value), Scalar::Int))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        self.atom(Scalar::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        self.atom(Scalar::Str(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { place, context } = self;
        match place.as_container() {
            Container::Object(model) => Row { model, context }.visit_map(map),
            Container::Map(entries) => {
                while let Some(name) = map.next_key::<String>()? {
                    context.within(Step::Key(name.clone()), |context| {
                        map.next_value_seed(Whole { place: &mut Entry(&mut *entries, &name), context })
                    })?;
                }
                Ok(())
            }
            Container::Json(value) => {
                *value = any_map(map)?;
                Ok(())
            }
            Container::Closed | Container::List(_) => Err(context.fault("an object stands where none was expected")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self { place, context } = self;
        match place.as_container() {
            Container::List(list) => loop {
                let next = context.within(Step::Index(list.len()), |context| {
                    let start = list.len();
                    seq.next_element_seed(Whole { place: &mut Next { list: &mut *list, start }, context })
                })?;
                if next.is_none() {
                    return Ok(());
                }
            },
            Container::Json(value) => {
                *value = any_seq(seq)?;
                Ok(())
            }
            Container::Closed | Container::Object(_) | Container::Map(_) => {
                Err(context.fault("an array stands where none was expected"))
            }
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
    fn values_of_every_shape_are_read() {
        assert_eq!(decode::<bool>("1"), Ok(Some(true)));
        assert_eq!(decode::<String>("\"x\""), Ok(Some("x".to_owned())));
        assert_eq!(decode::<Vec<TicketId>>("[1, \"2\"]"), Ok(Some(vec![TicketId(1), TicketId(2)])));
        let map: BTreeMap<String, Vec<i64>> = [("a".to_owned(), vec![1, 2]), ("b".to_owned(), vec![])].into();
        assert_eq!(decode(r#"{"a": [1, 2.0], "b": []}"#), Ok(Some(map)));
        assert_eq!(decode::<Value>("[1, {\"a\": null}]"), Ok(Some(json!([1, {"a": null}]))));
        assert_eq!(decode::<i64>("null"), Ok(None));
    }

    #[test]
    fn inside_objects_it_is_as_lenient_as_ever() {
        let tickets = decode::<Vec<Ticket>>(r#"[{"id": 1, "summary": ["odd"], "unheard": 1}]"#).unwrap().unwrap();
        let ticket = tickets.first().unwrap();
        assert_eq!((ticket.summary.as_deref(), ticket.extra["summary"].clone()), (None, json!(["odd"])));
        let mut value: Option<Vec<Ticket>> = None;
        let body = br#"[{"id": 1, "summary": ["odd"]}]"#;
        assert!(decode_value(&mut value, body, Mode { strict: true }).is_err());
    }

    #[test]
    fn what_does_not_fit_is_an_error_with_its_place() {
        let starts = |fault: String, start: &str| assert!(fault.starts_with(start), "{fault}");
        starts(fault::<Vec<i64>>("[1, \"x\"]"), "[1]: the value is not of the type that was expected");
        starts(fault::<Vec<Ticket>>("[{\"id\": 1}, {}]"), "[1]: `id` is missing");
        starts(fault::<BTreeMap<String, Vec<i64>>>("{\"a\": [[]]}"), "a[0]: an array stands where none");
        starts(fault::<Vec<i64>>("{}"), "an object stands where none");
        starts(fault::<BTreeMap<String, i64>>("[]"), "an array stands where none");
        starts(fault::<i64>("\"s3cret\""), "the value is not");
        assert!(!fault::<i64>("\"s3cret\"").contains("s3cret"));
        assert!(decode::<i64>("1 2").is_err() && decode::<i64>("").is_err());
    }
}
