//! The ids of custom fields, by their names.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::CustomFieldKey;
use crate::vocabulary::Error;

/// The ids of an entity's custom fields, by their names: see [`Halo::custom_field_ids`](crate::Halo::custom_field_ids).
#[derive(Debug, Clone, Default)]
pub struct CustomFieldIds {
    plural: String,
    ids: Arc<BTreeMap<String, i64>>,
}

impl CustomFieldIds {
    pub(crate) fn new(plural: &str, ids: Arc<BTreeMap<String, i64>>) -> Self {
        Self { plural: plural.to_owned(), ids }
    }

    /// The id of the field with this name: with or without `CF`, in any case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<i64> {
        let position =
            CustomFieldKey::from(name).position(self.ids.keys().map(|known| (None, Some(known.as_str()))))?;
        self.ids.values().nth(position).copied()
    }

    /// The ids of the fields with these names, for `include_custom_fields`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): the entity has no field of such a name.
    pub fn of<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Result<Vec<i64>, Error> {
        let id = |name: &str| {
            let unknown = || format!("{} have no custom field named `{name}`", self.plural);
            self.get(name).ok_or_else(|| Error::config(unknown()))
        };
        names.into_iter().map(id).collect()
    }

    /// All names with their ids, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, i64)> {
        self.ids.iter().map(|(name, id)| (name.as_str(), *id))
    }
}
