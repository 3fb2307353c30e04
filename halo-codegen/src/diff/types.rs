//! Types and scopes: what is shared by entities.

use super::calls::Kinds;
use super::collector::ChangeCollector;
use super::pairs::{Pair, by_name, pairs};
use super::{Change, Rule};
use crate::ir::{Api, EnumDef, IdDef, ObjectDef, ScopeDef, ValueDef};
use crate::model::{EnumRepr, IdRepr};

pub(super) fn compare(old: &Api, new: &Api, kinds: &(Kinds<'_>, Kinds<'_>), changes: &mut Vec<Change>) {
    let mut scopes = ChangeCollector::new("scopes", kinds, changes);
    for pair in by_name(&old.scopes, &new.scopes, |scope| &scope.text) {
        scopes.scope(pair);
    }
    let mut ids = ChangeCollector::new("ids", kinds, changes);
    for pair in by_name(&old.ids, &new.ids, |id| &id.name) {
        ids.id(pair);
    }
    let mut types = ChangeCollector::new("types", kinds, changes);
    for pair in by_name(&old.objects, &new.objects, |object| &object.model.name) {
        types.object(pair);
    }
    for pair in by_name(&old.enums, &new.enums, |one| &one.name) {
        types.enumeration(pair);
    }
}

impl ChangeCollector<'_> {
    fn scope(&mut self, pair: Pair<'_, ScopeDef>) {
        match pair {
            Pair::New(new) => self.report(Rule::ScopeAdded, &new.text, format!("`Scope::{}` is new", new.variant)),
            Pair::Gone(old) => {
                self.report(Rule::ScopeRemoved, &old.text, format!("`Scope::{}` is gone", old.variant));
            }
            Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => {
                self.doc(&new.text, &old.doc, &new.doc);
            }
        }
    }

    fn added(&mut self, name: &str) {
        self.report(Rule::TypeAdded, name, format!("`{name}` is new"));
    }

    fn removed(&mut self, name: &str) {
        self.report(Rule::TypeRemoved, name, format!("`{name}` is gone"));
    }

    /// An id or enum that holds something else.
    fn holds(&mut self, name: &str, old: &str, new: &str) {
        if old != new {
            let what = format!("`{name}` held `{old}`, holds `{new}`; a bare `{old}` does not stand for it any more");
            self.report(Rule::TypeRetyped, name, what);
        }
    }

    fn id(&mut self, pair: Pair<'_, IdDef>) {
        match pair {
            Pair::New(new) => self.added(&new.name),
            Pair::Gone(old) => self.removed(&old.name),
            Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => {
                let held = |id: &IdDef| if id.repr == IdRepr::Int { "i64" } else { "String" };
                self.holds(&new.name, held(old), held(new));
                self.doc(&new.name, &old.doc, &new.doc);
            }
        }
    }

    fn object(&mut self, pair: Pair<'_, ObjectDef>) {
        match pair {
            Pair::New(new) => self.added(&new.model.name),
            Pair::Gone(old) => self.removed(&old.model.name),
            Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => {
                let before = self.changes.len();
                self.model(&old.model, &new.model);
                self.write(old.write.as_ref(), new.write.as_ref(), &new.model);
                for change in self.changes.iter_mut().skip(before) {
                    let dot = if change.item.is_empty() { "" } else { "." };
                    change.item = format!("{}{dot}{}", new.model.name, change.item);
                }
                self.doc(&new.model.name, &old.doc, &new.doc);
            }
        }
    }

    fn enumeration(&mut self, pair: Pair<'_, EnumDef>) {
        match pair {
            Pair::New(new) => self.added(&new.name),
            Pair::Gone(old) => self.removed(&old.name),
            Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => {
                let held = |one: &EnumDef| if one.repr == EnumRepr::Int { "i64" } else { "String" };
                self.holds(&new.name, held(old), held(new));
                self.doc(&new.name, &old.doc, &new.doc);
                for pair in pairs(&old.values, &new.values, |value| &value.variant, |value| &value.wire) {
                    self.value(&new.name, pair);
                }
            }
        }
    }

    fn value(&mut self, name: &str, pair: Pair<'_, ValueDef>) {
        let item = |value: &ValueDef| format!("{name}.{}", value.wire);
        match pair {
            Pair::Same(old, new) => self.value_facts(&item(new), old, new),
            Pair::Rewired(old, new) => {
                let what = format!("`{name}::{}` was `{}`, is `{}`", new.variant, old.wire, new.wire);
                self.report(Rule::ValueRewired, item(new), what);
                self.value_facts(&item(new), old, new);
            }
            Pair::Renamed(old, new) => {
                let what = format!("`{name}::{}` is now `{name}::{}`", old.variant, new.variant);
                self.report(Rule::ValueRenamed, item(new), what);
                self.value_facts(&item(new), old, new);
            }
            Pair::New(new) => self.report(Rule::ValueAdded, item(new), format!("`{name}::{}` is new", new.variant)),
            Pair::Gone(old) => {
                self.report(Rule::ValueRemoved, item(old), format!("`{name}::{}` is gone", old.variant));
            }
        }
    }

    fn value_facts(&mut self, item: &str, old: &ValueDef, new: &ValueDef) {
        if old.also != new.also {
            let what = format!("other spellings are read as `{}`", new.variant);
            self.report(Rule::ValueSpelling, item, what);
        }
        self.doc(item, &old.doc, &new.doc);
    }
}
