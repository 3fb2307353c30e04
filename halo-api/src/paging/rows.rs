//! Rows of a type that only the user's end of a stream knows.

use std::any::Any;

use serde::de::DeserializeOwned;

use crate::codec::{DecodeError, Envelope, List, ListSink, Mode, Record, RowKey, RowProjection, WireType, decode_page};
use crate::entity_info::EntityInfo;
use crate::request::{other_type, unboxed};
use crate::vocabulary::Error;

/// Rows of some type.
pub(crate) trait Rows: Send {
    /// Reads a page into it.
    fn decode(&mut self, body: &[u8], row_keys: &'static [&'static str], mode: Mode) -> Result<Envelope, DecodeError>;

    /// The keys of the rows, in order. `None` if the rows have none.
    fn keys(&self, key: &[&str]) -> Option<Vec<RowKey>>;

    fn vec(&self) -> &dyn RowVec;

    fn vec_mut(&mut self) -> &mut dyn RowVec;

    fn into_vec(self: Box<Self>) -> Box<dyn RowVec>;

    fn len(&self) -> usize {
        self.vec().len()
    }
}

/// The `Vec` of the rows: what can be done with rows of any type.
pub(crate) trait RowVec: Any + Send {
    fn len(&self) -> usize;

    fn reserve(&mut self, more: usize);

    /// Removes the rows that are `false`.
    fn retain(&mut self, kept: &[bool]);

    /// Adds rows of the same type.
    fn append(&mut self, more: Box<dyn RowVec>) -> Result<(), Error>;

    fn into_queue(self: Box<Self>) -> Box<dyn RowQueue>;
}

impl<T: Send + 'static> RowVec for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn reserve(&mut self, more: usize) {
        self.reserve_exact(more);
    }

    // `Vec::retain` is three times as much code, and would be compiled for each model.
    fn retain(&mut self, kept: &[bool]) {
        let mut end = 0;
        for index in 0..self.len() {
            if kept.get(index) != Some(&false) {
                self.swap(end, index);
                end += 1;
            }
        }
        self.truncate(end);
    }

    fn append(&mut self, more: Box<dyn RowVec>) -> Result<(), Error> {
        self.append(&mut unboxed(more)?);
        Ok(())
    }

    fn into_queue(self: Box<Self>) -> Box<dyn RowQueue> {
        Box::new(self.into_iter())
    }
}

/// Rows that are taken one by one.
pub(crate) trait RowQueue: Send {
    fn len(&self) -> usize;

    /// Puts the next row into an `Option` of its type, or `None` after the last one.
    fn next_into(&mut self, row: &mut dyn Any) -> Result<(), Error>;
}

/// Before the first page.
pub(super) struct NoRows;

impl RowQueue for NoRows {
    fn len(&self) -> usize {
        0
    }

    fn next_into(&mut self, _: &mut dyn Any) -> Result<(), Error> {
        Ok(())
    }
}

impl<T: Send + 'static> RowQueue for std::vec::IntoIter<T> {
    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn next_into(&mut self, row: &mut dyn Any) -> Result<(), Error> {
        match row.downcast_mut::<Option<T>>() {
            Some(row) => {
                *row = self.next();
                Ok(())
            }
            None => Err(other_type()),
        }
    }
}

/// Empty rows for a page of an entity.
pub(crate) type NewEmpty = fn(&'static EntityInfo) -> Box<dyn Rows>;

/// Rows of a model.
struct Records(Box<dyn RecordList>);

pub(super) fn records<T: Record>(_: &'static EntityInfo) -> Box<dyn Rows> {
    Box::new(Records(Box::new(Vec::<T>::new())))
}

/// All that is compiled for each model: a list, which its fields have as well, and what turns pages into one list.
trait RecordList: List + RowVec {}

impl<T: WireType> RecordList for Vec<T> {}

/// Rows of the user's own type.
pub(super) fn projected<R: DeserializeOwned + Send + 'static>(entity: &'static EntityInfo) -> Box<dyn Rows> {
    Box::new(RowProjection::<R> { rows: Vec::new(), keys: Vec::new(), key: entity.key })
}

/// The rows as what they are.
pub(super) fn typed<T: 'static>(rows: Box<dyn Rows>) -> Result<Vec<T>, Error> {
    unboxed(rows.into_vec())
}

/// The rows of all pages as those of one; `None` without pages.
pub(super) fn joined(pages: Vec<Box<dyn Rows>>) -> Result<Option<Box<dyn Rows>>, Error> {
    let count: usize = pages.iter().map(|rows| rows.len()).sum();
    let mut pages = pages.into_iter();
    let Some(mut first) = pages.next() else { return Ok(None) };
    let all = first.vec_mut();
    all.reserve(count - all.len());
    for rows in pages {
        all.append(rows.into_vec())?;
    }
    Ok(Some(first))
}

impl Rows for Records {
    fn decode(&mut self, body: &[u8], row_keys: &'static [&'static str], mode: Mode) -> Result<Envelope, DecodeError> {
        decode_page(&mut ListSink(&mut *self.0), body, row_keys, mode)
    }

    fn keys(&self, key: &[&str]) -> Option<Vec<RowKey>> {
        let rows: &dyn List = &*self.0;
        (0..rows.len()).map(|index| RowKey::of_model(rows.row(index)?, key)).collect()
    }

    fn vec(&self) -> &dyn RowVec {
        &*self.0
    }

    fn vec_mut(&mut self) -> &mut dyn RowVec {
        &mut *self.0
    }

    fn into_vec(self: Box<Self>) -> Box<dyn RowVec> {
        self.0
    }
}

impl<R: DeserializeOwned + Send + 'static> Rows for RowProjection<R> {
    fn decode(&mut self, body: &[u8], row_keys: &'static [&'static str], mode: Mode) -> Result<Envelope, DecodeError> {
        decode_page(self, body, row_keys, mode)
    }

    fn keys(&self, _: &[&str]) -> Option<Vec<RowKey>> {
        (self.keys.len() == self.rows.len()).then(|| self.keys.clone())
    }

    fn vec(&self) -> &dyn RowVec {
        &self.rows
    }

    fn vec_mut(&mut self) -> &mut dyn RowVec {
        &mut self.rows
    }

    fn into_vec(self: Box<Self>) -> Box<dyn RowVec> {
        Box::new(self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_another_type_is_an_error_and_not_the_end() {
        let mut rows = vec!['a'].into_iter();
        let (mut number, mut letter) = (None::<u8>, None::<char>);
        assert!(rows.next_into(&mut number).is_err());
        assert!(rows.next_into(&mut letter).is_ok());
        assert_eq!((letter, RowQueue::len(&rows)), (Some('a'), 0));
    }

    #[test]
    fn rows_are_removed_by_their_place() {
        let mut rows = vec!['a', 'b', 'c', 'd'];
        RowVec::retain(&mut rows, &[false, true, false]);
        assert_eq!(rows, ['b', 'd'], "what nothing is said of stays");
        RowVec::retain(&mut rows, &[true, false]);
        assert_eq!(rows, ['b']);
    }
}
