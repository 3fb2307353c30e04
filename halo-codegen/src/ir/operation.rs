//! What is to be known of an operation beside its names and types.

/// Facts of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationDef {
    /// The static of the catalog, such as `RESTORE`.
    pub constant: String,
    /// Such as `POST`.
    pub method: &'static str,
    /// Such as `/Tickets/{id}/lock`.
    pub path: String,
    /// Wire names of the members of the key that are arguments.
    pub key: Vec<String>,
    /// The type of the body in the schema's words.
    pub body: Option<String>,
    /// Whether the body stands in an array.
    pub in_array: bool,
    /// What the body always holds.
    pub fixed: Vec<(String, FixedDef)>,
    /// What it answers, in the schema's words.
    pub reply: String,
    /// Variant of the runtime's `Safety`.
    pub safety: &'static str,
    /// The scope that it needs.
    pub scope: Option<String>,
}

/// A value that the body of an operation always holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FixedDef {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Another number, as Rust writes it.
    Float(String),
    /// A text.
    Text(String),
    /// The argument that is this member of the key.
    Key(String),
}
