//! What differs between two structs: what responses hold, and what writes send.

use std::iter;

use super::collector::ChangeCollector;
use super::filled::Facts;
use super::pairs::{Pair, by_name, pairs};
use super::{Change, Rule, contents, words};
use crate::ir::{FieldDef, FieldSetterDef, ModelDef, OperationDef, SetterDef, WriteDef};
use crate::lower::shown_field;
use crate::model::{Access, Literal, Only};

impl ChangeCollector<'_> {
    /// Compares two structs, each with its write type and the operations whose parameters bring fields.
    pub(super) fn model(
        &mut self,
        [old, new]: [&ModelDef; 2],
        writes: [Option<&WriteDef>; 2],
        operations: [&[OperationDef]; 2],
    ) {
        let in_model =
            |model: &ModelDef| model.fields.iter().filter(|field| field.in_model).cloned().collect::<Vec<_>>();
        if old.sections != new.sections {
            self.report(Rule::DocChanged, "", "the fields are under other sections");
        }
        let (old_fields, new_fields) = (in_model(old), in_model(new));
        // What has no update is not compared with a record.
        let is_compared = writes.iter().all(|write| write.is_some_and(|write| write.model.is_some()));
        let facts = Facts { operations, is_compared };
        for pair in pairs(&old_fields, &new_fields, |field| &field.rust, |field| &field.wire) {
            match pair {
                Pair::Same(old, new) => self.field(old, new, &facts),
                Pair::Rewired(old, new) => {
                    let what =
                        format!("`{}` was read from `{}` and is now read from `{}`", new.rust, old.wire, new.wire);
                    self.became(Rule::FieldRewired, &new.wire, what, (&old.wire, &new.wire));
                    self.field(old, new, &facts);
                }
                Pair::Renamed(old, new) => {
                    let what = format!("`{}` is now `{}`", old.rust, new.rust);
                    self.became(Rule::FieldRenamed, &new.wire, what, (&old.rust, &new.rust));
                    self.field(old, new, &facts);
                }
                Pair::New(new) => {
                    let held = shown_field(new);
                    self.came(Rule::FieldAdded, &new.wire, format!("`{}: {held}` is new", new.rust), held);
                }
                Pair::Gone(old) => {
                    let flag = new.fields.iter().find(|field| !field.in_model && field.wire == old.wire);
                    let what = no_longer_read(old, flag, writes);
                    self.went(Rule::FieldRemoved, &old.wire, what, shown_field(old));
                }
            }
        }
        for pair in by_name(&old.field_getters, &new.field_getters, |getter| &getter.rust) {
            match pair {
                Pair::New(new) => {
                    let what = format!("`{}()` and `{}()` are new and read values of the list", new.rust, new.all);
                    self.report(Rule::GetterAdded, &new.wire, what);
                }
                Pair::Gone(old) => {
                    let what = format!("`{}()` and `{}()`, which read values of the list, are gone", old.rust, old.all);
                    self.report(Rule::GetterRemoved, &old.wire, what);
                }
                Pair::Same(..) | Pair::Rewired(..) | Pair::Renamed(..) => {}
            }
        }
    }

    fn field(&mut self, old: &FieldDef, new: &FieldDef, facts: &Facts<'_>) {
        let item = new.wire.as_str();
        // A doc tells the wire name where it is not the Rust name, so that it differs with either.
        let before = if (&old.rust, &old.wire) == (&new.rust, &new.wire) { self.changes.len() } else { usize::MAX };
        let (was, is) = (shown_field(old), shown_field(new));
        if was != is {
            let what = format!("`{}` was `{was}` and is now `{is}`", old.rust);
            self.became(Rule::FieldRetyped, item, what, (was, is));
        }
        self.filled(old, new, facts);
        let (was, is) = (values(&old.null_values), values(&new.null_values));
        if was != is {
            self.became(Rule::FieldUnset, item, unset(new, &old.null_values), (was, is));
        }
        self.deprecated(item, &new.rust, old.deprecated.as_deref(), new.deprecated.as_deref());
        self.secret(item, &new.rust, old.secret, new.secret);
        if old.replaces != new.replaces {
            let did = |replaces| if replaces { "replaced the stored one" } else { "was merged with the stored one" };
            let does = |replaces| if replaces { "now replaces it" } else { "is now merged with it" };
            let (did, does) = (did(old.replaces), does(new.replaces));
            let what = format!("a list that is sent as `{}` {did} and {does}", new.rust);
            self.became(Rule::FieldReplaces, item, what, (old.replaces.to_string(), new.replaces.to_string()));
        }
        self.doc_alone(before, item, &old.doc, &new.doc);
    }

    fn secret(&mut self, item: &str, name: &str, old: bool, new: bool) {
        if old != new {
            let (did, does) = if new { ("showed", "hides") } else { ("hid", "shows") };
            let what = format!("`Debug` {did} `{name}` and now {does} it");
            self.became(Rule::FieldSecret, item, what, (old.to_string(), new.to_string()));
        }
    }

    /// Compares write types. What their docs say is said of the model's fields already.
    pub(super) fn write(&mut self, old: Option<&WriteDef>, new: Option<&WriteDef>, model: &ModelDef) {
        let has = |write: &WriteDef| {
            contents::count(write.setters.len(), "setter").map_or_else(String::new, |count| format!(", with {count}"))
        };
        match (old, new) {
            (Some(old), Some(new)) => {
                self.setters(old, new, model);
                self.field_setters(&old.field_setters, &new.field_setters);
                self.known(old, new);
                self.only_changes(old, new);
            }
            (None, Some(new)) => {
                self.report(Rule::WriteTypeAdded, "", format!("`{}` is new{}", new.name, has(new)));
                self.with_parts(vec![contents::setters(new)]);
            }
            (Some(old), None) => {
                self.report(Rule::WriteTypeRemoved, "", format!("{} is gone", words::aside(&old.name, &has(old))));
                self.with_parts(vec![contents::setters(old)]);
            }
            (None, None) => {}
        }
    }

    /// The method that takes stored lists from a record: it is there while there is such a list.
    fn known(&mut self, old: &WriteDef, new: &WriteDef) {
        match (&old.known, &new.known) {
            (None, Some(known)) => {
                let what = format!("`known()` is new and takes {} from a record", words::all(&known.lists));
                self.report(Rule::SetterAdded, known.lists.join(", "), what);
            }
            (Some(known), None) => {
                let what = format!("`known()`, which took {} from a record, is gone", words::all(&known.lists));
                self.report(Rule::SetterRemoved, known.lists.join(", "), what);
            }
            _ => {}
        }
    }

    /// The method that compares with a record: it is there while records can be updated.
    fn only_changes(&mut self, old: &WriteDef, new: &WriteDef) {
        match (&old.model, &new.model) {
            (None, Some(_)) => self.report(Rule::SetterAdded, "", "`only_changes()` is new and compares with a record"),
            (Some(_), None) => {
                self.report(Rule::SetterRemoved, "", "`only_changes()`, which compared with a record, is gone");
            }
            _ => {}
        }
    }

    fn setters(&mut self, old: &WriteDef, new: &WriteDef, model: &ModelDef) {
        let write = &new.name;
        for pair in pairs(&old.setters, &new.setters, |setter| &setter.rust, |setter| &setter.wire) {
            match pair {
                Pair::Same(old, new) => {
                    let before = self.changes.len();
                    self.setter(old, new);
                    if !is_read(model, &new.wire) {
                        let setter = format!("{}()", new.rust);
                        self.deprecated(&new.wire, &setter, old.deprecated.as_deref(), new.deprecated.as_deref());
                        self.secret(&new.wire, &new.rust, old.secret, new.secret);
                        self.doc_alone(before, &new.wire, &old.doc, &new.doc);
                    }
                }
                Pair::Rewired(old, new) => {
                    let what = format!("`{}()` sent `{}` and now sends `{}`", new.rust, old.wire, new.wire);
                    self.became(Rule::SetterRewired, &new.wire, what, (&old.wire, &new.wire));
                    self.setter(old, new);
                }
                Pair::Renamed(old, new) => {
                    let clears = match (&old.clear, &new.clear) {
                        (Some(old), Some(new)) => format!(", and `{}()` is now `{}()`", old.rust, new.rust),
                        _ => String::new(),
                    };
                    let what = format!("`{}()` is now `{}()`{clears}", old.rust, new.rust);
                    self.became(Rule::SetterRenamed, &new.wire, what, (&old.rust, &new.rust));
                    self.setter(old, new);
                }
                Pair::New(new) => {
                    let takes = super::calls::taken(&new.takes);
                    let what = if self.has_field(&new.wire) {
                        format!("{} new on `{write}`", words::are(&methods(new)))
                    } else {
                        came(new, &takes, write)
                    };
                    self.came(Rule::SetterAdded, &new.wire, what, takes);
                }
                Pair::Gone(old) => {
                    let takes = super::calls::taken(&old.takes);
                    let what = gone(old, &takes, write) + &still_read(model, old);
                    self.went(Rule::SetterRemoved, &old.wire, what, takes);
                }
            }
        }
    }

    /// Whether a field is new, so that its row says what the setter takes.
    fn has_field(&self, wire: &str) -> bool {
        let is_it = |change: &Change| change.rule == Rule::FieldAdded && change.item == wire;
        self.changes.iter().any(|change| is_it(change) && change.entity == self.entity)
    }

    fn setter(&mut self, old: &SetterDef, new: &SetterDef) {
        let item = new.wire.as_str();
        self.retyped(Rule::SetterRetyped, item, &format!("{}()", old.rust), &old.takes, &new.takes);
        self.only(old, new);
        match (&old.clear, &new.clear) {
            (None, Some(clear)) => {
                let what = format!("`{}()` is new and sends {}", clear.rust, words::literal(&clear.value));
                self.came(Rule::ClearAdded, item, what, clear.value.to_string());
            }
            (Some(clear), None) => {
                let what = format!("`{}()`, which sent {}, is gone", clear.rust, words::literal(&clear.value));
                self.went(Rule::ClearRemoved, item, what, clear.value.to_string());
            }
            (Some(was), Some(is)) if was.value != is.value => {
                let (sent, sends) = (words::literal(&was.value), words::literal(&is.value));
                let what = format!("`{}()` sent {sent} and now sends {sends}", is.rust);
                self.became(Rule::ClearValue, item, what, (was.value.to_string(), is.value.to_string()));
            }
            _ => {}
        }
    }

    /// Which write alone accepts it: the others refuse what they sent.
    fn only(&mut self, old: &SetterDef, new: &SetterDef) {
        let only = |setter: &SetterDef| setter.only.map(Only::word);
        let rule = if new.only.is_some() { Rule::SetterOnly } else { Rule::SetterOnlyFreed };
        self.fact(rule, &new.wire, (&only(old), &only(new)), |was, is| {
            let write =
                |only: Option<&str>| only.map_or_else(|| "every write".to_owned(), |only| format!("`{only}` only"));
            format!("`{}()` was accepted by {} and is now accepted by {}", new.rust, write(*was), write(*is))
        });
    }

    /// Compares the methods that set one value of a list.
    fn field_setters(&mut self, old: &[FieldSetterDef], new: &[FieldSetterDef]) {
        for pair in by_name(old, new, |setter| &setter.rust) {
            match pair {
                Pair::New(new) => {
                    let what = format!("`{}()` and `{}()` are new and set values of the list", new.rust, new.all);
                    self.report(Rule::SetterAdded, &new.wire, what);
                }
                Pair::Gone(old) => {
                    let what = format!("`{}()` and `{}()`, which set values of the list, are gone", old.rust, old.all);
                    self.report(Rule::SetterRemoved, &old.wire, what);
                }
                Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => {
                    self.merges(old, new);
                }
            }
        }
    }

    fn merges(&mut self, old: &FieldSetterDef, new: &FieldSetterDef) {
        let sends = |replaces| if replaces { "all values of the list" } else { "only the value that it sets" };
        if old.replaces != new.replaces {
            let (was, is) = (sends(old.replaces), sends(new.replaces));
            let what = format!("an update with `{}()` sent {was} and now sends {is}", new.rust);
            self.became(Rule::SetterMerges, &new.wire, what, (was, is));
        }
    }
}

