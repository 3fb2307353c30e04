//! Which page comes next, which of its rows are new, and when the list is over. Nothing here sends or waits.
//!
//! Halo pages by number, not by cursor: a row that is added or removed moves all rows behind it. So each page's total is
//! compared with that of the page read just before it. If they differ, pages are read backward until one holds a row that
//! was given (`read_back.rs`), and then forward again. Rows are told apart by their keys, so that none comes twice.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::given_keys::GivenKeys;
use super::paging_fault::PagingFault;
use super::places::{Places, may_be_own_length};
use super::search::Search;
use crate::codec::RowKey;
use crate::vocabulary::Position;

/// Pages after a change that are read one by one.
const CALM: u32 = 3;

/// A page, as far as it matters here.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageSummary<'a> {
    pub(super) number: u32,
    /// The keys of all rows, including those that cannot be read.
    pub(super) keys: &'a [RowKey],
    pub(super) total: Option<u64>,
    /// The page size that Halo states.
    pub(super) stated_size: Option<u32>,
}

impl PageSummary<'_> {
    pub(super) fn rows(&self) -> u64 {
        u64::try_from(self.keys.len()).unwrap_or(u64::MAX)
    }
}

/// What becomes of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Decision {
    /// Those of its rows that are `true` are given.
    Give(Vec<bool>),
    /// Nothing of it is given; its rows come again with another page.
    Drop,
    /// It is given after the page before it was read again.
    Hold,
}

/// What the next page is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// To go on.
    Forward,
    /// To learn whether the total of page 1 was that of the list.
    Probe,
    /// Once more, since it was empty although its total says otherwise.
    Again,
    /// To find a row that was given, after a change.
    Back,
    /// To find a row that was given, since pages overlap. The page after it has this total, and is held.
    Overlap(Option<u64>),
    /// Already here: the held page.
    Held,
    /// To find the place where another walk stood.
    Search,
    /// Nothing comes any more.
    Nothing,
}

/// How a list is read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TraversalOptions {
    /// The page size that is asked for.
    pub(super) asked: u32,
    pub(super) max_pages: Option<u32>,
    pub(super) overlap: bool,
    pub(super) accept_shortfall: bool,
}

/// The state of a walk over the pages of a list.
#[derive(Debug)]
pub(super) struct Traversal {
    pub(super) options: TraversalOptions,
    pub(super) reading: Reading,
    /// The page that comes next.
    pub(super) number: u32,
    pub(super) places: Places,
    pub(super) given: GivenKeys,
    /// The total of the page read last.
    pub(super) total: Option<u64>,
    /// The total when the last new row came.
    pub(super) total_at_new_row: Option<u64>,
    /// Whether the list changed since then, and how many further pages came.
    changed: bool,
    stale: u32,
    /// The furthest page that was given, or 0.
    pub(super) furthest: u32,
    /// The place of the last row of the page that was given last.
    end: u64,
    /// The first page that counts for `max_pages`.
    counted_from: Option<u32>,
    /// The hash of the keys of each page, to recognize a page that comes again under another number.
    sequences: Vec<(u32, u64)>,
    /// The furthest page that was read since the list changed last.
    pub(super) changed_at: u32,
    /// How often pages were read backward since the last new row.
    pub(super) backs: u32,
    /// Pages that are still to be read one by one.
    calm: u32,
    pub(super) changes: u64,
    /// The search for the place where the walk that this one continues stopped.
    pub(super) search: Option<Search>,
    /// Whether whole rows are compared.
    pub(super) whole_rows: bool,
    /// Whether rows were given that are not known here.
    pub(super) is_partial: bool,
}

impl Traversal {
    pub(super) fn new(options: TraversalOptions, start: Option<Position>) -> Self {
        let start = start.filter(|start| !start.recent.as_slice().is_empty());
        let search = start.map(|start| Search::new(start.page, start.total));
        Self {
            options,
            reading: if search.is_some() { Reading::Search } else { Reading::Forward },
            number: start.map_or(1, |start| start.page),
            places: Places::new(start.map_or(0, |start| start.size)),
            given: start.map_or_else(GivenKeys::default, |start| GivenKeys::after(start.recent, start.ahead)),
            total: None,
            total_at_new_row: None,
            changed: false,
            stale: 0,
            furthest: 0,
            end: 0,
            counted_from: if search.is_some() { None } else { Some(1) },
            sequences: Vec::new(),
            changed_at: 0,
            backs: 0,
            calm: 0,
            changes: 0,
            search,
            whole_rows: false,
            is_partial: search.is_some(),
        }
    }

