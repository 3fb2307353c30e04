//! What a request asks its response to contain: options bring fields that are left out otherwise.

use super::answer::ParsedRequest;
use super::store::Table;
use crate::catalog::{FieldInfo, OperationInfo, ParamInfo, Type};

/// The option that brings custom fields, by their ids.
const CUSTOM_FIELDS: &str = "include_custom_fields";

/// The options of a request.
#[derive(Default)]
pub(super) struct Options {
    /// Options that the operation takes, but the request did not set.
    unset: Vec<&'static str>,
    set: Vec<&'static str>,
    /// The definitions whose custom fields the request asked for; `None` if it cannot choose.
    pub(super) custom_fields: Option<Vec<i64>>,
}

impl Options {
    pub(super) fn of(operation: &'static OperationInfo, asked: &ParsedRequest<'_>) -> Self {
        let is_set = |name: &str, ty: Type| {
            let value = asked.param(name).filter(|value| !value.is_empty());
            value.is_some_and(|value| ty != Type::Bool || value == "true")
        };
        let (set, unset): (Vec<&ParamInfo>, Vec<&ParamInfo>) =
            operation.all_params().partition(|param| is_set(param.wire_name, param.ty));
        let ids = asked.param(CUSTOM_FIELDS).filter(|_| set.iter().any(|param| param.wire_name == CUSTOM_FIELDS));
        Self {
            set: set.into_iter().map(|param| param.wire_name).collect(),
            unset: unset.into_iter().map(|param| param.wire_name).collect(),
            custom_fields: ids.map(|ids| ids.split(',').filter_map(|id| id.trim().parse().ok()).collect()),
        }
    }

    /// Whether the request asks for none of what options bring to this entity.
    pub(super) fn are_plain(&self, table: &Table) -> bool {
        let brings = |name: &&str| table.brought_by.contains(*name);
        self.custom_fields.is_none() && !self.set.iter().any(brings)
    }

    /// Whether a field is in the response: no option brings it, one that does is set, or the operation has none that could.
    pub(super) fn bring(&self, field: &FieldInfo) -> bool {
        field.with.is_empty()
            || field.with.iter().any(|name| self.set.contains(name))
            || !field.with.iter().any(|name| self.unset.contains(name))
    }
}
