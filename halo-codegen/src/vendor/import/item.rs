//! One line of a draft: a field or a parameter, with the keys in braces after its wire name.

use std::collections::BTreeMap;

/// The keys in the order in which curated files have them.
const ORDER: [&str; 16] = [
    "name", "type", "field", "in", "always", "access", "none", "clear", "replaces", "secret", "role", "needs",
    "excludes", "required", "vendor", "evidence",
];

/// The start of the comment that marks a doc as a suggestion. `lint` looks for it.
pub(crate) const SUGGESTED: &str = "suggested by ";

/// A doc of the schema that may also hold for the new item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Suggestion {
    pub(super) text: String,
    /// The file that has it, such as `tickets` or `types/address`.
    pub(super) owner: String,
}

/// The draft of a field or a parameter.
#[derive(Debug, Clone, Default)]
pub(super) struct ItemDraft {
    pub(super) wire: String,
    keys: BTreeMap<&'static str, String>,
    /// Whether it is a parameter of halo.yaml, taken over by `shared`.
    pub(super) is_shared: bool,
    /// Whether it is a parameter that decides what rows contain, and not which rows come.
    pub(super) is_option: bool,
    pub(super) doc: Option<Suggestion>,
}

impl ItemDraft {
    pub(super) fn new(wire: &str) -> Self {
        Self { wire: wire.to_owned(), ..Self::default() }
    }

    pub(super) fn shared(wire: &str, is_option: bool) -> Self {
        Self { is_shared: true, is_option, ..Self::new(wire) }
    }

    pub(super) fn set(&mut self, key: &'static str, value: impl Into<String>) {
        self.keys.insert(key, value.into());
    }

    pub(super) fn set_some(&mut self, key: &'static str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.set(key, value);
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.keys.get(key).map(String::as_str)
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.keys.remove(key);
    }

    /// Its type as written; empty for a shared parameter.
    pub(super) fn ty(&self) -> &str {
        self.get("type").unwrap_or_default()
    }

    /// The value after the wire name.
    pub(super) fn value(&self) -> String {
        if self.is_shared {
            return "shared".to_owned();
        }
        let keys = ORDER.iter().filter_map(|key| Some(format!("{key}: {}", self.keys.get(key)?)));
        let doc = self.doc.as_ref().map_or_else(|| "\"\"".to_owned(), |doc| quoted(&doc.text));
        format!("{{ {}, doc: {doc} }}", keys.collect::<Vec<_>>().join(", "))
    }

    /// The comment behind it, which marks a suggested doc.
    pub(super) fn comment(&self) -> Option<String> {
        self.doc.as_ref().filter(|_| !self.is_shared).map(|doc| format!("{SUGGESTED}{}", doc.owner))
    }
}

/// A text in double quotes, as docs are written.
pub(super) fn quoted(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("\"{}\"", one_line.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_in_the_order_of_curated_files() {
        let mut item = ItemDraft::new("a");
        item.set("evidence", "C");
        item.set("type", "int");
        item.set("access", "both");
        assert_eq!(item.value(), "{ type: int, access: both, evidence: C, doc: \"\" }");
        assert_eq!(item.comment(), None);
        item.doc = Some(Suggestion { text: "Says\n \"x\" \\.".to_owned(), owner: "boats".to_owned() });
        assert!(item.value().ends_with(r#"doc: "Says \"x\" \\." }"#), "{}", item.value());
        assert_eq!(item.comment().as_deref(), Some("suggested by boats"));
    }
}
