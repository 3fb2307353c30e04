//! Methods for one value of a list of values, such as one custom field.

use super::Doc;

/// A method of a model that finds one value in a list, by its id or name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinderDef {
    /// The method, such as `custom_field`.
    pub rust: String,
    /// Wire name of the list.
    pub wire: String,
    /// What it finds.
    pub doc: Doc,
}

/// A method of a request that sets one value in a list of its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacerDef {
    /// The method, such as `custom_field`.
    pub rust: String,
    /// Wire name of the list.
    pub wire: String,
    /// The stored list is read first, since what is sent replaces it.
    pub keeps_others: bool,
    /// What it sets.
    pub doc: Doc,
}
