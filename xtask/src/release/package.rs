//! The archive of the package, and what is compiled from it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::{Outcome, Release};
use crate::files::{self, Failure, cannot};

/// What a user writes first: the dependency by the package's name, the code by the library's.
const PROGRAM: &str = "\
use halo_api::Error;
use halo_api::mock::MockHalo;

fn main() -> Result<(), Error> {
    let halo = MockHalo::demo().halo();
    let tickets = halo.tickets().list().open_only(true).send_blocking()?.items;
    println!(\"{} open tickets\", tickets.len());
    Ok(())
}
";

/// Files that the archive must have beside what is compiled.
const NEEDED: [&str; 5] = ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "Cargo.toml"];

impl Release {
    /// The archive without its extension, which is also the folder that cargo unpacks it to.
    fn unpacked(&self) -> Result<PathBuf, Failure> {
        Ok(self.target().join("package").join(format!("{}-{}", self.name, self.version()?)))
    }
}

/// Writes the archive; cargo unpacks it and compiles what is in it.
pub(super) fn package(release: &Release) -> Result<Outcome, Failure> {
    let unpacked = release.unpacked()?;
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked).map_err(cannot("delete", &unpacked))?;
    }
    release.cargo(&release.folder, &["package", "--package", &release.name, "--allow-dirty"])?;
    let archive = PathBuf::from(format!("{}.crate", unpacked.display()));
    let size = fs::metadata(&archive).map_err(cannot("read", &archive))?.len();
    let content = files::read_tree(&unpacked)?;
    check_content(&content)?;
    let bytes: usize = content.values().map(Vec::len).sum();
    Ok(Outcome::Passed(format!("{} files, {} KiB, {} KiB unpacked", content.len(), size / 1024, bytes / 1024)))
}

fn check_content(content: &BTreeMap<String, Vec<u8>>) -> Result<(), Failure> {
    let missing: Vec<&str> = NEEDED.into_iter().filter(|file| !content.contains_key(*file)).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("the package has no {}", missing.join(", "))) }
}

/// Compiles and runs a program that depends on the unpacked archive.
pub(super) fn program(release: &Release) -> Result<Outcome, Failure> {
    let Release { name, folder, root, .. } = release;
    let folder = folder.join("program");
    let path = release.unpacked()?;
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         {name} = {{ path = '{}', features = [\"blocking\", \"mock\"] }}\n",
        path.display()
    );
    files::write(&folder.join("Cargo.toml"), &manifest)?;
    files::write(&folder.join("src/main.rs"), PROGRAM)?;
    // The versions that were tested.
    let lock = root.join("Cargo.lock");
    fs::copy(&lock, folder.join("Cargo.lock")).map_err(cannot("copy", &lock))?;
    let printed = release.cargo(&folder, &["run"]);
    // The folder may be kept, and is uploaded from.
    fs::remove_dir_all(&folder).map_err(cannot("delete", &folder))?;
    Ok(Outcome::Passed(format!("it depends on `{name}`, uses `halo_api::mock`, and prints \"{}\"", printed?)))
}

/// Runs the tests of the package from the unpacked archive.
pub(super) fn tests(release: &Release) -> Result<Outcome, Failure> {
    let printed = release.cargo(&release.unpacked()?, &["test", "--all-features", "--no-fail-fast"])?;
    let count = |line: &str| line.strip_prefix("test result: ok. ")?.split(' ').next()?.parse::<u32>().ok();
    Ok(Outcome::Passed(format!("{} passed", printed.lines().filter_map(count).sum::<u32>())))
}
