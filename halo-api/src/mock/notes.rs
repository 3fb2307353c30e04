//! What the mock notes about a request: names that Halo would ignore, and what it does not imitate itself.

use bytes::Bytes;
use http::{Method, Request};
use serde_json::Value;

use super::State;
use super::answer::ParsedRequest;
use super::filter;
use super::operation::writes;
use super::route::{Route, is_known};
use super::store::Table;
use crate::catalog::OperationKind;

/// What the mock notes about a request.
#[derive(Default)]
pub(super) struct Notes {
    /// Query parameters that the catalog does not know there.
    pub(super) unknown: Vec<String>,
    /// Filters that the mock does not apply.
    pub(super) unapplied: Vec<String>,
    /// Filters that the mock applies.
    pub(super) applied: Vec<String>,
    /// Members of the body that Halo ignores.
    pub(super) unknown_fields: Vec<String>,
    /// Ids in the body that name no record.
    pub(super) unknown_references: Vec<String>,
}

impl State {
    pub(super) fn notes(
        &mut self,
        request: &Request<Bytes>,
        query: &[(String, String)],
        body: Option<&Value>,
    ) -> Notes {
        let Some(route) = self.route(request.uri().path(), request.method()) else { return Notes::default() };
        let unknown = query.iter().filter(|(name, _)| !is_known(&route, name)).map(|(name, _)| name.clone()).collect();
        let context = self.context();
        let asked = ParsedRequest { uri: request.uri(), query, body: None };
        let (_, skipped) = filter::tests(route.entity, route.operation, &asked, &context);
        let named = |name: &&str| asked.param(name).is_some_and(|value| !value.is_empty());
        let filters = route.operation.filters.iter().map(|filter| filter.wire_name).filter(named);
        let applied = filters.filter(|name| !skipped.contains(name)).map(str::to_owned).collect();
        let unapplied = skipped.into_iter().map(str::to_owned).collect();
        let (unknown_fields, unknown_references) = body.map(|body| self.in_body(&route, body)).unwrap_or_default();
        Notes { unknown, unapplied, applied, unknown_fields, unknown_references }
    }

    /// Members of the records in a body that Halo ignores, and ids that name nothing; each once.
    fn in_body(&mut self, route: &Route, body: &Value) -> (Vec<String>, Vec<String>) {
        let is_write = matches!(route.operation.kind, OperationKind::Create | OperationKind::Update);
        if route.operation.method != Method::POST || !is_write && !writes(route) {
            return Default::default();
        }
        self.table(route.entity);
        let Some(table) = self.tables.get(route.entity.plural) else { return Default::default() };
        let (mut fields, mut references) = (Vec::new(), Vec::new());
        for (name, value) in records(body).iter().filter_map(Value::as_object).flatten() {
            add_new(&mut fields, unknown_in(table, name, value));
            add_new(&mut references, self.dangling(table, name, value));
        }
        (fields, references)
    }
}

/// Adds what is not there yet.
fn add_new(found: &mut Vec<String>, new: impl IntoIterator<Item = String>) {
    for new in new {
        if !found.contains(&new) {
            found.push(new);
        }
    }
}

/// The records of a body: the elements of an array, or the body itself.
pub(super) fn records(body: &Value) -> &[Value] {
    match body {
        Value::Array(records) => records,
        record => std::slice::from_ref(record),
    }
}

/// What of a member Halo ignores: the member itself, or elements of a list of custom fields that are not defined.
fn unknown_in(table: &Table, name: &str, value: &Value) -> Vec<String> {
    if !table.accepts(name) {
        return vec![name.to_owned()];
    }
    let list = table.value_lists.iter().find(|list| list.wire_name.eq_ignore_ascii_case(name));
    let (Some(list), Some(elements)) = (list, value.as_array()) else { return Vec::new() };
    let undefined = elements.iter().filter_map(|element| table.definitions.undefined(list, element));
    undefined.map(|key| format!("{}[{key}]", list.wire_name)).collect()
}
