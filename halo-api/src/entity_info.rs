//! What the catalog tells of an entity: its operations, paths, scopes, parameters and fields.

use http::Method;

use crate::vocabulary::Safety;

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
    /// `GET` of the path.
    pub list: Option<ListInfo>,
    /// `GET` of the path and an id.
    pub get: Option<EndpointInfo>,
    /// `POST` without an id.
    pub create: Option<EndpointInfo>,
    /// `POST` with an id.
    pub update: Option<EndpointInfo>,
    /// `DELETE` of the path and an id.
    pub delete: Option<EndpointInfo>,
    /// Whatever else it offers.
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
}

/// A list endpoint.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ListInfo {
    /// Envelope keys that hold the rows; an empty string stands for a bare array.
    pub rows: &'static [&'static str],
    /// How it pages.
    pub paging: Paging,
    /// Most rows that a page ever holds, where known.
    pub page_cap: Option<u32>,
    /// Levels of ordering that the endpoint takes.
    pub sort: u32,
    /// Parameters that decide which rows come.
    pub filters: &'static [ParamInfo],
    /// Parameters that decide what the rows carry.
    pub options: &'static [ParamInfo],
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

/// How a list pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Paging {
    /// In pages: `pageinate`, `page_size` and `page_no`.
    Pages,
    /// No pages, at most `count` rows.
    Count,
    /// Everything in one reply.
    None,
}

/// An endpoint that is no list.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct EndpointInfo {
    /// Its query parameters.
    pub params: &'static [ParamInfo],
}

/// What an entity offers beside list, get, create, update and delete.
#[derive(Debug)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The method of the handle, such as `restore`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// Path below `/api`. A member of the key stands in braces, such as `{id}`.
    pub path: &'static str,
    /// Wire names of the members of the entity's key that are arguments.
    pub key: &'static [&'static str],
    /// Its query parameters.
    pub params: &'static [ParamInfo],
    /// The type whose write type is the body, in the schema's words.
    pub body: Option<&'static str>,
    /// Whether the body stands in an array.
    pub in_array: bool,
    /// What the body always holds, by wire name.
    pub fixed: &'static [(&'static str, Fixed)],
    /// What it answers, in the schema's words: a type, `bytes` or `none`.
    pub reply: &'static str,
    /// Whether it may be sent twice.
    pub safety: Safety,
    /// Scope that it is thought to need.
    pub scope: Option<&'static str>,
}

/// A value that the body of an operation always holds.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Fixed {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Another number.
    Float(f64),
    /// A text.
    Text(&'static str),
    /// The argument that is this member of the key.
    Key(&'static str),
}

/// A query parameter.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ParamInfo {
    /// As sent.
    pub wire_name: &'static str,
    /// The setter.
    pub rust_name: &'static str,
    /// In the schema's words, such as `list<StatusId>`.
    pub type_name: &'static str,
    /// Wire name of the field that it compares with, where known.
    pub field: Option<&'static str>,
    /// Wire names of parameters that it needs beside it.
    pub needs: &'static [&'static str],
    /// Wire names of parameters that it cannot stand beside; `paging` for paging itself.
    pub excludes: &'static [&'static str],
    /// Whether it is an argument instead of a setter.
    pub required: bool,
}

impl ParamInfo {
    /// A parameter that depends on no other.
    pub(crate) const fn new(wire_name: &'static str, rust_name: &'static str, type_name: &'static str) -> Self {
        Self { wire_name, rust_name, type_name, field: None, needs: &[], excludes: &[], required: false }
    }

    pub(crate) const fn field(self, field: &'static str) -> Self {
        Self { field: Some(field), ..self }
    }

    pub(crate) const fn needs(self, needs: &'static [&'static str]) -> Self {
        Self { needs, ..self }
    }

    pub(crate) const fn excludes(self, excludes: &'static [&'static str]) -> Self {
        Self { excludes, ..self }
    }

    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }
}

/// A field.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct FieldInfo {
    /// As on the wire.
    pub wire_name: &'static str,
    /// In Rust.
    pub rust_name: &'static str,
    /// In the schema's words, such as `list<CustomField>`.
    pub type_name: &'static str,
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
    pub(crate) const fn new(wire_name: &'static str, rust_name: &'static str, type_name: &'static str) -> Self {
        let (presence, access) = (Presence::Both, Access::Read);
        Self { wire_name, rust_name, type_name, required: false, presence, access, null_values: &[], secret: false }
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
