//! Changes as a reviewer reads them: on a terminal, in a pull request, or by a program.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Change, Changes, Class, Row};

/// The first line of the Markdown, by which the comment that holds it is found again.
pub const MARKER: &str = "<!-- cargo xtask diff -->";

/// The heading of the Markdown.
const TITLE: &str = "### API changes";

/// Lines of a folded list in Markdown: what does not fit is counted.
const FOLDED: usize = 40;

/// Bytes of Markdown for the changes of a class: what does not fit is counted. GitHub takes 65,536 in all.
const fn room(class: Class) -> usize {
    match class {
        Class::Source => 24_000,
        Class::Wire => 10_000,
        Class::Behaviour | Class::Additive => 8_000,
        Class::Docs => 4_000,
    }
}

/// What takes the place of a list of changes where there is nothing to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Why, without a full stop.
    pub note: String,
}

impl Unknown {
    /// For a terminal.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n", self.note)
    }

    /// For a pull request.
    #[must_use]
    pub fn markdown(&self) -> String {
        format!("{MARKER}\n{TITLE}\n\nNot known: {}.\n", prose(&self.note))
    }

    /// For programs: `{"semver": null, "changes": [], "note"}`.
    #[must_use]
    pub fn json(&self) -> String {
        format!("{:#}\n", json!({ "semver": null, "changes": [], "note": self.note }))
    }
}

impl Changes {
    /// For a terminal: by entity, one line per row.
    #[must_use]
    pub fn text(&self, prefix: &str) -> String {
        if self.is_empty() {
            return "nothing changed for users\n".to_owned();
        }
        let rows = self.rows();
        let mut out = String::new();
        for (entity, rows) in by_entity(&rows) {
            let _ = writeln!(out, "{entity}");
            for row in rows {
                let _ = writeln!(out, "  {:<17}  {}", row.change.rule.class(), row.text(prefix));
            }
        }
        let _ = writeln!(out, "\n{}", self.summary());
        out
    }

    /// One line per entity: what `codegen` says at its end.
    #[must_use]
    pub fn brief(&self) -> String {
        let rows = self.rows();
        let mut out = String::new();
        for (entity, rows) in by_entity(&rows) {
            let _ = writeln!(out, "{entity}: {}", counted(rows.into_iter()));
        }
        out
    }

    /// The `SemVer` level that follows.
    #[must_use]
    pub fn semver(&self) -> &'static str {
        match self.most_severe() {
            Some(Class::Source | Class::Wire) => "minor for 0.x, major for 1.x",
            Some(Class::Behaviour | Class::Additive) => "patch for 0.x, minor for 1.x",
            Some(Class::Docs) | None => "patch",
        }
    }

    /// For a pull request: a table, what breaks in full, the rest folded.
    #[must_use]
    pub fn markdown(&self, prefix: &str) -> String {
        if self.is_empty() {
            return format!("{MARKER}\n{TITLE}\n\nNothing changes for users of the API.\n");
        }
        let rows = self.rows();
        let mut out =
            format!("{MARKER}\n{TITLE}\n\nVersion: {}.\n\n| class | changes |\n| --- | ---: |\n", self.semver());
        for class in Class::ALL {
            let count = rows.iter().filter(|row| row.change.rule.class() == class).count();
            if count > 0 {
                let _ = writeln!(out, "| {class} | {count} |");
            }
        }
        for class in Class::ALL {
            section(&rows, class, prefix, &mut out);
        }
        out
    }

    /// For programs: `{"semver", "changes": [..]}`, as `docs/changes.md` says it.
    #[must_use]
    pub fn json(&self, prefix: &str) -> String {
        let row = |row: &Row| {
            let mut value = as_json(&row.change, prefix);
            if let Some(members) = value.as_object_mut() {
                members.insert("parts".to_owned(), json!(row.change.parts));
                members.insert("also".to_owned(), row.also.iter().map(|change| as_json(change, prefix)).collect());
            }
            value
        };
        let rows: Vec<Value> = self.rows().iter().map(row).collect();
        format!("{:#}\n", json!({ "semver": self.semver(), "changes": rows }))
    }

    fn summary(&self) -> String {
        format!("{}; version: {}", counted(self.rows().iter()), self.semver())
    }
}

