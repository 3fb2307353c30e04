//! Custom fields as a struct of the user's own.

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

use crate::codec::{CustomFieldKey, Model, Scalar, WireType, value};
use crate::vocabulary::{Error, ErrorKind};

/// Reads the values of a list of a model into a type of the user's own.
pub(crate) fn read_as<T: DeserializeOwned>(model: &dyn Model, list: &'static str) -> Result<T, Error> {
    let elements = elements(model, list);
    T::deserialize(Fields { elements: &elements }).map_err(|fault| unreadable(list, &fault))
}

fn elements(model: &dyn Model, list: &str) -> Vec<Value> {
    match value(model, list) {
        Some(Value::Array(elements)) => elements,
        _ => Vec::new(),
    }
}

fn unreadable(list: &str, fault: &serde_json::Error) -> Error {
    Error::new(ErrorKind::Decode).detail(format!("`{list}` of the record cannot be read: {fault}"))
}

type Fault = serde_json::Error;

/// All values of a list, by the names of their fields.
struct Fields<'a> {
    elements: &'a [Value],
}

impl<'de> Deserializer<'de> for Fields<'_> {
    type Error = Fault;

    /// All of them, under the names that Halo gives them: what a map takes.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let named = |element: &Value| element.get("name").and_then(Value::as_str).map(str::to_owned);
        let fields = self.elements.iter().filter_map(|element| Some((named(element)?, element)));
        visitor.visit_map(Members { left: fields.collect::<Vec<_>>().into_iter(), value: None })
    }

    /// Those that the struct has, under its own names.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let find = |name: &&str| Some(((*name).to_owned(), CustomFieldKey::from(*name).find(self.elements)?));
        let fields: Vec<_> = names.iter().filter_map(find).collect();
        visitor.visit_map(Members { left: fields.into_iter(), value: None })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

/// Values with the names that they are given under. One without a value is left out.
struct Members<'a> {
    left: std::vec::IntoIter<(String, &'a Value)>,
    value: Option<&'a Value>,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let mut with_value = self.left.by_ref().filter(|(_, element)| has_value(element));
        let Some((name, element)) = with_value.next() else { return Ok(None) };
        self.value = Some(element);
        seed.deserialize(StrDeserializer::<Fault>::new(&name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let element = self.value.take().unwrap_or(&Value::Null);
        let named = |fault: Fault| match element.get("name").and_then(Value::as_str) {
            Some(name) => de::Error::custom(format_args!("`{name}`: {fault}")),
            None => fault,
        };
        let held = element.get("value").unwrap_or(&Value::Null);
        seed.deserialize(Held { value: held, element: element.as_object() }).map_err(named)
    }
}

fn has_value(element: &Value) -> bool {
    !matches!(element.get("value"), None | Some(Value::Null)) && element["value"] != Value::String(String::new())
}

/// A value, in whatever form Halo sends it, as the type that is asked for.
struct Held<'a> {
    value: &'a Value,
    /// The element that it is in, for a type that takes more of it, such as what is displayed.
    element: Option<&'a Map<String, Value>>,
}

impl Held<'_> {
    fn scalar<T: WireType>(&self) -> Option<T> {
        T::from_scalar(Scalar::of(self.value)?).ok().flatten()
    }

    /// The elements of a list; a text with commas and a single value are lists too.
    fn list(&self) -> Vec<Value> {
        match self.value {
            Value::Array(elements) => elements.clone(),
            Value::String(text) => text.split(',').map(|one| Value::from(one.trim())).collect(),
            other => vec![other.clone()],
        }
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            match self.scalar::<i64>() {
                Some(number) => visitor.visit_i64(number),
                None => self.value.clone().$method(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Held<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.value.clone().deserialize_any(visitor)
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.scalar::<bool>() {
            Some(flag) => visitor.visit_bool(flag),
            None => self.value.clone().deserialize_bool(visitor),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.scalar::<f64>() {
            Some(number) => visitor.visit_f64(number),
            None => self.value.clone().deserialize_f64(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Value::Number(_) | Value::Bool(_) => visitor.visit_string(self.value.to_string()),
            other => other.clone().deserialize_str(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(Elements { left: self.list().into_iter() })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match (self.value, self.element) {
            (Value::Object(_), _) | (_, None) => self.value.clone().deserialize_struct(name, fields, visitor),
            (_, Some(element)) => Value::Object(element.clone()).deserialize_struct(name, fields, visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.value {
            // Choices are numbers; a variant is renamed to one, or to the label.
            Value::Number(number) => visitor.visit_enum(number.to_string().into_deserializer()),
            other => other.clone().deserialize_enum(name, variants, visitor),
        }
    }

    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct map identifier ignored_any
    }
}

/// The elements of a list, each as leniently.
struct Elements {
    left: std::vec::IntoIter<Value>,
}

impl<'de> SeqAccess<'de> for Elements {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some(value) = self.left.next() else { return Ok(None) };
        seed.deserialize(Held { value: &value, element: None }).map(Some)
    }
}
