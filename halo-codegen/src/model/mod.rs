//! The schema as read: what `schema/` says, with the place of everything that a diagnostic may point at.
//!
//! Order is the order of the files. Meaning (names, types, docs of the API) is decided in `lower`, not here.

mod choices;
mod extends;
mod field;
pub mod keys;
mod literal;
mod operation;
mod param;
pub(crate) mod read;
mod reply;
mod resolve;
pub(crate) mod resource;
pub(crate) mod type_expr;
mod vendor;

pub(crate) use self::choices::Words;
pub use self::choices::{
    Access, BodyShape, EnumRepr, Evidence, IdRepr, Method, Only, OperationKind, Paging, Presence, Role, Safety, Scalar,
    ScopeKind,
};
pub use self::extends::Extends;
pub use self::field::Field;
pub(crate) use self::operation::placeholders;
pub use self::operation::{Body, Operation};
pub use self::param::{Param, ParamPlace};
pub(crate) use self::reply::REPLY_WORDS;
pub use self::reply::Reply;
pub use self::resolve::{Named, Types};
pub use self::resource::Resource;
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
    /// `resources.yaml`, in its order.
    pub resources: Vec<Resource>,
}

/// `halo.yaml`.
#[derive(Debug, Clone, Default)]
pub struct HaloFile {
    /// Groups of entities, in the order in which overviews show them.
    pub groups: Vec<Group>,
    /// OAuth scopes.
    pub scopes: Vec<Scope>,
    /// Ids of entities that have no file yet.
    pub ids: Vec<IdDecl>,
    /// Wire name -> Rust name, everywhere.
    pub names: Vec<(Spanned<String>, Spanned<String>)>,
    /// Parameters that entities take over by saying `shared`.
    pub params: Vec<Param>,
}

/// A group of entities.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its title.
    pub title: Spanned<String>,
    /// What is in it.
    pub doc: Spanned<String>,
}

/// A scope.
#[derive(Debug, Clone)]
pub struct Scope {
    /// As sent, such as `read:tickets`.
    pub name: Spanned<String>,
    /// `name:`, that of the variant in `snake_case`.
    pub rust: Option<Spanned<String>>,
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
    pub extends: Option<Extends>,
    /// What it is.
    pub doc: Spanned<String>,
    /// `also:`, Halo's other names for it.
    pub also: Vec<Spanned<String>>,
    /// `group:`, the group of halo.yaml that overviews show it in.
    pub group: Option<Spanned<String>>,
    /// Such as `/Tickets`.
    pub path: Spanned<String>,
    /// Names of its schemas in the vendor's file.
    pub vendor: Option<VendorNames>,
    /// What `<Name>Id` looks like.
    pub id: Spanned<IdRepr>,
    /// Wire names of the fields that tell rows apart; `[id]` unless said otherwise, empty for `id: none` without `key`.
    pub key: Vec<Spanned<String>>,
    /// `unique:`, wire names of fields whose values Halo refuses to repeat.
    pub unique: Vec<Spanned<String>>,
    /// Scopes that its requests are thought to need.
    pub scopes: Scopes,
    /// `list`, `get`, `create`, `update`, `delete` and `operations`, in this order.
    pub operations: Vec<Operation>,
    /// `fields:`.
    pub fields: Vec<Field>,
    /// What of the vendor's is left out on purpose.
    pub omit: Omit,
    /// `evidence:`.
    pub evidence: Option<Evidence>,
    /// `deprecated:`, what to use instead.
    pub deprecated: Option<Spanned<String>>,
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

/// How a list gives its rows.
#[derive(Debug, Clone)]
pub struct List {
    /// Envelope keys of the rows; `bare` is an empty string. More than one where contested.
    pub rows: Vec<Spanned<String>>,
    /// How it pages.
    pub paging: Spanned<Paging>,
    /// The parameter that asks for rows older than an id, where it pages by that.
    pub window: Option<Spanned<String>>,
    /// Most rows that a page ever holds, where known.
    pub page_cap: Option<Spanned<u32>>,
    /// Levels of `order` that the endpoint takes; none where it is omitted.
    pub sort: Option<Spanned<u32>>,
    /// How sure it is.
    pub evidence: Option<Evidence>,
}

/// A single value, as the schema writes it.
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
    /// A file: only a part of a form has this type.
    File,
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
    /// How sure it is.
    pub evidence: Option<Evidence>,
}
