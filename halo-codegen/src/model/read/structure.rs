//! Holds a tree against the key tables: unknown, missing, repeated and wrong things, all of them.
//!
//! What is found wrong here is skipped silently by the rest of the reader.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::keys::{Choice, Entries, Key, Kind, Table};
use crate::node::{Entry, Node, Value};
use crate::source::{Span, Spanned};
use crate::suggest::{closest, did_you_mean, quoted};

/// Checks structure; see [`Structure::root`].
pub(super) struct Structure<'a> {
    pub(super) diagnostics: &'a mut Diagnostics,
    /// Texts that seem to be cut off: what they lack is no mistake of its own.
    pub(super) cut: &'a mut BTreeSet<Span>,
    /// Keys of mappings that lack something or hold something wrong.
    pub(super) faulty: &'a mut BTreeSet<Span>,
}

impl Structure<'_> {
    /// Checks a whole file.
    pub(super) fn root(&mut self, node: &Node, table: &'static Table) {
        let Some(entries) = node.entries() else {
            let message = format!("{} must be a mapping, not {}", table.what, node.describe());
            self.diagnostics.push(Diagnostic::new(Code::WrongKind, node.span, message));
            return;
        };
        // A block mapping has no extent; its first key stands for it.
        let span = entries.first().map_or(node.span, |entry| entry.key.span);
        self.table(entries, table, &Spanned::new(table.what.to_owned(), span));
    }

    /// Checks a whole file whose keys are names.
    pub(super) fn root_entries(&mut self, node: &Node, kind: &Entries) {
        if let Some(entries) = node.entries() {
            self.entries(entries, kind);
        } else {
            let message = format!("the file must be a mapping; each key is {}", kind.key);
            self.diagnostics.push(Diagnostic::new(Code::WrongKind, node.span, message));
        }
    }

    fn value(&mut self, node: &Node, kind: &Kind, owner: &Spanned<String>) {
        match (kind, &node.value) {
            (_, Value::Refused)
            | (Kind::Text | Kind::Type(_) | Kind::TypeOr(..), Value::Text(_))
            | (Kind::Bool, Value::Bool(_))
            | (Kind::Scalar, Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Text(_)) => {}
            (Kind::Scalar, Value::Null) if !node.is_absent() => {}
            (Kind::Int(least, most), Value::Int(value)) => self.int(node.span, *value, *least, *most, owner),
            (Kind::Choice(choices) | Kind::ChoiceOr(choices, _), Value::Text(text)) => {
                self.choice(node.span, text, choices, owner);
            }
            (Kind::OneOrMore(_), Value::List(items)) if items.is_empty() => self.wrong_kind(node, kind, owner),
            (Kind::List(item) | Kind::OneOrMore(item), Value::List(items)) => {
                for node in items {
                    self.value(node, item, owner);
                }
            }
            (Kind::OneOrMore(item), Value::Text(_)) => self.value(node, item, owner),
            (
                Kind::Table(table) | Kind::WordOr(_, table) | Kind::TypeOr(_, table) | Kind::ChoiceOr(_, table),
                Value::Map(entries),
            ) => self.table(entries, table, owner),
            (Kind::Entries(kind), Value::Map(entries)) => self.entries(entries, kind),
            (Kind::WordOr(word, _), Value::Text(text)) if text == word.word => {}
            _ => self.wrong_kind(node, kind, owner),
        }
    }

    fn int(&mut self, span: Span, value: i64, least: u32, most: u32, owner: &Spanned<String>) {
        if !(i64::from(least)..=i64::from(most)).contains(&value) {
            let message = format!("`{}` must be from {least} to {most}", owner.value);
            self.diagnostics.push(Diagnostic::new(Code::WrongKind, span, message));
        }
    }

    fn choice(&mut self, span: Span, text: &str, choices: &[Choice], owner: &Spanned<String>) {
        if choices.iter().any(|choice| choice.word == text) {
            return;
        }
        let message = format!("{} is not a valid value of {}", quoted(text), quoted(&owner.value));
        let help = did_you_mean(text, choices.iter().map(|choice| choice.word));
        self.diagnostics.push(
            Diagnostic::new(Code::UnknownChoice, span, message)
                .label(format!("expected {}", words(choices)))
                .maybe_help(help),
        );
    }

    fn entries(&mut self, entries: &[Entry], kind: &Entries) {
        self.duplicates(entries);
        for entry in entries {
            self.value(&entry.value, &kind.value, &entry.key);
        }
    }

    fn table(&mut self, entries: &[Entry], table: &Table, owner: &Spanned<String>) {
        let before = self.diagnostics.len();
        self.duplicates(entries);
        let mut meant = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for (index, entry) in entries.iter().enumerate() {
            match table.key(&entry.key.value) {
                Some(key) => self.value(&entry.value, &key.kind, &entry.key),
                // Repeated, it is reported as repeated.
                None if !seen.insert(entry.key.value.as_str()) => {}
                None => meant.extend(self.unknown(entries, index, table)),
            }
        }
        for key in table.keys.iter().filter(|key| key.required && !meant.contains(key.name)) {
            if entries.iter().all(|entry| entry.key.value != key.name) {
                self.missing(key, table, owner);
            }
        }
        if self.diagnostics.len() > before {
            self.faulty.insert(owner.span);
        }
    }

    fn missing(&mut self, key: &Key, table: &Table, owner: &Spanned<String>) {
        let what = definite(table.what);
        let is_named = !table.what.ends_with(&owner.value);
        let name = if is_named { format!(" {}", quoted(&owner.value)) } else { String::new() };
        let message = format!("{what}{name} has no `{}`", key.name);
        self.diagnostics.push(
            Diagnostic::new(Code::MissingKey, owner.span, message)
                .label(format!("needs `{}`", key.name))
                .help(format!("`{}`: {}", key.name, key.doc)),
        );
    }

    /// Reports an unknown key. Returns the key that it is taken for.
    fn unknown(&mut self, entries: &[Entry], index: usize, table: &Table) -> Option<&'static str> {
        let entry = entries.get(index)?;
        let before = entries.get(..index).unwrap_or_default();
        if entry.value.is_absent()
            && let Some((last, comes_at_once)) = last_value(before).filter(|(last, _)| is_plain_text(&last.value))
        {
            // Of several pieces that commas have cut off, one report is enough.
            if comes_at_once {
                self.stray(entry, last);
            }
            return None;
        }
        let meant = closest(&entry.key.value, table.keys.iter().map(|key| key.name));
        let help = match meant {
            Some(key) => format!("did you mean `{key}`?"),
            None => format!("{} takes {}", table.what, names(table.keys)),
        };
        let message = format!("unknown key {} in {}", quoted(&entry.key.value), table.what);
        self.diagnostics.push(Diagnostic::new(Code::UnknownKey, entry.key.span, message).help(help));
        meant
    }

    /// `{ doc: Hours, minutes. }`: the comma has cut the text.
    fn stray(&mut self, entry: &Entry, before: &Entry) {
        self.cut.insert(before.value.span);
        self.diagnostics.push(
            Diagnostic::new(
                Code::UnknownKey,
                entry.key.span,
                "a key without a value: put quotes around the text before it",
            )
            .label("not part of the text before")
            .also(before.value.span, "this text ends at the comma")
            .help(format!("put quotes around the whole text of `{}`", before.key.value)),
        );
    }

    fn duplicates(&mut self, entries: &[Entry]) {
        let mut first = BTreeMap::new();
        for entry in entries {
            if let Some(span) = first.get(entry.key.value.as_str()) {
                let message = format!("duplicate key {}", quoted(&entry.key.value));
                self.diagnostics.push(
                    Diagnostic::new(Code::DuplicateKey, entry.key.span, message)
                        .label("again here")
                        .also(*span, "first here"),
                );
            } else {
                first.insert(entry.key.value.as_str(), entry.key.span);
            }
        }
    }

    fn wrong_kind(&mut self, node: &Node, kind: &Kind, owner: &Spanned<String>) {
        let name = quoted(&owner.value);
        let message = if node.is_absent() {
            format!("{name} has no value: it must be {}", expected(kind))
        } else {
            format!("{name} must be {}, not {}", expected(kind), node.describe())
        };
        // What has no extent is shown by its key.
        let span = if node.span.start == node.span.end { owner.span } else { node.span };
        self.diagnostics.push(Diagnostic::new(Code::WrongKind, span, message).maybe_help(fix_for(node, kind)));
    }
}

