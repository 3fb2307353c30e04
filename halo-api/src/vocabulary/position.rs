//! Where a stream over a list is: a plain value, so that a request can carry one without knowing of streams.

use std::fmt;
use std::str::FromStr;

/// Where a stream is in its list, for another stream to go on from there.
///
/// `Display` and `FromStr` are its text, which another run of the program can read.
///
/// It is a place in the list, not a row: what is added or removed before it in the meantime moves rows over it. Order by
/// a field that only grows, ascending, to be safe from that.
///
/// ```no_run
/// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
/// use halo_api::Direction::Ascending;
///
/// let list = halo.tickets().list().order_by("id", Ascending);
/// let mut tickets = list.clone().stream();
/// let _first = tickets.try_next().await?;
/// let saved = tickets.position().to_string();
///
/// let rest = list.start_at(saved.parse().expect("what `to_string` gave")).stream();
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// The page of the next row, counted from 1.
    pub(crate) page: u32,
    /// Rows of that page before it.
    pub(crate) row: u32,
    /// Rows of the pages before that page, which may hold fewer than were asked for.
    pub(crate) before: u64,
    /// The page size that was asked for.
    pub(crate) size: u32,
}

/// The text is not a [`Position`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParsePositionError {
    /// Private, so that it can say more one day.
    _private: (),
}

impl ParsePositionError {
    const NEW: Self = Self { _private: () };
}

impl fmt::Display for ParsePositionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a position in a list")
    }
}

impl std::error::Error for ParsePositionError {}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}.{}", self.page, self.row, self.before, self.size)
    }
}

impl FromStr for Position {
    type Err = ParsePositionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| text.parse::<u32>().map_err(|_| ParsePositionError::NEW);
        let mut parts = text.split('.');
        let [Some(page), Some(row), Some(before), Some(size), None] = std::array::from_fn(|_| parts.next()) else {
            return Err(ParsePositionError::NEW);
        };
        let before = before.parse().map_err(|_| ParsePositionError::NEW)?;
        let position = Self { page: number(page)?, row: number(row)?, before, size: number(size)? };
        if position.page == 0 || position.size == 0 { Err(ParsePositionError::NEW) } else { Ok(position) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_survives_as_text() {
        let position = Position { page: 3, row: 17, before: 100, size: 50 };
        assert_eq!(position.to_string().parse(), Ok(position));
        for text in ["", "1.2.3", "0.0.0.50", "1.0.0.0", "1.0.0.50.1", "1.0.-1.50", "a.b.c.d"] {
            assert_eq!(text.parse::<Position>(), Err(ParsePositionError::NEW), "{text}");
        }
    }
}
