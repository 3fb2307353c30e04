//! Decodes JSON, or any other serde format, into models: in place, in one pass.

mod context;
mod json;
mod mismatch;
mod name;
mod nested;

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

pub(crate) use self::context::Context;
use self::context::MAP_SIZE;
pub(super) use self::context::Step;
pub(super) use self::json::Json;
use self::mismatch::{Mismatch, element_type};
use self::name::{Known, Name};
pub(super) use self::nested::{MapEntry, NextElement};
use self::nested::{fill_list, fill_map};
use super::element::{Container, FieldSlot, TypeMismatch, WireType};
use super::encode::Fields;
use super::extra::Extra;
use super::model::{Model, ModelInfo};
use super::scalar::Scalar;
use crate::entity_info::{FieldInfo, Type};

/// How strictly a response is decoded.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mode {
    /// Whether a value that does not fit is an error, instead of going to `extra`.
    pub strict: bool,
}

/// Why a response could not be decoded, and where. Never contains the value of a secret field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DecodeError {
    message: String,
    too_large: bool,
}

impl DecodeError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), too_large: false }
    }

    /// Whether the decoded rows would take too much memory.
    pub(crate) fn is_too_large(&self) -> bool {
        self.too_large
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DecodeError {}

/// Decodes one object.
///
/// Halo accepts arrays and responds with a bare object; the first of an array is accepted too.
pub(crate) fn decode_object(target: &mut dyn Model, body: &[u8], mode: Mode) -> Result<(), DecodeError> {
    read(body, mode, |deserializer, context| ObjectSeed { target, context }.deserialize(deserializer))
}

/// Parses a whole body. UTF-8 is checked once, for the whole body.
pub(super) fn read<'de, T>(
    body: &'de [u8],
    mode: Mode,
    parse: impl FnOnce(&mut serde_json::Deserializer<serde_json::de::StrRead<'de>>, &mut Context) -> serde_json::Result<T>,
) -> Result<T, DecodeError> {
    let text = std::str::from_utf8(body).map_err(|error| DecodeError::new(format!("not UTF-8: {error}")))?;
    // Some proxies add a byte order mark for Excel.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut context = Context::for_body(mode, body);
    let parsed = parse(&mut deserializer, &mut context).and_then(|value| deserializer.end().map(|()| value));
    parsed.map_err(|error| DecodeError { message: error.to_string(), too_large: context.exceeded() })
}

/// `Deserialize` for every model. The caller's parser reads the text and bounds the memory.
pub(crate) fn deserialize<'de, M: Model + Default, D: Deserializer<'de>>(deserializer: D) -> Result<M, D::Error> {
    let (mut model, mut context) = (M::default(), Context::unbounded(Mode::default()));
    Row { model: &mut model, context: &mut context }.deserialize(deserializer)?;
    Ok(model)
}

/// `Deserialize` for every id and enum: lenient as in a model, but a value that does not fit is an error.
pub(crate) fn scalar<'de, T: WireType, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    optional(deserializer)?.ok_or_else(|| de::Error::custom("a value is missing"))
}

/// Like [`scalar`], for an optional value.
pub(crate) fn optional<'de, T: WireType, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    let mut context = Context::unbounded(Mode { strict: true });
    let mut value: Option<T> = None;
    ValueSeed { field: &mut value, info: None, expected: None, context: &mut context }.deserialize(deserializer)?;
    Ok(value)
}

/// The result of decoding a value.
enum Fit {
    /// The value is stored in its field.
    Stored,
    /// The value does not fit, and this is its raw form.
    Raw(Value),
}

/// Seed of one object, or of the first in an array.
struct ObjectSeed<'a> {
    target: &'a mut dyn Model,
    context: &'a mut Context,
}

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        Row { model: self.target, context: self.context }.visit_map(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self { target, context } = self;
        let first = context.within(Step::Index(0), |context| seq.next_element_seed(Row { model: target, context }));
        first?.ok_or_else(|| context.fault("expected an object, found an empty array"))?;
        while seq.next_element::<de::IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// Seed of a row: an object whose required fields must be present.
pub(super) struct Row<'a> {
    pub(super) model: &'a mut dyn Model,
    pub(super) context: &'a mut Context,
}

impl<'de> DeserializeSeed<'de> for Row<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Row<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let unread = fill(self.model, map, self.context)?;
        match unread.first() {
            Some(index) => Err(self.context.missing(self.model.model_info(), *index)),
            None => Ok(()),
        }
    }
}

/// Decodes an object's members into a model. Returns the positions of the missing required fields.
fn fill<'de, A: MapAccess<'de>>(model: &mut dyn Model, map: A, context: &mut Context) -> Result<Vec<usize>, A::Error> {
    context.charge(size_of_val(model))?;
    let info = model.model_info();
    let (mut map, mut unread) = (Some(map), Ok(Vec::new()));
    model.with_fields_mut(&mut |fields, extra| {
        if let Some(map) = map.take() {
            unread = fill_fields(info, fields, extra, map, context);
        }
    });
    unread
}

