//! Rules of curation, which codegen never enforces: what a careful reviewer would ask for.
//!
//! It is pure like the rest of the crate: the schema in, findings out.

mod consistency;
mod docs;
mod evidence;
mod facts;
mod item;
pub mod replay;
mod report;
mod rule;

use std::collections::BTreeMap;

pub use self::rule::LintRule;
use crate::diff::Side;
use crate::model::Schema;
use crate::source::{Location, SourceSet, Span};
use crate::vendor::Document;

/// The table of facts in the schema folder.
pub const FACTS_FILE: &str = "facts.yaml";

/// What `lint` compares.
#[derive(Debug, Clone, Copy)]
pub struct Lint<'a> {
    /// The schema and its files.
    pub ours: Side<'a>,
    /// The text of the table of facts; empty if there is none.
    pub facts: &'a str,
    /// The vendor's file, for the rules that need it.
    pub document: Option<&'a Document>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Its position.
    pub place: Location,
    /// The rule.
    pub rule: LintRule,
    /// The item, such as `tickets.agent_id`.
    pub item: String,
    /// A description in words.
    pub what: String,
}

/// All findings, by file and line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// The findings.
    pub found: Vec<Finding>,
}

/// Collects findings.
struct Collector<'a> {
    schema: &'a Schema,
    sources: &'a SourceSet,
    found: Vec<Finding>,
}

impl Collector<'_> {
    fn report(&mut self, rule: LintRule, item: impl Into<String>, span: Span, what: impl Into<String>) {
        let place = Location::of(self.sources, span);
        self.found.push(Finding { place, rule, item: item.into(), what: what.into() });
    }

    /// Reports something about an item of the schema.
    fn report_item(&mut self, rule: LintRule, item: &item::Item<'_>, what: impl Into<String>) {
        self.report(rule, item.rust.clone(), item.wire.span, what);
    }
}

/// Applies all rules.
#[must_use]
pub fn lint(input: &Lint<'_>) -> Findings {
    let Side { schema, sources } = input.ours;
    let items = item::all(schema);
    let mut collector = Collector { schema, sources, found: Vec::new() };
    evidence::check(&mut collector, &items, input.document);
    consistency::check(&mut collector, &items, input.document);
    docs::check(&mut collector, &items);
    docs::suggestions(&mut collector);
    facts::check(&mut collector, input.facts);
    let mut found = collector.found;
    found.sort();
    // What an entity inherits is checked once for each of them.
    found.dedup();
    Findings { found }
}

impl Findings {
    /// Retains the findings of some rules.
    #[must_use]
    pub fn only(mut self, rules: &[LintRule]) -> Self {
        self.found.retain(|finding| rules.contains(&finding.rule));
        self
    }

    /// How many findings each rule has.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<LintRule, usize> {
        let mut counts = BTreeMap::new();
        for finding in &self.found {
            *counts.entry(finding.rule).or_default() += 1;
        }
        counts
    }
}
