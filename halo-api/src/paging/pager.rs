//! Streams over lists, by rows and by pages.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use jiff::Timestamp;

use crate::codec::Holds;
use crate::paging::macros::next_methods;
use crate::paging::page::Page;
use crate::paging::paginator::Paginator;
use crate::paging::progress::Progress;
use crate::paging::rows::{NoRows, RowQueue};
use crate::vocabulary::{Error, Position};

/// The rows of a list, page after page.
///
/// A `futures_core::Stream`, with [`next`](Self::next) and [`try_next`](Self::try_next) of its own. It is fused and gives
/// at most one error, as its last item. Dropping it cancels what is under way.
///
/// ```no_run
/// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
/// let mut tickets = halo.tickets().list().open_only(true).stream();
/// while let Some(ticket) = tickets.try_next().await? {
///     println!("{}", ticket.id);
/// }
/// # Ok(()) }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Pager<T> {
    walk: Walk,
    /// Of the page that is being given. As a trait object, so that programs need not compile what drops the rows.
    rows: Box<dyn RowQueue>,
    row: PhantomData<fn() -> T>,
}

/// The pages of a list. See [`Pager`].
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T> {
    walk: Walk,
    rows: PhantomData<fn() -> T>,
}

/// A walk as a trait object, so that programs need not compile what drops it.
pub(crate) struct Walk(Box<dyn Holds<Paginator> + Send>);

impl From<Paginator> for Walk {
    fn from(walk: Paginator) -> Self {
        Self(Box::new(walk))
    }
}

impl Deref for Walk {
    type Target = Paginator;

    fn deref(&self) -> &Paginator {
        (*self.0).held()
    }
}

impl DerefMut for Walk {
    fn deref_mut(&mut self) -> &mut Paginator {
        (*self.0).held_mut()
    }
}

impl<T> Pager<T> {
    pub(crate) fn new(walk: Walk) -> Self {
        Self { walk, rows: Box::new(NoRows), row: PhantomData }
    }

    /// Gives up requests that wait in a queue. They are made again when the stream is polled.
    pub(super) fn leave_queue(&mut self) {
        self.walk.leave_queue();
    }
}

impl<T> Pages<T> {
    pub(crate) fn new(walk: Walk) -> Self {
        Self { walk, rows: PhantomData }
    }
}

/// Goes on until there is a row to give, or none is left.
fn poll_rows(walk: &mut Paginator, rows: &mut Box<dyn RowQueue>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
    while rows.len() == 0 {
        match ready!(walk.poll_page(cx)) {
            Some(fetched) => *rows = fetched?.rows.into_vec().into_queue(),
            None => return Poll::Ready(Ok(())),
        }
    }
    // Pages that were asked for ahead of time must not wait until all rows are taken.
    walk.poll_in_flight();
    Poll::Ready(Ok(()))
}

impl<T: Send + 'static> Stream for Pager<T> {
    type Item = Result<T, Error>;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        ready!(poll_rows(&mut this.walk, &mut this.rows, cx))?;
        let mut row: Option<T> = None;
        this.rows.next_into(&mut row)?;
        Poll::Ready(row.map(Ok))
    }
}

impl<T: Send + 'static> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().walk.poll_page(cx).map(|page| page.map(|fetched| fetched.and_then(Page::new)))
    }
}

// A pinned row or walk is never handed out.
impl<T> Unpin for Pager<T> {}

impl<T> Pager<T> {
    /// Where the stream stands: after the row that it gave last. `start_at` goes on from there.
    #[must_use]
    pub fn position(&self) -> Position {
        self.walk.position(self.rows.len())
    }

    /// How far the stream is, for progress bars.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.walk.progress(self.rows.len())
    }

    /// When Halo sent the first response, by its own clock.
    pub(crate) fn served_at(&self) -> Option<Timestamp> {
        self.walk.served_at()
    }
}

impl<T> Pages<T> {
    /// Where the stream stands: after the page that it gave last. `start_at` goes on from there.
    #[must_use]
    pub fn position(&self) -> Position {
        self.walk.position(0)
    }

    /// How far the stream is, for progress bars.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.walk.progress(0)
    }
}

macro_rules! walk_methods {
    ($stream:ident) => {
        impl<T> $stream<T> {
            /// Rows in the whole list, once a page has said so.
            #[must_use]
            pub fn total(&self) -> Option<u64> {
                self.walk.total()
            }

            /// The rows left out so far because they could not be read, as raw JSON: empty without `skip_unreadable`.
            #[must_use]
            pub fn skipped(&self) -> &[serde_json::Value] {
                self.walk.skipped()
            }
        }

        impl<T> fmt::Debug for $stream<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($stream)).field("total", &self.total()).finish_non_exhaustive()
            }
        }
    };
}

next_methods!(Pager<T: Send + 'static>, T, "row", "None` after the last one and after an error");
next_methods!(Pages<T: Send + 'static>, Page<T>, "page", "None` after the last one and after an error");
walk_methods!(Pager);
walk_methods!(Pages);
