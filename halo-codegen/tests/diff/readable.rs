//! What holds of every row that a reviewer reads.

use halo_codegen::diff::Row;

/// What is in no sentence: values as Rust prints them, values that are not there, and ids of rules.
const ODD: &[&str] = &["``", ": ,", "[\"", "[]", "Some(", "None)", "was nothing", "is nothing", " a `i64`", "(with it"];

/// A row hides nothing that is worse than it, and is made of sentences.
pub(crate) fn assert_is_readable(row: &Row) {
    let (what, class) = (row.what(), row.change.rule.class());
    assert!(row.also.iter().all(|also| class <= also.rule.class()), "{what} hides {:?}", row.also);
    assert_eq!(ODD.iter().find(|odd| what.contains(**odd)), None, "{what}");
}
