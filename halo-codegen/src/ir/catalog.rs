//! Facts of an entity that only the catalog has.

use crate::model::{IdRepr, Paging};

/// Facts of an entity that only the catalog has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogDef {
    /// What one is called, such as `Ticket`.
    pub name: String,
    /// Such as `/Tickets`.
    pub path: String,
    /// Wire names of the key.
    pub key: Vec<String>,
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
    /// Most rows of a page.
    pub page_cap: Option<u32>,
    /// Levels of ordering.
    pub sort: u32,
}
