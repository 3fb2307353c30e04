//! A small schema without mistakes, and ways to break it.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]

use halo_codegen::SourceSet;
#[allow(unused_imports, reason = "each test file uses a part of it")]
pub use halo_codegen::explain::base::{CUSTOM_FIELD, DATE_FIELD, HALO, TICKETS};

/// The schema without mistakes.
pub fn right() -> Vec<(String, String)> {
    halo_codegen::explain::base::FILES.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
}

/// The schema with texts replaced, as (path, old, new). Each old text must occur exactly once.
pub fn edited(edits: &[(&str, &str, &str)]) -> SourceSet {
    let mut files = right();
    for (path, old, new) in edits {
        let (_, text) = files.iter_mut().find(|(known, _)| known == path).unwrap_or_else(|| panic!("no {path}"));
        assert_eq!(text.matches(old).count(), 1, "{old:?} occurs once in {path}");
        *text = text.replace(old, new);
    }
    files.into_iter().collect()
}

/// The schema with files added or replaced.
pub fn with(added: &[(&str, &[u8])]) -> SourceSet {
    let mut sources: SourceSet = right().into_iter().collect();
    for (path, bytes) in added {
        sources.insert(*path, *bytes);
    }
    sources
}

/// The report that is printed for a schema.
pub fn report(sources: &SourceSet) -> String {
    match halo_codegen::check(sources) {
        Ok(_) => "no mistakes\n".to_owned(),
        Err(diagnostics) => diagnostics.render(sources, "schema/", false),
    }
}
