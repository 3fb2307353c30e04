//! A folder that codegen writes into, and the changes to make there.

use std::path::PathBuf;

use halo_codegen::FileMap;
use halo_codegen::reconcile::Plan;

use crate::files::{self, Failure};

/// A folder, the files that it should contain, and the changes that lead there.
pub(super) struct Target {
    folder: PathBuf,
    /// The folder as a prefix of paths.
    prefix: String,
    wanted: FileMap,
    pub(super) plan: Plan,
}

impl Target {
    /// A folder of generated files only.
    pub(super) fn tree(folder: PathBuf, prefix: String, wanted: FileMap) -> Result<Self, Failure> {
        let plan = Plan::new(&wanted, &files::read_tree(&folder)?);
        Ok(Self { folder, prefix, wanted, plan })
    }

    /// A generated file in a folder of other files.
    pub(super) fn file(folder: PathBuf, prefix: String, path: &str, text: String, present: Option<&[u8]>) -> Self {
        let plan = Plan::one(path, &text, present);
        Self { folder, prefix, wanted: [(path.to_owned(), text)].into(), plan }
    }

    /// The lines that `--check` prints.
    pub(super) fn differences(&self) -> Vec<String> {
        let Plan { missing, stale, orphans, foreign, .. } = &self.plan;
        let groups = [("missing", missing), ("stale", stale), ("orphan", orphans), ("foreign", foreign)];
        let lines = |(what, paths): (&str, &Vec<String>)| {
            paths.iter().map(|path| format!("{what}: {}{path}", self.prefix)).collect::<Vec<_>>()
        };
        groups.into_iter().flat_map(lines).collect()
    }

    /// Fails if the folder contains files that were not generated.
    pub(super) fn refuse_foreign(&self) -> Result<(), Failure> {
        if self.plan.foreign.is_empty() {
            return Ok(());
        }
        let list: Vec<String> = self.plan.foreign.iter().map(|path| format!("  {}{path}", self.prefix)).collect();
        let why = "the output folder contains files that were not generated; move them elsewhere, nothing was written";
        Err(format!("{why}:\n{}", list.join("\n")))
    }

    /// Writes and deletes files, and logs each of them.
    pub(super) fn apply(&self, log: impl Fn(&str)) -> Result<(), Failure> {
        for path in self.plan.to_write() {
            if let Some(text) = self.wanted.get(path) {
                files::write(&self.folder.join(path), text)?;
                log(&format!("wrote {}{path}", self.prefix));
            }
        }
        for path in &self.plan.orphans {
            files::remove(&self.folder, path)?;
            log(&format!("deleted {}{path}", self.prefix));
        }
        Ok(())
    }
}
