//! Rows of some type: nothing but the user's end of a stream knows which.

use std::any::Any;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::de::DeserializeOwned;

use crate::codec::{DecodeError, Envelope, List, ListSink, Mode, Record, RowProjection, decode_page, row_key};
use crate::entity_info::EntityInfo;
use crate::request::unboxed;
use crate::vocabulary::Error;

/// Rows of some type.
pub(crate) trait Rows: Send {
    fn len(&self) -> usize;

    /// Reads a page into it.
    fn decode(&mut self, body: &[u8], row_keys: &'static [&'static str], mode: Mode) -> Result<Envelope, DecodeError>;

    /// What the rows are told apart by.
    fn keys(&self, key: &[&str]) -> HashSet<u64>;

    fn into_any(self: Box<Self>) -> Box<dyn Any>;
}

/// Empty rows for a page of an entity.
pub(crate) type NewEmpty = fn(&'static EntityInfo) -> Box<dyn Rows>;

/// Rows of a model. All that is compiled for each model is the list, which its fields have as well.
struct Records(Box<dyn List>);

pub(super) fn records<T: Record>(_: &'static EntityInfo) -> Box<dyn Rows> {
    Box::new(Records(Box::new(Vec::<T>::new())))
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
        self.0.len()
    }

    fn decode(&mut self, body: &[u8], row_keys: &'static [&'static str], mode: Mode) -> Result<Envelope, DecodeError> {
        decode_page(&mut ListSink(&mut *self.0), body, row_keys, mode)
    }

    fn keys(&self, key: &[&str]) -> HashSet<u64> {
        let hash = |index| {
            let mut hasher = DefaultHasher::new();
            row_key(self.0.row(index)?, key).hash(&mut hasher);
            Some(hasher.finish())
        };
        (0..self.0.len()).filter_map(hash).collect()
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self.0
    }
}

impl<R: DeserializeOwned + Send + 'static> Rows for RowProjection<R> {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn decode(&mut self, body: &[u8], row_keys: &'static [&'static str], mode: Mode) -> Result<Envelope, DecodeError> {
        decode_page(self, body, row_keys, mode)
    }

    fn keys(&self, _: &[&str]) -> HashSet<u64> {
        self.keys.iter().copied().collect()
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        Box::new(self.rows)
    }
}
