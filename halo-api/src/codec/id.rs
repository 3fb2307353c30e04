//! Typed ids: an agent's id cannot be passed as a client's.

use std::fmt;

use crate::codec::WriteValue;

/// A member of an entity's key in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum KeyValue {
    /// A number.
    Int(i64),
    /// Text.
    Text(String),
}

impl fmt::Display for KeyValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl From<i64> for KeyValue {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<String> for KeyValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<KeyValue> for WriteValue {
    fn from(value: KeyValue) -> Self {
        match value {
            KeyValue::Int(number) => number.into(),
            KeyValue::Text(text) => text.into(),
        }
    }
}

/// Implements an id over `i64`.
macro_rules! int_id {
    () => {}; // See `rt`.
    ($id:ident) => {
        impl std::fmt::Display for $id {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $id {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<i64> for $id {
            fn from(number: i64) -> Self {
                Self(number)
            }
        }

        // `From<i32>` makes untyped integer literals infer.
        impl From<i32> for $id {
            fn from(number: i32) -> Self {
                Self(number.into())
            }
        }

        impl From<u32> for $id {
            fn from(number: u32) -> Self {
                Self(number.into())
            }
        }

        impl From<$id> for i64 {
            fn from(id: $id) -> Self {
                id.0
            }
        }

        impl From<$id> for $crate::codec::id::KeyValue {
            fn from(id: $id) -> Self {
                Self::Int(id.0)
            }
        }

        impl $crate::codec::WireType for $id {
            fn from_scalar(scalar: $crate::codec::Scalar<'_>) -> Result<Option<Self>, $crate::codec::TypeMismatch> {
                Ok(<i64 as $crate::codec::WireType>::from_scalar(scalar)?.map(Self))
            }

            fn view(&self) -> $crate::codec::View<'_> {
                $crate::codec::View::Int(self.0)
            }
        }

        $crate::codec::id::id!($id);
    };
}
pub(crate) use int_id;

/// Implements an id over `String`.
macro_rules! string_id {
    () => {}; // See `rt`.
    ($id:ident) => {
        impl std::fmt::Display for $id {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $id {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(text.into())
            }
        }

        impl From<&str> for $id {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $id {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl AsRef<str> for $id {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<$id> for String {
            fn from(id: $id) -> Self {
                id.0
            }
        }

        impl From<$id> for $crate::codec::id::KeyValue {
            fn from(id: $id) -> Self {
                Self::Text(id.0)
            }
        }

        impl $crate::codec::WireType for $id {
            fn from_scalar(scalar: $crate::codec::Scalar<'_>) -> Result<Option<Self>, $crate::codec::TypeMismatch> {
                Ok(<String as $crate::codec::WireType>::from_scalar(scalar)?.map(Self))
            }

            fn view(&self) -> $crate::codec::View<'_> {
                $crate::codec::View::Str(&self.0)
            }
        }

        $crate::codec::id::id!($id);
    };
}
pub(crate) use string_id;

/// The implementations that both kinds share.
macro_rules! id {
    ($id:ident) => {
        $crate::codec::required_field!($id);

        impl serde::Serialize for $id {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&$crate::codec::WireType::view(self), serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $id {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::codec::scalar(deserializer)
            }
        }

        impl $crate::codec::Param for $id {
            fn to_param(&self) -> String {
                self.0.to_string()
            }
        }

        impl From<$id> for $crate::codec::WriteValue {
            fn from(id: $id) -> Self {
                id.0.into()
            }
        }
    };
}
pub(crate) use id;
