//! Operations of entities: what is sent, and what comes back.

use http::Method;

use super::Type;
use crate::vocabulary::Safety;

/// An operation of an entity: everything that the client needs to know to send it and to read its reply.
#[derive(Debug)]
#[non_exhaustive]
pub struct OperationInfo {
    /// What it is.
    pub kind: OperationKind,
    /// The method of the handle, such as `list` or `restore`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// Path below `/api`. A member of the key stands in braces, such as `{id}`.
    pub path: &'static str,
    /// Members of the entity's key that are arguments, leading ones first; then the other arguments in the path.
    pub key: &'static [KeyInfo],
    /// Query parameters of a list that decide which rows come.
    pub filters: &'static [ParamInfo],
    /// The other query parameters: of a list those that decide what the rows carry.
    pub params: &'static [ParamInfo],
    /// The parts of the form that is the body, in the order in which they are sent.
    pub parts: &'static [ParamInfo],
    /// What the body writes, where it is an argument.
    pub body: Option<Type>,
    /// How the body is sent.
    pub body_shape: BodyShape,
    /// What the body always holds, by wire name.
    pub fixed: &'static [(&'static str, Fixed)],
    /// What the body must contain: of each group at least one field that is not null.
    pub needs: &'static [&'static [NeededField]],
    /// Whether Halo is proven to refuse a body without it. Such a body is not sent.
    pub enforce_needs: bool,
    /// What it replies with.
    pub reply: Reply,
    /// Whether it may be sent twice.
    pub safety: Safety,
    /// Scope that it is thought to need.
    pub scope: Option<&'static str>,
    /// How a list gives its rows.
    pub list: Option<ListInfo>,
}

impl OperationInfo {
    /// An operation without arguments, body and reply.
    pub(crate) const fn new(
        kind: OperationKind,
        name: &'static str,
        method: Method,
        path: &'static str,
        safety: Safety,
    ) -> Self {
        Self {
            kind,
            name,
            method,
            path,
            key: &[],
            filters: &[],
            params: &[],
            parts: &[],
            body: None,
            body_shape: BodyShape::None,
            fixed: &[],
            needs: &[],
            enforce_needs: false,
            reply: Reply::None,
            safety,
            scope: None,
            list: None,
        }
    }

    /// All its query parameters, the filters first.
    pub fn all_params(&self) -> impl Iterator<Item = &'static ParamInfo> {
        self.filters.iter().chain(self.params)
    }

    /// The parameter that the client uses for this.
    pub(crate) fn param_of(&self, role: Role) -> Option<&'static ParamInfo> {
        self.all_params().find(|param| param.role == Some(role))
    }
}

/// How the mock and tests make one: they say only what matters.
#[cfg(any(test, feature = "mock"))]
#[allow(dead_code)] // Which of these are used depends on the features.
impl OperationInfo {
    pub(crate) const fn key(mut self, key: &'static [KeyInfo]) -> Self {
        self.key = key;
        self
    }

    pub(crate) const fn filters(mut self, filters: &'static [ParamInfo]) -> Self {
        self.filters = filters;
        self
    }

    pub(crate) const fn params(mut self, params: &'static [ParamInfo]) -> Self {
        self.params = params;
        self
    }

    pub(crate) const fn parts(mut self, parts: &'static [ParamInfo]) -> Self {
        self.parts = parts;
        self
    }

    pub(crate) const fn body(mut self, body: Type) -> Self {
        self.body = Some(body);
        self
    }

    pub(crate) const fn body_shape(mut self, shape: BodyShape) -> Self {
        self.body_shape = shape;
        self
    }

