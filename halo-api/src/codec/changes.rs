//! What of a body a record does not hold yet.

use serde_json::{Map, Value};

use super::decode::{Mode, decode_object};
use super::field_key::{CustomFieldKey, json_identity};
use super::field_patch::FieldPatch;
use super::same_value::{covers, is_nothing};
use super::write::{WriteBody, WriteValue};
use super::{Model, value};
use crate::entity_info::{Access, EntityInfo, FieldInfo, OperationKind, Presence, Type};

/// Lists whose elements are told apart by the id or the name of their definition.
const BY_DEFINITION: [Type; 2] = [Type::List(&Type::Object("CustomField")), Type::List(&Type::Object("FieldValue"))];

/// A record, as what bodies are compared with.
pub(crate) struct Held<'a> {
    entity: &'static EntityInfo,
    record: &'a dyn Model,
    /// Whether it has all that the server holds, as `get` gives it. Rows of lists lack some.
    is_whole: bool,
}

impl<'a> Held<'a> {
    /// A record from anywhere: it is whole if it has what rows of lists never have.
    pub(crate) fn new(entity: &'static EntityInfo, record: &'a dyn Model) -> Self {
        let detailed = |field: &&FieldInfo| field.presence == Presence::Detail;
        let is_whole = entity.fields.iter().filter(detailed).any(|field| value(record, field.wire_name).is_some());
        Self { entity, record, is_whole }
    }

    /// A record that was fetched by its key.
    pub(crate) fn whole(entity: &'static EntityInfo, record: &'a dyn Model) -> Self {
        Self { entity, record, is_whole: true }
    }

    fn field(&self, name: &str) -> Option<&'static FieldInfo> {
        self.entity.field_in_body(name)
    }

    /// Whether a member that the record lacks is one that Halo does not hold.
    fn tells(&self, field: Option<&FieldInfo>) -> bool {
        let everywhere = |field: &FieldInfo| field.presence == Presence::Both && field.with.is_empty();
        self.is_whole || field.is_some_and(everywhere)
    }

    /// Whether it has what a body sets in this member. `sent` is in the form of the model.
    fn has(&self, name: &str, sent: Option<Value>) -> bool {
        let field = self.field(name);
        let held = value(self.record, field.map_or(name, |field| field.wire_name));
        let sent = sent.unwrap_or(Value::Null);
        match (field, &sent) {
            (Some(field), Value::Array(elements)) if BY_DEFINITION.contains(&field.ty) => {
                self.is_whole && has_same_elements(held.as_ref(), elements)
            }
            _ if held.is_none() => is_nothing(&sent) && self.tells(field),
            _ => covers(held.as_ref(), &sent),
        }
    }

    /// Whether something that a body sets is different for sure. The body holds nothing that the record has.
    pub(crate) fn differs_surely(&self, changes: &WriteBody) -> bool {
        let is_told = |name: &str| {
            let Some(field) = self.field(name) else {
                return !is_flag(self.entity, name) && self.is_written_only(name);
            };
            value(self.record, field.wire_name).is_some() || self.tells(Some(field))
        };
        let mut members = changes.members();
        members.any(|(name, _)| is_told(name))
            || changes.patches().any(|patch| self.tells_patched(patch))
            // Changes of single elements are not compared with what is there.
            || changes.patches_elements()
    }

    /// Whether no response holds a member, so that a whole record tells no more.
    fn is_written_only(&self, name: &str) -> bool {
        self.entity.write_only_in_body(name).is_some()
    }

    fn tells_patched(&self, patch: &FieldPatch) -> bool {
        let list = value(self.record, patch.list);
        self.is_whole || list.as_ref().and_then(Value::as_array).is_some_and(|list| patch.key.find(list).is_some())
    }

    fn has_patched(&self, patch: &FieldPatch) -> bool {
        let Some(list) = value(self.record, patch.list) else {
            return self.is_whole && is_nothing(&json(&patch.value));
        };
        let elements = list.as_array().map_or(&[][..], Vec::as_slice);
        match patch.key.find(elements) {
            Some(held) => covers(held.get("value"), &json(&patch.value)),
            None => self.is_whole && is_nothing(&json(&patch.value)),
        }
    }
}

