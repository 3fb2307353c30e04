//! What a list request carries for the walk over its pages.

use crate::vocabulary::Position;

/// How the pages of a list are walked over. Set and read by the room above; a single request has no use for it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WalkOptions {
    /// Most pages.
    pub(crate) max_pages: Option<u32>,
    /// Most pages asked for at once.
    pub(crate) prefetch: Option<usize>,
    /// Where it begins, if not at the beginning.
    pub(crate) start_at: Option<Position>,
    /// Whether each page is read again after the one behind it.
    pub(crate) overlap: bool,
    /// Whether a list ends at an empty page, whatever its total.
    pub(crate) accept_shortfall: bool,
    /// Whether rows that cannot be read are left out.
    pub(crate) skip_unreadable: bool,
}
