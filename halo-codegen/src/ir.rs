//! The API as it will be: every name, type and line of documentation is decided here, and nothing after this decides.

mod catalog;
mod operation;
mod values;

use std::fmt;

pub use self::catalog::{CatalogDef, ListDef, ResourceDef};
pub use self::operation::{ArgDef, BodyDef, FixedValue, KeyDef, KeyPlace, NeededField, OperationDef, ParamDef, Takes};
pub use self::values::{FieldGetterDef, FieldSetterDef, KnownDef};
use crate::model::{Access, EnumRepr, IdRepr, Literal, Only, OperationKind, Presence, Scalar};

/// Everything that is generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Api {
    /// Groups of entities, none of which is empty.
    pub groups: Vec<GroupDef>,
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
    /// Paths without an entity file, by path.
    pub resources: Vec<ResourceDef>,
}

/// A group of entities, for overviews.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupDef {
    /// Its title, as Markdown.
    pub title: String,
    /// What is in it, as Markdown.
    pub doc: String,
    /// The entities, by module.
    pub entities: Vec<OverviewDef>,
}

/// What an overview says of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverviewDef {
    /// The file that it comes from, below `schema/`.
    pub source: String,
    /// Module and accessor, such as `tickets`.
    pub module: String,
    /// Such as `/Tickets`.
    pub path: String,
    /// Names of its operations.
    pub operations: Vec<String>,
    /// What it is, in one sentence, as Markdown.
    pub what: String,
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
    /// What it looks like on the wire.
    pub repr: IdRepr,
    /// What it identifies.
    pub doc: Doc,
    /// Other names under which the docs find it.
    pub aliases: Vec<String>,
}

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Built in.
    Scalar(Scalar),
    /// An id.
    Id(TypeRef, IdRepr),
    /// An enum.
    Enum(TypeRef, EnumRepr),
    /// A model, and its write type where there is one.
    Object(TypeRef, Option<TypeRef>),
    /// An object in a field, or an entity in a list of one: `Nested<T>`.
    Nested(Box<Type>),
    /// `Vec<T>`
    List(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// A file: a part of a form.
    File,
}

/// In the schema's words, such as `list<TicketId>`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(scalar) => scalar.fmt(f),
            Self::Id(name, _) | Self::Enum(name, _) | Self::Object(name, _) => f.write_str(&name.name),
            Self::Nested(object) => object.fmt(f),
            Self::List(element) => write!(f, "list<{element}>"),
            Self::Map(element) => write!(f, "map<{element}>"),
            Self::File => f.write_str("file"),
        }
    }
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
    /// Other names under which the docs find the module, the accessor, the handle and, if they are this entity's own, the
    /// struct, the write type and the id.
    pub aliases: Vec<String>,
    /// The path, by which the docs find the module.
    pub path_alias: String,
    /// What to use instead of the accessor.
    pub deprecated: Option<String>,
    /// The struct that replies hold.
    pub model: TypeRef,
    /// The two structs, unless they are another entity's.
    pub own: Option<OwnTypes>,
    /// The handle and its requests.
    pub handle: HandleDef,
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
    /// Sections of these.
    pub sections: Vec<SectionDef>,
    /// Positions of the fields that every row has.
    pub required: Vec<usize>,
    /// Methods that find one value in a list.
    pub field_getters: Vec<FieldGetterDef>,
}

/// A section of a model's fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionDef {
    /// Its title, as Markdown.
    pub title: String,
    /// The field that it begins with.
    pub first: String,
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
    pub ty: Type,
    /// A bare type instead of an `Option`.
    pub required: bool,
    /// Part of the model; a flag that steers the server is not.
    pub in_model: bool,
    /// Where it is filled.
    pub presence: Presence,
    /// Wire names of the parameters that bring it.
    pub with: Vec<String>,
    /// Who sets it.
    pub access: Access,
    /// The write that accepts it.
    pub only: Option<Only>,
    /// Values that mean "not set".
    pub null_values: Vec<Literal>,
    /// Hidden in `Debug`.
    pub secret: bool,
    /// Writing this list replaces the stored one.
    pub replaces: bool,
    /// The section that it is in.
    pub section: Option<String>,
    /// What to use instead.
    pub deprecated: Option<String>,
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
    /// The model of the record that it changes, where it is of an entity that can be updated.
    pub model: Option<TypeRef>,
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
    /// Its type.
    pub ty: Type,
    /// What it takes.
    pub takes: Takes,
    /// Hidden in `Debug`.
    pub secret: bool,
    /// The write that accepts it.
    pub only: Option<Only>,
    /// The section that it is in.
    pub section: Option<String>,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// How it is cleared, where it can be.
    pub clear: Option<ClearDef>,
}

/// The method that clears a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearDef {
    /// Such as `clear_agent_id`.
    pub rust: String,
    /// What it sends.
    pub value: Literal,
    /// What it does.
    pub doc: Doc,
}

impl EntityDef {
    /// The operation of a standard kind.
    #[must_use]
    pub fn operation(&self, kind: OperationKind) -> Option<&OperationDef> {
        self.handle.operations.iter().find(|operation| operation.kind == kind)
    }
}

impl BulkKind {
    /// The method of the handle.
    #[must_use]
    pub fn method(self) -> &'static str {
        match self {
            Self::CreateMany => "create_many",
            Self::CreateAll => "create_all",
            Self::UpdateMany => "update_many",
            Self::Upsert => "upsert",
        }
    }
}

/// The handle of an entity and its requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandleDef {
    /// The struct, such as `Tickets`.
    pub name: String,
    /// What it is.
    pub doc: Doc,
    /// Of the accessor.
    pub accessor_doc: Doc,
    /// In the order list, get, create, update, delete, and those with a name of their own.
    pub operations: Vec<OperationDef>,
    /// Writes of several records.
    pub bulk: Vec<BulkDef>,
    /// Rows of the list can be fetched one by one.
    pub hydrates: bool,
    /// The list can be asked for what changed since an instant.
    pub tells_changes: bool,
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
    /// New ones and changes, told apart by a field.
    Upsert,
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
    /// What its values look like on the wire.
    pub repr: EnumRepr,
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
