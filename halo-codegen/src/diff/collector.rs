//! What is collected: the changes of one module, and how they are worded.

use std::fmt::Debug;

use super::calls::Kinds;
use super::{Change, Rule};
use crate::ir::{Doc, Takes};

/// The changes of one module.
pub(super) struct ChangeCollector<'a> {
    entity: &'a str,
    /// Of the old API, and of the new one.
    kinds: &'a (Kinds<'a>, Kinds<'a>),
    pub(super) changes: &'a mut Vec<Change>,
}

impl<'a> ChangeCollector<'a> {
    pub(super) fn new(entity: &'a str, kinds: &'a (Kinds<'a>, Kinds<'a>), changes: &'a mut Vec<Change>) -> Self {
        Self { entity, kinds, changes }
    }
}

impl ChangeCollector<'_> {
    pub(super) fn report(&mut self, rule: Rule, item: impl Into<String>, what: impl Into<String>) {
        let change = Change { rule, what: what.into(), ..Change::at(self.entity, item.into()) };
        self.changes.push(change);
    }

    /// Reports that what `called` takes is of another type, and which calls of it still compile.
    pub(super) fn retyped(&mut self, rule: Rule, item: &str, called: &str, old: &Takes, new: &Takes) {
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
            self.report(rule, item, format!("{name} was {}, is {}", display(old), display(new)));
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
}

/// A value as the report shows it.
fn display<T: Debug>(value: &T) -> String {
    let text = format!("{value:?}");
    match text.strip_prefix("Some(").and_then(|text| text.strip_suffix(')')) {
        Some(inner) => inner.to_owned(),
        None if text == "None" => "nothing".to_owned(),
        None => text,
    }
}
