//! The row that was given last, from which another walk can go on.

use crate::codec::RowKey;
use crate::vocabulary::Position;
use crate::vocabulary::position::RecentKeys;

/// Rows of further pages after which it no longer matters what was given from pages that were read again.
const RENEWED: usize = 8;

/// The row that was given last.
#[derive(Debug)]
pub(super) struct Cursor {
    before: Mark,
    /// The page whose rows the consumer is taking: its number, the keys of all its rows, and which of them are given.
    page: u32,
    keys: Vec<RowKey>,
    given: Vec<usize>,
    /// Whether rows behind that page may have been given before.
    is_late: bool,
    /// Whether the list changed, and the front, the row given last before that, was not seen since.
    is_front_lost: bool,
}

/// A place after a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    /// The furthest page of which a row was given, and the place there.
    page: u32,
    row: u32,
    /// The last rows there, in the order of the list.
    front: RecentKeys,
    /// The rows that were given from pages that were read again and may be anywhere before that, and the rows of further
    /// pages since.
    late: RecentKeys,
    /// The furthest page that they were on.
    late_page: u32,
    since_late: usize,
}

impl Cursor {
    /// The beginning of a list, or where another walk stood.
    pub(super) fn new(start: Option<Position>) -> Self {
        let mut before = Mark {
            page: 1,
            row: 0,
            front: RecentKeys::default(),
            late: RecentKeys::default(),
            late_page: 0,
            since_late: 0,
        };
        if let Some(Position { page, row, recent, late, .. }) = start {
            before = Mark { page, row, front: recent, late, late_page: 0, since_late: 0 };
        }
        Self { before, page: before.page, keys: Vec::new(), given: Vec::new(), is_late: false, is_front_lost: false }
    }

    /// The list changed, so that the front may be on any page.
    pub(super) fn lose_front(&mut self) {
        self.is_front_lost = true;
    }

    pub(super) fn is_front_lost(&self) -> bool {
        self.is_front_lost
    }

    /// The next page with the keys of all its rows, and the places of those that are given. None was taken yet. The front
    /// may have moved by up to `added` pages while it was lost.
    pub(super) fn turn_page(&mut self, page: u32, keys: Vec<RowKey>, given: Vec<usize>, added: u32) {
        self.before = self.mark(0);
        self.is_late = self.is_front_lost && page <= self.before.page.saturating_add(added);
        let front = self.before.front.last();
        self.is_front_lost = self.is_late && !keys.iter().any(|key| Some(key.short()) == front);
        (self.page, self.keys, self.given) = (page, keys, given);
    }

    /// Writes the place into a position, if `left` rows of the page are still to be taken.
    pub(super) fn write(&self, left: usize, position: &mut Position) {
        let Mark { page, row, front, late, late_page, .. } = self.mark(left);
        (position.page, position.row, position.late) = (page.max(late_page), row, late.last_half());
        position.recent = if late.is_empty() { front } else { front.last_half() };
    }

