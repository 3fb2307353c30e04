//! Compares two OpenAPI files of the vendor and lists what changed between them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use serde_json::json;

use super::document::{Document, Operation, Path, Property, Type, normalized};

/// What happened to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It is new.
    Added,
    /// It was removed.
    Removed,
    /// Its type changed.
    Changed,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Added, Self::Removed, Self::Changed];

    /// The word that reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// The kind of thing: `path`, `operation`, `param`, `response`, `schema` or `property`.
    pub what: &'static str,
    /// The path or schema that it is in.
    pub place: String,
    /// The item within the place, such as `GET utcoffset` or a property; empty for the whole place.
    pub item: String,
    /// Its type, or the old and the new type.
    pub detail: String,
}

/// All changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// `info.version` of the old and the new file.
    pub versions: (String, String),
    /// Paths first, then schemas, each sorted by name.
    pub changes: Vec<Change>,
}

/// Compares two files.
#[must_use]
pub fn compare(old: &Document, new: &Document) -> Changes {
    let mut changes = Vec::new();
    let by_route = |document: &Document| -> BTreeMap<String, Path> {
        document.paths.iter().rev().map(|path| (normalized(&path.path), path.clone())).collect()
    };
    for (before, after) in both(&by_route(old), &by_route(new)) {
        match (before, after) {
            (Some(before), Some(after)) => operations(before, after, &mut changes),
            (None, Some(after)) => changes.push(whole(Kind::Added, "path", &after.path, &methods(after))),
            (Some(before), None) => changes.push(whole(Kind::Removed, "path", &before.path, &methods(before))),
            (None, None) => {}
        }
    }
    let names: BTreeSet<&String> = old.schemas.keys().chain(new.schemas.keys()).collect();
    for name in names {
        match (old.schemas.get(name), new.schemas.get(name)) {
            (Some(before), Some(after)) => {
                properties(name, &before.properties, &after.properties, &mut changes);
                changes.extend(changed("schema", name, "", (&before.ty, &after.ty)));
            }
            (None, Some(after)) => changes.push(whole(Kind::Added, "schema", name, &fields(after.properties.len()))),
            (Some(before), None) => {
                changes.push(whole(Kind::Removed, "schema", name, &fields(before.properties.len())));
            }
            (None, None) => {}
        }
    }
    Changes { versions: (old.version.clone(), new.version.clone()), changes }
}

/// The values of two maps by key.
fn both<'m, V>(old: &'m BTreeMap<String, V>, new: &'m BTreeMap<String, V>) -> Vec<(Option<&'m V>, Option<&'m V>)> {
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    keys.into_iter().map(|key| (old.get(key), new.get(key))).collect()
}

fn whole(kind: Kind, what: &'static str, place: &str, detail: &str) -> Change {
    Change { kind, what, place: place.to_owned(), item: String::new(), detail: detail.to_owned() }
}

fn methods(path: &Path) -> String {
    path.operations.iter().map(|operation| operation.method.to_uppercase()).collect::<Vec<_>>().join(" ")
}

fn fields(count: usize) -> String {
    format!("{count} properties")
}

fn changed(what: &'static str, place: &str, item: &str, (before, after): (&Type, &Type)) -> Option<Change> {
    // Compared as displayed, because the order within an object does not matter.
    let (before, after) = (before.to_string(), after.to_string());
    let detail = format!("{before} -> {after}");
    let change = Change { kind: Kind::Changed, what, place: place.to_owned(), item: item.to_owned(), detail };
    (before != after).then_some(change)
}

fn operations(before: &Path, after: &Path, changes: &mut Vec<Change>) {
    let place = &after.path;
    for operation in &before.operations {
        let method = operation.method.to_uppercase();
        match after.operation(&operation.method) {
            Some(now) => in_operation(place, &method, (operation, now), changes),
            None => changes.push(Change { item: method, ..whole(Kind::Removed, "operation", place, "") }),
        }
    }
    for operation in after.operations.iter().filter(|operation| before.operation(&operation.method).is_none()) {
        changes.push(Change { item: operation.method.to_uppercase(), ..whole(Kind::Added, "operation", place, "") });
    }
}

