//! What differs between two structs: what responses hold, and what writes send.

use super::collector::ChangeCollector;
use super::pairs::{Pair, by_name, pairs};
use super::{Rule, contents};
use crate::ir::{FieldDef, FieldSetterDef, ModelDef, SetterDef, WriteDef};
use crate::lower::shown_field;
use crate::model::{Literal, Only};

impl ChangeCollector<'_> {
    pub(super) fn model(&mut self, old: &ModelDef, new: &ModelDef) {
        let in_model =
            |model: &ModelDef| model.fields.iter().filter(|field| field.in_model).cloned().collect::<Vec<_>>();
        if old.sections != new.sections {
            self.report(Rule::DocChanged, "", "the fields have other sections");
        }
        let (old_fields, new_fields) = (in_model(old), in_model(new));
        for pair in pairs(&old_fields, &new_fields, |field| &field.rust, |field| &field.wire) {
            match pair {
                Pair::Same(old, new) => self.field(old, new),
                Pair::Rewired(old, new) => {
                    let what = format!("`{}` read `{}`, reads `{}`", new.rust, old.wire, new.wire);
                    self.became(Rule::FieldRewired, &new.wire, what, (&old.wire, &new.wire));
                    self.field(old, new);
                }
                Pair::Renamed(old, new) => {
                    let what = format!("`{}` is now `{}`", old.rust, new.rust);
                    self.became(Rule::FieldRenamed, &new.wire, what, (&old.rust, &new.rust));
                    self.field(old, new);
                }
                Pair::New(new) => {
                    let held = shown_field(new);
                    self.came(Rule::FieldAdded, &new.wire, format!("`{}: {held}` is new", new.rust), held);
                }
                Pair::Gone(old) => {
                    let held = shown_field(old);
                    let what = format!("`{}` is gone; it was `{held}`", old.rust);
                    self.went(Rule::FieldRemoved, &old.wire, what, held);
                }
            }
        }
        for pair in by_name(&old.field_getters, &new.field_getters, |getter| &getter.rust) {
            match pair {
                Pair::New(new) => self.report(Rule::GetterAdded, &new.wire, format!("`{}()` is new", new.rust)),
                Pair::Gone(old) => self.report(Rule::GetterRemoved, &old.wire, format!("`{}()` is gone", old.rust)),
                Pair::Same(..) | Pair::Rewired(..) | Pair::Renamed(..) => {}
            }
        }
    }

    fn field(&mut self, old: &FieldDef, new: &FieldDef) {
        let item = new.wire.as_str();
        // A doc tells the wire name where it is not the Rust name, so that it differs with either.
        let before = if (&old.rust, &old.wire) == (&new.rust, &new.wire) { self.changes.len() } else { usize::MAX };
        let (was, is) = (shown_field(old), shown_field(new));
        if was != is {
            let what = format!("`{}` was `{was}`, is `{is}`", old.rust);
            self.became(Rule::FieldRetyped, item, what, (was, is));
        }
        let filled = format!("`{}` filled in", new.rust);
        self.fact(Rule::FieldFilled, item, &filled, &old.presence.word(), &new.presence.word());
        self.fact(Rule::FieldWith, item, &format!("`{}` comes with", new.rust), &old.with, &new.with);
        let (was, is) = (values(&old.null_values), values(&new.null_values));
        if was != is {
            let what = format!("`{}` was \"not set\" at {was}, is at {is}", new.rust);
            self.became(Rule::FieldUnset, item, what, (was, is));
        }
        self.fact(Rule::Deprecated, item, &format!("the note on `{}`", new.rust), &old.deprecated, &new.deprecated);
        self.secret(item, &new.rust, old.secret, new.secret);
        if old.replaces != new.replaces {
            let does = |replaces| if replaces { "replaced the stored one" } else { "was merged with the stored one" };
            let will = |replaces| if replaces { "replaces it" } else { "is merged with it" };
            let what =
                format!("a list of `{}` that is sent {}, now {}", new.rust, does(old.replaces), will(new.replaces));
            self.became(Rule::FieldReplaces, item, what, (old.replaces.to_string(), new.replaces.to_string()));
        }
        self.doc_alone(before, item, &old.doc, &new.doc);
    }

    fn secret(&mut self, item: &str, name: &str, old: bool, new: bool) {
        if old != new {
            let (did, does) = if new { ("showed", "hides") } else { ("hid", "shows") };
            let what = format!("`Debug` {did} `{name}`, {does} it");
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
                self.setters(&old.setters, &new.setters, model);
                self.field_setters(&old.field_setters, &new.field_setters);
                self.known(old, new);
                self.only_changes(old, new);
            }
            (None, Some(new)) => {
                self.report(Rule::WriteTypeAdded, "", format!("`{}` is new{}", new.name, has(new)));
                self.with_parts(vec![contents::setters(new)]);
            }
            (Some(old), None) => {
                self.report(Rule::WriteTypeRemoved, "", format!("`{}` is gone{}", old.name, has(old)));
                self.with_parts(vec![contents::setters(old)]);
            }
            (None, None) => {}
        }
    }

    /// The method that takes stored lists from a record: it is there while there is such a list.
    fn known(&mut self, old: &WriteDef, new: &WriteDef) {
        match (&old.known, &new.known) {
            (None, Some(known)) => self.report(Rule::SetterAdded, known.lists.join(", "), "`known()` is new"),
            (Some(known), None) => self.report(Rule::SetterRemoved, known.lists.join(", "), "`known()` is gone"),
            _ => {}
        }
    }

    /// The method that compares with a record: it is there while records can be updated.
    fn only_changes(&mut self, old: &WriteDef, new: &WriteDef) {
        match (&old.model, &new.model) {
            (None, Some(_)) => self.report(Rule::SetterAdded, "", "`only_changes()` is new"),
            (Some(_), None) => self.report(Rule::SetterRemoved, "", "`only_changes()` is gone"),
            _ => {}
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
                        let note = format!("the note on `{}()`", new.rust);
                        self.fact(Rule::Deprecated, &new.wire, &note, &old.deprecated, &new.deprecated);
                        self.secret(&new.wire, &new.rust, old.secret, new.secret);
                        self.doc_alone(before, &new.wire, &old.doc, &new.doc);
                    }
                }
                Pair::Rewired(old, new) => {
                    let what = format!("`{}()` sent `{}`, sends `{}`", new.rust, old.wire, new.wire);
                    self.became(Rule::SetterRewired, &new.wire, what, (&old.wire, &new.wire));
                    self.setter(old, new);
                }
                Pair::Renamed(old, new) => {
                    let clears = match (&old.clear, &new.clear) {
                        (Some(old), Some(new)) => format!(", and `{}()` `{}()`", old.rust, new.rust),
                        _ => String::new(),
                    };
                    let what = format!("`{}()` is now `{}()`{clears}", old.rust, new.rust);
                    self.became(Rule::SetterRenamed, &new.wire, what, (&old.rust, &new.rust));
                    self.setter(old, new);
                }
                Pair::New(new) => {
                    self.came(
                        Rule::SetterAdded,
                        &new.wire,
                        format!("{} new", both(new)),
                        super::calls::taken(&new.takes),
                    );
                }
                Pair::Gone(old) => {
                    let takes = super::calls::taken(&old.takes);
                    let what = format!("{} gone; it took `{takes}`", both(old));
                    self.went(Rule::SetterRemoved, &old.wire, what, takes);
                }
            }
        }
    }

    fn setter(&mut self, old: &SetterDef, new: &SetterDef) {
        let item = new.wire.as_str();
        self.retyped(Rule::SetterRetyped, item, &format!("{}()", old.rust), &old.takes, &new.takes);
        self.only(old, new);
        match (&old.clear, &new.clear) {
            (None, Some(clear)) => {
                let what = format!("`{}()` is new, sends `{}`", clear.rust, clear.value);
                self.came(Rule::ClearAdded, item, what, clear.value.to_string());
            }
            (Some(clear), None) => {
                let what = format!("`{}()` is gone; it sent `{}`", clear.rust, clear.value);
                self.went(Rule::ClearRemoved, item, what, clear.value.to_string());
            }
            (Some(was), Some(is)) if was.value != is.value => {
                let what = format!("`{}()` sent `{}`, sends `{}`", is.rust, was.value, is.value);
                self.became(Rule::ClearValue, item, what, (was.value.to_string(), is.value.to_string()));
            }
            _ => {}
        }
    }

    /// Which write alone accepts it: the others refuse what they sent.
    fn only(&mut self, old: &SetterDef, new: &SetterDef) {
        let only = |setter: &SetterDef| setter.only.map(Only::word);
        let rule = if new.only.is_some() { Rule::SetterOnly } else { Rule::SetterOnlyFreed };
        let name = format!("the only write with `{}()`", new.rust);
        self.fact(rule, &new.wire, &name, &only(old), &only(new));
    }

    /// Compares the methods that set one value of a list.
    fn field_setters(&mut self, old: &[FieldSetterDef], new: &[FieldSetterDef]) {
        for pair in by_name(old, new, |setter| &setter.rust) {
            match pair {
                Pair::New(new) => self.report(Rule::SetterAdded, &new.wire, format!("`{}()` is new", new.rust)),
                Pair::Gone(old) => self.report(Rule::SetterRemoved, &old.wire, format!("`{}()` is gone", old.rust)),
                Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => {
                    self.merges(old, new);
                }
            }
        }
    }

    fn merges(&mut self, old: &FieldSetterDef, new: &FieldSetterDef) {
        let sends = |replaces| if replaces { "all values" } else { "the one value" };
        if old.replaces != new.replaces {
            let (was, is) = (sends(old.replaces), sends(new.replaces));
            let what = format!("an update with `{}()` sent {was} of the list, sends {is}", new.rust);
            self.became(Rule::SetterMerges, &new.wire, what, (was, is));
        }
    }
}

/// A setter and the method that clears what it sets.
fn both(setter: &SetterDef) -> String {
    match &setter.clear {
        Some(clear) => format!("`{}()` and `{}()` are", setter.rust, clear.rust),
        None => format!("`{}()` is", setter.rust),
    }
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
