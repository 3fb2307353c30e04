//! Everything that generated code may name, in one place: rooms can be rearranged without generating anew.
//!
//! Used only by `generated/` and `extensions/`.

// What a schema does not use (a reply kind, a string id) must not be a warning. An import does not count as a use of a macro
// or of a method, so that these are named at the end.
#![allow(unused_imports)]

use std::iter::Empty;

pub(crate) use crate::Halo;
pub(crate) use crate::codec::id::{int_id, string_id};
pub(crate) use crate::codec::open_enum::{int_enum, open_enum, text_enum};
pub(crate) use crate::codec::{Extra, FieldPatch, IntoDecimal, Record, WriteBody, WriteValue, model, write_type};
pub(crate) use crate::custom_fields::{CustomFieldKey, CustomFieldRef, CustomFieldValue, find};
pub(crate) use crate::entity_info::{
    Access, EndpointInfo, EntityInfo, FieldInfo, Fixed, IdKind, ListInfo, NullValue, OperationInfo, Paging, ParamInfo,
    Presence,
};
pub(crate) use crate::paging::WriteAll;
pub(crate) use crate::paging::macros::{hydrate_request, list_request};
pub(crate) use crate::request::macros::{bytes_request, empty_request, json_request, object_request, value_request};
pub(crate) use crate::request::{Call, WriteMany};
pub(crate) use crate::vocabulary::Safety;
pub(crate) use http::Method;

/// Uses each macro by an arm that is there for this and gives nothing.
macro_rules! name_macros {
    ($($name:ident)*) => { $($name!();)* };
}
name_macros! {
    bytes_request empty_request hydrate_request int_enum int_id json_request list_request model object_request open_enum
    string_id text_enum value_request write_type
}

const _: () = {
    let _ = (Call::list, Call::get, Call::create, Call::update, Call::delete, Call::operation);
    let _ = (Call::set::<bool>, Call::with::<bool>, Call::set_field);
    let _ = (Call::value::<i64>, Call::json, Call::bytes, Call::empty);
    let _ = (ParamInfo::new, ParamInfo::field, ParamInfo::needs, ParamInfo::excludes, ParamInfo::required);
    let _ = (FieldInfo::new, FieldInfo::presence, FieldInfo::access, FieldInfo::null_values, FieldInfo::secret);
    let _ = (WriteBody::set_secret::<bool>, WriteBody::set_field, WriteBody::known, find);
    let _: fn(_, CustomFieldKey, CustomFieldValue) -> FieldPatch = FieldPatch::merging;
    let _: fn(_, CustomFieldKey, CustomFieldValue) -> FieldPatch = FieldPatch::replacing;
    let _: fn([bool; 0]) -> WriteValue = WriteValue::list;
    let _: fn(i64) -> WriteValue = WriteValue::decimal;
    let _: fn(&mut Call, _, [bool; 0]) = Call::set_list;
    let _: fn(&mut Call, _, [i64; 0]) = Call::set_decimals;
    let _: fn(Call, _, [bool; 0]) -> Call = Call::with_list;
    let _: fn(Call, _, [i64; 0]) -> Call = Call::with_decimals;
    let _: fn(_, _, Empty<_>) -> WriteMany<()> = WriteMany::create;
    let _: fn(_, _, Empty<_>) -> WriteMany<()> = WriteMany::update;
    let _: fn(_, _, Empty<_>) -> WriteAll<()> = WriteAll::new;
};
