//! Splits bytes into schema files, and checks the properties that must hold for any of them.
//!
//! halo-codegen's tests include this file to replay the seeds and the regressions without nightly.

use std::borrow::Cow;

use halo_codegen::SourceSet;

/// A line that starts with this ends a file and names the next one.
const SEPARATOR: &[u8] = b"%%% ";

/// Splits the bytes into files. The part before the first separator is an entity.
pub fn sources(bytes: &[u8]) -> SourceSet {
    let mut files = SourceSet::new();
    let (mut path, mut text) = (Cow::from("entities/tickets.yaml"), Vec::new());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_prefix(SEPARATOR) {
            Some(name) => {
                insert(&mut files, &path, std::mem::take(&mut text));
                path = String::from_utf8_lossy(name.trim_ascii());
            }
            None => text.extend_from_slice(line),
        }
    }
    insert(&mut files, &path, text);
    files
}

fn insert(files: &mut SourceSet, path: &str, text: Vec<u8>) {
    if !text.is_empty() {
        files.insert(path, text);
    }
}

/// Generates code, and prints the mistakes in every format.
///
/// # Panics
///
/// If the generated code is not Rust, or if a failure has no message.
pub fn try_schema(bytes: &[u8]) {
    let sources = sources(bytes);
    match halo_codegen::generate(&sources) {
        // The renderer writes this where tokens do not parse.
        Ok(files) => assert!(files.values().all(|text| !text.contains("compile_error!(")), "generated no Rust"),
        Err(found) => {
            assert!(!found.is_empty());
            assert!(found.render(&sources, "schema/", true).contains("mistake"));
            assert!(found.to_json(&sources, "schema/").starts_with('{'));
            assert!(found.to_github(&sources, "schema/").starts_with("::error "));
        }
    }
}
