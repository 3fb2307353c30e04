//! The schema as read: what `schema/` says, with the place of everything that a diagnostic may point at.
//!
//! Order is the order of the files. Meaning (names, types, docs of the API) is decided in `lower`, not here.

pub mod keys;
mod like;
mod literal;
mod operation;
pub(crate) mod read;
mod resolve;
pub(crate) mod type_expr;
mod vendor;

pub use self::like::Like;
pub(crate) use self::operation::placeholders;
pub use self::operation::{Body, Method, Operation, Reply, Safety};
pub use self::resolve::{Named, Types};
pub use self::vendor::{Omit, VendorNames, VendorNote};
use crate::source::{FileId, Spanned};

/// All files.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// `halo.yaml`.
    pub halo: HaloFile,
    /// `entities/*.yaml`, by path.
    pub entities: Vec<Entity>,
    /// `types/*.yaml` that hold an object, by path.
    pub objects: Vec<Object>,
    /// `types/*.yaml` that hold an enum, by path.
    pub enums: Vec<Enum>,
}

/// `halo.yaml`.
#[derive(Debug, Clone, Default)]
pub struct HaloFile {
    /// OAuth scopes.
    pub scopes: Vec<Scope>,
    /// Ids of entities that have no file yet.
    pub ids: Vec<IdDecl>,
    /// Wire name -> Rust name, everywhere.
    pub names: Vec<(Spanned<String>, Spanned<String>)>,
    /// Parameters that entities take over by saying `shared`.
    pub params: Vec<Param>,
}

/// A scope.
#[derive(Debug, Clone)]
pub struct Scope {
    /// As sent, such as `read:tickets`.
    pub name: Spanned<String>,
    /// What it allows.
    pub doc: Spanned<String>,
}

/// An id type declared in `halo.yaml`.
#[derive(Debug, Clone)]
pub struct IdDecl {
    /// Such as `StatusId`.
    pub name: Spanned<String>,
    /// What it looks like on the wire; `None` is not possible here.
    pub repr: IdRepr,
    /// What it identifies.
    pub doc: Spanned<String>,
}

/// What an id looks like on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdRepr {
    /// A 64-bit integer.
    Int,
    /// A string.
    String,
    /// A UUID, kept as a string.
    Uuid,
    /// The entity has no id.
    None,
}

/// How sure a fact is: the marks of the facts file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Seen in two independent sources.
    A,
    /// Seen in one.
    B,
    /// Contested or inferred.
    C,
}

/// An entity file.
#[derive(Debug, Clone)]
pub struct Entity {
    /// Its file.
    pub file: FileId,
    /// The plural: the stem of the file.
    pub plural: String,
    /// What one is called, such as `Ticket`; the struct, unless it shares another's.
    pub name: Spanned<String>,
    /// `like:`, where everything that the file does not say is another entity's.
    pub like: Option<Like>,
    /// What it is.
    pub doc: Spanned<String>,
    /// Such as `/Tickets`.
    pub path: Spanned<String>,
    /// Names of its schemas in the vendor's file.
    pub vendor: Option<VendorNames>,
    /// What `<Name>Id` looks like.
    pub id: Spanned<IdRepr>,
    /// Wire names of the fields that tell rows apart; `[id]` unless said otherwise, empty for `id: none` without `key`.
    pub key: Vec<Spanned<String>>,
    /// Scopes that its requests are thought to need.
    pub scopes: Scopes,
    /// `list:`.
    pub list: Option<List>,
    /// `get:`.
    pub get: Option<Endpoint>,
    /// `create:`.
    pub create: Option<Endpoint>,
    /// `update:`.
    pub update: Option<Endpoint>,
    /// `delete:`.
    pub delete: Option<Endpoint>,
    /// `operations:`.
    pub operations: Vec<Operation>,
    /// `fields:`.
    pub fields: Vec<Field>,
    /// What of the vendor's is left out on purpose.
    pub omit: Omit,
    /// `evidence:`.
    pub evidence: Option<Evidence>,
}

/// `scopes:` of an entity.
#[derive(Debug, Clone, Default)]
pub struct Scopes {
    /// Scope of reading requests.
    pub read: Option<Spanned<String>>,
    /// Scope of writing requests.
    pub write: Option<Spanned<String>>,
    /// Whether a missing scope is an error before the network.
    pub enforce: bool,
    /// How sure it is.
    pub evidence: Option<Evidence>,
}

/// `list:` of an entity.
#[derive(Debug, Clone)]
pub struct List {
    /// Envelope keys of the rows; `bare` is an empty string. More than one where contested.
    pub rows: Vec<Spanned<String>>,
    /// How it pages.
    pub paging: Spanned<Paging>,
    /// Most rows that a page ever holds, where known.
    pub page_cap: Option<Spanned<u32>>,
    /// Levels of `order` that the endpoint takes.
    pub sort: u32,
    /// Which rows come.
    pub filters: Vec<Param>,
    /// What the rows carry.
    pub options: Vec<Param>,
    /// How sure it is.
    pub evidence: Option<Evidence>,
}

/// How a list pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paging {
    /// `pageinate`, `page_size`, `page_no`.
    Pages,
    /// `count` only.
    Count,
    /// Everything in one reply.
    None,
}

