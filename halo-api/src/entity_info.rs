//! The catalog entry of an entity: its operations, paths, scopes, parameters and fields.

mod lookup;
mod operation;
mod resource;
mod types;

pub(crate) use self::operation::ANY_ROWS;
pub use self::operation::{
    BodyShape, Fixed, KeyInfo, KeyPlace, ListInfo, NeededField, OperationInfo, OperationKind, Paging, ParamInfo, Reply,
    Role,
};
pub use self::resource::{Evidence, ResourceInfo};
pub use self::types::Type;

pub(crate) use self::lookup::{Known, known};
#[cfg(feature = "mock")]
pub(crate) use self::lookup::{is_below, variables};

/// An entity of Halo: one resource of its API.
#[derive(Debug)]
#[non_exhaustive]
pub struct EntityInfo {
    /// The singular name, such as `Ticket`.
    ///
    /// It is also the name of the Rust type, unless the entity shares the type of another.
    pub name: &'static str,
    /// The name of the module and the accessor, such as `tickets`.
    pub plural: &'static str,
    /// The path below `/api`, such as `/Tickets`.
    pub path: &'static str,
    /// The wire names of the key fields, leading ones first. Empty if the entity has no key.
    pub key: &'static [&'static str],
    /// The kind of the entity's ids.
    pub id: IdKind,
    /// Halo's other names for it: what people call it, its vendor schemas, its path. `find` knows it by these as well.
    pub aliases: &'static [&'static str],
    /// The wire names of fields whose values Halo refuses to repeat, such as the name of a client.
    pub unique: &'static [&'static str],
    /// The scope that reading presumably requires, such as `read:tickets`.
    pub read_scope: Option<&'static str>,
    /// The scope that writing presumably requires.
    pub write_scope: Option<&'static str>,
    /// Whether requests without the scope are proven to fail, and therefore are not sent.
    pub enforce_scopes: bool,
    /// What it offers: list, get, create, update and delete as far as there are, then those with a name of their own.
    pub operations: &'static [&'static OperationInfo],
    /// The fields of responses, in the order in which Halo sends them.
    pub fields: &'static [FieldInfo],
    /// The fields that are only ever sent, such as flags that control the server.
    pub write_only: &'static [FieldInfo],
    /// Creates an empty row, for tests that decode and encode every entity.
    #[cfg(test)]
    pub(crate) new_empty: fn() -> Box<dyn crate::codec::Model>,
}

impl EntityInfo {
    /// The field with this wire name.
    #[must_use]
    pub fn field(&self, wire_name: &str) -> Option<&'static FieldInfo> {
        self.fields.iter().find(|field| field.wire_name == wire_name)
    }

    /// The field that a body means by this name: Halo matches the names of members without case.
    pub(crate) fn field_in_body(&self, name: &str) -> Option<&'static FieldInfo> {
        self.fields.iter().find(|field| field.wire_name.eq_ignore_ascii_case(name))
    }

    /// The same of the fields that are only sent.
    pub(crate) fn write_only_in_body(&self, name: &str) -> Option<&'static FieldInfo> {
        self.write_only.iter().find(|field| field.wire_name.eq_ignore_ascii_case(name))
    }

    /// The operation of a kind, if there is one; of those with a name of their own the first.
    #[must_use]
    pub fn operation(&self, kind: OperationKind) -> Option<&'static OperationInfo> {
        self.operations.iter().find(|operation| operation.kind == kind).copied()
    }

    /// Envelope keys that hold the rows of its list; none if it cannot be listed.
    pub(crate) fn row_keys(&self) -> &'static [&'static str] {
        let list = self.operation(OperationKind::List).and_then(|operation| operation.list.as_ref());
        list.map_or(&[], |list| list.rows)
    }
}

/// The kind of an entity's ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdKind {
    /// Whole numbers.
    Int,
    /// Text, including GUIDs.
    Text,
    /// The entity has no ids.
    None,
}

/// A field.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct FieldInfo {
    /// The name on the wire.
    pub wire_name: &'static str,
    /// The name in Rust.
    pub rust_name: &'static str,
    /// Its type.
    pub ty: Type,
    /// Whether a response without it is refused: the members of the key.
    pub required: bool,
    /// Which responses contain a value.
    pub presence: Presence,
    /// The wire names of the parameters that bring it: an operation that takes one of them fills it only if one is set.
    ///
    /// Operations that take none of them fill it anyway.
    pub with: &'static [&'static str],
    /// Which side sets the field.
    pub access: Access,
    /// The only kind of operation that accepts it, `Create` or `Update`; both do where there is none.
    pub only: Option<OperationKind>,
    /// The values that mean "not set".
    pub null_values: &'static [NullValue],
    /// Whether `Debug` hides the value.
    pub secret: bool,
}

impl FieldInfo {
    /// A field that the server fills everywhere: what most are.
    pub(crate) const fn new(wire_name: &'static str, rust_name: &'static str, ty: Type) -> Self {
        Self {
            wire_name,
            rust_name,
            ty,
            required: false,
            presence: Presence::Both,
            with: &[],
            access: Access::Read,
            only: None,
            null_values: &[],
            secret: false,
        }
    }

    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    pub(crate) const fn presence(self, presence: Presence) -> Self {
        Self { presence, ..self }
    }

    pub(crate) const fn with(self, with: &'static [&'static str]) -> Self {
        Self { with, ..self }
    }

    pub(crate) const fn only(self, only: OperationKind) -> Self {
        Self { only: Some(only), ..self }
    }

    pub(crate) const fn access(self, access: Access) -> Self {
        Self { access, ..self }
    }

    pub(crate) const fn null_values(self, null_values: &'static [NullValue]) -> Self {
        Self { null_values, ..self }
    }

    pub(crate) const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }
}

/// A value that means "not set", such as `0` if ids start at 1.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum NullValue {
    /// A number.
    Int(i64),
    /// A text.
    Text(&'static str),
    /// An instant, in whatever form it is written; without a zone it is UTC.
    Instant(&'static str),
    /// A calendar day: whatever begins with it.
    Day(&'static str),
}

/// Which responses contain a value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Presence {
    /// In list rows and details.
    Both,
    /// In list rows only.
    List,
    /// In details only.
    Detail,
}

/// Which side sets a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Access {
    /// Only the server sets it.
    Read,
    /// Only the client sets it; no response contains it.
    Write,
    /// Both sides set it.
    Both,
    /// The client sets it as a flag that controls the server.
    Control,
}
