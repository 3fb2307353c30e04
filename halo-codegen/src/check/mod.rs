//! The rules of the schema, one family per file. Every rule runs: nothing stops at the first mistake.

mod aliases;
mod docs;
mod endpoints;
mod filled;
mod groups;
mod keys;
mod marks;
mod names;
mod operations;
mod params;
mod renamed;
mod resources;
mod roles;
mod scopes;
mod types;
mod unused;
mod values;
mod windows;
mod writes;

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lower::key_args;
use crate::lower::names::{list_argument, rust_name};
use crate::model::read::ReadOutcome;
use crate::model::{Body, Entity, Operation, Schema, Types};
use crate::parallel;
use crate::source::Spanned;

pub(crate) use self::docs::says_only;

/// Checks what was read.
pub(crate) fn all(outcome: &ReadOutcome, diagnostics: &mut Diagnostics) {
    let types = Types::of(&outcome.schema);
    let found = parallel::map(&families(), |family| {
        let mut check = Check {
            outcome,
            schema: &outcome.schema,
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
fn families<'a>() -> [fn(&mut Check<'a>); 18] {
    [
        Check::names,
        Check::docs,
        Check::groups,
        Check::types,
        Check::values,
        Check::endpoints,
        Check::operations,
        Check::keys,
        Check::params,
        Check::windows,
        Check::roles,
        Check::scopes,
        Check::resources,
        Check::aliases,
        Check::marks,
        Check::filled,
        Check::writes,
        Check::unused,
    ]
}

/// What every check reads.
struct Check<'a> {
    outcome: &'a ReadOutcome,
    schema: &'a Schema,
    types: &'a Types<'a>,
    /// The names of the types that something refers to, collected on first use.
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

/// An operation, and what it takes as arguments.
struct Request<'a> {
    operation: &'a Operation,
    /// The members of the key that are arguments.
    members: Vec<&'a Spanned<String>>,
    /// What the argument for the body is named after.
    body: Option<Spanned<String>>,
}

impl Request<'_> {
    fn name(&self) -> &str {
        &self.operation.name.value
    }

    fn is_list(&self) -> bool {
        self.operation.list.is_some()
    }
}

/// The requests of an entity that its own file describes; what `like` takes over is judged where it is from.
fn requests(entity: &Entity) -> impl Iterator<Item = Request<'_>> {
    let own = entity.operations.iter().filter(|operation| entity.says(operation.kind.word()));
    own.map(|operation| Request {
        operation,
        members: key_args(entity, operation).map(|(member, _)| member).collect(),
        body: operation.body.as_ref().and_then(|body| {
            let name = match &body.value {
                Body::Write => entity.name.value.clone(),
                Body::Named(name) => name.clone(),
                Body::List(element) => list_argument(element).to_owned(),
                Body::Multipart => return None,
            };
            Some(Spanned::new(name, body.span))
        }),
    })
}

/// The operations with a name of their own that an entity's file describes.
fn own_operations(entity: &Entity) -> impl Iterator<Item = &Operation> {
    entity.custom_operations().filter(|operation| entity.says(operation.kind.word()))
}
