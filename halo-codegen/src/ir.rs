//! The API as it will be: every name, type and line of documentation is decided here, and nothing after this decides.

mod catalog;
mod operation;
mod values;

pub use self::catalog::{CatalogDef, ListDef};
pub use self::operation::{FixedDef, OperationDef};
pub use self::values::{FieldGetterDef, FieldSetterDef, KnownDef};

/// Everything that is generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Api {
    /// Variants of `Scope`.
    pub scopes: Vec<ScopeDef>,
    /// Id types, by name.
    pub ids: Vec<IdDef>,
    /// Entities, by module.
    pub entities: Vec<EntityDef>,
    /// Nested objects, by module.
    pub objects: Vec<ObjectDef>,
    /// Enums, by module.
    pub enums: Vec<EnumDef>,
}

/// Lines of a doc comment: escaped, wrapped, without the slashes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Doc(pub Vec<String>);

/// A variant of `Scope`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeDef {
    /// Such as `ReadTickets`.
    pub variant: String,
    /// Such as `read:tickets`.
    pub text: String,
    /// What it allows.
    pub doc: Doc,
}

/// An id type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdDef {
    /// Such as `TicketId`.
    pub name: String,
    /// Text on the wire instead of an integer.
    pub text: bool,
    /// What it identifies.
    pub doc: Doc,
}

/// A Rust type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RustType {
    /// `bool`
    Bool,
    /// `i64`
    Int,
    /// `f64`
    Float,
    /// `Decimal`
    Decimal,
    /// `String`
    Text,
    /// `Timestamp`
    Timestamp,
    /// `Date`
    Date,
    /// `serde_json::Value`
    Json,
    /// A type of the API that holds no others: an id or an enum.
    Plain(TypeRef),
    /// A model, and its write type where there is one.
    Object(TypeRef, Option<TypeRef>),
    /// `Vec<T>`
    List(Box<RustType>),
    /// `BTreeMap<String, T>`
    Map(Box<RustType>),
}

/// A type of the API and the module that exports it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeRef {
    /// Below the crate, such as `ids`.
    pub module: String,
    /// Such as `TicketId`.
    pub name: String,
}

/// An entity: a module with its model, write type, requests and catalog entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityDef {
    /// The file that it comes from, below `schema/`.
    pub source: String,
    /// Module and accessor, such as `tickets`.
    pub module: String,
    /// Of the module.
    pub doc: Doc,
    /// The struct that replies hold.
    pub model: TypeRef,
    /// The two structs, unless they are another entity's.
    pub own: Option<OwnTypes>,
    /// The handle and its requests.
    pub requests: RequestsDef,
    /// The facts that only the catalog has.
    pub catalog: CatalogDef,
}

/// The structs that an entity's module defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTypes {
    /// The struct that replies hold.
    pub model: ModelDef,
    /// The struct that writes send.
    pub write: Option<WriteDef>,
}

/// A nested object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectDef {
    /// The file that it comes from, below `schema/`.
    pub source: String,
    /// Module below `types`.
    pub module: String,
    /// Of the module.
    pub doc: Doc,
    /// The struct that replies hold.
    pub model: ModelDef,
    /// The struct that writes send.
    pub write: Option<WriteDef>,
}

/// A struct that replies hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelDef {
    /// Such as `Ticket`.
    pub name: String,
    /// What it is.
    pub doc: Doc,
    /// In schema order.
    pub fields: Vec<FieldDef>,
    /// Positions of the fields that are always there.
    pub always: Vec<usize>,
    /// Methods that find one value in a list.
    pub field_getters: Vec<FieldGetterDef>,
}

/// A field of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // Each is a fact of its own, as the schema says it.
pub struct FieldDef {
    /// As on the wire.
    pub wire: String,
    /// In Rust.
    pub rust: String,
    /// What it is.
    pub doc: Doc,
    /// Its type, without the `Option`.
    pub ty: RustType,
    /// Its type in the schema's words.
    pub type_name: String,
    /// A bare type instead of an `Option`.
    pub always: bool,
    /// Part of the model; a flag that steers the server is not.
    pub in_model: bool,
    /// Where it is filled, as a variant of the catalog's `Filled`.
    pub filled: &'static str,
    /// Who sets it, as a variant of the catalog's `Access`.
    pub access: &'static str,
    /// Values that mean "not set".
    pub none: Vec<UnsetDef>,
    /// Hidden in `Debug`.
    pub secret: bool,
    /// Writing this list replaces the stored one.
    pub replaces: bool,
}

