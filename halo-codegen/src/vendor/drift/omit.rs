//! The patterns of `omit:`, for items of the vendor that are omitted on purpose.

use std::cell::Cell;

use glob::Pattern;

use crate::source::Spanned;

/// Patterns, and which of them have matched an item.
#[derive(Debug)]
pub(in crate::vendor) struct Patterns<'a> {
    patterns: Vec<(&'a Spanned<String>, Option<Pattern>, Cell<bool>)>,
}

impl<'a> Patterns<'a> {
    /// Parses the patterns. An invalid pattern matches nothing and is reported as unmatched.
    pub(in crate::vendor) fn new(patterns: &'a [Spanned<String>]) -> Self {
        let pattern = |text: &'a Spanned<String>| (text, Pattern::new(&text.value).ok(), Cell::new(false));
        Self { patterns: patterns.iter().map(pattern).collect() }
    }

    /// Whether a parameter that is missing in the schema is omitted on purpose: by its name, or by place and name.
    pub(in crate::vendor) fn covers_param(&self, place: &str, name: &str) -> bool {
        // Both are asked, so that each pattern that hits counts as one that does.
        let by_place = self.covers(&format!("{place}.{name}"));
        self.covers(name) || by_place
    }

    /// The pattern that would omit a parameter that the schema has.
    pub(in crate::vendor) fn contradicts_param(&self, place: &str, name: &str) -> Option<&'a Spanned<String>> {
        self.contradicts(name).or_else(|| self.contradicts(&format!("{place}.{name}")))
    }

    /// Whether an item that is missing in the schema is omitted on purpose.
    pub(in crate::vendor) fn covers(&self, name: &str) -> bool {
        let hits = self.patterns.iter().filter(|(_, pattern, _)| matches(pattern.as_ref(), name));
        hits.inspect(|(_, _, hit)| hit.set(true)).count() > 0
    }

    /// The pattern that would omit an item that the schema has. `*` alone covers only the remaining items.
    pub(in crate::vendor) fn contradicts(&self, name: &str) -> Option<&'a Spanned<String>> {
        let hit = |(text, pattern, _): &&(&Spanned<String>, Option<Pattern>, Cell<bool>)| {
            text.value != "*" && matches(pattern.as_ref(), name)
        };
        self.patterns.iter().find(hit).map(|(text, ..)| *text)
    }

    /// Patterns that omitted nothing.
    pub(in crate::vendor) fn unmatched(&self) -> impl Iterator<Item = &'a Spanned<String>> {
        self.patterns.iter().filter(|(_, _, hit)| !hit.get()).map(|(text, ..)| *text)
    }
}

fn matches(pattern: Option<&Pattern>, name: &str) -> bool {
    pattern.is_some_and(|pattern| pattern.matches(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    #[test]
    fn a_parameter_is_omitted_everywhere_or_at_one_place() {
        let span = Span { file: FileId(0), start: 0, end: 0 };
        let texts = ["utcoffset", "list.token", "get.*_id"].map(|text| Spanned::new(text.to_owned(), span));
        let patterns = Patterns::new(&texts);
        assert!(patterns.covers_param("list", "utcoffset") && patterns.covers_param("get", "utcoffset"));
        assert!(patterns.covers_param("list", "token") && !patterns.covers_param("get", "token"));
        assert!(patterns.contradicts_param("get", "token").is_none(), "what the other place describes");
        assert!(patterns.contradicts_param("list", "token").is_some());
        assert_eq!(patterns.unmatched().map(|text| text.value.as_str()).collect::<Vec<_>>(), ["get.*_id"]);
        assert!(patterns.covers_param("get", "site_id") && patterns.unmatched().count() == 0);
    }
}
