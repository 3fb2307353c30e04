//! `cargo xtask replay`: compares recorded responses and requests with the schema.

use std::path::PathBuf;
use std::process::ExitCode;

use halo_codegen::lint::replay::{Mismatch, replay};

use crate::files::{self, Failure};
use crate::schema::SchemaFolder;

/// Arguments of `replay`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Recordings: each a response as JSON, or a list of requests with `method`, `path` and `body`.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The entity whose responses they are, such as tickets; default: the one that the file name begins with.
    #[arg(long = "as", value_name = "ENTITY")]
    entity: Option<String>,
    /// The schema folder.
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let folder = SchemaFolder::read(args.schema.as_deref())?;
    let Some(schema) = folder.parse() else { return Ok(ExitCode::FAILURE) };
    let mut found = 0;
    for file in &args.files {
        let recording = std::fs::read_to_string(file).map_err(files::cannot("read", file))?;
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = args.entity.as_deref().unwrap_or(&stem);
        let mismatches = replay(&schema, name, &recording).map_err(|error| format!("{}: {error}", file.display()))?;
        println!("{}: {} mismatches", file.display(), mismatches.len());
        for Mismatch { path, kind, what } in &mismatches {
            println!("  {:<12}{path}: {what}", kind.word());
        }
        found += mismatches.len();
    }
    Ok(if found > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
