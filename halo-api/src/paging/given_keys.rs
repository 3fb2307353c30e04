//! The rows that a walk has given, so that none comes twice.

use std::collections::HashSet;

use crate::codec::RowKey;
use crate::vocabulary::position::{KeysAhead, RecentKeys};

/// The keys of the rows given so far.
///
/// A key that is one whole number takes 8 bytes, any other 16. The sets double as they grow, so that with their own
/// overhead a row takes 10 to 21 bytes, or 19 to 39, and half as much again while a set doubles.
#[derive(Debug, Default)]
pub(super) struct GivenKeys {
    ints: HashSet<i64>,
    hashes: HashSet<u128>,
    /// The last rows of the walk that this one continues.
    former: Vec<u64>,
}

impl GivenKeys {
    /// The keys of a walk that continues another one after the `recent` rows. The rows `ahead` may come again, further on.
    pub(super) fn after(recent: RecentKeys, ahead: KeysAhead) -> Self {
        Self { former: [recent.as_slice(), ahead.as_slice()].concat(), ..Self::default() }
    }

    /// Whether the row was given; if so, every row before it was given, too.
    pub(super) fn contains(&self, key: RowKey) -> bool {
        let given = match key {
            RowKey::Int(number) => self.ints.contains(&number),
            RowKey::Hash(hash) => self.hashes.contains(&hash),
        };
        given || self.is_former(key)
    }

    /// Adds the key of a row; false if the row was given before.
    pub(super) fn insert(&mut self, key: RowKey) -> bool {
        let is_new = match key {
            RowKey::Int(number) => self.ints.insert(number),
            RowKey::Hash(hash) => self.hashes.insert(hash),
        };
        is_new && !self.is_former(key)
    }

    fn is_former(&self, key: RowKey) -> bool {
        !self.former.is_empty() && self.former.contains(&key.short())
    }

    /// Forgets what says nothing any more, since keys turned out not to tell rows apart.
    pub(super) fn clear(&mut self) {
        (self.ints, self.hashes) = (HashSet::new(), HashSet::new());
    }
}

/// Whether two rows of a page have the same key, which proves that it is no key.
pub(super) fn has_twins(keys: &[RowKey]) -> bool {
    // Nearly every page is ordered by its key.
    if keys.is_sorted_by(|one, next| one < next) || keys.is_sorted_by(|one, next| one > next) {
        return false;
    }
    let mut sorted = keys.to_vec();
    sorted.sort_unstable();
    !sorted.is_sorted_by(|one, next| one < next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_new_once() {
        let mut given = GivenKeys::default();
        for key in [RowKey::Int(1), RowKey::Int(-1), RowKey::Hash(1)] {
            assert!(!given.contains(key));
            assert!(given.insert(key) && !given.insert(key) && given.contains(key));
        }
        given.clear();
        assert!(!given.contains(RowKey::Int(1)));
    }

    #[test]
    fn the_last_rows_of_a_former_walk_were_given() {
        let mut former = RecentKeys::default();
        former.push(RowKey::Int(5).short());
        let mut ahead = KeysAhead::default();
        ahead.push(RowKey::Int(9).short());
        let mut given = GivenKeys::after(former, ahead);
        for known in [RowKey::Int(5), RowKey::Int(9)] {
            assert!(given.contains(known) && !given.insert(known));
        }
        assert!(!given.contains(RowKey::Int(6)) && given.insert(RowKey::Int(6)));
    }

    #[test]
    fn twins_are_found_in_any_order() {
        let keys = |numbers: &[i64]| numbers.iter().copied().map(RowKey::Int).collect::<Vec<_>>();
        for (numbers, twins) in
            [(&[][..], false), (&[1], false), (&[1, 2, 3], false), (&[3, 2, 1], false), (&[2, 3, 1], false)]
        {
            assert_eq!(has_twins(&keys(numbers)), twins);
        }
        assert!(has_twins(&keys(&[0, 0])) && has_twins(&keys(&[1, 2, 1])) && has_twins(&keys(&[3, 2, 2])));
    }
}
