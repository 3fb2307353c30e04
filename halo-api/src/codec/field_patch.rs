//! Patches of single list elements in a body, such as one custom field.
//!
//! The other elements of the list may not be known yet.

use serde_json::Value;

use super::element_patch::ElementPatch;
use super::field_key::{CustomFieldKey, identity, json_identity, without_prefix};
use super::id::KeyValue;
use super::{Model, WriteBody, WriteValue, row_keys, value};

/// The list whose names have a prefix.
const CUSTOM_FIELDS: &str = "customfields";

/// One element to set in a list of a body.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldPatch {
    pub(crate) list: &'static str,
    pub(crate) key: CustomFieldKey,
    pub(crate) value: WriteValue,
    /// Whether Halo replaces the stored list with the sent one. The other elements must be sent back then.
    pub(crate) replaces: bool,
}

impl FieldPatch {
    /// The target of the patch, for `Debug`: `customfields[CFFloor]`.
    pub(super) fn target(&self) -> String {
        match &self.key {
            CustomFieldKey::Id(id) => format!("{}[{id}]", self.list),
            CustomFieldKey::Name(name) => format!("{}[{name}]", self.list),
        }
    }
}

/// The elements to set, and the known stored lists that they belong to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct PendingPatches {
    pub(super) patches: Vec<FieldPatch>,
    /// Whole elements to add, change or remove, such as lines of a recurring invoice.
    pub(super) elements: Vec<ElementPatch>,
    /// The lists as Halo stores them: fetched for this write, or from a record that the caller passed.
    stored: Vec<(&'static str, Vec<Value>)>,
    /// The key of the record that the caller passed.
    known: Option<Vec<KeyValue>>,
}

impl PendingPatches {
    pub(super) fn stored(&self, list: &str) -> Option<&[Value]> {
        self.stored.iter().find(|(known, _)| *known == list).map(|(_, elements)| elements.as_slice())
    }
}

impl WriteBody {
    /// Sets one element of a list, in addition to those that the body sets and those that Halo stores.
    pub(crate) fn set_field(&mut self, patch: FieldPatch) {
        self.pending.get_or_insert_default().patches.push(patch);
    }

    /// The single elements that are set.
    pub(super) fn patches(&self) -> impl Iterator<Item = &FieldPatch> {
        self.pending.iter().flat_map(|pending| &pending.patches)
    }

    /// Sets the elements that an object has, by their names.
    pub(crate) fn set_fields_from(&mut self, list: &'static str, replaces: bool, fields: serde_json::Result<Value>) {
        let Ok(Value::Object(fields)) = fields else {
            self.set(list, WriteValue::Invalid("the custom fields are no struct or map that JSON can hold"));
            return;
        };
        for (name, value) in fields {
            // What is displayed goes with the value.
            let value = match value {
                Value::Object(mut members) if members.contains_key("value") => members.remove("value"),
                other => Some(other),
            };
            // Halo's own names have the prefix, which a member of a struct need not have.
            let is_whole = list != CUSTOM_FIELDS || without_prefix(&name).len() < name.len();
            let key = CustomFieldKey::Name(if is_whole { name } else { format!("CF{name}") });
            let value = WriteValue::Json(value.unwrap_or_default());
            self.set_field(FieldPatch { list, key, value, replaces });
        }
    }

    /// Removes the patches that are not kept.
    pub(super) fn retain_patches(&mut self, kept: impl Fn(&FieldPatch) -> bool) {
        if let Some(pending) = &mut self.pending {
            pending.patches.retain(kept);
        }
    }

    /// The fields of a list that are set one by one.
    pub(crate) fn patched_keys(&self, list: Option<&str>) -> impl Iterator<Item = &CustomFieldKey> {
        let patches = self.pending.iter().flat_map(|pending| &pending.patches);
        patches.filter(move |patch| Some(patch.list) == list).map(|patch| &patch.key)
    }

    /// The value that is set for one element of a list.
    pub(crate) fn element(&self, list: &str, key: &CustomFieldKey) -> Option<Value> {
        let mut patches = self.pending.iter().flat_map(|pending| pending.patches.iter().rev());
        if let Some(patch) = patches.find(|patch| patch.list == list && patch.key.is_same(key)) {
            return serde_json::to_value(&patch.value).ok();
        }
        let elements = serde_json::to_value(self.get(list)?).ok()?;
        key.find(elements.as_array()?)?.get("value").cloned()
    }

