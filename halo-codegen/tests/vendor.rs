//! Reads the vendor's file: oddities become notes, and only invalid JSON is an error.
#![allow(clippy::unwrap_used)]

mod harbour_api;

use halo_codegen::SourceSet;
use halo_codegen::diff::Side;
use halo_codegen::vendor::drift::drift;
use halo_codegen::vendor::import::{Import, Options};
use halo_codegen::vendor::{self, Document, Type, against};
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(value: &Value) -> Document {
    vendor::read(value.to_string().as_bytes()).unwrap()
}

fn rules(document: &Document) -> Vec<&str> {
    document.notes.iter().map(|note| note.rule).collect()
}

/// Runs every operation on a file, whatever its content.
fn use_all(document: &Document) {
    let sources = harbour_api::edited("", "", "");
    let schema = halo_codegen::read(&sources).unwrap();
    let found = drift(document, Side { schema: &schema, sources: &sources });
    assert!(!found.text("").is_empty() && !found.markdown("").is_empty() && !found.json("").is_empty());
    let import =
        Import { document, schema: &schema, sources: &sources, words: harbour_api::WORDS, options: Options::default() };
    let described = ["/boat", "/logentry"];
    let (old, new): (Vec<String>, Vec<String>) = document
        .paths
        .iter()
        .map(|path| path.path.clone())
        .filter(|path| !path.contains('{') && path.len() > 1)
        .partition(|path| described.contains(&path.to_lowercase().as_str()));
    for imported in [import.create(&new), import.update(&old)].into_iter().flatten() {
        let sources: SourceSet = sources.iter().map(|(_, path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
        let after = imported.files.iter().fold(sources, |mut sources, (path, text)| {
            sources.insert(path, text.as_str());
            sources
        });
        assert!(halo_codegen::read(&after).is_ok(), "the written files can be read");
    }
    assert!(!against::compare(document, &harbour_api::document()).text().is_empty());
}

#[test]
fn incomplete_json_is_an_error() {
    let whole = harbour_api::file();
    for end in [0, 1, whole.len() / 2, whole.len() - 3] {
        let error = vendor::read(&whole[..end]).unwrap_err().to_string();
        assert!(error.starts_with("it is not complete JSON: "), "{error}");
    }
    assert!(vendor::read(b"\xff\xfe{}").unwrap_err().to_string().starts_with("it is not UTF-8 text"));
    for other in ["[]", "null", "{}", "{\"paths\": {}}", "{\"paths\": 3}"] {
        let error = vendor::read(other.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with("it is not an OpenAPI file"), "{error}");
    }
}

#[test]
fn a_byte_order_mark_is_ignored() {
    let marked = [b"\xef\xbb\xbf".as_slice(), &harbour_api::file()].concat();
    assert_eq!(vendor::read(&marked).unwrap().paths.len(), harbour_api::document().paths.len());
}

#[test]
fn deep_nesting_is_a_note_and_the_rest_is_read() {
    let deep = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000));
    let types = format!("{}{{}}{}", "{\"items\":".repeat(50_000), "}".repeat(50_000));
    let text = format!(
        r#"{{"x-odd": {deep}, "paths": {{"/Boat": {{"get": {{}}}}}},
            "components": {{"schemas": {{"Deep": {{"properties": {{"a": {types}, "b": {{"type": "string"}}}}}}}}}}}}"#
    );
    let document = vendor::read(text.as_bytes()).unwrap();
    assert!(rules(&document).contains(&"too-deep"));
    assert_eq!(document.notes.iter().find(|note| note.rule == "too-deep").unwrap().count, 2);
    assert_eq!(document.properties("Deep")[1].ty, Type::String);
    assert!(document.path("/boat").is_some());
    use_all(&document);
}

#[test]
fn references_that_lead_nowhere_or_in_circles_are_notes() {
    let schemas = json!({
        "A": { "$ref": "#/components/schemas/B" },
        "B": { "$ref": "#/components/schemas/A" },
        "C": { "properties": { "c": { "$ref": "#/components/schemas/C" }, "d": { "$ref": "#/components/schemas/D" } } },
        "Alias": { "$ref": "#/components/schemas/C" },
        "Number": { "type": "integer", "enum": [1, 2] },
    });
    let document = read(&json!({ "components": { "schemas": schemas } }));
    assert_eq!(rules(&document), ["cyclic-reference", "unknown-reference"]);
    let resolved = |name: &str| document.resolve(&Type::Ref(name.to_owned()));
    assert_eq!(resolved("A"), Type::Any);
    assert_eq!(resolved("D"), Type::Any);
    assert_eq!(resolved("Alias"), Type::Ref("C".to_owned()));
    assert_eq!(resolved("Number"), Type::Int);
    assert_eq!(document.properties("Alias").len(), 2);
    use_all(&document);
}

