//! Lists of values that a tenant defines, such as custom fields: methods that find and set one of them by its id or name.

use super::Lowering;
use super::docs::markdown;
use super::names;
use crate::ir::{FieldGetterDef, FieldSetterDef, KnownDef, Type, TypeRef};
use crate::model::{Access, Entity, Field, OperationKind, TypeExpr};

impl Lowering<'_> {
    /// What a model offers for its lists of values.
    pub(super) fn field_getters(&self, fields: &[Field]) -> Vec<FieldGetterDef> {
        let held = |field: &&Field| field.access.is_read();
        let getter = |field: &Field| {
            let (rust, list) = (names::one_value(self.schema, field)?, self.rust_name(field));
            let text = format!(
                "The entry of [`{list}`](Self::{list}) with this id or name, if the record holds it: see \
                 [`CustomFieldRef`](crate::CustomFieldRef)."
            );
            let all_doc = markdown("Reads all of them into a struct of your own.")
                .and(OWN_STRUCT)
                .and("# Errors")
                .and(UNREADABLE);
            Some(FieldGetterDef {
                all: format!("{list}_as"),
                all_doc,
                rust,
                wire: field.wire_name.value.clone(),
                doc: markdown(&text),
            })
        };
        fields.iter().filter(held).filter_map(getter).collect()
    }

    /// What a write type offers for them. Where a list replaces the stored one, an update has to read that first.
    pub(super) fn field_setters(&self, entity: &Entity) -> Vec<FieldSetterDef> {
        let written = |field: &&Field| field.access.is_written();
        let is_updated = entity.operation(OperationKind::Update).is_some();
        let is_fetched = entity.operation(OperationKind::Get).is_some();
        let is_readable = |field: &&Field| !field.replaces || !is_updated || is_fetched && field.access == Access::Both;
        let setter = |field: &Field| {
            let (rust, list) = (names::one_value(self.schema, field)?, self.rust_name(field));
            let doc = markdown(&format!("Sets the entry of `{list}` with this id or name."))
                .and("Call it again for another entry. What [`set`](Self::set) and the other setters set is kept.");
            let replaces = field.replaces && is_updated;
            let doc = if replaces { doc.and(REPLACES).and(COSTS) } else { doc };
            let all_doc =
                markdown(&format!("Sets the values of a struct of your own, each as [`{rust}`](Self::{rust}) does."))
                    .and(OWN_NAMES)
                    .and(OWN_STRUCT);
            Some(FieldSetterDef {
                all: format!("{list}_from"),
                all_doc,
                rust,
                wire: field.wire_name.value.clone(),
                replaces,
                doc,
            })
        };
        entity.fields.iter().filter(written).filter(is_readable).filter_map(setter).collect()
    }

    /// The same methods of the requests that send one such write.
    pub(super) fn request_field_setters(&self, entity: &Entity, kind: OperationKind) -> Vec<FieldSetterDef> {
        if !matches!(kind, OperationKind::Create | OperationKind::Update) {
            return Vec::new();
        }
        let Type::Object(_, Some(write)) = self.model_type(entity) else { return Vec::new() };
        let path = format!("crate::{}::{}", write.module, write.name);
        let shortcut = |setter: FieldSetterDef| {
            let (one, write) = (&setter.rust, &write.name);
            let doc = markdown("Sets one value in addition to what the body sets.")
                .and(&format!("A shortcut for [`{write}::{one}`]({path}::{one}), which says more."));
            FieldSetterDef { doc, ..setter }
        };
        self.field_setters(entity).into_iter().map(shortcut).collect()
    }

    /// The method for a record that is known already, where one of those lists replaces the stored one.
    pub(super) fn known(&self, entity: &Entity) -> Option<KnownDef> {
        let replaced = self.field_setters(entity).into_iter().filter(|setter| setter.replaces);
        let lists: Vec<String> = replaced.map(|setter| setter.wire).collect();
        let Type::Object(model, _) = self.model_type(entity) else { return None };
        let doc = markdown("Takes the stored values from this record, so that an update does not have to fetch it.")
            .and(KNOWN);
        (!lists.is_empty()).then_some(KnownDef { model, lists, doc })
    }

    /// The model of the records that a write type changes.
    pub(super) fn updated_model(&self, entity: &Entity) -> Option<TypeRef> {
        match self.model_type(entity) {
            Type::Object(model, _) if entity.operation(OperationKind::Update).is_some() => Some(model),
            _ => None,
        }
    }

    fn model_type(&self, entity: &Entity) -> Type {
        self.ty(&TypeExpr::Named(entity.model().to_owned()))
    }

    /// What the setter of a list that replaces the stored one says of the method for one of its values.
    pub(super) fn single(&self, entity: &Entity, field: &Field) -> String {
        if !field.replaces || entity.operation(OperationKind::Update).is_none() {
            return String::new();
        }
        match self.field_setters(entity).iter().find(|setter| setter.wire == field.wire_name.value) {
            Some(one) => format!("[`{0}`](Self::{0}) sets one and keeps the others.", one.rust),
            None => String::new(),
        }
    }
}

const OWN_STRUCT: &str = "See [`CustomFieldRef`](crate::CustomFieldRef#a-struct-of-your-own).";
const OWN_NAMES: &str = "A member is named like the field, with or without `CF`. `None` clears a field; leave it out with serde's \
                         `skip_serializing_if` to keep what is stored.";
const UNREADABLE: &str = "[`ErrorKind::Decode`](crate::ErrorKind::Decode): a value does not fit, or one that the \
                          struct requires is missing.";
const REPLACES: &str = "An update replaces the stored list with the one that is sent. So it fetches the record first and \
                        sends the other values back as they came, which undoes what somebody else changes in the list \
                        in the meantime. `preview()` and `Serialize` show the body as far as it is known without that.";
const COSTS: &str = "An `update` costs two requests then, `update_many` one more for each record with such a value. With \
                     [`known`](Self::known), or where the body sets the list itself, nothing is fetched. `create` fetches \
                     nothing.";
const KNOWN: &str = "It must be the record that is updated, as `get` or a write returned it. Values that somebody changed in \
                     Halo since then are overwritten with those of the record. **Do not use a row of a list with \
                     `include_custom_fields`**: it holds only some of the values, and the others would be lost. A list that \
                     the record does not hold at all is fetched.";
