//! `cargo xtask import`: drafts entity files from the vendor's OpenAPI file.

use std::path::PathBuf;
use std::process::ExitCode;

use halo_codegen::vendor::import::Import;

use crate::files::{self, Failure};
use crate::schema::{self, WORDS, display_prefix};
use crate::vendor_file;

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The vendor's OpenAPI file.
    #[arg(long, value_name = "FILE")]
    openapi: PathBuf,
    /// The paths of lists, such as /Supplier.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// Add new items to entities that have a file, instead of drafting new entities.
    #[arg(long)]
    update: bool,
    /// The schema folder.
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let document = vendor_file::read(&args.openapi)?;
    let root = files::workspace();
    let folder = args.schema.clone().unwrap_or_else(|| root.join(schema::FOLDER));
    let tree = schema::read(&folder)?;
    let sources = schema::sources(&tree);
    let prefix = display_prefix(&folder, &root);
    let Some(schema) = schema::parse(&sources, &prefix) else { return Ok(ExitCode::FAILURE) };
    let words = tree.get(WORDS).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    let import = Import { document: &document, schema: &schema, sources: &sources, words: &words };
    let result = if args.update { import.update(&args.paths) } else { import.create(&args.paths) };
    let imported = result.map_err(|errors| errors.join("\nerror: "))?;
    for (path, text) in &imported.files {
        files::write(&folder.join(path), text)?;
        println!("wrote {prefix}{path}");
    }
    imported.remarks.iter().for_each(|remark| println!("{remark}"));
    match imported.docs_to_write() {
        0 if imported.files.is_empty() => println!("there is nothing new"),
        count => println!("{count} docs are still empty: run `cargo xtask codegen` for their positions"),
    }
    Ok(ExitCode::SUCCESS)
}