/// `the field` of `a field`.
fn definite(what: &str) -> String {
    let noun = what.strip_prefix("a ").or_else(|| what.strip_prefix("an "));
    noun.map_or_else(|| what.to_owned(), |noun| format!("the {noun}"))
}

/// The last entry that has a value, and whether it is the very last.
fn last_value(entries: &[Entry]) -> Option<(&Entry, bool)> {
    let index = entries.iter().rposition(|entry| !entry.value.is_absent())?;
    entries.get(index).map(|entry| (entry, index + 1 == entries.len()))
}

fn is_plain_text(node: &Node) -> bool {
    matches!(node.value, Value::Text(_)) && !node.quoted
}

fn expected(kind: &Kind) -> String {
    match kind {
        Kind::Text => "a text".to_owned(),
        Kind::Type(_) => "a type, written as text".to_owned(),
        Kind::Bool => "`true` or `false`".to_owned(),
        Kind::Int(..) => "a whole number".to_owned(),
        Kind::Scalar => "a single value".to_owned(),
        Kind::Choice(choices) => words(choices),
        Kind::List(_) => "a list".to_owned(),
        Kind::OneOrMore(_) => "a text or a list of texts".to_owned(),
        Kind::Table(_) | Kind::Entries(_) => "a mapping".to_owned(),
        Kind::WordOr(word, _) => format!("`{}` or a mapping", word.word),
        Kind::ChoiceOr(choices, table) => format!("{}, or {}, which is a mapping", words(choices), table.what),
        Kind::TypeOr(..) => "a type, written as text, or a mapping".to_owned(),
    }
}

fn fix_for(node: &Node, kind: &Kind) -> Option<String> {
    match (kind, &node.value) {
        (Kind::Text, Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_)) if !node.is_absent() => {
            Some("put quotes around it if it is a text".to_owned())
        }
        (Kind::List(_), Value::Text(text)) => Some(format!("write it as a list: `[{text}]`")),
        (Kind::Table(table), Value::Null) if table.keys.iter().all(|key| !key.required) => {
            Some("write `{}` for an empty mapping".to_owned())
        }
        (Kind::Bool, Value::Text(_)) => Some("YAML 1.2 knows only `true` and `false`, without quotes".to_owned()),
        _ => None,
    }
}

fn words(choices: &[Choice]) -> String {
    let words: Vec<_> = choices.iter().map(|choice| format!("`{}`", choice.word)).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

fn names(keys: &[Key]) -> String {
    keys.iter().map(|key| format!("`{}`", key.name)).collect::<Vec<_>>().join(", ")
}
