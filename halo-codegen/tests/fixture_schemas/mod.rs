//! The small schemas under `tests/fixtures/emit/`, and the code that they generate.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use halo_codegen::model::keys::{ENTITY, ENUM, EXTENDS, HALO, Kind, OBJECT, RESOURCE, Table};
use halo_codegen::{FileMap, SourceSet};

/// The files of a fixture.
pub(crate) fn fixture(name: &str) -> SourceSet {
    edited(name, "", str::to_owned)
}

/// The files of a fixture, with one of them edited.
pub(crate) fn edited(name: &str, path: &str, edit: impl Fn(&str) -> String) -> SourceSet {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/emit").join(name);
    let mut files = Vec::new();
    for folder in ["", "entities", "types"] {
        for entry in fs::read_dir(root.join(folder)).into_iter().flatten().flatten() {
            if entry.path().is_file() {
                let name = Path::new(folder).join(entry.file_name()).to_string_lossy().into_owned();
                let text = fs::read_to_string(entry.path()).unwrap_or_default();
                files.push((name.clone(), if name == path { edit(&text) } else { text }));
            }
        }
    }
    assert!(!files.is_empty(), "there is no fixture {name}");
    files.into_iter().collect()
}

/// The code that a schema generates; panics if it has mistakes.
pub(crate) fn generate(sources: &SourceSet) -> FileMap {
    halo_codegen::generate(sources).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(sources, "", false)))
}

/// The code that a fixture generates.
pub(crate) fn generated(name: &str) -> FileMap {
    generate(&fixture(name))
}

/// Every key that a schema file may contain.
pub(crate) fn keys() -> BTreeSet<&'static str> {
    let mut keys = BTreeSet::new();
    for table in [&HALO, &ENTITY, &EXTENDS, &OBJECT, &ENUM, &RESOURCE] {
        collect(table, &mut keys);
    }
    keys
}

fn collect(table: &Table, keys: &mut BTreeSet<&'static str>) {
    for key in table.keys {
        assert!(key.doc.ends_with('.') && table.doc.ends_with('.'), "{}", key.name);
        keys.insert(key.name);
        tables(&key.kind, keys);
    }
}

fn tables(kind: &Kind, keys: &mut BTreeSet<&'static str>) {
    match kind {
        Kind::Table(table) | Kind::WordOr(_, table) | Kind::TypeOr(_, table) | Kind::ChoiceOr(_, table) => {
            collect(table, keys);
        }
        Kind::Entries(entries) => tables(&entries.value, keys),
        Kind::List(item) | Kind::OneOrMore(item) => tables(item, keys),
        Kind::Text | Kind::Type(_) | Kind::Bool | Kind::Int(..) | Kind::Scalar | Kind::Choice(_) => {}
    }
}
