//! The row that was given last, from which another walk can go on.

use crate::codec::RowKey;
use crate::vocabulary::Position;
use crate::vocabulary::position::{KeysAhead, RecentKeys};

/// How many rows, beyond those that were added, a walk gives without seeing any of its last rows before these count as gone.
const MOST_LOST: u64 = 1_000;

/// The row that was given last.
#[derive(Debug)]
pub(super) struct Cursor {
    before: Mark,
    /// The page whose rows the consumer is taking: its number, the keys of all its rows, and which of them are given.
    page: u32,
    keys: Vec<u64>,
    given: Vec<usize>,
    /// The first of its rows that is behind `before`, if that is known.
    behind: Option<usize>,
    /// Whether the list changed and none of the last rows was seen since, so that they may be before or behind what comes.
    is_lost: bool,
    /// Rows of the pages since.
    lost: u64,
}

/// A place after a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    /// The page of that row, and its place there.
    page: u32,
    row: u32,
    /// The last rows up to that one, in the order of the list.
    recent: RecentKeys,
    /// Rows that were given before and may be further on, in the order of the list.
    ahead: KeysAhead,
}

impl Mark {
    /// The last row of a page that is among those it knows.
    fn last_on(&self, keys: &[u64]) -> Option<usize> {
        let known = |key| self.recent.as_slice().contains(key) || self.ahead.as_slice().contains(key);
        if self.recent.is_empty() { None } else { keys.iter().rposition(known) }
    }

    /// Moves the mark to a row that it knows, on a page with these keys. The rows of the page up to that row, including rows
    /// that were added, are its last rows now; known rows after it are gone, or further on.
    fn move_to(&mut self, page: u32, row: usize, keys: &[u64]) {
        let known: Vec<u64> = self.recent.as_slice().iter().chain(self.ahead.as_slice()).copied().collect();
        let place = |key: &u64| known.iter().rposition(|one| one == key);
        let here = keys.get(..=row).unwrap_or_default();
        let first = here.iter().find_map(place).unwrap_or_default();
        let last = here.last().and_then(place).map_or(0, |place| place + 1);
        (self.page, self.row) = (page, row_number(row));
        self.recent = RecentKeys::default();
        self.recent.extend(known.iter().take(first).chain(here).copied());
        self.ahead = KeysAhead::first_of(known.get(last..).unwrap_or_default());
    }

    /// Leaves the last rows behind, although they may be further on.
    fn give_up(&mut self) {
        let known: Vec<u64> = self.recent.as_slice().iter().chain(self.ahead.as_slice()).copied().collect();
        self.ahead = KeysAhead::first_of(&known);
    }
}

/// The number of a row on its page, counted from 1.
fn row_number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

impl Cursor {
    /// The beginning of a list, or where another walk stood.
    pub(super) fn new(start: Option<Position>) -> Self {
        let mut before = Mark { page: 1, row: 0, recent: RecentKeys::default(), ahead: KeysAhead::default() };
        if let Some(Position { page, row, recent, ahead, .. }) = start {
            before = Mark { page, row, recent, ahead };
        }
        let (keys, given) = (Vec::new(), Vec::new());
        Self { before, page: before.page, keys, given, behind: None, is_lost: false, lost: 0 }
    }

    /// The list changed, so that the last rows may be on any page.
    pub(super) fn lose(&mut self) {
        self.before = self.mark(0);
        self.given.clear();
        (self.is_lost, self.lost) = (!self.before.recent.is_empty(), 0);
    }

    pub(super) fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// Goes on to the next page, with the keys of all its rows and the places of those that are given, none of which was
    /// taken yet. The list grew by `growth` rows since the last rows were seen.
    pub(super) fn turn_page(&mut self, page: u32, keys: &[RowKey], given: Vec<usize>, growth: u64) {
        self.before = self.mark(0);
        (self.page, self.given) = (page, given);
        self.keys = keys.iter().map(|key| key.short()).collect();
        if let Some(row) = self.before.last_on(&self.keys) {
            self.before.move_to(page, row, &self.keys);
            (self.is_lost, self.behind) = (false, Some(row + 1));
        } else {
            if self.is_lost && self.lost > growth.saturating_add(MOST_LOST) {
                self.before.give_up();
                self.is_lost = false;
            }
            self.lost = self.lost.saturating_add(u64::try_from(keys.len()).unwrap_or(u64::MAX));
            self.behind = (!self.is_lost).then_some(0);
        }
    }

    /// Writes the place into a position, if `left` rows of the page are still to be taken.
    pub(super) fn write(&self, left: usize, position: &mut Position) {
        let Mark { page, row, recent, ahead } = self.mark(left);
        (position.page, position.row, position.recent, position.ahead) = (page, row, recent, ahead);
    }

