//! `cargo xtask import`: drafts entity files from the vendor's OpenAPI file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use halo_codegen::vendor::evidence::{Evidence, FIELDS_FILE, ROUTES_FILE};
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
    #[arg(required_unless_present = "resources", value_name = "PATH")]
    paths: Vec<String>,
    /// Add new items to entities that have a file, instead of drafting new entities.
    #[arg(long)]
    update: bool,
    /// Draft resources.yaml, or add to it: what is known of every root that has no entity file.
    #[arg(long, conflicts_with_all = ["paths", "update"])]
    resources: bool,
    /// The folder with the tables of what was seen on instances, live-evidence.tsv and live-fields.tsv.
    #[arg(long, value_name = "DIR", requires = "resources")]
    evidence: Option<PathBuf>,
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
    let result = match (args.resources, args.update) {
        (true, _) => import.resources(&evidence(args.evidence.as_deref())?).map_err(|error| vec![error]),
        (false, true) => import.update(&args.paths),
        (false, false) => import.create(&args.paths),
    };
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

/// The tables in a folder; empty without a folder. What cannot be read of them is printed.
fn evidence(folder: Option<&Path>) -> Result<Evidence, Failure> {
    let Some(folder) = folder else { return Ok(Evidence::default()) };
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).map_err(files::cannot("read", &path))
    };
    let evidence = Evidence::read(&read(ROUTES_FILE)?, &read(FIELDS_FILE)?);
    evidence.notes.iter().for_each(|note| eprintln!("warning: {note}"));
    Ok(evidence)
}
