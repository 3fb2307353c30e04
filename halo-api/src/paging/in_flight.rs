//! The pages that were asked for, in order.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use super::fetch::Fetched;
use crate::request::Pending;
use crate::vocabulary::Error;

/// The pages that were asked for, in order.
#[derive(Default)]
pub(super) struct InFlightPages {
    queue: VecDeque<InFlight>,
    wake: Arc<WakeFlag>,
}

struct InFlight {
    number: u32,
    page: Progress,
    /// Whether it was asked for before its turn. Then nobody may have polled it for longer than its time limit.
    ahead: bool,
}

enum Progress {
    Requested(Pending<Fetched>),
    Received(Result<Fetched, Error>),
}

/// A page that came.
pub(super) struct Arrival {
    pub(super) number: u32,
    pub(super) page: Result<Fetched, Error>,
    pub(super) ahead: bool,
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
    pub(super) fn push(&mut self, number: u32, request: Pending<Fetched>) {
        let ahead = !self.queue.is_empty();
        self.queue.push_back(InFlight::new(number, request, ahead));
        self.wake.woken.store(true, Ordering::Release);
    }

    /// Adds a request before the others.
    pub(super) fn push_front(&mut self, number: u32, request: Pending<Fetched>) {
        self.queue.push_front(InFlight::new(number, request, false));
        self.wake.woken.store(true, Ordering::Release);
    }

    /// Moves the requests on, and has the consumer woken when one of them can move.
    pub(super) fn poll(&mut self, cx: &Context<'_>) {
        self.wake.register(cx.waker());
        self.poll_woken();
    }

    /// Moves those requests on that can move. It takes no time where none can, so that it may be called for every row.
    pub(super) fn poll_woken(&mut self) {
        if self.queue.is_empty() || !self.wake.woken.swap(false, Ordering::AcqRel) {
            return;
        }
        let waker = Waker::from(Arc::clone(&self.wake));
        let mut cx = Context::from_waker(&waker);
        for one in &mut self.queue {
            if let Progress::Requested(request) = &mut one.page
                && let Poll::Ready(page) = Pin::new(request).poll(&mut cx)
            {
                one.page = Progress::Received(page);
            }
        }
    }

    /// The next page, if it has come.
    pub(super) fn pop(&mut self) -> Option<Arrival> {
        self.queue.front().filter(|page| page.is_received())?;
        let InFlight { number, page, ahead } = self.queue.pop_front()?;
        let Progress::Received(page) = page else { return None };
        Some(Arrival { number, page, ahead })
    }
}

impl InFlight {
    fn new(number: u32, request: Pending<Fetched>, ahead: bool) -> Self {
        Self { number, page: Progress::Requested(request), ahead }
    }

    fn is_received(&self) -> bool {
        matches!(self.page, Progress::Received(..))
    }
}

/// Remembers that a request can move on, so that the others need not be polled for every row.
#[derive(Default)]
struct WakeFlag {
    woken: AtomicBool,
    consumer: Mutex<Option<Waker>>,
}

impl WakeFlag {
    fn register(&self, waker: &Waker) {
        let mut consumer = self.consumer.lock().unwrap_or_else(PoisonError::into_inner);
        match consumer.as_ref() {
            Some(known) if known.will_wake(waker) => {}
            _ => *consumer = Some(waker.clone()),
        }
    }
}

impl Wake for WakeFlag {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        let consumer = self.consumer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(consumer) = consumer {
            consumer.wake();
        }
    }
}