fn fill_fields<'de, A: MapAccess<'de>>(
    info: &'static ModelInfo,
    fields: &mut [&mut dyn FieldSlot],
    extra: &mut Extra,
    mut map: A,
    context: &mut Context,
) -> Result<Vec<usize>, A::Error> {
    let names = info.names();
    let mut unread = info.required().to_vec();
    let mut expected = 0;
    context.path.push(Step::Name(info.name));
    while let Some(name) = map.next_key_seed(Name { names, expected, unknown_names: &mut context.unknown_names })? {
        let index = match name {
            Known::Field(index) => index,
            Known::Unknown(name) => {
                context.charge_extra(extra)?;
                extra.insert(name, map.next_value_seed(Json(context))?);
                continue;
            }
        };
        expected = index + 1;
        context.replace_step(Step::Name(names[index]));
        match map.next_value_seed(ValueSeed::of_field(&mut *fields[index], &info.fields[index], context))? {
            Fit::Stored => {
                unread.retain(|required| *required != index);
                // Of a duplicate member, the last one counts: it is in the field, so `extra` must not contain another.
                if !extra.is_empty() {
                    extra.remove(names[index]);
                }
            }
            Fit::Raw(_) if info.required().contains(&index) => {
                unread.retain(|required| *required != index);
                unread.push(index);
            }
            Fit::Raw(Value::Null) => {}
            Fit::Raw(value) => {
                tracing::debug!(model = info.name, field = names[index], "a value does not fit its field");
                context.charge_extra(extra)?;
                extra.insert(names[index], value);
            }
        }
    }
    context.path.pop();
    Ok(unread)
}

impl Context {
    /// Charges the map of `extra` before its first entry.
    fn charge_extra<E: de::Error>(&mut self, extra: &Extra) -> Result<(), E> {
        if extra.is_empty() { self.charge(MAP_SIZE) } else { Ok(()) }
    }

    fn missing<E: de::Error>(&self, info: &ModelInfo, index: usize) -> E {
        self.fault(format_args!("`{}` is missing or has the wrong type", info.names()[index]))
    }
}

/// Seed of one value.
struct ValueSeed<'a> {
    field: &'a mut dyn FieldSlot,
    /// The field, unless the value is an element.
    info: Option<&'static FieldInfo>,
    /// The expected type, where it is known.
    expected: Option<&'static Type>,
    context: &'a mut Context,
}

impl<'a> ValueSeed<'a> {
    fn of_field(field: &'a mut dyn FieldSlot, info: &'static FieldInfo, context: &'a mut Context) -> Self {
        Self { field, info: Some(info), expected: Some(&info.ty), context }
    }

    fn scalar<E: de::Error>(self, scalar: Scalar<'_>) -> Result<Fit, E> {
        let null = self.info.is_some_and(|info| info.null_values.iter().any(|null| null.is(scalar)));
        match self.field.take(if null { Scalar::Null } else { scalar }) {
            Ok(()) => Ok(Fit::Stored),
            Err(TypeMismatch) => self.mismatch(scalar.to_json()),
        }
    }

    fn mismatch<E: de::Error>(self, value: Value) -> Result<Fit, E> {
        self.field.clear();
        if self.context.mode.strict {
            let secret = self.context.secret || self.is_secret();
            return Err(self.context.fault(Mismatch { expected: self.expected, found: &value, secret }));
        }
        Ok(Fit::Raw(value))
    }

    fn is_secret(&self) -> bool {
        self.info.is_some_and(|info| info.secret)
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Fit;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fit, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = Fit;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Fit, E> {
        self.scalar(Scalar::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Fit, E> {
        self.scalar(Scalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fit, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Fit, E> {
        self.scalar(Scalar::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Fit, E> {
        self.scalar(Scalar::Int(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Fit, E> {
        self.scalar(i64::try_from(value).map_or(Scalar::UInt(value), Scalar::Int))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Fit, E> {
        self.scalar(Scalar::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Fit, E> {
        self.scalar(Scalar::Str(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Fit, A::Error> {
        let outer = self.context.enter(self.is_secret());
        let fit = match self.field.as_container() {
            Container::Object(model) => {
                let unread = fill(model, map, self.context)?;
                match unread.first() {
                    None => Fit::Stored,
                    Some(index) if self.context.mode.strict => {
                        return Err(self.context.missing(model.model_info(), *index));
                    }
                    // Without its key, it is not this object. It stays raw, without the key members, which are
                    // defaults.
                    Some(_) => {
                        let raw = serde_json::to_value(Fields { model, omitted: &unread });
                        Fit::Raw(raw.map_err(de::Error::custom)?)
                    }
                }
            }
            Container::Map(entries) => fill_map(entries, map, element_type(self.expected), self.context)?,
            Container::Json(value) => {
                *value = Json(self.context).visit_map(map)?;
                Fit::Stored
            }
            Container::Closed | Container::List(_) => Fit::Raw(Json(self.context).visit_map(map)?),
        };
        self.leave(outer, fit)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Fit, A::Error> {
        let outer = self.context.enter(self.is_secret());
        let fit = match self.field.as_container() {
            Container::List(list) => fill_list(list, seq, element_type(self.expected), self.context)?,
            Container::Json(value) => {
                *value = Json(self.context).visit_seq(seq)?;
                Fit::Stored
            }
            Container::Closed | Container::Object(_) | Container::Map(_) => {
                Fit::Raw(Json(self.context).visit_seq(seq)?)
            }
        };
        self.leave(outer, fit)
    }
}

impl ValueSeed<'_> {
    /// Ends an object or array, and restores whether the enclosing value is secret.
    fn leave<E: de::Error>(self, outer: bool, fit: Fit) -> Result<Fit, E> {
        self.context.secret = outer;
        match fit {
            Fit::Stored => Ok(Fit::Stored),
            Fit::Raw(value) => self.mismatch(value),
        }
    }
}

impl Context {
    /// Begins an object or array, whose values are secret if it is.
    ///
    /// Returns whether the enclosing value is secret.
    fn enter(&mut self, secret: bool) -> bool {
        let outer = self.secret;
        self.secret |= secret;
        outer
    }
}
