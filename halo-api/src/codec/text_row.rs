//! Rows whose values are texts, as reports give them, decoded into types that expect numbers and booleans.

use serde::de::value::StringDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Map, Value};

use super::row_projection::Object;

/// Decodes a row. The message of an error names the column.
pub(crate) fn from_text_row<T: DeserializeOwned>(row: Map<String, Value>) -> Result<T, Error> {
    T::deserialize(Object(Columns { rest: row.into_iter(), current: None }))
}

struct Columns {
    rest: serde_json::map::IntoIter,
    current: Option<(String, Value)>,
}

impl<'de> MapAccess<'de> for Columns {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((column, value)) = self.rest.next() else { return Ok(None) };
        let name: StringDeserializer<Error> = column.clone().into_deserializer();
        self.current = Some((column, value));
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let (column, value) = self.current.take().unwrap_or_default();
        seed.deserialize(Cell(value)).map_err(|error| Error::custom(format!("column `{column}`: {error}")))
    }
}

/// A value that may be a text in place of what it stands for.
struct Cell(Value);

impl Cell {
    /// The number that a text holds.
    fn number(self) -> Value {
        let Value::String(text) = &self.0 else { return self.0 };
        let text = text.trim();
        let number = text.parse::<i64>().ok().map(Value::from).or_else(|| text.parse::<u64>().ok().map(Value::from));
        let number = number.or_else(|| whole(text)).or_else(|| text.parse::<f64>().ok().map(Value::from));
        number.filter(Value::is_number).unwrap_or(self.0)
    }

    fn boolean(self) -> Value {
        let known = match &self.0 {
            Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            },
            Value::Number(number) => [(0.0, false), (1.0, true)]
                .into_iter()
                .find(|(known, _)| number.as_f64() == Some(*known))
                .map(|(_, value)| value),
            _ => None,
        };
        known.map_or(self.0, Value::Bool)
    }

    /// The text of a value that is none.
    fn text(self) -> Value {
        match self.0 {
            Value::Number(_) | Value::Bool(_) => self.0.to_string().into(),
            other => other,
        }
    }
}

/// A whole number with a point, such as `18.00`, as databases write decimals.
fn whole(text: &str) -> Option<Value> {
    let (whole, zeros) = text.split_once('.')?;
    zeros.bytes().all(|digit| digit == b'0').then(|| whole.parse::<i64>().ok()).flatten().map(Value::from)
}

macro_rules! as_value {
    ($reading:ident: $($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.$reading().$method(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Cell {
    type Error = Error;

    as_value! { number: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 }
    as_value! { number: deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 }
    as_value! { number: deserialize_f32 deserialize_f64 }
    as_value! { boolean: deserialize_bool }
    as_value! { text: deserialize_str deserialize_string deserialize_char }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0 {
            Value::Null => visitor.visit_none(),
            Value::String(text) if text.is_empty() => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde::Deserialize;
    use serde_json::json;

    use super::*;
    use crate::codec::lenient;

    fn read<T: DeserializeOwned>(row: Value) -> Result<T, String> {
        let Value::Object(row) = row else { return Err("no row".to_owned()) };
        from_text_row(row).map_err(|error| error.to_string())
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Id(i64);

    #[derive(Debug, PartialEq, Deserialize)]
    enum State {
        Open,
        Closed,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Line {
        id: Id,
        open: u32,
        hours: f64,
        vip: bool,
        client: String,
        state: State,
        agent: Option<i64>,
        #[serde(default)]
        note: Option<String>,
        #[serde(deserialize_with = "lenient::datetime")]
        made: jiff::Timestamp,
        #[serde(deserialize_with = "lenient::decimal")]
        price: rust_decimal::Decimal,
    }

    fn line() -> Value {
        json!({"id": "7", "open": "18.00", "hours": "1.5", "vip": "True", "client": 12, "state": "Closed", "agent": "",
            "made": "2026-02-01T10:00:00", "price": "10.20", "other": "x"})
    }

    #[test]
    fn texts_are_read_as_what_the_type_expects() {
        let expected = Line {
            id: Id(7),
            open: 18,
            hours: 1.5,
            vip: true,
            client: "12".to_owned(),
            state: State::Closed,
            agent: None,
            note: None,
            made: "2026-02-01T10:00:00Z".parse().unwrap(),
            price: "10.20".parse().unwrap(),
        };
        assert_eq!(read::<Line>(line()).unwrap(), expected);
        assert_eq!(read::<HashMap<String, i64>>(json!({"a": "-3", "b": 4})).unwrap()["a"], -3);
        assert!(read::<HashMap<String, bool>>(json!({"a": "0", "b": 1.0})).unwrap()["b"]);
        assert_eq!(read::<HashMap<String, u64>>(json!({"a": "18446744073709551615"})).unwrap()["a"], u64::MAX);
        assert_eq!(read::<Value>(json!({"a": "3"})).unwrap(), json!({"a": "3"}), "nothing is guessed");
        assert_eq!(State::Open, State::Open);
    }

    #[test]
    fn an_error_names_the_column() {
        for (column, value, why) in [
            ("open", json!("-1"), "column `open`: invalid value: integer `-1`, expected u32"),
            ("open", json!("many"), "column `open`: invalid type: string \"many\", expected u32"),
            ("id", json!("1.5"), "column `id`: invalid type: floating point `1.5`, expected i64"),
            ("vip", json!("yes"), "column `vip`: invalid type: string \"yes\", expected a boolean"),
            ("hours", json!(null), "column `hours`: invalid type: null, expected f64"),
        ] {
            let mut row = line();
            row[column] = value;
            assert_eq!(read::<Line>(row).unwrap_err(), why);
        }
        assert_eq!(
            read::<HashMap<String, f64>>(json!({"a": "NaN"})).unwrap_err(),
            "column `a`: invalid type: string \"NaN\", expected f64"
        );
        assert!(read::<Vec<i64>>(json!({"a": "1"})).is_err());
    }
}
