//! How far a stream is.

/// How far a stream is: for progress bars.
///
/// `rows` of `total` is an estimate where rows come and go: a row that was removed after it was given is in `rows` and no
/// longer in `total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Rows given so far.
    pub rows: u64,
    /// Rows in the whole list, as the page read last says. `None` before the first page, and where Halo does not say.
    pub total: Option<u64>,
    /// Pages that came, including those that were read again after a change.
    pub pages: u64,
    /// How often the list was seen to have changed during the walk.
    pub changes: u64,
    /// Requests that the rate limit allows at once. `None` if it is off.
    pub permits_left: Option<u32>,
}
