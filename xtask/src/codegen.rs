//! `cargo xtask codegen`: checks the schema and generates code from it.

mod format;
mod target;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use halo_codegen::diff::Side;
use halo_codegen::ir::Api;
use halo_codegen::{Diagnostics, FileMap, Schema, SourceSet, coverage, emit, fix, json_schema, lower};

use self::format::Format;
use self::target::Target;
use crate::diff;
use crate::files::{self, Failure};
use crate::schema::{SchemaFolder, display_prefix};

/// Arguments of `codegen`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write nothing; fail and list the files that are missing, stale or orphaned.
    #[arg(long)]
    check: bool,
    /// First remove the entries of halo.yaml that nothing uses (HS016).
    #[arg(long, conflicts_with = "check")]
    fix: bool,
    /// The schema folder.
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// Write the tree into DIR (empty, or generated before) instead of `halo-api/src/generated`.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The format in which mistakes are printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let root = files::workspace();
    let mut folder = SchemaFolder::read(args.schema.as_deref())?;
    if args.fix {
        remove_unused(&mut folder, args)?;
    }
    let (schema, api, wanted) = match generate(&folder.sources) {
        Ok(generated) => generated,
        Err(diagnostics) => {
            args.format.print(&diagnostics, &folder.sources, &folder.prefix);
            return Ok(ExitCode::FAILURE);
        }
    };
    args.format.print_success();
    let out = args.out.clone().unwrap_or_else(|| root.join("halo-api/src/generated"));
    let code = Target::tree(out.clone(), display_prefix(&out, &root), wanted)?;
    let present = folder.files.get(json_schema::FILE).map(Vec::as_slice);
    let (path, prefix) = (folder.path.clone(), folder.prefix.clone());
    let editors = Target::file(path, prefix, json_schema::FILE, json_schema::json_schema(), present);
    let mut targets = vec![code, editors];
    if args.schema.is_none() && args.out.is_none() {
        targets.push(coverage(&root, &schema));
        targets.extend(overview(&root, &api));
    }
    if args.check {
        return Ok(check(&targets, args));
    }
    for target in &targets {
        target.refuse_foreign()?;
    }
    apply(&targets, args)?;
    // Only the workspace's own schema is committed, so another folder has no base to compare with.
    if args.schema.is_none() {
        let new = Side { schema: &schema, sources: &folder.sources };
        diff::brief(new).lines().for_each(|line| args.format.print_line(line));
    }
    Ok(ExitCode::SUCCESS)
}

/// The checked schema, the API, and the files that follow from it.
fn generate(sources: &SourceSet) -> Result<(Schema, Api, FileMap), Diagnostics> {
    let schema = halo_codegen::check(sources)?;
    let api = lower::lower(&schema);
    let files = halo_codegen::render(&api, sources)?;
    Ok((schema, api, files))
}

/// Removes entries that nothing uses.
fn remove_unused(folder: &mut SchemaFolder, args: &Args) -> Result<(), Failure> {
    let Some(fixed) = fix::unused(&folder.sources)? else { return Ok(()) };
    files::write(&folder.path.join(fixed.path), &fixed.text)?;
    let (count, path, prefix) = (fixed.removed.len(), fixed.path, &folder.prefix);
    args.format.print_line(&format!("removed {count} unused entries of {prefix}{path}: {}", fixed.removed.join(", ")));
    folder.replace(path, fixed.text);
    Ok(())
}

/// The page of all paths, which only the workspace's own schema has.
fn coverage(root: &Path, schema: &Schema) -> Target {
    let present = std::fs::read(root.join(coverage::FILE)).ok();
    Target::file(root.to_owned(), String::new(), coverage::FILE, coverage::page(schema), present.as_deref())
}

/// The README, whose part between two marks lists all entities; nothing where it has no marks.
fn overview(root: &Path, api: &Api) -> Option<Target> {
    let text = std::fs::read_to_string(root.join(emit::README)).ok()?;
    let wanted = emit::readme_with(&text, &emit::readme(api))?;
    Some(Target::file(root.to_owned(), String::new(), emit::README, wanted, Some(text.as_bytes())))
}

/// The command that fixes what `--check` found.
fn command(args: &Args) -> String {
    let option = |name: &str, value: &Option<PathBuf>| match value {
        Some(value) => format!(" --{name} {}", value.display()),
        None => String::new(),
    };
    format!("cargo xtask codegen{}{}", option("schema", &args.schema), option("out", &args.out))
}

fn check(targets: &[Target], args: &Args) -> ExitCode {
    if targets.iter().all(|target| target.plan.is_clean()) {
        let unchanged: usize = targets.iter().map(|target| target.plan.unchanged).sum();
        args.format.print_line(&format!("{unchanged} files are up to date"));
        return ExitCode::SUCCESS;
    }
    for difference in targets.iter().flat_map(Target::differences) {
        eprintln!("{difference}");
    }
    eprintln!("error: the generated code does not match the schema; run `{}`", command(args));
    ExitCode::FAILURE
}

fn apply(targets: &[Target], args: &Args) -> Result<(), Failure> {
    let (mut written, mut deleted, mut unchanged) = (0, 0, 0);
    for target in targets {
        target.apply(|line| args.format.print_line(line))?;
        written += target.plan.to_write().len();
        deleted += target.plan.orphans.len();
        unchanged += target.plan.unchanged;
    }
    args.format.print_line(&format!("{written} written, {deleted} deleted, {unchanged} unchanged"));
    Ok(())
}
