//! The keys of the schema language: one table for each kind of mapping.
//!
//! The reader reads through these tables, so they are all that may be written. Their docs are what an editor shows.

mod extends;
mod tables;

pub use self::extends::EXTENDS;
pub(crate) use self::extends::SHARED_BY_EXTENDS;
pub(crate) use self::tables::{ABSENT, SHARED};
pub(super) use self::tables::{
    DEPRECATED, EVIDENCE, LIST, NAME, NEEDED, PAGING, PARAMS, SECTION, TEXTS, VENDOR_NOTE, VENDOR_NOTE_DOC, WHY,
    optional, required,
};
pub use self::tables::{ENTITY, ENUM, HALO, OBJECT};
pub use super::field::FIELD;
pub use super::param::PARAM;
pub use super::resource::{RESOURCE, RESOURCES};

/// A mapping with known keys.
#[derive(Debug)]
pub struct Table {
    /// What it describes, such as `a field`.
    pub what: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// The keys that it may have, in the order in which they are usually written.
    pub keys: &'static [Key],
}

impl Table {
    /// The key of a name.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// A key of a [`Table`].
#[derive(Debug)]
pub struct Key {
    /// As written.
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// Whether it cannot be left out.
    pub required: bool,
    /// What it means.
    pub doc: &'static str,
}

/// What a value is.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Text.
    Text,
    /// A type, written as text, or one of these words.
    Type(&'static [Choice]),
    /// `true` or `false`.
    Bool,
    /// A whole number within bounds, both included.
    Int(u32, u32),
    /// Any single value: text, number, `true`, `false` or `null`.
    Scalar,
    /// One of a few words.
    Choice(&'static [Choice]),
    /// A list.
    List(&'static Kind),
    /// One, or a list of them.
    OneOrMore(&'static Kind),
    /// A mapping with known keys.
    Table(&'static Table),
    /// A mapping whose keys are names.
    Entries(&'static Entries),
    /// One word instead of a mapping.
    WordOr(&'static Choice, &'static Table),
    /// One of a few words, or a mapping.
    ChoiceOr(&'static [Choice], &'static Table),
    /// A type, written as text, one of these words, or a mapping.
    TypeOr(&'static [Choice], &'static Table),
}

/// A word that a value may be.
#[derive(Debug)]
pub struct Choice {
    /// As written.
    pub word: &'static str,
    /// What it means.
    pub doc: &'static str,
}

/// A mapping from names to values of one kind.
#[derive(Debug)]
pub struct Entries {
    /// What a key is, such as `a wire name`.
    pub key: &'static str,
    /// What each value is.
    pub value: Kind,
}
