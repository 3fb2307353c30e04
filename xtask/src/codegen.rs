//! `cargo xtask codegen`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use halo_codegen::emit::FileMap;
use halo_codegen::reconcile::Plan;
use halo_codegen::source::SourceSet;

use crate::files::{self, Failure};

/// What stands beside the schema and is no part of it: what codegen writes for editors, and what is there to read.
const NO_SOURCES: [&str; 3] = ["halo.schema.json", "README.md", "DIAGNOSTICS.md"];

/// Arguments of `codegen`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write nothing; fail and list the files that are missing, stale or orphaned.
    #[arg(long)]
    check: bool,
    /// The schema folder.
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// Write the tree into DIR (empty, or generated before) instead of `halo-api/src/generated`.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let root = files::workspace();
    let schema = args.schema.clone().unwrap_or_else(|| root.join("schema"));
    let sources = read_schema(&schema)?;
    let wanted = match halo_codegen::generate(&sources) {
        Ok(files) => files,
        Err(diagnostics) => {
            eprint!("{}", diagnostics.render(&sources, &shown(&schema, &root), crate::wants_color(&std::io::stderr())));
            return Ok(ExitCode::FAILURE);
        }
    };
    let out = args.out.clone().unwrap_or_else(|| root.join("halo-api/src/generated"));
    let plan = Plan::new(&wanted, &files::read_tree(&out)?);
    let out_shown = shown(&out, &root);
    if args.check {
        return Ok(check(&plan, &out_shown, &command(args)));
    }
    if !plan.foreign.is_empty() {
        let list: Vec<String> = plan.foreign.iter().map(|path| format!("  {out_shown}{path}")).collect();
        let why = "are not generated and stand in the generator's folder; move them elsewhere, nothing was written";
        return Err(format!("these files {why}:\n{}", list.join("\n")));
    }
    apply(&plan, &wanted, &out, &out_shown)?;
    Ok(ExitCode::SUCCESS)
}

fn read_schema(folder: &Path) -> Result<SourceSet, Failure> {
    if !folder.is_dir() {
        return Err(format!("there is no schema folder {}", folder.display()));
    }
    let files = files::read_tree(folder)?;
    let hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
    Ok(files.into_iter().filter(|(path, _)| !NO_SOURCES.contains(&path.as_str()) && !hidden(path)).collect())
}

/// A folder as a prefix of paths: short where it stands in the workspace.
fn shown(folder: &Path, root: &Path) -> String {
    let folder = folder.strip_prefix(root).unwrap_or(folder).display().to_string().replace('\\', "/");
    if folder.is_empty() { folder } else { format!("{}/", folder.trim_end_matches('/')) }
}

/// The command that mends what `--check` found.
fn command(args: &Args) -> String {
    let option = |name: &str, value: &Option<PathBuf>| match value {
        Some(value) => format!(" --{name} {}", value.display()),
        None => String::new(),
    };
    format!("cargo xtask codegen{}{}", option("schema", &args.schema), option("out", &args.out))
}

fn check(plan: &Plan, out: &str, command: &str) -> ExitCode {
    if plan.is_clean() {
        println!("{} files are up to date", plan.unchanged);
        return ExitCode::SUCCESS;
    }
    for (what, paths) in
        [("missing", &plan.missing), ("stale", &plan.stale), ("orphan", &plan.orphans), ("foreign", &plan.foreign)]
    {
        for path in paths {
            eprintln!("{what}: {out}{path}");
        }
    }
    eprintln!("error: the generated code is not what the schema says; run `{command}`");
    ExitCode::FAILURE
}

fn apply(plan: &Plan, wanted: &FileMap, out: &Path, shown: &str) -> Result<(), Failure> {
    for path in plan.to_write() {
        if let Some(text) = wanted.get(path) {
            files::write(&out.join(path), text)?;
            println!("wrote {shown}{path}");
        }
    }
    for path in &plan.orphans {
        files::remove(out, path)?;
        println!("deleted {shown}{path}");
    }
    let (written, deleted) = (plan.to_write().len(), plan.orphans.len());
    println!("{written} written, {deleted} deleted, {} unchanged", plan.unchanged);
    Ok(())
}
