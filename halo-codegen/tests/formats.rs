//! The formats of diagnostics for editors and for GitHub.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod base_schema;

use base_schema::{TICKETS, edited, with};
use halo_codegen::{Diagnostics, SourceSet};
use serde_json::Value;

/// Mistakes of every kind.
///
/// With one position, over several lines, with two positions, of a whole file, and after two-byte characters.
fn mistakes() -> (SourceSet, Diagnostics) {
    let mut sources = edited(&[
        ("entities/tickets.yaml", "{ type: string, access: both, doc", "{ type: strng, access: both, doc"),
        ("entities/tickets.yaml", "\"From this instant on.\" }", "\"Größe.\", doc: \"100 %, or: all.\" }"),
        (
            "entities/tickets.yaml",
            "\"A request, incident or any other case.\"",
            ">-\n  A request: an incident,\n  or any",
        ),
    ]);
    sources.insert("types/note.yml", "object: Note\n");
    let found = halo_codegen::check(&sources).unwrap_err();
    (sources, found)
}

#[test]
fn json_says_what_the_text_says() {
    let (sources, found) = mistakes();
    let text = found.to_json(&sources, "schema/");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("format_json", text);
        insta::assert_snapshot!("format_github", found.to_github(&sources, "schema/"));
        insta::assert_snapshot!("format_text", found.render(&sources, "schema/", false));
    });
    let all: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(all["mistakes"], found.len());
    // The text contains the same positions.
    for one in all["diagnostics"].as_array().unwrap().iter().filter(|one| !one["line"].is_null()) {
        let place = format!("{}:{}:{}\n", one["path"].as_str().unwrap(), one["line"], one["column"]);
        assert!(found.render(&sources, "schema/", false).contains(&place), "{place}");
    }
}

#[test]
fn the_diagnostic_of_a_schema_without_entities_has_no_position() {
    let sources: SourceSet = [("halo.yaml", "scopes: {}\n")].into_iter().collect();
    let found = halo_codegen::check(&sources).unwrap_err();
    let all: Value = serde_json::from_str(&found.to_json(&sources, "schema/")).unwrap();
    assert_eq!((&all["diagnostics"][0]["path"], &all["diagnostics"][0]["line"]), (&Value::Null, &Value::Null));
    assert!(found.to_github(&sources, "").starts_with("::error title=HS010%3A no entities::"));
}

#[test]
fn no_mistakes_are_an_empty_list() {
    let all: Value = serde_json::from_str(&Diagnostics::default().to_json(&SourceSet::new(), "")).unwrap();
    assert_eq!((&all["mistakes"], &all["diagnostics"]), (&Value::from(0), &Value::Array(Vec::new())));
}

#[test]
fn at_most_a_thousand_mistakes_are_listed() {
    let fields: Vec<_> = (0..3000).map(|index| format!("  f{index}: {{ typ: string{index} }}\n")).collect();
    let sources = with(&[("entities/tickets.yaml", format!("{TICKETS}{}", fields.concat()).as_bytes())]);
    let found = halo_codegen::check(&sources).unwrap_err();
    let all: Value = serde_json::from_str(&found.to_json(&sources, "")).unwrap();
    assert_eq!(all["mistakes"], found.len());
    assert_eq!(all["diagnostics"].as_array().unwrap().len(), 1000);
    assert_eq!(found.to_github(&sources, "").lines().count(), 1000);
}
