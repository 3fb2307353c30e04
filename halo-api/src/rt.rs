//! Everything that generated code may name, in one place: rooms can be rearranged without generating anew.
//!
//! Used only by `generated/` and `extensions/`.

// What a schema does not use (a reply kind, a string id) must not be a warning.
#![allow(unused_imports)]

pub(crate) use crate::Halo;
pub(crate) use crate::codec::id::{int_id, string_id};
pub(crate) use crate::codec::open_enum::{int_enum, text_enum};
pub(crate) use crate::codec::{Extra, FieldPatch, IntoDecimal, Record, WriteBody, WriteValue, model, write_type};
pub(crate) use crate::custom_fields::{CustomFieldKey, CustomFieldRef, CustomFieldValue, find};
pub(crate) use crate::entity_info::{
    Access, EndpointInfo, EntityInfo, FieldInfo, Fixed, IdKind, ListInfo, NullValue, OperationInfo, Paging, ParamInfo,
    Presence,
};
pub(crate) use crate::paging::{WriteAll, WriteMany};
pub(crate) use crate::request::Call;
pub(crate) use crate::request::macros::{
    bytes_request, empty_request, hydrate_request, json_request, list_request, object_request, value_request,
};
pub(crate) use crate::vocabulary::Safety;
pub(crate) use http::Method;
