//! The schema folder: its files, and which of them are the schema.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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

/// A schema folder that was read.
pub(crate) struct SchemaFolder {
    pub(crate) path: PathBuf,
    /// The folder as a prefix of paths.
    pub(crate) prefix: String,
    /// All its files: path to bytes.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// Those that are part of the schema.
    pub(crate) sources: SourceSet,
}

impl SchemaFolder {
    /// Reads the folder that was asked for, or else the workspace's own.
    pub(crate) fn read(asked: Option<&Path>) -> Result<Self, Failure> {
        let root = files::workspace();
        let path = asked.map_or_else(|| root.join(FOLDER), Path::to_owned);
        let files = read(&path)?;
        Ok(Self { prefix: display_prefix(&path, &root), sources: sources(&files), files, path })
    }

    /// The schema, which may hold drafts. Prints the mistakes that make it unreadable.
    pub(crate) fn parse(&self) -> Option<Schema> {
        let mistakes = match halo_codegen::read(&self.sources) {
            Ok(schema) => return Some(schema),
            Err(mistakes) => mistakes,
        };
        eprint!("{}", mistakes.render(&self.sources, &self.prefix, false));
        None
    }

    /// The text of a file that is no part of the schema; empty if it does not exist.
    pub(crate) fn text(&self, path: &str) -> Cow<'_, str> {
        self.files.get(path).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default()
    }

    /// Replaces a file of the schema in memory.
    pub(crate) fn replace(&mut self, path: &str, text: String) {
        self.files.insert(path.to_owned(), text.into_bytes());
        self.sources = sources(&self.files);
    }
}

/// The files of a schema folder: path to bytes.
fn read(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    if !folder.is_dir() {
        return Err(format!("there is no schema folder {}: check `--schema`", folder.display()));
    }
    files::read_tree(folder)
}

/// The files of a schema folder that are part of the schema.
fn sources(tree: &BTreeMap<String, Vec<u8>>) -> SourceSet {
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
