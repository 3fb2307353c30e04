//! JSON, or any other serde format, to models: in place, in one pass.

mod many;
mod name;

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

pub(super) use self::many::{Entry, Next, any_map, any_seq};
use self::many::{fill_list, fill_map};
use self::name::{Known, Name, UnknownNameCache};
use super::element::{Container, FieldSlot, TypeMismatch, WireType};
use super::encode::Fields;
use super::model::Model;
use super::scalar::Scalar;
use crate::entity_info::FieldInfo;

/// How strictly a reply is read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mode {
    /// A value that does not fit is an error, instead of going to `extra`.
    pub strict: bool,
}

/// Why a reply could not be read: where, and what was wrong. Never holds the reply's values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DecodeError(String);

impl DecodeError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for DecodeError {}

/// Reads one object. Halo takes arrays and answers with the object alone; an array's first is taken just as well.
pub(crate) fn decode_object(target: &mut dyn Model, body: &[u8], mode: Mode) -> Result<(), DecodeError> {
    let mut context = Context::new(mode);
    read(body, |deserializer| One { target, context: &mut context }.deserialize(deserializer))
}

/// Parses a whole body: UTF-8 is checked once, for all of it.
pub(super) fn read<'de, T>(
    body: &'de [u8],
    parse: impl FnOnce(&mut serde_json::Deserializer<serde_json::de::StrRead<'de>>) -> serde_json::Result<T>,
) -> Result<T, DecodeError> {
    let text = std::str::from_utf8(body).map_err(|error| DecodeError::new(format!("not UTF-8: {error}")))?;
    // Excel-minded proxies put a byte order mark in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = parse(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// `Deserialize` for every model.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(model: &mut dyn Model, deserializer: D) -> Result<(), D::Error> {
    let mut context = Context::new(Mode::default());
    Row { model, context: &mut context }.deserialize(deserializer)
}

/// `Deserialize` for every id and enum: as loosely as in a model, but a value that does not fit is an error.
pub(crate) fn scalar<'de, T: WireType, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    optional(deserializer)?.ok_or_else(|| de::Error::custom("a value is missing"))
}

/// The same, where there may be none.
pub(crate) fn optional<'de, T: WireType, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    let mut context = Context::new(Mode { strict: true });
    let mut value: Option<T> = None;
    Slot { field: &mut value, info: None, context: &mut context }.deserialize(deserializer)?;
    Ok(value)
}

/// What decoding carries along: the mode, and the way down to where it is.
pub(crate) struct Context {
    mode: Mode,
    path: Vec<Step>,
    strangers: UnknownNameCache,
}

/// A step of a JSON path.
pub(super) enum Step {
    Name(&'static str),
    Key(String),
    Index(usize),
}

impl Context {
    pub(super) fn new(mode: Mode) -> Self {
        Self { mode, path: Vec::new(), strangers: UnknownNameCache::default() }
    }

    pub(super) fn within<T>(&mut self, step: Step, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let value = read(self);
        self.path.pop();
        value
    }

    /// Goes to the next member of the same object. An error ends all decoding, so that nobody needs the way back then.
    fn turn_to(&mut self, step: Step) {
        if let Some(last) = self.path.last_mut() {
            *last = step;
        }
    }

