//! Project tasks: see `cargo xtask --help`.
//!
//! This crate only handles arguments, files and git. All logic is in halo-codegen.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod bench_compile;
mod bench_twin;
mod codegen;
mod diff;
mod drift;
mod explain;
mod files;
mod history;
mod import;
mod lint;
mod release;
mod replay;
mod schema;
mod vendor_file;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Tasks of the halo-api project.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Measures the cost of compiling halo-api, compared with serde derives of the same models.
    BenchCompile(bench_compile::Args),
    /// Writes `Ticket` and its nested models as serde derives, for comparison in the benches of halo-api.
    BenchTwin,
    /// Checks the schema and generates `halo-api/src/generated` from it.
    Codegen(codegen::Args),
    /// Lists what changed for users of the API since a revision.
    Diff(diff::Args),
    /// Compares the vendor's OpenAPI file with the schema.
    Drift(drift::Args),
    /// Drafts entity files from the vendor's OpenAPI file, or adds new items to existing ones.
    Import(import::Args),
    /// Applies the rules of curation, which `codegen` does not enforce.
    Lint(lint::Args),
    /// Compares recorded responses and requests with the schema.
    Replay(replay::Args),
    /// Goes through a release without the upload: versions, package, a program on it, semver checks.
    Release(release::Args),
    /// Explains a diagnostic, with a wrong and a right example.
    Explain(explain::Args),
}

fn main() -> ExitCode {
    if let Some(code) = bench_compile::as_wrapper() {
        return code;
    }
    let result = match Cli::parse().task {
        Task::BenchCompile(args) => bench_compile::run(&args),
        Task::BenchTwin => bench_twin::run(),
        Task::Codegen(args) => codegen::run(&args),
        Task::Diff(args) => diff::run(&args),
        Task::Drift(args) => drift::run(&args),
        Task::Import(args) => import::run(&args),
        Task::Lint(args) => lint::run(&args),
        Task::Replay(args) => replay::run(&args),
        Task::Release(args) => release::run(&args),
        Task::Explain(args) => explain::run(&args),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether output to `stream` may be colored.
fn wants_color(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
