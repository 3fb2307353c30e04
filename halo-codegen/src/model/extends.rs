//! Entities that are like another one: `/Projects` are tickets under another path.

use super::{Entity, Schema};
use crate::source::Spanned;

/// `like:` of an entity. What its file does not say has been taken over from the other one.
#[derive(Debug, Clone)]
pub struct Extends {
    /// The other's plural, as written.
    pub plural: Spanned<String>,
    /// The other's struct, which is this one's too.
    pub model: String,
    /// The keys that the file says itself.
    pub own: Vec<String>,
}

impl Entity {
    /// Whether it has a struct, id and write type of its own.
    #[must_use]
    pub fn has_own_types(&self) -> bool {
        self.extends.is_none()
    }

    /// The struct of its rows.
    #[must_use]
    pub fn model(&self) -> &str {
        self.extends.as_ref().map_or(&self.name.value, |extends| &extends.model)
    }

    /// The module of that struct.
    #[must_use]
    pub fn model_module(&self) -> &str {
        self.extends.as_ref().map_or(&self.plural, |extends| &extends.plural.value)
    }

    /// Whether its own file says this key, so that what stands under it is not judged elsewhere.
    #[must_use]
    pub fn says(&self, key: &str) -> bool {
        self.extends.as_ref().is_none_or(|extends| extends.own.iter().any(|own| own == key))
    }
}

impl Schema {
    /// Whether an entity has a write type: it, or one that shares its struct, is created or updated, or a field that is
    /// written holds it, as invoices hold their lines.
    #[must_use]
    pub fn has_write_type(&self, entity: &Entity) -> bool {
        let sharing = self.entities.iter().filter(|other| other.model_module() == entity.model_module());
        sharing.into_iter().any(Entity::is_written) || self.is_sent_nested(entity.model())
    }

    fn is_sent_nested(&self, model: &str) -> bool {
        let of_entities =
            self.entities.iter().filter(|entity| entity.has_own_types()).flat_map(|entity| &entity.fields);
        let mut fields = of_entities.chain(self.objects.iter().flat_map(|object| &object.fields));
        fields.any(|field| field.access.is_written() && field.ty.value.name() == Some(model))
    }
}
