//! Creates or changes records, so that there is one for each row.
//!
//! This holds whatever was written before, and however often the upsert runs.

mod engine;
mod existing;
mod key;
mod outcome;
mod reads;
mod writes;

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use self::engine::Engine;
pub use self::key::UpsertKey;
pub use self::outcome::{UpsertReport, Upserted};
use crate::Halo;
use crate::codec::{Param, Record, WriteBody};
use crate::entity_info::EntityInfo;
use crate::pipeline::{Lane, RetryPolicy};
use crate::request::macros::awaitable;
use crate::request::{MOST_AT_ONCE, Pending};

/// Creates or changes records, so that there is one for each row: `upsert` of an entity.
///
/// It finds out which rows have a record already, by a [key](UpsertKey): it lists all records once or, where the list can be
/// searched by the key and that takes fewer requests, searches for the keys. Then it creates what is missing, changes what
/// differs, by [`only_changes`](crate::tickets::TicketWrite::only_changes), and leaves the rest alone. It can be run again at
/// any time: a second run writes nothing.
///
/// ```no_run
/// use halo_api::assets::AssetWrite;
///
/// # struct Device { id: i64, host: String }
/// # async fn f(halo: halo_api::Halo, devices: Vec<Device>) -> Result<(), halo_api::Error> {
/// let rows = devices.iter().map(|device| {
///     AssetWrite::new().ninjarmm_id(device.id).key_field(&device.host).client_id(12).asset_type_id(7)
/// });
/// let report = halo.assets().upsert(rows, "ninjarmm_id").list_query("client_id", 12).await?;
/// println!("{} created, {} updated, {} left alone", report.created(), report.updated(), report.unchanged());
/// for (row, error) in report.errors() {
///     eprintln!("{}: {error}", devices[row].host);
/// }
/// # Ok(()) }
/// ```
///
/// # A lost response
///
/// Halo may carry out a write whose response never arrives, and a client that repeats a create makes a duplicate. After an
/// [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) the upsert looks for the record by the same key, once more after
/// [`settle_time`](Self::settle_time), and sends the row again only if there is none. To create a single record in
/// this way, upsert one row.
///
/// # Requests
///
/// With `P` pages of the list, `C` records to create and `U` to change, the minimum is `P + C + U` requests, which is what
/// the upsert uses. Where Halo gives back every row of a write (`POST /Actions`), a request writes up to 100 records.
/// Further requests are one for each lost response; one for each matching record, if rows set fields that the list does not
/// hold; and one, the first time, if rows name custom fields that the list has to be asked for by id.
///
/// The list includes inactive records where it can. To look at fewer, narrow it: [`list_query`](Self::list_query).
///
/// # Errors
///
/// A row that Halo refuses has its own outcome, and the others go on. The whole upsert fails before anything is written if
/// the records cannot be listed, or cannot be told apart by the key.
#[must_use = "a request does nothing until it is sent"]
pub struct Upsert<T> {
    call: Engine,
    rows: PhantomData<fn() -> T>,
}

impl<T> Upsert<T> {
    pub(crate) fn new(
        halo: &Halo,
        entity: &'static EntityInfo,
        by: UpsertKey,
        bodies: impl Iterator<Item = WriteBody>,
    ) -> Self {
        Self { call: Engine::new(halo, entity, by, bodies.collect()), rows: PhantomData }
    }

    /// Sets a query parameter of the requests that list what exists, such as `client_id`.
    ///
    /// A record that the list leaves out is created again.
    pub fn list_query(mut self, name: impl Into<String>, value: impl Param) -> Self {
        self.call.list.query(name.into(), value.to_param());
        self
    }

    /// Ignores upper and lower case in texts of the key, as is right for e-mail addresses and host names.
    pub fn ignore_case(mut self) -> Self {
        self.call.ignore_case = true;
        self
    }

    /// How many requests it sends at the same time, 1 to 8: 4 unless set.
    pub fn at_once(mut self, requests: usize) -> Self {
        self.call.at_once = requests.clamp(1, MOST_AT_ONCE);
        self
    }

    /// How long Halo may take to carry out a write whose response was lost: 10 seconds unless set.
    ///
    /// After this time, a row that still has no record is sent again. A gateway may give up on a write that Halo still works
    /// on, so a short time risks a duplicate.
    pub fn settle_time(mut self, time: Duration) -> Self {
        self.call.settle_time = time;
        self
    }

    /// How often and how long each request is tried, in place of the client's own policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.call.retry = Some(policy);
        self
    }

    /// Its priority when the rate limit is short, in place of the client's own: see [`Lane`].
    pub fn lane(mut self, lane: Lane) -> Self {
        self.call.for_each(|call| call.lane(lane));
        self
    }

    /// Calls `set` with the value of an option, if it has one.
    pub fn when_some<V>(self, option: Option<V>, set: impl FnOnce(Self, V) -> Self) -> Self {
        match option {
            Some(value) => set(self, value),
            None => self,
        }
    }
}

awaitable!(
    Upsert<T>,
    UpsertReport<T>,
    upserted,
    "Runs it. Awaiting the request does the same. Dropped before its end, it leaves the outcome of what is in flight unknown."
);

impl Engine {
    fn upserted<T: Record>(self) -> Pending<UpsertReport<T>> {
        Pending::new(self.run(reads::Shape::of::<T>()), outcome::finish::<T>)
    }
}

impl<T> fmt::Debug for Upsert<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upsert")
            .field("rows", &self.call.bodies.len())
            .field("by", &self.call.by)
            .finish_non_exhaustive()
    }
}
