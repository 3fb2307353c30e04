//! A harbour: an OpenAPI file in the vendor's manner that is nobody's API, and a schema that describes some of it.
#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};

use halo_codegen::SourceSet;
use halo_codegen::vendor::{self, Document};

/// Where its files stand.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/vendor")
}

/// The OpenAPI file.
pub fn file() -> Vec<u8> {
    fs::read(folder().join("harbour.json")).unwrap()
}

/// The OpenAPI file, read.
pub fn document() -> Document {
    vendor::read(&file()).unwrap()
}

/// The schema, with a text of one file replaced. An empty path replaces nothing.
pub fn edited(path: &str, old: &str, new: &str) -> SourceSet {
    let mut sources = SourceSet::new();
    for folder_name in ["", "entities", "types"] {
        for entry in fs::read_dir(folder().join("schema").join(folder_name)).unwrap().flatten() {
            let name = Path::new(folder_name).join(entry.file_name()).to_string_lossy().into_owned();
            if entry.path().extension().is_none_or(|extension| extension != "yaml") {
                continue;
            }
            let mut text = fs::read_to_string(entry.path()).unwrap();
            if name == path {
                assert_eq!(text.matches(old).count(), 1, "{old:?} occurs once in {path}");
                text = text.replace(old, new);
            }
            sources.insert(name, text);
        }
    }
    sources
}
