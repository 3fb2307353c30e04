//! Models: structs whose fields are reached by number.

use std::any::Any;
use std::fmt::Debug;

use serde_json::Value;

use super::element::{FieldSlot, WireType};
use super::extra::Extra;
use super::view::{View, any_json};
use crate::codec::id::KeyValue;
use crate::entity_info::{EntityInfo, FieldInfo};

/// A struct of the schema. The generator implements it as two lists of fields; the engine does the rest.
pub trait Model: Any + Debug + Send + Sync {
    /// Its fields, as data.
    fn model_info(&self) -> &'static ModelInfo;

    /// The field of this number, to be written.
    fn field_mut(&mut self, index: usize) -> &mut dyn FieldSlot;

    /// The field of this number, to be read.
    fn field(&self, index: usize) -> &dyn FieldSlot;

    /// What the schema does not know.
    fn extra(&self) -> &Extra;

    /// What the schema does not know, to be written.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// The fields of a model, as data.
#[derive(Debug)]
pub struct ModelInfo {
    /// The Rust type.
    pub name: &'static str,
    /// The fields, in schema order: the order in which Halo sends them.
    pub fields: &'static [FieldInfo],
    /// Their wire names once more, close together: decoding looks at nothing else.
    pub names: &'static [&'static str],
    /// Numbers of the fields that every reply holds.
    pub required: &'static [usize],
}

/// The wire names of fields.
pub(crate) const fn names<const N: usize>(fields: &[FieldInfo]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut index = 0;
    while index < N {
        names[index] = fields[index].wire_name;
        index += 1;
    }
    names
}

/// An entity's model, for code that works with any entity: an exporter, a mirror, a table.
///
/// It is sealed: only generated types implement it, since what it builds on is private to this crate.
///
/// ```
/// use halo_api::{Record, tickets::Ticket};
///
/// fn header<T: Record>() -> String {
///     T::INFO.fields.iter().map(|field| field.wire_name).collect::<Vec<_>>().join(",")
/// }
/// assert!(header::<Ticket>().starts_with("id,"));
///
/// let ticket: Ticket = serde_json::from_str(r#"{"id": 7, "summary": "Printer", "new_in_2027": 1}"#).unwrap();
/// assert_eq!(ticket.key(), [7]);
/// assert_eq!(ticket.value("summary"), Some("Printer".into()));
/// assert_eq!(ticket.fields().len(), 3);
/// ```
///
/// ```compile_fail,E0277
/// #[derive(Clone, Debug, Default, PartialEq)]
/// struct Mine;
///
/// impl halo_api::Record for Mine {
///     const INFO: &'static halo_api::catalog::EntityInfo = halo_api::tickets::Ticket::INFO;
/// }
/// ```
pub trait Record: Model + WireType + Default + Clone + PartialEq {
    /// The entity's catalog entry.
    const INFO: &'static EntityInfo;

    /// The values of the key, in the order of `INFO.key`: what tells the record from others of its entity. Empty where the
    /// entity has no key.
    fn key(&self) -> Vec<Value> {
        Self::INFO.key.iter().map(|name| self.value(name).unwrap_or(Value::Null)).collect()
    }

    /// The value of the field of this wire name, as it would be written; also one that the schema does not know. `None`
    /// where it is not set.
    fn value(&self, wire_name: &str) -> Option<Value> {
        value(self, wire_name)
    }

    /// The fields that are set, by wire name: those of the schema in its order, then those that it does not know.
    fn fields(&self) -> Vec<(&str, Value)> {
        fields(self)
    }
}

/// What the field of this wire name holds, if the schema has it.
pub(crate) fn member<'a>(model: &'a dyn Model, wire_name: &str) -> Option<View<'a>> {
    model.model_info().names.iter().position(|known| *known == wire_name).map(|index| model.field(index).view())
}

/// The fields that are set, in schema order, but for those with the numbers `left_out`.
// A loop, since as an iterator it costs encoding 6 % more.
pub(super) fn set<'a>(model: &'a dyn Model, left_out: &[usize]) -> Vec<(&'static str, View<'a>)> {
    let names = model.model_info().names;
    let mut set = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        match model.field(index).view() {
            View::None => {}
            _ if left_out.contains(&index) => {}
            view => set.push((*name, view)),
        }
    }
    set
}

/// The value of a field, as it would be written.
pub(crate) fn value(model: &dyn Model, wire_name: &str) -> Option<Value> {
    match member(model, wire_name) {
        None | Some(View::None) => model.extra().get(wire_name).cloned(),
        Some(view) => Some(any_json(&view)),
    }
}

fn fields(model: &dyn Model) -> Vec<(&str, Value)> {
    let set = set(model, &[]).into_iter();
    let mut fields: Vec<(&str, Value)> = set.map(|(name, view)| (name, any_json(&view))).collect();
    for (name, value) in model.extra().iter() {
        if !fields.iter().any(|(set, _)| set == name) {
            fields.push((name, value.clone()));
        }
    }
    fields
}

/// What tells a row from others: the canonical text of its key members, or of the whole row where it has no key.
pub(crate) fn row_key(row: &dyn Model, key: &[&str]) -> String {
    if key.is_empty() {
        return any_json(&View::Object(row)).to_string();
    }
    let members = key.iter().filter_map(|name| member(row, name));
    members.map(|view| any_json(&view).to_string()).collect::<Vec<_>>().join(",")
}

/// The members of a row's key, as requests carry them.
pub(crate) fn row_keys(row: &dyn Model, key: &[&str]) -> Vec<KeyValue> {
    let key_value = |name: &&str| match member(row, name)? {
        View::Int(number) => Some(KeyValue::Int(number)),
        View::Str(text) => Some(KeyValue::Text(text.to_owned())),
        _ => None,
    };
    key.iter().filter_map(key_value).collect()
}

/// Implements for a model what serde and std derives would, through the engine.
macro_rules! model {
    ($model:ident) => {
        impl std::fmt::Debug for $model {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::codec::debug(self, f)
            }
        }

        impl PartialEq for $model {
            fn eq(&self, other: &Self) -> bool {
                $crate::codec::equal(self, other)
            }
        }

        impl serde::Serialize for $model {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::codec::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $model {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut model = Self::default();
                $crate::codec::deserialize(&mut model, deserializer)?;
                Ok(model)
            }
        }

        impl $crate::codec::WireType for $model {
            fn new_empty() -> Option<Self> {
                Some(Self::default())
            }

            fn as_container(&mut self) -> $crate::codec::Container<'_> {
                $crate::codec::Container::Object(self)
            }

            fn view(&self) -> $crate::codec::View<'_> {
                $crate::codec::View::Object(self)
            }
        }
    };
}
pub(crate) use model;
