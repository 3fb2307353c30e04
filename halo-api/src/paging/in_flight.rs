//! The pages that were asked for, in order.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use tokio::time::Instant;

use super::fetch::Fetched;
use crate::pipeline::request::QueueMarker;
use crate::request::Pending;
use crate::vocabulary::Error;

/// The pages that were asked for, in order.
#[derive(Default)]
pub(super) struct InFlightPages {
    queue: VecDeque<InFlight>,
    consumer: Arc<Mutex<Option<Waker>>>,
}

/// A request for a page, and whether it waits for a token or for the rate limit.
pub(super) struct PageRequest {
    pub(super) page: Pending<Fetched>,
    pub(super) queued: QueueMarker,
}

struct InFlight {
    number: u32,
    page: Progress,
    /// Whether it was asked for before its turn. Then nobody may have polled it for longer than its time limit.
    ahead: bool,
    asked_at: Instant,
    /// Whether the consumer came for it before it was there.
    missed: bool,
    /// Whether it waits for a token or for the rate limit.
    queued: QueueMarker,
    wake: Arc<WakeFlag>,
}

enum Progress {
    Requested(Pending<Fetched>),
    /// And when.
    Received(Result<Fetched, Error>, Instant),
}

/// A page that came.
pub(super) struct Arrival {
    pub(super) number: u32,
    pub(super) page: Result<Fetched, Error>,
    pub(super) ahead: bool,
    /// How long it took to come, and how long it waited for the consumer.
    pub(super) took: Duration,
    pub(super) waited: Duration,
}

impl InFlightPages {
    pub(super) fn len(&self) -> usize {
        self.queue.len()
    }

    /// The number of the next page.
    pub(super) fn first(&self) -> Option<u32> {
        self.queue.front().map(|page| page.number)
    }

    /// Drops all requests, which cancels them.
    pub(super) fn clear(&mut self) {
        self.queue.clear();
    }

    /// Adds a request behind the others.
    pub(super) fn push(&mut self, number: u32, request: PageRequest) {
        let ahead = !self.queue.is_empty();
        let page = self.in_flight(number, request, ahead);
        self.queue.push_back(page);
    }

    /// Adds a request before the others.
    pub(super) fn push_front(&mut self, number: u32, request: PageRequest) {
        let page = self.in_flight(number, request, false);
        self.queue.push_front(page);
    }

    fn in_flight(&self, number: u32, request: PageRequest, ahead: bool) -> InFlight {
        let PageRequest { page, queued } = request;
        let now = Instant::now();
        let wake = WakeFlag { woken: Mutex::new(Some(now)), consumer: Arc::clone(&self.consumer) };
        let (page, wake) = (Progress::Requested(page), Arc::new(wake));
        InFlight { number, page, ahead, asked_at: now, missed: false, queued, wake }
    }

    /// Moves the requests on, and has the consumer woken when one of them can move.
    pub(super) fn poll(&mut self, cx: &Context<'_>) {
        let mut consumer = lock(&self.consumer);
        if !consumer.as_ref().is_some_and(|known| known.will_wake(cx.waker())) {
            *consumer = Some(cx.waker().clone());
        }
        drop(consumer);
        self.poll_woken();
    }

    /// Moves those requests on that can move, while the consumer is busy with rows. It takes hardly any time where none
    /// can.
    pub(super) fn poll_beside(&mut self) {
        if self.poll_woken() {
            self.leave_queue();
        }
    }

    fn poll_woken(&mut self) -> bool {
        let mut moved = false;
        for one in &mut self.queue {
            moved |= one.poll_woken();
        }
        moved
    }

    /// Gives up requests that wait for a token or for the rate limit: they would hold up the calls that the consumer makes
    /// before it comes for the next page. They are made again then.
    pub(super) fn leave_queue(&mut self) {
        if let Some(first) = self.queue.iter().position(InFlight::is_queued) {
            self.queue.truncate(first);
        }
    }

    /// Whether the consumer comes for a page that was asked for ahead and is not there: once for each page.
    pub(super) fn note_missed(&mut self) -> bool {
        match self.queue.front_mut() {
            Some(InFlight { page: Progress::Requested(_), ahead: true, missed, .. }) => {
                !std::mem::replace(missed, true)
            }
            _ => false,
        }
    }

    /// The next page, if it has come.
    pub(super) fn pop(&mut self) -> Option<Arrival> {
        self.queue.front().filter(|page| matches!(page.page, Progress::Received(..)))?;
        let InFlight { number, page, ahead, asked_at, .. } = self.queue.pop_front()?;
        let Progress::Received(page, at) = page else { return None };
        Some(Arrival { number, page, ahead, took: at.duration_since(asked_at), waited: at.elapsed() })
    }
}

impl InFlight {
    /// Whether other calls may be queued behind it.
    fn is_queued(&self) -> bool {
        matches!(self.page, Progress::Requested(_)) && self.queued.is_set()
    }

    /// Moves it on if it can move; false if it cannot.
    fn poll_woken(&mut self) -> bool {
        let Progress::Requested(request) = &mut self.page else { return false };
        let Some(woken_at) = lock(&self.wake.woken).take() else { return false };
        let waker = Waker::from(Arc::clone(&self.wake));
        if let Poll::Ready(page) = Pin::new(request).poll(&mut Context::from_waker(&waker)) {
            self.page = Progress::Received(page, woken_at);
        }
        true
    }
}

/// Remembers when a request could move on, so that it need not be polled for every row, and a consumer that was busy knows
/// how long a page has waited.
struct WakeFlag {
    woken: Mutex<Option<Instant>>,
    consumer: Arc<Mutex<Option<Waker>>>,
}

impl Wake for WakeFlag {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        lock(&self.woken).get_or_insert_with(Instant::now);
        let consumer = lock(&self.consumer).take();
        if let Some(consumer) = consumer {
            consumer.wake();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
