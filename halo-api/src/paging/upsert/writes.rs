//! The writes of an upsert, and what comes of them.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::time::sleep;

use super::engine::{Context, Outcomes};
use super::existing::Existing;
use super::outcome::{Settled, Upserted};
use crate::codec::id::KeyValue;
use crate::codec::{Held, Model, WriteBody, row_keys};
use crate::vocabulary::{Error, ErrorKind};

/// How often a row is sent whose record was not found after a response was lost.
const MOST_SENT: usize = 4;
/// How often the list is read for a row, if it changes too fast, and the first pause between two tries.
const MOST_LOOKS: u32 = 4;
const PAUSE: Duration = Duration::from_secs(1);

/// A row with its key.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) index: usize,
    pub(super) key: String,
    pub(super) body: WriteBody,
}

/// A row whose record differs: what differs, and the record.
pub(super) type Change = (Row, WriteBody, Box<dyn Model>);

/// What is done in one go.
pub(super) enum Work {
    /// Rows without a record, in one request.
    Create(Vec<Row>),
    /// Changes, in one request.
    Update(Vec<Change>),
    /// A row whose record has to be fetched before it can be told whether it differs.
    Compare(Row, Box<dyn Model>),
}

impl Work {
    fn indexes(&self) -> Vec<usize> {
        match self {
            Self::Create(rows) => rows.iter().map(|row| row.index).collect(),
            Self::Update(changes) => changes.iter().map(|(row, ..)| row.index).collect(),
            Self::Compare(row, _) => vec![row.index],
        }
    }
}

type Done = Vec<(usize, Settled)>;
type Running = Pin<Box<dyn Future<Output = Done> + Send>>;

/// Does all the work, `at_once` pieces at a time. After a failure that would affect the rest, too, nothing more is begun.
pub(super) async fn run_all(context: Arc<Context>, work: Vec<Work>, at_once: usize, outcomes: &mut Outcomes) {
    let mut waiting = work.into_iter();
    let mut running: Vec<Running> = Vec::new();
    let mut is_over = false;
    loop {
        while !is_over && running.len() < at_once {
            let Some(work) = waiting.next() else { break };
            running.push(Box::pin(Arc::clone(&context).done(work)));
        }
        if running.is_empty() {
            break;
        }
        let done = poll_fn(|cx| {
            let ready = running.iter_mut().enumerate().find_map(|(index, work)| match work.as_mut().poll(cx) {
                Poll::Ready(done) => Some((index, done)),
                Poll::Pending => None,
            });
            ready.map_or(Poll::Pending, Poll::Ready)
        });
        let (index, done) = done.await;
        drop(running.remove(index));
        is_over |= done.iter().filter_map(|(_, settled)| settled.error()).any(meets_all);
        outcomes.extend(done);
    }
    let left = waiting.flat_map(|work| work.indexes());
    outcomes.extend(left.map(|index| (index, Upserted::NotSent)));
}

/// Whether every other write would fail in the same way.
fn meets_all(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Auth
            | ErrorKind::MissingScope
            | ErrorKind::ReadOnly
            | ErrorKind::RateLimited
            | ErrorKind::Connect
            | ErrorKind::OutcomeUnknown
    )
}

impl Context {
    async fn done(self: Arc<Self>, work: Work) -> Done {
        match work {
            Work::Create(rows) => self.create(rows).await,
            Work::Update(changes) if changes.len() > 1 => self.update_several(changes).await,
            Work::Update(changes) => {
                let mut done = Done::new();
                for (row, changes, record) in changes {
                    done.push((row.index, self.update(&row, changes, record).await));
                }
                done
            }
            Work::Compare(row, record) => vec![(row.index, self.compare(&row, record).await)],
        }
    }

    async fn create(&self, mut rows: Vec<Row>) -> Done {
        let mut done = Done::new();
        for sent in 1..=MOST_SENT {
            let bodies = rows.iter().map(|row| row.body.clone()).collect();
            let error = match self.shape.written(self.create.with_bodies(bodies)).await {
                Ok(records) if records.len() == rows.len() => {
                    done.extend(rows.iter().map(|row| row.index).zip(records.into_iter().map(Upserted::Created)));
                    return done;
                }
                Ok(_) => not_given_back(),
                Err(error) => error,
            };
            let aftermath = Aftermath::of(&error, rows.len());
            if let Err(unseen) = self.take_made(&mut rows, self.waits(aftermath), &mut done).await {
                tracing::warn!(%unseen, "records that may have been made cannot be looked for");
                return failed(done, &rows, &error);
            }
            match aftermath {
                _ if rows.is_empty() => return done,
                Aftermath::InDoubt if sent < MOST_SENT => {}
                // Halo may refuse only one of the rows, so each is sent alone.
                Aftermath::RefusedTogether => {
                    for row in rows {
                        done.extend(Box::pin(self.create(vec![row])).await);
                    }
                    return done;
                }
                _ => return failed(done, &rows, &error),
            }
        }
        done
    }

