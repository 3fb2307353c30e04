//! Why a walk cannot go on.

use std::fmt;

/// Why a walk cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PagingFault {
    /// A page is empty although its total has rows there.
    Shortfall { page: u32, before: u64, total: u64 },
    /// A page holds the rows of an earlier one, while rows are missing.
    Repeated { page: u32, earlier: u32, missing: u64, total: u64 },
    /// The list changed again and again while a page was read.
    Unsteady { page: u32, backs: u32, changes: u64 },
    /// No row was found from which to go on.
    LostPlace { page: u32 },
    /// A list without pages gave as many rows as were asked for.
    Full { rows: u64 },
    /// A list that is walked by ids gave a row that is not older than the last one.
    NotOlder { page: u32, oldest: i64, id: i64 },
    /// The rows of a list that is walked by ids have no whole number as their id.
    NoIds { page: u32 },
}

impl PagingFault {
    /// The page that it is about.
    pub(super) fn page(self) -> Option<u32> {
        match self {
            Self::Shortfall { page, .. }
            | Self::Repeated { page, .. }
            | Self::Unsteady { page, .. }
            | Self::LostPlace { page }
            | Self::NotOlder { page, .. }
            | Self::NoIds { page } => Some(page),
            Self::Full { .. } => None,
        }
    }

    /// What to do about it.
    pub(super) fn hint(self) -> Option<&'static str> {
        match self {
            Self::Shortfall { .. } => Some("accept_shortfall() ends the list there instead"),
            Self::Repeated { .. } | Self::NotOlder { .. } | Self::NoIds { .. } => None,
            Self::Unsteady { .. } => Some("go on from position() when the list is quieter"),
            Self::LostPlace { .. } => Some("start the list from its beginning"),
            Self::Full { .. } => Some("narrow the list by filters, or ask for a number of rows with page_size()"),
        }
    }
}

impl fmt::Display for PagingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shortfall { page, before, total } => {
                write!(f, "page {page} is empty, and so it was when asked for again, but its total is {total} rows and only {before} come before it")
            }
            Self::Repeated { page, earlier, missing, total } => write!(
                f,
                "page {page} has the rows of page {earlier} once more, and {missing} of {total} rows have not come"
            ),
            Self::Unsteady { page, backs, changes } => write!(
                f,
                "the list changed {backs} times in a row while page {page} was read, and no new row came \
                 ({changes} changes in all)"
            ),
            Self::LostPlace { .. } => f.write_str(
                "none of the rows that were given before the position was found in the list, so that it is unknown where to \
                 go on",
            ),
            Self::Full { rows } => write!(
                f,
                "the list has no pages and gave {rows} rows, as many as were asked for, so that rows may be missing"
            ),
            Self::NotOlder { oldest, id, .. } => {
                write!(f, "rows older than {oldest} were asked for, and row {id} came: the list cannot be walked by ids")
            }
            Self::NoIds { .. } => f.write_str(
                "the rows have no whole numbers as their ids, or the same one, so that older rows cannot be asked for",
            ),
        }
    }
}
