//! One page: asked for, and read.

use crate::codec::Envelope;
use crate::entity_info::Paging;
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

    /// An error about this page.
    pub(super) fn error(&self, kind: ErrorKind) -> Error {
        self.response.error(kind)
    }
}

/// The page that `call` asks for.
pub(super) async fn fetch(call: Call, new_empty: NewEmpty) -> Result<Fetched, Error> {
    let response = call.reply().await?;
    let Decoded { rows, envelope, unreadable } = unreadable::decode(&call, new_empty, &response)?;
    let fetched = Fetched { rows, envelope, unreadable, response };
    warn_if_full(&call, fetched.count());
    Ok(fetched)
}

/// A list that takes a number of rows and gives exactly as many may have more.
fn warn_if_full(call: &Call, rows: u64) {
    let counted = call.list_info().is_some_and(|list| list.paging == Paging::Count);
    if let (true, Ok(Window::Count(most))) = (counted, call.window())
        && rows >= u64::from(most)
    {
        tracing::warn!(list = call.entity.path, rows, "the reply is full, so that rows may be missing");
    }
}
