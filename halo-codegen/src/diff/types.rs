//! Types and scopes: what is shared by entities.

use super::calls::Kinds;
use super::collector::ChangeCollector;
use super::pairs::{Pair, by_name, pairs};
use super::{Change, Rule, contents, words};
use crate::ir::{Api, EnumDef, IdDef, ModelDef, ObjectDef, ScopeDef, ValueDef};
use crate::model::{Access, EnumRepr, IdRepr};

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
            Pair::New(new) => {
                let what = format!("`Scope::{}` is new", new.variant);
                self.came(Rule::ScopeAdded, &new.text, what, new.text.clone());
            }
            Pair::Gone(old) => {
                let what = format!("`Scope::{}` is gone", old.variant);
                self.went(Rule::ScopeRemoved, &old.text, what, old.text.clone());
            }
            Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => {
                if old.variant != new.variant {
                    let what = format!("`Scope::{}` is now `Scope::{}`", old.variant, new.variant);
                    self.became(Rule::ScopeRenamed, new.text.clone(), what, (&old.variant, &new.variant));
                }
                self.doc(&new.text, &old.doc, &new.doc);
            }
        }
    }

    /// A type that is new: what it has, and a line per kind of that.
    fn added(&mut self, name: &str, has: &str, parts: Vec<String>) {
        self.came(Rule::TypeAdded, name, format!("{} is new", words::aside(name, has)), name.to_owned());
        self.with_parts(parts);
    }

    fn removed(&mut self, name: &str, has: &str, parts: Vec<String>) {
        self.went(Rule::TypeRemoved, name, format!("{} is gone", words::aside(name, has)), name.to_owned());
        self.with_parts(parts);
    }

    /// An id or enum that holds something else, and what goes with that.
    fn holds(&mut self, name: &str, (was, is): (&str, &str), gone: &str) {
        if was != is {
            let what = format!(
                "`{name}` held {} and now holds {}; {gone} are gone, and a bare `{was}` no longer stands for it",
                words::a(was),
                words::a(is)
            );
            self.became(Rule::TypeRetyped, name, what, (was, is));
        }
    }

    fn id(&mut self, pair: Pair<'_, IdDef>) {
        match pair {
            Pair::New(new) => self.added(&new.name, &format!(", {}", words::a(id_holds(new.repr))), Vec::new()),
            Pair::Gone(old) => self.removed(&old.name, &format!(", {}", words::a(id_holds(old.repr))), Vec::new()),
            Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => {
                let gone = match old.repr {
                    IdRepr::Int => "`Copy` and `From<i64>`, `From<i32>` and `From<u32>`",
                    _ => "`From<String>` and `From<&str>`",
                };
                self.holds(&new.name, (id_holds(old.repr), id_holds(new.repr)), gone);
                self.doc(&new.name, &old.doc, &new.doc);
            }
        }
    }

    /// Of an object, the list in `write` decides what has a setter: what `access` says is in the catalog alone.
    fn access(&mut self, old: &ModelDef, new: &ModelDef) {
        for pair in by_name(&old.fields, &new.fields, |field| &field.wire) {
            if let Pair::Same(old, new) = pair {
                self.fact(Rule::FieldAccess, &new.wire, (&old.access.word(), &new.access.word()), |_, _| {
                    let (was, is) = (accessed(old.access), accessed(new.access));
                    format!("the catalog said of `{}` that it is {was}, and now says that it is {is}", new.rust)
                });
            }
        }
    }

    fn object(&mut self, pair: Pair<'_, ObjectDef>) {
        match pair {
            Pair::New(new) => self.added(&new.model.name, &object_has(new), object_parts(new)),
            Pair::Gone(old) => self.removed(&old.model.name, &object_has(old), object_parts(old)),
            Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => {
                let before = self.changes.len();
                let writes = [old.write.as_ref(), new.write.as_ref()];
                self.model([&old.model, &new.model], writes, [&[], &[]]);
                self.write(old.write.as_ref(), new.write.as_ref(), &new.model);
                self.access(&old.model, &new.model);
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
            Pair::New(new) => self.added(&new.name, &enum_has(new), enum_parts(new)),
            Pair::Gone(old) => self.removed(&old.name, &enum_has(old), enum_parts(old)),
            Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => {
                let gone = match old.repr {
                    EnumRepr::Int => "`Copy`, `From<i64>` and `as_i64()`",
                    EnumRepr::String => "`From<&str>`, `From<String>`, `FromStr` and `as_str()`",
                };
                self.holds(&new.name, (enum_holds(old.repr), enum_holds(new.repr)), gone);
                self.doc(&new.name, &old.doc, &new.doc);
                for pair in pairs(&old.values, &new.values, |value| &value.variant, |value| &value.wire) {
                    self.value(old, new, pair);
                }
            }
        }
    }

    fn value(&mut self, before: &EnumDef, after: &EnumDef, pair: Pair<'_, ValueDef>) {
        let name = &after.name;
        let item = |value: &ValueDef| format!("{name}.{}", value.wire);
        match pair {
            Pair::Same(old, new) => {
                self.spellings((before, after), &item(new), old, new);
                self.doc(&item(new), &old.doc, &new.doc);
            }
            Pair::Rewired(old, new) => {
                let (was, is) = (words::text(&old.wire), words::text(&new.wire));
                let what = format!("`{name}::{}` stood for {was} and now stands for {is}", new.variant);
                self.became(Rule::ValueRewired, item(new), what, (&old.wire, &new.wire));
                self.spellings((before, after), &item(new), old, new);
            }
            Pair::Renamed(old, new) => {
                let what = format!("`{name}::{}` is now `{name}::{}`", old.variant, new.variant);
                self.became(Rule::ValueRenamed, item(new), what, (&old.variant, &new.variant));
                self.spellings((before, after), &item(new), old, new);
            }
            Pair::New(new) => {
                let (wire, was) = (words::text(&new.wire), read_as(before, &new.wire));
                let what = format!("`{name}::{}` is new, for {wire}, which was read as `{was}`", new.variant);
                self.came(Rule::ValueAdded, item(new), what, new.wire.clone());
            }
            Pair::Gone(old) => {
                let (wire, is) = (words::text(&old.wire), read_as(after, &old.wire));
                let what = format!("`{name}::{}` is gone; {wire} is now read as `{is}`", old.variant);
                self.went(Rule::ValueRemoved, item(old), what, old.wire.clone());
            }
        }
    }

    /// Other spellings of a value. One less turns what was read as the value into `Unknown`.
    fn spellings(&mut self, (before, after): (&EnumDef, &EnumDef), item: &str, old: &ValueDef, new: &ValueDef) {
        let less = old.also.iter().any(|one| !new.also.contains(one));
        let rule = if less { Rule::ValueSpelling } else { Rule::ValueSpellingAdded };
        self.fact(rule, item, (&old.also, &new.also), |old, new| {
            let moved = old.iter().chain(new).filter(|one| old.contains(one) != new.contains(one)).map(|one| {
                let (was, is) = (read_as(before, one), read_as(after, one));
                format!("{} was read as `{was}` and is now read as `{is}`", words::text(one))
            });
            let moved: Vec<String> = moved.collect();
            if moved.is_empty() { "the other spellings are in another order".to_owned() } else { moved.join("; ") }
        });
    }
}

