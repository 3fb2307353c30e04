//! Where a stream over a list is: a plain value, so that a request can carry one without knowing of streams.

use std::fmt;
use std::str::FromStr;

/// Where a stream is in its list, for another stream to go on from there.
///
/// `Display` and `FromStr` are its text, which another run of the program can read. It holds the page and the last 8
/// rows before the place, as hashes of their keys, and after a change up to 14 rows that were given and may be behind it.
/// A stream that starts at it looks for the last rows: on that page, on the pages after it as far as the list has
/// grown, page by page back to the first, and at last on all others. Rows that were added or removed in the meantime
/// are therefore neither given twice nor skipped. If none of these rows is found, since all were removed, the stream
/// ends with [`ErrorKind::Paging`](crate::ErrorKind::Paging). A program that removes the rows it was given from the
/// list, by closing them, say, starts the list again instead.
///
/// What [`stream`](crate::tickets::ListTickets::stream) promises holds for the two streams together. Two cases remain in
/// which rows come twice, since a position does not know the rows before the last 8. A list that is newest first, read
/// page by page, grows in front by more rows than the second stream knows, the 8 and those of the pages that it read, and
/// loses as many between the same two requests: the total stays, and nothing tells; `overlap` finds it. And a stream that
/// met a change does not see any of its last 8 rows again for 1,000 rows, beyond those that were added as the totals tell,
/// and takes these for removed: if they are further on nevertheless, since as many rows were removed as were added, a
/// stream that starts at a later position gives the rows before the 8 again.
///
/// In a list that is walked by ids, such as `/Feed`, it holds the id of the oldest row that was given instead.
///
/// A position belongs to one list: the same path, order, filters and page size. Options, which decide what the rows
/// carry, may differ. Another list is refused before anything is sent.
///
/// ```no_run
/// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
/// let list = halo.tickets().list();
/// let mut tickets = list.clone().stream();
/// let _first = tickets.try_next().await?;
/// let saved = tickets.position().to_string();
///
/// let rest = list.start_at(saved.parse().expect("what `to_string` gave")).stream();
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// The page of the row given last, counted from 1.
    pub(crate) page: u32,
    /// Rows of that page up to that row.
    pub(crate) row: u32,
    /// The page size that was asked for.
    pub(crate) asked: u32,
    /// The most rows that a page had, which is less where Halo caps pages.
    pub(crate) size: u32,
    /// The total of the page.
    pub(crate) total: Option<u64>,
    /// The hash of what makes the list: path, order and filters.
    pub(crate) list: u64,
    /// The last rows before the place, in the order of the list.
    pub(crate) recent: RecentKeys,
    /// Rows that were given and may be behind the place, in the order of the list.
    pub(crate) ahead: KeysAhead,
    /// Of a list that is walked by ids: the oldest row given. The rows above are empty then.
    pub(crate) older_than: Option<i64>,
}

/// The last rows before a place.
pub(crate) type RecentKeys = RowKeys<8>;

/// Rows that were given and may be behind a place. A change leaves up to 7 there, until the walk has passed them.
pub(crate) type KeysAhead = RowKeys<14>;

/// The hashes of the keys of `N` rows at most, in the order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct RowKeys<const N: usize> {
    keys: [u64; N],
    len: usize,
}

impl<const N: usize> Default for RowKeys<N> {
    fn default() -> Self {
        Self { keys: [0; N], len: 0 }
    }
}

impl<const N: usize> RowKeys<N> {
    /// Adds the key of a later row.
    pub(crate) fn push(&mut self, key: u64) {
        if self.len == N {
            self.keys.rotate_left(1);
            self.len -= 1;
        }
        if let Some(free) = self.keys.get_mut(self.len) {
            *free = key;
            self.len += 1;
        }
    }

    /// Adds the keys of later rows, of which only the last ones matter.
    pub(crate) fn extend(&mut self, keys: impl DoubleEndedIterator<Item = u64>) {
        let mut last: Vec<u64> = keys.rev().take(N).collect();
        last.reverse();
        for key in last {
            self.push(key);
        }
    }

    /// The first of them, as many as there is room for.
    pub(crate) fn first_of(keys: &[u64]) -> Self {
        let mut first = Self::default();
        first.extend(keys.iter().take(N).copied());
        first
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn as_slice(&self) -> &[u64] {
        self.keys.get(..self.len).unwrap_or_default()
    }
}

/// The text is not a [`Position`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParsePositionError {
    is_first_edition: bool,
}

impl fmt::Display for ParsePositionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_first_edition {
            "a position of the first edition of halo-api, which does not say which rows were given: start the list again"
        } else {
            "not a position in a list"
        })
    }
}

impl std::error::Error for ParsePositionError {}

/// What every text begins with.
const VERSION: &str = "p2";

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { page, row, asked, size, total, list, recent, ahead, older_than } = self;
        write!(f, "{VERSION}.{page}.{row}.{asked}.{size}.")?;
        match total {
            Some(total) => write!(f, "{total}")?,
            None => f.write_str("-")?,
        }
        write!(f, ".{list:016x}.")?;
        recent.as_slice().iter().try_for_each(|key| write!(f, "{key:016x}"))?;
        if !ahead.is_empty() {
            f.write_str("-")?;
        }
        ahead.as_slice().iter().try_for_each(|key| write!(f, "{key:016x}"))?;
        older_than.map_or(Ok(()), |id| write!(f, ".{id}"))
    }
}

