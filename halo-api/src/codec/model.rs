//! Models: structs whose fields are accessed by position.

use std::any::Any;
use std::fmt::Debug;
use std::sync::OnceLock;

use serde_json::Value;

use super::element::{FieldSlot, WireType};
use super::extra::Extra;
use super::view::{View, any_json};
use crate::codec::id::KeyValue;
use crate::entity_info::{EntityInfo, FieldInfo};

/// A struct of the schema. The generator lists its fields; the codec does the rest.
pub trait Model: Any + Debug + Send + Sync {
    /// The fields of the model, as data.
    fn model_info(&self) -> &'static ModelInfo;

    /// Calls `read` with all fields, in the order of [`ModelInfo::fields`].
    ///
    /// All fields are passed at once, so generated code needs no positions, which would change with each insertion.
    fn with_fields<'a>(&'a self, read: &mut dyn FnMut(&[&'a dyn FieldSlot]));

    /// Calls `write` with all fields, in the order of [`ModelInfo::fields`], and with `extra`.
    fn with_fields_mut(&mut self, write: &mut dyn FnMut(&mut [&mut dyn FieldSlot], &mut Extra));

    /// The members that the schema does not know, and values that did not fit.
    fn extra(&self) -> &Extra;
}

/// The fields of a model, as data.
#[derive(Debug)]
pub struct ModelInfo {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The fields, in schema order: the order in which Halo sends them.
    pub fields: &'static [FieldInfo],
    index: OnceLock<FieldIndex>,
}

/// What decoding looks up for every row.
#[derive(Debug)]
struct FieldIndex {
    names: Vec<&'static str>,
    required: Vec<usize>,
}

impl ModelInfo {
    pub(crate) const fn new(name: &'static str, fields: &'static [FieldInfo]) -> Self {
        Self { name, fields, index: OnceLock::new() }
    }

    /// The wire names of the fields, in one slice: decoding searches only these.
    pub(crate) fn names(&self) -> &[&'static str] {
        &self.index().names
    }

    /// The positions of the fields that every response contains.
    pub(crate) fn required(&self) -> &[usize] {
        &self.index().required
    }

    // Made when it is first needed: as constants, the two would be four more bodies of each model for rustc.
    fn index(&self) -> &FieldIndex {
        self.index.get_or_init(|| FieldIndex {
            names: self.fields.iter().map(|field| field.wire_name).collect(),
            required: (0..self.fields.len()).filter(|index| self.fields[*index].required).collect(),
        })
    }
}

/// The model of an entity, for code that works with any entity: an exporter, a mirror, a table.
///
/// This trait is sealed: the entities of this crate implement it, and no other type can.
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

    /// The values of the key, in the order of `INFO.key`. Empty if the entity has no key.
    ///
    /// They identify the record within its entity.
    fn key(&self) -> Vec<Value> {
        Self::INFO.key.iter().map(|name| self.value(name).unwrap_or(Value::Null)).collect()
    }

    /// The value of the field with this wire name, as it would be encoded. `None` if it is not set.
    ///
    /// It also finds fields that the schema does not know.
    fn value(&self, wire_name: &str) -> Option<Value> {
        value(self, wire_name)
    }

    /// The set fields by wire name: those of the schema in its order, then the unknown ones.
    fn fields(&self) -> Vec<(&str, Value)> {
        fields(self)
    }
}

/// The value of the field with this wire name, if the schema has it.
pub(crate) fn member<'a>(model: &'a dyn Model, wire_name: &str) -> Option<View<'a>> {
    let index = model.model_info().names().iter().position(|known| *known == wire_name)?;
    let mut view = None;
    model.with_fields(&mut |fields| view = fields.get(index).map(|field| field.view()));
    view
}

/// The set fields, in schema order, except those at the positions `omitted`.
pub(super) fn set<'a>(model: &'a dyn Model, omitted: &[usize]) -> Vec<(&'static str, View<'a>)> {
    let names = model.model_info().names();
    let mut set = Vec::with_capacity(names.len());
    // A loop, since an iterator makes encoding 6% slower.
    model.with_fields(&mut |fields| {
        for (index, (name, field)) in names.iter().zip(fields).enumerate() {
            match field.view() {
                View::None => {}
                _ if omitted.contains(&index) => {}
                view => set.push((*name, view)),
            }
        }
    });
    set
}

/// The value of a field, as it would be encoded.
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

/// The members of a row's key, as requests contain them.
pub(crate) fn row_keys(row: &dyn Model, key: &[&str]) -> Vec<KeyValue> {
    let key_value = |name: &&str| match member(row, name)? {
        View::Int(number) => Some(KeyValue::Int(number)),
        View::Str(text) => Some(KeyValue::Text(text.to_owned())),
        _ => None,
    };
    key.iter().filter_map(key_value).collect()
}

/// Implements a model: the serde and std derives, through the codec.
macro_rules! model {
    () => {}; // See `rt`.
    ($model:ty, $name:literal, $table:path, $($field:ident: $default:expr,)*) => {
        #[allow(deprecated)] // A deprecated field is still read and written.
        impl $crate::codec::Model for $model {
            fn model_info(&self) -> &'static $crate::codec::ModelInfo {
                static INFO: $crate::codec::ModelInfo = $crate::codec::ModelInfo::new($name, $table);
                &INFO
            }

            fn with_fields<'a>(&'a self, read: &mut dyn FnMut(&[&'a dyn $crate::codec::FieldSlot])) {
                read(&[$(&self.$field),*]);
            }

            fn with_fields_mut(
                &mut self,
                write: &mut dyn FnMut(&mut [&mut dyn $crate::codec::FieldSlot], &mut $crate::codec::Extra),
            ) {
                write(&mut [$(&mut self.$field),*], &mut self.extra);
            }

            fn extra(&self) -> &$crate::codec::Extra {
                &self.extra
            }
        }

        #[allow(deprecated)] // As above.
        impl Default for $model {
            fn default() -> Self {
                Self { $($field: $default,)* extra: $crate::codec::Extra::new() }
            }
        }

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
                $crate::codec::deserialize(deserializer)
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
