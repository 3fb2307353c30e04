//! The names that the schema cannot have are those that the runtime's own source has.
//!
//! The generator reads nothing of halo-api, so the list is part of it, and this test says whether it is still right.
//! `INSTA_UPDATE=always cargo test -p halo-codegen --test reserved` writes it anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod fixture_schemas;

#[path = "reserved/source.rs"]
mod source;

#[path = "reserved/surface.rs"]
mod surface;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use halo_codegen::explain::base;
use halo_codegen::{FileMap, SourceSet};
use source::Source;

type Names = BTreeSet<String>;

/// What a Rust program may always name a crate.
const SYSROOT: [&str; 4] = ["alloc", "core", "proc_macro", "std"];

#[test]
fn reserved_names_are_those_of_the_runtime() {
    let runtime = Source::read(&halo_api().join("src"));
    let all: FileMap = fixture_schemas::generated("everything");
    let requests = |is_list: bool| {
        let used = source::macro_calls(&all, "/requests.rs");
        let lists = ["list_request", "hydrate_request", "changes_request"];
        let requests = used.into_iter().map(|(name, _)| name).filter(|name| name != "changes_handle");
        requests.filter(move |name| lists.contains(&name.as_str()) == is_list)
    };
    let base: SourceSet = base::FILES.into_iter().collect();
    let base = fixture_schemas::generate(&base);
    let writes = source::macro_calls(&all, "/write.rs").into_iter().map(|(name, _)| name);
    let lists = [
        ("Methods of every request that is no list.", "REQUEST_METHODS", runtime.methods_of_macros(requests(false))),
        ("Methods of every list request.", "LIST_METHODS", runtime.methods_of_macros(requests(true))),
        ("Methods of every write type.", "WRITE_METHODS", runtime.methods_of_macros(writes)),
        (
            "Methods of every handle: the requests that most entities have, those for several rows at once, and its derives.",
            "HANDLE_METHODS",
            &source::methods(&base["tickets/requests.rs"], "Tickets")
                | &runtime.methods_of_macros(["changes_handle".to_owned()]),
        ),
        ("Methods of `Halo` that are no accessors.", "HALO_METHODS", runtime.methods("Halo")),
        ("Modules of halo-api that are no entities.", "MODULES", modules(&runtime, &base["mod.rs"])),
        ("Crates that the runtime names.", "CRATES", crates()),
    ];
    let extensions = source::methods_in(&halo_api().join("src/extensions"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/naming/reserved.rs");
    let expected = file(&lists, &extensions);
    if env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&path, &expected).unwrap();
    }
    let found = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    assert!(found == expected, "run `INSTA_UPDATE=always cargo test -p halo-codegen --test reserved`:\n{expected}");
}

/// A change of the public API that is not generated is seen in review, as one of the schema is by `cargo xtask diff`.
#[test]
fn the_handwritten_public_surface_changes_only_on_purpose() {
    insta::assert_snapshot!("public_surface", surface::of(&halo_api().join("src")));
}

/// What the test finds is what is there: an empty list would reserve nothing.
#[test]
fn well_known_names_are_found() {
    let runtime = Source::read(&halo_api().join("src"));
    let list = runtime.methods_of_macros(["list_request".to_owned(), "hydrate_request".to_owned()]);
    for name in [
        "send",
        "send_blocking",
        "when_some",
        "page_size",
        "all_blocking",
        "first_blocking",
        "iter_blocking",
        "hydrate",
    ] {
        assert!(list.contains(name), "{name}: {list:?}");
    }
    assert!(!list.contains("into_future"), "a method of a trait is not in the way: {list:?}");
    assert!(
        runtime
            .methods("Halo")
            .is_superset(&Names::from(["builder", "request", "from_env", "list"].map(str::to_owned)))
    );
}

fn halo_api() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("halo-api")
}

/// Modules of the root, what it re-exports in lower case, and what the generator puts beside the entities.
fn modules(runtime: &Source, generated: &str) -> Names {
    let mut names = runtime.root();
    names.extend(source::modules(generated).into_iter().filter(|name| name != "tickets"));
    names
}

/// The dependencies of halo-api, as Rust names.
fn crates() -> Names {
    let manifest = fs::read_to_string(halo_api().join("Cargo.toml")).unwrap();
    let mut is_dependency = false;
    let mut names = Names::from(SYSROOT.map(str::to_owned));
    for line in manifest.lines() {
        if let Some(section) = line.strip_prefix('[') {
            is_dependency = section.trim_end_matches(']').ends_with("dependencies") && !section.starts_with("dev-");
        } else if let Some((name, _)) = line.split_once(['.', '=']).filter(|_| is_dependency) {
            names.insert(name.trim().replace('-', "_"));
        }
    }
    names
}

fn file(lists: &[(&str, &str, Names)], extensions: &BTreeSet<(String, String)>) -> String {
    let mut text = "//! Names that the schema cannot have, since halo-api has them.\n//!\n\
                    //! Made by the test `reserved` from the source of halo-api: not to be edited.\n"
        .to_owned();
    for (doc, name, names) in lists {
        assert!(!names.is_empty(), "{name}");
        let _ = writeln!(text, "\n/// {doc}\npub(super) const {name}: &[&str] = &[");
        for name in names {
            let _ = writeln!(text, "    {name:?},");
        }
        text.push_str("];\n");
    }
    assert!(!extensions.is_empty());
    text.push_str(
        "\n/// Types and the methods that extensions give them.\npub(super) const EXTENSIONS: &[(&str, &str)] = &[\n",
    );
    for method in extensions {
        let _ = writeln!(text, "    {method:?},");
    }
    text + "];\n"
}
