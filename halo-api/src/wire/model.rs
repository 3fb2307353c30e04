//! Models: structs whose fields are reached by number.

use std::fmt::Debug;

use super::element::{Element, Field};
use super::extra::Extra;
use super::view::{View, any_json};
use crate::catalog::{EntityInfo, FieldInfo};
use crate::id::KeyValue;

/// A struct of the schema. The generator implements it as two lists of fields; the engine does the rest.
pub trait Model: Debug + Send + Sync + 'static {
    /// Its fields, as data.
    fn shape(&self) -> &'static Shape;

    /// The field of this number, to be written.
    fn slot(&mut self, index: usize) -> &mut dyn Field;

    /// The field of this number, to be read.
    fn peek(&self, index: usize) -> &dyn Field;

    /// What the schema does not know.
    fn extra(&self) -> &Extra;

    /// What the schema does not know, to be written.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// The fields of a model, as data.
#[derive(Debug)]
pub struct Shape {
    /// The Rust type.
    pub name: &'static str,
    /// The fields, in schema order: the order in which Halo sends them.
    pub fields: &'static [FieldInfo],
    /// Their wire names once more, close together: decoding looks at nothing else.
    pub names: &'static [&'static str],
    /// Numbers of the fields that every reply holds.
    pub always: &'static [usize],
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
/// ```
/// use halo_api::{Record, tickets::Ticket};
///
/// fn header<T: Record>() -> String {
///     T::INFO.fields.iter().map(|field| field.wire_name).collect::<Vec<_>>().join(",")
/// }
/// assert!(header::<Ticket>().starts_with("id,"));
/// ```
pub trait Record: Model + Element + Default + Clone + PartialEq {
    /// The entity's catalog entry.
    const INFO: &'static EntityInfo;
}

/// What tells a row from others: the canonical text of its key members, or of the whole row where it has no key.
pub(crate) fn row_key(row: &dyn Model, key: &[&str]) -> String {
    let member = |name: &&str| {
        let index = row.shape().names.iter().position(|known| known == name)?;
        Some(any_json(&row.peek(index).view()).to_string())
    };
    if key.is_empty() {
        return any_json(&View::Object(row)).to_string();
    }
    key.iter().filter_map(member).collect::<Vec<_>>().join(",")
}

/// The members of a row's key, as requests carry them.
pub(crate) fn row_keys(row: &dyn Model, key: &[&str]) -> Vec<KeyValue> {
    let member = |name: &&str| {
        let index = row.shape().names.iter().position(|known| known == name)?;
        match row.peek(index).view() {
            View::Int(number) => Some(KeyValue::Int(number)),
            View::Str(text) => Some(KeyValue::Text(text.to_owned())),
            _ => None,
        }
    };
    key.iter().filter_map(member).collect()
}

/// Implements for a model what serde and std derives would, through the engine.
macro_rules! model {
    ($model:ident) => {
        impl std::fmt::Debug for $model {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::wire::debug(self, f)
            }
        }

        impl PartialEq for $model {
            fn eq(&self, other: &Self) -> bool {
                $crate::wire::equal(self, other)
            }
        }

        impl serde::Serialize for $model {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::wire::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $model {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut model = Self::default();
                $crate::wire::deserialize(&mut model, deserializer)?;
                Ok(model)
            }
        }

        impl $crate::wire::Element for $model {
            fn blank() -> Option<Self> {
                Some(Self::default())
            }

            fn open(&mut self) -> $crate::wire::Open<'_> {
                $crate::wire::Open::Object(self)
            }

            fn view(&self) -> $crate::wire::View<'_> {
                $crate::wire::View::Object(self)
            }
        }
    };
}
pub(crate) use model;
