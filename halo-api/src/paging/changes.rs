//! What changed in a list since an instant.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::codec::{Param, Record};
use crate::entity_info::{Role, Type};
use crate::paging::macros::next_methods;
use crate::paging::pager::Pager;
use crate::paging::progress::Progress;
use crate::request::Call;
use crate::vocabulary::{Checkpoint, Error};

/// By how much a stream goes back before its checkpoint.
const USUAL_MARGIN: Duration = Duration::from_secs(300);

/// What happened to a record.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change<T> {
    /// The record is new or was changed: its row, as the list shows it.
    Changed(T),
    /// The record was deleted.
    ///
    /// Each run gives all records that were ever deleted, since Halo does not say when they were.
    Deleted(T),
}

/// What changed in a list since a [`Checkpoint`]: for mirrors, which store each row under its key.
///
/// This stream gives each changed row once, and then, where the list can show them, the rows that were deleted. Keep its
/// [`checkpoint`](Self::checkpoint) between runs. After a stream that ended, the next one gives what changed since that
/// stream began, by Halo's clock; after a stream that was interrupted, the next one goes on from there.
///
/// ```no_run
/// # fn saved() -> Option<String> { None }
/// # fn save(_: &str) {}
/// # async fn f(halo: halo_api::Halo) -> Result<(), Box<dyn std::error::Error>> {
/// use halo_api::{Change, Checkpoint};
///
/// let checkpoint: Checkpoint = saved().map_or(Ok(Checkpoint::default()), |text| text.parse())?;
/// let mut changes = halo.tickets().changes(checkpoint);
/// while let Some(change) = changes.try_next().await? {
///     match change {
///         Change::Changed(ticket) => println!("store {}", ticket.id),
///         Change::Deleted(ticket) => println!("remove {}", ticket.id),
///         _ => {}
///     }
/// }
/// save(&changes.checkpoint().to_string());
/// # Ok(()) }
/// ```
///
/// A stream begins 5 minutes before the checkpoint, since the clocks of Halo's servers may differ and lists may show a
/// change late: [`margin`](Self::margin) sets another duration. Rows that changed in these minutes come again in the next
/// run. What changes while a stream runs comes in the next one, if not in this one.
///
/// What `stream` of list requests promises also holds for the changed rows. Rows enter the list when they change and leave
/// it when they are deleted; with [`overlap`](Self::overlap), the promise holds even if both happen at the same time.
///
/// Where a list does not show what was deleted ([`tells_deletions`](Self::tells_deletions)), the deleted records are those
/// that a mirror stores and the list no longer holds: list only the ids, with `stream_as`, from time to time.
#[must_use = "a stream does nothing until it is polled"]
pub struct Changes<T> {
    list: Call,
    margin: Duration,
    checkpoint: Checkpoint,
    rows: Option<Pager<T>>,
    has_failed: bool,
    is_over: bool,
}

impl<T> Changes<T> {
    pub(crate) fn new(list: Call, checkpoint: &Checkpoint) -> Self {
        Self { list, margin: USUAL_MARGIN, checkpoint: *checkpoint, rows: None, has_failed: false, is_over: false }
    }
}

impl<T: Record> Changes<T> {
    /// Sets how long before the checkpoint the stream begins: 5 minutes unless set.
    ///
    /// A stream that continues an interrupted one needs the same margin. Set it before the first row is asked for; later it
    /// has no effect.
    pub fn margin(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }

    /// Reads each page again after the page that follows it: see `overlap` of list requests.
    ///
    /// Set it before the first row is asked for.
    pub fn overlap(mut self) -> Self {
        self.list.overlap();
        self
    }

    /// Where the stream is, so that another one can go on from there.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        let began = self.rows.as_ref().and_then(Pager::served_at);
        let next = self.checkpoint.next.or(began.filter(|_| !self.checkpoint.is_at_deletions));
        if self.is_over {
            // If the first response stated no time, the next stream asks for the same changes again.
            return Checkpoint { since: next.or(self.checkpoint.since), ..Checkpoint::default() };
        }
        let position = self.rows.as_ref().map(Pager::position).or(self.checkpoint.position);
        Checkpoint { next, position: position.filter(|_| next.is_some()), ..self.checkpoint }
    }

    /// Whether the list shows what was deleted.
    #[must_use]
    pub fn tells_deletions(&self) -> bool {
        self.list.role_param(Role::Deleted).is_some()
    }

    /// How far the stream is with what it reads now: the changed rows, or those that were deleted.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        self.rows.as_ref().map(Pager::progress)
    }

    /// The rows that are read now.
    fn rows(&mut self) -> &mut Pager<T> {
        let (checkpoint, margin) = (self.checkpoint, self.margin);
        let list = &self.list;
        self.rows.get_or_insert_with(|| {
            let mut call = list.clone();
            if checkpoint.is_at_deletions {
                call.set_role(Role::Deleted, |_| true.to_param());
            } else if let Some(since) = checkpoint.since {
                let from = since.checked_sub(margin).unwrap_or(Timestamp::MIN);
                call.set_role(Role::Since, |ty| match ty {
                    Type::Date => TimeZone::UTC.to_datetime(from).date().to_param(),
                    _ => from.to_param(),
                });
            }
            if let Some(position) = checkpoint.position {
                call.start_at(position);
            }
            call.stream()
        })
    }

    /// Goes on with what was deleted, if there is any to be told of. In the first run there is nothing to delete.
    fn begin_deletions(&mut self) -> bool {
        let Checkpoint { since, is_at_deletions, .. } = self.checkpoint;
        if is_at_deletions || since.is_none() || !self.tells_deletions() {
            return false;
        }
        let next = self.checkpoint().next;
        self.checkpoint = Checkpoint { since, next, is_at_deletions: true, position: None };
        self.rows = None;
        true
    }
}

impl<T: Record> Stream for Changes<T> {
    type Item = Result<Change<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if this.is_over || this.has_failed {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(this.rows()).poll_next(cx)) {
                Some(Ok(row)) if this.checkpoint.is_at_deletions => return Poll::Ready(Some(Ok(Change::Deleted(row)))),
                Some(Ok(row)) => return Poll::Ready(Some(Ok(Change::Changed(row)))),
                Some(Err(error)) => {
                    this.has_failed = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => this.is_over = !this.begin_deletions(),
            }
        }
    }
}

next_methods!(Changes<T: Record>, Change<T>, "change", "None` after the last one");

impl<T> fmt::Debug for Changes<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes").field("checkpoint", &self.checkpoint.to_string()).finish_non_exhaustive()
    }
}
