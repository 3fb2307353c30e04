//! The generated code, by kind of file, from small schemas.
//!
//! That it compiles is tested in `golden.rs`, and the lines that an edit adds in `review.rs`; neither is repeated here.
#![allow(clippy::expect_used, clippy::panic)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod fixture_schemas;

use fixture_schemas::{fixture, generated};
use halo_codegen::{FileMap, SourceSet};

fn snapshot(fixture: &str, path: &str) {
    let files = generated(fixture);
    let text = files.get(path).unwrap_or_else(|| panic!("no {path} among {:?}", files.keys()));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("{fixture}__{}", path.trim_end_matches(".rs").replace('/', "_")), text);
    });
}

/// Asserts that a generated file contains these texts.
fn assert_contains(path: &str, parts: &[&str]) {
    let files = generated("everything");
    for part in parts {
        assert!(files[path].contains(part), "{path} does not contain {part:?}:\n{}", files[path]);
    }
}

#[test]
fn a_module_doc_names_the_scopes_or_the_entity_whose_types_it_shares() {
    assert_contains("things/mod.rs", &["//! Path: `/Things`. Scopes: `read:things` and `edit:things`.\n"]);
    assert_contains(
        "gadgets/mod.rs",
        &["//! Its rows and write types are those of [`things`](crate::things), such as"],
    );
}

#[test]
fn ids_are_integers_or_text() {
    let int =
        "#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]\npub struct ThingId(pub i64);";
    let text = "#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]\npub struct TagId(pub String);";
    assert_contains("ids.rs", &[int, "rt::int_id!(ThingId);", text, "rt::string_id!(TagId);"]);
    assert_contains("ids.rs", &["pub struct HookId(pub String);", "rt::string_id!(HookId);"]);
}

#[test]
fn scopes_are_an_open_enum() {
    snapshot("names", "scopes.rs");
    assert_contains("scopes.rs", &["/// See things, \\[all\\] of \\<them>: <https://halo.example/things>.\n"]);
}

#[test]
fn a_model_has_a_field_of_every_kind() {
    snapshot("everything", "things/model.rs");
}

#[test]
fn a_field_that_rows_lack_is_said_to_be_from_get_only_where_there_is_one() {
    let schema = |get: &str| -> SourceSet {
        let text = format!(
            "entity: Boat\ndoc: \"What floats in the harbour.\"\npath: /Boats\nid: int\nlist: {{ rows: bare, paging: none }}\n{get}create: {{}}\nfields:\n  \
             id: {{ type: BoatId, always: true, doc: \"Its number.\" }}\n  \
             hull: {{ type: string, in: detail, access: both, doc: \"What it is made of.\" }}\n"
        );
        [("entities/boats.yaml", text)].into_iter().collect()
    };
    let model = |get| halo_codegen::generate(&schema(get)).expect("it is valid")["boats/model.rs"].clone();
    assert!(model("get: {}\n").contains("/// Only from `get`."));
    assert!(model("").contains("/// List rows do not contain it."));
}

#[test]
fn a_write_type_sets_and_clears() {
    snapshot("everything", "things/write.rs");
}

#[test]
fn an_object_is_written_by_the_fields_that_its_file_lists() {
    assert_contains(
        "types/part/write.rs",
        &["pub fn thing(mut self, thing: ThingWrite) -> Self", "pub fn clear_thing("],
    );
    let files = generated("everything");
    assert!(files["types/part/model.rs"].contains("pub size: Option<f64>"));
    assert!(!files["types/part/write.rs"].contains("fn size"), "`size` is not among `write`");
}

#[test]
fn requests_have_a_setter_per_parameter() {
    snapshot("everything", "things/requests.rs");
}

#[test]
fn a_composite_key_and_a_required_parameter_are_arguments() {
    snapshot("everything", "steps/requests.rs");
}

#[test]
fn an_operation_is_a_method_a_struct_and_a_static() {
    snapshot("everything", "steps/catalog.rs");
}

