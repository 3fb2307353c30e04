//! `--check-version`: whether the version in the manifest and the changelog match what changed since the last release.

use std::fs;
use std::process::ExitCode;

use halo_codegen::diff::{Side, Version};

use super::Incomparable;
use crate::files::{self, Failure, cannot};
use crate::history;

/// Rows that are shown as the reason.
const SHOWN: usize = 5;

/// Compares with a revision, or with the last release. Where there is none, it says so and checks nothing.
pub(super) fn check(base: Option<&str>, new: Side<'_>) -> Result<ExitCode, Failure> {
    let base = match base.map_or_else(history::last_release, |base| Ok(base.to_owned())) {
        Ok(base) => base,
        Err(why) => {
            println!("version not checked: {why}");
            return Ok(ExitCode::SUCCESS);
        }
    };
    let changes = match super::changes(&base, &history::at_revision(&base)?, new) {
        Ok(changes) => changes,
        Err(Incomparable { unknown, mistakes }) => {
            eprint!("{mistakes}");
            println!("version not checked: {}", unknown.note);
            return Ok(ExitCode::SUCCESS);
        }
    };
    let released = version(&base, &history::file_at(&base, "Cargo.toml")?)?;
    let current = version("the working tree", &read("Cargo.toml")?)?;
    let mistakes = changes.version_mistakes(released, current, &read("CHANGELOG.md")?);
    if mistakes.is_empty() {
        println!("version {current} and CHANGELOG.md match what changed since {base}");
        return Ok(ExitCode::SUCCESS);
    }
    for mistake in &mistakes {
        eprintln!("error: {mistake}");
    }
    let worst = changes.most_severe();
    let rows = changes.rows();
    let reasons: Vec<_> = rows.iter().filter(|row| Some(row.change.rule.class()) == worst).collect();
    for row in reasons.iter().take(SHOWN) {
        eprintln!("  {}  {}  {}", row.change.rule.class(), row.change.entity, row.text(&super::prefix()));
    }
    if let Some(more) = reasons.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        eprintln!("  … and {more} more; `cargo xtask diff --base {base}` lists them all");
    }
    Ok(ExitCode::FAILURE)
}

fn read(name: &str) -> Result<String, Failure> {
    let path = files::workspace().join(name);
    fs::read_to_string(&path).map_err(cannot("read", &path))
}

fn version(of: &str, manifest: &str) -> Result<Version, Failure> {
    Version::of_manifest(manifest).ok_or_else(|| format!("Cargo.toml at {of} has no line `version = \"…\"`"))
}
