//! Oddities of the vendor's file.

use std::collections::BTreeMap;
use std::fmt;

/// An oddity, and how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its stable kind, such as `invalid-type`.
    pub rule: &'static str,
    /// A description in words.
    pub what: String,
    /// How often it occurs.
    pub count: usize,
    /// Its first occurrence, such as `GET /Tickets: utcoffset`.
    pub first: String,
}

impl Note {
    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::json!({ "rule": self.rule, "what": self.what, "count": self.count, "first": self.first })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what)?;
        match self.count {
            1 => write!(f, " ({})", self.first),
            count => write!(f, " ({count} times, first {})", self.first),
        }
    }
}

/// Collects notes: repeated oddities become one note with a count.
#[derive(Debug, Default)]
pub(super) struct Notes {
    found: BTreeMap<(&'static str, String), (usize, String)>,
}

impl Notes {
    pub(super) fn add(&mut self, rule: &'static str, what: impl Into<String>, place: &dyn fmt::Display) {
        // Only the first occurrence is formatted, because there are thousands.
        let entry = self.found.entry((rule, what.into())).or_insert_with(|| (0, place.to_string()));
        entry.0 += 1;
    }

    pub(super) fn finish(self) -> Vec<Note> {
        let note = |((rule, what), (count, first))| Note { rule, what, count, first };
        self.found.into_iter().map(note).collect()
    }
}
