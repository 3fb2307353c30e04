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
pub(crate) use crate::codec::{
    ElementChange, Extra, FieldPatch, IntoDecimal, Nested, Record, WriteBody, WriteValue, model, write_type,
};
pub(crate) use crate::custom_fields::{CustomFieldKey, CustomFieldRef, CustomFieldValue, find, read_as};
pub(crate) use crate::entity_info::{
    Access, BodyShape, EntityInfo, FieldInfo, Fixed, IdKind, KeyInfo, ListInfo, NeededField, NullValue, OperationInfo,
    OperationKind, Paging, ParamInfo, Presence, Reply, Role, Type,
};
pub(crate) use crate::files::{File, FormValue, temporary_id};
pub(crate) use crate::paging::macros::{changes_handle, changes_request, hydrate_request, list_request};
pub(crate) use crate::paging::{Upsert, UpsertKey, WriteAll};
pub(crate) use crate::request::macros::{request, settings};
pub(crate) use crate::request::{Call, WriteMany, single_statement};
pub(crate) use crate::vocabulary::{Error, Safety};
pub(crate) use http::Method;

/// Uses each macro by an arm that is there for this and gives nothing.
macro_rules! name_macros {
    ($($name:ident)*) => { $($name!();)* };
}
name_macros! {
    changes_handle changes_request hydrate_request int_enum int_id list_request model open_enum request string_id text_enum write_type
}

/// Uses the constructor of each type of fields or parameters.
macro_rules! name_types {
    ($($info:ident)*) => {$(
        let _ = ($info::bool, $info::int, $info::float, $info::decimal, $info::string, $info::datetime, $info::date);
        let _ = ($info::uuid, $info::json, $info::int_id, $info::text_id, $info::int_enum, $info::text_enum);
        let _ = $info::object;
    )*};
}

const _: () = {
    name_types!(FieldInfo ParamInfo);
    let _ = (Call::new, Call::of_rows, Call::set::<bool>, Call::with::<bool>, Call::set_field);
    let _ = (Call::value::<i64>, Call::json, Call::bytes, Call::download, Call::save_to, Call::none);
    let _ = (Call::with_values, Call::with_part, Call::set_part, FormValue::text::<bool>, FormValue::File);
    let _: fn(Call, Empty<_>) -> Call = Call::with_items;
    let _ = (Call::report_rows::<bool>, single_statement, temporary_id, crate::codec::decode_object);
    let _ = (KeyInfo::in_path, KeyInfo::in_query, KeyInfo::in_body);
    let _ = (ParamInfo::field, ParamInfo::role, ParamInfo::needs, ParamInfo::excludes, ParamInfo::required);
    let _ = (FieldInfo::new, FieldInfo::presence, FieldInfo::access, FieldInfo::null_values, FieldInfo::secret);
    let _ = (FieldInfo::with, FieldInfo::only, NeededField::new);
    let _ = (WriteBody::set_secret::<bool>, WriteBody::set_field, WriteBody::set_fields_from, WriteBody::known, find);
    let _ = read_as::<bool>;
    let _ = (WriteBody::change_element, ElementChange::Add, ElementChange::Update, ElementChange::Remove);
    let _: fn(_, CustomFieldKey, CustomFieldValue) -> FieldPatch = FieldPatch::merging;
    let _: fn(_, CustomFieldKey, CustomFieldValue) -> FieldPatch = FieldPatch::replacing;
    let _: fn([bool; 0]) -> WriteValue = WriteValue::list;
    let _: fn(i64) -> WriteValue = WriteValue::decimal;
    let _: fn(&mut Call, _, [bool; 0]) = Call::set_list;
    let _: fn(&mut Call, _, [i64; 0]) = Call::set_decimals;
    let _: fn(Call, _, [bool; 0]) -> Call = Call::with_list;
    let _: fn(Call, _, [i64; 0]) -> Call = Call::with_decimals;
    let _: fn(_, _, _, Empty<_>) -> WriteMany<()> = WriteMany::create;
    let _: fn(_, _, _, Empty<_>) -> WriteMany<()> = WriteMany::update;
    let _: fn(_, _, _, Empty<_>) -> WriteAll<()> = WriteAll::new;
    let _: fn(_, _, UpsertKey, Empty<_>) -> Upsert<()> = Upsert::new;
    let _ = crate::paging::Changes::<()>::new;
};