impl Row {
    /// One line, without its class: what it says, what comes with it, its rule and its place.
    #[must_use]
    pub fn text(&self, prefix: &str) -> String {
        format!("{}  [{}]{}", self.line(), self.change.rule, at(&self.change, prefix))
    }

    fn line(&self) -> String {
        line(&self.change.item, &self.what())
    }

    fn markdown(&self, prefix: &str) -> String {
        let (what, at) = (prose(&self.line()), at(&self.change, prefix));
        let mut out = format!("- {what} <sub>{}{}</sub>\n", self.change.rule, prose(&at));
        let also =
            self.in_detail().into_iter().map(|also| format!("{}: {}", also.entity, line(&also.item, &also.what)));
        let folded: Vec<String> = self.change.parts.iter().cloned().chain(also).collect();
        if folded.is_empty() {
            return out;
        }
        let _ = writeln!(out, "  <details><summary>in detail</summary>\n");
        for line in folded.iter().take(FOLDED) {
            let _ = writeln!(out, "  - {}", prose(line));
        }
        if let Some(more) = folded.len().checked_sub(FOLDED).filter(|more| *more > 0) {
            let _ = writeln!(out, "  - … and {more} more");
        }
        out + "\n  </details>\n"
    }
}

fn section(rows: &[Row], class: Class, prefix: &str, out: &mut String) {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.change.rule.class() == class).collect();
    if rows.is_empty() {
        return;
    }
    let (open, close) = if class.is_breaking() {
        (format!("\n#### {class}\n"), "")
    } else {
        (format!("\n<details><summary>{class}</summary>\n"), "\n</details>\n")
    };
    out.push_str(&open);
    let (mut entity, mut rest, start) = ("", 0_usize, out.len());
    for row in rows {
        let mut lines = String::new();
        if row.change.entity != entity {
            let _ = writeln!(lines, "\n**{}**\n", row.change.entity);
        }
        lines += &row.markdown(prefix);
        if rest > 0 || out.len() - start + lines.len() > room(class) {
            rest += 1;
            continue;
        }
        entity = &row.change.entity;
        out.push_str(&lines);
    }
    if rest > 0 {
        let _ = writeln!(out, "\n… and {rest} more; `cargo xtask diff` lists them all.");
    }
    out.push_str(close);
}

/// `2 breaking (source), 1 docs`.
fn counted<'r>(rows: impl Iterator<Item = &'r Row>) -> String {
    let mut counts: BTreeMap<Class, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.change.rule.class()).or_default() += 1;
    }
    counts.iter().map(|(class, count)| format!("{count} {class}")).collect::<Vec<_>>().join(", ")
}

fn by_entity(rows: &[Row]) -> BTreeMap<&str, Vec<&Row>> {
    let mut entities: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        entities.entry(&row.change.entity).or_default().push(row);
    }
    entities
}

fn as_json(change: &Change, prefix: &str) -> Value {
    json!({
        "rule": change.rule.id(),
        "class": change.rule.class().name(),
        "entity": change.entity,
        "item": change.item,
        "what": change.what,
        "old": change.old,
        "new": change.new,
        "still_compiles": change.still_compiles,
        "place": change.place.as_ref().map(|place| format!("{prefix}{place}")),
    })
}

fn line(item: &str, what: &str) -> String {
    if item.is_empty() { what.to_owned() } else { format!("{item}: {what}") }
}

fn at(change: &Change, prefix: &str) -> String {
    change.place.as_ref().map_or_else(String::new, |place| format!("  {prefix}{place}"))
}

/// Text for Markdown: in one line, and what is not code neither is a tag nor calls anyone.
fn prose(text: &str) -> String {
    let text = text.replace(|c: char| c.is_control(), " ");
    let escaped = |(n, part): (usize, &str)| {
        if n % 2 == 1 { part.to_owned() } else { part.replace('<', "&lt;").replace('@', "&#64;") }
    };
    text.split('`').enumerate().map(escaped).collect::<Vec<_>>().join("`")
}