#[test]
fn an_entity_like_another_has_its_own_requests_and_the_types_of_the_other() {
    let shared = ["fields: crate::things::ENTITY.fields,", "write_only: crate::things::ENTITY.write_only,"];
    assert_contains("gadgets/catalog.rs", &shared);
    // Operations below the other's path are below its own path here; the others keep theirs.
    let paths = ["\"/Gadgets/{id}/merge\",", "\"/ThingField\","];
    assert_contains("gadgets/catalog.rs", &paths);
    assert_contains("gadgets/requests.rs", &["use crate::things::Thing;", "request!(object GadgetMe, Thing);"]);
    let files = generated("everything");
    for path in ["gadgets/catalog.rs", "gadgets/requests.rs"] {
        assert!(!files[path].contains("/Things"), "{path} sends to the other entity's path");
    }
    let create = "pub fn create(&self, gadget: ThingWrite) -> CreateGadget {";
    assert!(files["gadgets/requests.rs"].contains(create));
    assert!(!files.contains_key("gadgets/model.rs") && !files.contains_key("gadgets/write.rs"));
}

#[test]
fn a_new_operation_only_adds_lines_and_renumbers_nothing() {
    let before = generated("everything");
    let sources = fixture_schemas::edited("everything", "entities/things.yaml", |text| {
        let more = "  lock: { method: post, path: /Things/lock, reply: none, doc: \"Closes it for good.\" }\n  total:";
        text.replacen("  total:", more, 1)
    });
    let after = files_of(&sources);
    assert!(is_subsequence(&before["things/requests.rs"], &after["things/requests.rs"]));
    let changed: Vec<_> =
        after.iter().filter(|(path, text)| before.get(*path) != Some(text)).map(|(path, _)| path).collect();
    let files = ["catalog.rs", "mod.rs", "requests.rs"];
    let expected = ["gadgets", "things"].map(|module| files.map(|file| format!("{module}/{file}"))).concat();
    let overview = "entities.md".to_owned();
    assert_eq!(changed, std::iter::once(&overview).chain(&expected).collect::<Vec<_>>());
}

#[test]
fn an_entity_without_id_is_only_listed() {
    let catalog = ["key: &[],", "id: IdKind::None,", "paging: Paging::None,", "operations: &[&LIST],"];
    assert_contains("labels/catalog.rs", &catalog);
    assert_contains("labels/requests.rs", &["pub fn list(&self) -> ListLabels", "list_request!(ListLabels, Label);"]);
    assert_eq!(generated("everything")["labels/requests.rs"].matches("Call::").count(), 1, "it has one request");
}

#[test]
fn the_codec_is_given_a_list_of_fields() {
    snapshot("everything", "things/wire.rs");
}

#[test]
fn the_catalog_says_what_the_schema_says() {
    snapshot("everything", "things/catalog.rs");
}

#[test]
fn enums_keep_what_they_do_not_know() {
    snapshot("everything", "types/colour.rs");
    snapshot("everything", "types/level.rs");
}

#[test]
fn names_that_rust_or_the_runtime_trips_on_are_renamed() {
    snapshot("names", "sales_orders/model.rs");
    snapshot("names", "sales_orders/write.rs");
    snapshot("names", "sales_orders/requests.rs");
}

#[test]
fn the_same_schema_gives_the_same_bytes_in_any_order_of_its_files() {
    let sources = fixture("everything");
    let mut files: Vec<(String, Vec<u8>)> =
        sources.iter().map(|(_, path, text)| (path.to_owned(), text.to_vec())).collect();
    let first = files_of(&sources);
    assert_eq!(first, files_of(&sources), "twice");
    for _ in 0..files.len() {
        files.rotate_left(1);
        assert_eq!(first, files_of(&files.iter().cloned().collect()), "shuffled");
    }
}

#[test]
fn every_file_says_that_it_is_generated_and_from_what() {
    for (path, text) in generated("everything") {
        let first = text.lines().next().expect("a line");
        let comment = if path == "entities.md" { "<!--" } else { "//" };
        let said = format!("{comment} @generated by cargo xtask codegen from schema/");
        assert!(first.starts_with(&said), "{path}: {first}");
        assert!(!text.contains("compile_error"), "{path}");
        assert!(text.ends_with('\n') && !text.contains("\n\n\n"), "{path}");
    }
}

