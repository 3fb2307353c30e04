//! An in-memory Halo for tests of integrations, without sockets or real time (feature `mock`).
//!
//! [`MockHalo`] knows every entity of the [`catalog`]. It stores, pages, filters, numbers, merges and deletes records
//! as Halo does, **with Halo's pitfalls**: a list without `pageinate` or without `page_no` is a short list that looks
//! complete, page sizes are capped silently, an unknown query parameter is ignored (and recorded, for tests to assert
//! that there was none), a POST takes an array and returns one object, most error responses have no body. Records are
//! returned as Halo stores them: instants without a zone, some ids as `18.0`, "no date" as the year 1900. See the guide
//! in `docs/testing.md`.
//!
//! ```
//! use halo_api::mock::MockHalo;
//! use serde_json::json;
//!
//! # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
//! let mock = MockHalo::new();
//! mock.insert("tickets", json!({"summary": "Printer on fire", "client_id": 12}))?;
//! mock.insert("tickets", json!({"summary": "No coffee", "client_id": 13}))?;
//!
//! let halo = mock.halo();
//! let tickets = halo.tickets().list().client_id(12).all().await?;
//!
//! assert_eq!(tickets.len(), 1);
//! assert_eq!(mock.unknown_parameters(), Vec::<String>::new());
//! # Ok::<(), halo_api::Error>(()) }).unwrap();
//! ```

mod answer;
mod assertions;
mod custom_fields;
mod custom_routes;
mod fault;
mod files;
mod filter;
mod grants;
mod lifecycle;
mod list;
mod log;
mod matching;
mod multipart;
mod normalize;
mod notes;
mod operation;
mod options;
mod record;
mod refusals;
mod relations;
mod reports;
mod resource;
mod response;
mod route;
mod scopes;
mod seed;
#[cfg(feature = "mock-server")]
mod server;
mod server_behavior;
mod settings;
mod sign_in;
mod store;
#[cfg(test)]
mod tests;
mod token;
mod webhooks;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use self::answer::Admitted;
use self::custom_routes::CustomRoutes;
pub use self::fault::Fault;
use self::fault::{Pace, Script};
use self::log::Log;
pub use self::log::MockRequest;
pub use self::matching::Matching;
use self::relations::{Cause, Changed, relations};
use self::reports::Reports;
pub use self::response::MockResponse;
pub use self::seed::MockSeed;
#[cfg(feature = "mock-server")]
pub use self::server::MockServer;
pub use self::settings::Quirk;
use self::store::{Key, Record, Table, key_of};
use self::token::{Limiter, Tokens};
use self::webhooks::Batch;
pub use self::webhooks::Delivery;
use crate::catalog::{self, EntityInfo};
use crate::transport::{BoxFuture, Transport, TransportError};
use crate::{Error, Halo, HaloBuilder};

/// An in-memory Halo. Clones share its state.
///
/// It is a [`Transport`] that any client can use; [`MockHalo::halo`] returns such a client.
#[derive(Clone)]
pub struct MockHalo {
    state: Arc<Mutex<State>>,
    watch: Arc<Mutex<Option<Watch>>>,
}

type Watch = Box<dyn FnMut(&MockRequest) + Send>;

