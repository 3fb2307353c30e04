//! A scratch workspace: a copy of halo-api with other generated code, to compile.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use halo_codegen::FileMap;

/// A workspace with a copy of halo-api and optional further members.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Copies halo-api.
    ///
    /// The target folder is that of the test itself, so the dependencies are already built.
    pub(crate) fn new(name: &str, members: &[&str]) -> Self {
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").to_owned();
        let target = target_folder();
        let root = target.join("golden").join(name);
        let _ = fs::remove_dir_all(&root);
        for file in ["Cargo.lock", "clippy.toml", "halo-api/Cargo.toml"] {
            copy(&original.join(file), &root.join(file));
        }
        let manifest = fs::read_to_string(original.join("Cargo.toml")).expect("a manifest");
        let line = manifest.lines().find(|line| line.starts_with("members = ")).expect("members");
        // The profile names packages that only the generator uses; cargo would warn that they are missing.
        let (manifest, _profile) = manifest.split_once("[profile").expect("a profile, at the end");
        let manifest = manifest.replace(line, &format!("members = {members:?}"));
        // Cargo knows a package by its path within the workspace and its version: of two copies with the same version, it would
        // take the second for the first, find that nothing has changed, and check nothing.
        let version = manifest.lines().find(|line| line.starts_with("version = ")).expect("a version");
        let own = format!("{}+{name}\"", version.trim_end_matches('"'));
        write(&root.join("Cargo.toml"), &manifest.replacen(version, &own, 1));
        // The manifest names examples and benches, so cargo requires them.
        for folder in ["halo-api/src", "halo-api/examples", "halo-api/benches"] {
            copy_sources(&original.join(folder), &root.join(folder));
        }
        Self { root, target }
    }

    /// Replaces the generated code with these files, and removes the handwritten code about the entities that it had.
    pub(crate) fn generate(&self, files: &FileMap) {
        let source = self.root.join("halo-api/src");
        let _ = fs::remove_dir_all(source.join("extensions"));
        write(&source.join("extensions/mod.rs"), "");
        let _ = fs::remove_dir_all(source.join("webhook"));
        let root = fs::read_to_string(source.join("lib.rs")).expect("the root of the crate");
        let is_general = |line: &&str| !line.contains("crate::extensions::") && *line != "pub mod webhook;";
        let general: Vec<&str> = root.lines().filter(is_general).collect();
        write(&source.join("lib.rs"), &(general.join("\n") + "\n"));
        let folder = source.join("generated");
        let _ = fs::remove_dir_all(&folder);
        for (path, text) in files {
            write(&folder.join(path), text);
        }
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) {
        write(&self.root.join(path), text);
    }

    /// Runs `cargo check`.
    pub(crate) fn check(&self, args: &[&str]) -> Output {
        self.cargo("check", args)
    }

    /// Runs `cargo check` or `cargo doc`.
    pub(crate) fn cargo(&self, command: &str, args: &[&str]) -> Output {
        Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args([command, "--offline", "--color=never"])
            .args(args)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .output()
            .expect("cargo runs")
    }
}

/// The target folder of the test's own binary, which is `target/debug/deps/golden-…`.
fn target_folder() -> PathBuf {
    let binary = env::current_exe().expect("a path");
    binary.ancestors().nth(3).expect("target/debug/deps").to_owned()
}

fn copy_sources(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.ends_with("src/generated") {
            continue;
        }
        if path.is_dir() { copy_sources(&path, &to) } else { copy(&path, &to) }
    }
}

fn copy(from: &Path, to: &Path) {
    write(to, &fs::read_to_string(from).expect("a file"));
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}
