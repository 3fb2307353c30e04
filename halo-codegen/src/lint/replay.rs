//! Runs recorded responses and requests against the schema.

mod body;
mod value;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use self::value::Walk;
use crate::model::{Entity, Presence, Schema, Types};
use crate::naming::snake_name;
use crate::suggest::{did_you_mean, quoted};

/// Something in a recording that the schema does not explain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mismatch {
    /// Its path, such as `tickets.priority.fixtime`.
    pub path: String,
    /// Its kind.
    pub kind: MismatchKind,
    /// A description in words.
    pub what: String,
}

/// What does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MismatchKind {
    /// A member that the schema neither describes nor omits.
    Unknown,
    /// A value that is no value of the type.
    Type,
    /// An id that seems to mean "not set", but is not listed in `none`.
    NotSet,
    /// Text that is JSON, which neither type nor doc says.
    JsonText,
    /// A field where `in` says that it is not filled.
    Place,
    /// A value although the doc says that the field is empty.
    NotEmpty,
    /// A member of a request body that has no setter.
    NotWritten,
}

impl MismatchKind {
    /// The word that reports use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Type => "type",
            Self::NotSet => "not-set",
            Self::JsonText => "json-text",
            Self::Place => "place",
            Self::NotEmpty => "not-empty",
            Self::NotWritten => "not-written",
        }
    }
}

/// Compares a recording with the schema.
///
/// `name` tells what was recorded: an entity (`tickets`, `Ticket`, `/Tickets`), or a file name that begins with one, such as
/// `ticket_created`. A recording is a response, or a list of requests, each `{"method", "path", "body"}`.
///
/// # Errors
///
/// If it is not JSON, or no entity has that name.
pub fn replay(schema: &Schema, name: &str, recording: &str) -> Result<Vec<Mismatch>, String> {
    let recording: Value = serde_json::from_str(recording).map_err(|error| format!("it is not JSON: {error}"))?;
    let types = Types::of(schema);
    let mut found = BTreeSet::new();
    if let Some(requests) = body::requests(&recording) {
        for request in requests {
            body::check(schema, &types, request, &mut found);
        }
        return Ok(found.into_iter().collect());
    }
    let entity = entity(schema, name)?;
    let (rows, presence) = rows(entity, &recording);
    for row in rows {
        let mut walk = Walk { types: &types, presence, found: &mut found };
        walk.entity(entity, row, &entity.plural);
    }
    Ok(found.into_iter().collect())
}

/// The entity that a name or a file name begins with.
fn entity<'s>(schema: &'s Schema, name: &str) -> Result<&'s Entity, String> {
    let entities = || schema.entities.iter().filter(|entity| entity.has_own_types());
    let wanted = name.trim_start_matches('/').to_lowercase();
    let names = |entity: &Entity| {
        let path = entity.path.value.trim_start_matches('/').to_lowercase();
        [entity.plural.clone(), snake_name(&entity.name.value), path]
    };
    let begins = |name: &String| {
        wanted == *name || wanted.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(['_', '-', '.']))
    };
    // The longest name wins: `ticket_types_1` is not a ticket.
    let length = |entity: &&Entity| names(entity).iter().filter(|name| begins(name)).map(String::len).max();
    entities().filter(|entity| length(entity).is_some()).max_by_key(length).ok_or_else(|| {
        let known: Vec<String> = entities().flat_map(names).collect();
        let meant = did_you_mean(&wanted, known.iter().map(String::as_str)).map(|meant| format!("; {meant}"));
        format!("no entity is called {}{}: name one with `--as`", quoted(name), meant.unwrap_or_default())
    })
}

/// The rows of a response, and where they come from.
fn rows<'v>(entity: &Entity, response: &'v Value) -> (Vec<&'v Map<String, Value>>, Presence) {
    let objects = |items: &'v [Value]| items.iter().filter_map(Value::as_object).collect();
    match response {
        Value::Array(items) => (objects(items), Presence::List),
        Value::Object(members) => {
            let keys = entity.list().into_iter().flat_map(|list| &list.rows).filter(|key| !key.value.is_empty());
            let rows = keys.filter_map(|key| members.get(&key.value)).find_map(Value::as_array);
            // A row can have a member of that name as well, but no `record_count`.
            match rows.filter(|_| members.contains_key("record_count")) {
                Some(rows) => (objects(rows), Presence::List),
                None => (vec![members], Presence::Detail),
            }
        }
        _ => (Vec::new(), Presence::Both),
    }
}
