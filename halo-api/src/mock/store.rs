//! The records of one entity.

use serde_json::{Map, Value};

use super::record::text;
use crate::catalog::{EntityInfo, IdKind};

pub(super) type Record = Map<String, Value>;

/// The records of one entity, oldest first.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Record>,
    /// Ids are never given twice, also after a delete.
    highest: i64,
}

/// The members of a record's key, as text.
pub(super) type Key = Vec<String>;

impl Table {
    pub(super) fn rows(&self) -> &[Record] {
        &self.rows
    }

    /// Stores a record under its own key, or under the next one.
    pub(super) fn put(&mut self, entity: &EntityInfo, mut record: Record) -> Result<Key, String> {
        let Some((own, leading)) = entity.key.split_last() else {
            self.rows.push(record);
            return Ok(Vec::new());
        };
        if let Some(missing) = leading.iter().find(|name| is_unset(record.get(**name))) {
            return Err(format!("{missing} must be included"));
        }
        let numbered = is_unset(record.get(*own));
        if numbered {
            let number = self.next_id(leading, own, &record);
            record.insert((*own).to_owned(), spelled(entity.id, number));
            self.highest = self.highest.max(number);
        }
        self.highest = self.highest.max(record.get(*own).and_then(Value::as_i64).unwrap_or(0));
        let key = key_of(entity, &record);
        match (!numbered).then(|| self.position(entity, &key)).flatten() {
            Some(at) => self.rows[at] = record,
            None => self.rows.push(record),
        }
        Ok(key)
    }

    /// Records below others are numbered from 1 in each of them, as actions are within a ticket.
    fn next_id(&self, leading: &[&str], own: &str, record: &Record) -> i64 {
        if leading.is_empty() {
            return self.highest + 1;
        }
        let beside = self.rows.iter().filter(|row| leading.iter().all(|name| row.get(*name) == record.get(*name)));
        beside.filter_map(|row| row.get(own).and_then(Value::as_i64)).max().unwrap_or(0) + 1
    }

    pub(super) fn find(&self, entity: &EntityInfo, key: &Key) -> Option<&Record> {
        self.position(entity, key).and_then(|at| self.rows.get(at))
    }

    /// Overwrites the members that `change` has. A member set to null is gone.
    pub(super) fn merge(&mut self, entity: &EntityInfo, key: &Key, change: Record) -> bool {
        let Some(row) = self.position(entity, key).and_then(|at| self.rows.get_mut(at)) else { return false };
        for (name, value) in change.into_iter().filter(|(name, _)| !entity.key.contains(&name.as_str())) {
            if value.is_null() {
                row.remove(&name);
            } else {
                row.insert(name, value);
            }
        }
        true
    }

    pub(super) fn remove(&mut self, entity: &EntityInfo, key: &Key) -> Option<Record> {
        self.position(entity, key).map(|at| self.rows.remove(at))
    }

    fn position(&self, entity: &EntityInfo, key: &Key) -> Option<usize> {
        if key.is_empty() {
            return None;
        }
        let is_it = |row: &Record| {
            entity.key.iter().zip(key).all(|(name, wanted)| row.get(*name).is_some_and(|value| spells(value, wanted)))
        };
        self.rows.iter().position(is_it)
    }
}

/// A new id as the entity has them: text ids are GUIDs.
fn spelled(id: IdKind, number: i64) -> Value {
    match id {
        IdKind::Int => number.into(),
        IdKind::Text | IdKind::None => format!("00000000-0000-4000-8000-{number:012x}").into(),
    }
}

/// Whether a value is spelled so; without a copy for the usual ones, since every record is asked.
fn spells(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) => text == wanted,
        Value::Number(number) if number.is_i64() => wanted.parse().ok() == number.as_i64(),
        other => text(other) == wanted,
    }
}

pub(super) fn key_of(entity: &EntityInfo, record: &Record) -> Key {
    entity.key.iter().map(|name| record.get(*name).map(text).unwrap_or_default()).collect()
}

/// Absent, null and 0 mean "new".
pub(super) fn is_unset(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(value) => matches!(text(value).as_str(), "" | "0"),
    }
}
