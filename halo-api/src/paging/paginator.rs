//! The walk over the pages of a list: it asks for the pages that [`Traversal`] wants and gives their new rows. Nothing
//! here knows the type of the rows.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use jiff::Timestamp;
use serde_json::Value;

use crate::codec::RowKey;
use crate::paging::call::Way;
use crate::paging::cursor::Cursor;
use crate::paging::fetch::{Fetched, fetch};
use crate::paging::in_flight::{Arrival, InFlightPages, PageRequest};
use crate::paging::paging_fault::PagingFault;
use crate::paging::prefetch::PrefetchWindow;
use crate::paging::progress::Progress;
use crate::paging::rows::{NewEmpty, Rows, joined};
use crate::paging::traversal::{Decision, PageSummary, Reading, Traversal};
use crate::paging::whole_list::Completeness;
use crate::request::{Call, Pending};
use crate::vocabulary::position::{KeysAhead, RecentKeys};
use crate::vocabulary::{Error, ErrorKind, Position};

pub(crate) struct Paginator {
    call: Call,
    new_empty: NewEmpty,
    way: Way,
    traversal: Traversal,
    window: PrefetchWindow,
    in_flight: InFlightPages,
    /// A page that is given after the page before it was read again.
    held: Option<(u32, Fetched)>,
    cursor: Cursor,
    /// As the page read last says.
    total: Option<u64>,
    /// The total before the first change after which none of the rows given last has been seen.
    total_then: Option<u64>,
    /// When Halo sent the first page, by its own clock.
    served_at: Option<Timestamp>,
    /// Rows given, and pages that came.
    rows: u64,
    pages: u64,
    /// Whether a page was given.
    begun: bool,
    /// Rows that were left out.
    skipped: Vec<Value>,
    /// The error after the rows that were given.
    failure: Option<Error>,
    over: bool,
}

impl Paginator {
    pub(crate) fn new(call: Call, new_empty: NewEmpty) -> Self {
        let over = call.walk.max_pages == Some(0);
        let call = call.for_walk();
        let start = call.walk.start_at;
        Self {
            new_empty,
            way: call.way(),
            traversal: Traversal::new(call.traversal_options(), start),
            window: PrefetchWindow::new(call.walk.prefetch),
            in_flight: InFlightPages::default(),
            held: None,
            cursor: Cursor::new(start),
            total: None,
            total_then: None,
            served_at: None,
            rows: 0,
            pages: 0,
            begun: false,
            skipped: Vec::new(),
            failure: None,
            over,
            call,
        }
    }

    /// Rows in the whole list, once a page has said so.
    pub(crate) fn total(&self) -> Option<u64> {
        self.total
    }

    /// When Halo sent the first page, by its own clock.
    pub(crate) fn served_at(&self) -> Option<Timestamp> {
        self.served_at
    }

    /// The rows that could not be read so far, as they came.
    pub(crate) fn skipped(&self) -> &[Value] {
        &self.skipped
    }

    /// Where the walk is, if so many rows of the last page are still to be taken.
    pub(crate) fn position(&self, left: usize) -> Position {
        let (recent, ahead) = (RecentKeys::default(), KeysAhead::default());
        let mut position = Position {
            page: 1,
            row: 0,
            asked: self.call.asked_size().unwrap_or(0),
            size: self.traversal.places.size(),
            // By how much the list has grown since says where the last rows may be.
            total: self.total_then.or(self.total),
            list: self.call.list_hash(),
            recent,
            ahead,
            older_than: None,
        };
        self.cursor.write(left, &mut position);
        if let Way::Windows(walk) = &self.way {
            position.older_than = walk.taken(left);
        }
        let place = |at: &Position| (at.page, at.row, at.recent, at.ahead, at.older_than);
        // If nothing was given since the start, the position is still the one to start at.
        self.call.walk.start_at.filter(|start| place(start) == place(&position)).unwrap_or(position)
    }

    /// How far the walk is, if so many rows of the last page are still to be taken.
    pub(crate) fn progress(&self, left: usize) -> Progress {
        let status = self.call.halo.rate_status();
        Progress {
            rows: self.rows.saturating_sub(u64::try_from(left).unwrap_or(u64::MAX)),
            total: self.total,
            pages: self.pages,
            changes: self.traversal.changes,
            permits_left: status.limit.map(|limit| limit.requests().saturating_sub(status.used)),
        }
    }