/// A setter and the method that clears what it sets.
fn methods(setter: &SetterDef) -> Vec<String> {
    let clear = setter.clear.iter().map(|clear| &clear.rust);
    iter::once(&setter.rust).chain(clear).map(|rust| format!("`{rust}()`")).collect()
}

/// A setter that is new, and what it takes.
fn came(setter: &SetterDef, takes: &str, write: &str) -> String {
    match &setter.clear {
        Some(clear) => {
            format!("`{}()`, which takes `{takes}`, and `{}()` are new on `{write}`", setter.rust, clear.rust)
        }
        None => format!("`{}()` is new on `{write}` and takes `{takes}`", setter.rust),
    }
}

/// A setter that is gone, and what it took.
fn gone(setter: &SetterDef, takes: &str, write: &str) -> String {
    match &setter.clear {
        Some(clear) => {
            format!("`{}()`, which took `{takes}`, and `{}()` are gone from `{write}`", setter.rust, clear.rust)
        }
        None => format!("`{}()`, which took `{takes}`, is gone from `{write}`", setter.rust),
    }
}

fn is_read(model: &ModelDef, wire: &str) -> bool {
    model.fields.iter().any(|field| field.in_model && field.wire == wire)
}

/// What remains of a field whose setter is gone.
fn still_read(model: &ModelDef, setter: &SetterDef) -> String {
    let field = model.fields.iter().find(|field| field.in_model && field.wire == setter.wire);
    field.map_or_else(String::new, |field| format!("; the field `{}` stays", field.rust))
}

