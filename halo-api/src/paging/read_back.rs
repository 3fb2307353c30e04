//! Reading pages again: after a change, and where pages overlap.

use super::paging_fault::PagingFault;
use super::traversal::{Decision, PageSummary, Reading, Traversal};

/// How often pages are read backward without a new row before that is an error.
const MOST_BACKS: u32 = 3;

impl Traversal {
    /// A page that was read to find a row already given: all rows before such a row were given, too.
    pub(super) fn accept_back(&mut self, page: &PageSummary<'_>, total: Option<u64>) -> Result<Decision, PagingFault> {
        let known = page.keys.iter().position(|key| self.given.contains(*key));
        if known.is_none() && page.number > 1 {
            let last =
                total.filter(|_| page.keys.is_empty()).map_or(u32::MAX, |total| self.places.pages_of(total).max(1));
            self.number = last.min(page.number - 1);
            return Ok(Decision::Drop);
        }
        // Rows before one that was given were given, too, though they may not be known here.
        let from = match (known, self.is_partial) {
            (Some(known), true) => known + 1,
            // The rows already given are on none of these pages, so they are further on or gone.
            (None, true) => return Ok(self.search_on()),
            (_, false) => 0,
        };
        let new = self.insert(page.keys, from);
        if !new.contains(&true) {
            self.backs += 1;
            if self.backs >= MOST_BACKS {
                return Err(PagingFault::Unsteady { page: page.number + 1, backs: self.backs, changes: self.changes });
            }
        }
        self.go_on(page, total, &new);
        if page.keys.is_empty() {
            self.finish();
        }
        Ok(Decision::Give(new))
    }

    /// A page that was read again after the page behind it, which is held. The held page follows without a gap if this one
    /// still holds a row already given and the total did not change in between.
    pub(super) fn accept_overlap(
        &mut self,
        page: &PageSummary<'_>,
        total: Option<u64>,
        held: Option<u64>,
    ) -> Result<Decision, PagingFault> {
        let is_same = total.zip(held).is_none_or(|(now, before)| now == before);
        if !is_same || !page.keys.iter().any(|key| self.given.contains(*key)) {
            self.start_back(page.number);
            return self.accept_back(page, total);
        }
        let from = page.keys.iter().position(|key| self.given.contains(*key)).filter(|_| self.is_partial);
        let new = self.insert(page.keys, from.unwrap_or(0));
        if new.contains(&true) {
            self.note_new_row();
        }
        (self.reading, self.number) = (Reading::Held, page.number + 1);
        Ok(Decision::Give(new))
    }
}
