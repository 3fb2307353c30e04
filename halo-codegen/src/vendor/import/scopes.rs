//! Guesses the scopes of an entity: those of its siblings.

use super::builder::Builder;
use crate::naming::{plurals, snake_name};

/// Areas that scopes name otherwise than their entities.
const AREAS: &[(&str, &str)] = &[
    ("appointment", "calendar"),
    ("article", "kb"),
    ("crm", "crm"),
    ("holiday", "calendar"),
    ("kb", "kb"),
    ("licence", "softwarelicensing"),
    ("purchase_order", "pos"),
    ("quotation", "quotes"),
    ("report", "reporting"),
    ("sales_order", "sos"),
    ("timesheet", "timesheets"),
];

impl Builder<'_> {
    /// `scopes` of an entity: of the area that its name tells, or of an entity whose name begins alike.
    pub(super) fn scopes(&self, name: &str) -> Option<String> {
        let snake = snake_name(name);
        let words: Vec<&str> = snake.split('_').collect();
        let area = AREAS.iter().find(|(noun, _)| contains_words(&words, noun)).map(|(_, area)| (*area).to_owned());
        let by_name =
            || words.iter().rev().find_map(|word| plurals(word).into_iter().find(|plural| self.is_area(plural)));
        if let Some(area) = area.filter(|area| self.is_area(area)).or_else(by_name) {
            return Some(format!("{{ read: \"read:{area}\", write: \"edit:{area}\", evidence: C }}"));
        }
        self.sibling_scopes(words.first()?)
    }

    /// Whether a pair of scopes is declared for an area.
    fn is_area(&self, area: &str) -> bool {
        let known = |name: String| self.schema.halo.scopes.iter().any(|scope| scope.name.value == name);
        known(format!("read:{area}")) && known(format!("edit:{area}"))
    }

    /// The scopes of the described entity that a word names: those of users for `UserChange`.
    fn sibling_scopes(&self, word: &str) -> Option<String> {
        let target = self.targets.find(&[word.to_owned()])?;
        let sibling = self.schema.entities.iter().find(|entity| entity.name.value == target.name)?;
        let part = |key: &str, scope: &Option<crate::source::Spanned<String>>| {
            scope.as_ref().map(|scope| format!("{key}: \"{}\"", scope.value))
        };
        let parts: Vec<String> =
            [part("read", &sibling.scopes.read), part("write", &sibling.scopes.write)].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| format!("{{ {}, evidence: C }}", parts.join(", ")))
    }
}

fn contains_words(words: &[&str], noun: &str) -> bool {
    let noun: Vec<&str> = noun.split('_').collect();
    words.windows(noun.len()).any(|window| window == noun)
}
