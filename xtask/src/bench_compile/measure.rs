//! Measures one run of rustc.
//!
//! `xtask` runs as a wrapper of rustc and records the CPU time and memory of its child.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};

use nix::sys::resource::{UsageWho, getrusage};

use crate::files::{Failure, cannot};

/// The environment variable with the path of the wrapper's log.
pub(super) const LOG: &str = "HALO_BENCH_COMPILE_LOG";

/// The CPU seconds and peak memory of compiling a crate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cost {
    pub(super) seconds: f64,
    pub(super) mebibytes: u64,
}

/// Runs rustc and returns its exit code, if cargo runs this program as `RUSTC_WRAPPER`.
pub(crate) fn as_wrapper() -> Option<ExitCode> {
    let log = std::env::var_os(LOG)?;
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    let (rustc, args) = args.split_first()?;
    let status = Command::new(rustc).args(args).status().ok()?;
    if let Some(name) = crate_name(args) {
        // A failure is ignored here: a crate that is missing in the log is reported later.
        let _ = note(Path::new(&log), &name);
    }
    Some(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}

fn crate_name(args: &[OsString]) -> Option<String> {
    let position = args.iter().position(|arg| arg == "--crate-name")?;
    args.get(position + 1)?.to_str().map(str::to_owned)
}

/// Records the usage of rustc, including the linker.
///
/// The wrapper has only one child, so this is the usage of its children.
fn note(log: &Path, name: &str) -> Result<(), Failure> {
    let usage =
        getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| format!("cannot read the resource usage: {error}"))?;
    let time = usage.user_time() + usage.system_time();
    #[allow(clippy::cast_precision_loss, reason = "seconds are few")]
    let seconds = time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    let mut file = fs::OpenOptions::new().append(true).create(true).open(log).map_err(cannot("write", log))?;
    writeln!(file, "{name} {seconds} {}", usage.max_rss() / 1024).map_err(cannot("write", log))
}

/// Reads the recorded costs, by crate.
pub(super) fn read(log: &Path) -> Result<BTreeMap<String, Cost>, Failure> {
    let text = fs::read_to_string(log).map_err(cannot("read", log))?;
    let cost = |line: &str| {
        let mut words = line.split(' ');
        let name = words.next()?.to_owned();
        Some((name, Cost { seconds: words.next()?.parse().ok()?, mebibytes: words.next()?.parse().ok()? }))
    };
    Ok(text.lines().filter_map(cost).collect())
}