/// `get:`, `create:`, `update:`, `delete:`.
#[derive(Debug, Clone, Default)]
pub struct Endpoint {
    /// Query parameters.
    pub params: Vec<Param>,
}

/// A filter, option or other query parameter; what `shared` names is already put in.
#[derive(Debug, Clone)]
pub struct Param {
    /// As sent. For a shared parameter the place where the entity names it.
    pub wire_name: Spanned<String>,
    /// `name:`, the Rust name where it is not derived.
    pub name: Option<Spanned<String>>,
    /// `type:`.
    pub ty: Spanned<TypeExpr>,
    /// `doc:`.
    pub doc: Spanned<String>,
    /// Wire name of the field that it compares with.
    pub field: Option<Spanned<String>>,
    /// Parameters that it needs.
    pub needs: Vec<Spanned<String>>,
    /// Parameters (or `paging`) that it cannot be combined with.
    pub excludes: Vec<Spanned<String>>,
    /// An argument instead of a setter.
    pub required: bool,
    /// `vendor:` note.
    pub vendor: Option<VendorNote>,
    /// How sure it is.
    pub evidence: Option<Evidence>,
}

/// A field of an entity or object.
#[derive(Debug, Clone)]
pub struct Field {
    /// As on the wire.
    pub wire_name: Spanned<String>,
    /// `name:`, the Rust name where it is not derived.
    pub name: Option<Spanned<String>>,
    /// `type:`.
    pub ty: Spanned<TypeExpr>,
    /// `doc:`.
    pub doc: Spanned<String>,
    /// Where it is filled.
    pub filled: Filled,
    /// A member of the key that is always there; the span is that of the value.
    pub always: Option<Spanned<bool>>,
    /// Who sets it.
    pub access: Access,
    /// Values that mean "not set".
    pub none: Vec<Spanned<Literal>>,
    /// What is sent to clear it; `None` is `null`.
    pub clear: Option<Spanned<Literal>>,
    /// Writing this list replaces the stored one.
    pub replaces: bool,
    /// Hidden in `Debug`.
    pub secret: Option<Spanned<bool>>,
    /// `vendor:` note.
    pub vendor: Option<VendorNote>,
    /// How sure it is.
    pub evidence: Option<Evidence>,
}

/// `in:` of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filled {
    /// In list rows and in details.
    #[default]
    Both,
    /// In list rows only.
    List,
    /// In details only.
    Detail,
}

/// `access:` of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Access {
    /// The server sets it.
    #[default]
    Read,
    /// Only sent.
    Write,
    /// Sent and received.
    Both,
    /// A flag that steers the server: only sent, never cleared.
    Control,
}

impl Access {
    /// Whether replies hold it.
    #[must_use]
    pub fn is_read(self) -> bool {
        matches!(self, Self::Read | Self::Both)
    }
}

/// A scalar of `none:`, `clear:`.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Another number.
    Float(f64),
    /// Text.
    String(String),
}

/// `type:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeExpr {
    /// Built in.
    Scalar(Scalar),
    /// An id, object, enum or entity.
    Named(String),
    /// `list<T>`.
    List(Box<TypeExpr>),
    /// `map<T>`.
    Map(Box<TypeExpr>),
}

/// The built-in types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scalar {
    /// `bool`.
    Bool,
    /// `int`: 64 bits.
    Int,
    /// `float`.
    Float,
    /// `decimal`: money.
    Decimal,
    /// `string`.
    String,
    /// `datetime`: an instant.
    DateTime,
    /// `date`: a calendar day.
    Date,
    /// `uuid`, kept as text.
    Uuid,
    /// `json`: anything.
    Json,
}

/// A `types/` file with `object:`.
#[derive(Debug, Clone)]
pub struct Object {
    /// Its file.
    pub file: FileId,
    /// The stem of the file: its module.
    pub stem: String,
    /// The struct.
    pub name: Spanned<String>,
    /// What it is.
    pub doc: Spanned<String>,
    /// Its name in the vendor's file.
    pub vendor: Option<VendorNames>,
    /// Wire names of the fields that `<Name>Write` has; empty: read only.
    pub write: Vec<Spanned<String>>,
    /// `fields:`.
    pub fields: Vec<Field>,
    /// What of the vendor's is left out on purpose.
    pub omit: Omit,
}

/// A `types/` file with `enum:`.
#[derive(Debug, Clone)]
pub struct Enum {
    /// Its file.
    pub file: FileId,
    /// The stem of the file: its module.
    pub stem: String,
    /// The enum.
    pub name: Spanned<String>,
    /// What it is.
    pub doc: Spanned<String>,
    /// Whether the wire has integers.
    pub repr: Spanned<EnumRepr>,
    /// The known values.
    pub values: Vec<EnumValue>,
}

/// `repr:` of an enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnumRepr {
    /// Text.
    String,
    /// Integers.
    Int,
}

/// A value of an enum.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// As on the wire.
    pub wire: Spanned<String>,
    /// `name:`, snake case, where it is not derived.
    pub name: Option<Spanned<String>>,
    /// Other spellings that are read as this one.
    pub also: Vec<Spanned<String>>,
    /// What it means.
    pub doc: Spanned<String>,
}
