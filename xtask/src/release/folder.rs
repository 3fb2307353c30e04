//! The folder that is packaged: halo-api under its name in the registry, with the files that it has only there.

use std::fs;
use std::path::Path;

use super::{Outcome, Release};
use crate::files::{self, Failure, cannot};
use crate::history;

/// The package in the workspace.
const PACKAGE: &str = "halo-api";

/// Files of the workspace that cargo and its tools read.
const AROUND: [&str; 5] = ["Cargo.toml", "Cargo.lock", "README.md", "clippy.toml", "rustfmt.toml"];

/// Files of the workspace that belong into the package.
const SHARED: [&str; 1] = ["CHANGELOG.md"];

/// Writes the folder: a workspace of the package alone.
pub(super) fn write(release: &Release) -> Result<Outcome, Failure> {
    let Release { root, folder, name } = release;
    // Not what lies around in the folder of the workspace.
    let tracked = history::tracked()?;
    let belongs = |path: &&String| path.starts_with(&format!("{PACKAGE}/")) || AROUND.contains(&path.as_str());
    let mut count = 0;
    for path in tracked.iter().filter(belongs) {
        copy(&root.join(path), &folder.join(path))?;
        count += 1;
    }
    for shared in SHARED {
        copy(&root.join(shared), &folder.join(PACKAGE).join(shared))?;
    }
    edit(&folder.join("Cargo.toml"), one_member)?;
    edit(&folder.join(PACKAGE).join("Cargo.toml"), |manifest| named(manifest, name))?;
    Ok(Outcome::Passed(format!("{count} files, as package `{name}` with library `halo_api`")))
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    let folder = to.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(cannot("create", folder))?;
    fs::copy(from, to).map(drop).map_err(cannot("copy", from))
}

fn edit(path: &Path, change: impl Fn(&str) -> Result<String, Failure>) -> Result<(), Failure> {
    let text = fs::read_to_string(path).map_err(cannot("read", path))?;
    files::write(path, &change(&text)?)
}

/// The manifest of the workspace with one member.
fn one_member(manifest: &str) -> Result<String, Failure> {
    replace_line(manifest, "members = ", &format!("members = [\"{PACKAGE}\"]"))
}

/// The manifest of the package under its name in the registry.
fn named(manifest: &str, name: &str) -> Result<String, Failure> {
    let manifest = replace_line(manifest, "name = ", &format!("name = \"{name}\""))?;
    replace_line(&manifest, "[lib]", "[lib]\nname = \"halo_api\"")
}

/// Replaces the first line that starts with a text.
fn replace_line(text: &str, start: &str, with: &str) -> Result<String, Failure> {
    let mut lines: Vec<&str> = text.lines().collect();
    let line = lines.iter_mut().find(|line| line.starts_with(start));
    *line.ok_or_else(|| format!("the manifest has no line that starts with `{start}`"))? = with;
    Ok(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_of_the_package_changes() {
        let manifest = "[package]\nname = \"halo-api\"\n\n[lib]\nbench = false\n\n[[bench]]\nname = \"codec\"\n";
        let renamed = "[package]\nname = \"halopsa\"\n\n[lib]\nname = \"halo_api\"\nbench = false\n\n[[bench]]\nname = \"codec\"\n";
        assert_eq!(named(manifest, "halopsa").as_deref(), Ok(renamed));
        assert!(named("[package]\n", "halopsa").is_err());
        assert_eq!(one_member("members = [\"a\", \"b\"]\n").as_deref(), Ok("members = [\"halo-api\"]\n"));
    }
}