    pub(crate) const fn fixed(mut self, fixed: &'static [(&'static str, Fixed)]) -> Self {
        self.fixed = fixed;
        self
    }

    /// What the body must contain, as it is proven.
    pub(crate) const fn needs(mut self, needs: &'static [&'static [NeededField]]) -> Self {
        self.needs = needs;
        self.enforce_needs = true;
        self
    }

    pub(crate) const fn reply(mut self, reply: Reply) -> Self {
        self.reply = reply;
        self
    }

    pub(crate) const fn scope(mut self, scope: &'static str) -> Self {
        self.scope = Some(scope);
        self
    }

    pub(crate) const fn list(mut self, list: ListInfo) -> Self {
        self.list = Some(list);
        self
    }
}

/// What an operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OperationKind {
    /// Lists rows.
    List,
    /// Fetches one row by its key.
    Get,
    /// Creates rows.
    Create,
    /// Changes rows.
    Update,
    /// Deletes one row by its key.
    Delete,
    /// Whatever else the resource offers, under a name of its own.
    Custom,
}

/// A member of the entity's key, or another argument in the path, that an operation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyInfo {
    /// As on the wire.
    pub wire_name: &'static str,
    /// Where it is sent.
    pub place: KeyPlace,
}

impl KeyInfo {
    pub(crate) const fn in_path(wire_name: &'static str) -> Self {
        Self { wire_name, place: KeyPlace::Path }
    }

    pub(crate) const fn in_query(wire_name: &'static str) -> Self {
        Self { wire_name, place: KeyPlace::Query }
    }

    pub(crate) const fn in_body(wire_name: &'static str) -> Self {
        Self { wire_name, place: KeyPlace::Body }
    }
}

/// Where a member of the key is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyPlace {
    /// In the path, where its name stands in braces.
    Path,
    /// In the query, by its wire name.
    Query,
    /// In the body, as its fixed fields say.
    Body,
}

/// How a body is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyShape {
    /// There is none.
    None,
    /// As the object that it is.
    Object,
    /// As an element of an array, which may have several.
    Array,
    /// As a form of texts and files (`multipart/form-data`).
    Multipart,
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

/// A field that a body must contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct NeededField {
    /// The name on the wire.
    pub wire_name: &'static str,
    /// The setter of the write type.
    pub rust_name: &'static str,
}

impl NeededField {
    pub(crate) const fn new(wire_name: &'static str, rust_name: &'static str) -> Self {
        Self { wire_name, rust_name }
    }
}

/// What an operation replies with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reply {
    /// Nothing that is read.
    None,
    /// The body as it is.
    Bytes,
    /// A file: the one in the response, or the one that it links to.
    Download,
    /// Any JSON.
    Json,
    /// A page of such rows.
    Page(Type),
    /// One object of a model.
    Object(Type),
    /// A value of any other type.
    Value(Type),
}

/// How a list gives its rows.
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
}

/// Rows under any name: the bare array, or the only array in the response.
pub(crate) const ANY_ROWS: &[&str] = &["*"];

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
    /// By ids older than the last one, with this parameter, at most `count` rows at once.
    Window(&'static str),
}

/// A query parameter.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ParamInfo {
    /// As sent.
    pub wire_name: &'static str,
    /// The setter.
    pub rust_name: &'static str,
    /// Its type.
    pub ty: Type,
    /// What the client uses it for.
    pub role: Option<Role>,
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
    pub(crate) const fn new(wire_name: &'static str, rust_name: &'static str, ty: Type) -> Self {
        Self { wire_name, rust_name, ty, role: None, field: None, needs: &[], excludes: &[], required: false }
    }

    pub(crate) const fn field(self, field: &'static str) -> Self {
        Self { field: Some(field), ..self }
    }

    pub(crate) const fn role(self, role: Role) -> Self {
        Self { role: Some(role), ..self }
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

/// What the client uses a parameter for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Asks for the whole row.
    Detail,
    /// Asks a write for every row that it wrote, not the last one only.
    AllRows,
    /// Only rows that changed at or after this instant.
    Since,
    /// Only rows that changed at or before this instant.
    Until,
    /// Deleted rows, which are left out otherwise.
    Deleted,
}