impl FromStr for Position {
    type Err = ParsePositionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('.').collect();
        parse(&parts).ok_or_else(|| {
            let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            ParsePositionError { is_first_edition: parts.len() == 4 && parts.iter().all(is_number) }
        })
    }
}

fn parse(parts: &[&str]) -> Option<Position> {
    let ([VERSION, page, row, asked, size, total, list, recent], id) = parts.split_at_checked(8)? else { return None };
    let older_than = match id {
        [] => None,
        // As it is written: `parse` also takes a plus sign.
        [id] => Some(id.parse::<i64>().ok().filter(|number| number.to_string() == *id)?),
        _ => return None,
    };
    let (recent, ahead) = recent.split_once('-').unwrap_or((recent, ""));
    let total = if *total == "-" { None } else { Some(decimal(total)?) };
    let position = Position {
        page: decimal(page)?,
        row: decimal(row)?,
        asked: decimal(asked)?,
        size: decimal(size)?,
        total,
        list: hash(list)?,
        recent: row_keys(recent)?,
        ahead: row_keys(ahead)?,
        older_than,
    };
    (position.page > 0 && position.asked > 0).then_some(position)
}

/// Digits alone: `parse` also takes a sign.
fn decimal<N: FromStr>(text: &str) -> Option<N> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

fn hash(text: &str) -> Option<u64> {
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (text.len() == 16 && text.bytes().all(is_hex)).then(|| u64::from_str_radix(text, 16).ok())?
}

fn row_keys<const N: usize>(text: &str) -> Option<RowKeys<N>> {
    let mut keys = RowKeys::default();
    let mut left = text;
    while !left.is_empty() {
        let (key, after) = left.split_at_checked(16)?;
        keys.push(hash(key)?);
        left = after;
    }
    (text.len() / 16 <= N).then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(keys: u64, total: Option<u64>) -> Position {
        let mut recent = RecentKeys::default();
        (0..keys).for_each(|key| recent.push(key));
        Position {
            page: 3,
            row: 17,
            asked: 100,
            size: 50,
            total,
            list: 0xfeed,
            recent,
            ahead: KeysAhead::default(),
            older_than: None,
        }
    }

    #[test]
    fn a_position_survives_as_text() {
        for position in [position(0, None), position(1, Some(0)), position(8, Some(u64::MAX))] {
            assert_eq!(position.to_string().parse(), Ok(position));
        }
        let ahead = Position { ahead: KeysAhead::first_of(&[7, 8]), ..position(3, None) };
        assert_eq!(ahead.to_string().parse(), Ok(ahead));
        let by_id = Position { older_than: Some(-7), ..position(0, None) };
        assert_eq!(by_id.to_string().parse(), Ok(by_id));
        for wrong in ["+7", "07", "", "7.8"] {
            assert!(format!("{}.{wrong}", position(0, None)).parse::<Position>().is_err(), "{wrong}");
        }
        let text = position(2, Some(170)).to_string();
        assert_eq!(text, "p2.3.17.100.50.170.000000000000feed.00000000000000000000000000000001");
        for wrong in ["", "p2", "p3.3.17.100.50.170.000000000000feed.", "1.2.3", "a.b.c.d"] {
            assert_eq!(
                wrong.parse::<Position>().map_err(|error| error.to_string()),
                Err("not a position in a list".to_owned()),
                "{wrong}"
            );
        }
        for (part, wrong) in
            [(1, "0"), (1, "+3"), (1, ""), (3, "0"), (5, "x"), (6, "feed"), (7, "0"), (7, "g000000000000000")]
        {
            let mut parts: Vec<&str> = text.split('.').collect();
            parts[part] = wrong;
            assert!(parts.join(".").parse::<Position>().is_err(), "{parts:?}");
        }
        let nine = format!("{text}{}", "0000000000000000".repeat(7));
        assert!(nine.parse::<Position>().is_err(), "more rows than a position holds");
    }

    #[test]
    fn a_text_of_the_first_edition_is_refused_by_name() {
        let error = "3.17.100.50".parse::<Position>().map_err(|error| error.to_string());
        assert!(error.is_err_and(|text| text.contains("first edition") && text.contains("start the list again")));
    }

    #[test]
    fn only_the_last_keys_are_kept_in_order() {
        let mut recent = RecentKeys::default();
        recent.extend(0..5);
        assert_eq!(recent.as_slice(), [0, 1, 2, 3, 4]);
        recent.extend(5..30);
        assert_eq!(recent.as_slice(), [22, 23, 24, 25, 26, 27, 28, 29]);
        recent.push(30);
        assert_eq!(recent.as_slice(), [23, 24, 25, 26, 27, 28, 29, 30]);
        assert_eq!(RecentKeys::first_of(&[1, 2]).as_slice(), [1, 2]);
        assert_eq!(RecentKeys::first_of(&(0..30).collect::<Vec<_>>()).as_slice(), [0, 1, 2, 3, 4, 5, 6, 7]);
    }
}