struct State {
    entities: Vec<&'static EntityInfo>,
    tables: HashMap<&'static str, Table>,
    quirks: Vec<(&'static str, Quirk)>,
    me: Vec<(&'static str, Key)>,
    script: Script,
    routes: CustomRoutes,
    log: Log,
    tokens: Tokens,
    limiter: Limiter,
    enforces_scopes: bool,
    closed_statuses: Vec<String>,
    reports: Reports,
    /// Events that wait for the batch of their webhook.
    batches: Vec<Batch>,
    /// The size above which files come as a link.
    linked_files: Option<usize>,
    changed: Changed,
    /// The time of the mock's clock, and the tokio instant at which it was set.
    clock: (Timestamp, Instant),
}

impl Default for MockHalo {
    fn default() -> Self {
        Self::new()
    }
}

impl MockHalo {
    /// Creates an empty Halo with every entity and every other resource of the catalog.
    #[must_use]
    pub fn new() -> Self {
        let known = catalog::entities();
        let mut entities = known.to_vec();
        entities.extend(resource::beside(&entities));
        Self::of(entities)
    }

    #[cfg(test)]
    pub(crate) fn with_entities(entities: &'static [&'static EntityInfo]) -> Self {
        Self::of(entities.to_vec())
    }

    fn of(entities: Vec<&'static EntityInfo>) -> Self {
        let state = State {
            entities,
            tables: HashMap::new(),
            quirks: Vec::new(),
            me: Vec::new(),
            script: Script::default(),
            routes: CustomRoutes::default(),
            log: Log::default(),
            tokens: Tokens::default(),
            limiter: Limiter::default(),
            enforces_scopes: false,
            closed_statuses: Vec::new(),
            reports: Reports::default(),
            batches: Vec::new(),
            linked_files: None,
            changed: Changed::new(),
            clock: (settings::FIRST_MORNING, Instant::now()),
        };
        Self { state: Arc::new(Mutex::new(state)), watch: Arc::default() }
    }

    /// Creates a client of this Halo. It uses no sockets and works under paused tokio time.
    // Cannot fail: the settings are the mock's own, and every test uses them.
    #[allow(clippy::missing_panics_doc, clippy::expect_used)]
    #[must_use]
    pub fn halo(&self) -> Halo {
        self.builder().build().expect("the mock's own settings are valid")
    }

    /// Starts a client of this Halo, to set more options.
    pub fn builder(&self) -> HaloBuilder {
        let (id, secret) = self.credentials();
        Halo::builder("https://mock.halopsa.example").client_credentials(id, secret).transport(self.clone())
    }

    /// Adds a record to the entity with this plural, as Halo would store it, and returns it with its key.
    ///
    /// It replaces a record with the same key. Names beside ids that it does not have follow the records that they name, as
    /// does the client of a site. Nothing else follows: a ticket is open unless it says `"hasbeenclosed": true`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): the entity does not exist, the record is not a JSON object, or
    /// a member of a composite key is missing.
    pub fn insert(&self, plural: &str, record: impl Serialize) -> Result<Value, Error> {
        let record = serde_json::to_value(record).map_err(|error| Error::config(error.to_string()))?;
        let Value::Object(record) = record else { return Err(Error::config("a record must be a JSON object")) };
        let mut state = self.lock();
        let entity = state.entity(plural)?;
        let key = state.insert(entity, record).map_err(Error::config)?;
        Ok(state.table(entity).find(&key).cloned().map_or_else(|| json!({}), Value::Object))
    }

    /// The records of the entity with this plural, oldest first.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): the entity does not exist.
    pub fn records(&self, plural: &str) -> Result<Vec<Value>, Error> {
        let mut state = self.lock();
        let entity = state.entity(plural)?;
        state.catch_up();
        Ok(state.table(entity).rows().cloned().map(Value::Object).collect())
    }

    /// Adds a fault to the script. The first matching fault that is not used up applies to a request.
    pub fn fault(&self, fault: Fault) {
        self.lock().script.add(fault);
    }

    /// Sets a function that decides which requests fail, after the script.
    ///
    /// For example, it may decide at random from a seed. It is called once per request, in order of arrival.
    pub fn faults_by(&self, decide: impl FnMut(&MockRequest) -> Option<Fault> + Send + 'static) {
        self.lock().script.decide_by(Box::new(decide));
    }

    /// All requests so far, including token requests.
    #[must_use]
    pub fn requests(&self) -> Vec<MockRequest> {
        self.lock().log.iter().cloned().collect()
    }

    /// Clears the log of requests.
    pub fn clear_requests(&self) {
        self.lock().log.clear();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn execute(&self, number: u64, request: &Request<Bytes>) -> Response<Bytes> {
        let mut state = self.lock();
        match state.admit(request) {
            Admitted::Done(response) => response,
            Admitted::Catalog(route) => state.answer(&route, request),
            Admitted::Custom(handler) => {
                let request = state.log.get(number).cloned();
                drop(state);
                request.map_or_else(
                    || answer::empty(StatusCode::NOT_FOUND),
                    |request| custom_routes::run(&handler, &request),
                )
            }
        }
    }

    /// Responds to a request. The extensions of the response contain the pace of its body.
    async fn respond(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let (number, fault) = self.lock().arrive(&request);
        let result = match fault {
            None => Ok(self.execute(number, &request)),
            Some(fault) => fault.play(|| self.execute(number, &request)).await,
        };
        let mut state = self.lock();
        let result = result.map(|response| state.dated(response));
        if let Ok(response) = &result {
            state.log.set_status(number, response.status());
        }
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(watch) = watch.as_mut() {
            let request = state.log.get(number).cloned();
            // The watcher may access the mock, so its lock is released.
            drop(state);
            request.iter().for_each(watch);
        }
        result
    }
}

impl Transport for MockHalo {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let mut response = self.respond(request).await?;
            if let Some(pace) = response.extensions_mut().remove::<Pace>() {
                sleep(pace.takes).await;
                let padding = usize::try_from(pace.padding).unwrap_or(usize::MAX).min(settings::MOST_PADDING);
                let padded = [response.body().as_ref(), &vec![b' '; padding]].concat();
                *response.body_mut() = padded.into();
            }
            Ok(response)
        })
    }
}

