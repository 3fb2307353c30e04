//! Halo in memory: for tests of integrations, without a socket and without a clock (feature `mock`).
//!
//! [`MockHalo`] knows every entity of the [`catalog`]. It keeps records, pages, filters, numbers, merges and
//! deletes as Halo does, **with Halo's traps**: a list without `pageinate` or without `page_no` is a short list that looks
//! complete, page sizes are capped in silence, an unknown query parameter is ignored (and noted, so that a test can
//! demand that there was none), a POST takes an array and answers with one object, most refusals have no body.
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
mod fault;
mod list;
mod record;
#[cfg(feature = "mock-server")]
mod server;
mod store;
mod token;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response};
use serde::Serialize;
use serde_json::Value;

pub use self::fault::Fault;
use self::fault::Script;
#[cfg(feature = "mock-server")]
pub use self::server::MockServer;
use self::store::Table;
use self::token::Tokens;
use crate::catalog::{self, EntityInfo};
use crate::transport::{BoxFuture, Transport, TransportError};
use crate::{Error, Halo, HaloBuilder};

/// Halo in memory. Clones are the same Halo.
///
/// It is a [`Transport`], so that a client of any making can be given to it; [`MockHalo::halo`] gives one that is.
#[derive(Clone)]
pub struct MockHalo {
    state: Arc<Mutex<State>>,
}

/// A request as the mock saw it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MockRequest {
    /// The method.
    pub method: Method,
    /// The path, such as `/api/Tickets/7` or `/auth/token`.
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// The body, if it was JSON; of a token request the form without the secret.
    pub body: Option<Value>,
    /// Query parameters that the catalog does not know here. Halo ignores them.
    pub unknown: Vec<String>,
}

/// What an endpoint does otherwise than the schema has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Quirk {
    /// Pages hold no more rows than this, whatever was asked for.
    PageCap(u32),
    /// Every page holds the first rows.
    IgnoresPaging,
    /// Lists state this total, or none.
    RecordCount(Option<u64>),
}

struct State {
    entities: &'static [&'static EntityInfo],
    tables: HashMap<&'static str, Table>,
    quirks: Vec<(&'static str, Quirk)>,
    script: Script,
    log: Vec<MockRequest>,
    tokens: Tokens,
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
            script: Script::default(),
            log: Vec::new(),
            tokens: Tokens::default(),
        };
        Self { state: Arc::new(Mutex::new(state)) }
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
        Halo::builder("https://mock.halopsa.example")
            .client_credentials("mock-client", "mock-secret")
            .transport(self.clone())
    }

    /// Adds a record to the entity of this plural, as it would stand in Halo, and gives it back with its key.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): no such entity, no JSON object, or a member of a composite key is
    /// missing.
    pub fn insert(&self, plural: &str, record: impl Serialize) -> Result<Value, Error> {
        let record = serde_json::to_value(record).map_err(|error| Error::config(error.to_string()))?;
        let Value::Object(record) = record else { return Err(Error::config("a record is a JSON object")) };
        let mut state = self.lock();
        let entity = state.entity(plural)?;
        let key = state.table(entity).put(entity, record).map_err(Error::config)?;
        Ok(state.table(entity).find(entity, &key).cloned().map_or(Value::Null, Value::Object))
    }

    /// The records of the entity of this plural, oldest first.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): no such entity.
    pub fn records(&self, plural: &str) -> Result<Vec<Value>, Error> {
        let mut state = self.lock();
        let entity = state.entity(plural)?;
        Ok(state.table(entity).rows().iter().cloned().map(Value::Object).collect())
    }

    /// Makes an entity behave otherwise than the schema has it.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): no such entity.
    pub fn quirk(&self, plural: &str, quirk: Quirk) -> Result<(), Error> {
        let mut state = self.lock();
        let entity = state.entity(plural)?;
        state.quirks.push((entity.plural, quirk));
        Ok(())
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
        self.lock().log.clone()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.lock().log.clear();
    }

    /// Query parameters so far that the catalog does not know, as `GET /api/Tickets: clientid`. Halo ignores them, which
    /// turns a misspelt filter into a list of everything.
    #[must_use]
    pub fn unknown_parameters(&self) -> Vec<String> {
        let state = self.lock();
        let named = |request: &MockRequest| {
            let place = format!("{} {}", request.method, request.path);
            request.unknown.iter().map(move |name| format!("{place}: {name}")).collect::<Vec<_>>()
        };
        state.log.iter().flat_map(named).collect()
    }

    /// How long tokens given from now on are good for; an hour unless set.
    pub fn set_token_lifetime(&self, lifetime: Duration) {
        self.lock().tokens.lifetime = lifetime;
    }

    /// Takes this static API key from now on.
    pub fn accept_api_key(&self, key: impl Into<String>) {
        self.lock().tokens.add_api_key(key.into());
    }

    /// Refuses every token given so far.
    pub fn expire_tokens(&self) {
        self.lock().tokens.expire();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for MockHalo {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let fault = self.lock().arrive(&request);
            let Some(fault) = fault else { return Ok(self.lock().answer(&request)) };
            fault.play(|| self.lock().answer(&request)).await
        })
    }
}

impl State {
    fn entity(&self, plural: &str) -> Result<&'static EntityInfo, Error> {
        let found = self.entities.iter().find(|entity| entity.plural == plural).copied();
        found.ok_or_else(|| Error::config(format!("the catalog has no entity `{plural}`")))
    }

    fn table(&mut self, entity: &EntityInfo) -> &mut Table {
        self.tables.entry(entity.plural).or_default()
    }

    /// The first quirk of an entity that `pick` takes.
    fn quirk_of<T>(&self, entity: &EntityInfo, pick: impl Fn(Quirk) -> Option<T>) -> Option<T> {
        self.quirks.iter().filter(|(plural, _)| *plural == entity.plural).find_map(|(_, quirk)| pick(*quirk))
    }
}

impl fmt::Debug for MockHalo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        let records: usize = state.tables.values().map(|table| table.rows().len()).sum();
        f.debug_struct("MockHalo")
            .field("records", &records)
            .field("requests", &state.log.len())
            .finish_non_exhaustive()
    }
}
