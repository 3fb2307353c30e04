//! Reports: rows that a test defines for SQL.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde::Serialize;
use serde_json::{Value, json};

use super::answer::{ParsedRequest, Refusal, cannot, json_reply};
use super::record::detail;
use super::route::Route;
use super::store::Record;
use super::{MockHalo, State};
use crate::Error;
use crate::catalog::{EntityInfo, OperationKind};

/// The path of reports.
const REPORTS: &str = "/Report";
/// The most rows of a report; Halo does not say that it left some out.
const MOST_ROWS: usize = 50_000;

/// What a report gives.
enum Outcome {
    Rows(Vec<Value>),
    Error(String),
}

/// The rows that a test defined, by a pattern of the SQL.
#[derive(Default)]
pub(super) struct Reports(Vec<(Vec<String>, Outcome)>);

impl Reports {
    /// What the SQL gives: the last pattern that matches counts.
    fn run(&self, sql: &str) -> Option<Value> {
        let sql = squeezed(sql);
        let (_, outcome) = self.0.iter().rev().find(|(pieces, _)| holds(&sql, pieces))?;
        Some(match outcome {
            Outcome::Error(words) => json!({"loaded": false, "rows": [], "load_error": words}),
            Outcome::Rows(rows) => json!({"loaded": true, "rows": rows.iter().take(MOST_ROWS).collect::<Vec<_>>()}),
        })
    }
}

/// SQL without case, with single spaces.
fn squeezed(sql: &str) -> String {
    sql.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text has these pieces in this order.
fn holds(text: &str, pieces: &[String]) -> bool {
    let mut rest = text;
    pieces.iter().all(|piece| match rest.find(piece.as_str()) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}

impl MockHalo {
    /// Defines the rows of every report whose SQL contains this text; `*` in it stands for anything.
    ///
    /// Case and line breaks do not matter. Of two definitions that match, the later one counts. Values become text, as in
    /// Halo's reports, and rows beyond 50,000 are left out without a word. SQL without a definition is a 501.
    ///
    /// ```
    /// use halo_api::Method;
    /// use halo_api::mock::MockHalo;
    /// use serde_json::{Value, json};
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mock = MockHalo::new();
    /// mock.report("from faults * group by", [json!({"client": "Harbour Dental", "open": 3})])?;
    /// let sql = "SELECT areadesc AS client, COUNT(*) AS [open] FROM Faults JOIN area ON aarea = areaint GROUP BY areadesc";
    /// let body = json!([{"id": 0, "sql": sql, "_loadreportonly": true}]);
    /// let reply: Value = mock.halo().request(Method::POST, "/Report").json(&body).send().await?;
    /// assert_eq!(reply["report"]["rows"][0]["open"], "3");
    /// # Ok::<(), halo_api::Error>(()) }).unwrap();
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): a row is not a JSON object.
    pub fn report(&self, sql: impl AsRef<str>, rows: impl IntoIterator<Item = impl Serialize>) -> Result<(), Error> {
        let rows = rows.into_iter().map(|row| match serde_json::to_value(row) {
            Ok(Value::Object(row)) => {
                Ok(Value::Object(row.into_iter().map(|(name, value)| (name, as_text(value))).collect()))
            }
            _ => Err(Error::config("a row of a report must be a JSON object")),
        });
        self.define(sql.as_ref(), Outcome::Rows(rows.collect::<Result<_, _>>()?));
        Ok(())
    }

    /// Defines that reports whose SQL contains this text fail: the response is a success with these words in `load_error`.
    pub fn report_error(&self, sql: impl AsRef<str>, words: impl Into<String>) {
        self.define(sql.as_ref(), Outcome::Error(words.into()));
    }

    fn define(&self, sql: &str, outcome: Outcome) {
        let pieces = squeezed(sql).split('*').map(|piece| piece.trim().to_owned()).collect();
        self.lock().reports.0.push((pieces, outcome));
    }
}

fn as_text(value: Value) -> Value {
    match value {
        Value::Number(_) | Value::Bool(_) => value.to_string().into(),
        other => other,
    }
}

impl State {
    /// Runs a report, if the request asks for that: SQL in a body, or a stored report with `loadreport`.
    pub(super) fn run_report(&mut self, route: &Route, asked: &ParsedRequest<'_>) -> Option<Response<Bytes>> {
        if route.entity.path != REPORTS {
            return None;
        }
        match (route.operation.kind, asked.body, &route.id) {
            (OperationKind::Create | OperationKind::Update, Some(Value::Array(elements)), _) => {
                let runs = |element: &&Record| {
                    ["_loadreportonly", "_testonly"].iter().any(|flag| element.get(*flag) == Some(&Value::Bool(true)))
                };
                let element = elements.iter().filter_map(Value::as_object).find(runs)?;
                Some(self.report_of(element.clone()))
            }
            (OperationKind::Get, _, Some(id)) if asked.param("loadreport") == Some("true") => {
                Some(self.saved_report(route.entity, asked, id))
            }
            _ => None,
        }
    }

    fn report_of(&self, mut record: Record) -> Response<Bytes> {
        let sql = record.get("sql").and_then(Value::as_str).unwrap_or_default();
        let Some(report) = self.reports.run(sql) else {
            return cannot(&format!("the report `{}`: define its rows with MockHalo::report", squeezed(sql)));
        };
        record.retain(|name, _| !name.starts_with('_'));
        record.insert("report".to_owned(), report);
        json_reply(StatusCode::CREATED, &record)
    }

    fn saved_report(&mut self, entity: &'static EntityInfo, asked: &ParsedRequest<'_>, id: &str) -> Response<Bytes> {
        let key = match Self::key_from_path(entity, asked, id, "reading") {
            Ok(key) => key,
            Err(refusal) => return refusal.reply(),
        };
        let table = self.table(entity);
        let Some(record) = table.find(&key) else { return Refusal::NotFound.reply() };
        let Ok(Value::Object(shown)) = serde_json::to_value(detail(table, record)) else {
            return Refusal::NotFound.reply();
        };
        let mut response = self.report_of(shown);
        if response.status() == StatusCode::CREATED {
            *response.status_mut() = StatusCode::OK;
        }
        response
    }
}
