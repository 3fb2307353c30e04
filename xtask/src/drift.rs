//! `cargo xtask drift`: compares the vendor's OpenAPI file with the schema.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use halo_codegen::diff::Side;
use halo_codegen::vendor::against;
use halo_codegen::vendor::drift::{self, Kind};

use crate::files::Failure;
use crate::schema::SchemaFolder;
use crate::vendor_file;

/// Arguments of `drift`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The vendor's OpenAPI file.
    #[arg(long, value_name = "FILE")]
    openapi: PathBuf,
    /// Compare with this older file of the vendor instead of the schema.
    #[arg(long, value_name = "OLD", conflicts_with_all = ["only", "deny"])]
    against: Option<PathBuf>,
    /// The schema folder.
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// The format in which the differences are printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Only compare this entity, such as tickets, or this object, such as types/address; may be given several times.
    #[arg(long, value_name = "ENTITY", value_delimiter = ',')]
    only: Vec<String>,
    /// Fail if there are differences of this kind; may be given several times.
    #[arg(long, value_enum)]
    deny: Vec<Deny>,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Text,
    Markdown,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Deny {
    /// Items that the vendor has and the schema does not.
    Missing,
    /// Items that the schema has and the vendor does not.
    Stale,
    /// Items that both have, with a difference.
    Differs,
}

impl Deny {
    fn kind(self) -> Kind {
        match self {
            Self::Missing => Kind::Missing,
            Self::Stale => Kind::Stale,
            Self::Differs => Kind::Differs,
        }
    }
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let document = vendor_file::read(&args.openapi)?;
    if let Some(old) = &args.against {
        print!("{}", changes(args.format, &against::compare(&vendor_file::read(old)?, &document)));
        return Ok(ExitCode::SUCCESS);
    }
    let folder = SchemaFolder::read(args.schema.as_deref())?;
    let Some(schema) = folder.parse() else { return Ok(ExitCode::FAILURE) };
    let drift = drift::drift(&document, Side { schema: &schema, sources: &folder.sources });
    let drift = if args.only.is_empty() { drift } else { drift.only(&args.only)? };
    print!(
        "{}",
        match args.format {
            Format::Text => drift.text(&folder.prefix),
            Format::Markdown => drift.markdown(&folder.prefix),
            Format::Json => drift.json(&folder.prefix),
        }
    );
    let denied = args.deny.iter().any(|deny| drift.count(deny.kind()) > 0);
    Ok(if denied { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn changes(format: Format, changes: &against::Changes) -> String {
    match format {
        Format::Text => changes.text(),
        Format::Markdown => changes.markdown(),
        Format::Json => changes.json(),
    }
}
