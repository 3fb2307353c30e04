//! Formats drift for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Count, Coverage, Drift, EntityDrift, Finding, Kind};

impl Drift {
    /// The drift for a terminal, by entity, one line per finding.
    #[must_use]
    pub fn text(&self, prefix: &str) -> String {
        let mut out = String::new();
        for entity in self.entities.iter().filter(|entity| !entity.findings.is_empty()) {
            let head = format!("{}{}: {}", entity.entity, path(entity), coverage(&entity.coverage));
            let _ = writeln!(out, "{}", head.trim_end_matches(": "));
            for finding in sorted(entity) {
                let kind = finding.rule.kind();
                let _ = writeln!(out, "  {kind:<8}{}  [{}]  {prefix}{}", line(finding), finding.rule, finding.place);
            }
        }
        let clean: Vec<_> = self.entities.iter().filter(|entity| entity.findings.is_empty()).collect();
        if !clean.is_empty() {
            let _ = writeln!(out, "no differences, or all explained: {}", list(&clean));
        }
        if !self.notes.is_empty() {
            let _ = writeln!(out, "oddities of the vendor's file:");
            self.notes.iter().for_each(|note| {
                let _ = writeln!(out, "  {note}  [{}]", note.rule);
            });
        }
        let _ = writeln!(out, "{}", self.summary());
        out
    }

    /// The drift as Markdown for a pull request: a table of coverage, and the findings of each entity.
    #[must_use]
    pub fn markdown(&self, prefix: &str) -> String {
        let mut out = format!("### Drift\n\n{}\n\n", self.summary());
        out.push_str("| entity | fields | parameters | operations | findings |\n| --- | ---: | ---: | ---: | ---: |\n");
        for entity in &self.entities {
            let Coverage { fields, params, operations } = &entity.coverage;
            let found = entity.findings.len();
            let columns = [cell(fields), cell(params), cell(operations)].join(" | ");
            let _ = writeln!(out, "| {} | {columns} | {found} |", entity.entity);
        }
        for entity in self.entities.iter().filter(|entity| !entity.findings.is_empty()) {
            let _ = writeln!(out, "\n#### {}\n", entity.entity);
            for finding in sorted(entity) {
                let (kind, line, place) = (finding.rule.kind(), line(finding), &finding.place);
                let _ = writeln!(out, "- **{kind}** {line} <sub>{}  {prefix}{place}</sub>", finding.rule);
            }
        }
        if !self.notes.is_empty() {
            out.push_str("\n<details><summary>Oddities of the vendor's file</summary>\n\n");
            self.notes.iter().for_each(|note| {
                let _ = writeln!(out, "- {note} <sub>{}</sub>", note.rule);
            });
            out.push_str("\n</details>\n");
        }
        out
    }

    /// The drift as JSON for programs.
    ///
    /// `{"entities": [{"entity", "path", "coverage", "findings": [{"rule", "kind", "item", "what", "place"}]}],
    /// "totals", "notes": [{"rule", "what", "count", "first"}]}`. A coverage has `fields`, `params` and `operations`,
    /// each `{"vendor", "described", "omitted", "missing"}`; the totals also have `paths`, `schemas` and the number of
    /// findings of each kind.
    #[must_use]
    pub fn json(&self, prefix: &str) -> String {
        let finding = |finding: &Finding| {
            json!({
                "rule": finding.rule.id(),
                "kind": finding.rule.kind().name(),
                "item": finding.item,
                "what": finding.what,
                "place": format!("{prefix}{}", finding.place),
            })
        };
        let entity = |entity: &EntityDrift| {
            json!({
                "entity": entity.entity,
                "path": entity.path,
                "coverage": coverage_json(&entity.coverage),
                "findings": sorted(entity).into_iter().map(finding).collect::<Vec<_>>(),
            })
        };
        let entities: Vec<_> = self.entities.iter().map(entity).collect();
        let mut totals = coverage_json(&self.totals.coverage);
        totals["paths"] = count_json(&self.totals.paths);
        totals["schemas"] = count_json(&self.totals.schemas);
        totals["findings"] = Kind::ALL.iter().map(|kind| (kind.name().to_owned(), json!(self.count(*kind)))).collect();
        let notes: Vec<_> = self.notes.iter().map(super::super::note::Note::json).collect();
        format!("{:#}\n", json!({ "entities": entities, "totals": totals, "notes": notes }))
    }

    fn summary(&self) -> String {
        let found: Vec<_> = Kind::ALL.iter().map(|kind| format!("{} {kind}", self.count(*kind))).collect();
        let (paths, schemas) = (&self.totals.paths, &self.totals.schemas);
        format!(
            "{}; {}; {} of {} paths, {} of {} schemas",
            found.join(", "),
            coverage(&self.totals.coverage),
            paths.described,
            paths.vendor,
            schemas.described,
            schemas.vendor
        )
    }
}

/// Findings by kind, and within a kind in the order of the vendor.
fn sorted(entity: &EntityDrift) -> Vec<&Finding> {
    let mut findings: Vec<_> = entity.findings.iter().collect();
    findings.sort_by_key(|finding| finding.rule.kind());
    findings
}

fn line(finding: &Finding) -> String {
    if finding.item.is_empty() { finding.what.clone() } else { format!("{}: {}", finding.item, finding.what) }
}

fn path(entity: &EntityDrift) -> String {
    entity.path.as_ref().map_or_else(String::new, |path| format!(" ({path})"))
}

fn list(entities: &[&EntityDrift]) -> String {
    entities.iter().map(|entity| entity.entity.as_str()).collect::<Vec<_>>().join(", ")
}

fn coverage(coverage: &Coverage) -> String {
    let Coverage { fields, params, operations } = coverage;
    let parts = [("fields", fields), ("parameters", params), ("operations", operations)];
    let parts =
        parts.iter().filter(|(_, count)| count.vendor > 0).map(|(what, count)| format!("{} {what}", cell(count)));
    parts.collect::<Vec<_>>().join(", ")
}

/// A count in words, such as `40 of 52 (12 omitted)`.
fn cell(count: &Count) -> String {
    let Count { vendor, described, omitted } = count;
    match omitted {
        0 => format!("{described} of {vendor}"),
        _ => format!("{described} of {vendor} ({omitted} omitted)"),
    }
}

fn coverage_json(coverage: &Coverage) -> Value {
    json!({
        "fields": count_json(&coverage.fields),
        "params": count_json(&coverage.params),
        "operations": count_json(&coverage.operations),
    })
}

fn count_json(count: &Count) -> Value {
    let Count { vendor, described, omitted } = count;
    json!({ "vendor": vendor, "described": described, "omitted": omitted, "missing": count.missing() })
}
