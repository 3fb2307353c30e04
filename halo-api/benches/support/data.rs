//! Generates tickets in Halo's format.
//!
//! Members are in the order of the schema, instants are naive, and long texts contain CRLF.

use std::fmt::Write as _;

use fastrand::Rng;
use halo_api::Record;
use halo_api::catalog::Presence;
use halo_api::tickets::Ticket;
use serde_json::Value;

use crate::twin::{self, Field, Kind};

const WORDS: [&str; 16] = [
    "printer", "does", "not", "answer", "since", "Monday", "München", "invoice", "router", "again", "please",
    "\"call\"", "back", "server", "room", "offline",
];
/// The number of elements of a list.
const ELEMENTS: usize = 2;
/// The number of fields that a row of a list has set.
const SET: usize = 120;

/// A page of rows, each with `unknown` members that the schema does not have.
pub(crate) fn page(rows: usize, unknown: usize) -> String {
    let mut random = Rng::with_seed(7);
    let fields = row_fields();
    let row = |number: usize| {
        let mut row = object(&fields, &mut random, number + 1, 1);
        row.pop();
        for index in 0..unknown {
            let _ = write!(row, ",\"x_custom_{index}\":\"value {index} of {number}\"");
        }
        row + "}"
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    let count = rows.len();
    format!("{{\"page_no\":1,\"page_size\":100,\"record_count\":{count},\"tickets\":[{}]}}", rows.join(","))
}

/// A ticket with every field set, including those of nested objects.
pub(crate) fn detail() -> String {
    let fields: Vec<&Field> = twin::fields("Ticket").iter().collect();
    object(&fields, &mut Rng::with_seed(7), 1, 3)
}

/// The number of members in all objects of a JSON text.
pub(crate) fn members(json: &str) -> usize {
    fn count(value: &Value) -> usize {
        match value {
            Value::Object(map) => map.len() + map.values().map(count).sum::<usize>(),
            Value::Array(items) => items.iter().map(count).sum(),
            _ => 0,
        }
    }
    count(&serde_json::from_str(json).expect("JSON"))
}

/// The key, and other fields spread over those that a list fills.
fn row_fields() -> Vec<&'static Field> {
    let filled = twin::fields("Ticket").iter().zip(Ticket::INFO.fields);
    let listed: Vec<&Field> =
        filled.filter(|(_, info)| info.presence != Presence::Detail).map(|(field, _)| field).collect();
    (0..SET).map(|index| listed[index * listed.len() / SET]).collect()
}

fn object(fields: &[&Field], random: &mut Rng, id: usize, depth: usize) -> String {
    let mut text = String::from("{");
    for field in fields {
        let value = match field.kind {
            // Some ids are texts.
            Kind::Int | Kind::Id if field.wire == "id" => Some(id.to_string()),
            _ => value(field.wire, &field.kind, random, depth),
        };
        if let Some(value) = value {
            let comma = if text.len() > 1 { "," } else { "" };
            let _ = write!(text, "{comma}\"{}\":{value}", field.wire);
        }
    }
    text + "}"
}

/// A value for a field; `None` where the nesting would be too deep.
fn value(name: &str, kind: &Kind, random: &mut Rng, depth: usize) -> Option<String> {
    Some(match kind {
        Kind::Bool => random.bool().to_string(),
        Kind::Int => random.u32(1..100).to_string(),
        Kind::Id => random.u32(1..40_000).to_string(),
        Kind::Float => format!("{:?}", f64::from(random.u32(1..40_000)) / 4.0),
        Kind::Decimal => format!("{}.{:02}", random.u32(0..5_000), random.u32(1..100)),
        Kind::Instant => instant(random),
        Kind::Day => format!("\"2026-{:02}-{:02}\"", random.u8(1..13), random.u8(1..29)),
        Kind::Json => format!("{{\"label\":{},\"value\":{}}}", words(random, 2), random.u32(0..9)),
        Kind::Text => {
            let count = length(name, random);
            words(random, count)
        }
        Kind::TextId => format!("\"{:016x}\"", random.u64(..)),
        // Tickets contain tickets.
        Kind::Object(model) if depth == 0 || *model == "Ticket" => return None,
        Kind::Object(model) => {
            let fields: Vec<&Field> = twin::fields(model).iter().collect();
            let id = random.usize(1..40_000);
            object(&fields, random, id, depth - 1)
        }
        Kind::List(item) => {
            let items: Option<Vec<String>> = (0..ELEMENTS).map(|_| value(name, item, random, depth)).collect();
            format!("[{}]", items?.join(","))
        }
        Kind::Map(item) => format!("{{\"one\":{}}}", value(name, item, random, depth)?),
    })
}

/// A naive instant with up to three decimals of a second.
fn instant(random: &mut Rng) -> String {
    let (month, day, hour, minute) = (random.u8(1..13), random.u8(1..29), random.u8(..24), random.u8(..60));
    let fraction = ["", ".4", ".48", ".483"][random.usize(..4)];
    format!("\"2026-{month:02}-{day:02}T{hour:02}:{minute:02}:17{fraction}\"")
}

/// The number of words of a text.
fn length(name: &str, random: &mut Rng) -> usize {
    let long = ["html", "details", "note", "body", "description"].iter().any(|part| name.contains(part));
    if long { random.usize(30..120) } else { random.usize(1..5) }
}

fn words(random: &mut Rng, count: usize) -> String {
    let mut text = String::new();
    for index in 0..count {
        text.push_str(match index {
            0 => "",
            _ if index % 20 == 0 => "\r\n",
            _ => " ",
        });
        text.push_str(WORDS[random.usize(..WORDS.len())]);
    }
    serde_json::to_string(&text).expect("text")
}
