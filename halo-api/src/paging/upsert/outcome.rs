//! What came of an upsert, row by row.

use std::any::Any;

use crate::codec::Model;
use crate::request::unboxed;
use crate::vocabulary::Error;

/// What came of one row of an [`Upsert`](crate::Upsert).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Upserted<T> {
    /// No record had the key, so that one was created.
    ///
    /// It is given as Halo gave it back or, if the response was lost, as it was found.
    Created(T),
    /// The record with the key was changed.
    ///
    /// It is given as Halo gave it back or, if the response was lost, as it was found.
    Updated(T),
    /// The record with the key holds all of the row already, so that nothing was sent.
    Unchanged(T),
    /// The row could not be written; the error says why. If that is
    /// [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown), the record could not be looked for either.
    Failed(Error),
    /// Nothing was sent, since an earlier failure would have affected this row, too: no connection, refused credentials, a
    /// read-only client.
    NotSent,
}

impl<T> Upserted<T> {
    /// The record, unless the row was not written.
    #[must_use]
    pub fn record(&self) -> Option<&T> {
        match self {
            Self::Created(record) | Self::Updated(record) | Self::Unchanged(record) => Some(record),
            Self::Failed(_) | Self::NotSent => None,
        }
    }

    /// Why the row was not written.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }
}

/// What came of an [`Upsert`](crate::Upsert).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct UpsertReport<T> {
    /// One for each row, in the order of the rows.
    pub outcomes: Vec<Upserted<T>>,
}

impl<T> UpsertReport<T> {
    /// How many records were created.
    #[must_use]
    pub fn created(&self) -> usize {
        self.count(|outcome| matches!(outcome, Upserted::Created(_)))
    }

    /// How many records were changed.
    #[must_use]
    pub fn updated(&self) -> usize {
        self.count(|outcome| matches!(outcome, Upserted::Updated(_)))
    }

    /// How many records held everything already.
    #[must_use]
    pub fn unchanged(&self) -> usize {
        self.count(|outcome| matches!(outcome, Upserted::Unchanged(_)))
    }

    /// Whether there is a record for every row now. If not, run it again: what is done already is left alone.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.outcomes.iter().all(|outcome| outcome.record().is_some())
    }

    /// The rows that were not written, by their index, and why.
    pub fn errors(&self) -> impl Iterator<Item = (usize, &Error)> {
        self.outcomes.iter().enumerate().filter_map(|(index, outcome)| Some((index, outcome.error()?)))
    }

    fn count(&self, is: impl Fn(&Upserted<T>) -> bool) -> usize {
        self.outcomes.iter().filter(|outcome| is(outcome)).count()
    }
}

impl<T> IntoIterator for UpsertReport<T> {
    type Item = Upserted<T>;
    type IntoIter = std::vec::IntoIter<Upserted<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.outcomes.into_iter()
    }
}

/// What came of a row, of any type.
pub(super) type Settled = Upserted<Box<dyn Model>>;

/// The report of what came of all rows.
pub(super) fn finish<T: 'static>(outcomes: Box<dyn Any + Send>) -> Result<UpsertReport<T>, Error> {
    let outcomes: Vec<Settled> = unboxed(outcomes)?;
    let outcomes = outcomes.into_iter().map(|settled| {
        Ok(match settled {
            Upserted::Created(record) => Upserted::Created(unboxed(record)?),
            Upserted::Updated(record) => Upserted::Updated(unboxed(record)?),
            Upserted::Unchanged(record) => Upserted::Unchanged(unboxed(record)?),
            Upserted::Failed(error) => Upserted::Failed(error),
            Upserted::NotSent => Upserted::NotSent,
        })
    });
    Ok(UpsertReport { outcomes: outcomes.collect::<Result<_, Error>>()? })
}
