//! Reads the vendor's OpenAPI file and what was seen on instances, compares them with the schema, and drafts from them.
//!
//! It is pure like the rest of the crate: text in, text out. It takes only names and types from the file, never its sentences.

pub mod against;
mod document;
pub mod drift;
pub mod evidence;
mod facts;
pub mod import;
mod json;
mod note;
mod reader;
mod roots;
mod targets;
mod types;
mod words;

pub use self::document::{ComponentSchema, Document, Operation, Param, Path, Property, TextHints, Type};
pub use self::facts::{Owners, Resource, Rows};
pub(crate) use self::import::item::SUGGESTED;
pub use self::note::Note;
pub use self::reader::{ReadError, read};
