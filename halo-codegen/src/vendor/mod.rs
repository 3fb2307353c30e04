//! The vendor's OpenAPI file: read as it is, compared with the schema, and turned into first drafts of entity files.
//!
//! Pure like the rest: text in, text out. Only names and types are taken from the file, never its sentences.

pub mod against;
mod document;
pub mod drift;
mod edit;
mod facts;
pub mod import;
mod json;
mod note;
mod reader;
mod targets;
mod types;
mod words;

pub use self::document::{Document, Operation, Param, Path, Property, Said, Shape, Type};
pub use self::facts::{Resource, Rows};
pub use self::note::Note;
pub use self::reader::{ReadError, read};
