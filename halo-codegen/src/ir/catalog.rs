//! Facts of an entity that only the catalog has.

/// Facts of an entity that only the catalog has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogDef {
    /// What one is called, such as `Ticket`.
    pub name: String,
    /// Such as `/Tickets`.
    pub path: String,
    /// Wire names of the key.
    pub key: Vec<String>,
    /// Variant of the catalog's `IdKind`.
    pub id: &'static str,
    /// Scope of reads.
    pub read_scope: Option<String>,
    /// Scope of writes.
    pub write_scope: Option<String>,
    /// Whether a missing scope is an error before the network.
    pub enforce_scopes: bool,
    /// The list's facts.
    pub list: Option<ListDef>,
}

/// Facts of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListDef {
    /// Envelope keys.
    pub rows: Vec<String>,
    /// Variant of the catalog's `Paging`.
    pub paging: &'static str,
    /// Most rows of a page.
    pub page_cap: Option<u32>,
    /// Levels of ordering.
    pub sort: u32,
    /// How many of the list request's parameters are filters; the rest are options.
    pub filters: usize,
}
