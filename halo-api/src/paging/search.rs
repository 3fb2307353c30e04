//! Finding the place where another walk stood.

use super::paging_fault::PagingFault;
use super::traversal::{Decision, PageSummary, Reading, Traversal};

/// The search for the rows that another walk gave last.
///
/// It looks at the page where that walk stopped, at as many pages after it as the list grew by, back to the first page, and
/// then at all others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search {
    /// The page of that walk, and its total then.
    page: u32,
    total: Option<u64>,
    way: Way,
    /// The furthest page that was looked at, and whether it is the last one.
    furthest: u32,
    is_at_end: bool,
}

#[derive(Debug, Clone, Copy)]
enum Way {
    /// How many pages behind that page are still to be looked at; `None` until it is known how many rows were added.
    Ahead(Option<u32>),
    Back,
    /// On to the end.
    On,
}

impl Search {
    pub(super) fn new(page: u32, total: Option<u64>) -> Self {
        Self { page, total, way: Way::Ahead(None), furthest: 0, is_at_end: false }
    }

    pub(super) fn total(self) -> Option<u64> {
        self.total
    }

    fn note(&mut self, number: u32, is_last: bool) {
        if number >= self.furthest {
            (self.furthest, self.is_at_end) = (number, is_last);
        }
    }

    /// The page to look at after page `number`, or `None` if all were looked at. The list has `pages`, and grew by `added`.
    fn next(&mut self, number: u32, pages: Option<u32>, added: u32) -> Option<u32> {
        if let Way::Ahead(left) = self.way {
            let left = left.unwrap_or(added);
            if left > 0 && !self.is_at_end {
                self.way = Way::Ahead(Some(left - 1));
                return number.checked_add(1);
            }
            self.way = Way::Back;
        }
        if let Way::Back = self.way {
            let before = (number.min(self.page) - 1).min(pages.unwrap_or(u32::MAX));
            if before > 0 {
                return Some(before);
            }
            self.way = Way::On;
        }
        if self.is_at_end { None } else { self.furthest.checked_add(1) }
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
        if let Some(known) = page.keys.iter().position(|key| self.given.contains(*key)) {
            // Some of the last rows may be on later pages, where they are not new.
            self.note_growth();
            let new = self.insert(page.keys, known);
            self.go_on(page, total, &new);
            return Ok(Decision::Give(new));
        }
        let is_last =
            page.keys.is_empty() || total.is_some_and(|total| self.places.end_of(page.number, page.rows()) >= total);
        let pages = total.filter(|_| page.keys.is_empty()).map(|total| self.places.pages_of(total));
        let Some(search) = &mut self.search else { return Err(lost) };
        search.note(page.number, is_last);
        let added = total.zip(search.total).map_or(0, |(now, then)| now.saturating_sub(then));
        self.number = search.next(page.number, pages, self.places.pages_of(added)).ok_or(lost)?;
        Ok(Decision::Drop)
    }

    /// No page back to the first holds a row that was given, so those after the change are looked at.
    pub(super) fn search_on(&mut self) -> Decision {
        let furthest = self.changed_at;
        let total = self.total_at_new_row.or(self.search.and_then(Search::total));
        self.search = Some(Search { page: furthest, total, way: Way::On, furthest, is_at_end: false });
        (self.reading, self.number) = (Reading::Search, furthest.saturating_add(1));
        Decision::Drop
    }
}
