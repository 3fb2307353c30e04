//! Up to when a mirror knows of changes: a plain value, which a program keeps between its runs.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use super::Position;

/// Up to when a mirror of a list knows what changed, and how far it is with what changed since.
///
/// [`Checkpoint::default`] knows nothing: all rows are changes. Each stream of [`Changes`](crate::Changes) tells its
/// checkpoint at any time; the next stream goes on from there. `Display` and `FromStr` are its text, to be kept beside the
/// rows, in one transaction with them where that is possible.
///
/// An instant is a checkpoint, too: `halo.tickets().changes(instant)` gives what changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Checkpoint {
    /// Changes before it are known. `None`: none are.
    pub(crate) since: Option<Timestamp>,
    /// When the stream that goes on began, as Halo's clock says: what `since` is to be once it has ended.
    pub(crate) next: Option<Timestamp>,
    /// Whether that stream gave all changed rows, and deleted ones are left.
    pub(crate) is_at_deletions: bool,
    /// Where it is.
    pub(crate) position: Option<Position>,
}

impl Checkpoint {
    /// Up to when all changes are known, by Halo's clock. `None` before the first stream came to its end.
    #[must_use]
    pub fn since(&self) -> Option<Timestamp> {
        self.since
    }

    /// Whether it is in the middle of a stream, which the next one goes on with.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.next.is_some()
    }
}

impl From<Timestamp> for Checkpoint {
    fn from(since: Timestamp) -> Self {
        Self { since: Some(since), ..Self::default() }
    }
}

/// The text is not a [`Checkpoint`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseCheckpointError;

impl fmt::Display for ParseCheckpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a checkpoint of changes")
    }
}

impl std::error::Error for ParseCheckpointError {}

/// What every text begins with.
const VERSION: &str = "c1";
const ABSENT: &str = "-";

/// A part of the text, or a dash.
fn part(value: Option<&dyn fmt::Display>) -> String {
    value.map_or_else(|| ABSENT.to_owned(), ToString::to_string)
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { since, next, is_at_deletions, position } = self;
        let since = part(since.as_ref().map(|at| at as &dyn fmt::Display));
        let next = part(next.as_ref().map(|at| at as &dyn fmt::Display));
        let position = part(position.as_ref().map(|at| at as &dyn fmt::Display));
        let phase = if *is_at_deletions { "deleted" } else { "changed" };
        write!(f, "{VERSION} {since} {next} {phase} {position}")
    }
}

impl FromStr for Checkpoint {
    type Err = ParseCheckpointError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split(' ').collect();
        let [VERSION, since, next, phase, position] = parts[..] else { return Err(ParseCheckpointError) };
        Ok(Self {
            since: optional(since)?,
            next: optional(next)?,
            is_at_deletions: match phase {
                "deleted" => true,
                "changed" => false,
                _ => return Err(ParseCheckpointError),
            },
            position: optional(position)?,
        })
    }
}

fn optional<T: FromStr>(text: &str) -> Result<Option<T>, ParseCheckpointError> {
    if text == ABSENT { Ok(None) } else { text.parse().map(Some).map_err(|_| ParseCheckpointError) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_survives_as_text() {
        let at = "2026-11-27T21:00:00.5Z".parse::<Timestamp>().ok();
        let position = "p2.3.17.100.50.170.000000000000feed.00000000000000000000000000000001".parse().ok();
        for checkpoint in [
            Checkpoint::default(),
            Checkpoint { since: at, next: at, is_at_deletions: true, position },
            Checkpoint { next: at, position, ..Checkpoint::default() },
        ] {
            assert_eq!(checkpoint.to_string().parse(), Ok(checkpoint));
            assert_eq!(checkpoint.is_unfinished(), checkpoint.next.is_some());
        }
        assert_eq!(Checkpoint::default().to_string(), "c1 - - changed -");
        for wrong in [
            "",
            "c1",
            "c2 - - changed -",
            "c1 x - changed -",
            "c1 - - other -",
            "c1 - - changed p2",
            "c1 - - changed - -",
        ] {
            assert_eq!(wrong.parse::<Checkpoint>(), Err(ParseCheckpointError), "{wrong}");
        }
    }
}
