//! Reads, writes and deletes single records.

use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::Timestamp;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use super::answer::{ParsedRequest, Refusal, json_reply};
use super::files::FILES;
use super::normalize::accept;
use super::options::Options;
use super::relations::Cause;
use super::store::{Key, Record, Table, is_unset, key_of};
use super::{State, files, server_behavior};
use crate::catalog::{Access, BodyShape, EntityInfo, IdKind, OperationInfo, OperationKind, Presence, Role};

/// The member that contains a file in a request. No JSON response contains it.
pub(super) const FILE: &str = "data_base64";

/// A record in a list or alone. A list omits members without a value; alone, a cleared member is null.
pub(super) struct Shown<'a> {
    pub(super) table: &'a Table,
    pub(super) record: &'a Record,
    pub(super) place: Presence,
    pub(super) only_key: bool,
    /// What the request asks for; `None` if it cannot choose.
    pub(super) options: Option<&'a Options>,
}

impl Shown<'_> {
    fn shows(&self, name: &str, value: &Value) -> bool {
        if self.only_key {
            return self.table.entity.key.contains(&name);
        }
        let here = self.table.field(name).is_none_or(|field| {
            matches!(field.access, Access::Read | Access::Both)
                && (field.presence == Presence::Both || field.presence == self.place)
                && self.options.is_none_or(|options| options.bring(field))
        });
        here && name != FILE && (self.place == Presence::Detail || !value.is_null())
    }
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let is_detail = self.place == Presence::Detail && !self.only_key;
        let completed = match self.options.and_then(|options| options.custom_fields.as_deref()) {
            Some(ids) if !self.only_key => self.table.chosen_custom_fields(self.record, ids),
            None if is_detail => self.table.lists_with_declared(self.record),
            _ => Vec::new(),
        };
        let is_completed = |name: &str| completed.iter().any(|(list, _)| *list == name);
        for (name, value) in self.record.iter().filter(|(name, value)| self.shows(name, value) && !is_completed(name)) {
            map.serialize_entry(name, value)?;
        }
        for (list, elements) in &completed {
            map.serialize_entry(list, elements)?;
        }
        map.end()
    }
}

pub(super) fn detail<'a>(table: &'a Table, record: &'a Record) -> Shown<'a> {
    Shown { table, record, place: Presence::Detail, only_key: false, options: None }
}

impl State {
    pub(super) fn get(
        &mut self,
        entity: &'static EntityInfo,
        operation: &'static OperationInfo,
        asked: &ParsedRequest<'_>,
        id: &str,
    ) -> Response<Bytes> {
        let options = Options::of(operation, asked);
        let key = match Self::key_from_path(entity, asked, id, "reading") {
            Ok(key) => key,
            Err(refusal) => return refusal.reply(),
        };
        let table = self.table(entity);
        table
            .find(&key)
            .map(|record| Shown { options: Some(&options), ..detail(table, record) })
            .map_or_else(|| Refusal::NotFound.reply(), |record| json_reply(StatusCode::OK, &record))
    }

    pub(super) fn delete(
        &mut self,
        entity: &'static EntityInfo,
        asked: &ParsedRequest<'_>,
        id: &str,
    ) -> Response<Bytes> {
        let key = match Self::key_from_path(entity, asked, id, "deleting") {
            Ok(key) => key,
            Err(refusal) => return refusal.reply(),
        };
        self.delete_key(entity, &key)
    }

    pub(super) fn delete_key(&mut self, entity: &'static EntityInfo, key: &Key) -> Response<Bytes> {
        let table = self.table(entity);
        let Some(record) = table.remove(key).cloned() else { return Refusal::NotFound.reply() };
        json_reply(StatusCode::OK, &detail(table, &record))
    }

    /// The key from the path and, for leading members, from the query.
    pub(super) fn key_from_path(
        entity: &'static EntityInfo,
        asked: &ParsedRequest<'_>,
        id: &str,
        doing: &str,
    ) -> Result<Key, Refusal> {
        if entity.id == IdKind::Int && id.parse::<i64>().is_err() {
            let sentence = format!("The value '{id}' is not valid.");
            return Err(Refusal::Bad(json!({"id": [sentence]})));
        }
        let mut key = Vec::new();
        for name in entity.key.iter().take(entity.key.len().saturating_sub(1)) {
            let Some(value) = asked.param(name) else {
                let words = format!("{name} must be included when {doing} {}", entity.name);
                return Err(Refusal::Bad(json!(words)));
            };
            key.push(value.to_owned());
        }
        key.push(id.to_owned());
        Ok(key)
    }

    /// Handles a POST of an array: records with an id are updated, others created. Returns one object.
    pub(super) fn write(
        &mut self,
        entity: &'static EntityInfo,
        operation: &OperationInfo,
        asked: &ParsedRequest<'_>,
    ) -> Response<Bytes> {
        let in_array = operation.body_shape == BodyShape::Array;
        let elements = match (asked.body, in_array) {
            (Some(Value::Array(elements)), true) => elements.as_slice(),
            (Some(element @ Value::Object(_)), false) => std::slice::from_ref(element),
            (Some(_), _) => {
                let words = if in_array { "the body must be an array" } else { "the body must be an object" };
                return Refusal::Bad(server_behavior::exception("System.ArgumentException", words)).reply();
            }
            (None, _) => return Refusal::Bad(json!({"": ["The body is not JSON."]})).reply(),
        };
        let mut written = Vec::new();
        for (at, element) in elements.iter().enumerate() {
            let Value::Object(change) = element else {
                return Refusal::Bad(json!({format!("[{at}]"): ["Error converting value to type."]})).reply();
            };
            match self.write_one(entity, change.clone(), at) {
                Ok(key) => written.push(key),
                Err(refusal) => return refusal.reply(),
            }
        }
        let here = entity.operations.iter().filter(|other| other.path == operation.path);
        let declared = here.filter_map(|operation| operation.param_of(Role::AllRows)).map(|param| param.wire_name);
        let all = declared.chain([server_behavior::ALL_ROWS]).any(|name| asked.param(name) == Some("true"));
        let table = self.table(entity);
        let mut rows: Vec<Shown<'_>> =
            written.iter().filter_map(|key| table.find(key)).map(|record| detail(table, record)).collect();
        match rows.pop() {
            Some(last) if all => {
                rows.push(last);
                json_reply(StatusCode::CREATED, &rows)
            }
            Some(last) => json_reply(StatusCode::CREATED, &last),
            None => json_reply(StatusCode::CREATED, &json!({})),
        }
    }

