//! Patches of whole elements of a list in a body, such as the lines of a recurring invoice.
//!
//! Halo replaces such a list with the one that is sent, so that the other elements must be sent back.

use std::fmt;

use serde_json::Value;

use super::field_patch::PendingPatches;
use super::{WriteBody, WriteValue};

/// A change of one element of a list that Halo replaces.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ElementPatch {
    pub(crate) list: &'static str,
    pub(crate) change: ElementChange,
}

/// What happens to the element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ElementChange {
    /// A new element, behind those that are there.
    Add(WriteBody),
    /// Members of the element with this id; its others stay.
    Update(i64, WriteBody),
    /// The element with this id.
    Remove(i64),
}

impl ElementPatch {
    pub(super) fn debug(&self, map: &mut fmt::DebugMap<'_, '_>) {
        let list = self.list;
        match &self.change {
            ElementChange::Add(body) => map.entry(&format!("{list}[+]"), body),
            ElementChange::Update(id, body) => map.entry(&format!("{list}[{id}]"), body),
            ElementChange::Remove(id) => map.entry(&format!("{list}[-{id}]"), &()),
        };
    }

    fn apply(self, elements: &mut Vec<WriteValue>, is_known: bool) -> Result<(), String> {
        let position = |elements: &[WriteValue], id| elements.iter().position(|one| id_of(one) == Some(id));
        let missing = |id: i64| format!("`{}` has no element with the id {id}, so nothing was sent", self.list);
        match self.change {
            ElementChange::Add(body) => elements.push(body.into()),
            ElementChange::Remove(id) => match position(elements, id) {
                Some(at) => drop(elements.remove(at)),
                None if is_known => return Err(missing(id)),
                None => {}
            },
            ElementChange::Update(id, body) => match position(elements, id).and_then(|at| elements.get_mut(at)) {
                Some(element) => *element = merged(element, body).ok_or_else(|| missing(id))?,
                None if is_known => return Err(missing(id)),
                // Shown in a preview; an update reads the list before it is sent.
                None => {
                    let mut shown = WriteBody::new();
                    shown.set("id", id);
                    shown.merge(body);
                    elements.push(shown.into());
                }
            },
        }
        Ok(())
    }
}

impl WriteBody {
    /// Adds, changes or removes one element of a list that Halo replaces.
    pub(crate) fn change_element(&mut self, list: &'static str, change: ElementChange) {
        self.pending.get_or_insert_default().elements.push(ElementPatch { list, change });
    }

    /// Whether it changes or removes elements of lists, which a new record does not have.
    pub(crate) fn changes_stored_elements(&self) -> bool {
        let patches = self.pending.iter().flat_map(|pending| &pending.elements);
        patches.into_iter().any(|patch| !matches!(patch.change, ElementChange::Add(_)))
    }

    /// Whether single elements of lists are added, changed or removed.
    pub(super) fn patches_elements(&self) -> bool {
        self.pending.iter().any(|pending| !pending.elements.is_empty())
    }

    /// Whether elements of this list are added, changed or removed.
    pub(crate) fn has_element_patches(&self, list: &str) -> bool {
        self.pending.iter().flat_map(|pending| &pending.elements).any(|patch| patch.list == list)
    }

    /// The body with the changes of elements applied to its lists.
    pub(super) fn change_elements(mut self, pending: &PendingPatches) -> Result<Self, String> {
        let mut lists: Vec<_> = pending.elements.iter().map(|patch| patch.list).collect();
        lists.sort_unstable();
        lists.dedup();
        for list in lists {
            let set = self.get(list).map(|set| set.elements().ok_or_else(|| not_a_list(list))).transpose()?;
            let stored = || pending.stored(list).map(|stored| stored.iter().cloned().map(WriteValue::Json).collect());
            let known = set.or_else(stored);
            let is_known = known.is_some();
            let mut elements: Vec<WriteValue> = known.unwrap_or_default();
            for patch in pending.elements.iter().filter(|patch| patch.list == list) {
                patch.clone().apply(&mut elements, is_known)?;
            }
            self.set(list, WriteValue::List(elements));
        }
        Ok(self)
    }
}

fn not_a_list(list: &str) -> String {
    format!("`{list}` is set to a value that is not a list")
}

fn id_of(element: &WriteValue) -> Option<i64> {
    let (Some(id), _) = super::field_key::identity(element) else { return None };
    Some(id)
}

/// The stored element with what the body sets.
fn merged(element: &WriteValue, body: WriteBody) -> Option<WriteValue> {
    let mut merged = match element {
        WriteValue::Object(stored) => stored.clone(),
        WriteValue::Json(Value::Object(stored)) => {
            let mut members = WriteBody::new();
            for (name, value) in stored {
                members.set(name.clone(), value.clone());
            }
            members
        }
        _ => return None,
    };
    merged.merge(body);
    Some(merged.into())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body(members: &Value) -> WriteBody {
        let mut body = WriteBody::new();
        for (name, value) in members.as_object().unwrap() {
            body.set(name.clone(), value.clone());
        }
        body
    }

    #[test]
    fn other_elements_are_sent_back_as_they_came() {
        let mut write = body(&json!({"note": "x"}));
        write.change_element("lines", ElementChange::Update(2, body(&json!({"QTY": 3}))));
        write.change_element("lines", ElementChange::Add(body(&json!({"qty": 1}))));
        write.change_element("lines", ElementChange::Remove(1));
        write.set_stored("lines", vec![json!({"id": 1}), json!({"id": 2, "qty": 2, "odd": [1]}), json!({"id": 3})]);
        let sent = serde_json::to_value(write.patched().unwrap()).unwrap();
        assert_eq!(sent["lines"], json!([{"id": 2, "QTY": 3, "odd": [1]}, {"id": 3}, {"qty": 1}]));
    }

    #[test]
    fn what_is_known_of_a_list_is_shown_until_it_is_read() {
        let mut write = WriteBody::new();
        write.change_element("lines", ElementChange::Add(body(&json!({"qty": 1}))));
        write.change_element("lines", ElementChange::Remove(2));
        write.change_element("lines", ElementChange::Update(3, body(&json!({"qty": 4}))));
        assert_eq!(write.unread_lists(), ["lines"]);
        let shown = serde_json::to_value(&write).unwrap();
        assert_eq!(shown, json!({"lines": [{"qty": 1}, {"id": 3, "qty": 4}]}));
    }

    #[test]
    fn an_element_that_is_not_there_is_an_error() {
        for change in [ElementChange::Update(9, WriteBody::new()), ElementChange::Remove(9)] {
            let mut write = WriteBody::new();
            write.change_element("lines", change);
            write.set_stored("lines", vec![json!({"id": 1})]);
            assert_eq!(write.patched().unwrap_err(), "`lines` has no element with the id 9, so nothing was sent");
        }
    }
}
