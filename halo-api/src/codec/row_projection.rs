//! Decodes rows directly into the user's own type, in one pass.
//!
//! The paginator distinguishes rows by their keys, which such a type need not have. Therefore the members of each
//! object are passed on one by one, and the members of the key are recorded.
//!
//! The memory budget does not count such rows, since their size is unknown: the body bounds them. It does count the
//! recorded values.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, StrDeserializer};
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::decode::{Context, Json, Step};
use super::page::Sink;
use super::row_key::RowKey;

/// Rows of the user's type, and the keys that distinguish them.
#[derive(Debug)]
pub(crate) struct RowProjection<R> {
    pub(crate) rows: Vec<R>,
    /// One for each row that has a key.
    pub(crate) keys: Vec<RowKey>,
    /// The wire names of the members of the key.
    pub(crate) key: &'static [&'static str],
}

impl<R: DeserializeOwned> Sink for RowProjection<R> {
    fn reserve(&mut self, rows: usize) {
        self.rows.reserve(rows);
        self.keys.reserve(rows);
    }

    fn next<'de, A: SeqAccess<'de>>(&mut self, seq: &mut A, context: &mut Context) -> Result<bool, A::Error> {
        let mut key_values = vec![Value::Null; self.key.len()];
        let index = self.rows.len();
        let next = context.within(Step::Index(index), |context| {
            let seed = Row { key: self.key, key_values: &mut key_values, rows: &mut self.rows, context: &mut *context };
            seq.next_element_seed(seed).map_err(|error| context.fault::<A::Error>(error))
        })?;
        if next.is_some() {
            self.keys.extend(RowKey::of_members(&key_values));
        }
        Ok(next.is_some())
    }
}

struct Row<'a, R> {
    key: &'static [&'static str],
    key_values: &'a mut Vec<Value>,
    rows: &'a mut Vec<R>,
    context: &'a mut Context,
}

impl<'de, R: DeserializeOwned> DeserializeSeed<'de> for Row<'_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, R: DeserializeOwned> Visitor<'de> for Row<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let members = Members { map, key: self.key, key_values: self.key_values, at: None, context: self.context };
        self.rows.push(R::deserialize(Object(members))?);
        Ok(())
    }
}

/// An object's members, which records those of the key.
struct Members<'a, A> {
    map: A,
    key: &'static [&'static str],
    key_values: &'a mut Vec<Value>,
    /// The position in the key of the member whose value comes next.
    at: Option<usize>,
    context: &'a mut Context,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let Some(name) = self.map.next_key_seed(Name(PhantomData))? else { return Ok(None) };
        self.at = self.key.iter().position(|member| *member == name);
        match name {
            Cow::Borrowed(name) => seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some),
            Cow::Owned(name) => seed.deserialize(StrDeserializer::new(&name)).map(Some),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        let Some(key_values) = self.at.take().and_then(|at| self.key_values.get_mut(at)) else {
            return self.map.next_value_seed(seed);
        };
        let value = self.map.next_value_seed(Json(&mut *self.context))?;
        key_values.clone_from(&value);
        seed.deserialize(value).map_err(de::Error::custom)
    }

    fn size_hint(&self) -> Option<usize> {
        self.map.size_hint()
    }
}

/// Seed of a member's name, borrowed from the body unless it has escapes.
struct Name<'de>(PhantomData<&'de str>);

impl<'de> DeserializeSeed<'de> for Name<'de> {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name<'de> {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Deserializer of an object for the user's type: a struct, a map, an enum or a wrapper around one.
pub(super) struct Object<M>(pub(super) M);

impl<'de, M: MapAccess<'de>> Deserializer<'de> for Object<M> {
    type Error = M::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, M::Error> {
        visitor.visit_map(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, M::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, M::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, M::Error> {
        MapAccessDeserializer::new(self.0).deserialize_enum(name, variants, visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}
