//! Responses that are wrong in random ways, read as pages, as models, as rows of another type and as raw JSON.
//!
//! Nothing panics, and what the codec promises holds: values that fit are read, others are kept as they came, unknown
//! members are kept, nothing is invented, and what was written once reads and writes the same again. Two thousand
//! responses take seconds; `HALO_MUTATED_RESPONSES=1000000 cargo test --release --test client mutated_responses` is the long run,
//! and `HALO_MUTATED_RESPONSES_FROM` begins at the number that a failure names.

use std::sync::{Arc, Mutex};

use crate::mutator::{Pool, Random, break_text};
use bytes::Bytes;
use halo_api::catalog::{FieldInfo, IdKind, NullValue, OperationKind, Type};
use halo_api::transport::{BoxFuture, Transport, TransportError};
use halo_api::{ErrorKind, Halo, Method, Record, tickets};
use jiff::tz::Offset;
use jiff::{Timestamp, civil};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::runtime::{Builder, Runtime};

const DEFAULT_COUNT: u64 = 2_000;

#[test]
fn mutated_responses_neither_panic_nor_lose_anything() {
    let number = |name, default| std::env::var(name).map_or(default, |number| number.parse().unwrap());
    let count = number("HALO_MUTATED_RESPONSES", DEFAULT_COUNT);
    let first = number("HALO_MUTATED_RESPONSES_FROM", 0);
    let bench = Bench::new();
    let mut outcome = Outcome::default();
    for number in first..first + count {
        let check = match number % 8 {
            0 | 1 => Bench::check::<tickets::Ticket>,
            2 => Bench::check::<halo_api::users::User>,
            3 => Bench::check::<halo_api::assets::Asset>,
            4 => Bench::check::<halo_api::actions::Action>,
            5 => Bench::check::<halo_api::clients::Client>,
            6 => Bench::check::<halo_api::lookups::Lookup>,
            _ => Bench::check::<halo_api::priorities::Priority>,
        };
        check(&bench, number, &mut outcome);
    }
    eprintln!("{count} responses: {outcome:?}");
    assert!(outcome.pages > count / 4 && outcome.refused > count / 20, "both must be tried: {outcome:?}");
}

/// An entity that can be read and written.
trait Entity: Record + Serialize + DeserializeOwned {}

impl<T: Record + Serialize + DeserializeOwned> Entity for T {}

/// How many pages were read or refused, and rows read.
#[derive(Debug, Default)]
struct Outcome {
    pages: u64,
    rows: u64,
    refused: u64,
}

/// A transport that responds with what was put into it.
#[derive(Clone, Default)]
struct Canned(Arc<Mutex<Bytes>>);

impl Transport for Canned {
    fn send(&self, _: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let body = self.0.lock().unwrap().clone();
        Box::pin(async { Ok(http::Response::new(body)) })
    }
}

struct Bench {
    pool: Pool,
    canned: Canned,
    halo: Halo,
    runtime: Runtime,
}

impl Bench {
    fn new() -> Self {
        let canned = Canned::default();
        let builder = Halo::builder("https://fuzz.halopsa.example").api_key("key").rate_limit(None);
        let halo = builder.transport(canned.clone()).build().unwrap();
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        Self { pool: Pool::new(), canned, halo, runtime }
    }