    fn mark(&self, left: usize) -> Mark {
        let taken = self.given.get(..self.given.len().saturating_sub(left)).unwrap_or_default();
        // Rows in front of the last ones are new there and need not be remembered: every row there was given.
        let (Some(last), Some(behind)) = (taken.last(), self.behind) else { return self.before };
        let Some(rows) = self.keys.get(behind..=*last).filter(|rows| !rows.is_empty()) else { return self.before };
        let mut mark = Mark { page: self.page, row: row_number(*last), ..self.before };
        mark.recent.extend(rows.iter().copied());
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
        let (recent, ahead) = (RecentKeys::default(), KeysAhead::default());
        let mut position =
            Position { page: 0, row: 0, asked: 1, size: 1, total: None, list: 0, recent, ahead, older_than: None };
        cursor.write(left, &mut position);
        (position.page, position.row, position.recent.as_slice().to_vec(), position.ahead.as_slice().to_vec())
    }

    /// A walk that gave the rows 1 to 3 and then met a change.
    fn changed() -> Cursor {
        let mut cursor = Cursor::new(None);
        cursor.turn_page(1, &keys(&[1, 2, 3]), vec![0, 1, 2], 0);
        cursor.lose();
        cursor
    }

    #[test]
    fn the_place_is_after_the_row_taken_last() {
        let mut cursor = Cursor::new(None);
        assert_eq!(place(&cursor, 0), (1, 0, vec![], vec![]));
        cursor.turn_page(1, &keys(&[1, 2, 3]), vec![0, 1, 2], 0);
        assert_eq!((place(&cursor, 3).1, place(&cursor, 9).1), (0, 0), "nothing was taken");
        assert_eq!(place(&cursor, 1), (1, 2, shorts(&[1, 2]), vec![]));
        cursor.turn_page(2, &keys(&[3]), vec![], 0);
        cursor.turn_page(3, &keys(&[3, 4, 5, 6, 7, 8, 9, 10]), vec![1, 2, 3, 4, 5, 6, 7], 0);
        assert_eq!(place(&cursor, 7), (3, 1, shorts(&[1, 2, 3]), vec![]));
        assert_eq!(place(&cursor, 0), (3, 8, shorts(&[3, 4, 5, 6, 7, 8, 9, 10]), vec![]));
    }

    #[test]
    fn rows_that_were_added_before_the_last_ones_do_not_move_the_place() {
        let mut cursor = changed();
        cursor.turn_page(1, &keys(&[20, 21, 22]), vec![0, 1, 2], 0);
        assert_eq!((place(&cursor, 0), cursor.is_lost()), ((1, 3, shorts(&[1, 2, 3]), vec![]), true));
        cursor.turn_page(2, &keys(&[23, 1, 24]), vec![0, 2], 0);
        assert!(!cursor.is_lost());
        // 2 and 3 are gone, or behind rows that were added.
        assert_eq!(place(&cursor, 1), (2, 2, shorts(&[23, 1]), shorts(&[2, 3])));
        assert_eq!(place(&cursor, 0), (2, 3, shorts(&[23, 1, 24]), shorts(&[2, 3])));
        cursor.turn_page(3, &keys(&[25, 2, 4]), vec![0, 2], 0);
        assert_eq!(place(&cursor, 0), (3, 3, shorts(&[23, 1, 24, 25, 2, 4]), shorts(&[3])));
        let mut next = Cursor::new(None);
        next.before = cursor.mark(0);
        next.turn_page(4, &keys(&[5, 6]), vec![0, 1], 0);
        assert_eq!(place(&next, 0), (4, 2, shorts(&[23, 1, 24, 25, 2, 4, 5, 6]), shorts(&[3])));
    }

    #[test]
    fn rows_that_moved_up_are_behind_the_last_ones() {
        let mut cursor = changed();
        cursor.turn_page(1, &keys(&[2, 3, 4]), vec![2], 0);
        assert_eq!(place(&cursor, 0), (1, 3, shorts(&[1, 2, 3, 4]), vec![]));
        assert_eq!(place(&cursor, 1), (1, 2, shorts(&[1, 2, 3]), vec![]));
    }

    #[test]
    fn rows_that_several_changes_pushed_on_are_all_known() {
        let mut cursor = changed();
        let mut pushed = vec![2, 3];
        // Each time the list changes, all but the first row of the page are pushed behind rows that were added.
        for change in 1..=2 {
            let first = change * 100;
            let added: Vec<i64> = (first..first + 6).collect();
            cursor.turn_page(2, &keys(&[&[1], added.as_slice()].concat()), (1..=6).collect(), 0);
            cursor.lose();
            pushed.splice(0..0, added);
        }
        cursor.turn_page(2, &keys(&[1]), vec![], 0);
        assert_eq!(place(&cursor, 0).3, shorts(&pushed));
    }

    #[test]
    fn last_rows_that_are_not_seen_for_long_are_gone() {
        let mut cursor = changed();
        let page = |number: i64| (0..100).map(|row| 1_000 + number * 100 + row).collect::<Vec<i64>>();
        for number in 2..=13 {
            assert!(cursor.is_lost(), "{number}");
            cursor.turn_page(u32::try_from(number).unwrap_or(0), &keys(&page(number)), (0..100).collect(), 50);
        }
        assert!(!cursor.is_lost());
        assert_eq!(place(&cursor, 0), (13, 100, shorts(&page(13)[92..]), shorts(&[1, 2, 3])));
    }
}
