//! `cargo xtask bench-compile`: the cost of compiling halo-api.
//!
//! It is compared with serde derives of the same models.

mod folder;
#[path = "../../halo-codegen/benches/large/mod.rs"]
mod large;
mod measure;
pub(crate) mod twin;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use halo_codegen::ir::Api;
use halo_codegen::{SourceSet, emit, lower};

use self::large::Extent;
use self::measure::Cost;
pub(crate) use self::measure::as_wrapper;
use crate::files::{self, Failure, cannot};
use crate::schema::SchemaFolder;

/// Arguments of `bench-compile`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Measure generated models with this many fields in total; 20000 is about all of Halo.
    #[arg(long, value_name = "FIELDS", num_args = 0..=1, default_missing_value = "20000")]
    synthetic: Option<usize>,
    /// Skip the twin, which is by far the slower one.
    #[arg(long)]
    without_twin: bool,
}

/// The number of fields of a synthetic entity.
const FIELDS_EACH: usize = 200;

/// The cargo commands to measure.
const MODES: [(&str, &[&str]); 3] =
    [("check", &["check"]), ("debug", &["build"]), ("release", &["build", "--release"])];

/// The crates to compile: package, crate name and features.
const CRATES: [(&str, &str, &[&str]); 4] = [
    ("halo-api", "halo_api", &["--all-features"]),
    ("twin", "twin", &[]),
    ("lists", "lists", &[]),
    ("twin-lists", "twin_lists", &[]),
];

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let api = api(args.synthetic)?;
    let folder = files::workspace().join("target/bench-compile");
    folder::write(&folder, &api, &emit::emit(&api).map_err(|broken| format!("{broken:?}"))?)?;
    let items = items(&api);
    println!("{} entities, {} fields, {items} items in total", api.entities.len(), twin::count(&api));
    println!("CPU seconds and peak memory of rustc alone\n");
    println!("{:<12} {:<8} {:>9} {:>9} {:>14} {:>9}", "crate", "mode", "CPU s", "MiB", "per 1k items", "library");
    let mut seconds = BTreeMap::new();
    for (mode, command) in MODES {
        for (package, name, features) in CRATES {
            if args.without_twin && package.contains("twin") {
                continue;
            }
            let cost = compile(&folder, command, package, name, features)?;
            print_row(package, mode, cost, items, library_size(&folder, mode, name));
            seconds.insert((package, mode), cost.seconds);
        }
    }
    print_ratios(&seconds);
    Ok(ExitCode::SUCCESS)
}

/// The number of items in the schema: fields, parameters, setters, requests and values of enums.
fn items(api: &Api) -> usize {
    let own = api.entities.iter().filter_map(|entity| entity.own.as_ref());
    let writes = own.filter_map(|own| own.write.as_ref());
    let writes = writes.chain(api.objects.iter().filter_map(|object| object.write.as_ref()));
    let requests = api.entities.iter().flat_map(|entity| &entity.handle.operations);
    twin::count(api)
        + writes.map(|write| write.setters.len()).sum::<usize>()
        + requests.map(|request| 1 + request.params.len()).sum::<usize>()
        + api.enums.iter().map(|found| found.values.len()).sum::<usize>()
}

/// Prints the cost of halo-api relative to its twin: for the crate itself, and for a program over it.
fn print_ratios(seconds: &BTreeMap<(&str, &str), f64>) {
    for (package, twin) in [("halo-api", "twin"), ("lists", "twin-lists")] {
        for (mode, _) in MODES {
            if let (Some(ours), Some(theirs)) = (seconds.get(&(package, mode)), seconds.get(&(twin, mode))) {
                println!("{package} / {twin}, {mode}: {:.2}", ours / theirs);
            }
        }
    }
}

pub(crate) fn api(synthetic: Option<usize>) -> Result<Api, Failure> {
    let sources: SourceSet = match synthetic {
        Some(fields) => large::schema(fields.div_ceil(FIELDS_EACH), FIELDS_EACH, Extent::Models).into_iter().collect(),
        None => SchemaFolder::read(None)?.sources,
    };
    let schema = halo_codegen::check(&sources).map_err(|mistakes| mistakes.render(&sources, "schema/", false))?;
    Ok(lower::lower(&schema))
}

/// Recompiles a package, and its dependencies only if necessary.
///
/// The package is compiled after its dependencies, so its rustc runs alone.
fn compile(folder: &Path, command: &[&str], package: &str, name: &str, features: &[&str]) -> Result<Cost, Failure> {
    let log = folder.join("log");
    cargo(folder, &["clean"], package, if command.contains(&"--release") { &["--release"] } else { &[] }, None)?;
    let _ = fs::remove_file(&log);
    cargo(folder, command, package, features, Some(&log))?;
    measure::read(&log)?
        .remove(name)
        .ok_or_else(|| format!("rustc did not run for {name}: see the output of cargo above"))
}

fn cargo(folder: &Path, command: &[&str], package: &str, more: &[&str], log: Option<&Path>) -> Result<(), Failure> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(command).args(["--quiet", "--package", package]).args(more).current_dir(folder);
    cargo.env("CARGO_TARGET_DIR", folder.join("target")).env("CARGO_INCREMENTAL", "0");
    if let Some(log) = log {
        let this = std::env::current_exe().map_err(|error| format!("cannot find the path of this program: {error}"))?;
        cargo.env("RUSTC_WRAPPER", this).env(measure::LOG, log);
    }
    let status = cargo.status().map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`cargo {} --package {package}` failed", command.join(" "))) }
}

/// The size of the library in bytes; `None` for a program.
fn library_size(folder: &Path, mode: &str, name: &str) -> Option<u64> {
    let (profile, suffix) = match mode {
        "release" => ("release", "rlib"),
        "debug" => ("debug", "rlib"),
        _ => ("debug", "rmeta"),
    };
    let deps: PathBuf = folder.join("target").join(profile).join("deps");
    let files = fs::read_dir(&deps).map_err(cannot("read", &deps)).ok()?.flatten();
    let prefix = format!("lib{name}-");
    let mut found: Vec<_> = files
        .filter(|file| {
            file.file_name().to_str().is_some_and(|file| file.starts_with(&prefix) && file.ends_with(suffix))
        })
        .filter_map(|file| file.metadata().ok())
        .collect();
    found.sort_by_key(|metadata| metadata.modified().ok());
    found.last().map(fs::Metadata::len)
}

fn print_row(package: &str, mode: &str, cost: Cost, items: usize, size: Option<u64>) {
    #[allow(clippy::cast_precision_loss, reason = "items are few")]
    let per_thousand = cost.seconds * 1000.0 / items as f64;
    let size = size.map_or_else(|| "-".to_owned(), |bytes| format!("{} KiB", bytes / 1024));
    println!("{package:<12} {mode:<8} {:>9.2} {:>9} {per_thousand:>14.2} {size:>9}", cost.seconds, cost.mebibytes);
}
