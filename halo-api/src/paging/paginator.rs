//! The walk over the pages of a list: which page comes next, and when it is over. Nothing here knows the type of the rows.
//!
//! Halo pages in its own way. `page_size` is a wish that each endpoint caps in silence, so that a short page means
//! nothing; some endpoints ignore paging and give the same rows for every page; `record_count` is missing from bare
//! arrays. So the walk goes on while pages have rows and fewer rows than `record_count` were seen, and looks whether a
//! page is the one before it once more.

use std::any::Any;
use std::collections::{HashSet, VecDeque};
use std::future::poll_fn;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::task::{Context, Poll};

use serde::de::DeserializeOwned;

use crate::codec::{DecodeError, Envelope, List, ListSink, Mode, Record, RowProjection, decode_page, row_key};
use crate::entity_info::{EntityInfo, Paging};
use crate::paging::position::Position;
use crate::pipeline::request::ApiResponse;
use crate::request::responses::unboxed;
use crate::request::{Call, Pending, Window};
use crate::vocabulary::{Error, ErrorKind};

/// Rows of some type.
pub(crate) trait Rows: Send {
    fn len(&self) -> usize;

    /// Reads a page into it.
    fn decode(&mut self, body: &[u8], row_keys: &'static [&'static str], mode: Mode) -> Result<Envelope, DecodeError>;

    /// What the rows are told apart by.
    fn keys(&self, key: &[&str]) -> HashSet<u64>;

    fn into_any(self: Box<Self>) -> Box<dyn Any>;
}

