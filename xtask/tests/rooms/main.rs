//! No import cycle between the rooms of a crate: each uses only rooms below it. The order of the rooms is listed here,
//! and nowhere else.
//!
//! Rooms are the top-level modules of a crate. Paths are read from tokens, so that those in macro bodies count as much as
//! those in `use` lines; tests and doc comments do not count.

#![allow(clippy::unwrap_used, clippy::panic)]

mod paths;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use self::paths::{Found, Source};

/// The rooms of halo-api, from the top down.
const HALO_API: &[&str] = &[
    "mock",
    "client",
    "resource",
    "catalog",
    "webhook",
    "extensions",
    "generated",
    "rt",
    "paging",
    "request",
    "blocking",
    "files",
    "session",
    "auth",
    "redis",
    "pipeline",
    "transport",
    "custom_fields",
    "codec",
    "entity_info",
    "vocabulary",
];

/// The rooms of halo-codegen, from the top down.
const HALO_CODEGEN: &[&str] = &[
    "explain",
    "lint",
    "vendor",
    "diff",
    "fix",
    "coverage",
    "json_schema",
    "reconcile",
    "emit",
    "render",
    "check",
    "lower",
    "ir",
    "model",
    "naming",
    "edit",
    "yaml",
    "node",
    "suggest",
    "parallel",
    "diagnostic",
    "source",
];

#[test]
fn rooms_of_halo_api_use_only_rooms_below_them() {
    let faults = faults("halo-api", HALO_API);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn rooms_of_halo_codegen_use_only_rooms_below_them() {
    let faults = faults("halo-codegen", HALO_CODEGEN);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn generated_code_and_extensions_name_the_runtime_through_rt() {
    for (room, least) in [("generated", 100), ("extensions", 3)] {
        let sources = sources("halo-api");
        let of_room = sources.iter().filter(|source| source.module.first().is_some_and(|own| own == room));
        let paths: Vec<_> = of_room.flat_map(Source::paths).collect();
        assert!(paths.len() > least, "{room} names the runtime");
        let is_allowed = |found: &&Found| [room, "generated", "rt"].contains(&found.to.as_str());
        let beside_rt = |found: &&Found| HALO_API.contains(&found.to.as_str()) && !is_allowed(found);
        assert_eq!(paths.iter().filter(beside_rt).map(Found::to_string).collect::<Vec<_>>(), [""; 0]);
    }
}

#[test]
fn a_path_is_found_wherever_it_hides() {
    let text = "
        use crate::{low::A, high::{B, C}};
        macro_rules! m { () => { $crate::high::d!() }; }
        mod inner { use super::super::high::E; fn f() -> crate::low::F { loop {} } }
        #[cfg(test)] mod tests { use crate::high::Ignored; }
        #[cfg(all(test, feature = \"x\"))] use crate::high::AlsoIgnored;
        pub(crate) fn g() { let crate_ = \"crate::high::Text\"; }
    ";
    let source = Source {
        module: vec!["low".to_owned(), "file".to_owned()],
        path: PathBuf::from("low/file.rs"),
        text: text.to_owned(),
    };
    let to: Vec<_> = source.paths().into_iter().map(|found| found.to).collect();
    assert_eq!(to, ["low", "high", "high", "high", "low", "low"], "super::super of low::file::inner is low");
}

/// Every path to a room that is not below the one that uses it.
fn faults(package: &str, rooms: &[&str]) -> Vec<String> {
    let place = |room: &str| rooms.iter().position(|known| *known == room);
    let sources = sources(package);
    let exports = exports(&sources, rooms);
    let mut faults = Vec::new();
    for found in sources.iter().filter(|source| source.module != [""; 0]).flat_map(Source::paths) {
        let to = exports.get(&found.to).map_or(found.to.as_str(), String::as_str);
        // What the root re-exports as a whole comes from generated code, as its entities do.
        let to = if place(to).is_none() && place("generated").is_some() { "generated" } else { to };
        match (place(&found.from[0]), place(to)) {
            (Some(from), Some(to)) if from <= to => {}
            (None, _) => faults.push(format!("{found}: `{}` is missing from the list of rooms", found.from[0])),
            _ => faults.push(format!("{found}: `{to}` is not below `{}`", found.from[0])),
        }
    }
    faults
}

/// Names that the root re-exports, and the room of each.
fn exports(sources: &[Source], rooms: &[&str]) -> BTreeMap<String, String> {
    let root = sources.iter().filter(|source| source.module.is_empty());
    let uses = root.flat_map(|source| paths::uses(&source.text));
    uses.filter(|path| path.len() > 1 && rooms.contains(&path[0].as_str()))
        .filter_map(|path| Some((path.last()?.clone(), path[0].clone())))
        .collect()
}

/// The source files of a package, tests apart.
fn sources(package: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(package).join("src");
    let mut sources = Vec::new();
    collect(&root, &[], &mut sources);
    assert!(sources.len() > 20, "{} has sources", root.display());
    sources
}

fn collect(folder: &Path, module: &[String], sources: &mut Vec<Source>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if name == "tests" || name.ends_with("_tests") {
            continue;
        }
        let inner: Vec<String> = module.iter().cloned().chain([name.clone()]).collect();
        if path.is_dir() {
            collect(&path, &inner, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let module = if ["mod", "lib"].contains(&name.as_str()) { module.to_vec() } else { inner };
            sources.push(Source { module, text: std::fs::read_to_string(&path).unwrap(), path });
        }
    }
}

impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: crate::{}", self.from.join("::"), self.path.join("::"))
    }
}
