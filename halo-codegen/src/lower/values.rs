//! Lists of values that a tenant defines, such as custom fields: methods that find and set one of them by its id or name.

use super::Lowering;
use super::docs::markdown;
use crate::ir::{FinderDef, PlacerDef};
use crate::model::{Access, Entity, Field};
use crate::naming;

impl Lowering<'_> {
    /// What a model offers for its lists of values.
    pub(super) fn finders(&self, fields: &[Field]) -> Vec<FinderDef> {
        let held = |field: &&Field| field.access.is_read();
        let finder = |field: &Field| {
            let (rust, list) = (naming::one_value(self.schema, field)?, self.rust_name(field));
            let text = format!(
                "The one of [`{list}`](Self::{list}) with this id or name, if the record holds it: see \
                 [`CustomFieldRef`](crate::CustomFieldRef)."
            );
            Some(FinderDef { rust, wire: field.wire_name.value.clone(), doc: markdown(&text) })
        };
        fields.iter().filter(held).filter_map(finder).collect()
    }

    /// What a request that writes offers for them. Where a list replaces the stored one, an update has to read that first.
    pub(super) fn placers(&self, entity: &Entity, verb: &str) -> Vec<PlacerDef> {
        let can = |field: &&Field| match verb {
            "create" => true,
            "update" => !field.replaces || entity.get.is_some() && field.access == Access::Both,
            _ => false,
        };
        let written = |field: &&Field| matches!(field.access, Access::Write | Access::Both);
        let placer = |field: &Field| {
            let (rust, list) = (naming::one_value(self.schema, field)?, self.rust_name(field));
            let keeps_others = field.replaces && verb == "update";
            let doc = markdown(&format!(
                "Sets the one of `{list}` with this id or name, beside what the body sets. Call it again for another one."
            ));
            let doc = if keeps_others { doc.and(KEPT) } else { doc };
            Some(PlacerDef { rust, wire: field.wire_name.value.clone(), keeps_others, doc })
        };
        entity.fields.iter().filter(written).filter(can).filter_map(placer).collect()
    }

    /// What the setter of a list that replaces the stored one says of the method for one of its values.
    pub(super) fn single(&self, entity: &Entity, field: &Field) -> String {
        if !field.replaces || entity.update.is_none() {
            return String::new();
        }
        match self.placers(entity, "update").iter().find(|placer| placer.wire == field.wire_name.value) {
            Some(one) => format!("The request of `update` has `{}`, which sets one and keeps the others.", one.rust),
            None => String::new(),
        }
    }
}

const KEPT: &str = "What is sent replaces the stored list, so the record is fetched first and the other values are sent back \
                    as they came. That is one request more, which `preview()` does not show, and it undoes what somebody \
                    else changes in the list meanwhile. Nothing is fetched where the body sets the list itself.";
