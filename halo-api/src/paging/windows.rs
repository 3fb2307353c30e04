//! Lists that are walked by ids: each request asks for rows older than the oldest one that came. What is added or removed
//! meanwhile moves nothing, so that nothing has to be compared or read again.

use super::paging_fault::PagingFault;
use crate::codec::RowKey;
use crate::vocabulary::Position;

/// The state of a walk by ids.
#[derive(Debug, Default)]
pub(super) struct WindowWalk {
    /// Rows of the response are older than this one.
    before: Option<i64>,
    /// The rows of the response, as they come.
    ids: Vec<i64>,
    /// The oldest row so far.
    oldest: Option<i64>,
}

impl WindowWalk {
    pub(super) fn new(start: Option<Position>) -> Self {
        let oldest = start.and_then(|start| start.older_than);
        Self { before: oldest, ids: Vec::new(), oldest }
    }

    /// What the next rows are to be older than.
    pub(super) fn oldest(&self) -> Option<i64> {
        self.oldest
    }

    /// Notes a response. Returns whether it is the last one. Only an empty one is: fewer rows than were asked for may be due
    /// to a cap of Halo's.
    pub(super) fn accept(&mut self, number: u32, keys: &[RowKey]) -> Result<bool, PagingFault> {
        // A row that cannot be read has no id.
        let id = |key: &RowKey| if let RowKey::Int(id) = key { Some(*id) } else { None };
        let ids: Vec<i64> = keys.iter().filter_map(id).collect();
        if ids.is_empty() && !keys.is_empty() {
            return Err(PagingFault::NoIds { page: number });
        }
        if let Some(oldest) = self.oldest
            && let Some(id) = ids.iter().copied().find(|id| *id >= oldest)
        {
            return Err(PagingFault::NotOlder { page: number, oldest, id });
        }
        self.before = self.oldest;
        self.oldest = ids.iter().copied().min().or(self.oldest);
        self.ids = ids;
        Ok(keys.is_empty())
    }

    /// The oldest row such that it and all newer ones were taken, if `left` rows of the response are not.
    pub(super) fn taken(&self, left: usize) -> Option<i64> {
        let (taken, rest) = self.ids.split_at(self.ids.len().saturating_sub(left));
        let newest_left = rest.iter().copied().max();
        taken.iter().copied().filter(|id| newest_left.is_none_or(|left| *id > left)).min().or(self.before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(ids: &[i64]) -> Vec<RowKey> {
        ids.iter().copied().map(RowKey::Int).collect()
    }

    #[test]
    fn each_window_is_older_than_the_one_before() {
        let mut walk = WindowWalk::new(None);
        assert_eq!((walk.oldest(), walk.taken(0)), (None, None));
        assert_eq!(walk.accept(1, &keys(&[9, 8, 5])), Ok(false));
        assert_eq!((walk.oldest(), walk.taken(3), walk.taken(1), walk.taken(0)), (Some(5), None, Some(8), Some(5)));
        assert_eq!(walk.accept(2, &keys(&[2, 4, 3])), Ok(false));
        assert_eq!((walk.taken(3), walk.taken(2), walk.taken(1), walk.taken(0)), (Some(5), Some(5), Some(4), Some(2)));
        assert_eq!(walk.accept(3, &keys(&[1, 2])), Err(PagingFault::NotOlder { page: 3, oldest: 2, id: 2 }));
        assert_eq!(walk.accept(3, &[]), Ok(true));
        assert_eq!(walk.accept(3, &[RowKey::Hash(1)]), Err(PagingFault::NoIds { page: 3 }));
    }
}
