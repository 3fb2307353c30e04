//! What a schema edit means for users of the API: two schemas compared as APIs, not as text.
//!
//! An entity is its path, a field or parameter its wire name, so that a rename is a rename and not a removal. Code knows
//! them by their names in Rust: where such a name stays and means something else, that is said instead.

mod calls;
mod collector;
mod compare;
mod contents;
mod fields;
mod filled;
mod folding;
mod locations;
mod pairs;
mod params;
mod report;
mod requests;
mod resources;
mod rules;
mod types;
mod version;
mod words;

pub use self::folding::Row;
pub use self::report::{MARKER, Unknown};
pub use self::rules::{Class, Rule};
pub use self::version::{Version, changelog_mistake};
use crate::lower::lower;
use crate::model::Schema;
use crate::source::{Location, SourceSet};

/// A schema that has no mistakes, and the files it was read from.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The schema.
    pub schema: &'a Schema,
    /// Its files.
    pub sources: &'a SourceSet,
}

/// Everything that changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes(Vec<Change>);

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub rule: Rule,
    /// The module that it is in, such as `tickets`, `types` or `ids`.
    pub entity: String,
    /// What changed within it, such as `list.open_only` or `summary`; empty where it is the whole.
    pub item: String,
    /// In words.
    pub what: String,
    /// What it was, where that can be said in short: a name, a type, a value, a signature, a text.
    pub old: Option<String>,
    /// What it is now.
    pub new: Option<String>,
    /// Of a whole entity or type: what it consists of.
    pub parts: Vec<String>,
    /// Of a setter or argument that takes another type: arguments of the old type with which calls still compile.
    pub still_compiles: Vec<String>,
    /// Where the YAML says so: in the new schema, or in the old one where it is gone.
    pub place: Option<Location>,
}

impl Change {
    /// One of which nothing is known yet.
    fn at(entity: &str, item: String) -> Self {
        Self {
            rule: Rule::DocChanged,
            entity: entity.to_owned(),
            item,
            what: String::new(),
            old: None,
            new: None,
            parts: Vec::new(),
            still_compiles: Vec::new(),
            place: None,
        }
    }
}

/// Compares two schemas.
#[must_use]
pub fn diff(old: Side<'_>, new: Side<'_>) -> Changes {
    let (old_api, new_api) = (lower(old.schema), lower(new.schema));
    let mut changes = compare::compare(&old_api, &new_api);
    for change in &mut changes {
        change.place = locations::find(old, new, change);
    }
    changes.sort_by(|one, other| {
        let key = |change: &Change| (change.entity.clone(), change.rule.class());
        key(one).cmp(&key(other))
    });
    Changes(changes)
}

impl<'a> IntoIterator for &'a Changes {
    type Item = &'a Change;
    type IntoIter = std::slice::Iter<'a, Change>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Changes {
    /// All changes: by entity, the most severe first.
    pub fn iter(&self) -> std::slice::Iter<'_, Change> {
        self.0.iter()
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The changes as a reviewer reads them: what is one edit is one row.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        folding::fold(&self.0)
    }

    /// The most severe class among them.
    #[must_use]
    pub fn most_severe(&self) -> Option<Class> {
        self.0.iter().map(|change| change.rule.class()).min()
    }
}
