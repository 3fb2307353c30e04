//! Facts of an entity that only the catalog has.

use crate::model::{Evidence, IdRepr, OperationKind, Paging};

/// Facts of an entity that only the catalog has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogDef {
    /// What one is called, such as `Ticket`.
    pub name: String,
    /// Such as `/Tickets`.
    pub path: String,
    /// Wire names of the key.
    pub key: Vec<String>,
    /// Wire names of fields whose values Halo refuses to repeat.
    pub unique: Vec<String>,
    /// What its ids look like.
    pub id: IdRepr,
    /// Scope of reads.
    pub read_scope: Option<String>,
    /// Scope of writes.
    pub write_scope: Option<String>,
    /// Whether a missing scope is an error before the network.
    pub enforce_scopes: bool,
}

/// How a list gives its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListDef {
    /// Envelope keys.
    pub rows: Vec<String>,
    /// How it pages.
    pub paging: Paging,
    /// The parameter that asks for rows older than an id, of a window.
    pub window: Option<String>,
    /// Most rows of a page.
    pub page_cap: Option<u32>,
    /// Levels of ordering.
    pub sort: u32,
}

/// A path without an entity file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceDef {
    /// Such as `/CannedText`.
    pub path: String,
    /// Envelope keys of the rows; an empty string is a bare array.
    pub rows: Vec<String>,
    /// How its list pages.
    pub paging: Option<Paging>,
    /// The parameter that asks for rows older than an id, of a window.
    pub window: Option<String>,
    /// Most rows of a page.
    pub page_cap: Option<u32>,
    /// Wire names of the key.
    pub key: Vec<String>,
    /// What the last member of the key looks like.
    pub id: IdRepr,
    /// Which requests it takes.
    pub verbs: Vec<OperationKind>,
    /// What the body of `create` was seen to need.
    pub needs: Vec<String>,
    /// Query parameters that the list was seen to need.
    pub list_needs: Vec<String>,
    /// Query parameters that `delete` was seen to need.
    pub delete_needs: Vec<String>,
    /// The scope of reads.
    pub read_scope: Option<String>,
    /// The scope of writes.
    pub write_scope: Option<String>,
    /// How sure it is.
    pub evidence: Option<Evidence>,
}