    fn mark(&self, left: usize) -> Mark {
        let taken = self.given.get(..self.given.len().saturating_sub(left)).unwrap_or_default();
        let Some(last) = taken.last() else { return self.before };
        let shorts: Vec<u64> = self.keys.iter().take(last + 1).map(|key| key.short()).collect();
        let row = u32::try_from(last + 1).unwrap_or(u32::MAX);
        let mut mark = self.before;
        if !self.is_late {
            mark.front.extend(shorts.iter().copied());
            mark.since_late += shorts.len();
            if mark.since_late >= RENEWED {
                (mark.late, mark.late_page) = (RecentKeys::default(), 0);
            }
            return Mark { page: self.page, row, ..mark };
        }
        // Rows behind the front. Without it, they may as well have been added before it.
        if let Some(front) = shorts.iter().position(|key| Some(*key) == mark.front.last()) {
            mark.front.extend(shorts.iter().skip(front + 1).copied());
            if shorts.len() > front + 1 {
                (mark.page, mark.row) = (mark.page.max(self.page), row);
            }
        } else {
            mark.late.extend(taken.iter().filter_map(|place| shorts.get(*place).copied()));
            (mark.late_page, mark.since_late) = (mark.late_page.max(self.page), 0);
        }
        mark
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(ids: &[i64]) -> Vec<RowKey> {
        ids.iter().copied().map(RowKey::Int).collect()
    }

    fn shorts(ids: &[i64]) -> Vec<u64> {
        keys(ids).into_iter().map(RowKey::short).collect()
    }

    fn place(cursor: &Cursor, left: usize) -> (u32, u32, Vec<u64>, Vec<u64>) {
        let (recent, late) = (RecentKeys::default(), RecentKeys::default());
        let mut position = Position { page: 0, row: 0, asked: 1, size: 1, total: None, list: 0, recent, late };
        cursor.write(left, &mut position);
        (position.page, position.row, position.recent.as_slice().to_vec(), position.late.as_slice().to_vec())
    }

    #[test]
    fn the_place_is_after_the_row_taken_last() {
        let mut cursor = Cursor::new(None);
        assert_eq!(place(&cursor, 0), (1, 0, vec![], vec![]));
        cursor.turn_page(1, keys(&[1, 2, 3]), vec![0, 1, 2], 0);
        assert_eq!((place(&cursor, 3).1, place(&cursor, 9).1), (0, 0), "nothing was taken");
        assert_eq!(place(&cursor, 1), (1, 2, shorts(&[1, 2]), vec![]));
        cursor.turn_page(2, keys(&[3]), vec![], 0);
        cursor.turn_page(3, keys(&[3, 4, 5, 6, 7, 8, 9, 10]), vec![1, 2, 3, 4, 5, 6, 7], 0);
        assert_eq!(place(&cursor, 7), (1, 3, shorts(&[1, 2, 3]), vec![]));
        assert_eq!(place(&cursor, 0), (3, 8, shorts(&[3, 4, 5, 6, 7, 8, 9, 10]), vec![]));
    }

    #[test]
    fn rows_of_pages_that_are_read_again_do_not_hide_how_far_the_walk_was() {
        let mut cursor = Cursor::new(None);
        cursor.turn_page(1, keys(&[1, 2, 3]), vec![0, 1, 2], 0);
        cursor.turn_page(2, keys(&[4, 5, 6]), vec![0, 1, 2], 0);
        // Added before the front.
        cursor.lose_front();
        cursor.turn_page(1, keys(&[1, 20, 2]), vec![1], 0);
        assert_eq!(place(&cursor, 0), (2, 3, shorts(&[3, 4, 5, 6]), shorts(&[20])));
        cursor.turn_page(2, keys(&[3, 21, 4]), vec![1], 0);
        assert_eq!(place(&cursor, 0), (2, 3, shorts(&[3, 4, 5, 6]), shorts(&[20, 21])));
        cursor.turn_page(3, keys(&[5, 6, 7, 8]), vec![2, 3], 0);
        assert_eq!(place(&cursor, 0), (3, 4, shorts(&[5, 6, 7, 8]), shorts(&[20, 21])), "the front was seen");
        cursor.turn_page(4, keys(&[9, 10, 11, 12, 13, 14]), vec![0, 1, 2, 3, 4, 5], 0);
        assert_eq!(place(&cursor, 0), (4, 6, shorts(&[7, 8, 9, 10, 11, 12, 13, 14]), vec![]));
    }

    #[test]
    fn rows_that_moved_up_are_behind_the_front() {
        let mut cursor = Cursor::new(None);
        cursor.turn_page(1, keys(&[1, 2, 3]), vec![0, 1, 2], 0);
        cursor.lose_front();
        cursor.turn_page(1, keys(&[2, 3, 4]), vec![2], 0);
        assert_eq!(place(&cursor, 0), (1, 3, shorts(&[1, 2, 3, 4]), vec![]));
        assert_eq!(place(&cursor, 1), (1, 3, shorts(&[1, 2, 3]), vec![]));
    }
}
