//! What the names of types stand for.

use std::collections::BTreeMap;

use super::{Entity, Enum, IdRepr, Object, Schema};
use crate::naming::id_name;
use crate::source::Span;

/// What a type's name stands for.
#[derive(Debug, Clone, Copy)]
pub enum Named<'s> {
    /// An id.
    Id(IdRepr),
    /// An object of `types/`.
    Object(&'s Object),
    /// An enum of `types/`.
    Enum(&'s Enum),
    /// An entity, as a nested object.
    Entity(&'s Entity),
}

/// All types by name.
#[derive(Debug, Clone, Default)]
pub struct Types<'s> {
    by_name: BTreeMap<String, (Named<'s>, Span)>,
}

impl<'s> Types<'s> {
    /// The types of a schema. Of two with the same name, which is a mistake, the first counts.
    #[must_use]
    pub fn of(schema: &'s Schema) -> Self {
        let mut types = Self::default();
        for entity in schema.entities.iter().filter(|entity| entity.has_own_types()) {
            types.add(&entity.name.value, Named::Entity(entity), entity.name.span);
            if entity.id.value != IdRepr::None {
                types.add(&id_name(&entity.name.value), Named::Id(entity.id.value), entity.name.span);
            }
        }
        for object in &schema.objects {
            types.add(&object.name.value, Named::Object(object), object.name.span);
        }
        for known in &schema.enums {
            types.add(&known.name.value, Named::Enum(known), known.name.span);
        }
        for id in &schema.halo.ids {
            types.add(&id.name.value, Named::Id(id.repr), id.name.span);
        }
        types
    }

    /// What a name stands for.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Named<'s>> {
        self.by_name.get(name).map(|(named, _)| *named)
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    fn add(&mut self, name: &str, named: Named<'s>, span: Span) {
        self.by_name.entry(name.to_owned()).or_insert((named, span));
    }
}