    /// How many of the pages from the next one on may be asked for now, if the window allows `width`.
    pub(super) fn pages_ahead(&self, width: usize) -> usize {
        let (Reading::Forward, Some(total), 0, false) = (self.reading, self.total, self.calm, self.options.overlap)
        else {
            return 1;
        };
        let exist = self.places.pages_of(total).saturating_sub(self.number - 1);
        let wanted = match (self.options.max_pages, self.counted_from) {
            (Some(most), Some(from)) => from.saturating_add(most).saturating_sub(self.number),
            _ => u32::MAX,
        };
        width.min(usize::try_from(exist.min(wanted)).unwrap_or(usize::MAX)).max(1)
    }

    /// What becomes of the page that was asked for.
    pub(super) fn accept_page(&mut self, page: &PageSummary<'_>) -> Result<Decision, PagingFault> {
        let has_new = page.keys.iter().any(|key| !self.given.contains(*key));
        let total = self.places.note(page.number, page.rows(), page.total, has_new);
        if self.places.is_void() {
            self.total = None;
        }
        match self.reading {
            Reading::Probe if page.keys.is_empty() => Ok(self.finish()),
            Reading::Forward | Reading::Probe => self.accept_forward(page, total, false),
            Reading::Again => self.accept_forward(page, total, true),
            Reading::Back => self.accept_back(page, total),
            Reading::Overlap(held) => self.accept_overlap(page, total, held),
            Reading::Held => self.give(page, total),
            Reading::Search => self.accept_search(page, total),
            Reading::Nothing => Ok(Decision::Drop),
        }
    }

    fn accept_forward(
        &mut self,
        page: &PageSummary<'_>,
        total: Option<u64>,
        again: bool,
    ) -> Result<Decision, PagingFault> {
        if self.total.zip(total).is_some_and(|(before, now)| before != now) {
            return Ok(self.start_back(page.number - 1));
        }
        if page.keys.is_empty() {
            return self.accept_empty(page, total, again);
        }
        if self.options.overlap && self.furthest > 0 {
            (self.reading, self.number) = (Reading::Overlap(total), page.number - 1);
            return Ok(Decision::Hold);
        }
        self.give(page, total)
    }

    /// An empty page is the end, unless its own total has rows there.
    fn accept_empty(
        &mut self,
        page: &PageSummary<'_>,
        total: Option<u64>,
        again: bool,
    ) -> Result<Decision, PagingFault> {
        let before = self.end;
        self.total = total.or(self.total);
        if let Some(total) = total.filter(|total| *total > before) {
            if !again {
                self.reading = Reading::Again;
                return Ok(Decision::Drop);
            }
            let fault = PagingFault::Shortfall { page: page.number, before, total };
            if !self.options.accept_shortfall {
                return Err(fault);
            }
            tracing::warn!(total, seen = before, "rows seen and stated total differ");
        }
        self.finish();
        // An empty list is one empty page.
        Ok(if self.furthest == 0 { Decision::Give(Vec::new()) } else { Decision::Drop })
    }

    /// Gives the rows of a page that are new, and goes on behind it.
    pub(super) fn give(&mut self, page: &PageSummary<'_>, total: Option<u64>) -> Result<Decision, PagingFault> {
        let is_new_page = page.number > self.furthest;
        if is_new_page && self.furthest > 0 && page.keys.iter().all(|key| self.given.contains(*key)) {
            let Some(total) = total else {
                // The endpoint does not page, or this is the end.
                return Ok(self.finish());
            };
            if !self.may_be_stale(total) {
                return self.accept_repeated(page, total);
            }
            // Rows were added before it, so that it holds those of the pages before.
            self.stale += 1;
        }
        if is_new_page {
            self.sequences.push((page.number, sequence_of(page.keys)));
        }
        let new = self.insert(page.keys, 0);
        self.calm = self.calm.saturating_sub(1);
        self.go_on(page, total, &new);
        Ok(Decision::Give(new))
    }

