//! Initial records of the mock: from the test, a file, or a small managed service provider.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{MockHalo, Quirk};
use crate::Error;

/// A fictional managed service provider: clients with sites, users, assets and contracts.
///
/// It has half a year of tickets.
const DEMO: &str = include_str!("demo.json");

/// Fills a [`MockHalo`], and reports the first error in `build`.
///
/// ```
/// use halo_api::mock::MockHalo;
/// use serde_json::json;
///
/// let mock = MockHalo::seed()
///     .record("clients", json!({"id": 12, "name": "Harbour Dental"}))
///     .records("tickets", (1..=250).map(|id| json!({"id": id, "client_id": 12})))
///     .build()?;
/// assert_eq!(mock.records("tickets")?.len(), 250);
/// # Ok::<(), halo_api::Error>(())
/// ```
#[derive(Debug)]
#[must_use = "end it with build()"]
pub struct MockSeed {
    mock: MockHalo,
    result: Result<(), Error>,
}

impl MockSeed {
    /// Adds a record: see [`MockHalo::insert`].
    pub fn record(self, plural: &str, record: impl Serialize) -> Self {
        self.records(plural, [record])
    }

    /// Adds several records.
    pub fn records(mut self, plural: &str, records: impl IntoIterator<Item = impl Serialize>) -> Self {
        if self.result.is_ok() {
            self.result = records.into_iter().try_for_each(|record| self.mock.insert(plural, record).map(drop));
        }
        self
    }

    /// Adds the records of a text from [`MockHalo::save`].
    pub fn json(mut self, text: &str) -> Self {
        if self.result.is_ok() {
            self.result = self.mock.add(text, false);
        }
        self
    }

    /// Builds the mock.
    ///
    /// # Errors
    /// The first error of the previous calls.
    pub fn build(self) -> Result<MockHalo, Error> {
        self.result.map(|()| self.mock)
    }
}

impl MockHalo {
    /// Starts a mock with records.
    pub fn seed() -> MockSeed {
        MockSeed { mock: Self::new(), result: Ok(()) }
    }

    /// Creates a small managed service provider.
    ///
    /// It has clients with sites and users, agents in teams, tickets with actions, assets and contracts. It is the same
    /// every time, without entities that are missing from the catalog. Its tickets are listed newest first, as in Halo.
    // Cannot fail: the text is this crate's own, and a test loads it.
    #[allow(clippy::missing_panics_doc, clippy::expect_used)]
    #[must_use]
    pub fn demo() -> Self {
        let mock = Self::new();
        mock.add(DEMO, true).expect("the demo can be loaded");
        let _ = mock.quirk("/Tickets", Quirk::NewestFirst);
        mock
    }

    /// Creates a mock with the records of a text from [`MockHalo::save`].
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): the text is not valid, or contains a path that the catalog does
    /// not have.
    pub fn load(text: &str) -> Result<Self, Error> {
        Self::seed().json(text).build()
    }

    /// All records as JSON: an object with the path of each entity and its records, one per line.
    ///
    /// It does not contain deleted records, tokens, faults or settings.
    #[must_use]
    pub fn save(&self) -> String {
        let mut state = self.lock();
        state.catch_up();
        let mut tables: Vec<_> = state.tables.values().filter(|table| table.len() > 0).collect();
        tables.sort_by_key(|table| table.entity.path);
        let tables = tables.into_iter().map(|table| {
            let rows: Vec<String> = table.rows().map(|row| format!("    {}", Value::Object(row.clone()))).collect();
            format!("  \"{}\": [\n{}\n  ]", table.entity.path, rows.join(",\n"))
        });
        format!("{{\n{}\n}}\n", tables.collect::<Vec<_>>().join(",\n"))
    }

    fn add(&self, text: &str, skip_unknown: bool) -> Result<(), Error> {
        let invalid = |error: serde_json::Error| Error::config(format!("the text does not contain records: {error}"));
        let tables: Map<String, Value> = serde_json::from_str(text).map_err(invalid)?;
        for (path, records) in tables {
            if skip_unknown && self.lock().entity(&path).is_err() {
                continue;
            }
            self.lock().entity(&path)?;
            let records: Vec<Value> = serde_json::from_value(records).map_err(invalid)?;
            records.into_iter().try_for_each(|record| self.insert(&path, record).map(drop))?;
        }
        Ok(())
    }
}
