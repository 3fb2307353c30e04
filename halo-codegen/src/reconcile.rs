//! Plans the changes that make a folder contain the generated files; `xtask` carries them out.

use std::collections::BTreeMap;

use crate::emit::FileMap;
use crate::render::{HEADER, MARKDOWN_HEADER};

/// The prefix and suffix of temporary files. One that remains from a killed run is an orphan.
pub const TEMPORARY: (&str, &str) = (".codegen-", ".tmp");

/// The difference between a folder and the files that it should contain.
///
/// Paths are relative to the folder, with `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Files that do not exist.
    pub missing: Vec<String>,
    /// Files whose text differs.
    pub stale: Vec<String>,
    /// Files that were generated earlier and no longer are.
    pub orphans: Vec<String>,
    /// Files that were not generated: they block the run and are not touched.
    pub foreign: Vec<String>,
    /// The number of files that are up to date.
    pub unchanged: usize,
}

impl Plan {
    /// Compares the generated files with those of the folder.
    #[must_use]
    pub fn new(wanted: &FileMap, present: &BTreeMap<String, Vec<u8>>) -> Self {
        let mut plan = Self::default();
        for (path, text) in wanted {
            match present.get(path) {
                None => plan.missing.push(path.clone()),
                Some(bytes) if bytes == text.as_bytes() => plan.unchanged += 1,
                Some(bytes) if is_ours(path, bytes) => plan.stale.push(path.clone()),
                Some(_) => plan.foreign.push(path.clone()),
            }
        }
        for (path, bytes) in present.iter().filter(|(path, _)| !wanted.contains_key(*path)) {
            let group = if is_ours(path, bytes) { &mut plan.orphans } else { &mut plan.foreign };
            group.push(path.clone());
        }
        plan.foreign.sort();
        plan
    }

    /// Compares a single generated file in a folder of other files.
    #[must_use]
    pub fn one(path: &str, wanted: &str, present: Option<&[u8]>) -> Self {
        let mut plan = Self::default();
        match present {
            None => plan.missing.push(path.to_owned()),
            Some(bytes) if bytes == wanted.as_bytes() => plan.unchanged += 1,
            Some(_) => plan.stale.push(path.to_owned()),
        }
        plan
    }

    /// Whether there is nothing to change.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.missing.is_empty() && self.stale.is_empty() && self.orphans.is_empty() && self.foreign.is_empty()
    }

    /// The paths to write, sorted.
    #[must_use]
    pub fn to_write(&self) -> Vec<&str> {
        let mut paths: Vec<&str> = self.missing.iter().chain(&self.stale).map(String::as_str).collect();
        paths.sort_unstable();
        paths
    }
}

fn is_ours(path: &str, bytes: &[u8]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let temporary = name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1);
    temporary || [HEADER, MARKDOWN_HEADER].iter().any(|header| bytes.starts_with(header.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_file_is_ours_whatever_its_content() {
        assert_eq!(Plan::one("a.json", "1", None).to_write(), ["a.json"]);
        assert_eq!(Plan::one("a.json", "1", Some(b"by hand")).to_write(), ["a.json"]);
        assert_eq!(Plan::one("a.json", "1", Some(b"1")), Plan { unchanged: 1, ..Plan::default() });
    }

    #[test]
    fn files_are_classified() {
        let ours = |text: &str| format!("{HEADER}x\n{text}");
        let wanted = FileMap::from(
            [("a.rs", ours("1")), ("b.rs", ours("2")), ("c.rs", ours("3")), ("d.rs", ours("4"))]
                .map(|(path, text)| (path.to_owned(), text)),
        );
        let present = [
            ("a.rs", ours("1")),
            ("b.rs", ours("old")),
            ("d.rs", "by hand".to_owned()),
            ("gone.rs", ours("5")),
            ("x/.codegen-Ab1.tmp", String::new()),
            ("notes.txt", "by hand".to_owned()),
        ];
        let present = present.map(|(path, text)| (path.to_owned(), text.into_bytes())).into();
        let plan = Plan::new(&wanted, &present);
        assert_eq!(plan.missing, ["c.rs"]);
        assert_eq!(plan.stale, ["b.rs"]);
        assert_eq!(plan.orphans, ["gone.rs", "x/.codegen-Ab1.tmp"]);
        assert_eq!(plan.foreign, ["d.rs", "notes.txt"]);
        assert_eq!((plan.unchanged, plan.is_clean()), (1, false));
        assert_eq!(plan.to_write(), ["b.rs", "c.rs"]);
    }
}
