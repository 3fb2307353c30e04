//! Everything that generated code may name, in one place: rooms can be rearranged without generating anew.
//!
//! Used only by `generated/` and `extensions/`.

// What a schema does not use (a reply kind, a string id) must not be a warning.
#![allow(unused_imports)]

pub(crate) use crate::Halo;
pub(crate) use crate::codec::id::{int_id, string_id};
pub(crate) use crate::codec::open_enum::{int_enum, text_enum};
pub(crate) use crate::codec::{
    Extra, FieldSlot, Model, ModelInfo, Record, WriteBody, WriteValue, model, names, write_type,
};
pub(crate) use crate::custom_fields::{CustomFieldKey, CustomFieldRef, CustomFieldValue, find};
pub(crate) use crate::entity_info::{
    Access, BodyShape, EntityInfo, FieldInfo, Fixed, IdKind, KeyInfo, ListInfo, NullValue, OperationInfo,
    OperationKind, Paging, ParamInfo, Presence, Reply, Role, Type,
};
pub(crate) use crate::paging::{WriteAll, WriteMany};
pub(crate) use crate::request::Call;
pub(crate) use crate::request::macros::{hydrate_request, request};
pub(crate) use crate::vocabulary::Safety;
pub(crate) use http::Method;
