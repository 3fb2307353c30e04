//! The rules of the schema, one family per file. All of them look at everything: nothing stops at the first mistake.

mod docs;
mod endpoints;
mod keys;
mod names;
mod params;
mod scopes;
mod types;
mod unused;
mod values;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::read::Reading;
use crate::model::{Entity, Param, Schema, Types};
use crate::naming::rust_name;
use crate::source::Spanned;

/// Checks what was read.
pub(crate) fn all(reading: &Reading, diagnostics: &mut Diagnostics) {
    let types = Types::of(&reading.schema);
    let mut check = Check { reading, schema: &reading.schema, types, diagnostics };
    check.names();
    check.docs();
    check.types();
    check.values();
    check.endpoints();
    check.keys();
    check.params();
    check.scopes();
    check.unused();
}

/// What all checks look at.
struct Check<'a> {
    reading: &'a Reading,
    schema: &'a Schema,
    types: Types<'a>,
    diagnostics: &'a mut Diagnostics,
}

impl Check<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn rust_name(&self, wire: &Spanned<String>, explicit: Option<&Spanned<String>>) -> String {
        rust_name(self.schema, &wire.value, explicit.map(|name| name.value.as_str()))
    }
}

/// A request of an entity.
struct Request<'a> {
    /// Its key in the schema, such as `list`.
    verb: &'static str,
    params: Vec<&'a Param>,
}

impl Request<'_> {
    fn is_list(&self) -> bool {
        self.verb == "list"
    }

    /// Whether it addresses one row, by the members of the key.
    fn takes_key(&self) -> bool {
        matches!(self.verb, "get" | "update" | "delete")
    }
}

/// The requests that an entity has.
fn requests(entity: &Entity) -> Vec<Request<'_>> {
    let list = entity
        .list
        .as_ref()
        .map(|list| Request { verb: "list", params: list.filters.iter().chain(&list.options).collect() });
    let endpoints =
        [("get", &entity.get), ("create", &entity.create), ("update", &entity.update), ("delete", &entity.delete)];
    let others = endpoints.into_iter().filter_map(|(verb, endpoint)| {
        endpoint.as_ref().map(|endpoint| Request { verb, params: endpoint.params.iter().collect() })
    });
    list.into_iter().chain(others).collect()
}
