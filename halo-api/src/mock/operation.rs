//! Operations other than list, get, create, update and delete, as far as the mock supports them.

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use serde_json::{Value, json};

use super::State;
use super::answer::{ParsedRequest, Refusal, cannot, empty, json_reply};
use super::record::detail;
use super::route::Route;
use super::store::Key;
use crate::catalog::{EntityInfo, Reply, Type};

impl State {
    pub(super) fn operate(&mut self, route: &Route, asked: &ParsedRequest<'_>) -> Response<Bytes> {
        let Route { entity, operation, id } = route;
        let word = operation.path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        match (&operation.method, operation.reply, word.as_str(), id) {
            (&Method::GET, _, "me", None) => self.who(entity),
            (&Method::GET, _, "nexttag", None) => self.next_tag(entity),
            (&Method::GET, Reply::Bytes | Reply::Download, _, Some(id)) => self.file(entity, operation, asked, id),
            // The members of the key are joined in one part of the path: `/TicketApproval/{ticket_id}&{seq}`.
            (&Method::DELETE, _, _, Some(key)) if operation.path.contains("}&{") => {
                self.delete_key(entity, &key.split('&').map(str::to_owned).collect())
            }
            (&Method::DELETE, _, _, Some(id)) if operation.key.len() == 1 && operation.path.ends_with('}') => {
                match self.file_key(entity, operation, asked, id) {
                    Ok(key) => self.delete_key(entity, &key),
                    Err(refusal) => refusal.reply(),
                }
            }
            (&Method::POST, ..) if writes(route) => self.write(entity, operation, asked),
            (method, ..) => cannot(&format!("{method} {}", operation.path)),
        }
    }

    /// The record that the token acts as.
    ///
    /// Halo's tokens act as an agent: a request for a client or a user is rejected.
    fn who(&mut self, entity: &'static EntityInfo) -> Response<Bytes> {
        let Some(key) = self.me(entity.plural) else {
            let is_user = entity.path.eq_ignore_ascii_case("/Users");
            return empty(if is_user { StatusCode::NOT_FOUND } else { StatusCode::UNAUTHORIZED });
        };
        let table = self.table(entity);
        let Some(record) = table.find(&key) else { return Refusal::NotFound.reply() };
        let Ok(Value::Object(mut whole)) = serde_json::to_value(detail(table, record)) else {
            return Refusal::NotFound.reply();
        };
        if entity.path.eq_ignore_ascii_case("/Agent") {
            whole.insert("claims".into(), json!([{"type": "agent_id", "value": key.join(",")}]));
        }
        json_reply(StatusCode::OK, &whole)
    }

    /// The key of the record that the token acts as: the one that the test set, or the first agent.
    pub(super) fn me(&self, plural: &str) -> Option<Key> {
        let set = self.me.iter().find(|(of, _)| *of == plural).map(|(_, key)| key.clone());
        set.or_else(|| {
            let table = self.tables.get(plural).filter(|_| plural == "agents")?;
            table.rows().next().map(|record| super::store::key_of(table.entity, record))
        })
    }

    /// The highest inventory number, and the next one.
    fn next_tag(&mut self, entity: &'static EntityInfo) -> Response<Bytes> {
        let tags = self.table(entity).rows().filter_map(|row| row.get("inventory_number")?.as_str());
        let numbered = tags.filter_map(|tag| Some((digits_at_end(tag).parse::<u64>().ok()?, tag)));
        let last = numbered.max().map(|(number, tag)| (number, tag.to_owned()));
        let (number, last) = last.unwrap_or_default();
        let digits = digits_at_end(&last).len();
        let start = &last[..last.len() - digits];
        let next = format!("{start}{:0digits$}", number.saturating_add(1));
        json_reply(StatusCode::OK, &json!({"last_tag": last, "next_tag": next}))
    }
}

/// Whether an operation writes records of its entity: at the entity's own path, or with the entity's body.
pub(super) fn writes(route: &Route) -> bool {
    let Route { entity, operation, id } = route;
    let is_own = operation.path == entity.path || operation.body == Some(Type::Object(entity.name));
    is_own && id.is_none()
}

fn digits_at_end(tag: &str) -> &str {
    &tag[tag.trim_end_matches(|letter: char| letter.is_ascii_digit()).len()..]
}
