//! The version, the changelog and what changed, compared with each other.

use std::fs;
use std::process::{Command, Stdio};

use halo_codegen::diff::{Version, changelog_mistake};

use super::{Outcome, Release};
use crate::diff::version::{self, Checked};
use crate::files::{Failure, cannot};
use crate::{diff, history};

impl Release {
    fn read(&self, name: &str) -> Result<String, Failure> {
        let path = self.root.join(name);
        fs::read_to_string(&path).map_err(cannot("read", &path))
    }

    /// The version to release.
    pub(super) fn version(&self) -> Result<Version, Failure> {
        version::version("the working tree", &self.read("Cargo.toml")?)
    }
}

/// The first section of the changelog is that of the version.
pub(super) fn changelog(release: &Release) -> Result<Outcome, Failure> {
    let (version, changelog) = (release.version()?, release.read("CHANGELOG.md")?);
    if let Some(mistake) = changelog_mistake(version, &changelog) {
        return Err(mistake);
    }
    Ok(Outcome::Passed(if changelog.contains("\n## Unreleased") {
        format!("{version}; its section of CHANGELOG.md is still called Unreleased")
    } else {
        format!("{version}, which CHANGELOG.md has a section for")
    }))
}

/// The version allows what changed in the schema, and the changelog names what breaks.
pub(super) fn changes(_release: &Release) -> Result<Outcome, Failure> {
    match diff::check_version(None)? {
        Checked::Matches(what) => Ok(Outcome::Passed(what)),
        Checked::Skipped(why) => Ok(Outcome::NotTried(why)),
        Checked::Mistakes(mistakes) => {
            eprintln!("{mistakes}");
            Err("the version or CHANGELOG.md does not match what changed".to_owned())
        }
    }
}

/// The version allows what changed in the public API, handwritten and generated.
pub(super) fn semver(release: &Release) -> Result<Outcome, Failure> {
    let base = match history::last_release() {
        Ok(base) => base,
        Err(why) => return Ok(Outcome::NotTried(why)),
    };
    let mut tool = Command::new("cargo-semver-checks");
    let tool = tool.args(["semver-checks", "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !tool.is_ok_and(|status| status.success()) {
        let how = "cargo-semver-checks is not installed; `cargo install cargo-semver-checks --locked` does so";
        return Ok(Outcome::NotTried(how.to_owned()));
    }
    let command = ["semver-checks", "--package", "halo-api", "--all-features", "--baseline-rev", &base];
    release.cargo(&release.root, &command)?;
    Ok(Outcome::Passed(format!("{} allows what changed since {base}", release.version()?)))
}
