//! Decodes the response of a list: rows in an envelope, or a bare array.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::decode::{Context, DecodeError, Json, Mode, Row, Step, read};
use super::element::{Container, List};
use super::extra::Extra;
use crate::entity_info::ANY_ROWS;

/// The members around the rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Envelope {
    /// The total that the server states: over all pages if paging is on, else the rows of this response.
    pub record_count: Option<u64>,
    /// The page number that the server states.
    pub page_no: Option<u32>,
    /// The page size that the server states.
    pub page_size: Option<u32>,
    /// The other arrays and fields.
    pub extra: Extra,
}

/// A destination of decoded rows.
pub(crate) trait Sink {
    /// Reserves room for this many rows.
    fn reserve(&mut self, rows: usize);

    /// Decodes the next row; false if there is none.
    fn next<'de, A: SeqAccess<'de>>(&mut self, seq: &mut A, context: &mut Context) -> Result<bool, A::Error>;
}

/// A sink of models, decoded in place: the rows of a page are never moved.
pub(crate) struct ListSink<'a>(pub(crate) &'a mut dyn List);

impl Sink for ListSink<'_> {
    fn reserve(&mut self, rows: usize) {
        self.0.reserve(rows);
    }

    fn next<'de, A: SeqAccess<'de>>(&mut self, seq: &mut A, context: &mut Context) -> Result<bool, A::Error> {
        let rows = &mut *self.0;
        let next = context.within(Step::Index(rows.len()), |context| seq.next_element_seed(Next { rows, context }))?;
        Ok(next.is_some())
    }
}

/// Rows as they came, each as JSON: to find the one that cannot be read.
pub(crate) struct RawRows(pub(crate) Vec<String>);

impl Sink for RawRows {
    fn reserve(&mut self, _: usize) {}

    fn next<'de, A: SeqAccess<'de>>(&mut self, seq: &mut A, context: &mut Context) -> Result<bool, A::Error> {
        let row = seq.next_element_seed(Json(context))?.map(|row| row.to_string());
        let is_some = row.is_some();
        self.0.extend(row);
        Ok(is_some)
    }
}

/// Reads the response of a list into `rows`. A bare array is always accepted: some lists change form with a parameter.
pub(crate) fn decode_page<S: Sink>(
    rows: &mut S,
    body: &[u8],
    row_keys: &'static [&'static str],
    mode: Mode,
) -> Result<Envelope, DecodeError> {
    read(body, mode, |deserializer, context| ListResponse { rows, row_keys, context }.deserialize(deserializer))
}

struct ListResponse<'a, S> {
    rows: &'a mut S,
    row_keys: &'static [&'static str],
    context: &'a mut Context,
}

