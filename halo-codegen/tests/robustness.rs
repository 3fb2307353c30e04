//! Whatever the files contain, the check ends soon and its diagnostics can be printed.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod base_schema;

use std::time::{Duration, Instant};

use base_schema::{CUSTOM_FIELD, TICKETS, right, with};
use halo_codegen::SourceSet;
use proptest::prelude::*;

/// Checks and prints a schema, whatever the result.
fn survives(sources: &SourceSet) {
    if let Err(diagnostics) = halo_codegen::check(sources) {
        assert!(!diagnostics.is_empty());
        for color in [false, true] {
            assert!(diagnostics.render(sources, "schema/", color).contains("mistake"));
        }
    }
}

/// Random edits of a schema file: removed pieces, and inserted characters.
fn mutated() -> impl Strategy<Value = (usize, Vec<(usize, usize, String)>)> {
    let piece = prop_oneof![
        "[\\[\\]{}:,#&*!|>'\"%@`<>\\-\\n\\t ~?é€]{0,4}",
        Just(": ".to_owned()),
        Just("<<: ".to_owned()),
        Just("list<".to_owned()),
        Just("null".to_owned()),
        Just("\u{feff}".to_owned()),
        Just("\r\n".to_owned()),
        Just("99999999999999999999".to_owned()),
    ];
    (0..4usize, prop::collection::vec((0..1500usize, 0..40usize, piece), 1..6))
}

fn mutate(text: &str, edits: &[(usize, usize, String)]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (start, length, piece) in edits {
        let start = start % (bytes.len() + 1);
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, piece.bytes());
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300), place in 0..3usize) {
        let path = ["halo.yaml", "entities/tickets.yaml", "types/custom_field.yaml"][place];
        survives(&with(&[(path, &bytes)]));
    }

    #[test]
    fn any_text(text in "[a-c:{}\\[\\],#&*!|>'\"\\-\\n ?é]{0,80}") {
        survives(&with(&[("entities/tickets.yaml", text.as_bytes())]));
    }

    #[test]
    fn any_change((place, edits) in mutated()) {
        let mut files = right();
        let index = place % files.len();
        let (path, text) = files.swap_remove(index);
        survives(&with(&[(&path, &mutate(&text, &edits))]));
    }
}

#[test]
fn huge_and_hostile_files_are_checked_quickly() {
    let megabyte = |piece: &str| piece.repeat(1_900_000 / piece.len());
    // Files with a mistake in every line take longest in this unoptimized build.
    let lines = |piece: &str| piece.repeat(100_000 / piece.len());
    let many = |count: usize, line: fn(usize) -> String| (0..count).map(line).collect::<Vec<_>>().concat();
    let keys = many(10_000, |index| format!("key{index}: [{index}]\n"));
    let fields = many(3_000, |index| format!("  f{index}: {{ typ: strng{index}, doc: a, b, c }}\n"));
    let files = [
        megabyte("["),
        megabyte("{"),
        megabyte("- "),
        megabyte("? "),
        megabyte("a: "),
        megabyte("\n"),
        megabyte("\""),
        lines("a: 1\n"),
        megabyte("x"),
        lines("- a\n"),
        megabyte("!a "),
        format!("a: [{}]", megabyte("&a *a, ")),
        format!("entity: Ticket\nfields:\n{}", lines("  a: { type: int }\n")),
        format!("entity: Ticket\npath: {}\nfields: {{}}", megabyte("list<")),
        format!("entity: Ticket\nfields:\n  a: {{ type: {} }}\n", megabyte("list<")),
        format!("{{ {} }}", keys.replace('\n', ", ")),
        keys,
        format!("{TICKETS}{fields}"),
    ];
    for file in files {
        let start = Instant::now();
        survives(&with(&[("entities/tickets.yaml", file.as_bytes())]));
        let took = start.elapsed();
        let head: String = file.chars().take(40).collect();
        assert!(took < Duration::from_secs(30), "{took:?} for {head:?}");
    }
}

#[test]
fn the_order_of_files_does_not_matter() {
    let mut files = right();
    files.push(("types/note.yaml".to_owned(), CUSTOM_FIELD.replace("type: int", "type: itn")));
    let forward: SourceSet = files.iter().cloned().collect();
    let backward: SourceSet = files.into_iter().rev().collect();
    assert_eq!(base_schema::report(&forward), base_schema::report(&backward));
}
