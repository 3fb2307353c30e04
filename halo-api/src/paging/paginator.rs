//! The walk over the pages of a list: which page comes next, and when it is over. Nothing here knows the type of the rows.
//!
//! Halo pages in its own way. `page_size` is a wish that each endpoint caps silently, so that a short page means
//! nothing; some endpoints ignore paging and give the same rows for every page; `record_count` is missing from bare
//! arrays. So the walk goes on while pages have rows and fewer rows than `record_count` were seen, and looks whether a
//! page is the one before it once more.

use std::collections::{HashSet, VecDeque};
use std::future::poll_fn;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::task::{Context, Poll};

use serde_json::Value;

use crate::paging::fetch::{Fetched, fetch};
use crate::paging::rows::{NewEmpty, Rows};
use crate::request::{Call, Pending, Window};
use crate::vocabulary::{Error, ErrorKind, Position};

/// A request for a page.
struct InFlight {
    number: u32,
    page: Progress,
    /// Started before its turn: nobody may have polled it for longer than it was given.
    ahead: bool,
}

enum Progress {
    Requested(Pending<Fetched>),
    Received(Result<Fetched, Error>),
}

pub(crate) struct Paginator {
    call: Call,
    new_empty: NewEmpty,
    /// Pages that were asked for, in order. More than one only after the first page has come and been used up.
    in_flight: VecDeque<InFlight>,
    /// Of the page that comes next, and of the one to ask for next.
    number: u32,
    to_ask: u32,
    /// Rows before the page that comes next.
    seen: u64,
    total: Option<u64>,
    last: Option<LastPage>,
    /// Rows that were left out.
    skipped: Vec<Value>,
    over: bool,
}

/// The rows of all pages.
#[derive(Default)]
pub(crate) struct AllRows {
    pub(super) pages: Vec<Box<dyn Rows>>,
    /// How many of the first ones were taken before the walk was begun again.
    pub(super) already_taken: usize,
}

/// The page given out last.
struct LastPage {
    number: u32,
    /// Rows before it.
    before: u64,
    rows: u64,
    /// Places in it of the rows that were left out.
    unreadable: Vec<usize>,
    /// What its rows are told apart by.
    keys: HashSet<u64>,
}

impl Paginator {
    pub(crate) fn new(call: Call, new_empty: NewEmpty) -> Self {
        let over = call.walk.max_pages == Some(0);
        let call = call.for_walk();
        let (number, seen) = call.walk.start_at.map_or((1, 0), |start| (start.page, start.before));
        Self {
            call,
            new_empty,
            in_flight: VecDeque::new(),
            number,
            to_ask: number,
            seen,
            total: None,
            last: None,
            skipped: Vec::new(),
            over,
        }
    }

    /// Rows in the whole list, once a page has said so.
    pub(crate) fn total(&self) -> Option<u64> {
        self.total
    }

    /// The rows that could not be read so far, as they came.
    pub(crate) fn skipped(&self) -> &[Value] {
        &self.skipped
    }

    /// Rows of the page given out last that were taken before the walk was begun again.
    pub(crate) fn already_taken(&self) -> usize {
        let (Some(start), Some(last)) = (self.call.walk.start_at, &self.last) else { return 0 };
        if last.number != start.page {
            return 0;
        }
        let place = usize::try_from(start.row).unwrap_or(usize::MAX);
        place - last.unreadable.iter().filter(|index| **index < place).count().min(place)
    }

    /// Where the walk stands, if so many rows of the last page are still to be taken.
    pub(crate) fn position(&self, left: usize) -> Position {
        let size = self.call.asked_size().unwrap_or(0);
        match &self.last {
            Some(last) if left > 0 => {
                let row = u32::try_from(last.place_of(left)).unwrap_or(u32::MAX);
                Position { page: last.number, row, before: last.before, size }
            }
            None => self.call.walk.start_at.unwrap_or(Position { page: self.number, row: 0, before: self.seen, size }),
            Some(_) => Position { page: self.number, row: 0, before: self.seen, size },
        }
    }

    /// The rows of all pages.
    pub(crate) async fn into_all(mut self) -> Result<AllRows, Error> {
        let mut all = AllRows::default();
        while let Some(page) = poll_fn(|cx| self.poll_page(cx)).await {
            all.pages.push(page?.rows);
            all.already_taken += self.already_taken();
        }
        Ok(all)
    }

    /// The rows of the first page that has some.
    pub(crate) async fn into_first(mut self) -> Result<Option<Box<dyn Rows>>, Error> {
        while let Some(page) = poll_fn(|cx| self.poll_page(cx)).await {
            let rows = page?.rows;
            if rows.len() > 0 {
                return Ok(Some(rows));
            }
        }
        Ok(None)
    }

    /// The next page, `None` after the last one and after an error.
    pub(crate) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Fetched, Error>>> {
        loop {
            if self.over {
                self.in_flight.clear();
                return Poll::Ready(None);
            }
            self.start_requests();
            self.poll_in_flight(cx);
            let Some(InFlight { page: Progress::Received(_), .. }) = self.in_flight.front() else {
                return Poll::Pending;
            };
            let Some(InFlight { page: Progress::Received(page), ahead, number }) = self.in_flight.pop_front() else {
                return Poll::Pending;
            };
            if ahead && page.as_ref().is_err_and(Error::is_timeout) {
                // It ran out of time while the consumer was busy, which says nothing about Halo.
                self.in_flight.push_front(self.request(number, false));
                continue;
            }
            let page = page.and_then(|page| self.accept_page(page)).map_err(|error| self.on_page(error, number));
            self.over |= !matches!(page, Ok(Some(_)));
            return Poll::Ready(page.transpose());
        }
    }

