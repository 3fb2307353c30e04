//! Lists that are one response, some of which are asked for a number of rows.

/// What is asked of a list without pages.
#[derive(Debug, Clone, Copy)]
pub(super) struct WholeList {
    /// Rows that are asked for, where the list takes a number.
    count: Option<u32>,
    /// Whether the caller set it.
    is_set: bool,
    /// Whether a cap of Halo's is known.
    has_cap: bool,
    /// Rows that came when fewer were asked for.
    came: u64,
}

/// What a response is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Completeness {
    /// The list, or as much of it as the caller wants.
    Complete,
    /// Full: more rows are to be asked for in its place.
    AskForMore,
    /// Full, and nothing gives more.
    Doubtful,
}

impl WholeList {
    pub(super) fn new(count: Option<u32>, is_set: bool, has_cap: bool) -> Self {
        Self { count, is_set, has_cap, came: 0 }
    }

    /// The number to ask for, once it is not the usual one.
    pub(super) fn larger_count(&self) -> Option<u32> {
        self.count.filter(|_| self.came > 0)
    }

    /// Notes a response. The total of a full one may be no more than its own length.
    pub(super) fn accept(&mut self, rows: u64, total: Option<u64>) -> Completeness {
        let Some(count) = self.count.filter(|_| !self.is_set) else { return Completeness::Complete };
        if rows < u64::from(count) {
            // A list that gives no more rows than before has a cap.
            return if self.came > 0 && rows <= self.came { Completeness::Doubtful } else { Completeness::Complete };
        }
        if self.has_cap || count == u32::MAX {
            return Completeness::Doubtful;
        }
        let stated = total.map_or(0, |total| u32::try_from(total).unwrap_or(u32::MAX));
        self.count = Some(count.saturating_mul(2).max(stated.saturating_add(1)));
        self.came = rows;
        Completeness::AskForMore
    }
}

#[cfg(test)]
mod tests {
    use super::Completeness::{AskForMore, Complete, Doubtful};
    use super::*;

    #[test]
    fn a_full_response_is_asked_for_again_with_more_rows() {
        let mut list = WholeList::new(Some(10), false, false);
        assert_eq!((list.larger_count(), list.accept(10, None)), (None, AskForMore));
        assert_eq!((list.larger_count(), list.accept(20, Some(90))), (Some(20), AskForMore));
        assert_eq!((list.larger_count(), list.accept(90, Some(90))), (Some(91), Complete));
        let mut capped = WholeList::new(Some(10), false, false);
        assert_eq!((capped.accept(10, Some(10)), capped.accept(10, Some(10))), (AskForMore, Doubtful));
    }

    #[test]
    fn what_was_asked_for_is_enough() {
        assert_eq!(WholeList::new(None, false, false).accept(10_000, None), Complete);
        assert_eq!(WholeList::new(Some(10), true, false).accept(10, None), Complete);
        assert_eq!(WholeList::new(Some(10), false, true).accept(10, None), Doubtful);
        assert_eq!(WholeList::new(Some(10), false, true).accept(9, None), Complete);
    }
}
