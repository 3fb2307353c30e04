//! What is collected: the changes of one module, and how they are worded.

use std::fmt::Debug;

use super::calls::Kinds;
use super::{Change, Rule, words};
use crate::ir::{Doc, Takes};

/// Most characters of a doc that a row quotes.
const QUOTED: usize = 90;
/// Words that are quoted on both sides of what differs between two docs.
const AROUND: usize = 3;

/// The changes of one module.
pub(super) struct ChangeCollector<'a> {
    pub(super) entity: &'a str,
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
    fn push(
        &mut self,
        rule: Rule,
        item: impl Into<String>,
        what: impl Into<String>,
        values: (Option<String>, Option<String>),
    ) {
        let change = Change { rule, what: what.into(), ..Change::at(self.entity, item.into()) };
        self.changes.push(Change { old: values.0, new: values.1, ..change });
    }

    /// Reports a change that has no old and no new value.
    pub(super) fn report(&mut self, rule: Rule, item: impl Into<String>, what: impl Into<String>) {
        self.push(rule, item, what, (None, None));
    }

    /// Reports something new.
    pub(super) fn came(&mut self, rule: Rule, item: impl Into<String>, what: impl Into<String>, new: String) {
        self.push(rule, item, what, (None, Some(new)));
    }

    /// Reports something that is gone.
    pub(super) fn went(&mut self, rule: Rule, item: impl Into<String>, what: impl Into<String>, old: String) {
        self.push(rule, item, what, (Some(old), None));
    }

    /// Reports something that was one thing and is another.
    pub(super) fn became(
        &mut self,
        rule: Rule,
        item: impl Into<String>,
        what: impl Into<String>,
        values: (impl Into<String>, impl Into<String>),
    ) {
        self.push(rule, item, what, (Some(values.0.into()), Some(values.1.into())));
    }

    /// Says of the last change what it consists of.
    pub(super) fn with_parts(&mut self, parts: Vec<String>) {
        if let Some(change) = self.changes.last_mut() {
            change.parts = parts;
        }
    }

    /// Reports that what `called` takes is of another type, and which calls of it still compile.
    pub(super) fn retyped(&mut self, rule: Rule, item: &str, called: &str, old: &Takes, new: &Takes) {
        let (before, after) = (super::calls::taken(old), super::calls::taken(new));
        let still_compiles = self.kinds.1.still((&self.kinds.0, old), new);
        if before == after {
            return;
        }
        let calls: Vec<String> = still_compiles.iter().map(|call| format!("`{call}`")).collect();
        let calls = match calls.as_slice() {
            [] => "calls with the old type no longer compile".to_owned(),
            calls => format!("calls with {} still compile", words::any(calls)),
        };
        let what = format!("`{called}` took `{before}` and now takes `{after}`: {calls}");
        self.became(rule, item, what, (before, after));
        if let Some(change) = self.changes.last_mut() {
            change.still_compiles = still_compiles;
        }
    }

    /// Reports that a fact is another one, in a sentence made of the old and the new one.
    pub(super) fn fact<T: PartialEq + Debug>(
        &mut self,
        rule: Rule,
        item: &str,
        (old, new): (&T, &T),
        sentence: impl Fn(&T, &T) -> String,
    ) {
        if old != new {
            self.became(rule, item, sentence(old, new), (display(old), display(new)));
        }
    }

    /// Reports that something is deprecated, or is not any more.
    pub(super) fn deprecated(&mut self, item: &str, name: &str, old: Option<&str>, new: Option<&str>) {
        self.fact(Rule::Deprecated, item, (&old, &new), |old, new| words::deprecated(name, *old, *new));
    }

    pub(super) fn doc(&mut self, item: &str, old: &Doc, new: &Doc) {
        if old != new {
            let (old, new) = (old.0.join(" "), new.0.join(" "));
            let (was, is) = (excerpt(&old, &new), excerpt(&new, &old));
            self.became(Rule::DocChanged, item, format!("the doc said \"{was}\" and now says \"{is}\""), (old, new));
        }
    }

    /// A doc says what else is known of an item, so that it changes with it: worth a line only if nothing else did.
    pub(super) fn doc_alone(&mut self, before: usize, item: &str, old: &Doc, new: &Doc) {
        if self.changes.len() == before {
            self.doc(item, old, new);
        }
    }
}

/// A value as programs get it.
fn display<T: Debug>(value: &T) -> String {
    let text = format!("{value:?}");
    match text.strip_prefix("Some(").and_then(|text| text.strip_suffix(')')) {
        Some(inner) => inner.to_owned(),
        None if text == "None" => "nothing".to_owned(),
        None => text,
    }
}

/// What a text has that the other has not, with a few words around it.
fn excerpt(text: &str, other: &str) -> String {
    let (words, others): (Vec<&str>, Vec<&str>) =
        (text.split_whitespace().collect(), other.split_whitespace().collect());
    let same = words.iter().zip(&others).take_while(|(one, other)| one == other).count();
    let most = words.len().min(others.len()) - same;
    let tail = words.iter().rev().zip(others.iter().rev()).take(most).take_while(|(one, other)| one == other).count();
    let (start, end) = (same.saturating_sub(AROUND), (words.len() - tail + AROUND).min(words.len()));
    let mut quoted = words.get(start..end).unwrap_or_default().join(" ");
    let is_cut = quoted.chars().count() > QUOTED;
    if is_cut {
        quoted = quoted.chars().take(QUOTED).collect();
    }
    let before = if start > 0 { "… " } else { "" };
    let after = if end < words.len() || is_cut { " …" } else { "" };
    // Half a code span would make code of what follows.
    format!("{before}{}{after}", quoted.replace('`', "'"))
}
