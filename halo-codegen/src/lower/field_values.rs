//! Lists of values that a tenant defines, such as custom fields: methods that find and set one of them by its id or name.

use super::Lowering;
use super::docs::markdown;
use super::names;
use crate::ir::{FieldGetterDef, FieldSetterDef};
use crate::model::{Access, Entity, Field, OperationKind};

impl Lowering<'_> {
    /// What a model offers for its lists of values.
    pub(super) fn field_getters(&self, fields: &[Field]) -> Vec<FieldGetterDef> {
        let held = |field: &&Field| field.access.is_read();
        let getter = |field: &Field| {
            let (rust, list) = (names::one_value(self.schema, field)?, self.rust_name(field));
            let text = format!(
                "The one of [`{list}`](Self::{list}) with this id or name, if the record holds it: see \
                 [`CustomFieldRef`](crate::CustomFieldRef)."
            );
            Some(FieldGetterDef { rust, wire: field.wire_name.value.clone(), doc: markdown(&text) })
        };
        fields.iter().filter(held).filter_map(getter).collect()
    }

    /// What a request that writes offers for them. Where a list replaces the stored one, an update has to read that first.
    pub(super) fn field_setters(&self, entity: &Entity, kind: OperationKind) -> Vec<FieldSetterDef> {
        let is_read = entity.operation(OperationKind::Get).is_some();
        let can = |field: &&Field| match kind {
            OperationKind::Create => true,
            OperationKind::Update => !field.replaces || is_read && field.access == Access::Both,
            _ => false,
        };
        let written = |field: &&Field| field.access.is_written();
        let setter = |field: &Field| {
            let (rust, list) = (names::one_value(self.schema, field)?, self.rust_name(field));
            let keeps_others = field.replaces && kind == OperationKind::Update;
            let doc = markdown(&format!(
                "Sets the one of `{list}` with this id or name, beside what the body sets. Call it again for another one."
            ));
            let doc = if keeps_others { doc.and(KEPT) } else { doc };
            Some(FieldSetterDef { rust, wire: field.wire_name.value.clone(), keeps_others, doc })
        };
        entity.fields.iter().filter(written).filter(can).filter_map(setter).collect()
    }

    /// What the setter of a list that replaces the stored one says of the method for one of its values.
    pub(super) fn single(&self, entity: &Entity, field: &Field) -> String {
        if !field.replaces || entity.operation(OperationKind::Update).is_none() {
            return String::new();
        }
        match self
            .field_setters(entity, OperationKind::Update)
            .iter()
            .find(|setter| setter.wire == field.wire_name.value)
        {
            Some(one) => format!("The request of `update` has `{}`, which sets one and keeps the others.", one.rust),
            None => String::new(),
        }
    }
}

const KEPT: &str = "What is sent replaces the stored list, so the record is fetched first and the other values are sent back \
                    as they came. That is one request more, which `preview()` does not show, and it undoes what somebody \
                    else changes in the list meanwhile. Nothing is fetched where the body sets the list itself.";
