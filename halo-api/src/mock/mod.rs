//! Halo in memory: for tests of integrations, without a socket and without a clock (feature `mock`).
//!
//! [`MockHalo`] knows every entity of the [`catalog`]. It keeps records, pages, filters, numbers, merges and
//! deletes as Halo does, **with Halo's traps**: a list without `pageinate` or without `page_no` is a short list that looks
//! complete, page sizes are capped silently, an unknown query parameter is ignored (and noted, so that a test can
//! demand that there was none), a POST takes an array and returns one object, most refusals have no body. What is sent
//! comes back as Halo keeps it: instants without a zone, some ids as `18.0`, "no date" as the year 1900. `docs/testing.md` is
//! a guide to all of it.
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
mod custom_fields;
mod fault;
mod filter;
mod list;
mod log;
mod normalize;
mod operation;
mod record;
mod route;
mod seed;
#[cfg(feature = "mock-server")]
mod server;
mod server_behavior;
mod settings;
mod store;
#[cfg(test)]
mod tests;
mod token;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

pub use self::fault::Fault;
use self::fault::{Pace, Script};
use self::log::Log;
pub use self::log::{Matching, MockRequest};
pub use self::seed::MockSeed;
#[cfg(feature = "mock-server")]
pub use self::server::MockServer;
pub use self::settings::Quirk;
use self::store::{Key, Table};
use self::token::{Limiter, Tokens};
use crate::catalog::{self, EntityInfo};
use crate::transport::{BoxFuture, Transport, TransportError};
use crate::{Error, Halo, HaloBuilder};

/// Halo in memory. Clones are the same Halo.
///
/// It is a [`Transport`], so that a client of any making can be given to it; [`MockHalo::halo`] gives one that is.
#[derive(Clone)]
pub struct MockHalo {
    state: Arc<Mutex<State>>,
    watch: Arc<Mutex<Option<Watch>>>,
}

type Watch = Box<dyn FnMut(&MockRequest) + Send>;

struct State {
    entities: &'static [&'static EntityInfo],
    tables: HashMap<&'static str, Table>,
    quirks: Vec<(&'static str, Quirk)>,
    me: Vec<(&'static str, Key)>,
    script: Script,
    log: Log,
    tokens: Tokens,
    limiter: Limiter,
    /// What the mock's clock showed, and when.
    clock: (Timestamp, Instant),
}

impl Default for MockHalo {
    fn default() -> Self {
        Self::new()
    }
}

impl MockHalo {
    /// An empty Halo with every entity of the catalog.
    #[must_use]
    pub fn new() -> Self {
        Self::with_entities(catalog::entities())
    }

    pub(crate) fn with_entities(entities: &'static [&'static EntityInfo]) -> Self {
        let state = State {
            entities,
            tables: HashMap::new(),
            quirks: Vec::new(),
            me: Vec::new(),
            script: Script::default(),
            log: Log::default(),
            tokens: Tokens::default(),
            limiter: Limiter::default(),
            clock: (settings::FIRST_MORNING, Instant::now()),
        };
        Self { state: Arc::new(Mutex::new(state)), watch: Arc::default() }
    }

    /// A client of this Halo, without sockets: it works under paused tokio time.
    // There is no input: the settings are the mock's own, and every test runs through here.
    #[allow(clippy::missing_panics_doc, clippy::expect_used)]
    #[must_use]
    pub fn halo(&self) -> Halo {
        self.builder().build().expect("the mock's own settings are valid")
    }

    /// Begins a client of this Halo, to be given more options.
    pub fn builder(&self) -> HaloBuilder {
        let (id, secret) = self.credentials();
        Halo::builder("https://mock.halopsa.example").client_credentials(id, secret).transport(self.clone())
    }

    /// Adds a record to the entity of this plural, as Halo would store it, and returns it with its key. It replaces a record
    /// with the same key.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): no such entity, no JSON object, or a member of a composite key is
    /// missing.
    pub fn insert(&self, plural: &str, record: impl Serialize) -> Result<Value, Error> {
        let record = serde_json::to_value(record).map_err(|error| Error::config(error.to_string()))?;
        let Value::Object(mut record) = record else { return Err(Error::config("a record is a JSON object")) };
        let mut state = self.lock();
        let entity = state.entity(plural)?;
        let table = state.table(entity);
        table.learn_definitions(&mut record);
        let key = table.put(record).map_err(Error::config)?;
        Ok(table.find(&key).cloned().map_or_else(|| json!({}), Value::Object))
    }

    /// The records of the entity of this plural, oldest first.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): no such entity.
    pub fn records(&self, plural: &str) -> Result<Vec<Value>, Error> {
        let mut state = self.lock();
        let entity = state.entity(plural)?;
        Ok(state.table(entity).rows().cloned().map(Value::Object).collect())
    }

    /// Adds a fault to the script. Each request meets the first fault that is meant for it and is not used up.
    pub fn fault(&self, fault: Fault) {
        self.lock().script.add(fault);
    }

    /// Lets a function decide which request meets a fault, after the script: at random, say, from a seed. It is asked once
    /// for each, in the order in which they come.
    pub fn faults_by(&self, decide: impl FnMut(&MockRequest) -> Option<Fault> + Send + 'static) {
        self.lock().script.decide_by(Box::new(decide));
    }

    /// Every request so far, token requests included.
    #[must_use]
    pub fn requests(&self) -> Vec<MockRequest> {
        self.lock().log.iter().cloned().collect()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.lock().log.clear();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Responds to a request. How the body is sent is noted in the extensions of the response.
    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let (number, fault) = self.lock().arrive(&request);
        let result = match fault {
            None => Ok(self.lock().answer(&request)),
            Some(fault) => fault.play(|| self.lock().answer(&request)).await,
        };
        let mut state = self.lock();
        if let Ok(response) = &result {
            state.log.answered(number, response.status());
        }
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(watch) = watch.as_mut() {
            let request = state.log.get(number).cloned();
            // The watcher may look at the mock.
            drop(state);
            request.iter().for_each(watch);
        }
        result
    }
}

impl Transport for MockHalo {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let mut response = self.exchange(request).await?;
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
    /// The entity of this plural, or at this path.
    fn entity(&self, name: &str) -> Result<&'static EntityInfo, Error> {
        let is_it = |entity: &&&EntityInfo| entity.plural == name || entity.path.eq_ignore_ascii_case(name);
        let found = self.entities.iter().find(is_it).copied();
        found.ok_or_else(|| Error::config(format!("the catalog has no entity `{name}`")))
    }

    fn table(&mut self, entity: &'static EntityInfo) -> &mut Table {
        self.tables.entry(entity.plural).or_insert_with(|| Table::new(entity))
    }

    /// The first quirk of an entity that `pick` takes.
    fn quirk_of<T>(&self, entity: &EntityInfo, pick: impl Fn(Quirk) -> Option<T>) -> Option<T> {
        self.quirks.iter().filter(|(plural, _)| *plural == entity.plural).find_map(|(_, quirk)| pick(*quirk))
    }

    /// What the mock's clock shows: it follows tokio's, also where that is paused.
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