fn in_operation(place: &str, method: &str, (before, after): (&Operation, &Operation), changes: &mut Vec<Change>) {
    for param in before.query() {
        let item = format!("{method} {}", param.name);
        match after.query().find(|now| now.name == param.name) {
            Some(now) => changes.extend(changed("param", place, &item, (&param.ty, &now.ty))),
            None => changes.push(Change { item, ..whole(Kind::Removed, "param", place, &param.declared) }),
        }
    }
    for param in after.query().filter(|param| before.query().all(|known| known.name != param.name)) {
        let item = format!("{method} {}", param.name);
        changes.push(Change { item, ..whole(Kind::Added, "param", place, &param.declared) });
    }
    let none = Type::Any;
    let response = |operation: &'_ Operation| operation.response.clone().unwrap_or(none.clone());
    changes.extend(changed("response", place, method, (&response(before), &response(after))));
}

fn properties(schema: &str, before: &[Property], after: &[Property], changes: &mut Vec<Change>) {
    let old: BTreeMap<&str, &Property> = before.iter().map(|property| (property.name.as_str(), property)).collect();
    let new: BTreeSet<&str> = after.iter().map(|property| property.name.as_str()).collect();
    for property in before.iter().filter(|property| !new.contains(property.name.as_str())) {
        let item = property.name.clone();
        changes.push(Change { item, ..whole(Kind::Removed, "property", schema, &property.declared) });
    }
    for property in after {
        let item = property.name.clone();
        if let Some(known) = old.get(item.as_str()) {
            changes.extend(changed("property", schema, &item, (&known.ty, &property.ty)));
        } else {
            changes.push(Change { item, ..whole(Kind::Added, "property", schema, &property.declared) });
        }
    }
}

impl Changes {
    /// How many changes of a kind there are.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    /// The changes for a terminal, by path and schema, one line each.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut place = None;
        for change in &self.changes {
            if place != Some(&change.place) {
                let _ = writeln!(out, "{}", change.place);
                place = Some(&change.place);
            }
            let _ = writeln!(out, "  {:<8}{}", change.kind, change.line());
        }
        let _ = writeln!(out, "{}", self.summary());
        out
    }

    /// The changes as Markdown for a pull request.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = format!("### Changes in the vendor's file\n\n{}\n", self.summary());
        let mut place = None;
        for change in &self.changes {
            if place != Some(&change.place) {
                let _ = writeln!(out, "\n**{}**\n", change.place);
                place = Some(&change.place);
            }
            let _ = writeln!(out, "- {} {}", change.kind, change.line());
        }
        out
    }

    /// The changes as JSON for programs.
    ///
    /// `{"old", "new", "changes": [{"kind", "what", "place", "item", "detail"}], "totals": {"added", …}}`.
    #[must_use]
    pub fn json(&self) -> String {
        let change = |change: &Change| {
            json!({
                "kind": change.kind.name(),
                "what": change.what,
                "place": change.place,
                "item": change.item,
                "detail": change.detail,
            })
        };
        let totals: serde_json::Value =
            Kind::ALL.iter().map(|kind| (kind.name().to_owned(), json!(self.count(*kind)))).collect();
        let changes: Vec<_> = self.changes.iter().map(change).collect();
        let (old, new) = &self.versions;
        format!("{:#}\n", json!({ "old": old, "new": new, "changes": changes, "totals": totals }))
    }

    fn summary(&self) -> String {
        let counts: Vec<_> = Kind::ALL.iter().map(|kind| format!("{} {kind}", self.count(*kind))).collect();
        format!("{} -> {}: {}", self.versions.0, self.versions.1, counts.join(", "))
    }
}

impl Change {
    fn line(&self) -> String {
        let parts = [self.what, &self.item, &self.detail];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}
