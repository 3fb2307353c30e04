//! The decode and encode engine: what serde derives would be, as data.
//!
//! A model hands out its fields as `dyn FieldSlot` by number; everything else (reading, writing, comparing, printing) is
//! compiled once, here, for all models. Twenty thousand derived fields take minutes and gigabytes to compile; the same
//! fields as data take seconds.
//!
//! All leniency lives here as well: Halo sends `18.0` for an int, `""` for an absent date, objects where lists were. A
//! value that does not fit leaves its field `None`, goes raw into `extra` and raises one debug event.

#[cfg(test)]
mod catalog_tests;
mod decode;
mod element;
mod encode;
mod extra;
mod fast_path;
pub(crate) mod id;
pub mod lenient;
mod model;
pub(crate) mod open_enum;
mod page;
mod param;
mod row_projection;
mod scalar;
#[cfg(test)]
mod tests;
mod value;
mod view;
mod write;

pub use self::extra::Extra;
pub use self::model::Record;
pub use self::param::Param;

pub(crate) use self::decode::{DecodeError, Mode, decode_object, deserialize, optional, scalar};
pub(crate) use self::element::{Container, FieldSlot, List, TypeMismatch, WireType};
pub(crate) use self::encode::serialize;
pub(crate) use self::model::{Model, ModelInfo, member, model, names, row_key, row_keys, value};
pub(crate) use self::page::{Envelope, ListSink, RawRows, decode_page, decode_written};
pub(crate) use self::row_projection::Narrow;
pub(crate) use self::scalar::{Scalar, always};
pub(crate) use self::value::decode_value;
pub(crate) use self::view::{View, debug, equal};
pub(crate) use self::write::{WriteBody, WriteValue, write_type};
