//! Decodes the response to a write: a record, an array, or either in the envelope of the list.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::decode::{Context, DecodeError, Mode, Row, decode_object, read};
use super::element::{Container, List};
use super::extra::Extra;
use super::model::Model;
use super::page::{Envelope, ListSink, Sink as _, decode_page};

/// Decodes the response to a write of one record.
///
/// Some endpoints return the record in the envelope of their list, whose keys are `row_keys`.
pub(crate) fn decode_written_object(
    target: &mut dyn Model,
    body: &[u8],
    row_keys: &'static [&'static str],
    mode: Mode,
) -> Result<(), DecodeError> {
    let plain = decode_object(target, body, mode);
    if plain.is_ok() || row_keys.is_empty() {
        return plain;
    }
    clear(target);
    let enveloped =
        read(body, mode, |deserializer, context| deserializer.deserialize_map(Enveloped { target, row_keys, context }));
    if enveloped.is_ok() { enveloped } else { plain }
}

/// Decodes the response to a write of several records: all of them or, usually, one object.
pub(crate) fn decode_written(
    rows: &mut dyn List,
    body: &[u8],
    row_keys: &'static [&'static str],
    mode: Mode,
) -> Result<(), DecodeError> {
    let plain = read(body, mode, |deserializer, context| deserializer.deserialize_any(Written { rows, context }));
    if plain.is_ok() {
        return plain;
    }
    while rows.len() > 0 {
        rows.pop();
    }
    match decode_page(&mut ListSink(rows), body, row_keys, mode) {
        Ok(envelope) if !has_key(&envelope, rows) => Ok(()),
        _ => plain,
    }
}

/// Whether the envelope has a key of a row: then it is a record itself.
fn has_key(envelope: &Envelope, rows: &dyn List) -> bool {
    let info = rows.row(0).map(Model::model_info);
    info.is_some_and(|info| info.required().iter().any(|index| envelope.extra.contains_key(info.names()[*index])))
}

/// Clears the model after a response that is something else.
fn clear(model: &mut dyn Model) {
    model.with_fields_mut(&mut |fields, extra| {
        for field in fields {
            field.clear();
        }
        *extra = Extra::new();
    });
}

struct Written<'a> {
    rows: &'a mut dyn List,
    context: &'a mut Context,
}

impl<'de> Visitor<'de> for Written<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut rows = ListSink(self.rows);
        while rows.next(&mut seq, self.context)? {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let Self { rows, context } = self;
        match rows.push_container() {
            Container::Object(model) => Row { model, context }.visit_map(map),
            _ => Err(de::Error::custom("records of this type cannot be decoded")),
        }
    }
}

/// Seed of one record in the envelope of the list.
///
/// A key of the record itself, or a second record, means that it is something else.
struct Enveloped<'a> {
    target: &'a mut dyn Model,
    row_keys: &'static [&'static str],
    context: &'a mut Context,
}

impl<'de> Visitor<'de> for Enveloped<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object that contains a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { target, row_keys, context } = self;
        let info = target.model_info();
        let mut found = false;
        while let Some(name) = map.next_key::<String>()? {
            let holds_rows = !name.is_empty() && row_keys.contains(&name.as_str());
            let is_key = info.required().iter().any(|index| info.names()[*index] == name);
            if is_key || (found && holds_rows) {
                return Err(context.fault("expected the envelope of one record"));
            }
            if holds_rows {
                map.next_value_seed(OnlyRow { target: &mut *target, context: &mut *context })?;
                found = true;
            } else {
                map.next_value::<de::IgnoredAny>()?;
            }
        }
        if found { Ok(()) } else { Err(context.fault("expected the envelope of one record")) }
    }
}

/// Seed of an array of exactly one record.
struct OnlyRow<'a> {
    target: &'a mut dyn Model,
    context: &'a mut Context,
}

impl<'de> DeserializeSeed<'de> for OnlyRow<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for OnlyRow<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of one record")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self { target, context } = self;
        let row = seq.next_element_seed(Row { model: target, context: &mut *context })?;
        let second = seq.next_element::<de::IgnoredAny>()?;
        if row.is_some() && second.is_none() { Ok(()) } else { Err(context.fault("expected an array of one record")) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::tickets::Ticket;

    const KEYS: &[&str] = &["", "tickets"];

    fn one(body: &str) -> Result<Ticket, String> {
        let mut ticket = Ticket::default();
        decode_written_object(&mut ticket, body.as_bytes(), KEYS, Mode::default())
            .map_err(|error| error.to_string())?;
        Ok(ticket)
    }

    fn several(body: &str) -> Result<Vec<Ticket>, String> {
        let mut tickets = Vec::<Ticket>::new();
        decode_written(&mut tickets, body.as_bytes(), KEYS, Mode::default()).map_err(|error| error.to_string())?;
        Ok(tickets)
    }

    #[test]
    fn a_record_may_be_bare_in_an_array_or_in_the_envelope_of_its_list() {
        let plain = one(r#"{"id": 7, "summary": "x"}"#).unwrap();
        assert_eq!(one(r#"[{"id": 7, "summary": "x"}]"#), Ok(plain.clone()));
        assert_eq!(one(r#"{"tickets": [{"id": 7, "summary": "x"}]}"#), Ok(plain.clone()));
        assert_eq!(
            one(r#"{"record_count": 1, "tickets": [{"id": 7, "summary": "x"}], "other": {}}"#),
            Ok(plain.clone())
        );
        assert_eq!(several(r#"{"tickets": [{"id": 7, "summary": "x"}, {"id": 8}]}"#).unwrap().len(), 2);
        assert_eq!(several(r#"{"id": 7, "summary": "x"}"#), Ok(vec![plain]));
    }

    #[test]
    fn another_envelope_is_an_error_about_the_original_response() {
        for body in [
            r#"{"tickets": []}"#,
            r#"{"tickets": [{"id": 7}, {"id": 8}]}"#,
            r#"{"tickets": [7]}"#,
            r#"{"tickets": {"id": 7}}"#,
            r#"{"tickets": null}"#,
            r#"{"assets": [{"id": 7}]}"#,
            r#"{"id": "x", "tickets": [{"id": 7}]}"#,
            r#"{"": [{"id": 7}]}"#,
            r#"{"tickets": [{"id": 7}], "tickets": [{"id": 8}]}"#,
        ] {
            let error = one(body).unwrap_err();
            assert!(error.starts_with("`id` is missing or has the wrong type"), "{body}: {error}");
        }
        assert!(several(r#"{"id": "x", "tickets": [{"id": 7}]}"#).unwrap_err().starts_with("`id` is missing"));
        assert!(several(r#"{"tickets": 7}"#).unwrap_err().starts_with("`id` is missing"));
    }

    #[test]
    fn a_record_with_a_member_of_that_name_is_a_record() {
        let ticket = one(r#"{"id": 7, "tickets": [{"id": 8}]}"#).unwrap();
        assert_eq!((ticket.id.0, ticket.extra["tickets"].clone()), (7, serde_json::json!([{"id": 8}])));
    }
}