    /// Moves the requests in flight on.
    pub(crate) fn poll_in_flight(&mut self, cx: &mut Context<'_>) {
        for one in &mut self.in_flight {
            if let Progress::Requested(request) = &mut one.page
                && let Poll::Ready(page) = Pin::new(request).poll(cx)
            {
                one.page = Progress::Received(page);
            }
        }
    }

    /// Asks for the next page, and for as many after it as may be in flight and surely exist.
    fn start_requests(&mut self) {
        let wanted = match &self.last {
            Some(last) if last.rows > 0 => {
                let missing = self.total.map_or(0, |total| total.saturating_sub(self.seen));
                let pages = missing.div_ceil(last.rows).max(1);
                usize::try_from(pages).unwrap_or(usize::MAX).min(self.call.walk.prefetch.unwrap_or(1))
            }
            _ => 1,
        };
        while self.in_flight.len() < wanted && (self.in_flight.is_empty() || self.within_limit(self.to_ask)) {
            let ahead = !self.in_flight.is_empty();
            self.in_flight.push_back(self.request(self.to_ask, ahead));
            self.to_ask = self.to_ask.saturating_add(1);
        }
    }

    fn request(&self, number: u32, ahead: bool) -> InFlight {
        // A list without pages is asked as it is: a page number would be a fault of the request.
        let call = if number == 1 { self.call.clone() } else { self.call.at_page(number) };
        InFlight { number, page: Progress::Requested(Pending::of(fetch(call, self.new_empty))), ahead }
    }

    /// The error with the page that it is about, where there are pages and one was asked for.
    fn on_page(&self, error: Error, number: u32) -> Error {
        let paged = matches!(self.call.window(), Ok(Window::Page { .. }));
        if paged && error.kind() != ErrorKind::Config { error.with_page(number) } else { error }
    }

    /// Whether the caller wants this page at all.
    fn within_limit(&self, number: u32) -> bool {
        let first = self.call.walk.start_at.map_or(1, |start| start.page);
        self.call.walk.max_pages.is_none_or(|limit| number.saturating_sub(first) < limit)
    }

    /// Whether the page is one to give out, and whether another comes after it.
    fn accept_page(&mut self, mut fetched: Fetched) -> Result<Option<Fetched>, Error> {
        let count = fetched.count();
        self.total = fetched.envelope.record_count.or(self.total);
        if self.last.is_some() && count == 0 {
            self.compare();
            return Ok(None);
        }
        let paged = matches!(self.call.window(), Ok(Window::Page { .. }));
        let complete = self.total.is_some_and(|total| self.seen + count >= total);
        let is_only = self.last.is_none() && (!paged || complete);
        // Lists without pages may hold tens of thousands of rows, which nothing is compared with.
        let keys = if is_only { HashSet::new() } else { self.keys(&fetched) };
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
        let unreadable = fetched.unreadable.iter().map(|row| row.index).collect();
        self.skipped.extend(fetched.unreadable.drain(..).map(|row| row.raw));
        self.last = Some(LastPage { number: self.number, before: self.seen, rows: count, unreadable, keys });
        self.seen += count;
        self.number = self.number.saturating_add(1);
        self.over = !paged || count == 0 || complete || !self.within_limit(self.number);
        if !paged || count == 0 || complete {
            self.compare();
        }
        Ok(Some(fetched))
    }

    /// What the rows of a page are told apart by. Those that were left out count whole, as they came.
    fn keys(&self, fetched: &Fetched) -> HashSet<u64> {
        let mut keys = fetched.rows.keys(self.call.entity.key);
        keys.extend(fetched.unreadable.iter().map(|row| {
            let mut hasher = DefaultHasher::new();
            row.raw.to_string().hash(&mut hasher);
            hasher.finish()
        }));
        keys
    }

    /// At the end: rows that were added or removed on the way move the others from page to page.
    fn compare(&self) {
        if let Some(total) = self.total.filter(|total| *total != self.seen) {
            tracing::warn!(list = self.call.entity.path, total, seen = self.seen, "rows seen and stated total differ");
        }
    }

    fn repeated(&self, fetched: &Fetched, total: u64) -> Error {
        let (seen, number) = (self.seen, self.number);
        fetched.error(ErrorKind::Paging).detail(format!(
            "page {number} has the rows of page {} once more, and {} of {total} rows have not come",
            number - 1,
            total - seen,
        ))
    }
}

impl LastPage {
    /// The place in the page of the row that so many readable ones follow, itself among them.
    fn place_of(&self, left: usize) -> usize {
        let readable = usize::try_from(self.rows).unwrap_or(usize::MAX) - self.unreadable.len();
        let mut place = readable.saturating_sub(left);
        for index in &self.unreadable {
            place += usize::from(*index <= place);
        }
        place
    }
}