/// A field that models do not have any more: it may be gone from the schema, or be one that is only sent.
fn no_longer_read(old: &FieldDef, flag: Option<&FieldDef>, writes: [Option<&WriteDef>; 2]) -> String {
    let (rust, held) = (&old.rust, shown_field(old));
    let Some(flag) = flag else {
        return format!("`{rust}`, which was `{held}`, is gone; if Halo sends it, its value is now in `extra`");
    };
    let kind = if flag.access == Access::Control { "flag" } else { "value" };
    let setter = |write: Option<&WriteDef>| {
        let setters = write.into_iter().flat_map(|write| &write.setters);
        setters.filter(|setter| setter.wire == old.wire).flat_map(methods).collect::<Vec<_>>()
    };
    let kept = setter(writes[1]).into_iter().filter(|method| setter(writes[0]).contains(method)).collect::<Vec<_>>();
    let stays = match kept.as_slice() {
        [] => String::new(),
        [one] => format!("; {one} stays"),
        several => format!("; {} stay", words::and(several)),
    };
    format!(
        "`{rust}` is gone from the model, where it was `{held}`: it is now a {kind} that requests send and responses do not \
         hold; if Halo returns it, the value is in `extra`{stays}"
    )
}

/// What a field is read as where other values stand for "not set".
fn unset(field: &FieldDef, old: &[Literal]) -> String {
    let only = |here: &[Literal], there: &[Literal]| {
        let only = here.iter().filter(|value| !there.contains(value)).map(words::literal);
        words::any(&only.collect::<Vec<_>>())
    };
    let moved = |values: &str, was: &str, is: &str| {
        let rust = &field.rust;
        (!values.is_empty()).then(|| format!("where Halo sends {values}, `{rust}` was {was} and is now {is}"))
    };
    let (more, less) = (only(&field.null_values, old), only(old, &field.null_values));
    let some = "`Some` with that value";
    let moved: Vec<String> = moved(&more, some, "`None`").into_iter().chain(moved(&less, "`None`", some)).collect();
    if moved.is_empty() { "the values that mean \"not set\" are in another order".to_owned() } else { moved.join("; ") }
}

/// Values, as the schema lists them.
fn values(values: &[Literal]) -> String {
    let text = |value: &Literal| match value {
        Literal::String(text) => format!("{text:?}"),
        other => other.to_string(),
    };
    match values {
        [] => "no value".to_owned(),
        values => values.iter().map(text).collect::<Vec<_>>().join(", "),
    }
}
