//! What the mock holds at first: records of the test, a file, or a small managed service provider.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{MockHalo, Quirk};
use crate::Error;

/// An invented managed service provider: clients with sites, users, assets and contracts, and half a year of tickets.
const DEMO: &str = include_str!("demo.json");

/// Fills a [`MockHalo`], and reports the first mistake at the end.
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

    /// Adds the records of a text that [`MockHalo::save`] gave.
    pub fn json(mut self, text: &str) -> Self {
        if self.result.is_ok() {
            self.result = self.mock.add(text, false);
        }
        self
    }

    /// The mock.
    ///
    /// # Errors
    /// The first mistake of the above.
    pub fn build(self) -> Result<MockHalo, Error> {
        self.result.map(|()| self.mock)
    }
}

impl MockHalo {
    /// Begins a mock with records.
    pub fn seed() -> MockSeed {
        MockSeed { mock: Self::new(), result: Ok(()) }
    }

    /// A small managed service provider: clients with sites and users, agents in teams, tickets with actions, assets and
    /// contracts. It is the same every time, and what is missing from the catalog is omitted. Its tickets are listed as Halo lists
    /// them, newest first.
    // There is no input: the text is this crate's own, and a test loads it.
    #[allow(clippy::missing_panics_doc, clippy::expect_used)]
    #[must_use]
    pub fn demo() -> Self {
        let mock = Self::new();
        mock.add(DEMO, true).expect("the demo can be loaded");
        let _ = mock.quirk("/Tickets", Quirk::NewestFirst);
        mock
    }

    /// A mock with the records that [`MockHalo::save`] wrote down.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): no such text, or a path that the catalog does not have.
    pub fn load(text: &str) -> Result<Self, Error> {
        Self::seed().json(text).build()
    }

    /// All records as JSON: an object with the path of each entity and its records, one to a line. What was deleted,
    /// tokens, faults and settings are not in it.
    #[must_use]
    pub fn save(&self) -> String {
        let state = self.lock();
        let mut tables: Vec<_> = state.tables.values().filter(|table| table.len() > 0).collect();
        tables.sort_by_key(|table| table.entity.path);
        let tables = tables.into_iter().map(|table| {
            let rows: Vec<String> = table.rows().map(|row| format!("    {}", Value::Object(row.clone()))).collect();
            format!("  \"{}\": [\n{}\n  ]", table.entity.path, rows.join(",\n"))
        });
        format!("{{\n{}\n}}\n", tables.collect::<Vec<_>>().join(",\n"))
    }

    fn add(&self, text: &str, skip_unknown: bool) -> Result<(), Error> {
        let wrong = |error: serde_json::Error| Error::config(format!("these are no records: {error}"));
        let tables: Map<String, Value> = serde_json::from_str(text).map_err(wrong)?;
        for (path, records) in tables {
            if skip_unknown && self.lock().entity(&path).is_err() {
                continue;
            }
            self.lock().entity(&path)?;
            let records: Vec<Value> = serde_json::from_value(records).map_err(wrong)?;
            records.into_iter().try_for_each(|record| self.insert(&path, record).map(drop))?;
        }
        Ok(())
    }
}