    /// Takes out the rows whose records were made after all.
    async fn take_made(&self, rows: &mut Vec<Row>, waits: &[Duration], done: &mut Done) -> Result<(), Error> {
        for wait in waits {
            sleep(*wait).await;
            let wanted: BTreeSet<String> = rows.iter().map(|row| row.key.clone()).collect();
            let mut found = self.recent_when_quiet(&wanted).await?;
            rows.retain(|row| match found.take(&row.key).pop() {
                Some(record) => {
                    done.push((row.index, Upserted::Created(record)));
                    false
                }
                None => true,
            });
            if rows.is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// Looks again while rows of this very upsert, which are created at the same time, move the list too fast to read it.
    async fn recent_when_quiet(&self, wanted: &BTreeSet<String>) -> Result<Existing, Error> {
        for look in 1..MOST_LOOKS {
            match self.recent(wanted).await {
                Err(error) if error.kind() == ErrorKind::Paging => sleep(PAUSE * look).await,
                result => return result,
            }
        }
        self.recent(wanted).await
    }

    /// How long to wait before each look for what may have been written.
    fn waits(&self, aftermath: Aftermath) -> &[Duration] {
        match aftermath {
            Aftermath::InDoubt | Aftermath::Unread => &self.waits,
            Aftermath::RefusedTogether => &self.waits[..1],
            Aftermath::Failed => &[],
        }
    }

    async fn update_several(&self, changes: Vec<Change>) -> Done {
        let keyed = changes.iter().map(|(_, body, record)| (self.keys(&**record), body.clone())).collect();
        match self.shape.written(self.update.with_keyed(keyed)).await {
            Ok(records) if records.len() == changes.len() => {
                let indexes = changes.iter().map(|(row, ..)| row.index);
                indexes.zip(records.into_iter().map(Upserted::Updated)).collect()
            }
            // Halo may refuse one of them; setting the same values again changes nothing.
            Err(error) if meets_all(&error) && !error.is_outcome_unknown() => {
                changes.iter().map(|(row, ..)| (row.index, Upserted::Failed(error.clone()))).collect()
            }
            _ => {
                let mut done = Done::new();
                for (row, _, record) in changes {
                    done.push((row.index, self.compare(&row, record).await));
                }
                done
            }
        }
    }

    async fn compare(&self, row: &Row, record: Box<dyn Model>) -> Settled {
        match self.fresh(row, &*record).await {
            Ok(Some(record)) => self.update_if_changed(row, record).await,
            Ok(None) => Upserted::Failed(gone()),
            Err(error) => Upserted::Failed(error),
        }
    }

    async fn update_if_changed(&self, row: &Row, record: Box<dyn Model>) -> Settled {
        let changes = self.changes(row, &*record);
        if changes.is_empty() { Upserted::Unchanged(record) } else { self.update(row, changes, record).await }
    }

    /// The part of a row that a record, just fetched, does not hold.
    fn changes(&self, row: &Row, record: &dyn Model) -> WriteBody {
        let entity = self.list.entity;
        let held = if self.detail.is_some() { Held::whole(entity, record) } else { Held::new(entity, record) };
        let mut changes = row.body.clone().only_changes(&held, &mut *(self.shape.model)());
        let lists = changes.unread_lists();
        if self.detail.is_some() && !lists.is_empty() {
            changes.known(record, entity.key, &lists);
        }
        changes
    }

    async fn update(&self, row: &Row, mut changes: WriteBody, mut record: Box<dyn Model>) -> Settled {
        for sent in 1..=MOST_SENT {
            let keyed = vec![(self.keys(&*record), changes.clone())];
            let error = match self.shape.written(self.update.with_keyed(keyed)).await {
                Ok(mut records) => return Upserted::Updated(records.pop().unwrap_or(record)),
                Err(error) => error,
            };
            let aftermath = Aftermath::of(&error, 1);
            for wait in self.waits(aftermath) {
                sleep(*wait).await;
                match self.fresh(row, &*record).await {
                    Ok(Some(fresh)) => record = fresh,
                    Ok(None) => return Upserted::Failed(gone()),
                    Err(unseen) => {
                        tracing::warn!(%unseen, "a record that may have been changed cannot be looked at");
                        return Upserted::Failed(error);
                    }
                }
                changes = self.changes(row, &*record);
                if changes.is_empty() {
                    return Upserted::Updated(record);
                }
            }
            if aftermath != Aftermath::InDoubt || sent == MOST_SENT {
                return Upserted::Failed(error);
            }
        }
        Upserted::NotSent
    }

    /// The record as Halo has it now; `None` if it is gone.
    async fn fresh(&self, row: &Row, record: &dyn Model) -> Result<Option<Box<dyn Model>>, Error> {
        let Some(detail) = &self.detail else {
            return Ok(self.existing(&BTreeSet::from([row.key.clone()])).await?.take(&row.key).pop());
        };
        match self.shape.one(detail.clone(), self.keys(record)).await {
            Ok(record) => Ok(Some(record)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn keys(&self, record: &dyn Model) -> Vec<KeyValue> {
        row_keys(record, self.list.entity.key)
    }
}

/// What a failed write leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aftermath {
    /// It may have been carried out. If it was not, it is sent again.
    InDoubt,
    /// It was carried out, but its response could not be read.
    Unread,
    /// Several records were refused, of which one may be at fault.
    RefusedTogether,
    /// It was not carried out, and is not sent again.
    Failed,
}

impl Aftermath {
    fn of(error: &Error, rows: usize) -> Self {
        match error.kind() {
            ErrorKind::OutcomeUnknown => Self::InDoubt,
            ErrorKind::Decode | ErrorKind::TooLarge => Self::Unread,
            _ if rows > 1 && !meets_all(error) => Self::RefusedTogether,
            _ => Self::Failed,
        }
    }
}

fn failed(mut done: Done, rows: &[Row], error: &Error) -> Done {
    done.extend(rows.iter().map(|row| (row.index, Upserted::Failed(error.clone()))));
    done
}

fn not_given_back() -> Error {
    Error::new(ErrorKind::Decode).detail("Halo accepted the write, but gave back fewer records than were sent")
}

fn gone() -> Error {
    Error::new(ErrorKind::NotFound).detail("the record was deleted while the upsert ran")
}
