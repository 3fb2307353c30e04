//! Finding the place where another walk stood.

use super::paging_fault::PagingFault;
use super::traversal::{Decision, PageSummary, Traversal};

/// The search for the rows that another walk gave last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search {
    /// The furthest page of that walk, and its total then.
    page: u32,
    total: Option<u64>,
    /// Pages that are still to be looked at behind that page, once it is known how many rows were added.
    ahead: Option<u32>,
    /// The furthest page with one of the rows.
    found: Option<u32>,
    /// Whether a row right before the place was found, without which the others may be anywhere.
    found_front: bool,
    /// Whether that page is read again, to go on from it.
    is_settled: bool,
}

impl Search {
    pub(super) fn new(page: u32, total: Option<u64>) -> Self {
        Self { page, total, ahead: None, found: None, found_front: false, is_settled: false }
    }

    pub(super) fn total(self) -> Option<u64> {
        self.total
    }
}

impl Traversal {
    /// A page on which one of the last rows may be.
    pub(super) fn accept_search(
        &mut self,
        page: &PageSummary<'_>,
        total: Option<u64>,
    ) -> Result<Decision, PagingFault> {
        let lost = PagingFault::LostPlace { page: page.number };
        let Some(search) = &mut self.search else { return Err(lost) };
        let known = page.keys.iter().rposition(|key| self.given.is_former(*key));
        if known.is_some() {
            search.found = search.found.max(Some(page.number));
            search.found_front |= page.keys.iter().any(|key| self.given.is_former_front(*key));
        }
        let added = total.zip(search.total).map_or(0, |(now, then)| now.saturating_sub(then));
        let ahead = search.ahead.unwrap_or_else(|| self.places.pages_of(added));
        // The rows right before the place stand together. Others may be further on.
        let is_enough = search.is_settled || !self.given.has_former_late() || ahead == 0 || page.keys.is_empty();
        if search.found_front && is_enough {
            return self.settle(page, total, known);
        }
        if search.is_settled {
            return Err(lost);
        }
        if ahead > 0 && !page.keys.is_empty() {
            search.ahead = Some(ahead - 1);
            self.number = page.number.saturating_add(1);
            return Ok(Decision::Drop);
        }
        search.ahead = Some(0);
        let end = total.filter(|_| page.keys.is_empty()).map_or(u32::MAX, |total| self.places.pages_of(total));
        self.number = (page.number.min(search.page) - 1).min(end);
        if self.number == 0 { Err(lost) } else { Ok(Decision::Drop) }
    }

    /// Goes on behind the last of the rows: rows up to it were given.
    fn settle(
        &mut self,
        page: &PageSummary<'_>,
        total: Option<u64>,
        known: Option<usize>,
    ) -> Result<Decision, PagingFault> {
        let lost = PagingFault::LostPlace { page: page.number };
        let Some(search) = &mut self.search else { return Err(lost) };
        match (known, search.found) {
            (Some(known), Some(found)) if found == page.number => {
                // Those of the last rows that are on later pages are not new there.
                self.note_growth();
                let new = self.insert(page.keys, known + 1);
                self.go_on(page, total, &new);
                Ok(Decision::Give(new))
            }
            (_, Some(found)) if !search.is_settled => {
                search.is_settled = true;
                self.number = found;
                Ok(Decision::Drop)
            }
            _ => Err(lost),
        }
    }
}