impl WriteBody {
    /// Whether nothing is set.
    pub(crate) fn is_empty(&self) -> bool {
        self.names().is_empty()
    }

    /// Without what the record holds already. `scratch` is an empty model of the same type.
    pub(crate) fn only_changes(mut self, held: &Held<'_>, scratch: &mut dyn Model) -> Self {
        let Some(sent) = self.in_model_form(held, scratch) else { return self };
        let had_data = self.names().iter().any(|name| !is_flag(held.entity, name));
        self.retain(|name| {
            let created_only = held.field(name).is_some_and(|field| field.only == Some(OperationKind::Create));
            is_flag(held.entity, name) || !created_only && !held.has(name, sent.get(name).cloned())
        });
        self.retain_patches(|patch| !held.has_patched(patch));
        // What steers the server goes with the last change that it steers.
        if had_data && self.names().iter().all(|name| is_flag(held.entity, name)) {
            self.retain(|_| false);
        }
        self
    }

    /// Without what only the other one of `create` and `update` accepts.
    pub(crate) fn accepted_by(mut self, entity: &EntityInfo, kind: OperationKind) -> Self {
        let only = |name: &str| {
            entity.field_in_body(name).or_else(|| entity.write_only_in_body(name)).and_then(|field| field.only)
        };
        self.retain(|name| only(name).is_none_or(|only| only == kind));
        self
    }

    /// The members as the model spells and types them, by the names of the body.
    ///
    /// A body that cannot be read as a record, such as one that sets NaN, is compared with nothing.
    fn in_model_form(&self, held: &Held<'_>, scratch: &mut dyn Model) -> Option<Map<String, Value>> {
        let mut object = Map::new();
        for name in held.entity.key {
            object.insert((*name).to_owned(), value(held.record, name)?);
        }
        let names: Vec<&str> = self.members().map(|(name, _)| name).collect();
        for (name, sent) in self.members() {
            let wire_name = held.field(name).map_or(name, |field| field.wire_name);
            object.insert(wire_name.to_owned(), serde_json::to_value(sent).ok()?);
        }
        let body = serde_json::to_vec(&object).ok()?;
        decode_object(scratch, &body, Mode::default()).ok()?;
        let form = |name: &&str| {
            let wire_name = held.field(name).map_or(*name, |field| field.wire_name);
            Some(((*name).to_owned(), value(scratch, wire_name)?))
        };
        Some(names.iter().filter_map(form).collect())
    }
}

/// Whether a member steers the server rather than being stored.
fn is_flag(entity: &EntityInfo, name: &str) -> bool {
    entity.write_only_in_body(name).map_or_else(|| name.starts_with('_'), |field| field.access == Access::Control)
}

fn json(value: &WriteValue) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// Whether a list that would replace the stored one has the same values, whatever their order.
fn has_same_elements(held: Option<&Value>, sent: &[Value]) -> bool {
    let held = held.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let identities: Vec<_> = held.iter().map(json_identity).collect();
    let mut found = Vec::new();
    let all_held = sent.iter().all(|element| {
        let key = match json_identity(element) {
            (Some(id), _) => CustomFieldKey::Id(id),
            (None, Some(name)) => CustomFieldKey::from(name),
            (None, None) => return false,
        };
        let position = key.position(identities.iter().copied());
        found.extend(position);
        let stored = position.and_then(|position| held.get(position)).and_then(|held| held.get("value"));
        covers(stored, element.get("value").unwrap_or(&Value::Null))
    });
    let has_value = |element: &Value| element.get("value").is_some_and(|value| !is_nothing(value));
    let dropped = held.iter().enumerate().any(|(index, held)| !found.contains(&index) && has_value(held));
    all_held && !dropped
}
