//! One page: asked for, and read.

use jiff::Timestamp;

use crate::codec::{Envelope, RowKey};
use crate::paging::given_keys::has_twins;
use crate::paging::paging_fault::PagingFault;
use crate::paging::rows::{NewEmpty, Rows};
use crate::paging::unreadable::{self, Decoded, UnreadableRow};
use crate::pipeline::request::ApiResponse;
use crate::request::{Call, Window};
use crate::vocabulary::{Error, ErrorKind};

/// A page that has come.
pub(crate) struct Fetched {
    pub(crate) rows: Box<dyn Rows>,
    pub(crate) envelope: Envelope,
    /// Rows that were left out.
    pub(crate) unreadable: Vec<UnreadableRow>,
    response: ApiResponse,
}

impl Fetched {
    /// Rows of the page, those among them that were left out.
    pub(super) fn count(&self) -> u64 {
        u64::try_from(self.rows.len() + self.unreadable.len()).unwrap_or(u64::MAX)
    }

    /// The keys of all rows of page `number`, in order, including the rows that were left out. `None` if the key cannot
    /// tell rows apart: a row lacks it, or two rows have the same one.
    pub(super) fn keys(&self, call: &Call, number: u32) -> Option<Vec<RowKey>> {
        if call.entity.key.is_empty() {
            return None;
        }
        let mut keys = self.rows.keys(call.entity.key).filter(|keys| !has_twins(keys))?;
        for UnreadableRow { index, raw } in &self.unreadable {
            // Many may be equal, such as null: only their place tells them apart.
            keys.insert(keys.len().min(*index), RowKey::of_text(&format!("{number} {index} {raw}")));
        }
        Some(keys)
    }

    /// Keys made of whole rows, in order, including the rows that were left out.
    pub(super) fn whole_keys(&self, call: &Call) -> Result<Vec<RowKey>, Error> {
        unreadable::whole_keys(call, &self.response)
    }

    /// When Halo sent it, by its own clock.
    pub(super) fn served_at(&self) -> Option<Timestamp> {
        self.response.date()
    }

    /// Removes the rows that are `false`, also among those that were left out.
    pub(super) fn retain(&mut self, kept: &[bool]) {
        if kept.iter().all(|kept| *kept) {
            return;
        }
        let is_kept = |index: usize| kept.get(index).copied().unwrap_or(true);
        let left_out: Vec<usize> = self.unreadable.iter().map(|row| row.index).collect();
        let readable: Vec<bool> =
            (0..kept.len()).filter(|index| left_out.binary_search(index).is_err()).map(is_kept).collect();
        self.rows.vec_mut().retain(&readable);
        self.unreadable.retain(|row| is_kept(row.index));
    }

    /// The error that the walk ends with at this page.
    pub(super) fn paging_error(&self, fault: PagingFault) -> Error {
        let mut error = self.response.error(ErrorKind::Paging).detail(fault.to_string());
        if let Some(page) = fault.page() {
            error = error.with_page(page);
        }
        match fault.hint() {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

/// The page that `call` asks for.
pub(super) async fn fetch(call: Call, new_empty: NewEmpty) -> Result<Fetched, Error> {
    let response = call.reply().await?;
    let Decoded { rows, envelope, unreadable } = unreadable::decode(&call, new_empty, &response)?;
    Ok(Fetched { rows, envelope, unreadable, response })
}

/// The page that `call` asks for, when no other page is asked for.
pub(super) async fn fetch_one(call: Call, new_empty: NewEmpty) -> Result<Fetched, Error> {
    let (list, counted) = (call.entity.path, counted(&call));
    let fetched = fetch(call, new_empty).await?;
    if counted.is_some_and(|most| fetched.count() == u64::from(most)) {
        tracing::warn!(list, rows = fetched.count(), "the response is full, so that rows may be missing");
    }
    Ok(fetched)
}

/// How many rows a list without pages is asked for. If it gives exactly as many, it may have more: what it says of its
/// total may be no more than the length of the response.
pub(super) fn counted(call: &Call) -> Option<u32> {
    match call.window() {
        Ok(Window::Count(most)) => Some(most),
        _ => None,
    }
}
