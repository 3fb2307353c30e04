//! What is known of paths without an entity file.

use super::Rule;
use super::collector::ChangeCollector;
use super::compare::Paged;
use super::pairs::{Pair, by_name};
use crate::ir::{Api, ResourceDef};
use crate::model::OperationKind;

/// The module that changes of resources are listed under.
pub(super) const RESOURCES: &str = "resources";

impl ChangeCollector<'_> {
    pub(super) fn resources(&mut self, old: &Api, new: &Api) {
        // A path that has got an entity file, or has lost it, is told as that.
        let is_entity =
            |api: &Api, path: &str| api.entities.iter().any(|entity| entity.catalog.path.eq_ignore_ascii_case(path));
        for pair in by_name(&old.resources, &new.resources, |resource| &resource.path) {
            match pair {
                Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => self.resource(old, new),
                Pair::New(after) if !is_entity(old, &after.path) => {
                    self.report(Rule::ResourceAdded, &after.path, format!("`{}` is known now", after.path));
                }
                Pair::Gone(before) if !is_entity(new, &before.path) => {
                    let what = format!("`{}` is no longer known, so it is paged as an unknown path", before.path);
                    self.report(Rule::ResourceRemoved, &before.path, what);
                }
                Pair::New(_) | Pair::Gone(_) => {}
            }
        }
    }

    fn resource(&mut self, old: &ResourceDef, new: &ResourceDef) {
        let path = &new.path;
        self.paged([path, path, path], &paged(old), &paged(new));
        self.fact(Rule::KeyChanged, path, "the key", &(&old.key, old.id.word()), &(&new.key, new.id.word()));
        self.fact(Rule::ScopeChanged, path, "the scope of reads", &old.read_scope, &new.read_scope);
        self.fact(Rule::ScopeChanged, path, "the scope of writes", &old.write_scope, &new.write_scope);
        let verbs = |resource: &ResourceDef| {
            resource.verbs.iter().map(|verb: &OperationKind| verb.word()).collect::<Vec<_>>().join(", ")
        };
        self.fact(Rule::ResourceFacts, path, "what it takes", &verbs(old), &verbs(new));
        let needs = |resource: &ResourceDef| {
            [&resource.needs, &resource.list_needs, &resource.delete_needs].map(|names| names.join(", "))
        };
        self.fact(Rule::ResourceFacts, path, "what it needs", &needs(old), &needs(new));
        let evidence = |resource: &ResourceDef| resource.evidence.map(crate::model::Evidence::word);
        self.fact(Rule::ResourceFacts, path, "the evidence", &evidence(old), &evidence(new));
    }
}

fn paged(resource: &ResourceDef) -> Paged<'_> {
    Paged { rows: &resource.rows, paging: resource.paging, window: resource.window.as_deref(), cap: resource.page_cap }
}