    /// Whether a page may have no new row because rows that were added since the last one moved rows already given to it.
    fn may_be_stale(&self, total: u64) -> bool {
        let added = total.saturating_sub(self.total_at_new_row.unwrap_or(0));
        self.changed && self.stale <= self.places.pages_of(added).saturating_add(CALM)
    }

    /// A further page without a new row, although the list did not change.
    fn accept_repeated(&mut self, page: &PageSummary<'_>, total: u64) -> Result<Decision, PagingFault> {
        let sequence = sequence_of(page.keys);
        let earlier = self.sequences.iter().find(|(_, known)| *known == sequence);
        if let Some((earlier, _)) = earlier
            && total > self.end
        {
            let missing = total - self.end;
            return Err(PagingFault::Repeated { page: page.number, earlier: *earlier, missing, total });
        }
        if self.places.end_of(page.number, page.rows()) >= total {
            return Ok(self.finish());
        }
        // The page does not repeat an earlier one: as many rows were removed as were added.
        Ok(self.start_back(page.number - 1))
    }

    /// Rows turned out to have no key: from now on whole rows are compared.
    pub(super) fn compare_whole_rows(&mut self) {
        self.whole_rows = true;
        // Rows that were given by such a key cannot be compared any more.
        self.given.clear();
        self.is_partial |= self.furthest > 0;
    }

    /// Which rows are new, from this one on.
    pub(super) fn insert(&mut self, keys: &[RowKey], from: usize) -> Vec<bool> {
        let given = &mut self.given;
        if self.whole_rows {
            // Rows that are equal in all members may be several rows nevertheless.
            let new = keys.iter().enumerate().map(|(index, key)| !given.contains(*key) && index >= from).collect();
            for key in keys {
                given.insert(*key);
            }
            return new;
        }
        keys.iter().enumerate().map(|(index, key)| given.insert(*key) && index >= from).collect()
    }

    /// Notes a page whose rows were given, and decides what comes after it.
    pub(super) fn go_on(&mut self, page: &PageSummary<'_>, total: Option<u64>, new: &[bool]) {
        let end = self.places.end_of(page.number, page.rows());
        self.total = total.or(self.total);
        if new.contains(&true) {
            self.note_new_row();
            self.total_at_new_row = total;
            self.counted_from.get_or_insert(page.number);
        }
        let is_first = self.furthest <= 1 && page.number == 1;
        (self.furthest, self.end) = (self.furthest.max(page.number), end);
        (self.reading, self.number) = (Reading::Forward, page.number.saturating_add(1));
        if let Some(total) = total.filter(|total| end >= *total) {
            let may_be_own = may_be_own_length(page.rows(), total, self.options.asked, page.stated_size);
            self.reading = if is_first && may_be_own { Reading::Probe } else { Reading::Nothing };
        }
        let most = self.options.max_pages.unwrap_or(u32::MAX);
        if self.counted_from.is_some_and(|from| self.number >= from.saturating_add(most)) {
            self.finish();
        }
    }

    /// Notes a change: pages are read backward from this one on.
    pub(super) fn start_back(&mut self, number: u32) -> Decision {
        self.note_change();
        self.changed_at = number;
        (self.reading, self.number) = (Reading::Back, number.max(1));
        Decision::Drop
    }

    /// The list may have grown since another walk gave its last row.
    pub(super) fn note_growth(&mut self) {
        self.total_at_new_row = self.search.and_then(Search::total);
        self.changed = true;
    }

    pub(super) fn note_new_row(&mut self) {
        (self.backs, self.changed, self.stale) = (0, false, 0);
    }

    pub(super) fn note_change(&mut self) {
        self.changes += 1;
        self.changed = true;
        self.calm = CALM;
    }

    pub(super) fn finish(&mut self) -> Decision {
        self.reading = Reading::Nothing;
        Decision::Drop
    }
}

fn sequence_of(keys: &[RowKey]) -> u64 {
    let mut hasher = DefaultHasher::new();
    keys.hash(&mut hasher);
    hasher.finish()
}
