//! A copy of halo-api with other generated code, to put before the compiler.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use halo_codegen::FileMap;

/// A workspace that holds a copy of halo-api and perhaps more.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Copies halo-api, with these files as generated ones. Its target folder is the one that the test runs from, so that
    /// its dependencies are built.
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
        // The profile names packages that only the generator uses: cargo would warn that they are not here.
        let (manifest, _profile) = manifest.split_once("[profile").expect("a profile, at the end");
        // Workspaces share a target folder, in which cargo tells packages apart by name and version, not by where they are:
        // it would take one copy for another that did not change.
        let version = manifest.lines().find(|line| line.starts_with("version = ")).expect("a version");
        let own_version = format!("{}-{name}\"", version.trim_end_matches('"'));
        let manifest = manifest.replace(version, &own_version);
        write(&root.join("Cargo.toml"), &manifest.replace(line, &format!("members = {members:?}")));
        // The manifest names examples and benches, so that cargo wants them there.
        for folder in ["halo-api/src", "halo-api/examples", "halo-api/benches"] {
            copy_sources(&original.join(folder), &root.join(folder));
        }
        Self { root, target }
    }

    /// Puts these files in place of what is generated.
    pub(crate) fn generate(&self, files: &FileMap) {
        let folder = self.root.join("halo-api/src/generated");
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
        Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["check", "--offline", "--color=never"])
            .args(args)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .output()
            .expect("cargo runs")
    }
}

/// Where the test's own binary stands: `target/debug/deps/golden-…`.
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
