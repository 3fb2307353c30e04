//! The rules on small lists, page by page. The property over many schedules is in `tests/walks.rs`.
#![allow(clippy::unwrap_used)]

use super::paging_fault::PagingFault;
use super::traversal::{Decision, PageSummary, Reading, Traversal, TraversalOptions};
use crate::codec::RowKey;
use crate::vocabulary::Position;
use crate::vocabulary::position::{KeysAhead, RecentKeys};

/// A list in pages of `size`, and what a walk over it asked for and gave.
struct Run {
    list: Vec<i64>,
    size: usize,
    walk: Traversal,
    asked: Vec<u32>,
    given: Vec<i64>,
    held: Option<(Vec<RowKey>, u64)>,
}

impl Run {
    fn new(list: impl IntoIterator<Item = i64>, size: usize) -> Self {
        Self::with(list, size, TraversalOptions::default(), None)
    }

    fn with(
        list: impl IntoIterator<Item = i64>,
        size: usize,
        options: TraversalOptions,
        start: Option<Position>,
    ) -> Self {
        let options = TraversalOptions { asked: u32::try_from(size).unwrap_or(100), ..options };
        let walk = Traversal::new(options, start);
        Self { list: list.into_iter().collect(), size, walk, asked: Vec::new(), given: Vec::new(), held: None }
    }

    /// Serves the next page.
    fn step(&mut self) -> Result<(), PagingFault> {
        let total = self.list.len();
        self.step_with(Some(u64::try_from(total).unwrap_or(0)))
    }

    fn step_with(&mut self, total: Option<u64>) -> Result<(), PagingFault> {
        let number = self.walk.number;
        self.asked.push(number);
        let from = usize::try_from(number - 1).unwrap_or(0) * self.size;
        let rows = self.list.iter().skip(from).take(self.size).copied().collect::<Vec<_>>();
        let keys: Vec<RowKey> = rows.into_iter().map(RowKey::Int).collect();
        self.accept(number, keys, total)?;
        if self.walk.reading == Reading::Held
            && let Some((keys, total)) = self.held.take()
        {
            self.accept(self.walk.number, keys, Some(total))?;
        }
        Ok(())
    }

