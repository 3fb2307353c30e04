//! A folder that codegen writes into, and what has to happen there.

use std::path::PathBuf;

use halo_codegen::FileMap;
use halo_codegen::reconcile::Plan;

use crate::files::{self, Failure};

/// A folder, what it should hold, and how that differs from what it holds.
pub(super) struct Target {
    folder: PathBuf,
    /// The folder as a prefix of paths.
    shown: String,
    wanted: FileMap,
    pub(super) plan: Plan,
}

impl Target {
    /// A folder that belongs to codegen.
    pub(super) fn tree(folder: PathBuf, shown: String, wanted: FileMap) -> Result<Self, Failure> {
        let plan = Plan::new(&wanted, &files::read_tree(&folder)?);
        Ok(Self { folder, shown, wanted, plan })
    }

    /// A file of codegen's in a folder of others.
    pub(super) fn file(folder: PathBuf, shown: String, path: &str, text: String, present: Option<&[u8]>) -> Self {
        let plan = Plan::one(path, &text, present);
        Self { folder, shown, wanted: [(path.to_owned(), text)].into(), plan }
    }

    /// What `--check` has to say.
    pub(super) fn differences(&self) -> Vec<String> {
        let Plan { missing, stale, orphans, foreign, .. } = &self.plan;
        let sorts = [("missing", missing), ("stale", stale), ("orphan", orphans), ("foreign", foreign)];
        let said = |(what, paths): (&str, &Vec<String>)| {
            paths.iter().map(|path| format!("{what}: {}{path}", self.shown)).collect::<Vec<_>>()
        };
        sorts.into_iter().flat_map(said).collect()
    }

    /// Fails if anything is in the way.
    pub(super) fn refuse_foreign(&self) -> Result<(), Failure> {
        if self.plan.foreign.is_empty() {
            return Ok(());
        }
        let list: Vec<String> = self.plan.foreign.iter().map(|path| format!("  {}{path}", self.shown)).collect();
        let why = "are not generated and stand in the generator's folder; move them elsewhere, nothing was written";
        Err(format!("these files {why}:\n{}", list.join("\n")))
    }

    /// Writes and deletes, and says so.
    pub(super) fn apply(&self, say: impl Fn(&str)) -> Result<(), Failure> {
        for path in self.plan.to_write() {
            if let Some(text) = self.wanted.get(path) {
                files::write(&self.folder.join(path), text)?;
                say(&format!("wrote {}{path}", self.shown));
            }
        }
        for path in &self.plan.orphans {
            files::remove(&self.folder, path)?;
            say(&format!("deleted {}{path}", self.shown));
        }
        Ok(())
    }
}
