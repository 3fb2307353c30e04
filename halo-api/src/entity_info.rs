//! What the catalog tells of an entity: its operations, paths, scopes, parameters and fields.

mod operation;
mod types;

pub use self::operation::{
    BodyShape, Fixed, KeyInfo, KeyPlace, ListInfo, OperationInfo, OperationKind, Paging, ParamInfo, Reply, Role,
};
pub use self::types::Type;

/// An entity of Halo: one resource of its API.
#[derive(Debug)]
#[non_exhaustive]
pub struct EntityInfo {
    /// What one is called, such as `Ticket`. So is the Rust type, unless the entity shares the one of another.
    pub name: &'static str,
    /// Module and accessor, such as `tickets`.
    pub plural: &'static str,
    /// Path below `/api`, such as `/Tickets`.
    pub path: &'static str,
    /// Wire names of the fields that tell rows apart, leading ones first. Empty where nothing does.
    pub key: &'static [&'static str],
    /// What its ids are.
    pub id: IdKind,
    /// Scope that reading is thought to need, such as `read:tickets`.
    pub read_scope: Option<&'static str>,
    /// Scope that writing is thought to need.
    pub write_scope: Option<&'static str>,
    /// Whether a missing scope is proven to fail, so that it is an error before the network.
    pub enforce_scopes: bool,
    /// What it offers: list, get, create, update and delete as far as there are, then those with a name of their own.
    pub operations: &'static [&'static OperationInfo],
    /// The fields of replies, in the order in which Halo sends them.
    pub fields: &'static [FieldInfo],
    /// What is only ever sent, such as flags that steer the server.
    pub write_only: &'static [FieldInfo],
    /// An empty row, so that tests put every entity through the engine and none can be forgotten.
    #[cfg(test)]
    pub(crate) blank: fn() -> Box<dyn crate::codec::Model>,
}

impl EntityInfo {
    /// The field of this wire name.
    #[must_use]
    pub fn field(&self, wire_name: &str) -> Option<&'static FieldInfo> {
        self.fields.iter().find(|field| field.wire_name == wire_name)
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

/// What the ids of an entity are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdKind {
    /// Whole numbers.
    Int,
    /// Text, GUIDs among it.
    Text,
    /// It has none.
    None,
}

/// A field.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct FieldInfo {
    /// As on the wire.
    pub wire_name: &'static str,
    /// In Rust.
    pub rust_name: &'static str,
    /// Its type.
    pub ty: Type,
    /// Whether a response without it is refused: the members of the key.
    pub required: bool,
    /// Where it is filled.
    pub presence: Presence,
    /// Who sets it.
    pub access: Access,
    /// Values that stand for "not set".
    pub null_values: &'static [NullValue],
    /// Whether `Debug` hides it.
    pub secret: bool,
}

impl FieldInfo {
    /// A field that the server fills everywhere: what most are.
    pub(crate) const fn new(wire_name: &'static str, rust_name: &'static str, ty: Type) -> Self {
        let (presence, access) = (Presence::Both, Access::Read);
        Self { wire_name, rust_name, ty, required: false, presence, access, null_values: &[], secret: false }
    }

    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    pub(crate) const fn presence(self, presence: Presence) -> Self {
        Self { presence, ..self }
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

/// A value that stands for "not set", such as `0` where ids start at 1.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum NullValue {
    /// A number.
    Int(i64),
    /// A text.
    Text(&'static str),
}

/// Where a field is filled.
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

/// Who sets a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Access {
    /// The server.
    Read,
    /// The client; it never comes back.
    Write,
    /// Either.
    Both,
    /// The client, as a flag that steers the server.
    Control,
}
