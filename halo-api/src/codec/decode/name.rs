//! Which field a member of an object is.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, Visitor};

/// How far the server may skip fields before names are looked for elsewhere.
const NEAR: usize = 24;
/// Most names that are remembered.
const REMEMBERED: usize = 64;

/// Names that no field has, and where they came. The rows of a page bring the same ones at the same places, and none but the
/// first row has to look through all names for them.
#[derive(Default)]
pub(super) struct UnknownNameCache(Vec<UnknownName>);

struct UnknownName {
    names: &'static [&'static str],
    expected: usize,
    name: String,
}

impl UnknownNameCache {
    fn knows(&self, at: &Name<'_>, name: &str) -> bool {
        self.0
            .iter()
            .any(|known| known.expected == at.expected && std::ptr::eq(known.names, at.names) && known.name == name)
    }

    fn note(&mut self, names: &'static [&'static str], expected: usize, name: &str) {
        if self.0.len() < REMEMBERED {
            self.0.push(UnknownName { names, expected, name: name.to_owned() });
        }
    }
}

/// Finds a member's name among those of the model.
pub(super) struct Name<'a> {
    pub(super) names: &'static [&'static str],
    /// Where it stands if the server keeps its order: right after the member before it.
    pub(super) expected: usize,
    pub(super) strangers: &'a mut UnknownNameCache,
}

pub(super) enum Known {
    Slot(usize),
    No(String),
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Known;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Known, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Known;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Known, E> {
        let (before, after) = self.names.split_at(self.expected.min(self.names.len()));
        let (near, far) = after.split_at(NEAR.min(after.len()));
        let find = |names: &[&str]| names.iter().position(|known| *known == name);
        if let Some(index) = find(near) {
            return Ok(Known::Slot(before.len() + index));
        }
        if !self.strangers.knows(&self, name) {
            let found = find(far).map(|index| before.len() + near.len() + index);
            if let Some(index) = found.or_else(|| find(before)) {
                return Ok(Known::Slot(index));
            }
            self.strangers.note(self.names, self.expected, name);
        }
        Ok(Known::No(name.to_owned()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::Value;

    use crate::codec::{ListSink, Mode, decode_page};
    use crate::tickets::Ticket;

    /// Rows come out as they went in.
    fn assert_kept(rows: &str) {
        let mut tickets: Vec<Ticket> = Vec::new();
        decode_page(&mut ListSink(&mut tickets), rows.as_bytes(), &[""], Mode::default()).unwrap();
        let sent: Value = serde_json::from_str(rows).unwrap();
        assert_eq!(serde_json::to_value(&tickets).unwrap(), sent);
    }

    #[test]
    fn names_are_found_wherever_they_stand() {
        // The first field, one of the last, and what nobody knows, in rows of which none is like the one before it.
        assert_kept(
            r#"[{"id": 1, "stranger": 1, "locked_by_agentid": 5, "summary": "a"},
                {"id": 2, "summary": "b", "stranger": [1], "other": {"id": 3}},
                {"stranger": "x", "locked_by_agentid": 6, "id": 3, "other": 1, "summary": "c"},
                {"summary": "d", "stranger": 2, "id": 4}]"#,
        );
    }

    #[test]
    fn more_strangers_than_are_remembered_are_kept_all_the_same() {
        let strangers: Vec<String> =
            (0..2 * super::REMEMBERED).map(|index| format!("\"stranger_{index}\": {index}")).collect();
        let strangers = strangers.join(", ");
        assert_kept(&format!("[{{\"id\": 1, {strangers}}}, {{\"id\": 2, {strangers}}}]"));
    }
}