#[test]
fn entities_are_found_by_other_names_and_listed_in_groups() {
    let files = generated("everything");
    assert!(files["things/mod.rs"].contains("#![doc(alias = \"widget\")]"));
    assert!(files["things/mod.rs"].contains("#![doc(alias = \"/Things\")]"));
    for (path, item) in [
        ("things/model.rs", "pub struct Thing {"),
        ("things/write.rs", "pub struct ThingWrite {"),
        ("things/requests.rs", "pub struct Things {"),
        ("ids.rs", "pub struct ThingId(pub i64);"),
    ] {
        let (before, _) = files[path].split_once(item).expect(item);
        let docs = before.rsplit_once("\n\n").map_or(before, |(_, docs)| docs);
        assert!(docs.contains("#[doc(alias = \"widget\")]"), "{path}: {docs}");
    }
    let scope = "    /// `edit:things` on the wire.\n    #[doc(alias = \"edit:things\")]\n    ChangeThings,\n";
    assert!(files["scopes.rs"].contains(scope));
    let group = "## Things, made\n\nWhat was made, by whom \\| for whom.\n\n| module |";
    assert!(files["entities.md"].contains(group) && files["entities.md"].contains("\n## Other\n\n| module |"));
    assert!(files["entities.md"].contains("\n| [`things`] | `/Things` | list, get, "));
    // Setters that are taken over from another entity are found there.
    let alias = "alias = \"withnotes\"";
    assert!(files["things/requests.rs"].contains(alias) && !files["gadgets/requests.rs"].contains(alias));
}

#[test]
fn a_new_field_in_the_middle_only_adds_lines_to_what_reviewers_read() {
    let before = generated("everything");
    let sources = fixture_schemas::edited("everything", "entities/things.yaml", |text| {
        let field = "  shade: { type: Colour, access: both, doc: \"How dark it is.\" }\n  price:";
        text.replacen("  price:", field, 1)
    });
    let after = files_of(&sources);
    for path in ["things/model.rs", "things/write.rs"] {
        assert!(is_subsequence(&before[path], &after[path]), "{path} lost or changed a line");
        assert_ne!(before[path], after[path]);
    }
    let changed: Vec<_> =
        after.iter().filter(|(path, text)| before.get(*path) != Some(text)).map(|(path, _)| path).collect();
    assert_eq!(changed, ["things/catalog.rs", "things/model.rs", "things/wire.rs", "things/write.rs"]);
}

#[test]
fn a_changed_doc_changes_nothing_but_its_own_entity() {
    let before = generated("everything");
    let sources = fixture_schemas::edited("everything", "entities/things.yaml", |text| {
        text.replace("What people call it.", "Its title.")
    });
    for (path, text) in files_of(&sources) {
        assert!(before[&path] == text || path == "things/model.rs" || path == "things/write.rs", "{path} changed");
    }
}

#[test]
fn a_new_entity_changes_only_lists_that_must_name_it() {
    let before = generated("everything");
    let sources = fixture_schemas::edited("everything", "entities/hooks.yaml", str::to_owned);
    let with: SourceSet = sources
        .iter()
        .map(|(_, path, text)| (path.to_owned(), text.to_vec()))
        .chain([(
            "entities/extras.yaml".to_owned(),
            include_bytes!("fixtures/emit/everything/entities/hooks.yaml").to_vec(),
        )])
        .map(|(path, text)| {
            let text = String::from_utf8(text).expect("UTF-8");
            let is_new = path.ends_with("extras.yaml");
            (path, if is_new { text.replace("Hook", "Extra2").replace("/Extra2s", "/Extras") } else { text })
        })
        .map(
            |(path, text)| {
                if path.ends_with("extras.yaml") { (path, text.replace("Extra2", "Bonus")) } else { (path, text) }
            },
        )
        .map(|(path, text)| (path.replace("extras.yaml", "bonuses.yaml"), text))
        .collect();
    let changed: Vec<String> = files_of(&with)
        .into_iter()
        .filter(|(path, text)| before.get(path).is_some_and(|old| old != text))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(changed, ["entities.md", "ids.rs", "mod.rs"]);
}

fn files_of(sources: &SourceSet) -> FileMap {
    fixture_schemas::generate(sources)
}

fn is_subsequence(short: &str, long: &str) -> bool {
    let mut long = long.lines();
    short.lines().all(|line| long.any(|other| other == line))
}
