//! Rows of resources without a model.

use std::fmt;

use serde::de::{DeserializeOwned, Deserializer};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use super::id::KeyValue;
use crate::vocabulary::{Error, ErrorKind};

/// A row of a resource, as the JSON object that it is: [`Halo::resource`](crate::Halo::resource).
///
/// It serializes as that object, and any object deserializes as one.
#[derive(Clone, PartialEq, Default)]
pub struct Row {
    members: Map<String, Value>,
    /// The wire names of the key, as far as they are known.
    key: &'static [&'static str],
}

impl Row {
    pub(crate) fn new(members: Map<String, Value>, key: &'static [&'static str]) -> Self {
        Self { members, key }
    }

    /// The value of a member, by its wire name. Names are compared as Halo does, without case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        let ignoring_case = || self.members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        self.members.get(name).or_else(|| ignoring_case().map(|(_, value)| value))
    }

    /// The id: the last member of the key, or `id` where no key is known. `None` if the row does not have it.
    #[must_use]
    pub fn id(&self) -> Option<&Value> {
        self.get(self.key.last().copied().unwrap_or("id")).filter(|id| !id.is_null())
    }

    /// The whole key, for `get`, `update` and `delete` of the same resource. `None` if the row lacks a member of it, or no key
    /// is known and it has no `id`.
    #[must_use]
    pub fn key(&self) -> Option<ResourceKey> {
        let names = if self.key.is_empty() { &["id"][..] } else { self.key };
        names.iter().map(|name| key_value(self.get(name)?)).collect::<Option<Vec<_>>>().map(ResourceKey)
    }

    /// The row as a type of your own. [`lenient`](crate::lenient) has functions for its fields.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if it does not fit.
    pub fn deserialize<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_value(Value::Object(self.members.clone()))
            .map_err(|error| Error::new(ErrorKind::Decode).detail(format!("a row does not fit the type: {error}")))
    }

    /// All members, by wire name.
    #[must_use]
    pub fn members(&self) -> &Map<String, Value> {
        &self.members
    }

    /// All members, by wire name.
    #[must_use]
    pub fn into_members(self) -> Map<String, Value> {
        self.members
    }
}

/// An id as it is sent back: `18.0` is 18, which Halo refuses with its point.
fn key_value(value: &Value) -> Option<KeyValue> {
    match value {
        Value::String(text) => Some(KeyValue::Text(text.clone())),
        Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)).map(KeyValue::Int),
        _ => None,
    }
}

fn whole(number: f64) -> Option<i64> {
    let text = format!("{number:.0}");
    (number.fract() == 0.0).then(|| text.parse().ok()).flatten()
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.members).finish()
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.members.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(|members| Self { members, key: &[] })
    }
}

/// The key of a row: `5`, `"a4c1…"`, `(54321, 3)`, or `()` where a path has no rows and is one object itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceKey(pub(crate) Vec<KeyValue>);

/// A member of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceKeyMember(KeyValue);

macro_rules! members {
    ($($from:ty: $value:ident => $member:expr;)*) => {$(
        impl From<$from> for ResourceKeyMember {
            fn from($value: $from) -> Self {
                Self($member)
            }
        }

        impl From<$from> for ResourceKey {
            fn from(value: $from) -> Self {
                Self(vec![ResourceKeyMember::from(value).0])
            }
        }
    )*};
}
members! {
    i64: number => KeyValue::Int(number);
    i32: number => KeyValue::Int(number.into());
    u32: number => KeyValue::Int(number.into());
    &str: text => KeyValue::Text(text.to_owned());
    String: text => KeyValue::Text(text);
    &String: text => KeyValue::Text(text.clone());
}

impl From<()> for ResourceKey {
    fn from((): ()) -> Self {
        Self(Vec::new())
    }
}

impl<A: Into<ResourceKeyMember>, B: Into<ResourceKeyMember>> From<(A, B)> for ResourceKey {
    fn from((first, second): (A, B)) -> Self {
        Self(vec![first.into().0, second.into().0])
    }
}

impl<A: Into<ResourceKeyMember>, B: Into<ResourceKeyMember>, C: Into<ResourceKeyMember>> From<(A, B, C)>
    for ResourceKey
{
    fn from((first, second, third): (A, B, C)) -> Self {
        Self(vec![first.into().0, second.into().0, third.into().0])
    }
}

impl From<&Row> for ResourceKey {
    /// The key of a row; without members if the row lacks one, which the request reports.
    fn from(row: &Row) -> Self {
        row.key().unwrap_or(Self(Vec::new()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(value: &Value, key: &'static [&'static str]) -> Row {
        Row::new(value.as_object().cloned().unwrap_or_default(), key)
    }

    #[test]
    fn keys_are_read_as_they_are_sent_back() {
        let composite = row(&json!({"Ticket_ID": 7, "id": 18.0}), &["ticket_id", "id"]);
        assert_eq!(composite.key(), Some(ResourceKey::from((7, 18))));
        assert_eq!(composite.id(), Some(&json!(18.0)));
        assert_eq!(row(&json!({"id": "a-b"}), &[]).key(), Some(ResourceKey::from("a-b")));
        assert_eq!(row(&json!({"id": 1.5}), &["id"]).key(), None);
        assert_eq!(row(&json!({"name": "x"}), &["id"]).key(), None);
        assert_eq!(row(&json!({"id": null}), &["id"]).id(), None);
    }

    #[test]
    fn a_row_is_its_object() {
        let value = json!({"id": 5, "name": "x", "more": [1, {"a": null}]});
        let row: Row = serde_json::from_value(value.clone()).unwrap_or_default();
        assert_eq!(serde_json::to_value(&row).ok(), Some(value));
        assert_eq!(row.deserialize::<std::collections::BTreeMap<String, Value>>().map(|map| map.len()).ok(), Some(3));
        assert_eq!(row.deserialize::<Vec<i64>>().map_err(|error| error.kind()), Err(ErrorKind::Decode));
    }
}
