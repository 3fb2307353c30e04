//! A client for the HaloPSA REST API.

pub mod catalog;
// Prose of the schema is not code, and tables have as many lines as there are fields.
#[allow(clippy::doc_markdown, clippy::too_many_lines)]
#[rustfmt::skip]
mod generated;
mod id;
mod open_enum;
mod request;
mod scope;
mod wire;

pub use crate::generated::*;
pub use crate::request::Halo;
pub use crate::wire::{Extra, Record};
