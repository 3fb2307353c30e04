//! The walk over the pages of a list: which page comes next, and when it is over. Nothing here knows the type of the rows.
//!
//! Halo pages in its own way. `page_size` is a wish that each endpoint caps in silence, so that a short page means
//! nothing; some endpoints ignore paging and give the same rows for every page; `record_count` is missing from bare
//! arrays. So the walk goes on while pages have rows and fewer rows than `record_count` were seen, and looks whether a
//! page is the one before it once more.

use std::any::Any;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::task::{Context, Poll, ready};

use crate::catalog::Paging;
use crate::error::{Error, ErrorKind};
use crate::exchange::{self, Reply};
use crate::request::{Call, Pending, Window};
use crate::wire::{Envelope, List, Mode, Record, decode_page, row_key};

/// Rows of some type.
pub(crate) trait Rows: Send {
    fn list(&self) -> &dyn List;
    fn list_mut(&mut self) -> &mut dyn List;
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
}

impl<T: Record> Rows for Vec<T> {
    fn list(&self) -> &dyn List {
        self
    }

    fn list_mut(&mut self) -> &mut dyn List {
        self
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

/// The rows as what they are.
pub(crate) fn typed<T: 'static>(rows: Box<dyn Rows>) -> Vec<T> {
    // A walk is begun with the blank rows of its own type, so that nothing else can come back.
    rows.into_any().downcast().map_or_else(|_| Vec::new(), |rows| *rows)
}

/// A page that has come.
pub(crate) struct Fetched {
    pub(crate) rows: Box<dyn Rows>,
    pub(crate) envelope: Envelope,
    reply: Reply,
}

pub(crate) struct Walk {
    call: Call,
    blank: fn() -> Box<dyn Rows>,
    under_way: Option<Pending<Fetched>>,
    /// Of the page that comes next.
    number: u32,
    /// Rows given out.
    seen: u64,
    total: Option<u64>,
    /// What the rows of the last page are told apart by.
    last_page: HashSet<u64>,
    over: bool,
}

impl Walk {
    pub(crate) fn new(call: Call, blank: fn() -> Box<dyn Rows>) -> Self {
        let over = call.page_limit() == Some(0);
        let call = call.for_walk();
        Self { call, blank, under_way: None, number: 1, seen: 0, total: None, last_page: HashSet::new(), over }
    }

    pub(crate) fn blank<T: Record>() -> Box<dyn Rows> {
        Box::new(Vec::<T>::new())
    }

    /// Rows in the whole list, once a page has said so.
    pub(crate) fn total(&self) -> Option<u64> {
        self.total
    }

    /// The page that `call` asks for.
    pub(crate) fn one_page(call: Call, blank: fn() -> Box<dyn Rows>) -> Pending<Fetched> {
        Box::pin(async move {
            let out = call.outgoing()?;
            let reply = exchange::run(&call.halo().core, &out).await?;
            let mut rows = blank();
            let mode = Mode { strict: call.halo().core.strict };
            let keys = call.entity().list.map_or(&[] as &[&str], |list| list.rows);
            let envelope = decode_page(rows.list_mut(), &reply.body, keys, mode)
                .map_err(|error| reply.unreadable(error.to_string()))?;
            warn_if_full(&call, rows.list().len());
            Ok(Fetched { rows, envelope, reply })
        })
    }

    /// The next page, `None` after the last one and after an error.
    pub(crate) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Fetched, Error>>> {
        if self.over {
            return Poll::Ready(None);
        }
        let under_way = self.under_way.get_or_insert_with(|| {
            // A list without pages is asked as it is: a page number would be a fault of the request.
            let call = if self.number == 1 { self.call.clone() } else { self.call.at_page(self.number) };
            Self::one_page(call, self.blank)
        });
        let answer = ready!(under_way.as_mut().poll(cx));
        self.under_way = None;
        let answer = answer.and_then(|fetched| self.judge(fetched));
        self.over |= !matches!(answer, Ok(Some(_)));
        Poll::Ready(answer.transpose())
    }

    /// Whether the page is one to give out, and whether another comes after it.
    fn judge(&mut self, fetched: Fetched) -> Result<Option<Fetched>, Error> {
        let rows = fetched.rows.list();
        let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        self.total = fetched.envelope.record_count.or(self.total);
        let complete = |seen| self.total.is_some_and(|total| seen >= total);
        if self.number > 1 {
            if count == 0 {
                if let Some(total) = self.total.filter(|total| *total > self.seen) {
                    tracing::warn!(total, seen = self.seen, "the list ended before its stated total");
                }
                return Ok(None);
            }
            let keys = self.keys(rows);
            if keys.is_subset(&self.last_page) {
                // The same rows again: the endpoint does not page. That is its whole list, unless it says otherwise.
                return match self.total {
                    Some(total) if !complete(self.seen) => Err(self.repeated(&fetched, total)),
                    _ => Ok(None),
                };
            }
            self.last_page = keys;
        } else {
            self.last_page = self.keys(rows);
        }
        self.seen += count;
        let paged = matches!(self.call.window(), Ok(Window::Page { .. }));
        let enough = self.call.page_limit().is_some_and(|limit| self.number >= limit);
        self.over = !paged || enough || count == 0 || complete(self.seen);
        self.number = self.number.saturating_add(1);
        Ok(Some(fetched))
    }

    fn keys(&self, rows: &dyn List) -> HashSet<u64> {
        let key = self.call.entity().key;
        let hash = |index| {
            let mut hasher = DefaultHasher::new();
            row_key(rows.row(index)?, key).hash(&mut hasher);
            Some(hasher.finish())
        };
        (0..rows.len()).filter_map(hash).collect()
    }

    fn repeated(&self, fetched: &Fetched, total: u64) -> Error {
        let (seen, number) = (self.seen, self.number);
        fetched.reply.error(ErrorKind::Paging).detail(format!(
            "page {number} has the rows of page {} once more, and {} of {total} rows have not come",
            number - 1,
            total - seen,
        ))
    }
}

/// A list that takes a number of rows and gives exactly as many may have more.
fn warn_if_full(call: &Call, rows: usize) {
    let counted = call.entity().list.is_some_and(|list| list.paging == Paging::Count);
    if let (true, Ok(Window::Count(most))) = (counted, call.window())
        && rows >= usize::try_from(most).unwrap_or(usize::MAX)
    {
        tracing::warn!(list = call.entity().path, rows, "the reply is full, so that rows may be missing");
    }
}