    /// Takes these lists from a record that the caller passed.
    ///
    /// A list that the record does not contain stays unknown.
    pub(crate) fn known(&mut self, record: &dyn Model, key: &[&str], lists: &[&'static str]) {
        self.pending.get_or_insert_default().known = Some(row_keys(record, key));
        for list in lists {
            if let Some(Value::Array(elements)) = value(record, list) {
                self.set_stored(list, elements);
            }
        }
    }

    /// The key of the record that the caller passed.
    pub(crate) fn known_key(&self) -> Option<&[KeyValue]> {
        self.pending.as_ref()?.known.as_deref()
    }

    /// Records the elements that Halo stores in a list.
    pub(crate) fn set_stored(&mut self, list: &'static str, elements: Vec<Value>) {
        let pending = self.pending.get_or_insert_default();
        pending.stored.retain(|(known, _)| *known != list);
        pending.stored.push((list, elements));
    }

    /// The lists with patches that Halo replaces, each once.
    ///
    /// A list that the body sets is meant to be replaced.
    pub(crate) fn patched_lists(&self) -> Vec<&'static str> {
        let Some(pending) = &self.pending else { return Vec::new() };
        let replaced = pending.patches.iter().filter(|patch| patch.replaces && self.get(patch.list).is_none());
        let mut lists: Vec<_> = replaced.map(|patch| patch.list).collect();
        lists.extend(pending.elements.iter().map(|patch| patch.list).filter(|list| self.get(list).is_none()));
        lists.sort_unstable();
        lists.dedup();
        lists
    }

    /// The patched lists whose stored elements are not known yet.
    pub(crate) fn unread_lists(&self) -> Vec<&'static str> {
        let mut lists = self.patched_lists();
        lists.retain(|list| self.pending.as_ref().is_some_and(|pending| pending.stored(list).is_none()));
        lists
    }

    /// The body with the patches applied to its lists.
    pub(crate) fn patched(mut self) -> Result<Self, String> {
        let Some(pending) = self.pending.take() else { return Ok(self) };
        for list in self.missing_lists(&pending) {
            let elements = pending.stored(list).unwrap_or_default();
            self.set(list, WriteValue::List(retained(elements)));
        }
        for patch in &pending.patches {
            let mut elements = match self.get(patch.list) {
                None => Vec::new(),
                Some(set) => {
                    set.elements().ok_or_else(|| format!("`{}` is set to a value that is not a list", patch.list))?
                }
            };
            let key = canonical_key(pending.stored(patch.list).unwrap_or_default(), &patch.key);
            set_field(&mut elements, &key, patch.value.clone());
            self.set(patch.list, WriteValue::List(elements));
        }
        self.change_elements(&pending)
    }

    /// The lists that the body does not set itself and whose stored elements are sent back.
    fn missing_lists(&self, pending: &PendingPatches) -> Vec<&'static str> {
        let is_missing = |list: &&str| self.get(list).is_none() && pending.stored(list).is_some();
        pending.patches.iter().map(|patch| patch.list).filter(is_missing).collect()
    }
}

/// Sets the value of the element with this key, or adds one at the end.
pub(super) fn set_field(list: &mut Vec<WriteValue>, key: &CustomFieldKey, value: WriteValue) {
    let identities: Vec<_> = list.iter().map(identity).collect();
    let position = key.position(identities.into_iter());
    let Some(current) = position.and_then(|position| list.get_mut(position)) else {
        let (name, own) = key.member();
        list.push(element(name, own, value));
        return;
    };
    // Identified as in the list, by one member only: its id, else its name as spelled there.
    let own = |name| current.member(name).filter(|own| !own.is_null()).map(|own| (name, own.clone()));
    let (name, own) = own("id").or_else(|| own("name")).unwrap_or_else(|| key.member());
    *current = element(name, own, value);
}

/// The key as the stored list spells it.
///
/// Halo may accept only its own spelling of a name, even for a field that has no value yet.
pub(super) fn canonical_key(stored: &[Value], key: &CustomFieldKey) -> CustomFieldKey {
    let identities: Vec<_> = stored.iter().map(json_identity).collect();
    match key.position(identities.iter().copied()).and_then(|position| identities.get(position)) {
        Some((Some(id), _)) => CustomFieldKey::Id(*id),
        Some((None, Some(name))) => CustomFieldKey::Name((*name).to_owned()),
        _ => key.clone(),
    }
}

/// The stored elements to send back, unchanged: those that have a value.
pub(super) fn retained(stored: &[Value]) -> Vec<WriteValue> {
    let has_value = |element: &&Value| element.get("value").is_some_and(|value| !value.is_null());
    stored.iter().filter(has_value).cloned().map(WriteValue::Json).collect()
}

fn element(name: &'static str, own: Value, value: WriteValue) -> WriteValue {
    let mut body = WriteBody::new();
    body.set(name, own);
    body.set("value", value);
    body.into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_element_is_set_by_its_identity_in_the_list() {
        let elements = [json!({"id": 1, "name": "CFa", "value": 1}), json!({"name": "CFb", "value": 2}), json!("odd")];
        let mut list: Vec<WriteValue> = elements.into_iter().map(WriteValue::Json).collect();
        for key in [CustomFieldKey::from("a"), "b".into(), "CFc".into(), 9.into(), 9.into()] {
            set_field(&mut list, &key, WriteValue::Json(json!("new")));
        }
        let expected = json!([
            {"id": 1, "value": "new"}, {"name": "CFb", "value": "new"}, "odd", {"name": "CFc", "value": "new"},
            {"id": 9, "value": "new"}
        ]);
        assert_eq!(serde_json::to_value(&list).ok(), Some(expected));
    }
}
