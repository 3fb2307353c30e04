//! The schema, put to a validator that is not ours.

use std::collections::BTreeMap;
use std::path::Path;

use boon::{Compiler, Draft, Schemas};

use super::*;
use crate::diagnostic::Diagnostics;
use crate::explain::base;
use crate::node::{Node, Value as Yaml};
use crate::source::FileId;

/// The generated schema, compiled; draft-07's own schema has been applied to it.
struct Validator {
    schemas: Schemas,
    index: boon::SchemaIndex,
}

impl Validator {
    fn new() -> Self {
        let schema: Value = serde_json::from_str(&json_schema()).unwrap();
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V7);
        compiler.add_resource(FILE, schema).unwrap();
        let mut schemas = Schemas::new();
        let index = compiler.compile(FILE, &mut schemas).unwrap();
        Self { schemas, index }
    }

    /// What is wrong with a file, if anything is.
    fn mistakes(&self, yaml: &str) -> Option<String> {
        let mut diagnostics = Diagnostics::default();
        let node = crate::yaml::parse(FileId(0), yaml.as_bytes(), &mut diagnostics).unwrap();
        assert!(diagnostics.is_empty(), "{yaml}");
        self.schemas.validate(&json(&node), self.index).err().map(|error| format!("{error:#}"))
    }
}

fn json(node: &Node) -> Value {
    match &node.value {
        Yaml::Null | Yaml::Refused => Value::Null,
        Yaml::Bool(value) => json!(value),
        Yaml::Int(value) => json!(value),
        Yaml::Float(value) => json!(value),
        Yaml::Text(value) => json!(value),
        Yaml::List(items) => items.iter().map(json).collect(),
        Yaml::Map(entries) => {
            Value::Object(entries.iter().map(|entry| (entry.key.value.clone(), json(&entry.value))).collect())
        }
    }
}

/// Path below `schema/` and text of every YAML file there.
fn real_files() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    let mut files = BTreeMap::new();
    for folder in ["", "entities/", "types/"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap().flatten() {
            let name = format!("{folder}{}", entry.file_name().to_str().unwrap());
            // The table of facts is no part of the schema.
            let is_schema = name != crate::lint::FACTS_FILE;
            if is_schema && entry.path().extension().is_some_and(|extension| extension == "yaml") {
                files.insert(name, std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    assert!(files.len() > 3);
    files
}

#[test]
fn what_is_right_is_valid() {
    let validator = Validator::new();
    for (path, text) in
        real_files().into_iter().chain(base::FILES.map(|(path, text)| (path.to_owned(), text.to_owned())))
    {
        assert_eq!(validator.mistakes(&text), None, "{path}");
    }
}

#[test]
fn what_the_structure_check_refuses_is_invalid() {
    let validator = Validator::new();
    let edits = [
        // An unknown key, at any depth.
        ("page_cap: 100", "page_capp: 100", "page_capp"),
        ("access: both, none: [0]", "acess: both, none: [0]", "acess"),
        // A missing key.
        ("path: /Tickets\n", "", "path"),
        ("summary: { type: string, access", "summary: { access", "type"),
        // A wrong kind.
        ("page_cap: 100", "page_cap: many", "page_cap"),
        ("page_cap: 100", "page_cap: 0", "page_cap"),
        ("get: {}", "get:", "get"),
        ("\"Number of the ticket.\"", "12", "id/doc"),
        ("needs: [datesearch]", "needs: datesearch", "needs"),
        ("always: true", "always: yes", "always"),
        ("fields:\n", "fields: []\nfieldz:\n", "fields"),
        ("rows: tickets", "rows: []", "rows"),
        ("type: list<CustomField>", "type: list of CustomField", "customfields/type"),
        // A word that is none of the choices.
        ("paging: pages", "paging: page", "paging"),
        ("search: shared", "search: shard", "search"),
        ("id: int\n", "id: long\n", "/id"),
    ];
    for (old, new, place) in edits {
        assert_eq!(base::TICKETS.matches(old).count(), 1, "{old}");
        let mistakes = validator.mistakes(&base::TICKETS.replace(old, new));
        assert!(mistakes.as_ref().is_some_and(|text| text.contains(place)), "{new}: {mistakes:?}");
    }
}

#[test]
fn a_file_is_held_against_the_table_that_it_names() {
    let validator = Validator::new();
    let mistakes = |yaml: &str| validator.mistakes(yaml).unwrap_or_default();
    assert!(mistakes("object: Note\nfields: {}\n").contains("doc"));
    assert!(mistakes("enum: Note\nfields: {}\n").contains("values"));
    assert!(mistakes("entity: Note\nvalues: {}\n").contains("values"));
    assert!(mistakes("entity: Note\nlike: tickets\nfields: {}\n").contains("fields"));
    assert!(!mistakes("entity: Note\nlike: tickets\n").contains("fields"));
    assert!(mistakes("ids: {}\nfields: {}\n").contains("fields"));
    assert!(mistakes("doc: \"A remark.\"\nfields: {}\n").contains("entity"));
    assert!(mistakes("- entity: Note\n").contains("object"));
    assert!(mistakes("/Crate: { verbs: [list], rowz: bare }\n").contains("rowz"));
    assert!(mistakes("/Crate: { verbs: [lists], key: [] }\n").contains("verbs"));
    assert_eq!(mistakes("/Crate: { rows: bare, paging: none, verbs: [list], key: [] }\n"), "");
    assert_eq!(mistakes("{}\n"), "");
}

#[test]
fn every_key_has_hover_text_and_every_table_a_name_of_its_own() {
    let mut tables = BTreeMap::new();
    for table in FILES.map(|(_, table)| table).into_iter().chain([&HALO, &RESOURCE]) {
        collect(table, &mut tables);
    }
    let schema: Value = serde_json::from_str(&json_schema()).unwrap();
    let definitions = schema["definitions"].as_object().unwrap();
    assert_eq!(definitions.len(), tables.len());
    for (name, table) in tables {
        for key in table.keys {
            let text = definitions[&name]["properties"][key.name]["description"].as_str().unwrap();
            assert!(text.starts_with(key.doc), "{name}.{}", key.name);
        }
    }
}

fn collect(table: &'static Table, tables: &mut BTreeMap<String, &'static Table>) {
    if let Some(known) = tables.insert(name(table), table) {
        assert!(std::ptr::eq(known, table), "two tables are called {}", table.what);
        return;
    }
    for key in table.keys {
        collect_within(&key.kind, tables);
    }
}

fn collect_within(kind: &Kind, tables: &mut BTreeMap<String, &'static Table>) {
    match kind {
        Kind::Table(table) | Kind::WordOr(_, table) | Kind::TypeOr(_, table) | Kind::ChoiceOr(_, table) => {
            collect(table, tables);
        }
        Kind::Entries(entries) => collect_within(&entries.value, tables),
        Kind::List(item) | Kind::OneOrMore(item) => collect_within(item, tables),
        _ => {}
    }
}

/// Without it, an editor shows nothing of all this.
#[test]
fn every_real_file_names_the_schema_in_its_first_line() {
    for (path, text) in real_files() {
        let up = "../".repeat(path.matches('/').count());
        let modeline = format!("# yaml-language-server: $schema={up}{FILE}");
        assert_eq!(text.lines().next(), Some(modeline.as_str()), "{path}");
    }
}