    /// The rows of all pages; `None` without pages.
    pub(crate) async fn into_all(mut self) -> Result<Option<Box<dyn Rows>>, Error> {
        let mut pages = Vec::new();
        while let Some(page) = poll_fn(|cx| self.poll_page(cx)).await {
            pages.push(page?.rows);
        }
        joined(pages)
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

    /// The next page with new rows, `None` after the last one and after an error.
    pub(crate) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Fetched, Error>>> {
        loop {
            if let Some(error) = self.failure.take() {
                self.over = true;
                return Poll::Ready(Some(Err(error)));
            }
            if self.over || self.traversal.reading == Reading::Nothing {
                self.over = true;
                self.in_flight.clear();
                return Poll::Ready(None);
            }
            let (number, page) = match self.take_held() {
                Some((number, page)) => (number, Ok(page)),
                None => ready!(self.poll_arrival(cx)),
            };
            match page.map_err(|error| self.on_page(error, number)).and_then(|page| self.accept_page(number, page)) {
                Ok(Some(page)) => {
                    self.in_flight.leave_queue();
                    return Poll::Ready(Some(Ok(page)));
                }
                Ok(None) => {}
                Err(error) => self.failure = Some(error),
            }
        }
    }

    /// Moves the requests in flight on.
    pub(crate) fn poll_in_flight(&mut self) {
        self.in_flight.poll_beside();
    }

    /// Gives up requests that wait in a queue. They are made again when the walk goes on.
    pub(crate) fn leave_queue(&mut self) {
        self.in_flight.leave_queue();
    }

    /// The held page, once the page before it was read again.
    fn take_held(&mut self) -> Option<(u32, Fetched)> {
        match self.traversal.reading {
            Reading::Held => self.held.take(),
            Reading::Overlap(_) => None,
            // Something changed, so that its rows come again.
            _ => {
                self.held = None;
                None
            }
        }
    }

    /// The next page that comes.
    fn poll_arrival(&mut self, cx: &mut Context<'_>) -> Poll<(u32, Result<Fetched, Error>)> {
        loop {
            self.start_requests();
            self.in_flight.poll(cx);
            let Some(Arrival { number, page, ahead, took, waited }) = self.in_flight.pop() else {
                if self.in_flight.note_missed() {
                    self.window.found_none_ready();
                    continue;
                }
                return Poll::Pending;
            };
            if ahead {
                self.window.page_taken(took, waited);
            }
            if ahead && page.as_ref().is_err_and(Error::is_timeout) {
                // It ran out of time while the consumer was busy, which says nothing about Halo.
                self.in_flight.push_front(number, self.request(number));
                continue;
            }
            return Poll::Ready((number, page));
        }
    }

    /// Asks for the next page, and for as many after it as may be in flight and surely exist.
    fn start_requests(&mut self) {
        let next = self.traversal.number;
        if self.in_flight.first() != Some(next) {
            self.in_flight.clear();
        }
        let wanted = self.traversal.pages_ahead(self.window.width());
        while self.in_flight.len() < wanted {
            let number = next.saturating_add(u32::try_from(self.in_flight.len()).unwrap_or(u32::MAX));
            self.in_flight.push(number, self.request(number));
        }
    }

    fn request(&self, number: u32) -> PageRequest {
        let mut call = self.call.at(&self.way, number);
        let queued = call.mark_queue();
        PageRequest { page: Pending::of(fetch(call, self.new_empty)), queued }
    }

    /// Adds the page number to an error, if the list has pages and one was asked for.
    fn on_page(&self, error: Error, number: u32) -> Error {
        let has_pages = !matches!(self.way, Way::Whole(_));
        if has_pages && error.kind() != ErrorKind::Config { error.with_page(number) } else { error }
    }

    /// The page with its new rows, if it has any.
    fn accept_page(&mut self, number: u32, mut fetched: Fetched) -> Result<Option<Fetched>, Error> {
        if self.pages == 0 {
            self.served_at = fetched.served_at();
        }
        match self.way {
            Way::Whole(_) => return Ok(self.accept_whole(fetched)),
            Way::Windows(_) => return self.accept_window(number, fetched),
            Way::Pages => {}
        }
        if self.traversal.reading != Reading::Held {
            self.pages += 1;
        }
        let keys = self.keys_of(number, &fetched).map_err(|error| self.on_page(error, number))?;
        let summary = PageSummary {
            number,
            keys: &keys,
            total: fetched.envelope.record_count,
            stated_size: fetched.envelope.page_size,
        };
        let (changes, before) = (self.traversal.changes, self.total);
        let decision = self.traversal.accept_page(&summary);
        if self.traversal.changes > changes {
            self.cursor.lose();
            self.total_then = self.total_then.or(before);
            tracing::debug!(list = self.call.entity.path, page = number, "the list changed, so pages are read again");
        }
        self.note_total(&summary);
        match decision.map_err(|fault| fetched.paging_error(fault))? {
            Decision::Give(new) => {
                let is_first = !std::mem::replace(&mut self.begun, true);
                let given = self.given_rows(&new, &mut fetched);
                self.cursor.turn_page(number, &keys, given, self.growth());
                if !self.cursor.is_lost() {
                    self.total_then = None;
                }
                Ok((new.contains(&true) || is_first).then_some(fetched))
            }
            Decision::Hold => {
                self.held = Some((number, fetched));
                Ok(None)
            }
            Decision::Drop => Ok(None),
        }
    }

    /// By how many rows the list grew since the last rows were seen.
    fn growth(&self) -> u64 {
        self.total.zip(self.total_then).map_or(0, |(now, then)| now.saturating_sub(then))
    }

    fn note_total(&mut self, page: &PageSummary<'_>) {
        if !self.traversal.places.is_void() {
            self.total = page.total.or(self.total);
            return;
        }
        if let (Some(total), Some(_)) = (page.total, self.total.take()) {
            let seen = self.traversal.places.end_of(page.number, page.rows());
            tracing::warn!(list = self.call.entity.path, total, seen, "rows seen and stated total differ");
        }
    }

    /// Keeps the new rows of a page. Returns the places of those that can be read, which are given.
    fn given_rows(&mut self, new: &[bool], fetched: &mut Fetched) -> Vec<usize> {
        fetched.retain(new);
        let left_out: Vec<usize> = fetched.unreadable.iter().map(|row| row.index).collect();
        self.skip(fetched);
        (0..new.len()).filter(|index| new.get(*index) == Some(&true) && !left_out.contains(index)).collect()
    }

    /// Notes the rows of a page that were left out.
    fn skip(&mut self, fetched: &mut Fetched) {
        self.rows += u64::try_from(fetched.rows.len()).unwrap_or(u64::MAX);
        self.skipped.extend(fetched.unreadable.drain(..).map(|row| row.raw));
    }

    /// The response of a list without pages; `None` if the list has to be asked for more rows. Nothing is compared.
    fn accept_whole(&mut self, mut fetched: Fetched) -> Option<Fetched> {
        let Way::Whole(list) = &mut self.way else { return None };
        let (rows, total) = (fetched.count(), fetched.envelope.record_count);
        self.pages += 1;
        match list.accept(rows, total) {
            Completeness::AskForMore => return None,
            Completeness::Doubtful => self.failure = Some(fetched.paging_error(PagingFault::Full { rows })),
            Completeness::Complete => {}
        }
        (self.over, self.total) = (true, total);
        if let Some(total) = total.filter(|total| *total != rows) {
            tracing::warn!(list = self.call.entity.path, total, seen = rows, "rows seen and stated total differ");
        }
        self.skip(&mut fetched);
        Some(fetched)
    }

    /// A response of a list that is walked by ids.
    fn accept_window(&mut self, number: u32, mut fetched: Fetched) -> Result<Option<Fetched>, Error> {
        let Way::Windows(walk) = &mut self.way else { return Ok(None) };
        self.pages += 1;
        let keys = fetched.keys(&self.call, number).ok_or(PagingFault::NoIds { page: number });
        let is_last = keys.and_then(|keys| walk.accept(number, &keys)).map_err(|fault| fetched.paging_error(fault))?;
        self.traversal.number = number.saturating_add(1);
        if is_last || self.traversal.options.max_pages.is_some_and(|most| number >= most) {
            self.traversal.finish();
        }
        self.skip(&mut fetched);
        // An empty list is one empty page.
        let is_first = !std::mem::replace(&mut self.begun, true);
        Ok((fetched.rows.len() > 0 || is_first).then_some(fetched))
    }

    /// The keys of a page.
    fn keys_of(&mut self, number: u32, fetched: &Fetched) -> Result<Vec<RowKey>, Error> {
        if !self.traversal.whole_rows {
            if let Some(keys) = fetched.keys(&self.call, number) {
                return Ok(keys);
            }
            if !self.call.entity.key.is_empty() {
                tracing::warn!(
                    list = self.call.entity.path,
                    "rows of a page have no key or the same one, so whole rows are compared"
                );
            }
            self.traversal.compare_whole_rows();
        }
        fetched.whole_keys(&self.call)
    }
}
