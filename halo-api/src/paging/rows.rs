//! Rows of a type that only the user's end of a stream knows.

use std::any::Any;

use serde::de::DeserializeOwned;

use crate::codec::{DecodeError, Envelope, List, ListSink, Mode, Record, RowKey, RowProjection, decode_page};
use crate::entity_info::EntityInfo;
use crate::request::unboxed;
use crate::vocabulary::Error;

/// Rows of some type.
pub(crate) trait Rows: Send {
    fn len(&self) -> usize;

    /// Reads a page into it.
    fn decode(&mut self, body: &[u8], row_keys: &'static [&'static str], mode: Mode) -> Result<Envelope, DecodeError>;

    /// The keys of the rows, in order. `None` if the rows have none.
    fn keys(&self, key: &[&str]) -> Option<Vec<RowKey>>;

    /// Removes the rows that are `false`.
    fn retain(&mut self, kept: &[bool]);

    fn into_any(self: Box<Self>) -> Box<dyn Any>;
}

/// Empty rows for a page of an entity.
pub(crate) type NewEmpty = fn(&'static EntityInfo) -> Box<dyn Rows>;

/// Rows of a model. All that is compiled for each model is the list, which its fields have as well, and what removes rows.
struct Records {
    rows: Box<dyn List>,
    retain: fn(&mut dyn Any, &[bool]),
}

pub(super) fn records<T: Record>(_: &'static EntityInfo) -> Box<dyn Rows> {
    Box::new(Records { rows: Box::new(Vec::<T>::new()), retain: retain_in::<T> })
}

fn retain_in<T: 'static>(rows: &mut dyn Any, kept: &[bool]) {
    if let Some(rows) = rows.downcast_mut::<Vec<T>>() {
        retain(rows, kept);
    }
}

pub(super) fn retain<T>(rows: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    rows.retain(|_| kept.next() != Some(&false));
}

/// Rows of the user's own type.
pub(super) fn projected<R: DeserializeOwned + Send + 'static>(entity: &'static EntityInfo) -> Box<dyn Rows> {
    Box::new(RowProjection::<R> { rows: Vec::new(), keys: Vec::new(), key: entity.key })
}

/// The rows as what they are.
pub(super) fn typed<T: 'static>(rows: Box<dyn Rows>) -> Result<Vec<T>, Error> {
    unboxed(rows.into_any())
}

/// How many there are on all pages.
pub(super) fn count(pages: &[Box<dyn Rows>]) -> usize {
    pages.iter().map(|rows| rows.len()).sum()
}

impl Rows for Records {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn decode(&mut self, body: &[u8], row_keys: &'static [&'static str], mode: Mode) -> Result<Envelope, DecodeError> {
        decode_page(&mut ListSink(&mut *self.rows), body, row_keys, mode)
    }

    fn keys(&self, key: &[&str]) -> Option<Vec<RowKey>> {
        (0..self.rows.len()).map(|index| RowKey::of_model(self.rows.row(index)?, key)).collect()
    }

    fn retain(&mut self, kept: &[bool]) {
        let rows: &mut dyn Any = &mut *self.rows;
        (self.retain)(rows, kept);
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self.rows
    }
}

impl<R: DeserializeOwned + Send + 'static> Rows for RowProjection<R> {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn decode(&mut self, body: &[u8], row_keys: &'static [&'static str], mode: Mode) -> Result<Envelope, DecodeError> {
        decode_page(self, body, row_keys, mode)
    }

    fn keys(&self, _: &[&str]) -> Option<Vec<RowKey>> {
        (self.keys.len() == self.rows.len()).then(|| self.keys.clone())
    }

    fn retain(&mut self, kept: &[bool]) {
        retain(&mut self.rows, kept);
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        Box::new(self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_removed_by_their_place() {
        let mut rows = vec!['a', 'b', 'c', 'd'];
        retain(&mut rows, &[false, true, false]);
        assert_eq!(rows, ['b', 'd'], "what nothing is said of stays");
        let rows: &mut dyn Any = &mut rows;
        retain_in::<u8>(rows, &[false, false]);
        retain_in::<char>(rows, &[true, false]);
        assert_eq!(rows.downcast_ref(), Some(&vec!['b']));
    }
}
