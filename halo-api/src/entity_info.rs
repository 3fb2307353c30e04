//! The catalog entry of an entity: its operations, paths, scopes, parameters and fields.

use http::Method;

use crate::vocabulary::Safety;

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
    /// The scope that reading presumably requires, such as `read:tickets`.
    pub read_scope: Option<&'static str>,
    /// The scope that writing presumably requires.
    pub write_scope: Option<&'static str>,
    /// Whether requests without the scope are proven to fail, and therefore are not sent.
    pub enforce_scopes: bool,
    /// The list endpoint: `GET` of the path.
    pub list: Option<ListInfo>,
    /// The get endpoint: `GET` of the path and an id.
    pub get: Option<EndpointInfo>,
    /// The create endpoint: `POST` without an id.
    pub create: Option<EndpointInfo>,
    /// The update endpoint: `POST` with an id.
    pub update: Option<EndpointInfo>,
    /// The delete endpoint: `DELETE` of the path and an id.
    pub delete: Option<EndpointInfo>,
    /// The other operations of the entity.
    pub operations: &'static [&'static OperationInfo],
    /// The fields of responses, in the order in which Halo sends them.
    pub fields: &'static [FieldInfo],
    /// The fields that are only ever sent, such as flags that control the server.
    pub write_only: &'static [FieldInfo],
    /// Creates an empty row, for tests that decode and encode every entity.
    #[cfg(test)]
    pub(crate) blank: fn() -> Box<dyn crate::codec::Model>,
}

impl EntityInfo {
    /// The field with this wire name.
    #[must_use]
    pub fn field(&self, wire_name: &str) -> Option<&'static FieldInfo> {
        self.fields.iter().find(|field| field.wire_name == wire_name)
    }
}

/// A list endpoint.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ListInfo {
    /// The envelope keys that contain the rows; an empty string means a bare array.
    pub rows: &'static [&'static str],
    /// How the list pages.
    pub paging: Paging,
    /// The most rows of a page, if known.
    pub page_cap: Option<u32>,
    /// The levels of ordering that the endpoint supports.
    pub sort: u32,
    /// The parameters that select rows.
    pub filters: &'static [ParamInfo],
    /// The parameters that select the contents of rows.
    pub options: &'static [ParamInfo],
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

/// How a list pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Paging {
    /// In pages: `pageinate`, `page_size` and `page_no`.
    Pages,
    /// No pages, at most `count` rows.
    Count,
    /// All rows in one response.
    None,
}

/// An endpoint other than a list.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct EndpointInfo {
    /// The query parameters of the endpoint.
    pub params: &'static [ParamInfo],
}

/// An operation other than list, get, create, update and delete.
#[derive(Debug)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The method of the handle, such as `restore`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below `/api`, with members of the key in braces, such as `{id}`.
    pub path: &'static str,
    /// The wire names of the key members that are arguments.
    pub key: &'static [&'static str],
    /// The query parameters of the operation.
    pub params: &'static [ParamInfo],
    /// The type whose write type is the body, in the schema's notation.
    pub body: Option<&'static str>,
    /// Whether the body is wrapped in an array.
    pub in_array: bool,
    /// The fixed members of the body, by wire name.
    pub fixed: &'static [(&'static str, Fixed)],
    /// The response in the schema's notation: a type, `bytes` or `none`.
    pub reply: &'static str,
    /// Whether the request may be sent twice.
    pub safety: Safety,
    /// The scope that the operation presumably requires.
    pub scope: Option<&'static str>,
}

/// A fixed value in the body of an operation.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Fixed {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(&'static str),
    /// The argument for this member of the key.
    Key(&'static str),
}

/// A query parameter.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ParamInfo {
    /// The name as sent.
    pub wire_name: &'static str,
    /// The name of the setter.
    pub rust_name: &'static str,
    /// The type in the schema's notation, such as `list<StatusId>`.
    pub type_name: &'static str,
    /// The wire name of the field that the parameter filters by, if known.
    pub field: Option<&'static str>,
    /// The wire names of the parameters that it requires.
    pub needs: &'static [&'static str],
    /// The wire names of the parameters that it excludes; `paging` for paging itself.
    pub excludes: &'static [&'static str],
    /// Whether the parameter is an argument instead of a setter.
    pub required: bool,
}

// Generated code uses each of these if the schema has such a parameter.
#[allow(dead_code)]
impl ParamInfo {
    /// Creates a parameter that depends on no other.
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
    /// The name on the wire.
    pub wire_name: &'static str,
    /// The name in Rust.
    pub rust_name: &'static str,
    /// The type in the schema's notation, such as `list<CustomField>`.
    pub type_name: &'static str,
    /// Whether a response without the field is an error, as for the members of the key.
    pub required: bool,
    /// Which responses contain a value.
    pub presence: Presence,
    /// Which side sets the field.
    pub access: Access,
    /// The values that mean "not set".
    pub null_values: &'static [NullValue],
    /// Whether `Debug` hides the value.
    pub secret: bool,
}

// Generated code uses each of these if the schema has such a field.
#[allow(dead_code)]
impl FieldInfo {
    /// Creates a field that the server fills in every response, as most are.
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

/// A value that means "not set", such as `0` if ids start at 1.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum NullValue {
    /// A number.
    Int(i64),
    /// A text.
    Text(&'static str),
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
