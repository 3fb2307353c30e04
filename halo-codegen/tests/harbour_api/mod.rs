//! The harbour API: a fictional OpenAPI file in the vendor's style, and a schema of a part of it.
#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};

use halo_codegen::SourceSet;
use halo_codegen::vendor::import::{Import, Imported, Options};
use halo_codegen::vendor::{self, Document};

/// The folder of its files.
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

/// The schema with a text of one file replaced. An empty path replaces nothing.
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

/// The words in the names of the harbour API.
pub const WORDS: &str = "berth\nboat\ncargo\ncrew\ncaptain\ndate\ndeparture\nflag\nharbour\nhtml\nid\nitem\nlaunch\nlength\nlight\nmaster\nmax\n\
    name\nnote\noverall\nphone\nnumber\nseen\ntime\ntype\nwritten\ntag\nstart\nend\nweight\nfrom\nis\ndry\n";

/// Paths of every kind, for a schema without entities.
pub const PATHS: [&str; 12] = [
    "/Boat",
    "/BerthType",
    "/HarbourMaster",
    "/LogEntry",
    "/cargoitem",
    "/Mooring/Rope",
    "/Tide",
    "/Anchors",
    "/FlagStatus",
    "/Signal",
    "/CrewMember",
    "/Berth",
];

/// Imports or updates paths, and returns all files of the schema afterwards, and the import itself.
pub fn imported(sources: &SourceSet, paths: &[&str], update: bool) -> Result<(SourceSet, Imported), Vec<String>> {
    imported_with(sources, paths, update, Options::default())
}

/// The same with options.
pub fn imported_with(
    sources: &SourceSet,
    paths: &[&str],
    update: bool,
    options: Options<'_>,
) -> Result<(SourceSet, Imported), Vec<String>> {
    let schema = halo_codegen::read(sources).unwrap();
    let document = document();
    let import = Import { document: &document, schema: &schema, sources, words: WORDS, options };
    let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
    let imported = if update { import.update(&paths) } else { import.create(&paths) }?;
    let mut after = sources.clone();
    for (path, text) in &imported.files {
        after.insert(path, text.as_str());
    }
    Ok((after, imported))
}

/// A schema without entities.
pub fn bare() -> SourceSet {
    let shared = "params:\n  search: { type: string, doc: \"Only rows that hold this text.\" }\n";
    [("halo.yaml", shared)].into_iter().collect()
}

/// The same files with every empty doc filled in.
pub fn filled(sources: &SourceSet) -> SourceSet {
    let fill = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("doc: \"\"", "doc: \"Written by a test.\"");
    sources.iter().map(|(_, path, bytes)| (path.to_owned(), fill(bytes))).collect()
}
