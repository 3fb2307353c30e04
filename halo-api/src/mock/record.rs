//! One record: read, written, deleted.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::State;
use super::answer::{Asked, Refusal, json_reply};
use super::store::{Key, Record, is_unset, key_of};
use crate::catalog::{Access, EntityInfo, Filled, IdKind};

/// A value as a query or a path spells it.
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

/// A record as it stands in a list or alone. What has no value is left out, as Halo does.
pub(super) fn shown(entity: &EntityInfo, record: &Record, place: Filled) -> Value {
    let elsewhere =
        |name: &str| entity.field(name).is_some_and(|field| field.filled != Filled::Both && field.filled != place);
    let members = record.iter().filter(|(name, value)| !value.is_null() && !elsewhere(name));
    Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect())
}

impl State {
    pub(super) fn get(&mut self, entity: &'static EntityInfo, asked: &Asked<'_>, id: &str) -> Response<Bytes> {
        let key = match Self::key_from_path(entity, asked, id, "reading") {
            Ok(key) => key,
            Err(refusal) => return refusal.reply(),
        };
        match self.table(entity).find(entity, &key) {
            Some(record) => json_reply(StatusCode::OK, &shown(entity, record, Filled::Detail)),
            None => Refusal::NotFound.reply(),
        }
    }

    pub(super) fn delete(&mut self, entity: &'static EntityInfo, asked: &Asked<'_>, id: &str) -> Response<Bytes> {
        let key = match Self::key_from_path(entity, asked, id, "deleting") {
            Ok(key) => key,
            Err(refusal) => return refusal.reply(),
        };
        match self.table(entity).remove(entity, &key) {
            Some(record) => json_reply(StatusCode::OK, &shown(entity, &record, Filled::Detail)),
            None => Refusal::NotFound.reply(),
        }
    }

    /// The key from the path and, for its leading members, from the query.
    fn key_from_path(entity: &'static EntityInfo, asked: &Asked<'_>, id: &str, doing: &str) -> Result<Key, Refusal> {
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

    /// A POST: an array in, records with an id changed and those without made, one object out.
    pub(super) fn write(&mut self, entity: &'static EntityInfo, asked: &Asked<'_>) -> Response<Bytes> {
        let Some(Value::Array(elements)) = asked.body else {
            return Refusal::Bad(json!("The body must be an array.")).reply();
        };
        let mut written = Vec::new();
        for element in elements {
            let Value::Object(change) = element else {
                return Refusal::Bad(json!({"[0]": ["Error converting value to type."]})).reply();
            };
            match self.write_one(entity, change.clone()) {
                Ok(record) => written.push(record),
                Err(refusal) => return refusal.reply(),
            }
        }
        let all = asked.param("returnall") == Some("true");
        let last = written.last().cloned().unwrap_or_else(|| json!({}));
        json_reply(StatusCode::CREATED, &if all { Value::Array(written) } else { last })
    }

    fn write_one(&mut self, entity: &'static EntityInfo, mut change: Record) -> Result<Value, Refusal> {
        // Flags that steer the server never come back, and what only the server sets is dropped without a word.
        change.retain(|name, _| {
            let steers = entity.write_only.iter().any(|field| field.wire_name == name);
            let fixed = entity.field(name).is_some_and(|field| field.access == Access::Read);
            !steers && (!fixed || entity.key.contains(&name.as_str()))
        });
        let new = entity.key.last().is_none_or(|own| is_unset(change.get(*own)));
        if new && entity.create.is_none() || !new && entity.update.is_none() {
            return Err(Refusal::NotFound);
        }
        let table = self.table(entity);
        let key = if new {
            change.retain(|_, value| !value.is_null());
            table.put(entity, change).map_err(|words| Refusal::Bad(words.into()))?
        } else {
            let key = key_of(entity, &change);
            if !table.merge(entity, &key, change) {
                return Err(Refusal::NotFound);
            }
            key
        };
        Ok(table.find(entity, &key).map_or_else(|| json!({}), |record| shown(entity, record, Filled::Detail)))
    }
}
