//! What differs between two APIs.

use super::calls::Kinds;
use super::collector::ChangeCollector;
use super::pairs::{Pair, pairs};
use super::{Change, Rule};
use crate::ir::{Api, EntityDef, ListDef, OperationDef};
use crate::model::OperationKind;

/// Everything that differs, in no order and without places.
pub(super) fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let mut changes = Vec::new();
    let kinds = (Kinds::of(old), Kinds::of(new));
    super::types::compare(old, new, &kinds, &mut changes);
    let module = |entity: &EntityDef| entity.module.clone();
    for pair in pairs(&old.entities, &new.entities, |entity| &entity.module, |entity| &entity.catalog.path) {
        match pair {
            Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => {
                ChangeCollector::new(&new.module, &kinds, &mut changes).entity(old, new);
            }
            Pair::New(new) => {
                let what = format!("`{}` is new, at `{}`", module(new), new.catalog.path);
                ChangeCollector::new(&new.module, &kinds, &mut changes).report(Rule::EntityAdded, "", what);
            }
            Pair::Gone(old) => {
                let what = format!("`{}` at `{}` is gone", module(old), old.catalog.path);
                ChangeCollector::new(&old.module, &kinds, &mut changes).report(Rule::EntityRemoved, "", what);
            }
        }
    }
    ChangeCollector::new(super::resources::RESOURCES, &kinds, &mut changes).resources(old, new);
    changes
}

impl ChangeCollector<'_> {
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
        self.catalog(old, new);
        self.doc_alone(before, "", &old.doc, &new.doc);
        if let (Some(old), Some(new)) = (&old.own, &new.own) {
            self.model(&old.model, &new.model);
            self.write(old.write.as_ref(), new.write.as_ref(), &new.model);
        }
        self.handle(&old.handle, &new.handle);
    }

    fn catalog(&mut self, old: &EntityDef, new: &EntityDef) {
        let (before, after) = (&old.catalog, &new.catalog);
        self.fact(Rule::KeyChanged, "key", "the key", &before.key, &after.key);
        self.fact(Rule::UniqueFields, "unique", "unique", &before.unique, &after.unique);
        self.fact(Rule::ScopeChanged, "scopes", "the scope of reads", &before.read_scope, &after.read_scope);
        self.fact(Rule::ScopeChanged, "scopes", "the scope of writes", &before.write_scope, &after.write_scope);
        self.fact(Rule::ScopeEnforced, "scopes", "enforced", &before.enforce_scopes, &after.enforce_scopes);
        let list = |entity: &'_ EntityDef| entity.operation(OperationKind::List).and_then(|list| list.list.clone());
        if let (Some(old), Some(new)) = (list(old), list(new)) {
            self.list(&old, &new);
        }
    }

    fn list(&mut self, old: &ListDef, new: &ListDef) {
        self.fact(Rule::Envelope, "list.rows", "the key of the rows", &old.rows, &new.rows);
        self.fact(Rule::PagingChanged, "list.paging", "paging", &old.paging.word(), &new.paging.word());
        self.fact(Rule::PageCap, "list.page_cap", "the cap", &old.page_cap, &new.page_cap);
        self.fact(Rule::SortLevels, "list.sort", "levels of ordering", &old.sort, &new.sort);
    }

    /// What is sent, and how. Of the standard operations all of it follows from the entity, where it is said.
    pub(super) fn sent(&mut self, old: &OperationDef, new: &OperationDef) {
        if new.kind.is_standard() {
            return;
        }
        let name = &new.name;
        let sent = |operation: &OperationDef| {
            (operation.method, operation.path.clone(), operation.body_shape, operation.fixed.clone())
        };
        if sent(old) != sent(new) {
            self.report(Rule::OperationSent, name, format!("`{name}()` sends another method, path or body"));
        }
        self.fact(Rule::OperationSafety, name, &format!("`{name}()`"), &old.safety.word(), &new.safety.word());
        self.fact(Rule::ScopeChanged, name, &format!("the scope of `{name}()`"), &old.scope, &new.scope);
    }
}