/// A value that means "not set".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnsetDef {
    /// A number.
    Int(i64),
    /// A text.
    Text(String),
}

/// A struct that writes send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteDef {
    /// Such as `TicketWrite`.
    pub name: String,
    /// What it is.
    pub doc: Doc,
    /// One per writable field.
    pub setters: Vec<SetterDef>,
    /// Methods that set one element of a list.
    pub field_setters: Vec<FieldSetterDef>,
    /// The method for a record that the caller knows, where such a list replaces the stored one.
    pub known: Option<KnownDef>,
}

/// A setter of a write type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetterDef {
    /// As on the wire.
    pub wire: String,
    /// In Rust.
    pub rust: String,
    /// What it sets.
    pub doc: Doc,
    /// What it takes.
    pub ty: RustType,
    /// Hidden in `Debug`.
    pub secret: bool,
    /// How it is cleared, where it can be.
    pub clear: Option<ClearDef>,
}

/// The method that clears a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearDef {
    /// Such as `clear_agent_id`.
    pub rust: String,
    /// What it sends, as a Rust expression.
    pub value: String,
    /// What it does.
    pub doc: Doc,
}

/// The handle of an entity and its requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestsDef {
    /// The handle, such as `Tickets`.
    pub handle: String,
    /// Of the handle.
    pub handle_doc: Doc,
    /// Of the accessor.
    pub accessor_doc: Doc,
    /// In the order list, get, create, update, delete, operations.
    pub requests: Vec<RequestDef>,
    /// Writes of several records.
    pub bulk: Vec<BulkDef>,
    /// Rows of the list can be fetched one by one.
    pub hydrates: bool,
}

/// A method that writes several records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkDef {
    /// What it does.
    pub kind: BulkKind,
    /// Of the method.
    pub doc: Doc,
    /// The argument, such as `tickets`.
    pub arg: String,
    /// Members of the key, where each record has one.
    pub key: Vec<ArgDef>,
    /// What each record is written as.
    pub write: TypeRef,
}

/// How several records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkKind {
    /// New ones in one request.
    CreateMany,
    /// New ones in as many requests as it takes.
    CreateAll,
    /// Changes in one request.
    UpdateMany,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestDef {
    /// Method of the handle, such as `list`; of the usual requests also the constructor of the call.
    pub verb: String,
    /// The struct, such as `ListTickets`.
    pub name: String,
    /// Of the method.
    pub method_doc: Doc,
    /// Of the struct.
    pub struct_doc: Doc,
    /// Members of the key, as arguments.
    pub key: Vec<ArgDef>,
    /// The argument that is the body.
    pub body: Option<BodyDef>,
    /// What it answers.
    pub reply: Reply,
    /// Its query parameters.
    pub params: Vec<ParamDef>,
    /// Methods that set one element of a list in the body.
    pub field_setters: Vec<FieldSetterDef>,
    /// What is to be known of it where it is an operation.
    pub operation: Option<OperationDef>,
}

/// An argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArgDef {
    /// In Rust.
    pub rust: String,
    /// What it takes.
    pub ty: RustType,
}

/// An argument that is a write type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyDef {
    /// In Rust.
    pub rust: String,
    /// The write type.
    pub ty: TypeRef,
}

/// What a request answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A page of the model.
    List(TypeRef),
    /// A model.
    Object(TypeRef),
    /// Any other type.
    Value(RustType),
    /// Any JSON.
    Json,
    /// The body as it is.
    Bytes,
    /// Nothing.
    Empty,
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
    /// What it takes.
    pub ty: RustType,
    /// Its type in the schema's words.
    pub type_name: String,
    /// An argument instead of a setter.
    pub required: bool,
    /// The field that it compares with.
    pub field: Option<String>,
    /// Parameters that it needs.
    pub needs: Vec<String>,
    /// Parameters that it cannot stand beside.
    pub excludes: Vec<String>,
}

/// An open enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumDef {
    /// The file that it comes from, below `schema/`.
    pub source: String,
    /// Module below `types`.
    pub module: String,
    /// Such as `TicketDateField`.
    pub name: String,
    /// What it is.
    pub doc: Doc,
    /// Integers on the wire instead of text.
    pub int: bool,
    /// The known values.
    pub values: Vec<ValueDef>,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueDef {
    /// Such as `Occurred`.
    pub variant: String,
    /// As on the wire.
    pub wire: String,
    /// Other spellings.
    pub also: Vec<String>,
    /// What it means.
    pub doc: Doc,
}
