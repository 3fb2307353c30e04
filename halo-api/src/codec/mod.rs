//! Decodes and encodes models, with their fields as data instead of serde derives.
//!
//! A model exposes its fields as `dyn FieldSlot`; decoding, encoding, comparing and printing are compiled once, here,
//! for all models. Twenty thousand derived fields take minutes and gigabytes to compile; the same fields as data take
//! seconds.
//!
//! All leniency is here as well: Halo sends `18.0` for an int, `""` for an absent date, objects instead of lists. A
//! value that does not fit leaves its field `None`, goes raw into `extra` and emits one debug event.
//!
//! Decoded rows and raw JSON have a memory budget, since a hostile server must not exhaust memory: see
//! `decode/context.rs`.

#[cfg(test)]
mod catalog_tests;
mod changes;
mod decimal;
mod decode;
mod element;
mod element_patch;
mod encode;
mod extra;
mod fast_path;
mod field_key;
mod field_patch;
pub(crate) mod id;
pub mod lenient;
mod model;
mod nested;
pub(crate) mod open_enum;
mod page;
mod param;
mod row;
mod row_key;
mod row_projection;
mod same_value;
mod scalar;
#[cfg(test)]
mod tests;
mod text_row;
mod value;
mod view;
mod write;
mod written;

pub use self::decimal::IntoDecimal;
pub use self::extra::Extra;
pub use self::field_key::CustomFieldKey;
pub(crate) use self::field_key::id_in;
#[cfg(feature = "mock")]
pub(crate) use self::field_key::without_prefix;
pub use self::model::Record;
pub use self::nested::Nested;
pub use self::param::Param;
pub use self::row::{ResourceKey, ResourceKeyMember, Row};

pub(crate) use self::changes::Held;
pub(crate) use self::decode::{Context, DecodeError, Mode, decode_object, deserialize, optional, scalar};
pub(crate) use self::element::{Container, FieldSlot, List, TypeMismatch, WireType};
pub(crate) use self::element_patch::ElementChange;
pub(crate) use self::encode::serialize;
pub(crate) use self::field_patch::FieldPatch;
pub(crate) use self::model::{Model, ModelInfo, member, model, row_keys, value};
pub(crate) use self::nested::Holds;
pub(crate) use self::page::{Envelope, ListSink, RawRows, Sink, decode_page, untyped_row};
pub(crate) use self::row_key::{RowKey, stable_hash};
pub(crate) use self::row_projection::RowProjection;
pub(crate) use self::scalar::{Scalar, required_field};
pub(crate) use self::text_row::from_text_row;
pub(crate) use self::value::decode_value;
pub(crate) use self::view::{View, debug, equal};
pub(crate) use self::write::{WriteBody, WriteValue, write_type};
pub(crate) use self::written::{decode_written, decode_written_object};