impl<T: Record> Rows for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn decode(&mut self, body: &[u8], row_keys: &'static [&'static str], mode: Mode) -> Result<Envelope, DecodeError> {
        decode_page(&mut ListSink(self), body, row_keys, mode)
    }

    fn keys(&self, key: &[&str]) -> HashSet<u64> {
        list_keys(self, key)
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
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

fn list_keys(rows: &dyn List, key: &[&str]) -> HashSet<u64> {
    let hash = |index| {
        let mut hasher = DefaultHasher::new();
        row_key(rows.row(index)?, key).hash(&mut hasher);
        Some(hasher.finish())
    };
    (0..rows.len()).filter_map(hash).collect()
}

/// Empty rows for a page of an entity.
pub(crate) type Blank = fn(&'static EntityInfo) -> Box<dyn Rows>;

/// The rows as what they are.
pub(crate) fn typed<T: 'static>(rows: Box<dyn Rows>) -> Vec<T> {
    unboxed(rows.into_any())
}

/// A page that has come.
pub(crate) struct Fetched {
    pub(crate) rows: Box<dyn Rows>,
    pub(crate) envelope: Envelope,
    reply: ApiResponse,
}

/// A request for a page.
struct Flight {
    number: u32,
    answer: Answer,
    /// Begun before its turn: nobody may have looked after it for longer than it was given.
    ahead: bool,
}

enum Answer {
    UnderWay(Pending<Fetched>),
    Here(Result<Fetched, Error>),
}

pub(crate) struct Paginator {
    call: Call,
    blank: Blank,
    /// Pages that were asked for, in order. More than one only after the first page has come and been used up.
    flights: VecDeque<Flight>,
    /// Of the page that comes next, and of the one to ask for next.
    number: u32,
    to_ask: u32,
    /// Rows before the page that comes next.
    seen: u64,
    total: Option<u64>,
    last: Option<LastPage>,
    over: bool,
}

/// The page given out last.
struct LastPage {
    number: u32,
    /// Rows before it.
    before: u64,
    rows: u64,
    /// What its rows are told apart by.
    keys: HashSet<u64>,
}

impl Paginator {
    pub(crate) fn new(call: Call, blank: Blank) -> Self {
        let over = call.page_limit() == Some(0);
        let call = call.for_walk();
        let (number, seen) = call.start().map_or((1, 0), |start| (start.page, start.before));
        Self { call, blank, flights: VecDeque::new(), number, to_ask: number, seen, total: None, last: None, over }
    }

    pub(crate) fn blank<T: Record>(_: &'static EntityInfo) -> Box<dyn Rows> {
        Box::new(Vec::<T>::new())
    }

    pub(crate) fn narrow<R: DeserializeOwned + Send + 'static>(entity: &'static EntityInfo) -> Box<dyn Rows> {
        Box::new(RowProjection::<R> { rows: Vec::new(), keys: Vec::new(), key: entity.key })
    }

    /// Rows in the whole list, once a page has said so.
    pub(crate) fn total(&self) -> Option<u64> {
        self.total
    }

    /// Rows of the next page that were given out before the walk was begun again.
    pub(crate) fn to_skip(&self) -> usize {
        let start = self.call.start().filter(|_| self.last.is_none());
        start.map_or(0, |start| usize::try_from(start.row).unwrap_or(usize::MAX))
    }

    /// Where the walk stands, if so many rows of the last page are still to be taken.
    pub(crate) fn position(&self, left: usize) -> Position {
        let size = self.call.asked_size().unwrap_or(0);
        let left = u64::try_from(left).unwrap_or(u64::MAX);
        match &self.last {
            Some(last) if left > 0 => {
                let row = u32::try_from(last.rows.saturating_sub(left)).unwrap_or(u32::MAX);
                Position { page: last.number, row, before: last.before, size }
            }
            None => self.call.start().unwrap_or(Position { page: self.number, row: 0, before: self.seen, size }),
            Some(_) => Position { page: self.number, row: 0, before: self.seen, size },
        }
    }

    /// The page that `call` asks for.
    pub(crate) fn one_page(call: Call, blank: Blank) -> Pending<Fetched> {
        Box::pin(async move {
            let reply = call.reply().await?;
            let mut rows = blank(call.entity());
            let keys = call.entity().list.map_or(&[] as &[&str], |list| list.rows);
            let envelope = rows.decode(&reply.body, keys, call.mode()).map_err(|error| reply.undecodable(&error))?;
            warn_if_full(&call, rows.len());
            Ok(Fetched { rows, envelope, reply })
        })
    }

    /// The rows of all pages.
    pub(crate) async fn into_pages(mut self) -> Result<Vec<Box<dyn Rows>>, Error> {
        let mut pages = Vec::new();
        while let Some(page) = poll_fn(|cx| self.poll_page(cx)).await {
            pages.push(page?.rows);
        }
        Ok(pages)
    }

    /// The next page, `None` after the last one and after an error.
    pub(crate) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Fetched, Error>>> {
        loop {
            if self.over {
                self.flights.clear();
                return Poll::Ready(None);
            }
            self.take_off();
            self.drive(cx);
            let Some(Flight { answer: Answer::Here(_), .. }) = self.flights.front() else { return Poll::Pending };
            let Some(Flight { answer: Answer::Here(answer), ahead, number }) = self.flights.pop_front() else {
                return Poll::Pending;
            };
            if ahead && answer.as_ref().is_err_and(Error::is_timeout) {
                // It ran out of time while the consumer was busy, which says nothing about Halo.
                self.flights.push_front(self.flight(number, false));
                continue;
            }
            let answer = answer.and_then(|fetched| self.judge(fetched));
            self.over |= !matches!(answer, Ok(Some(_)));
            return Poll::Ready(answer.transpose());
        }
    }

    /// Looks after the requests under way.
    pub(crate) fn drive(&mut self, cx: &mut Context<'_>) {
        for flight in &mut self.flights {
            if let Answer::UnderWay(request) = &mut flight.answer
                && let Poll::Ready(answer) = request.as_mut().poll(cx)
            {
                flight.answer = Answer::Here(answer);
            }
        }
    }

    /// Asks for the next page, and for as many after it as may be under way and surely exist.
    fn take_off(&mut self) {
        let wanted = match &self.last {
            Some(last) if last.rows > 0 => {
                let missing = self.total.map_or(0, |total| total.saturating_sub(self.seen));
                let pages = missing.div_ceil(last.rows).max(1);
                usize::try_from(pages).unwrap_or(usize::MAX).min(self.call.prefetched())
            }
            _ => 1,
        };
        while self.flights.len() < wanted && (self.flights.is_empty() || self.within_limit(self.to_ask)) {
            let ahead = !self.flights.is_empty();
            self.flights.push_back(self.flight(self.to_ask, ahead));
            self.to_ask = self.to_ask.saturating_add(1);
        }
    }

    fn flight(&self, number: u32, ahead: bool) -> Flight {
        // A list without pages is asked as it is: a page number would be a fault of the request.
        let call = if number == 1 { self.call.clone() } else { self.call.at_page(number) };
        Flight { number, answer: Answer::UnderWay(Self::one_page(call, self.blank)), ahead }
    }

    /// Whether the caller wants this page at all.
    fn within_limit(&self, number: u32) -> bool {
        let first = self.call.start().map_or(1, |start| start.page);
        self.call.page_limit().is_none_or(|limit| number.saturating_sub(first) < limit)
    }

    /// Whether the page is one to give out, and whether another comes after it.
    fn judge(&mut self, fetched: Fetched) -> Result<Option<Fetched>, Error> {
        let count = u64::try_from(fetched.rows.len()).unwrap_or(u64::MAX);
        self.total = fetched.envelope.record_count.or(self.total);
        if self.last.is_some() && count == 0 {
            self.compare();
            return Ok(None);
        }
        let paged = matches!(self.call.window(), Ok(Window::Page { .. }));
        let complete = self.total.is_some_and(|total| self.seen + count >= total);
        let is_only = self.last.is_none() && (!paged || complete);
        // Lists without pages may hold tens of thousands of rows, which nothing is compared with.
        let keys = if is_only { HashSet::new() } else { fetched.rows.keys(self.call.entity().key) };
        if self.last.as_ref().is_some_and(|last| keys.is_subset(&last.keys)) {
            // The same rows again: the endpoint does not page. That is its whole list, unless it says otherwise.
            return match self.total {
                Some(total) if total > self.seen => Err(self.repeated(&fetched, total)),
                _ => {
                    self.compare();
                    Ok(None)
                }
            };
        }
        self.last = Some(LastPage { number: self.number, before: self.seen, rows: count, keys });
        self.seen += count;
        self.number = self.number.saturating_add(1);
        self.over = !paged || count == 0 || complete || !self.within_limit(self.number);
        if !paged || count == 0 || complete {
            self.compare();
        }
        Ok(Some(fetched))
    }

    /// At the end: rows that were added or removed on the way move the others from page to page.
    fn compare(&self) {
        if let Some(total) = self.total.filter(|total| *total != self.seen) {
            tracing::warn!(
                list = self.call.entity().path,
                total,
                seen = self.seen,
                "rows seen and stated total differ"
            );
        }
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
