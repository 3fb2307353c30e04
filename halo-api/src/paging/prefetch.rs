//! How many pages are asked for at once.

use std::time::Duration;

use crate::request::MOST_AT_ONCE;

/// One page for the consumer and one ahead of it.
const LEAST: usize = 2;

/// The number of pages to have in flight or ready, the one that the consumer waits for included.
#[derive(Debug, Clone, Copy)]
pub(super) enum PrefetchWindow {
    /// As the caller set it.
    Fixed(usize),
    /// As the consumer needs it.
    Adaptive(usize),
}

impl PrefetchWindow {
    pub(super) fn new(fixed: Option<usize>) -> Self {
        fixed.map_or(Self::Adaptive(LEAST), Self::Fixed)
    }

    pub(super) fn width(self) -> usize {
        match self {
            Self::Fixed(width) | Self::Adaptive(width) => width,
        }
    }

    /// The consumer came for a page that was asked for ahead of it and is not ready.
    pub(super) fn found_none_ready(&mut self) {
        if let Self::Adaptive(width) = self {
            *width = (*width * 2).min(MOST_AT_ONCE);
        }
    }

    /// The consumer takes a page that took `took` to come, and then waited unread for `waited`.
    ///
    /// Pages come in bursts, so that some are always ready while the consumer works through a burst. One that waits for
    /// longer than it took was asked for too early.
    pub(super) fn page_taken(&mut self, took: Duration, waited: Duration) {
        if let Self::Adaptive(width) = self
            && waited > took
        {
            *width = (*width / 2).max(LEAST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(number: u64) -> Duration {
        Duration::from_millis(number)
    }

    #[test]
    fn the_window_doubles_for_a_consumer_that_waits_and_halves_for_one_that_does_not() {
        let mut window = PrefetchWindow::new(None);
        let mut widths = Vec::new();
        for _ in 0..4 {
            widths.push(window.width());
            window.found_none_ready();
        }
        assert_eq!(widths, [2, 4, 8, 8]);
        window.page_taken(ms(800), ms(800));
        assert_eq!(window.width(), 8, "a page of a burst that is worked through");
        for expected in [4, 2, 2] {
            window.page_taken(ms(800), ms(801));
            assert_eq!(window.width(), expected);
        }
    }

    #[test]
    fn a_window_that_was_set_stays() {
        let mut window = PrefetchWindow::new(Some(3));
        window.found_none_ready();
        window.page_taken(ms(1), ms(9));
        assert_eq!(window.width(), 3);
    }
}
