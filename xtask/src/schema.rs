//! The schema folder: its files, and which of them are the schema.

use std::collections::BTreeMap;
use std::path::Path;

use halo_codegen::source::SourceSet;
use halo_codegen::{Schema, json_schema, lint};

use crate::files::{self, Failure};

/// The schema folder in the workspace.
pub(crate) const FOLDER: &str = "schema";

/// The word list in the schema folder.
pub(crate) const WORDS: &str = "words.txt";

/// Files in the schema folder that are not part of the schema.
///
/// These are generated files, documentation, the word list, and the table of facts.
const OTHER_FILES: [&str; 5] = [json_schema::FILE, "README.md", "DIAGNOSTICS.md", WORDS, lint::FACTS_FILE];

/// The files of a schema folder: path to bytes.
pub(crate) fn read(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    if !folder.is_dir() {
        return Err(format!("there is no schema folder {}: check `--schema`", folder.display()));
    }
    files::read_tree(folder)
}

/// The files of a schema folder that are part of the schema.
pub(crate) fn sources(tree: &BTreeMap<String, Vec<u8>>) -> SourceSet {
    tree.iter().filter(|(path, _)| is_source(path)).map(|(path, bytes)| (path, bytes.as_slice())).collect()
}

/// Whether a file of the schema folder is part of the schema.
pub(crate) fn is_source(path: &str) -> bool {
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    !path.is_empty() && !hidden && !OTHER_FILES.contains(&path)
}

/// A folder as a prefix of paths, relative if it is in the workspace.
pub(crate) fn display_prefix(folder: &Path, root: &Path) -> String {
    let folder = folder.strip_prefix(root).unwrap_or(folder).display().to_string().replace('\\', "/");
    if folder.is_empty() { folder } else { format!("{}/", folder.trim_end_matches('/')) }
}

/// Reads the schema, including drafts, and prints the mistakes that make it unreadable.
pub(crate) fn parse(sources: &SourceSet, prefix: &str) -> Option<Schema> {
    let mistakes = match halo_codegen::read(sources) {
        Ok(schema) => return Some(schema),
        Err(mistakes) => mistakes,
    };
    eprint!("{}", mistakes.render(sources, prefix, false));
    None
}
