//! `Ticket` as users of serde would write it.
//!
//! One variant drops unknown fields, the other retains them.

// The names come from the schema.
#[allow(clippy::struct_field_names)]
mod models;

use halo_api::Record;
use halo_api::tickets::Ticket;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromStr as _, ToPrimitive as _};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

pub(crate) use self::models::FIELDS;

/// The variant that drops unknown fields.
pub(crate) mod plain {
    #![allow(clippy::struct_field_names, clippy::wildcard_imports)]

    use super::models::*;

    ticket! {}
}

/// The variant that retains unknown fields, except those of nested objects, which are the same in both.
pub(crate) mod flat {
    #![allow(dead_code)] // It takes too long to optimise for `codec`: see `memory`.
    #![allow(clippy::struct_field_names, clippy::wildcard_imports)]

    use super::models::*;

    ticket! {
        #[serde(flatten)]
        pub(crate) extra: std::collections::BTreeMap<String, serde_json::Value>,
    }
}

/// The envelope of a page.
#[derive(Deserialize, Serialize)]
pub(crate) struct Page<T> {
    pub(crate) record_count: u64,
    pub(crate) tickets: Vec<T>,
}

/// A field of a model.
pub(crate) struct Field {
    pub(crate) wire: &'static str,
    pub(crate) type_name: &'static str,
    pub(crate) kind: Kind,
}

pub(crate) const fn field(wire: &'static str, type_name: &'static str, kind: Kind) -> Field {
    Field { wire, type_name, kind }
}

/// The kind of a field's value.
#[allow(dead_code)] // The schema may have no field of some kind.
pub(crate) enum Kind {
    Bool,
    Int,
    Float,
    Decimal,
    Instant,
    Day,
    Json,
    Text,
    Id,
    TextId,
    Object(&'static str),
    List(&'static Kind),
    Map(&'static Kind),
}

/// The fields of a model.
pub(crate) fn fields(model: &str) -> &'static [Field] {
    FIELDS.iter().find(|(name, _)| *name == model).map_or(&[], |(_, fields)| fields)
}

/// Asserts that the twin has the fields of the catalog; otherwise the comparison would be meaningless.
pub(crate) fn assert_equal_fields() {
    let catalog = Ticket::INFO.fields.iter().map(|field| (field.wire_name, field.ty.to_string()));
    let twin = fields("Ticket").iter().map(|field| (field.wire, field.type_name.to_owned()));
    assert!(twin.eq(catalog), "the twin has other fields than Ticket: run `cargo xtask bench-twin`");
}

/// An id.
#[derive(Deserialize, Serialize)]
pub(crate) struct Id(i64);

/// An instant as Halo sends it, without a zone, which jiff's own serde support does not accept.
pub(crate) struct Instant(Timestamp);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Instant;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an instant")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Instant, E> {
                let naive: DateTime = text.parse().map_err(E::custom)?;
                Ok(Instant(Offset::UTC.to_timestamp(naive).map_err(E::custom)?))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Money as a number, read like `rust_decimal`'s own serde support reads it.
pub(crate) struct Money(Decimal);

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;

        impl Visitor<'_> for Number {
            type Value = Money;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("money")
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Money, E> {
                Ok(Money(value.into()))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Money, E> {
                Ok(Money(value.into()))
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Money, E> {
                Decimal::from_str(&value.to_string()).map(Money).map_err(E::custom)
            }
        }

        deserializer.deserialize_any(Number)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.to_i64() {
            Some(whole) if self.0.is_integer() => serializer.serialize_i64(whole),
            _ => serializer.serialize_f64(self.0.to_f64().unwrap_or_default()),
        }
    }
}
