//! Fields that the schema does not know.

use std::collections::BTreeMap;
use std::ops::Deref;

use serde_json::Value;

use super::element::{Container, FieldSlot, TypeMismatch};
use super::scalar::Scalar;
use super::view::View;

static EMPTY: BTreeMap<String, Value> = BTreeMap::new();

/// Fields of a response that the schema does not know, and values that did not fit, by wire name.
///
/// It dereferences to a `BTreeMap<String, serde_json::Value>`, and takes one machine word while it is empty.
///
/// ```
/// let ticket: halo_api::tickets::Ticket = serde_json::from_str(r#"{"id": 7, "new_in_2027": true}"#).unwrap();
/// assert_eq!(ticket.extra["new_in_2027"], true);
/// ```
#[derive(Clone, Default, PartialEq)]
// A box, since nearly every value is empty and a model may contain hundreds of objects.
#[allow(clippy::box_collection)]
pub struct Extra(Option<Box<BTreeMap<String, Value>>>);

impl Extra {
    /// Creates an empty map.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// Adds a field, and returns its previous value.
    pub fn insert(&mut self, name: impl Into<String>, value: Value) -> Option<Value> {
        self.0.get_or_insert_default().insert(name.into(), value)
    }

    /// Removes a field, and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let removed = self.0.as_mut()?.remove(name);
        if self.is_empty() {
            self.0 = None;
        }
        removed
    }
}

impl Deref for Extra {
    type Target = BTreeMap<String, Value>;

    fn deref(&self) -> &Self::Target {
        self.0.as_deref().unwrap_or(&EMPTY)
    }
}

/// A slot that stores nothing, for a model without fields.
impl FieldSlot for Extra {
    fn take(&mut self, _: Scalar<'_>) -> Result<(), TypeMismatch> {
        Err(TypeMismatch)
    }

    fn as_container(&mut self) -> Container<'_> {
        Container::Closed
    }

    fn clear(&mut self) {}

    fn view(&self) -> View<'_> {
        View::None
    }
}

impl std::fmt::Debug for Extra {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}
