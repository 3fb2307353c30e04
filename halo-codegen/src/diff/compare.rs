//! What differs between two APIs.

use std::fmt::Debug;

use super::calls::Kinds;
use super::pairs::{Pair, pairs};
use super::{Change, Rule};
use crate::ir::{Api, CatalogDef, Doc, EntityDef, OperationDef, RustType};

/// Everything that differs, in no order and without places.
pub(super) fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let mut changes = Vec::new();
    let kinds = (Kinds::of(old), Kinds::of(new));
    super::types::compare(old, new, &kinds, &mut changes);
    let module = |entity: &EntityDef| entity.module.clone();
    for pair in pairs(&old.entities, &new.entities, |entity| &entity.module, |entity| &entity.catalog.path) {
        match pair {
            Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => {
                Within::new(&new.module, &kinds, &mut changes).entity(old, new);
            }
            Pair::New(new) => {
                let what = format!("`{}` is new, at `{}`", module(new), new.catalog.path);
                Within::new(&new.module, &kinds, &mut changes).report(Rule::EntityAdded, "", what);
            }
            Pair::Gone(old) => {
                let what = format!("`{}` at `{}` is gone", module(old), old.catalog.path);
                Within::new(&old.module, &kinds, &mut changes).report(Rule::EntityRemoved, "", what);
            }
        }
    }
    changes
}

/// The changes of one module.
pub(super) struct Within<'a> {
    entity: &'a str,
    /// Of the old API, and of the new one.
    kinds: &'a (Kinds<'a>, Kinds<'a>),
    pub(super) changes: &'a mut Vec<Change>,
}

impl<'a> Within<'a> {
    pub(super) fn new(entity: &'a str, kinds: &'a (Kinds<'a>, Kinds<'a>), changes: &'a mut Vec<Change>) -> Self {
        Self { entity, kinds, changes }
    }
}

impl Within<'_> {
    pub(super) fn report(&mut self, rule: Rule, item: impl Into<String>, what: impl Into<String>) {
        let change = Change { rule, what: what.into(), ..Change::at(self.entity, item.into()) };
        self.changes.push(change);
    }

    /// Reports that what `called` takes is of another type, and which calls of it still compile.
    pub(super) fn retyped(&mut self, rule: Rule, item: &str, called: &str, old: &RustType, new: &RustType) {
        let (before, after) = (super::calls::taken(old), super::calls::taken(new));
        let still_compiles = self.kinds.1.still((&self.kinds.0, old), new);
        if before == after {
            return;
        }
        let calls = match still_compiles.as_slice() {
            [] => "no call with what it took compiles any more".to_owned(),
            calls => format!("calls with `{}` still compile", calls.join("`, `")),
        };
        let what = format!("`{called}` took `{before}`, takes `{after}`; {calls}");
        let change = Change { rule, what, still_compiles, ..Change::at(self.entity, item.to_owned()) };
        self.changes.push(change);
    }

    /// Reports that a fact is another one.
    pub(super) fn fact<T: PartialEq + Debug>(&mut self, rule: Rule, item: &str, name: &str, old: &T, new: &T) {
        if old != new {
            self.report(rule, item, format!("{name} was {}, is {}", said(old), said(new)));
        }
    }

    pub(super) fn doc(&mut self, item: &str, old: &Doc, new: &Doc) {
        if old != new {
            self.report(Rule::DocChanged, item, "the doc says something else");
        }
    }

    /// A doc says what else is known of an item, so that it changes with it: worth a line only if nothing else did.
    pub(super) fn doc_alone(&mut self, before: usize, item: &str, old: &Doc, new: &Doc) {
        if self.changes.len() == before {
            self.doc(item, old, new);
        }
    }

    fn entity(&mut self, old: &EntityDef, new: &EntityDef) {
        let before = self.changes.len();
        if (&old.module, &old.model.name) != (&new.module, &new.model.name) {
            let name = |entity: &EntityDef| format!("`{}::{}`", entity.module, entity.model.name);
            self.report(Rule::EntityRenamed, "", format!("{} is now {}", name(old), name(new)));
        }
        let path = |entity: &EntityDef| entity.catalog.path.clone();
        if path(old) != path(new) {
            let what = format!("`{}` was at `{}`, is at `{}`", new.module, path(old), path(new));
            self.report(Rule::EntityMoved, "", what);
        }
        self.catalog(&old.catalog, &new.catalog);
        self.doc_alone(before, "", &old.doc, &new.doc);
        if let (Some(old), Some(new)) = (&old.own, &new.own) {
            self.model(&old.model, &new.model);
            self.write(old.write.as_ref(), new.write.as_ref(), &new.model);
        }
        self.requests(&old.requests, &new.requests);
    }

    fn catalog(&mut self, old: &CatalogDef, new: &CatalogDef) {
        self.fact(Rule::KeyChanged, "key", "the key", &old.key, &new.key);
        self.fact(Rule::ScopeChanged, "scopes", "the scope of reads", &old.read_scope, &new.read_scope);
        self.fact(Rule::ScopeChanged, "scopes", "the scope of writes", &old.write_scope, &new.write_scope);
        self.fact(Rule::ScopeEnforced, "scopes", "enforced", &old.enforce_scopes, &new.enforce_scopes);
        if let (Some(old), Some(new)) = (&old.list, &new.list) {
            self.fact(Rule::Envelope, "list.rows", "the key of the rows", &old.rows, &new.rows);
            self.fact(Rule::PagingChanged, "list.paging", "paging", &old.paging, &new.paging);
            self.fact(Rule::PageCap, "list.page_cap", "the cap", &old.page_cap, &new.page_cap);
            self.fact(Rule::SortLevels, "list.sort", "levels of ordering", &old.sort, &new.sort);
        }
    }

    pub(super) fn operation(&mut self, verb: &str, old: Option<&OperationDef>, new: Option<&OperationDef>) {
        let (Some(old), Some(new)) = (old, new) else { return };
        let sent = |operation: &OperationDef| {
            (operation.method, operation.path.clone(), operation.in_array, operation.fixed.clone())
        };
        if sent(old) != sent(new) {
            let what = format!("`{verb}()` sends another method, path or body");
            self.report(Rule::OperationSent, verb, what);
        }
        self.fact(Rule::OperationSafety, verb, &format!("`{verb}()`"), &old.safety, &new.safety);
        self.fact(Rule::ScopeChanged, verb, &format!("the scope of `{verb}()`"), &old.scope, &new.scope);
    }
}

/// A value as people say it.
fn said<T: Debug>(value: &T) -> String {
    let text = format!("{value:?}");
    match text.strip_prefix("Some(").and_then(|text| text.strip_suffix(')')) {
        Some(inner) => inner.to_owned(),
        None if text == "None" => "nothing".to_owned(),
        None => text,
    }
}
