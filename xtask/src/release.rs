//! `cargo xtask release --dry-run`: everything of a release but the upload, in a temporary folder.
//!
//! The registry takes `halo-api` for `halo_api`, which is somebody else's, so the package takes another name there. The library
//! stays `halo_api`.

mod folder;
mod package;
mod versions;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Instant;

use tempfile::TempDir;

use crate::files::{self, Failure, cannot};

/// Arguments of `release`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Upload nothing. It is required: RELEASING.md says how the upload follows.
    #[arg(long, required = true)]
    dry_run: bool,
    /// The name of the package in the registry.
    #[arg(long, default_value = "halopsa", value_parser = package_name)]
    name: String,
    /// Write the package here, to be uploaded from; the folder must not exist.
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// Also compile and run the tests of the package, from its archive.
    #[arg(long)]
    tests: bool,
    /// Fail where something was not tried.
    #[arg(long)]
    strict: bool,
}

/// What came of a step.
enum Outcome {
    /// It passed; what it found.
    Passed(String),
    /// It was not tried, and why.
    NotTried(String),
}

/// What the steps share.
struct Release {
    /// The root of the workspace.
    root: PathBuf,
    /// The folder of the package, which is a workspace of its own.
    folder: PathBuf,
    /// The name of the package in the registry.
    name: String,
}

type Step = fn(&Release) -> Result<Outcome, Failure>;

const STEPS: [(&str, Step); 6] = [
    ("version and changelog", versions::changelog),
    ("changes since the last release", versions::changes),
    ("folder of the package", folder::write),
    ("package, compiled from its archive", package::package),
    ("program that depends on it", package::program),
    ("semver checks against the last release", versions::semver),
];

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let temporary = TempDir::new().map_err(|error| format!("cannot create a temporary folder: {error}"))?;
    let folder = args.keep.clone().unwrap_or_else(|| temporary.path().join("package"));
    if folder.exists() {
        return Err(format!("{} exists: name a new folder", folder.display()));
    }
    let folder = std::path::absolute(&folder).map_err(cannot("find", &folder))?;
    let release = Release { root: files::workspace(), folder, name: args.name.clone() };
    let tests = args.tests.then_some(("tests of the package", package::tests as Step));
    let mut not_tried = 0;
    for (what, step) in STEPS.into_iter().chain(tests) {
        eprintln!("== {what}");
        let began = Instant::now();
        match step(&release)? {
            Outcome::Passed(found) => println!("ok: {what}: {found} ({:.1} s)", began.elapsed().as_secs_f64()),
            Outcome::NotTried(why) => {
                not_tried += 1;
                println!("NOT TRIED: {what}: {why}");
            }
        }
    }
    println!("Nothing was uploaded. RELEASING.md says what follows.");
    if args.strict && not_tried > 0 {
        return Err(format!("{not_tried} of these were not tried"));
    }
    Ok(ExitCode::SUCCESS)
}

fn package_name(name: &str) -> Result<String, String> {
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
    if is_name {
        Ok(name.to_owned())
    } else {
        Err("a package name has lower-case letters, digits, `-` and `_`".to_owned())
    }
}

impl Release {
    /// Where cargo compiles: the workspace's own folder, whose compiled dependencies are used again.
    fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), |folder| self.root.join(folder))
    }

    /// Runs cargo in a folder, and returns what it prints.
    fn cargo(&self, folder: &Path, arguments: &[&str]) -> Result<String, Failure> {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = Command::new(program);
        command.current_dir(folder).env("CARGO_TARGET_DIR", self.target()).args(arguments);
        // Cargo sets these for xtask, and their values are those of xtask.
        for name in ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PKG_NAME"] {
            command.env_remove(name);
        }
        let output = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().and_then(Child::wait_with_output);
        let output = output.map_err(|error| format!("cannot run cargo: {error}"))?;
        let printed = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if output.status.success() {
            return Ok(printed);
        }
        eprintln!("{printed}");
        Err(format!("`cargo {}` failed", arguments.join(" ")))
    }
}
