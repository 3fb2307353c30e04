//! What differs between two structs: what replies hold, and what writes send.

use super::Rule;
use super::collector::ChangeCollector;
use super::pairs::{Pair, pairs};
use crate::ir::{FieldDef, ModelDef, SetterDef, Type, WriteDef};
use crate::lower::shown;
use crate::model::Only;

impl ChangeCollector<'_> {
    pub(super) fn model(&mut self, old: &ModelDef, new: &ModelDef) {
        let in_model =
            |model: &ModelDef| model.fields.iter().filter(|field| field.in_model).cloned().collect::<Vec<_>>();
        let (old, new) = (in_model(old), in_model(new));
        for pair in pairs(&old, &new, |field| &field.rust, |field| &field.wire) {
            match pair {
                Pair::Same(old, new) => self.field(old, new),
                Pair::Rewired(old, new) => {
                    let what = format!("`{}` read `{}`, reads `{}`", new.rust, old.wire, new.wire);
                    self.report(Rule::FieldRewired, &new.wire, what);
                    self.field(old, new);
                }
                Pair::Renamed(old, new) => {
                    let what = format!("`{}` is now `{}`", old.rust, new.rust);
                    self.report(Rule::FieldRenamed, &new.wire, what);
                    self.field(old, new);
                }
                Pair::New(new) => {
                    self.report(Rule::FieldAdded, &new.wire, format!("`{}: {}` is new", new.rust, held(new)));
                }
                Pair::Gone(old) => self.report(Rule::FieldRemoved, &old.wire, format!("`{}` is gone", old.rust)),
            }
        }
    }

    fn field(&mut self, old: &FieldDef, new: &FieldDef) {
        let item = new.wire.as_str();
        // A doc tells the wire name where it is not the Rust name, so that it differs with either.
        let before = if (&old.rust, &old.wire) == (&new.rust, &new.wire) { self.changes.len() } else { usize::MAX };
        if held(old) != held(new) {
            let what = format!("`{}` was `{}`, is `{}`", old.rust, held(old), held(new));
            self.report(Rule::FieldRetyped, item, what);
        }
        self.fact(
            Rule::FieldFilled,
            item,
            &format!("`{}` filled in", new.rust),
            &old.presence.word(),
            &new.presence.word(),
        );
        self.fact(Rule::FieldWith, item, &format!("`{}` comes with", new.rust), &old.with, &new.with);
        if old.null_values != new.null_values {
            self.report(Rule::FieldUnset, item, format!("other values of `{}` stand for \"not set\"", new.rust));
        }
        self.secret(item, &new.rust, old.secret, new.secret);
        if old.replaces != new.replaces {
            let does = if new.replaces { "replaces the stored one" } else { "is merged with the stored one" };
            self.report(Rule::FieldReplaces, item, format!("the `{}` that are sent: the list {does}", new.rust));
        }
        self.doc_alone(before, item, &old.doc, &new.doc);
    }

    fn secret(&mut self, item: &str, name: &str, old: bool, new: bool) {
        if old != new {
            let does = if new { "hides" } else { "shows" };
            self.report(Rule::FieldSecret, item, format!("`Debug` {does} `{name}`"));
        }
    }

    /// Compares write types. What their docs say is said of the model's fields already.
    pub(super) fn write(&mut self, old: Option<&WriteDef>, new: Option<&WriteDef>, model: &ModelDef) {
        match (old, new) {
            (Some(old), Some(new)) => self.setters(&old.setters, &new.setters, model),
            (None, Some(new)) => self.report(Rule::WriteTypeAdded, "", format!("`{}` is new", new.name)),
            (Some(old), None) => self.report(Rule::WriteTypeRemoved, "", format!("`{}` is gone", old.name)),
            (None, None) => {}
        }
    }

    fn setters(&mut self, old: &[SetterDef], new: &[SetterDef], model: &ModelDef) {
        for pair in pairs(old, new, |setter| &setter.rust, |setter| &setter.wire) {
            match pair {
                Pair::Same(old, new) => {
                    let before = self.changes.len();
                    self.setter(old, new);
                    let read = |field: &FieldDef| field.in_model && field.wire == new.wire;
                    if !model.fields.iter().any(read) {
                        self.secret(&new.wire, &new.rust, old.secret, new.secret);
                        self.doc_alone(before, &new.wire, &old.doc, &new.doc);
                    }
                }
                Pair::Rewired(old, new) => {
                    let what = format!("`{}()` sent `{}`, sends `{}`", new.rust, old.wire, new.wire);
                    self.report(Rule::SetterRewired, &new.wire, what);
                    self.setter(old, new);
                }
                Pair::Renamed(old, new) => {
                    let what = format!("`{}()` is now `{}()`", old.rust, new.rust);
                    self.report(Rule::SetterRenamed, &new.wire, what);
                    self.setter(old, new);
                }
                Pair::New(new) => self.report(Rule::SetterAdded, &new.wire, format!("`{}()` is new", new.rust)),
                Pair::Gone(old) => self.report(Rule::SetterRemoved, &old.wire, format!("`{}()` is gone", old.rust)),
            }
        }
    }

    fn setter(&mut self, old: &SetterDef, new: &SetterDef) {
        let item = new.wire.as_str();
        self.retyped(Rule::SetterRetyped, item, &format!("{}()", old.rust), &old.takes, &new.takes);
        let only = |setter: &SetterDef| setter.only.map(Only::word);
        self.fact(Rule::SetterOnly, item, &format!("the only write with `{}()`", new.rust), &only(old), &only(new));
        match (&old.clear, &new.clear) {
            (None, Some(clear)) => self.report(Rule::ClearAdded, item, format!("`{}()` is new", clear.rust)),
            (Some(clear), None) => self.report(Rule::ClearRemoved, item, format!("`{}()` is gone", clear.rust)),
            (Some(old), Some(new)) if old.value != new.value => {
                self.report(
                    Rule::ClearValue,
                    item,
                    format!("`{}()` sent `{}`, sends `{}`", new.rust, old.value, new.value),
                );
            }
            _ => {}
        }
    }
}

/// The type of a field.
fn held(field: &FieldDef) -> String {
    let bare = match &field.ty {
        object @ Type::Object(..) => format!("Box<{}>", shown(object)),
        other => shown(other),
    };
    if field.required { bare } else { format!("Option<{bare}>") }
}
