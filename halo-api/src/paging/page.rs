//! One page of a list.

use std::any::Any;

use crate::codec::{Envelope, Extra};
use crate::paging::fetch::Fetched;
use crate::paging::rows::typed;
use crate::request::unboxed;
use crate::vocabulary::Error;

/// One page of a list, with what Halo says around the rows.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Rows in the whole list, if Halo states it. A list without pages states how many rows this response has instead.
    pub record_count: Option<u64>,
    /// Number of this page, as Halo understood it.
    pub page_no: Option<u32>,
    /// Rows of a page, as Halo understood it: less than asked for where it has a cap.
    pub page_size: Option<u32>,
    /// What else the response holds, such as arrays beside the rows.
    pub extra: Extra,
}

impl<T: 'static> Page<T> {
    pub(super) fn new(fetched: Fetched) -> Result<Self, Error> {
        let Fetched { rows, envelope, .. } = fetched;
        let Envelope { record_count, page_no, page_size, extra } = envelope;
        Ok(Self { items: typed(rows)?, record_count, page_no, page_size, extra })
    }

    pub(super) fn finish(fetched: Box<dyn Any + Send>) -> Result<Self, Error> {
        Self::new(unboxed(fetched)?)
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}