#[test]
fn wrong_kinds_are_notes() {
    let odd = json!({
        "info": 3,
        "paths": {
            "/Boat": { "get": { "parameters": [3, { "name": 3, "in": "query" }, { "name": "a", "in": "query", "schema": 3 }] } },
            "/Dock": 3,
            "Anchor": {},
            "/Hull": { "get": null, "post": [], "requestBody": 3, "x": { "parameters": {} } },
        },
        "components": { "schemas": {
            "Vessel": { "properties": [] },
            "Hull": null,
            "Rope": { "properties": { "a": { "type": 3 }, "b": { "$ref": 3 }, "c": { "type": "bool" }, "d": "text" } },
        } },
    });
    let document = read(&odd);
    assert!(rules(&document).contains(&"wrong-shape"));
    assert!(rules(&document).contains(&"invalid-type"));
    assert_eq!(document.paths.len(), 3);
    assert_eq!(document.properties("Rope").len(), 4);
    use_all(&document);
}

#[test]
fn duplicate_keys_are_notes() {
    let text = r#"{"paths": {"/A/{id}": {"get": {}}, "/a/{name}": {}},
        "components": {"schemas": {"S": {"properties": {"a": {"type": "string"}, "a": {"type": "boolean"}}}, "S": {}}}}"#;
    let document = vendor::read(text.as_bytes()).unwrap();
    let twice: Vec<_> = rules(&document).into_iter().filter(|rule| rule.starts_with("duplicate")).collect();
    assert_eq!(twice, ["duplicate-key", "duplicate-key", "duplicate-path"]);
    assert!(document.operation("get", "/A/{key}").is_some(), "the first of two equal paths is used");
}

#[test]
fn newer_notations_of_types_are_read() {
    let property = |schema: Value| {
        let schemas = json!({ "S": { "properties": { "p": schema } }, "T": { "properties": { "q": {} } } });
        read(&json!({ "components": { "schemas": schemas } })).properties("S")[0].ty.clone()
    };
    let reference = json!({ "$ref": "#/components/schemas/T" });
    assert_eq!(property(json!({ "type": ["null", "string"], "format": "date-time" })), Type::DateTime);
    assert_eq!(property(json!({ "type": ["integer", "null"] })), Type::Int);
    assert_eq!(property(json!({ "allOf": [reference], "nullable": true })), Type::Ref("T".to_owned()));
    assert_eq!(property(json!({ "oneOf": [{ "type": "null" }, reference] })), Type::Ref("T".to_owned()));
    assert_eq!(property(json!({ "type": "array", "items": reference })).to_string(), "list<T>");
    assert_eq!(property(json!({ "type": "object", "additionalProperties": reference })).to_string(), "map<T>");
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-zA-Z/{}_$#<>*]{0,12}".prop_map(Value::from),
        Just(json!("#/components/schemas/Vessel")),
    ];
    let key = prop_oneof![
        Just("properties"),
        Just("type"),
        Just("$ref"),
        Just("items"),
        Just("parameters"),
        Just("schema"),
        Just("get"),
        Just("post"),
        Just("allOf"),
        Just("additionalProperties"),
        Just("name"),
        Just("in"),
        Just("content"),
        Just("id"),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        let object = prop::collection::vec((key.clone().prop_map(str::to_owned), inner.clone()), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(Value::from),
            object.prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Any value at any position of a real file.
    #[test]
    fn nothing_in_a_file_is_fatal(odd in any_json(), place in 0_usize..400) {
        let mut file: Value = serde_json::from_slice(&harbour_api::file()).unwrap();
        replace(&mut file, &odd, &mut { place });
        if let Ok(document) = vendor::read(file.to_string().as_bytes()) {
            use_all(&document);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = vendor::read(&bytes);
    }

    /// The fixture with one byte changed.
    #[test]
    fn a_changed_byte_is_read_or_refused(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut file = harbour_api::file();
        let at = at.index(file.len());
        file[at] = byte;
        if let Ok(document) = vendor::read(&file) {
            use_all(&document);
        }
    }
}

/// Replaces the value at this index of the traversal.
fn replace(value: &mut Value, odd: &Value, place: &mut usize) {
    if *place == 0 {
        *value = odd.clone();
    }
    *place = place.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, odd, place)),
        Value::Object(entries) => entries.values_mut().for_each(|item| replace(item, odd, place)),
        _ => {}
    }
}
