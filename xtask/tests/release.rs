//! `cargo xtask release --dry-run` on a small workspace, with a package that has no dependencies.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod command_line;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use command_line::{copy, stderr, stdout};
use tempfile::TempDir;

const WORKSPACE: &str =
    "[workspace]\nmembers = [\"halo-api\"]\nresolver = \"3\"\n\n[workspace.package]\nversion = \"0.1.0\"\n";

const PACKAGE: &str = "\
[package]
name = \"halo-api\"
description = \"A test\"
version.workspace = true
edition = \"2024\"
license = \"MIT\"
readme = \"../README.md\"
include = [\"/src\", \"/CHANGELOG.md\", \"/LICENSE-MIT\", \"/LICENSE-APACHE\"]

[lib]
test = false

[features]
blocking = []
mock = []
";

/// What the program of the release uses of the library.
const LIBRARY: &str = "\
#[derive(Debug)]
pub struct Error;
pub struct Page { pub items: Vec<u8> }
pub struct Halo;
impl Halo {
    pub fn tickets(&self) -> &Self { self }
    pub fn list(&self) -> &Self { self }
    pub fn open_only(&self, _: bool) -> &Self { self }
    pub fn send_blocking(&self) -> Result<Page, Error> { Ok(Page { items: vec![1, 2, 3] }) }
}
pub mod mock {
    pub struct MockHalo;
    impl MockHalo {
        pub fn demo() -> Self { Self }
        pub fn halo(&self) -> super::Halo { super::Halo }
    }
}
";

struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let project = Self(TempDir::new().unwrap());
        copy(&command_line::workspace().join("halo-codegen/tests/fixtures/emit/everything"), &project.path("schema"));
        let files = [
            ("Cargo.toml", WORKSPACE),
            ("Cargo.lock", "version = 4\n"),
            ("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- Things.\n"),
            ("README.md", "# A test\n"),
            ("halo-api/Cargo.toml", PACKAGE),
            ("halo-api/LICENSE-MIT", "Do.\n"),
            ("halo-api/LICENSE-APACHE", "Do.\n"),
            ("halo-api/src/lib.rs", LIBRARY),
        ];
        for (path, text) in files {
            project.write(path, text);
        }
        for arguments in [&["init", "--quiet"][..], &["add", "--all"]] {
            let git = Command::new("git").args(arguments).current_dir(project.0.path()).status().unwrap();
            assert!(git.success());
        }
        // Not a file of the repository.
        project.write("halo-api/src/draft.rs", "");
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    fn release(&self, arguments: &[&str]) -> Output {
        let mut xtask = command_line::xtask();
        xtask.args(["release", "--dry-run"]).args(arguments).env("CARGO_MANIFEST_DIR", self.path("xtask"));
        xtask.env("CARGO_TARGET_DIR", self.path("target")).env("CARGO_NET_OFFLINE", "true").output().unwrap()
    }
}

#[test]
fn a_release_is_packaged_under_its_name_and_used_by_a_program() {
    let project = Project::new();
    let kept = project.path("kept");
    let output = project.release(&["--keep", kept.to_str().unwrap(), "--strict"]);
    let text = stdout(&output);
    for line in [
        "ok: version and changelog: 0.1.0; its section of CHANGELOG.md is still called Unreleased",
        "NOT TRIED: changes since the last release: no tag `v…` of a release",
        "ok: folder of the package: 7 files, as package `halopsa` with library `halo_api`",
        "ok: program that depends on it: it depends on `halopsa`, uses `halo_api::mock`, and prints \"3 open tickets\"",
        "NOT TRIED: semver checks against the last release: no tag `v…` of a release",
        "Nothing was uploaded.",
    ] {
        assert!(text.contains(line), "{line}\n{text}{}", stderr(&output));
    }
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).ends_with("error: 2 of these were not tried\n"), "{}", stderr(&output));
    // What is uploaded from that folder is what was tried.
    let manifest = fs::read_to_string(kept.join("halo-api/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"halopsa\"") && manifest.contains("[lib]\nname = \"halo_api\""), "{manifest}");
    assert!(kept.join("halo-api/CHANGELOG.md").exists() && !kept.join("program").exists());
    assert!(project.path("target/package/halopsa-0.1.0/src/lib.rs").exists());
    assert!(!project.path("target/package/halopsa-0.1.0/src/draft.rs").exists());

    let again = project.release(&["--keep", kept.to_str().unwrap()]);
    assert!(stderr(&again).contains("kept exists: name a new folder"), "{}", stderr(&again));
}

#[test]
fn a_release_without_its_section_or_its_files_fails() {
    let project = Project::new();
    let fails = |message: &str, arguments: &[&str]| {
        let output = project.release(arguments);
        assert!(!output.status.success() && stderr(&output).contains(message), "{message}\n{}", stderr(&output));
        stdout(&output)
    };
    project.write("halo-api/Cargo.toml", &PACKAGE.replace(", \"/LICENSE-APACHE\"", ""));
    fails("error: the package has no LICENSE-APACHE\n", &[]);
    project.write("halo-api/Cargo.toml", PACKAGE);
    project.write("halo-api/src/lib.rs", "const README: &str = include_str!(\"../../README.md\");\n");
    fails("error: `cargo package --package halopsa --allow-dirty` failed\n", &[]);
    project.write("CHANGELOG.md", "# Changelog\n\n## 0.0.9 - 2026-01-31\n");
    let printed = fails("is `0.0.9`, but the version is 0.1.0", &[]);
    assert_eq!(printed, "", "nothing else was tried");
    fails("a package name has lower-case letters", &["--name", "Halo PSA"]);
}
