//! `cargo xtask import`: drafts entity files from the vendor's OpenAPI file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use halo_codegen::vendor::evidence::{self, Evidence};
use halo_codegen::vendor::import::{Choice, Import, Options};

use crate::files::{self, Failure};
use crate::schema::{SchemaFolder, WORDS};
use crate::vendor_file;

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The vendor's OpenAPI file.
    #[arg(long, value_name = "FILE")]
    openapi: PathBuf,
    /// The paths of lists, such as /Supplier.
    #[arg(required_unless_present_any = ["resources", "types"], value_name = "PATH")]
    paths: Vec<String>,
    /// Draft this schema of the vendor as a nested object, whatever its size; may be given several times.
    #[arg(long = "type", value_name = "NAME", conflicts_with = "update")]
    types: Vec<String>,
    /// Draft only the fields that match this pattern, such as 'address*'; may be given several times.
    #[arg(long, value_name = "PATTERN")]
    only: Vec<String>,
    /// Leave out fields, parameters and operations that match this pattern; may be given several times.
    #[arg(long, value_name = "PATTERN")]
    omit: Vec<String>,
    /// The folder with the tables of what was seen on running instances: live-evidence.tsv, live-fields.tsv.
    #[arg(long, value_name = "DIR")]
    evidence: Option<PathBuf>,
    /// Add new items to entities that have a file, instead of drafting new entities.
    #[arg(long)]
    update: bool,
    /// Draft resources.yaml, or add to it: what is known of every root that has no entity file.
    #[arg(long, conflicts_with_all = ["paths", "update", "types"])]
    resources: bool,
    /// The schema folder.
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let document = vendor_file::read(&args.openapi)?;
    let folder = SchemaFolder::read(args.schema.as_deref())?;
    let Some(schema) = folder.parse() else { return Ok(ExitCode::FAILURE) };
    let words = folder.text(WORDS);
    let evidence = args.evidence.as_deref().map(read_evidence).transpose()?;
    let choice = Choice { only: &args.only, omit: &args.omit };
    let options = Options { choice, types: &args.types, evidence: evidence.as_ref() };
    let import = Import { document: &document, schema: &schema, sources: &folder.sources, words: &words, options };
    let result = match (args.resources, args.update) {
        (true, _) => import.resources(&evidence.clone().unwrap_or_default()).map_err(|error| vec![error]),
        (false, true) => import.update(&args.paths),
        (false, false) => import.create(&args.paths),
    };
    let imported = result.map_err(|errors| errors.join("\nerror: "))?;
    for (path, text) in &imported.files {
        files::write(&folder.path.join(path), text)?;
        println!("wrote {}{path}", folder.prefix);
    }
    imported.remarks.iter().for_each(|remark| println!("{remark}"));
    if imported.files.is_empty() {
        println!("there is nothing new");
        return Ok(ExitCode::SUCCESS);
    }
    let (write, confirm) = (imported.docs_to_write(), imported.docs_to_confirm());
    println!("{write} docs are still empty: run `cargo xtask codegen` for their positions");
    if confirm > 0 {
        println!("{confirm} docs are suggested by other files: correct them, and delete the comments behind them");
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the tables of evidence in a folder; one of the two may be missing.
pub(crate) fn read_evidence(folder: &Path) -> Result<Evidence, Failure> {
    let read = |name: &str| {
        let path = folder.join(name);
        if path.exists() {
            std::fs::read_to_string(&path).map_err(files::cannot("read", &path))
        } else {
            Ok(String::new())
        }
    };
    let (routes, fields) = (read(evidence::ROUTES_FILE)?, read(evidence::FIELDS_FILE)?);
    if routes.is_empty() && fields.is_empty() {
        let (routes, fields) = (evidence::ROUTES_FILE, evidence::FIELDS_FILE);
        return Err(format!("there is neither {routes} nor {fields} in {}", folder.display()));
    }
    let evidence = Evidence::read(&routes, &fields);
    evidence.notes.iter().for_each(|note| eprintln!("note: {note}"));
    Ok(evidence)
}
