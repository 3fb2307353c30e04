//! A client for the HaloPSA REST API.

pub mod catalog;
#[rustfmt::skip]
mod generated;
mod id;
mod request;
mod scope;
mod wire;

pub use crate::generated::scopes::Scope;
pub use crate::generated::{ids, tickets};
pub use crate::request::Halo;
pub use crate::wire::{Extra, Record};