    /// One response, read in every way.
    fn check<T: Entity>(&self, number: u64, outcome: &mut Outcome) {
        let random = &mut Random::new(number);
        let names: Vec<&str> = T::INFO.fields.iter().map(|field| field.wire_name).collect();
        let rows: Vec<Value> = (0..random.below(5)).map(|_| self.pool.row(random, &names, T::INFO.key)).collect();
        let envelopes = T::INFO.operation(OperationKind::List).unwrap().list.unwrap().rows;
        let mut body = self.pool.page(random, rows.clone(), envelopes).to_string().into_bytes();
        let intact = !random.once_in(4);
        if !intact {
            break_text(random, &mut body);
        }
        *self.canned.0.lock().unwrap() = body.clone().into();
        self.raw(number, &body);
        match self.runtime.block_on(self.halo.list::<T>().send()) {
            Ok(page) => {
                outcome.pages += 1;
                outcome.rows += u64::try_from(page.items.len()).unwrap();
                assert!(!intact || page.items.len() == rows.len(), "{number}: {} of {}", page.items.len(), rows.len());
                for (position, row) in page.items.iter().enumerate() {
                    settles(number, row);
                    if intact {
                        retained(number, row, rows[position].as_object().unwrap());
                    }
                }
            }
            Err(error) => {
                outcome.refused += 1;
                assert!(matches!(error.kind(), ErrorKind::Decode), "{number}: {error:?}");
                assert!(!intact || !rows.iter().all(is_row::<T>), "{number}: refused without a reason: {error}");
            }
        }
        if intact && rows.iter().all(Value::is_object) {
            let read = self.runtime.block_on(async {
                let mut own = Vec::new();
                // A total that the mutator made up is an error of the walk.
                let mut stream = self.halo.list::<T>().max_pages(1).accept_shortfall().stream_as::<Value>();
                while let Some(row) = stream.try_next().await? {
                    own.push(row);
                }
                Ok::<_, halo_api::Error>(own)
            });
            assert_eq!(read.unwrap(), rows, "{number}: rows of the user's own type");
        }
        self.record(number, rows.first().filter(|_| intact));
    }

    /// Raw JSON is what `serde_json` makes of it.
    fn raw(&self, number: u64, body: &[u8]) {
        let raw = self.runtime.block_on(self.halo.request(Method::GET, "/Any").send::<Value>());
        match serde_json::from_slice::<Value>(body) {
            Ok(expected) => assert_eq!(raw.unwrap(), expected, "{number}"),
            Err(_) if body.is_empty() => assert_eq!(raw.unwrap(), Value::Null, "{number}"),
            Err(_) => assert_eq!(raw.unwrap_err().kind(), ErrorKind::Decode, "{number}"),
        }
    }

    /// One record, plain and in the envelope that some writes respond with.
    fn record(&self, number: u64, row: Option<&Value>) {
        let Some(row) = row else { return };
        *self.canned.0.lock().unwrap() = row.to_string().into();
        let read = self.runtime.block_on(self.halo.tickets().get(1).send());
        assert_eq!(read.is_ok(), is_row::<tickets::Ticket>(row) || is_list_of_rows(row), "{number}: {row}");
        if let (Ok(ticket), Value::Object(row)) = (&read, row) {
            retained(number, ticket, row);
        }
        *self.canned.0.lock().unwrap() = serde_json::json!({"tickets": [row]}).to_string().into();
        let created =
            self.runtime.block_on(self.halo.tickets().create(tickets::TicketWrite::new().summary("x")).send());
        let whole = row.is_object().then_some(read).and_then(Result::ok);
        assert_eq!(created.ok(), whole, "{number}: {row}");
    }
}

/// Whether the row has all members of its key.
fn is_row<T: Entity>(row: &Value) -> bool {
    let fits = |name: &&str| match &row[*name] {
        Value::String(text) if T::INFO.id == IdKind::Int => is_whole(text.trim()),
        Value::String(_) => true,
        Value::Number(number) if T::INFO.id == IdKind::Int => is_whole(&number.to_string()),
        _ => false,
    };
    row.is_object() && T::INFO.key.iter().all(fits)
}

/// Halo takes arrays and responds with the object alone; the first of an array is taken just as well.
fn is_list_of_rows(row: &Value) -> bool {
    row.as_array().and_then(|rows| rows.first()).is_some_and(is_row::<tickets::Ticket>)
}

fn is_whole(text: &str) -> bool {
    text.parse::<i64>().is_ok()
        || text.parse::<f64>().is_ok_and(|number| number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0)
}

