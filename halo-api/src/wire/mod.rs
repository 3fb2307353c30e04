//! The decode and encode engine: what serde derives would be, as data.
//!
//! A model hands out its fields as `dyn Field` by number; everything else (reading, writing, comparing, printing) is
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
mod model;
mod narrow;
mod page;
mod scalar;
#[cfg(test)]
mod tests;
mod usual;
mod value;
mod view;
mod write;

pub use self::extra::Extra;
pub use self::model::Record;

pub(crate) use self::decode::{DecodeError, Mode, decode_object, deserialize, optional, scalar};
pub(crate) use self::element::{Element, Field, List, Misfit, Open};
pub(crate) use self::encode::serialize;
pub(crate) use self::model::{Model, Shape, member, model, names, row_key, row_keys, value};
pub(crate) use self::narrow::Narrow;
pub(crate) use self::page::{Envelope, ListSink, decode_page, decode_written};
pub(crate) use self::scalar::{Atom, always};
#[allow(unused_imports)] // Used where the schema has an operation that answers so.
pub(crate) use self::value::decode_value;
pub(crate) use self::view::{View, debug, equal};
#[allow(unused_imports)] // Used by generated code where the schema has something to write.
pub(crate) use self::write::write_type;
pub(crate) use self::write::{WriteBody, WriteValue};
