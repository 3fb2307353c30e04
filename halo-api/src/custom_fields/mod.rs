//! Values that a tenant defines: custom fields, and the fields of asset types.
//!
//! The generated methods pass a list; the implementation for any model is here.

mod ids;
mod reference;
#[cfg(test)]
mod tests;
mod typed;
mod value;

pub use self::ids::CustomFieldIds;
pub use self::reference::CustomFieldRef;
pub(crate) use self::typed::read_as;
pub use self::value::CustomFieldValue;
pub use crate::codec::CustomFieldKey;

use crate::codec::{FieldPatch, Model, View, member};

/// Finds the value with this key in a list of a model.
pub(crate) fn find<'a>(model: &'a dyn Model, list: &str, key: &CustomFieldKey) -> Option<CustomFieldRef<'a>> {
    let View::List(list) = member(model, list)? else { return None };
    let rows: Vec<CustomFieldRef<'a>> =
        (0..list.len()).filter_map(|index| list.row(index)).map(CustomFieldRef::new).collect();
    let position = key.position(rows.iter().map(|row| (row.id(), row.name())))?;
    rows.get(position).copied()
}

impl FieldPatch {
    /// Creates a patch of a list that Halo merges with the stored one.
    pub(crate) fn merging(
        list: &'static str,
        key: impl Into<CustomFieldKey>,
        value: impl Into<CustomFieldValue>,
    ) -> Self {
        Self { list, key: key.into(), value: value.into().0, replaces: false }
    }

    /// Creates a patch of a list that replaces the stored one.
    pub(crate) fn replacing(
        list: &'static str,
        key: impl Into<CustomFieldKey>,
        value: impl Into<CustomFieldValue>,
    ) -> Self {
        Self { replaces: true, ..Self::merging(list, key, value) }
    }
}
