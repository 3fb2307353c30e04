//! The schema language as JSON Schema draft-07, from the key tables: what editors complete, show and underline.
//!
//! One schema for all files, since an editor knows no folders: the key that says what a file holds chooses.

#[cfg(test)]
mod tests;

use heck::ToSnakeCase as _;
use serde_json::{Map, Value, json};

use crate::model::Scalar;
use crate::model::keys::{Choice, ENTITY, ENUM, EXTENDS, HALO, Kind, OBJECT, RESOURCE, RESOURCES, Table};

/// Name of the file, beside the schema that it describes.
pub const FILE: &str = "halo.schema.json";

/// Keys that say what a file holds, and its table. A file with none of them is halo.yaml, or resources.yaml if its keys
/// are paths.
/// `like` comes first: such a file says `entity` as well.
const FILES: [(&str, &Table); 4] = [("like", &EXTENDS), ("entity", &ENTITY), ("object", &OBJECT), ("enum", &ENUM)];

/// The text of the file.
#[must_use]
pub fn json_schema() -> String {
    let mut definitions = Map::new();
    for table in FILES.map(|(_, table)| table).into_iter().chain([&HALO, &RESOURCE]) {
        define(table, &mut definitions);
    }
    let mut root = choice();
    root.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    root.insert("$comment".to_owned(), json!("Made by `cargo xtask codegen` from halo-codegen's key tables."));
    root.insert("title".to_owned(), json!("Schema of halo-api"));
    root.insert("type".to_owned(), json!("object"));
    root.insert("properties".to_owned(), Value::Object(first_keys()));
    root.insert("definitions".to_owned(), Value::Object(definitions));
    format!("{:#}\n", Value::Object(root))
}

/// What is offered in a file that is still empty.
fn first_keys() -> Map<String, Value> {
    let keys = FILES.iter().filter_map(|(name, table)| table.key(name));
    keys.map(|key| (key.name.to_owned(), json!({ "description": key.doc }))).collect()
}

/// Which table holds for a file: `if`, `then`, `else`, so that only what is wrong with that table is reported.
fn choice() -> Map<String, Value> {
    let named = |name: &str| json!({ "required": [name] });
    let halo = HALO.keys.iter().map(|key| named(key.name)).chain([json!({ "maxProperties": 0 })]);
    let none = json!({
        "if": { "anyOf": halo.collect::<Vec<_>>() },
        "then": reference(&HALO),
        "else": { "anyOf": FILES.map(|(name, _)| named(name)) },
    });
    let paths = json!({
        "if": { "minProperties": 1, "propertyNames": { "pattern": "^/" } },
        "then": { "description": format!("Each key is {}.", RESOURCES.key), "additionalProperties": reference(&RESOURCE) },
        "else": none,
    });
    let chain = |rest: Value, (name, table): &(&str, &Table)| json!({ "if": named(name), "then": reference(table), "else": rest });
    match FILES.iter().rev().fold(paths, chain) {
        Value::Object(choice) => choice,
        _ => Map::new(),
    }
}

/// Adds a table, and those that its keys hold.
fn define(table: &Table, definitions: &mut Map<String, Value>) {
    let name = name(table);
    if definitions.contains_key(&name) {
        return;
    }
    // Before its keys, which may lead back here.
    definitions.insert(name.clone(), Value::Null);
    let mut properties = Map::new();
    for key in table.keys {
        define_within(&key.kind, definitions);
        properties.insert(key.name.to_owned(), described(key.doc, &key.kind));
    }
    let required: Vec<_> = table.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut schema = json!({
        "description": table.doc,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    definitions.insert(name, schema);
}

fn define_within(kind: &Kind, definitions: &mut Map<String, Value>) {
    match kind {
        Kind::Table(table) | Kind::WordOr(_, table) | Kind::TypeOr(_, table) | Kind::ChoiceOr(_, table) => {
            define(table, definitions);
        }
        Kind::Entries(entries) => define_within(&entries.value, definitions),
        Kind::List(item) | Kind::OneOrMore(item) => define_within(item, definitions),
        Kind::Text | Kind::Type(_) | Kind::Bool | Kind::Int(..) | Kind::Scalar | Kind::Choice(_) => {}
    }
}

/// `a note on the vendor's file` -> `note_on_the_vendor_s_file`.
fn name(table: &Table) -> String {
    let what = table.what.strip_suffix(".yaml").unwrap_or(table.what);
    let noun = ["a ", "an ", "the "].iter().find_map(|article| what.strip_prefix(article));
    noun.unwrap_or(what).to_snake_case()
}

fn reference(table: &Table) -> Value {
    json!({ "$ref": format!("#/definitions/{}", name(table)) })
}

/// A value with the hover text of its key.
fn described(doc: &str, kind: &Kind) -> Value {
    let schema = match kind {
        // Beside `$ref` draft-07 ignores everything.
        Kind::Table(table) => json!({ "allOf": [reference(table)] }),
        kind => value(kind),
    };
    let Value::Object(mut schema) = schema else { return schema };
    let doc = match kind {
        Kind::Entries(entries) => format!("{doc}\n\nEach key is {}.", entries.key),
        _ => doc.to_owned(),
    };
    schema.insert("description".to_owned(), json!(doc));
    Value::Object(schema)
}

fn value(kind: &Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        // The first is what an editor offers.
        Kind::Type(more) => json!({ "anyOf": types(more) }),
        Kind::TypeOr(more, table) => {
            let [words, pattern] = types(more);
            json!({ "anyOf": [words, pattern, reference(table)] })
        }
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Int(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Scalar => json!({ "type": ["string", "number", "boolean", "null"] }),
        Kind::Choice(choices) => words(choices),
        Kind::List(item) => json!({ "type": "array", "items": value(item) }),
        Kind::OneOrMore(item) => {
            json!({ "anyOf": [value(item), { "type": "array", "items": value(item), "minItems": 1 }] })
        }
        Kind::Table(table) => reference(table),
        Kind::Entries(entries) => json!({ "type": "object", "additionalProperties": value(&entries.value) }),
        Kind::ChoiceOr(choices, table) => json!({ "anyOf": [words(choices), reference(table)] }),
        Kind::WordOr(word, table) => json!({ "anyOf": [words(std::slice::from_ref(word)), reference(table)] }),
    }
}

/// The words that a type may be, and the form of the others.
fn types(more: &[Choice]) -> [Value; 2] {
    let words = more.iter().chain(Scalar::CHOICES).map(|word| word.word);
    [json!({ "enum": words.collect::<Vec<_>>() }), json!({ "type": "string", "pattern": TYPE })]
}

/// Lists and maps of names. How deep they nest, and whether the name is known, only codegen says.
const TYPE: &str = "^((list|map)<)*[A-Za-z][A-Za-z0-9]*>*$";

/// `enumDescriptions` is what editors show beside the words; validators ignore it.
fn words(choices: &[Choice]) -> Value {
    let words: Vec<_> = choices.iter().map(|choice| choice.word).collect();
    let docs: Vec<_> = choices.iter().map(|choice| choice.doc).collect();
    json!({ "enum": words, "enumDescriptions": docs })
}
