//! Formats findings for people and for programs.

use std::fmt::Write as _;

use serde_json::json;

use super::{Finding, Findings};

impl Findings {
    /// The findings for a terminal, one line each, and how many each rule has.
    #[must_use]
    pub fn text(&self, prefix: &str) -> String {
        let mut out = String::new();
        for Finding { place, rule, item, what } in &self.found {
            let item = if item.is_empty() { String::new() } else { format!("{item}: ") };
            let _ = writeln!(out, "{prefix}{place}: {rule} {item}{what}");
        }
        for (rule, count) in self.counts() {
            let _ = writeln!(out, "{count:>5} {rule} {}", rule.title());
        }
        let _ = writeln!(out, "{} findings; `cargo xtask explain HL001` explains a code", self.found.len());
        out
    }

    /// The findings as JSON for programs.
    ///
    /// `{"findings": [{"code", "place", "item", "what"}], "totals": {"HL001", …}}`.
    #[must_use]
    pub fn json(&self, prefix: &str) -> String {
        let finding = |finding: &Finding| {
            json!({
                "code": finding.rule.id(),
                "place": format!("{prefix}{}", finding.place),
                "item": finding.item,
                "what": finding.what,
            })
        };
        let totals: serde_json::Value =
            self.counts().into_iter().map(|(rule, count)| (rule.id().to_owned(), json!(count))).collect();
        let findings: Vec<_> = self.found.iter().map(finding).collect();
        format!("{:#}\n", json!({ "findings": findings, "totals": totals }))
    }
}
