//! The records of one entity.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use bytes::Bytes;
use serde_json::{Map, Value};

use super::custom_fields::{Definitions, value_lists};
use super::relations::Relation;
use crate::catalog::{Access, EntityInfo, FieldInfo, IdKind};

pub(super) type Record = Map<String, Value>;

/// The members of a record's key, as text.
pub(super) type Key = Vec<String>;

/// The text of a value in a query or a path.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        // `18.0` is 18 to Halo, as in `site_id`.
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() => float.to_string(),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// The records of one entity, oldest first.
pub(super) struct Table {
    pub(super) entity: &'static EntityInfo,
    rows: BTreeMap<u64, Record>,
    places: HashMap<Key, u64>,
    deleted: HashMap<Key, Record>,
    next: u64,
    /// The last ids, by parent key. Ids are never reused, even after a delete.
    ///
    /// Below a parent, numbers are counted within each parent.
    highest: HashMap<Key, i64>,
    fields: HashMap<&'static str, &'static FieldInfo>,
    /// Members that the catalog does not have, but a record of the test.
    learned: HashSet<String>,
    pub(super) value_lists: Vec<&'static FieldInfo>,
    pub(super) definitions: Definitions,
    pub(super) relations: Vec<Relation>,
    /// Rows of lists without options as JSON, by place: most of the work of a page.
    plain_rows: RefCell<HashMap<u64, Bytes>>,
    /// The options that bring fields.
    pub(super) brought_by: HashSet<&'static str>,
}

impl Table {
    pub(super) fn new(entity: &'static EntityInfo, relations: Vec<Relation>) -> Self {
        let fields = entity.fields.iter().chain(entity.write_only).map(|field| (field.wire_name, field)).collect();
        let (rows, places, deleted, highest) = Default::default();
        let value_lists = value_lists(entity);
        let definitions = Definitions::default();
        let learned = HashSet::new();
        let brought_by = entity.fields.iter().flat_map(|field| field.with).copied().collect();
        Self {
            entity,
            rows,
            places,
            deleted,
            next: 0,
            highest,
            fields,
            learned,
            value_lists,
            definitions,
            relations,
            plain_rows: RefCell::default(),
            brought_by,
        }
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &Record> {
        self.rows.values()
    }

    /// The records with their places.
    pub(super) fn placed_rows(&self) -> impl Iterator<Item = (u64, &Record)> {
        self.rows.iter().map(|(place, record)| (*place, record))
    }

    /// A row of a list without options as JSON, which is made once per version of the record.
    pub(super) fn plain_row(&self, place: u64, make: impl FnOnce() -> Bytes) -> Bytes {
        self.plain_rows.borrow_mut().entry(place).or_insert_with(make).clone()
    }

    fn outdate(&self, place: u64) {
        self.plain_rows.borrow_mut().remove(&place);
    }

    /// Sets members of the record at a place, and gives its key.
    pub(super) fn extend(&mut self, place: u64, members: Record) -> Option<Key> {
        self.outdate(place);
        let row = self.rows.get_mut(&place)?;
        row.extend(members);
        Some(key_of(self.entity, row))
    }

    pub(super) fn deleted(&self) -> impl Iterator<Item = &Record> {
        self.deleted.values()
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn field(&self, wire_name: &str) -> Option<&'static FieldInfo> {
        self.fields.get(wire_name).copied()
    }

    /// The field of a member that was sent: Halo does not care about case there.
    pub(super) fn sent_field(&self, name: &str) -> Option<&'static FieldInfo> {
        let without_case = || self.fields.values().copied().find(|field| field.wire_name.eq_ignore_ascii_case(name));
        self.field(name).or_else(without_case)
    }

    /// Whether Halo takes this member of a body. Its hundreds of flags are not all described.
    pub(super) fn accepts(&self, name: &str) -> bool {
        match self.sent_field(name) {
            Some(field) => field.access != Access::Read || self.entity.key.contains(&field.wire_name),
            // Of a resource without fields, nothing is known of its members.
            None => name.starts_with('_') || self.fields.is_empty() || self.learned.contains(name),
        }
    }

    /// Learns members that the catalog does not have.
    pub(super) fn learn_members(&mut self, record: &Record) {
        let learned = record.keys().filter(|name| !self.fields.contains_key(name.as_str()));
        self.learned.extend(learned.cloned().collect::<Vec<_>>());
    }

    /// Stores a record under its own key, or under the next free one.
    pub(super) fn put(&mut self, mut record: Record) -> Result<Key, String> {
        let Some((own, leading)) = self.entity.key.split_last() else {
            self.push(Vec::new(), record);
            return Ok(Vec::new());
        };
        if let Some(missing) = leading.iter().find(|name| is_unset(record.get(**name))) {
            return Err(format!("{missing} must be included"));
        }
        let above: Key = leading.iter().map(|name| record.get(*name).map(text).unwrap_or_default()).collect();
        let highest = self.highest.entry(above).or_default();
        if is_unset(record.get(*own)) {
            *highest = highest.saturating_add(1);
            record.insert((*own).to_owned(), spelled(self.entity.id, *highest));
        } else {
            *highest = (*highest).max(record.get(*own).and_then(Value::as_i64).unwrap_or(0));
        }
        let key = key_of(self.entity, &record);
        match self.places.get(&key).copied() {
            Some(place) => {
                self.outdate(place);
                self.rows.insert(place, record);
            }
            None => self.push(key.clone(), record),
        }
        Ok(key)
    }

    fn push(&mut self, key: Key, record: Record) {
        if !key.is_empty() {
            self.places.insert(key, self.next);
        }
        self.rows.insert(self.next, record);
        self.next += 1;
    }

    pub(super) fn find(&self, key: &Key) -> Option<&Record> {
        self.rows.get(self.places.get(key)?)
    }

    /// Overwrites the members that `change` has, except for the key.
    pub(super) fn merge(&mut self, key: &Key, change: Record) -> bool {
        let Some(place) = self.places.get(key).copied() else { return false };
        self.outdate(place);
        let Some(row) = self.rows.get_mut(&place) else { return false };
        row.extend(change.into_iter().filter(|(name, _)| !self.entity.key.contains(&name.as_str())));
        true
    }

    /// Deletes a record; [`Table::recover`] restores it.
    pub(super) fn remove(&mut self, key: &Key) -> Option<&Record> {
        let place = self.places.remove(key)?;
        self.outdate(place);
        let record = self.rows.remove(&place)?;
        Some(self.deleted.entry(key.clone()).insert_entry(record).into_mut())
    }

    pub(super) fn recover(&mut self, key: &Key) {
        if let Some(record) = self.deleted.remove(key) {
            self.push(key.clone(), record);
        }
    }
}

/// A new id in the form of the entity: text ids are GUIDs.
fn spelled(id: IdKind, number: i64) -> Value {
    match id {
        IdKind::Int => number.into(),
        IdKind::Text | IdKind::None => format!("00000000-0000-4000-8000-{number:012x}").into(),
    }
}

pub(super) fn key_of(entity: &EntityInfo, record: &Record) -> Key {
    entity.key.iter().map(|name| record.get(*name).map(text).unwrap_or_default()).collect()
}

/// Whether an id is absent, null or 0, which mean "new".
pub(super) fn is_unset(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(value) => matches!(text(value).as_str(), "" | "0"),
    }
}
