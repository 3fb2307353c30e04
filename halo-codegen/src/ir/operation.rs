//! Operations: what a method of the handle takes, what is sent, and what comes back.

use super::{Doc, FieldSetterDef, ListDef, Type, TypeRef};
use crate::model::{BodyShape, Literal, Method, OperationKind, Reply, Role, Safety};

/// An operation of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationDef {
    /// What it is.
    pub kind: OperationKind,
    /// Method of the handle, such as `list` or `restore`.
    pub name: String,
    /// The struct of its request, such as `ListTickets`.
    pub request: String,
    /// The static of the catalog, such as `LIST`.
    pub constant: String,
    /// Of the method.
    pub method_doc: Doc,
    /// Of the struct.
    pub struct_doc: Doc,
    /// The section that the method is in.
    pub section: Option<String>,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// Such as `/Tickets/{id}/lock`.
    pub path: String,
    /// Members of the key that are arguments, and where each is sent; then the other arguments in the path.
    pub key: Vec<KeyDef>,
    /// Its query parameters (of a list the filters come first), and the parts of a form.
    pub params: Vec<ParamDef>,
    /// The argument that is the body.
    pub body: Option<BodyDef>,
    /// How the body is sent, if there is one.
    pub body_shape: Option<BodyShape>,
    /// What the body always holds.
    pub fixed: Vec<(String, FixedValue)>,
    /// What the body must hold: of each group one.
    pub needs: Vec<Vec<NeededField>>,
    /// Halo was seen to refuse a body that lacks it.
    pub enforce_needs: bool,
    /// What it replies with.
    pub reply: Reply<Type>,
    /// What its request gives, as documentation shows the type.
    pub returns: String,
    /// Whether it may be sent twice.
    pub safety: Safety,
    /// The scope that it needs.
    pub scope: Option<String>,
    /// How a list gives its rows.
    pub list: Option<ListDef>,
    /// What the rows of a list are, where that is another entity.
    pub rows: Option<TypeRef>,
    /// Methods that set one value in a list of the body.
    pub field_setters: Vec<FieldSetterDef>,
}

/// Where a member of the key is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPlace {
    /// In the path, where its name stands in braces.
    Path,
    /// In the query, by its wire name.
    Query,
    /// In the body, where `fixed` names it.
    Body,
}

/// A member of the key that is an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyDef {
    /// As on the wire.
    pub wire: String,
    /// Where it is sent.
    pub place: KeyPlace,
    /// The argument.
    pub arg: ArgDef,
}

/// An argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArgDef {
    /// In Rust.
    pub rust: String,
    /// Its type.
    pub ty: Type,
    /// What it takes.
    pub takes: Takes,
}

/// What an argument or setter takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    /// This type.
    Exactly(Type),
    /// Whatever becomes this type.
    Into(Type),
    /// A write type.
    Write(TypeRef),
    /// Whatever becomes a decimal: a float, too.
    Decimal,
    /// Any number of these.
    Each(Box<Takes>),
}

/// An argument that is the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyDef {
    /// In Rust.
    pub rust: String,
    /// What it takes: a write type, or a list.
    pub takes: Takes,
    /// What it writes.
    pub of: Type,
}

/// A value that a body always holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FixedValue {
    /// This one.
    Literal(Literal),
    /// The argument that is this member of the key.
    Key(String),
}

/// A field that a body must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeededField {
    /// As on the wire.
    pub wire: String,
    /// Its setter.
    pub rust: String,
}

/// A query parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParamDef {
    /// As sent.
    pub wire: String,
    /// The setter or argument.
    pub rust: String,
    /// What it does.
    pub doc: Doc,
    /// The section that the setter is in.
    pub section: Option<String>,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// Its type.
    pub ty: Type,
    /// What the setter or argument takes.
    pub takes: Takes,
    /// Whether it decides which rows come.
    pub is_filter: bool,
    /// A part of a form instead of a parameter of the query.
    pub is_part: bool,
    /// What the runtime uses it for.
    pub role: Option<Role>,
    /// An argument instead of a setter.
    pub required: bool,
    /// The field that it compares with.
    pub field: Option<String>,
    /// Parameters that it needs.
    pub needs: Vec<String>,
    /// Parameters that it cannot stand beside.
    pub excludes: Vec<String>,
}
