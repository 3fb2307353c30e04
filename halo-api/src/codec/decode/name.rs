//! Resolves the name of a member to a field.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, Visitor};

/// How many fields the server may skip before the name is searched elsewhere.
const NEAR: usize = 24;
/// The number of names that are remembered.
const REMEMBERED: usize = 64;

/// Unknown names, with their positions.
///
/// The rows of a page have the same ones at the same positions, so only the first row searches all names for them.
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

    fn remember(&mut self, names: &'static [&'static str], expected: usize, name: &str) {
        if self.0.len() < REMEMBERED {
            self.0.push(UnknownName { names, expected, name: name.to_owned() });
        }
    }
}

/// Seed of a member's name, which finds it among those of the model.
pub(super) struct Name<'a> {
    pub(super) names: &'static [&'static str],
    /// The expected position: right after the previous member, if the server keeps the order.
    pub(super) expected: usize,
    pub(super) unknown_names: &'a mut UnknownNameCache,
}

/// A known field, or an unknown member.
pub(super) enum Known {
    Field(usize),
    Unknown(String),
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
            return Ok(Known::Field(before.len() + index));
        }
        if !self.unknown_names.knows(&self, name) {
            let found = find(far).map(|index| before.len() + near.len() + index);
            if let Some(index) = found.or_else(|| find(before)) {
                return Ok(Known::Field(index));
            }
            self.unknown_names.remember(self.names, self.expected, name);
        }
        Ok(Known::Unknown(name.to_owned()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::Value;

    use crate::codec::{ListSink, Mode, decode_page};
    use crate::tickets::Ticket;

    /// Asserts that rows round-trip.
    fn assert_round_trip(rows: &str) {
        let mut tickets: Vec<Ticket> = Vec::new();
        decode_page(&mut ListSink(&mut tickets), rows.as_bytes(), &[""], Mode::default()).unwrap();
        let sent: Value = serde_json::from_str(rows).unwrap();
        assert_eq!(serde_json::to_value(&tickets).unwrap(), sent);
    }

    #[test]
    fn names_are_found_at_any_position() {
        // The first field, one of the last, and unknown ones, in rows that all differ.
        assert_round_trip(
            r#"[{"id": 1, "unknown": 1, "locked_by_agentid": 5, "summary": "a"},
                {"id": 2, "summary": "b", "unknown": [1], "other": {"id": 3}},
                {"unknown": "x", "locked_by_agentid": 6, "id": 3, "other": 1, "summary": "c"},
                {"summary": "d", "unknown": 2, "id": 4}]"#,
        );
    }

    #[test]
    fn unknown_names_beyond_the_cache_are_retained_too() {
        let unknown: Vec<String> =
            (0..2 * super::REMEMBERED).map(|index| format!("\"unknown_{index}\": {index}")).collect();
        let unknown = unknown.join(", ");
        assert_round_trip(&format!("[{{\"id\": 1, {unknown}}}, {{\"id\": 2, {unknown}}}]"));
    }
}
