//! `cargo xtask lint`: applies the rules of curation, which codegen does not enforce.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use halo_codegen::diff::Side;
use halo_codegen::lint::{self, Lint, LintRule};

use crate::files::Failure;
use crate::schema::SchemaFolder;
use crate::vendor_file;

/// Arguments of `lint`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The vendor's OpenAPI file, for the rules that need it.
    #[arg(long, value_name = "FILE")]
    openapi: Option<PathBuf>,
    /// The schema folder.
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// Only apply these rules, such as HL001.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    only: Vec<String>,
    /// Succeed with up to this many findings.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    at_most: usize,
    /// The format in which the findings are printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let rules = args.only.iter().map(|code| LintRule::find(code)).collect::<Result<Vec<_>, _>>()?;
    let document = args.openapi.as_deref().map(vendor_file::read).transpose()?;
    let folder = SchemaFolder::read(args.schema.as_deref())?;
    let Some(schema) = folder.parse() else { return Ok(ExitCode::FAILURE) };
    let facts = folder.text(lint::FACTS_FILE);
    let ours = Side { schema: &schema, sources: &folder.sources };
    let findings = lint::lint(&Lint { ours, facts: &facts, document: document.as_ref() });
    let findings = if rules.is_empty() { findings } else { findings.only(&rules) };
    match args.format {
        Format::Text => print!("{}", findings.text(&folder.prefix)),
        Format::Json => print!("{}", findings.json(&folder.prefix)),
    }
    let too_many = findings.found.len() > args.at_most;
    if too_many && args.at_most > 0 {
        eprintln!("error: there are {} findings, and {} are allowed", findings.found.len(), args.at_most);
    }
    Ok(if too_many { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
