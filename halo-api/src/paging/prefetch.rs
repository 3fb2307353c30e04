//! How many pages are asked for at once.

/// The number of pages to have in flight or ready, the one that the consumer waits for included.
#[derive(Debug, Clone, Copy)]
pub(super) struct PrefetchWindow {
    width: usize,
}

impl PrefetchWindow {
    pub(super) fn new(fixed: Option<usize>) -> Self {
        Self { width: fixed.unwrap_or(1) }
    }

    pub(super) fn width(self) -> usize {
        self.width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_asked_for_one_by_one_unless_set() {
        assert_eq!((PrefetchWindow::new(None).width(), PrefetchWindow::new(Some(3)).width()), (1, 3));
    }
}
