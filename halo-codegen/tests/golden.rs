//! The golden crate: halo-api with the output of the fixtures in place of its own, put before the compiler.
#![allow(clippy::expect_used, clippy::panic)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod support;

#[allow(clippy::unwrap_used)]
mod harbour;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use halo_codegen::FileMap;

#[test]
fn what_is_generated_compiles_without_warnings() {
    let mut files = support::generated("everything");
    check(&files, "everything");
    files = support::generated("names");
    check(&files, "names");
    let (drafts, _) = harbour::imported(&harbour::bare(), &harbour::PATHS, false).expect("drafts");
    check(&support::generate(&harbour::filled(&drafts)), "drafts");
}

/// Checks a copy of halo-api. Its target folder is the one that the test runs from, so its dependencies are built.
fn check(files: &FileMap, name: &str) {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").to_owned();
    let target = target_folder();
    let golden = target.join("golden").join(name);
    let _ = fs::remove_dir_all(&golden);
    for file in ["Cargo.lock", "clippy.toml", "halo-api/Cargo.toml"] {
        copy(&workspace.join(file), &golden.join(file));
    }
    let manifest = fs::read_to_string(workspace.join("Cargo.toml")).expect("a manifest");
    let members = manifest.lines().find(|line| line.starts_with("members = ")).expect("members");
    // The profile names packages that only the generator uses: cargo would warn that they are not here.
    let (manifest, _profile) = manifest.split_once("[profile").expect("a profile, at the end");
    write(&golden.join("Cargo.toml"), &manifest.replace(members, "members = [\"halo-api\"]"));
    for folder in ["halo-api/src", "halo-api/examples"] {
        copy_sources(&workspace.join(folder), &golden.join(folder));
    }
    for (path, text) in files {
        write(&golden.join("halo-api/src/generated").join(path), text);
    }
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--offline", "--lib", "--all-features", "--color=never"])
        .current_dir(&golden)
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .expect("cargo runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !text.contains("warning"), "{name}:\n{text}");
}

/// Where this test's own binary stands: `target/debug/deps/golden-…`.
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
