//! `--check-version`: whether the version in the manifest and the changelog match what changed since the last release.

use std::fs;
use std::process::ExitCode;

use halo_codegen::diff::{Changes, Side, Version};

use super::Incomparable;
use crate::files::{self, Failure, cannot};
use crate::history;

/// Rows that are shown as the reason.
const SHOWN: usize = 5;

/// What came of the check.
pub(crate) enum Checked {
    /// They match; what was compared.
    Matches(String),
    /// Nothing was compared, and why.
    Skipped(String),
    /// What does not match, with the reasons.
    Mistakes(String),
}

/// Compares with a revision, or with the last release. Where there is none, nothing is checked.
pub(crate) fn check(base: Option<&str>, new: Side<'_>) -> Result<Checked, Failure> {
    let base = match base.map_or_else(history::last_release, |base| Ok(base.to_owned())) {
        Ok(base) => base,
        Err(why) => return Ok(Checked::Skipped(why)),
    };
    let changes = match super::changes(&base, &history::at_revision(&base)?, new) {
        Ok(changes) => changes,
        Err(Incomparable { unknown, mistakes }) => {
            eprint!("{mistakes}");
            return Ok(Checked::Skipped(unknown.note));
        }
    };
    let released = version(&base, &history::file_at(&base, "Cargo.toml")?)?;
    let current = version("the working tree", &read("Cargo.toml")?)?;
    let mistakes = changes.version_mistakes(released, current, &read("CHANGELOG.md")?);
    if mistakes.is_empty() {
        return Ok(Checked::Matches(format!("version {current} and CHANGELOG.md match what changed since {base}")));
    }
    Ok(Checked::Mistakes(with_reasons(&mistakes, &changes, &base)))
}

/// The mistakes, and the changes that made them.
fn with_reasons(mistakes: &[String], changes: &Changes, base: &str) -> String {
    let mut lines: Vec<String> = mistakes.iter().map(|mistake| format!("error: {mistake}")).collect();
    let worst = changes.most_severe();
    let rows = changes.rows();
    let reasons: Vec<_> = rows.iter().filter(|row| Some(row.change.rule.class()) == worst).collect();
    for row in reasons.iter().take(SHOWN) {
        lines.push(format!("  {}  {}  {}", row.change.rule.class(), row.change.entity, row.text(&super::prefix())));
    }
    if let Some(more) = reasons.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        lines.push(format!("  … and {more} more; `cargo xtask diff --base {base}` lists them all"));
    }
    lines.join("\n")
}

impl Checked {
    /// Prints it. Having nothing to compare with is no failure.
    pub(super) fn print(&self) -> ExitCode {
        match self {
            Self::Matches(what) => println!("{what}"),
            Self::Skipped(why) => println!("version not checked: {why}"),
            Self::Mistakes(mistakes) => {
                eprintln!("{mistakes}");
                return ExitCode::FAILURE;
            }
        }
        ExitCode::SUCCESS
    }
}

fn read(name: &str) -> Result<String, Failure> {
    let path = files::workspace().join(name);
    fs::read_to_string(&path).map_err(cannot("read", &path))
}

pub(crate) fn version(of: &str, manifest: &str) -> Result<Version, Failure> {
    Version::of_manifest(manifest).ok_or_else(|| format!("Cargo.toml at {of} has no line `version = \"…\"`"))
}
