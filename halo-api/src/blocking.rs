//! The same client for programs without an async runtime (feature `blocking`).
//!
//! Every request has `send_blocking`, lists have `all_blocking`, `first_blocking` and `iter_blocking`, and every stream can
//! be walked with `into_blocking`. It is one runtime, on a thread of its own, for all clients of the process: the same token,
//! retries and limits. Within an async runtime these are an error, since they would hold up its thread; use `.await` there.
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

use futures_core::Stream;
use tokio::runtime::{Builder, Handle};

use crate::vocabulary::Error;

/// The runtime's handle, or why there is none. Its thread lives as long as the process.
static RUNTIME: OnceLock<Result<Handle, String>> = OnceLock::new();

fn runtime() -> Result<Handle, Error> {
    RUNTIME.get_or_init(start).clone().map_err(|fault| Error::config(format!("no thread for blocking calls: {fault}")))
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
    if Handle::try_current().is_ok() {
        return Err(Error::config("a blocking call within an async runtime would hold up its thread: use `.await`"));
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
