//! List rows to full entities.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::codec::id::KeyValue;
use crate::codec::{Param, Record, row_keys};
use crate::paging::macros::next_methods;
use crate::paging::pager::Pager;
use crate::pipeline::request::QueueMarker;
use crate::request::{Call, MOST_AT_ONCE, Pending};
use crate::vocabulary::{Error, Position};

/// The entities of a list, each fetched whole: `hydrate` of a list request.
///
/// A list leaves out what only a single entity carries, such as custom fields. This stream fetches each row again, several at
/// once, and gives one result per row, in the order of the list. A row that cannot be fetched, for example because it was
/// deleted in the meantime, gives an error in its place, and the stream goes on; a page that cannot be fetched ends it.
/// Each row takes one request, which counts toward the rate limit.
///
/// ```no_run
/// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
/// let mut tickets = halo.tickets().list().open_only(true).hydrate(4);
/// while let Some(ticket) = tickets.next().await {
///     match ticket {
///         Ok(ticket) => println!("{} {:?}", ticket.id, ticket.custom_fields),
///         Err(error) if error.is_not_found() => continue,
///         Err(error) => return Err(error),
///     }
/// }
/// # Ok(()) }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Hydrate<T> {
    rows: Pager<T>,
    get: Call,
    most: usize,
    in_flight: VecDeque<InFlight<T>>,
    /// After the entity that was given last.
    position: Position,
    /// Whether the list has ended, and the error that it ended with.
    ended: bool,
    failure: Option<Error>,
}

struct InFlight<T> {
    entity: Progress<T>,
    keys: Vec<KeyValue>,
    /// After its row.
    position: Position,
}

enum Progress<T> {
    /// Not asked for yet, or no longer: see [`QueueMarker`].
    Due,
    Requested(Pending<T>, QueueMarker),
    Received(Result<T, Error>),
}

impl<T> Hydrate<T> {
    pub(crate) fn new(rows: Pager<T>, get: Call, most: usize) -> Self {
        let position = rows.position();
        let most = most.clamp(1, MOST_AT_ONCE);
        Self { rows, get, most, in_flight: VecDeque::new(), position, ended: false, failure: None }
    }

    /// Sets a query parameter of the requests for single entities. `includedetails=true` is set where the schema has it.
    pub fn detail_query(mut self, name: impl Into<String>, value: impl Param) -> Self {
        self.get.query(name.into(), value.to_param());
        self
    }

    /// Rows in the whole list, once a page has said so.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.rows.total()
    }

    /// Where the stream stands: after the row whose entity, or error, it gave last. `start_at` of a list request goes on
    /// from there.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// The rows left out so far because they could not be read, as raw JSON: empty without `skip_unreadable`.
    #[must_use]
    pub fn skipped(&self) -> &[serde_json::Value] {
        self.rows.skipped()
    }
}

impl<T: Record> Hydrate<T> {
    /// Takes rows of the list and requests their entities, as many at once as may be.
    fn start_requests(&mut self, cx: &mut Context<'_>) {
        while self.in_flight.len() < self.most && !self.ended {
            match Pin::new(&mut self.rows).poll_next(cx) {
                Poll::Ready(Some(Ok(row))) => {
                    let (keys, position) = (row_keys(&row, T::INFO.key), self.rows.position());
                    self.in_flight.push_back(InFlight { entity: Progress::Due, keys, position });
                }
                Poll::Ready(Some(Err(error))) => (self.ended, self.failure) = (true, Some(error)),
                Poll::Ready(None) => self.ended = true,
                Poll::Pending => return,
            }
        }
    }
}

impl<T: Record> Hydrate<T> {
    /// Moves the requests on.
    fn poll_in_flight(&mut self, cx: &mut Context<'_>) {
        for one in &mut self.in_flight {
            if let Progress::Due = one.entity {
                let mut call = self.get.with_keys(one.keys.clone());
                let queued = call.mark_queue();
                one.entity = Progress::Requested(call.object(), queued);
            }
            if let Progress::Requested(request, _) = &mut one.entity
                && let Poll::Ready(result) = Pin::new(request).poll(cx)
            {
                one.entity = Progress::Received(result);
            }
        }
    }

    /// Gives up requests that wait in a queue, so that the consumer's own calls need not wait behind them.
    fn leave_queue(&mut self) {
        self.rows.leave_queue();
        for one in &mut self.in_flight {
            if matches!(&one.entity, Progress::Requested(_, queued) if queued.is_set()) {
                one.entity = Progress::Due;
            }
        }
    }
}

impl<T: Record> Stream for Hydrate<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        this.start_requests(cx);
        this.poll_in_flight(cx);
        match this.in_flight.pop_front() {
            Some(InFlight { entity: Progress::Received(result), position, .. }) => {
                this.position = position;
                this.leave_queue();
                Poll::Ready(Some(result))
            }
            Some(requested) => {
                this.in_flight.push_front(requested);
                Poll::Pending
            }
            None if this.ended => Poll::Ready(this.failure.take().map(Err)),
            None => Poll::Pending,
        }
    }
}

// A pinned entity is never handed out.
impl<T> Unpin for Hydrate<T> {}

next_methods!(Hydrate<T: Record>, T, "entity", "None` after the last one");

impl<T> fmt::Debug for Hydrate<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hydrate").field("total", &self.total()).finish_non_exhaustive()
    }
}
