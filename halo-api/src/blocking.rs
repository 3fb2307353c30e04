//! The same client for programs without an async runtime (feature `blocking`).
//!
//! Every request has `send_blocking`, lists have `all_blocking`, `first_blocking` and `iter_blocking`, and every stream can
//! be walked with `into_blocking`. It is one runtime, on a thread of its own, for all clients of the process: the same token,
//! retries and limits. In an async task these are an error, since they would hold up its thread; use `.await` there, or
//! `tokio::task::spawn_blocking`. After a fork the child must not use a client that made blocking calls before it.
//!
//! ```no_run
//! # fn main() -> Result<(), halo_api::Error> {
//! let halo = halo_api::Halo::from_env()?;
//! for ticket in halo.tickets().list().open_only(true).iter_blocking() {
//!     let ticket = ticket?;
//!     println!("{} {:?}", ticket.id, ticket.summary);
//! }
//! let client = halo.clients().get(12).send_blocking()?;
//! println!("{:?}", client.name);
//! # Ok(()) }
//! ```

use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use tokio::runtime::{Builder, Handle};
use tokio::task::coop::poll_proceed;

use crate::vocabulary::Error;

/// The runtime's handle, or why there is none, and the process that its thread lives in, for as long as that does.
static RUNTIME: OnceLock<(u32, Result<Handle, String>)> = OnceLock::new();

fn runtime() -> Result<Handle, Error> {
    let this = std::process::id();
    let (process, handle) = RUNTIME.get_or_init(|| (this, start()));
    check_process(*process, this)?;
    handle.clone().map_err(|fault| Error::config(format!("no thread for blocking calls: {fault}")))
}

/// A fork takes only the thread that forks along, so that the child would wait forever for the runtime's.
fn check_process(of_runtime: u32, this: u32) -> Result<(), Error> {
    if of_runtime == this {
        return Ok(());
    }
    Err(Error::config("this process was forked after its first blocking call: make that call after the fork"))
}

/// Whether this thread is polling a tokio task or `block_on`, which a blocking call would hold up (and tokio would panic). A
/// thread of `spawn_blocking` belongs to a runtime too, and is there to be blocked: what it lacks is the budget that tokio gives
/// to each poll, of at most 255 units. It is spent here to see whether it ends, and given back.
fn is_polling() -> bool {
    let mut cx = Context::from_waker(Waker::noop());
    if Handle::try_current().is_err() {
        return false;
    }
    // Gives back, when it is dropped at the end, what was there before it.
    let Poll::Ready(_budget) = poll_proceed(&mut cx) else { return true };
    (0..=u8::MAX).any(|_| match poll_proceed(&mut cx) {
        Poll::Ready(unit) => {
            unit.made_progress();
            false
        }
        Poll::Pending => true,
    })
}

fn start() -> Result<Handle, String> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    let handle = runtime.handle().clone();
    let thread = std::thread::Builder::new().name("halo-api-blocking".to_owned());
    thread.spawn(move || runtime.block_on(std::future::pending::<()>())).map_err(|error| error.to_string())?;
    Ok(handle)
}

/// Runs a future to its end. It is not generic, so that tokio's part is compiled once and not for every type of response.
pub(crate) fn run(future: Pin<&mut dyn Future<Output = ()>>) -> Result<(), Error> {
    if is_polling() {
        return Err(Error::config("a blocking call in an async task would hold up its thread: use `.await`"));
    }
    runtime()?.block_on(future);
    Ok(())
}

/// A stream as an iterator, from `iter_blocking` and `into_blocking`.
///
/// It gives what the stream gives: results, with an error as one of them.
#[must_use = "an iterator does nothing until it is advanced"]
pub struct BlockingIter<S> {
    stream: S,
    /// Whether a call failed to run at all; it would fail again.
    failed: bool,
}

impl<S> BlockingIter<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, failed: false }
    }

    /// The stream, for its `total` and `position`.
    #[must_use]
    pub fn stream(&self) -> &S {
        &self.stream
    }
}

impl<S, T> Iterator for BlockingIter<S>
where
    S: Stream<Item = Result<T, Error>> + Unpin,
{
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let mut item = None;
        let keep = poll_fn(|cx| Pin::new(&mut self.stream).poll_next(cx).map(|next| item = next));
        match run(pin!(keep)) {
            Ok(()) => item,
            Err(error) => {
                self.failed = true;
                Some(Err(error))
            }
        }
    }
}

impl<S: fmt::Debug> fmt::Debug for BlockingIter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingIter").field("stream", &self.stream).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forked_process_has_no_runtime() {
        assert!(check_process(7, 7).is_ok());
        assert!(check_process(7, 8).unwrap_err().to_string().contains("fork"));
    }

    #[tokio::test]
    async fn looking_whether_a_task_is_polled_costs_it_nothing() {
        for _ in 0..300 {
            assert!(is_polling());
        }
        assert!(tokio::task::coop::has_budget_remaining());
    }
}
