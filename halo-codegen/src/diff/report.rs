//! Changes as a reviewer reads them: on a terminal, in a pull request, or by a program.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::json;

use super::{Change, Changes, Class};

/// The first line of the Markdown, by which the comment that holds it is found again.
pub const MARKER: &str = "<!-- cargo xtask diff -->";

/// The heading of the Markdown.
const TITLE: &str = "### API changes";

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
    /// For a terminal: by entity, one line per change.
    #[must_use]
    pub fn text(&self, prefix: &str) -> String {
        if self.is_empty() {
            return "nothing changed for users\n".to_owned();
        }
        let mut out = String::new();
        for (entity, changes) in self.by_entity() {
            let _ = writeln!(out, "{entity}");
            for change in changes {
                let _ = writeln!(
                    out,
                    "  {:<17}  {}  [{}]{}",
                    change.rule.class(),
                    line(change),
                    change.rule,
                    at(change, prefix)
                );
            }
        }
        let _ = writeln!(out, "\n{}", self.summary());
        out
    }

    /// One line per entity: what `codegen` says at its end.
    #[must_use]
    pub fn brief(&self) -> String {
        let mut out = String::new();
        for (entity, changes) in self.by_entity() {
            let counted = Class::ALL.iter().filter_map(|class| {
                let count = changes.iter().filter(|change| change.rule.class() == *class).count();
                (count > 0).then(|| format!("{count} {class}"))
            });
            let _ = writeln!(out, "{entity}: {}", counted.collect::<Vec<_>>().join(", "));
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
        let mut out =
            format!("{MARKER}\n{TITLE}\n\nVersion: {}.\n\n| class | changes |\n| --- | ---: |\n", self.semver());
        for class in Class::ALL {
            let count = self.count(class);
            if count > 0 {
                let _ = writeln!(out, "| {class} | {count} |");
            }
        }
        for class in Class::ALL.into_iter().filter(|class| self.count(*class) > 0) {
            self.section(class, prefix, &mut out);
        }
        out
    }

    fn section(&self, class: Class, prefix: &str, out: &mut String) {
        let (open, close) = if class.is_breaking() {
            (format!("\n#### {class}\n"), "")
        } else {
            (format!("\n<details><summary>{class}</summary>\n"), "\n</details>\n")
        };
        out.push_str(&open);
        let (mut entity, mut rest, start) = ("", 0_usize, out.len());
        for change in self.iter().filter(|change| change.rule.class() == class) {
            let mut lines = String::new();
            if change.entity != entity {
                let _ = writeln!(lines, "\n**{}**\n", change.entity);
            }
            let (what, at) = (prose(&line(change)), at(change, prefix));
            let _ = writeln!(lines, "- {what} <sub>{}{}</sub>", change.rule, prose(&at));
            if rest > 0 || out.len() - start + lines.len() > room(class) {
                rest += 1;
                continue;
            }
            entity = &change.entity;
            out.push_str(&lines);
        }
        if rest > 0 {
            let _ = writeln!(out, "\n… and {rest} more; `cargo xtask diff` lists them all.");
        }
        out.push_str(close);
    }

    /// For programs: `{"semver", "changes": [{"rule", "class", "entity", "item", "what", "still_compiles", "place"}]}`,
    /// as `docs/changes.md` says it.
    #[must_use]
    pub fn json(&self, prefix: &str) -> String {
        let change = |change: &Change| {
            json!({
                "rule": change.rule.id(),
                "class": change.rule.class().name(),
                "entity": change.entity,
                "item": change.item,
                "what": change.what,
                "still_compiles": change.still_compiles,
                "place": change.place.as_ref().map(|place| format!("{prefix}{place}")),
            })
        };
        let changes: Vec<_> = self.iter().map(change).collect();
        format!("{:#}\n", json!({ "semver": self.semver(), "changes": changes }))
    }

    fn summary(&self) -> String {
        let counted = Class::ALL.iter().filter(|class| self.count(**class) > 0);
        let counted: Vec<String> = counted.map(|class| format!("{} {class}", self.count(*class))).collect();
        format!("{}; version: {}", counted.join(", "), self.semver())
    }

    fn by_entity(&self) -> BTreeMap<&str, Vec<&Change>> {
        let mut entities: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
        for change in self {
            entities.entry(&change.entity).or_default().push(change);
        }
        entities
    }
}

fn line(change: &Change) -> String {
    if change.item.is_empty() { change.what.clone() } else { format!("{}: {}", change.item, change.what) }
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
