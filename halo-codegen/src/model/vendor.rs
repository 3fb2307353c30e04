//! What the schema says of the vendor's file.

use crate::source::Spanned;

/// `vendor:` of an entity or object.
#[derive(Debug, Clone, Default)]
pub struct VendorNames {
    /// Schema of list rows, where it is another one.
    pub list: Option<Spanned<String>>,
    /// Schema of the detail.
    pub detail: Option<Spanned<String>>,
    /// `path: absent`: the file has the schema, but not the path.
    pub path: Option<Spanned<String>>,
}

/// `vendor:` of a field or parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VendorNote {
    /// The vendor's file lacks it.
    Absent,
    /// The vendor's file has it with this type.
    Type(String),
}

/// `omit:`.
#[derive(Debug, Clone, Default)]
pub struct Omit {
    /// Patterns of fields.
    pub fields: Vec<Spanned<String>>,
    /// Patterns of parameters.
    pub params: Vec<Spanned<String>>,
    /// Patterns of operations: method and path below the entity's own, such as `POST /View`.
    pub operations: Vec<Spanned<String>>,
}
