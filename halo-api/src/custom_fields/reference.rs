//! Reads a value that a tenant defines.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::codec::{Model, Scalar, View, WireType, member};

/// A custom field of a record, or a field of an asset type, and its value.
///
/// It is returned by `custom_field(..)` on a ticket, a client, an asset and others, and by `field(..)` on an asset or a
/// site.
///
/// Halo sends the value untyped: text, a number, a bool, a list. Only the caller knows the intended type, so each
/// method converts it to one type, with the same leniency as the fields of the models. It returns `None` if the field
/// is not set or the value does not fit; [`value`](Self::value) distinguishes the two.
///
/// ```
/// use halo_api::tickets::Ticket;
///
/// let ticket: Ticket = serde_json::from_str(
///     r#"{"id": 7, "customfields": [
///         {"id": 12, "name": "CFSerial", "value": "0042", "display": "0042"},
///         {"id": 13, "name": "CFFloor", "value": 3, "display": "3rd"},
///         {"id": 14, "name": "CFRooms", "value": [301, "302"]}
///     ]}"#,
/// )
/// .unwrap();
/// let serial = ticket.custom_field("CFSerial").unwrap();
/// assert_eq!((serial.text().as_deref(), serial.int()), (Some("0042"), Some(42)));
/// assert_eq!(ticket.custom_field(13).and_then(|floor| floor.display()), Some("3rd"));
/// assert_eq!(ticket.custom_field("rooms").and_then(|rooms| rooms.ids()), Some(vec![301, 302]));
/// assert!(ticket.custom_field("CFNoSuch").is_none());
/// ```
///
/// Rows of a list contain only the custom fields that `include_custom_fields` requests; `get` returns all of them.
///
/// # A struct of your own
///
/// A tenant's custom fields are best a struct: `custom_fields_as` of a record reads it, `custom_fields_from` of a write type
/// writes it. Members are named like the fields, with or without `CF` and in any case; serde's `rename` gives a member another
/// name. Numbers, flags and lists are read from whatever form Halo sends. A field without a value is left out, so that its
/// member is an `Option` or has a `default`. A member that is a struct takes the members of the field itself, such as the
/// number of a choice and its label.
///
/// ```
/// use halo_api::tickets::{Ticket, TicketWrite};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, PartialEq, Serialize, Deserialize)]
/// struct Mine {
///     serial: String,
///     floor: Option<i64>,
///     #[serde(rename = "CFCostCenter", default)]
///     cost_centers: Vec<i64>,
/// }
///
/// let ticket: Ticket = serde_json::from_str(
///     r#"{"id": 7, "customfields": [
///         {"id": 12, "name": "CFSerial", "value": 42}, {"id": 13, "name": "CFFloor", "value": "3.0"},
///         {"id": 14, "name": "CFCostCenter", "value": "301,302"}
///     ]}"#,
/// )
/// .unwrap();
/// let mut mine: Mine = ticket.custom_fields_as().unwrap();
/// assert_eq!(mine, Mine { serial: "42".to_owned(), floor: Some(3), cost_centers: vec![301, 302] });
///
/// assert!(TicketWrite::new().custom_fields_from(&mine).only_changes(&ticket).is_empty());
/// mine.floor = Some(4);
/// let write = TicketWrite::new().custom_fields_from(&mine).only_changes(&ticket).known(&ticket);
/// assert_eq!(serde_json::to_value(write).unwrap()["customfields"][1], serde_json::json!({"id": 13, "value": 4}));
/// ```
///
/// **Assets** have two kinds: the fields of their type, read with `field(..)`, and custom fields. Their ids are
/// independent of each other: `asset.field(12)` and `asset.custom_field(12)` are different fields. Each method searches
/// only its own list.
#[derive(Clone, Copy)]
pub struct CustomFieldRef<'a> {
    model: &'a dyn Model,
}

impl<'a> CustomFieldRef<'a> {
    pub(super) fn new(model: &'a dyn Model) -> Self {
        Self { model }
    }

    fn str(&self, name: &str) -> Option<&'a str> {
        match member(self.model, name)? {
            View::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The id of the field's definition.
    #[must_use]
    pub fn id(&self) -> Option<i64> {
        match member(self.model, "id")? {
            View::Int(id) => Some(id),
            _ => None,
        }
    }

    /// The technical name of the field, or the name of a field of an asset type.
    #[must_use]
    pub fn name(&self) -> Option<&'a str> {
        self.str("name")
    }

    /// The displayed value, such as the label of a choice.
    #[must_use]
    pub fn display(&self) -> Option<&'a str> {
        self.str("display")
    }

    /// The value as Halo sent it. `None` if it is not set.
    #[must_use]
    pub fn value(&self) -> Option<&'a Value> {
        match member(self.model, "value")? {
            View::Json(value) => Some(value).filter(|value| !value.is_null()),
            _ => None,
        }
    }

    fn read<T: WireType>(&self) -> Option<T> {
        T::from_scalar(Scalar::of(self.value()?)?).ok().flatten()
    }

    /// The value as text. A number or a bool is converted; a list is `None`.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'a, str>> {
        match self.value()? {
            Value::String(text) => Some(Cow::Borrowed(text)),
            value @ (Value::Number(_) | Value::Bool(_)) => Some(Cow::Owned(value.to_string())),
            _ => None,
        }
    }

    /// The value as an integer, also from `18.0` or `"18"`: the number of a choice, for example.
    #[must_use]
    pub fn int(&self) -> Option<i64> {
        self.read()
    }

    /// The value as a number, also from text.
    #[must_use]
    pub fn float(&self) -> Option<f64> {
        self.read()
    }

    /// The value as money, with the digits that Halo wrote, also from text.
    #[must_use]
    pub fn decimal(&self) -> Option<Decimal> {
        self.read()
    }

    /// The value as a bool, also from `0`, `1`, `"true"` or `"false"`.
    #[must_use]
    pub fn bool(&self) -> Option<bool> {
        self.read()
    }

    /// The value as an instant; without a zone, it is UTC.
    ///
    /// An empty text and Halo's "no date" days are `None`.
    #[must_use]
    pub fn datetime(&self) -> Option<Timestamp> {
        self.read()
    }

    /// The value as a day: its first ten characters.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.read()
    }

    /// The value as the numbers of several choices.
    ///
    /// Halo has no single form for them, so all known forms are accepted: a list of numbers, of texts or of objects
    /// with an `id`, a text with commas, one number. `None` if any of them is not a number.
    #[must_use]
    pub fn ids(&self) -> Option<Vec<i64>> {
        let whole = |value: &Value| i64::from_scalar(Scalar::of(value.get("id").unwrap_or(value))?).ok().flatten();
        match self.value()? {
            Value::Array(all) => all.iter().map(whole).collect(),
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => text.split(',').map(|one| one.trim().parse().ok()).collect(),
            one => Some(vec![whole(one)?]),
        }
    }
}

impl fmt::Debug for CustomFieldRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::codec::debug(self.model, f)
    }
}
