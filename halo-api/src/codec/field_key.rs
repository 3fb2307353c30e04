//! The key of one element in a list of values, such as one custom field.

use std::fmt;

use serde_json::Value;

use super::{Scalar, WireType, WriteValue};

/// The key of a custom field, or of a field of an asset type: the id of its definition, or its name.
///
/// Halo's names of custom fields begin with `CF`. A name matches a field without that prefix too, and in any case:
/// `"CFSerial"`, `"cfserial"` and `"serial"` are the same, unless a field has exactly that name. A field that the
/// record does not contain yet is written under the name as passed, so include `CF`. Ids and names belong to the
/// tenant: two tenants never share them, even if the labels are the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CustomFieldKey {
    /// The id of the field's definition.
    Id(i64),
    /// The technical name of the field.
    Name(String),
}

impl CustomFieldKey {
    /// The member of an element that identifies it, and its value.
    pub(super) fn member(&self) -> (&'static str, Value) {
        match self {
            Self::Id(id) => ("id", (*id).into()),
            Self::Name(name) => ("name", name.as_str().into()),
        }
    }

    /// The element of a JSON list with this key.
    pub(crate) fn find<'a>(&self, elements: &'a [Value]) -> Option<&'a Value> {
        let identities: Vec<_> = elements.iter().map(json_identity).collect();
        elements.get(self.position(identities.into_iter())?)
    }

    /// Whether another key is of the same field, as far as the two tell.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match other {
            Self::Id(id) => self.position([(Some(*id), None)].into_iter()).is_some(),
            Self::Name(name) => self.position([(None, Some(name.as_str()))].into_iter()).is_some(),
        }
    }

    /// The position of the element with this key among these ids and names.
    ///
    /// An exact name wins over a similar one.
    pub(crate) fn position<'a>(
        &self,
        mut elements: impl Iterator<Item = (Option<i64>, Option<&'a str>)> + Clone,
    ) -> Option<usize> {
        match self {
            Self::Id(id) => elements.position(|(own, _)| own == Some(*id)),
            Self::Name(name) => {
                let exact = elements.clone().position(|(_, own)| own == Some(name));
                exact.or_else(|| elements.position(|(_, own)| own.is_some_and(|own| is_same_name(own, name))))
            }
        }
    }
}

/// Whether two names identify the same field.
fn is_same_name(one: &str, other: &str) -> bool {
    without_prefix(one).eq_ignore_ascii_case(without_prefix(other))
}

/// The name without a leading `CF` in any case.
pub(crate) fn without_prefix(name: &str) -> &str {
    match name.split_at_checked(2) {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case("cf") && !rest.is_empty() => rest,
        _ => name,
    }
}

/// The id in a JSON value, which may be a text.
pub(crate) fn id_in(value: &Value) -> Option<i64> {
    i64::from_scalar(Scalar::of(value)?).ok().flatten()
}

/// The id and name of an element of a JSON list.
pub(super) fn json_identity(element: &Value) -> (Option<i64>, Option<&str>) {
    (element.get("id").and_then(id_in), element.get("name").and_then(Value::as_str))
}

/// The id and name of an element in a body.
pub(super) fn identity(element: &WriteValue) -> (Option<i64>, Option<&str>) {
    (element.member("id").and_then(id_in), element.member("name").and_then(Value::as_str))
}

impl fmt::Display for CustomFieldKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "custom field {id}"),
            Self::Name(name) => write!(f, "custom field `{name}`"),
        }
    }
}

impl From<i64> for CustomFieldKey {
    fn from(id: i64) -> Self {
        Self::Id(id)
    }
}

impl From<i32> for CustomFieldKey {
    fn from(id: i32) -> Self {
        Self::Id(id.into())
    }
}

impl From<&str> for CustomFieldKey {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for CustomFieldKey {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}
