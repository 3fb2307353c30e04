//! The end of a list, by the places of its rows: how many were given says nothing while rows come and go.

/// Lists that state the length of their own response do so for at least this many rows, Halo's usual page.
const USUAL_LENGTH: u64 = 50;

/// Where the rows of pages are in their list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    /// The rows of a full page: the most that any page had, since Halo caps silently what was asked for.
    size: u64,
    /// Whether totals say nothing, since a page had rows beyond its own total.
    void: bool,
}

impl Places {
    /// A list whose pages had up to `size` rows before.
    pub(super) fn new(size: u32) -> Self {
        Self { size: size.into(), void: false }
    }

    /// Notes a page, and returns its total if that says anything. Only rows that were not given before (`has_new`) are
    /// surely where they seem to be: an endpoint that does not page gives the same ones for every page.
    pub(super) fn note(&mut self, number: u32, rows: u64, total: Option<u64>, has_new: bool) -> Option<u64> {
        self.size = self.size.max(rows);
        if has_new && total.is_some_and(|total| self.end_of(number, rows) > total) {
            self.void = true;
        }
        total.filter(|_| !self.void)
    }

    /// The place of the last row of a page, counted from 1.
    pub(super) fn end_of(&self, number: u32, rows: u64) -> u64 {
        u64::from(number.saturating_sub(1)).saturating_mul(self.size).saturating_add(rows)
    }

    /// Pages that so many rows take.
    pub(super) fn pages_of(&self, rows: u64) -> u32 {
        if self.size == 0 { 0 } else { u32::try_from(rows.div_ceil(self.size)).unwrap_or(u32::MAX) }
    }

    pub(super) fn is_void(&self) -> bool {
        self.void
    }

    pub(super) fn size(&self) -> u32 {
        u32::try_from(self.size).unwrap_or(u32::MAX)
    }
}

/// Whether a first page whose rows equal its total may state its own length instead of the whole list's.
pub(super) fn may_be_own_length(rows: u64, total: u64, asked: u32, stated_size: Option<u32>) -> bool {
    let stated = stated_size.filter(|size| *size > 0).map_or(u64::MAX, u64::from);
    rows == total && rows >= u64::from(asked).min(stated).min(USUAL_LENGTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_the_size_that_pages_really_have() {
        let mut places = Places::new(0);
        assert_eq!(places.note(1, 50, Some(144), true), Some(144));
        assert_eq!(places.note(3, 44, Some(144), true), Some(144));
        assert_eq!((places.end_of(3, 44), places.size(), places.pages_of(144)), (144, 50, 3));
        assert_eq!((places.end_of(1, 0), places.end_of(4, 0)), (0, 150));
        assert_eq!(Places::new(0).pages_of(9), 0);
        let mut end = Places::new(u32::MAX);
        assert_eq!(end.note(u32::MAX, u64::MAX, None, true), None);
    }

    #[test]
    fn only_rows_beyond_it_make_a_total_void() {
        for (number, rows, total, void) in [
            (1, 100, 50, true),
            (1, 100, 0, true),
            (1, 100, 100, false),
            (2, 50, 150, false),
            (2, 50, 149, true),
            (2, 0, 0, false),
        ] {
            let mut places = Places::new(100);
            assert_eq!(
                places.note(number, rows, Some(total), rows > 0),
                Some(total).filter(|_| !void),
                "{number} {rows} {total}"
            );
            assert_eq!(places.is_void(), void);
            assert_eq!(places.note(1, 1, Some(1_000), true), Some(1_000).filter(|_| !void), "void is void");
        }
    }

    #[test]
    fn rows_that_were_given_before_say_nothing_about_places() {
        let mut places = Places::new(100);
        assert_eq!(places.note(2, 100, Some(150), false), Some(150));
    }

    #[test]
    fn a_full_first_page_may_state_its_own_length() {
        let may = may_be_own_length;
        assert!(
            may(100, 100, 100, None) && may(50, 50, 100, None) && may(10, 10, 10, None) && may(20, 20, 100, Some(20))
        );
        assert!(!may(49, 49, 100, None) && !may(100, 101, 100, None) && !may(9, 9, 10, Some(0)));
    }
}
