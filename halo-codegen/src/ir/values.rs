//! Methods for one element of a list of values, such as one custom field.

use super::{Doc, TypeRef};

/// A method of a model that finds one element of a list, by its id or name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldGetterDef {
    /// The method that reads all of them into a type of the user's own, such as `custom_fields_as`.
    pub all: String,
    /// Of that method.
    pub all_doc: Doc,
    /// The method, such as `custom_field`.
    pub rust: String,
    /// Wire name of the list.
    pub wire: String,
    /// What it finds.
    pub doc: Doc,
}

/// A method of a write type, and of the requests that send one, that sets one element of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSetterDef {
    /// The method that sets several from a type of the user's own, such as `custom_fields_from`.
    pub all: String,
    /// Of that method.
    pub all_doc: Doc,
    /// The method, such as `custom_field`.
    pub rust: String,
    /// Wire name of the list.
    pub wire: String,
    /// Halo replaces the stored list with the one that is sent, so that an update has to know it.
    pub replaces: bool,
    /// What it sets.
    pub doc: Doc,
}

/// The method of a write type that takes the stored lists from a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDef {
    /// The model of the record.
    pub model: TypeRef,
    /// Wire names of the lists.
    pub lists: Vec<String>,
    /// What it does.
    pub doc: Doc,
}
