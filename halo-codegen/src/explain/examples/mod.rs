//! The table of examples, one for each code.

mod endpoints;
mod files;
mod names;
mod values;

use super::example::{Content, Example};
use crate::diagnostic::Code;

const HALO: &str = "halo.yaml";
const TICKETS: &str = "entities/tickets.yaml";
const RESOURCES: &str = "resources.yaml";
const FIELD: &str = "types/custom_field.yaml";
const DATES: &str = "types/ticket_date_field.yaml";

type Row = (Code, Example);

/// Every example.
pub(super) fn all() -> impl Iterator<Item = &'static Row> {
    [files::ROWS, names::ROWS, values::ROWS, endpoints::ROWS].into_iter().flatten()
}

/// Lines that are right in the base schema.
const fn lines(code: Code, path: &'static str, wrong: &'static str, right: &'static str) -> Row {
    replaced(code, path, right, wrong, right)
}

/// Lines that the base schema has otherwise.
const fn replaced(code: Code, path: &'static str, at: &'static str, wrong: &'static str, right: &'static str) -> Row {
    (code, Example::Lines { path, at, wrong, right })
}

/// A file that is not in the base schema.
const fn file(code: Code, path: &'static str, wrong: Content, right_path: &'static str, right: &'static str) -> Row {
    (code, Example::File { path, wrong, right: (right_path, right) })
}