    fn accept(&mut self, number: u32, keys: Vec<RowKey>, total: Option<u64>) -> Result<(), PagingFault> {
        let page = PageSummary { number, keys: &keys, total, stated_size: None };
        match self.walk.accept_page(&page)? {
            Decision::Give(new) => {
                let given = keys.iter().zip(&new).filter(|(_, new)| **new).map(|(key, _)| *key);
                self.given.extend(given.filter_map(|key| if let RowKey::Int(id) = key { Some(id) } else { None }));
            }
            Decision::Hold => self.held = Some((keys, total.unwrap_or(0))),
            Decision::Drop => {}
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), PagingFault> {
        while self.walk.reading != Reading::Nothing {
            assert!(self.asked.len() < 100, "no end: {:?}", self.asked);
            self.step()?;
        }
        Ok(())
    }
}

#[test]
fn rows_that_move_up_are_read_again() {
    let mut run = Run::new(1..=7, 2);
    for _ in 0..3 {
        run.step().unwrap();
    }
    run.list.drain(0..3);
    run.finish().unwrap();
    assert_eq!((run.given, run.asked), ((1..=7).collect(), vec![1, 2, 3, 4, 3, 2]));
}

#[test]
fn rows_that_were_added_are_read_without_giving_one_twice() {
    let mut run = Run::new(1..=7, 2);
    run.step().unwrap();
    run.list.splice(0..0, [10, 11, 12]);
    run.finish().unwrap();
    let mut given = run.given.clone();
    given.sort_unstable();
    given.dedup();
    assert_eq!(given.len(), run.given.len(), "{:?}", run.given);
    assert!((1..=7).all(|id| given.contains(&id)), "{:?}", run.given);
}

#[test]
fn the_end_is_a_matter_of_places_and_not_of_rows_given() {
    let mut run = Run::new(1..=6, 2);
    run.step().unwrap();
    run.step().unwrap();
    // Six were stated, and four of them were given: the two that are left are one page.
    run.list.drain(0..4);
    run.list.extend([7, 8, 9]);
    run.finish().unwrap();
    assert!([5, 6].iter().all(|id| run.given.contains(id)), "{:?} {:?}", run.given, run.asked);
}

#[test]
fn an_empty_page_is_asked_for_once_more() {
    let mut run = Run::new(1..=4, 2);
    run.step_with(Some(9)).unwrap();
    run.step_with(Some(9)).unwrap();
    run.step_with(Some(9)).unwrap();
    assert_eq!(run.step_with(Some(9)), Err(PagingFault::Shortfall { page: 3, before: 4, total: 9 }));
    assert_eq!(run.asked, [1, 2, 3, 3]);
    let options = TraversalOptions { accept_shortfall: true, ..TraversalOptions::default() };
    let mut run = Run::with(1..=4, 2, options, None);
    for _ in 0..4 {
        run.step_with(Some(9)).unwrap();
    }
    assert_eq!((run.walk.reading, run.given.len()), (Reading::Nothing, 4));
}

#[test]
fn a_list_that_states_its_own_length_is_read_to_its_end() {
    let mut run = Run::new(1..=7, 2);
    for length in [2, 2, 2, 1, 0] {
        run.step_with(Some(length)).unwrap();
    }
    assert_eq!((run.walk.reading, run.given.len()), (Reading::Nothing, 7));
    let mut run = Run::new(1..=2, 2);
    run.finish().unwrap();
    assert_eq!(run.asked, [1, 2], "a full first page may be such a list");
}

#[test]
fn a_cycle_is_an_error_and_without_a_total_the_end() {
    let mut run = Run::new([1, 2, 3, 4, 1, 2, 3, 4], 2);
    run.step().unwrap();
    run.step().unwrap();
    assert_eq!(run.step(), Err(PagingFault::Repeated { page: 3, earlier: 1, missing: 4, total: 8 }));
    let mut run = Run::new([1, 2, 3, 4, 1, 2, 3, 4], 2);
    for _ in 0..3 {
        run.step_with(None).unwrap();
    }
    assert_eq!((run.walk.reading, run.given.len()), (Reading::Nothing, 4));
}

#[test]
fn a_total_that_never_stays_is_an_error() {
    let mut run = Run::new(1..=9, 2);
    let mut total = 9;
    let fault = loop {
        total += 1;
        if let Err(fault) = run.step_with(Some(total)) {
            break fault;
        }
    };
    assert!(matches!(fault, PagingFault::Unsteady { page: 2, backs: 3, .. }), "{fault:?}");
    assert_eq!(run.asked, [1, 2, 1, 2, 1, 2, 1]);
}

#[test]
fn overlapping_pages_find_rows_that_moved_while_the_total_stayed() {
    for overlap in [false, true] {
        let options = TraversalOptions { overlap, ..TraversalOptions::default() };
        let mut run = Run::with(1..=7, 2, options, None);
        run.step().unwrap();
        run.list.remove(0);
        run.list.push(8);
        run.finish().unwrap();
        assert_eq!(run.given.contains(&3), overlap, "{:?} {:?}", run.asked, run.given);
    }
}

#[test]
fn nothing_is_asked_for_ahead_where_it_may_not_exist_or_may_be_stale() {
    let mut run = Run::new(1..=20, 2);
    assert_eq!(run.walk.pages_ahead(8), 1);
    run.step().unwrap();
    assert_eq!((run.walk.pages_ahead(4), run.walk.pages_ahead(99)), (4, 9));
    run.list.remove(0);
    for _ in 0..5 {
        run.step().unwrap();
        let calm = run.asked.len() < 6;
        assert_eq!(run.walk.pages_ahead(8) == 1, calm, "{:?}", run.asked);
    }
    let options = TraversalOptions { max_pages: Some(3), ..TraversalOptions::default() };
    let mut run = Run::with(1..=20, 2, options, None);
    run.step().unwrap();
    assert_eq!(run.walk.pages_ahead(8), 2);
    run.finish().unwrap();
    assert_eq!(run.asked, [1, 2, 3]);
}

fn after(ids: &[i64], page: u32, total: u64) -> Position {
    let mut recent = RecentKeys::default();
    recent.extend(ids.iter().map(|id| RowKey::Int(*id).short()));
    Position {
        page,
        row: 1,
        asked: 2,
        size: 2,
        total: Some(total),
        list: 0,
        recent,
        ahead: KeysAhead::default(),
        older_than: None,
    }
}

#[test]
fn another_walk_goes_on_after_its_last_row_wherever_that_is_now() {
    let resume = |list: Vec<i64>, ids: &[i64], page| {
        let mut run = Run::with(list, 2, TraversalOptions::default(), Some(after(ids, page, 8)));
        run.finish().map(|()| (run.given, run.asked))
    };
    assert_eq!(resume((1..=8).collect(), &[2, 3, 4], 2), Ok((vec![5, 6, 7, 8], vec![2, 3, 4])));
    assert_eq!(resume((3..=8).collect(), &[2, 3, 4], 2), Ok((vec![5, 6, 7, 8], vec![2, 1, 2, 3])));
    let added = [20, 21, 22, 23].into_iter().chain(1..=8).collect();
    assert_eq!(resume(added, &[2, 3, 4], 2), Ok((vec![5, 6, 7, 8], vec![2, 3, 4, 5, 6])));
    assert_eq!(resume((1..=8).collect(), &[6, 7, 8], 4), Ok((vec![], vec![4])), "it stood at the end");
    // As many were removed as were added, so that the total says nothing.
    assert_eq!(resume((20..=26).chain([4, 5]).collect(), &[2, 3, 4], 2), Ok((vec![5], vec![2, 3, 1, 4, 5])));
    assert_eq!(resume((10..=17).collect(), &[2, 3, 4], 2), Err(PagingFault::LostPlace { page: 4 }));
    assert_eq!(resume(vec![], &[2, 3, 4], 2), Err(PagingFault::LostPlace { page: 2 }));
}