/// What a value of Halo is read as.
fn read_as(one: &EnumDef, wire: &str) -> String {
    let known = one.values.iter().find(|value| value.wire == wire || value.also.iter().any(|also| also == wire));
    match (known, one.repr) {
        (Some(value), _) => format!("{}::{}", one.name, value.variant),
        (None, EnumRepr::Int) => format!("{}::Unknown({wire})", one.name),
        (None, EnumRepr::String) => format!("{}::Unknown({wire:?})", one.name),
    }
}

/// What the catalog says of a field, behind "it is".
fn accessed(access: Access) -> &'static str {
    match access {
        Access::Read => "only read",
        Access::Write => "only written",
        Access::Both => "read and written",
        Access::Control => "a flag that is only sent",
    }
}

fn id_holds(repr: IdRepr) -> &'static str {
    if repr == IdRepr::Int { "i64" } else { "String" }
}

fn enum_holds(repr: EnumRepr) -> &'static str {
    if repr == EnumRepr::Int { "i64" } else { "String" }
}

fn object_has(object: &ObjectDef) -> String {
    let fields = object.model.fields.iter().filter(|field| field.in_model).count();
    let write = object.write.as_ref().map(|write| format!("`{}`", write.name));
    let has: Vec<String> = contents::count(fields, "field").into_iter().chain(write).collect();
    if has.is_empty() { String::new() } else { format!(", with {}", words::and(&has)) }
}

fn object_parts(object: &ObjectDef) -> Vec<String> {
    contents::model(&object.model, object.write.as_ref())
}

fn enum_has(one: &EnumDef) -> String {
    contents::count(one.values.len(), "value").map_or_else(String::new, |values| format!(", with {values}"))
}

fn enum_parts(one: &EnumDef) -> Vec<String> {
    vec![contents::line("values", one.values.iter().map(|value| value.variant.clone()))]
}