impl<'de, S: Sink> DeserializeSeed<'de> for ListResponse<'_, S> {
    type Value = Envelope;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Envelope, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Sink> Visitor<'de> for ListResponse<'_, S> {
    type Value = Envelope;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Envelope, A::Error> {
        Rows { rows: self.rows, context: self.context }.visit_seq(seq)?;
        Ok(Envelope::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Envelope, A::Error> {
        let Self { rows, row_keys, context } = self;
        if row_keys == ANY_ROWS {
            return only_array(rows, map, context);
        }
        let mut envelope = Envelope::default();
        let mut found = false;
        while let Some(name) = map.next_key::<String>()? {
            if let Some(key) = row_keys.iter().find(|key| **key == name && !key.is_empty()) {
                found = true;
                rows.reserve(envelope.rows_to_come());
                context.within(Step::Name(key), |context| map.next_value_seed(Rows { rows: &mut *rows, context }))?;
            } else {
                envelope.store(name, map.next_value_seed(Json(&mut *context))?);
            }
        }
        if found {
            return Ok(envelope);
        }
        let keys: Vec<&str> = row_keys.iter().copied().filter(|key| !key.is_empty()).collect();
        Err(context.fault(match keys.as_slice() {
            [] => "expected an array of rows, found an object".to_owned(),
            keys => format!("the response has no array of rows named `{}`", keys.join("` or `")),
        }))
    }
}

/// Reads the rows from the only array among the members, empty or not.
fn only_array<'de, S: Sink, A: MapAccess<'de>>(
    rows: &mut S,
    mut map: A,
    context: &mut Context,
) -> Result<Envelope, A::Error> {
    let (mut envelope, mut arrays) = (Envelope::default(), Vec::new());
    while let Some(name) = map.next_key::<String>()? {
        match map.next_value_seed(Json(&mut *context))? {
            Value::Array(array) => arrays.push((name, array)),
            value => envelope.store(name, value),
        }
    }
    let mut arrays = arrays.into_iter();
    let (name, array) = match (arrays.next(), arrays.next()) {
        (Some(only), None) => only,
        (None, _) => return Err(context.fault("the response has no array of rows")),
        (Some(first), Some(second)) => {
            let all = [first, second].into_iter().chain(arrays).map(|(name, _)| format!("`{name}`"));
            let all = all.collect::<Vec<_>>().join(", ");
            return Err(context.fault(format!(
                "the response has several arrays, {all}: say which one holds the rows with rows(\"…\")"
            )));
        }
    };
    context.within(Step::Key(name), |context| {
        let deserializer = de::value::SeqDeserializer::new(array.into_iter());
        Rows { rows, context }.deserialize(deserializer).map_err(|error: serde_json::Error| de::Error::custom(error))
    })?;
    Ok(envelope)
}

/// Reads the next row as a JSON object; `None` after the last one.
pub(crate) fn untyped_row<'de, A: SeqAccess<'de>>(
    seq: &mut A,
    index: usize,
    context: &mut Context,
) -> Result<Option<serde_json::Map<String, Value>>, A::Error> {
    context.within(Step::Index(index), |context| match seq.next_element_seed(Json(&mut *context))? {
        Some(Value::Object(members)) => Ok(Some(members)),
        Some(_) => Err(context.fault("expected an object")),
        None => Ok(None),
    })
}

/// The reserved rows of a page whose size the response does not state.
const DEFAULT_ROWS: u64 = 100;
/// The most rows that are reserved because a response states them.
const MOST_ROWS: u64 = 1000;

impl Envelope {
    /// The number of rows to reserve, from the members before them.
    ///
    /// Models are large and must not move as a page grows.
    fn rows_to_come(&self) -> usize {
        let size = self.page_size.map_or(DEFAULT_ROWS, u64::from);
        let before = u64::from(self.page_no.unwrap_or(1).saturating_sub(1)).saturating_mul(size);
        let left = self.record_count.unwrap_or(0).saturating_sub(before);
        usize::try_from(left.min(size).min(MOST_ROWS)).unwrap_or(0)
    }

    /// Stores a member: paging numbers if they are numbers, everything else in `extra`.
    fn store(&mut self, name: String, value: Value) {
        let number = value.as_u64();
        let small = number.and_then(|number| u32::try_from(number).ok());
        match name.as_str() {
            "record_count" if number.is_some() => self.record_count = number,
            "page_no" if small.is_some() => self.page_no = small,
            "page_size" if small.is_some() => self.page_size = small,
            _ => {
                self.extra.insert(name, value);
            }
        }
    }
}

struct Rows<'a, S> {
    rows: &'a mut S,
    context: &'a mut Context,
}

impl<'de, S: Sink> DeserializeSeed<'de> for Rows<'_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Sink> Visitor<'de> for Rows<'_, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of rows")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while self.rows.next(&mut seq, self.context)? {}
        Ok(())
    }
}

/// Seed of the next row.
struct Next<'a> {
    rows: &'a mut dyn List,
    context: &'a mut Context,
}

impl<'de> DeserializeSeed<'de> for Next<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.rows.push_container() {
            Container::Object(model) => Row { model, context: self.context }.deserialize(deserializer),
            _ => Err(de::Error::custom("rows of this type cannot be decoded")),
        }
    }
}
