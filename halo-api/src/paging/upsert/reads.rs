//! Records of some type, read one by one or page by page: only `Shape` knows the type.

use std::any::Any;
use std::future::poll_fn;

use crate::codec::id::KeyValue;
use crate::codec::{List, Model, Record};
use crate::paging::paginator::Paginator;
use crate::paging::rows::{NewEmpty, records};
use crate::request::{Call, unboxed};
use crate::vocabulary::Error;

/// How records of a type are made and taken apart.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    page: NewEmpty,
    list: fn() -> Box<dyn List>,
    pub(super) model: fn() -> Box<dyn Model>,
    split: fn(Box<dyn Any>) -> Result<Records, Error>,
}

/// Records of some type.
type Records = Vec<Box<dyn Model>>;

impl Shape {
    pub(super) fn of<T: Record>() -> Self {
        Self {
            page: records::<T>,
            list: || Box::new(Vec::<T>::new()),
            model: || Box::new(T::default()),
            split: split::<T>,
        }
    }

    /// Sends a write and reads the records that come back.
    pub(super) async fn written(self, call: Call) -> Result<Records, Error> {
        let (records, _) = call.written_into((self.list)()).await?;
        (self.split)(records)
    }

    /// Reads one record.
    pub(super) async fn one(self, call: Call, keys: Vec<KeyValue>) -> Result<Box<dyn Model>, Error> {
        call.with_keys(keys).one_object(self.model).await
    }
}

fn split<T: Model>(records: Box<dyn Any>) -> Result<Records, Error> {
    let records: Vec<T> = unboxed(records)?;
    Ok(records.into_iter().map(|record| Box::new(record) as Box<dyn Model>).collect())
}

/// A walk over a list, page by page.
pub(super) struct Walk {
    pages: Paginator,
    shape: Shape,
}

impl Walk {
    pub(super) fn new(call: Call, shape: Shape) -> Self {
        Self { pages: Paginator::new(call, shape.page), shape }
    }

    /// The records of the next page; `None` after the last one.
    pub(super) async fn next(&mut self) -> Result<Option<Records>, Error> {
        match poll_fn(|cx| self.pages.poll_page(cx)).await {
            Some(page) => (self.shape.split)(page?.rows.into_vec()).map(Some),
            None => Ok(None),
        }
    }

    /// Rows in the whole list, once a page has said so.
    pub(super) fn total(&self) -> Option<u64> {
        self.pages.total()
    }
}