impl State {
    /// The entity with this plural, or at this path.
    fn entity(&self, name: &str) -> Result<&'static EntityInfo, Error> {
        let is_it = |entity: &&&EntityInfo| entity.plural == name || entity.path.eq_ignore_ascii_case(name);
        let found = self.entities.iter().find(is_it).copied();
        found.ok_or_else(|| Error::config(format!("the catalog has no entity `{name}`")))
    }

    fn table(&mut self, entity: &'static EntityInfo) -> &mut Table {
        let entities = &self.entities;
        self.tables.entry(entity.plural).or_insert_with(|| Table::new(entity, relations(entity, entities)))
    }

    /// The entity at a path.
    fn entity_at(&self, path: &str) -> Option<&'static EntityInfo> {
        self.entities.iter().copied().find(|entity| entity.path == path)
    }

    /// The records of the entity at a path.
    fn rows_at(&self, path: &str) -> impl Iterator<Item = &Record> {
        let table = self.entity_at(path).and_then(|entity| self.tables.get(entity.plural));
        table.into_iter().flat_map(Table::rows)
    }

    /// Stores a record of the test, and what follows from it.
    fn insert(&mut self, entity: &'static EntityInfo, mut record: Record) -> Result<Key, String> {
        let table = self.table(entity);
        table.learn_definitions(&mut record);
        table.learn_members(&record);
        let is_renamed = Self::is_renamed(entity, table.find(&key_of(entity, &record)), &record);
        let key = table.put(record)?;
        self.note_change(entity, &key, is_renamed);
        let table = self.tables.get(entity.plural);
        let stored = table.and_then(|table| Some((table, table.find(&key)?)));
        let followers = stored.map(|(table, record)| self.follow(table, record, Cause::Inserted));
        self.table(entity).merge(&key, followers.unwrap_or_default());
        Ok(key)
    }

    /// The first quirk of an entity that `pick` accepts.
    fn quirk_of<T>(&self, entity: &EntityInfo, pick: impl Fn(Quirk) -> Option<T>) -> Option<T> {
        self.quirks.iter().filter(|(plural, _)| *plural == entity.plural).find_map(|(_, quirk)| pick(*quirk))
    }

    /// A response with the time of the mock's clock, as every server states its own.
    fn dated(&self, mut response: Response<Bytes>) -> Response<Bytes> {
        let date = self.now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        if let Ok(date) = HeaderValue::try_from(date) {
            response.headers_mut().entry(header::DATE).or_insert(date);
        }
        response
    }

    /// The time of the mock's clock, which follows tokio's clock, even if that is paused.
    fn now(&self) -> Timestamp {
        let (shown, at) = self.clock;
        let passed = SignedDuration::try_from(at.elapsed()).unwrap_or(SignedDuration::ZERO);
        shown.checked_add(passed).unwrap_or(shown)
    }
}

impl fmt::Debug for MockHalo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        let records: usize = state.tables.values().map(Table::len).sum();
        f.debug_struct("MockHalo")
            .field("records", &records)
            .field("requests", &state.log.iter().count())
            .finish_non_exhaustive()
    }
}
