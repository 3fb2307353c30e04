//! The rules of the schema, one family per file. All of them look at everything: nothing stops at the first mistake.

mod docs;
mod endpoints;
mod keys;
mod names;
mod operations;
mod params;
mod renamed;
mod scopes;
mod types;
mod unused;
mod values;

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::read::Reading;
use crate::model::{Body, Entity, Operation, Param, Schema, Types};
use crate::naming::rust_name;
use crate::parallel;
use crate::source::Spanned;

/// Checks what was read.
pub(crate) fn all(reading: &Reading, diagnostics: &mut Diagnostics) {
    let types = Types::of(&reading.schema);
    let found = parallel::map(&families(), |family| {
        let mut check = Check {
            reading,
            schema: &reading.schema,
            types: &types,
            used: OnceCell::new(),
            diagnostics: Diagnostics::default(),
        };
        family(&mut check);
        check.diagnostics
    });
    diagnostics.append(found);
}

/// The families of rules, which know nothing of each other.
fn families<'a>() -> [fn(&mut Check<'a>); 10] {
    [
        Check::names,
        Check::docs,
        Check::types,
        Check::values,
        Check::endpoints,
        Check::operations,
        Check::keys,
        Check::params,
        Check::scopes,
        Check::unused,
    ]
}

/// What all checks look at.
struct Check<'a> {
    reading: &'a Reading,
    schema: &'a Schema,
    types: &'a Types<'a>,
    /// The names of types that something refers to, once they are asked for.
    used: OnceCell<BTreeSet<&'a str>>,
    diagnostics: Diagnostics,
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
    /// Its key in the schema, such as `list`, or the name of an operation.
    verb: &'a str,
    kind: Kind,
    /// The members of the key that are arguments.
    members: Vec<&'a Spanned<String>>,
    /// What the argument for the body is named after.
    body: Option<Spanned<String>>,
    params: Vec<&'a Param>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    List,
    /// `get`, `create`, `update`, `delete`.
    Usual,
    Operation,
}

impl Request<'_> {
    fn is_list(&self) -> bool {
        self.kind == Kind::List
    }

    /// Whether it addresses one row by its id, whatever the schema says.
    fn takes_id(&self) -> bool {
        self.kind == Kind::Usual && takes_key(self.verb)
    }
}

fn takes_key(verb: &str) -> bool {
    matches!(verb, "get" | "update" | "delete")
}

/// The requests of an entity that its own file describes; what `like` takes over is judged where it is from.
fn requests(entity: &Entity) -> Vec<Request<'_>> {
    let list = entity.list.as_ref().filter(|_| entity.says("list")).map(|list| Request {
        verb: "list",
        kind: Kind::List,
        members: Vec::new(),
        body: None,
        params: list.filters.iter().chain(&list.options).collect(),
    });
    let endpoints =
        [("get", &entity.get), ("create", &entity.create), ("update", &entity.update), ("delete", &entity.delete)];
    let usual = endpoints.into_iter().filter(|(verb, _)| entity.says(verb)).filter_map(|(verb, endpoint)| {
        endpoint.as_ref().map(|endpoint| Request {
            verb,
            kind: Kind::Usual,
            members: if takes_key(verb) { entity.key.iter().collect() } else { Vec::new() },
            body: matches!(verb, "create" | "update").then(|| entity.name.clone()),
            params: endpoint.params.iter().collect(),
        })
    });
    let operations = own_operations(entity).map(|operation| Request {
        verb: &operation.name.value,
        kind: Kind::Operation,
        members: operation.members(entity).collect(),
        body: operation.body.as_ref().map(|body| match &body.value {
            Body::Write => Spanned::new(entity.name.value.clone(), body.span),
            Body::Named(name) => Spanned::new(name.clone(), body.span),
        }),
        params: operation.params.iter().collect(),
    });
    list.into_iter().chain(usual).chain(operations).collect()
}

/// The operations of an entity that its own file describes.
fn own_operations(entity: &Entity) -> impl Iterator<Item = &Operation> {
    entity.operations.iter().filter(|_| entity.says("operations"))
}