    pub(super) fn fault<E: de::Error>(&self, what: impl fmt::Display) -> E {
        if self.path.is_empty() { E::custom(what) } else { E::custom(format_args!("{self}: {what}")) }
    }
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.path.iter().enumerate() {
            let dot = if position == 0 { "" } else { "." };
            match step {
                Step::Name(name) => write!(f, "{dot}{name}")?,
                Step::Key(name) => write!(f, "{dot}{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// Whether a value found its place.
enum Fit {
    Kept,
    /// It did not, and this is it.
    Raw(Value),
}

/// One object, or the first of an array.
struct One<'a> {
    target: &'a mut dyn Model,
    context: &'a mut Context,
}

impl<'de> DeserializeSeed<'de> for One<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for One<'_> {
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
        first?.ok_or_else(|| context.fault("an empty array stands where an object was expected"))?;
        while seq.next_element::<de::IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// A row: an object whose `always` fields must be there.
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
        let Some(index) = unread.first() else { return Ok(()) };
        let name = self.model.model_info().names[*index];
        Err(self.context.fault(format_args!("`{name}` is missing or is not what it should be")))
    }
}

/// Reads an object's members into a model; returns the numbers of `always` fields that were not read.
fn fill<'de, A: MapAccess<'de>>(
    model: &mut dyn Model,
    mut map: A,
    context: &mut Context,
) -> Result<Vec<usize>, A::Error> {
    let shape = model.model_info();
    let mut unread = shape.required.to_vec();
    let mut expected = 0;
    context.path.push(Step::Name(shape.name));
    while let Some(name) =
        map.next_key_seed(Name { names: shape.names, expected, strangers: &mut context.strangers })?
    {
        let index = match name {
            Known::Slot(index) => index,
            Known::No(name) => {
                model.extra_mut().insert(name, map.next_value()?);
                continue;
            }
        };
        expected = index + 1;
        context.turn_to(Step::Name(shape.names[index]));
        let info = Some(&shape.fields[index]);
        let fit = map.next_value_seed(Slot { field: model.field_mut(index), info, context })?;
        match fit {
            Fit::Kept => unread.retain(|always| *always != index),
            Fit::Raw(Value::Null) => {}
            Fit::Raw(value) => {
                tracing::debug!(model = shape.name, field = shape.names[index], "a value does not fit its field");
                model.extra_mut().insert(shape.names[index], value);
            }
        }
    }
    context.path.pop();
    Ok(unread)
}

/// A place for one value.
struct Slot<'a> {
    field: &'a mut dyn FieldSlot,
    /// What is known of the field, where it is one.
    info: Option<&'static FieldInfo>,
    context: &'a mut Context,
}

impl Slot<'_> {
    fn atom<E: de::Error>(self, atom: Scalar<'_>) -> Result<Fit, E> {
        let unset = self.info.is_some_and(|info| info.null_values.iter().any(|null| null.is(atom)));
        match self.field.take(if unset { Scalar::Null } else { atom }) {
            Ok(()) => Ok(Fit::Kept),
            Err(TypeMismatch) => self.misfit(atom.to_json()),
        }
    }

    fn misfit<E: de::Error>(self, value: Value) -> Result<Fit, E> {
        self.field.clear();
        if self.context.mode.strict {
            return Err(self.context.fault("the value does not fit the field"));
        }
        Ok(Fit::Raw(value))
    }
}

impl<'de> DeserializeSeed<'de> for Slot<'_> {
    type Value = Fit;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fit, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Slot<'_> {
    type Value = Fit;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Fit, E> {
        self.atom(Scalar::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Fit, E> {
        self.atom(Scalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fit, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Fit, E> {
        self.atom(Scalar::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Fit, E> {
        self.atom(Scalar::Int(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Fit, E> {
        self.atom(i64::try_from(value).map_or(Scalar::UInt(value), Scalar::Int))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Fit, E> {
        self.atom(Scalar::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Fit, E> {
        self.atom(Scalar::Str(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Fit, A::Error> {
        match self.field.as_container() {
            Container::Object(model) => {
                let unread = fill(model, map, self.context)?;
                if unread.is_empty() {
                    return Ok(Fit::Kept);
                }
                // Without its key it is not this object: it goes raw, less the key members that hold only defaults.
                let raw = serde_json::to_value(Fields { model, left_out: &unread }).map_err(de::Error::custom)?;
                self.misfit(raw)
            }
            Container::Map(entries) => match fill_map(entries, map, self.context)? {
                Fit::Kept => Ok(Fit::Kept),
                Fit::Raw(raw) => self.misfit(raw),
            },
            Container::Json(value) => {
                *value = any_map(map)?;
                Ok(Fit::Kept)
            }
            Container::Closed | Container::List(_) => {
                let raw = any_map(map)?;
                self.misfit(raw)
            }
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Fit, A::Error> {
        match self.field.as_container() {
            Container::List(list) => match fill_list(list, seq, self.context)? {
                Fit::Kept => Ok(Fit::Kept),
                Fit::Raw(raw) => self.misfit(raw),
            },
            Container::Json(value) => {
                *value = any_seq(seq)?;
                Ok(Fit::Kept)
            }
            Container::Closed | Container::Object(_) | Container::Map(_) => {
                let raw = any_seq(seq)?;
                self.misfit(raw)
            }
        }
    }
}