/// What was written once reads and writes the same again, and nothing that looks at it panics.
fn settles<T: Entity>(number: u64, row: &T) {
    let once = serde_json::to_value(row).unwrap();
    let again: T = serde_json::from_value(once.clone()).unwrap();
    assert!(again == *row, "{number}: {row:?} becomes {again:?}");
    assert_eq!(serde_json::to_value(&again).unwrap(), once, "{number}");
    assert!(!format!("{row:?}").is_empty() && row.key().len() == T::INFO.key.len(), "{number}");
    assert_eq!(row.fields().len(), once.as_object().unwrap().len(), "{number}");
}

/// Each member of the response is in the row, as it came or as what it means; nothing else is.
fn retained<T: Entity>(number: u64, row: &T, sent: &Map<String, Value>) {
    let written = serde_json::to_value(row).unwrap();
    let written = written.as_object().unwrap();
    for (name, value) in sent {
        let Some(field) = T::INFO.field(name) else {
            assert_eq!(written.get(name), Some(value), "{number}: unknown `{name}`");
            continue;
        };
        match written.get(name) {
            None => assert!(means_nothing(field, value), "{number}: `{name}` lost {value}"),
            Some(read) => assert!(same(field.ty, value, read), "{number}: `{name}` read {value} as {read}"),
        }
    }
    for name in written.keys() {
        assert!(sent.contains_key(name), "{number}: `{name}` is invented");
    }
}

fn means_nothing(field: &FieldInfo, value: &Value) -> bool {
    let is_null = |null: &NullValue| match null {
        NullValue::Int(null) => {
            number(value).is_some_and(|value| value.to_string() == null.to_string() || value == 0.0 && *null == 0)
        }
        NullValue::Text(null) => value == null,
        _ => false,
    };
    let no_date = |text: &str| {
        let days = ["1900-01-01", "1899-12-30", "0001-01-01"];
        text.trim().is_empty() || days.iter().any(|day| text.trim().starts_with(day))
    };
    let dated = [Type::Date, Type::DateTime].contains(&field.ty);
    value.is_null() || field.null_values.iter().any(is_null) || dated && value.as_str().is_some_and(no_date)
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Whether what was read is what was sent, perhaps in another form.
fn same(ty: Type, sent: &Value, read: &Value) -> bool {
    if sent == read {
        return true;
    }
    match (ty, sent, read) {
        (Type::Bool, sent, Value::Bool(read)) => match sent {
            Value::String(text) if text.eq_ignore_ascii_case(&read.to_string()) => true,
            sent => number(sent).is_some_and(|sent| (sent - f64::from(u8::from(*read))).abs() < f64::EPSILON),
        },
        (Type::DateTime, Value::String(sent), Value::String(read)) => {
            instant(sent).is_some_and(|at| at.to_string() == *read)
        }
        (Type::Date, Value::String(sent), Value::String(read)) => sent.trim().starts_with(read.as_str()),
        (Type::String | Type::Uuid | Type::Json, ..) => false,
        (_, sent, Value::Number(_)) if !sent.is_array() && !sent.is_object() => {
            let (Some(sent), Some(read)) = (number(sent), number(read)) else { return false };
            // Decimals hold 28 digits, of which at most 28 after the point.
            (sent - read).abs() <= sent.abs() * 1e-15 + 1e-28
        }
        // Within objects and lists, values have types that are unknown here.
        (_, Value::Array(sent), Value::Array(read)) => sent.len() == read.len(),
        (_, Value::Object(sent), Value::Object(read)) => read.keys().all(|name| sent.contains_key(name)),
        _ => false,
    }
}

fn instant(text: &str) -> Option<Timestamp> {
    let naive = || Offset::UTC.to_timestamp(text.trim().parse::<civil::DateTime>().ok()?).ok();
    text.trim().parse().ok().or_else(naive)
}
