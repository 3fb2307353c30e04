//! What is known of paths without an entity file.

use super::collector::ChangeCollector;
use super::compare::{Paged, needed_scope, told_apart};
use super::pairs::{Pair, by_name};
use super::{Rule, words};
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
                    let what = format!("`{}` is no longer known, so it is paged like any unknown path", before.path);
                    self.report(Rule::ResourceRemoved, &before.path, what);
                }
                Pair::New(_) | Pair::Gone(_) => {}
            }
        }
    }

    fn resource(&mut self, old: &ResourceDef, new: &ResourceDef) {
        let path = &new.path;
        self.paged([path, path, path], &paged(old), &paged(new));
        self.fact(Rule::KeyChanged, path, (&key(old), &key(new)), |was, is| {
            format!("rows were told apart by {was}, and are now told apart by {is}")
        });
        for (who, was, is) in
            [("reads", &old.read_scope, &new.read_scope), ("writes", &old.write_scope, &new.write_scope)]
        {
            let moved = (&was.as_deref(), &is.as_deref());
            self.fact(Rule::ScopeChanged, path, moved, |was, is| needed_scope(who, *was, *is));
        }
        let verbs = |resource: &ResourceDef| {
            listed(&resource.verbs.iter().map(|verb: &OperationKind| verb.word().to_owned()).collect::<Vec<_>>())
        };
        self.fact(Rule::ResourceFacts, path, (&verbs(old), &verbs(new)), |was, is| {
            format!("the known requests were {was}, and are now {is}")
        });
        for (request, was, is) in [
            ("create", &old.needs, &new.needs),
            ("list", &old.list_needs, &new.list_needs),
            ("delete", &old.delete_needs, &new.delete_needs),
        ] {
            self.fact(Rule::ResourceFacts, path, (was, is), |was, is| {
                format!("`{request}` was seen to need {}, and is now seen to need {}", listed(was), listed(is))
            });
        }
        let evidence = |resource: &ResourceDef| resource.evidence.map_or("not stated", crate::model::Evidence::word);
        self.fact(Rule::ResourceFacts, path, (&evidence(old), &evidence(new)), |was, is| {
            format!("the evidence was {was} and is now {is}")
        });
    }
}

/// What tells rows apart, and of which type it is.
fn key(resource: &ResourceDef) -> String {
    let kind = if resource.key.is_empty() { String::new() } else { format!(" (id: {})", resource.id.word()) };
    told_apart(&resource.key) + &kind
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { words::all(names) }
}

fn paged(resource: &ResourceDef) -> Paged<'_> {
    Paged { rows: &resource.rows, paging: resource.paging, window: resource.window.as_deref(), cap: resource.page_cap }
}
