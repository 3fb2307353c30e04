//! The new name of something that was renamed.

use heck::ToSnakeCase as _;

use super::Check;
use super::unused::Used;
use crate::model::{Entity, IdRepr};
use crate::naming::{id_name, is_plural_of};

impl Check<'_> {
    /// The entity that Halo still calls by the old name, or its id; otherwise the only type of the kind that is unused.
    pub(super) fn renamed(&self, name: &str) -> Option<String> {
        let of_id = name.strip_suffix("Id").filter(|entity| !entity.is_empty());
        let entities = || self.schema.entities.iter().filter(|entity| entity.has_own_types());
        let known = |name: &str| entities().find(|entity| is_called(entity, name));
        if let Some(entity) = of_id.and_then(known).filter(|entity| entity.id.value != IdRepr::None) {
            return Some(id_name(&entity.name.value));
        }
        if let Some(entity) = known(name) {
            return Some(entity.name.value.clone());
        }
        let used = self.used.get_or_init(|| Used::of(self.schema).types);
        let halo = self.schema.halo.ids.iter().map(|id| &id.name.value).filter(|_| of_id.is_some());
        let objects = self.schema.objects.iter().map(|object| &object.name.value);
        let types = objects.chain(self.schema.enums.iter().map(|known| &known.name.value)).filter(|_| of_id.is_none());
        let mut free = halo.chain(types).filter(|name| !used.contains(name.as_str()));
        free.next().filter(|_| free.next().is_none()).cloned()
    }
}

/// Whether the path or the vendor's file uses the name for the entity.
fn is_called(entity: &Entity, name: &str) -> bool {
    let vendor = entity.vendor.iter().flat_map(|vendor| [&vendor.list, &vendor.detail]).flatten();
    let path = entity.path.value.trim_start_matches('/').to_snake_case();
    vendor.into_iter().any(|vendor| vendor.value == name) || is_plural_of(&path, name)
}