    fn write_one(&mut self, entity: &'static EntityInfo, sent: Record, at: usize) -> Result<Key, Refusal> {
        let now = self.now();
        let table = self.table(entity);
        let sent = with_catalog_names(table, sent);
        let recovers = sent.get("_recover") == Some(&Value::Bool(true));
        let is_new = entity.key.last().is_none_or(|own| is_unset(sent.get(*own)));
        let kind = if is_new { OperationKind::Create } else { OperationKind::Update };
        let mut change = stored_members(table, sent.clone(), kind, at)?;
        table.store_by_definition(&mut change);
        if entity.operation(kind).is_none() && (is_new || !recovers) {
            return Err(Refusal::NotFound);
        }
        if let Some(words) = self.refuses(entity, kind, &sent, &change) {
            return Err(Refusal::Bad(words.into()));
        }
        let key = if is_new { self.create(entity, change, now)? } else { self.update(entity, change, recovers, now)? };
        if entity.path == server_behavior::ACTIONS {
            self.apply_action(&sent, is_new, now);
            if let Some(ticket) = sent.get("ticket_id") {
                self.attach(&sent, entity, &key, ticket);
            }
        } else if let Some(id) = key.last().filter(|_| server_behavior::TICKETS.contains(&entity.path)) {
            self.attach(&sent, entity, &key, &id.parse::<i64>().unwrap_or_default().into());
        }
        Ok(key)
    }

    pub(super) fn create(
        &mut self,
        entity: &'static EntityInfo,
        mut new: Record,
        now: Timestamp,
    ) -> Result<Key, Refusal> {
        let table = self.table(entity);
        let changed = server_behavior::changed(entity.path).map(|field| (field, server_behavior::naive(now).into()));
        let made = server_behavior::made(entity.path, now).chain(changed);
        for (field, value) in made.filter(|(field, _)| table.field(field).is_some()) {
            new.entry(field).or_insert(value);
        }
        if let Some(table) = self.tables.get(entity.plural) {
            if entity.path == server_behavior::ACTIONS {
                self.complete_action(table, &mut new);
            }
            self.close_or_reopen(table, None, &mut new, now);
            let followers = self.follow(table, &new, Cause::Sent(&new));
            new.extend(followers);
        }
        if entity.path == FILES && self.table(entity).field("filesize").is_some() {
            files::complete(&mut new);
        }
        new.retain(|_, value| !value.is_null());
        let key = self.table(entity).put(new).map_err(|words| Refusal::Bad(words.into()))?;
        if entity.path == FILES {
            self.identify_file(entity, &key);
        }
        self.note_change(entity, &key, false);
        Ok(key)
    }

    fn update(
        &mut self,
        entity: &'static EntityInfo,
        mut change: Record,
        recovers: bool,
        now: Timestamp,
    ) -> Result<Key, Refusal> {
        let table = self.table(entity);
        let key = key_of(entity, &change);
        if recovers {
            table.recover(&key);
        }
        let Some(old) = table.find(&key).cloned() else { return Err(Refusal::NotFound) };
        if let Some(field) = server_behavior::changed(entity.path).filter(|field| table.field(field).is_some()) {
            change.insert(field.to_owned(), server_behavior::naive(now).into());
        }
        self.complete_and_merge(entity, &key, &old, change, now);
        Ok(key)
    }
}

/// The members of a body that Halo stores, by the names of the catalog.
///
/// No response contains flags that control the server. Members that Halo does not know, or that only the server sets, are
/// dropped silently. A value that does not fit is rejected with its path.
pub(super) fn stored_members(table: &Table, sent: Record, kind: OperationKind, at: usize) -> Result<Record, Refusal> {
    let mut members = Record::new();
    for (name, value) in sent {
        let (name, stored) = match table.sent_field(&name) {
            None if name.starts_with('_') || !table.accepts(&name) => continue,
            None => (name, value),
            Some(field) => {
                let is_key = table.entity.key.contains(&field.wire_name);
                if field.wire_name != FILE && field.access != Access::Both && !is_key {
                    continue;
                }
                if field.only.is_some_and(|only| only != kind) {
                    continue;
                }
                let place = format!("[{at}].{name}");
                let decimal = server_behavior::is_decimal(table.entity.path, field.wire_name);
                let stored = accept(value, field.ty, decimal, &place);
                (field.wire_name.to_owned(), stored.map_err(|words| Refusal::Bad(json!({ place: [words] })))?)
            }
        };
        members.insert(name, stored);
    }
    Ok(members)
}

/// A body with the names of the catalog, however they were spelled.
fn with_catalog_names(table: &Table, sent: Record) -> Record {
    let spelled = |name: String| table.sent_field(&name).map_or(name, |field| field.wire_name.to_owned());
    sent.into_iter().map(|(name, value)| (spelled(name), value)).collect()
}
