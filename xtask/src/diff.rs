//! `cargo xtask diff`.

use std::process::{Command, ExitCode};

use clap::ValueEnum;
use halo_codegen::diff::{self, Changes, Class, Side};
use halo_codegen::{Schema, SourceSet};

use crate::codegen;
use crate::files::{self, Failure};

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The revision to compare with; by default where the current branch left main.
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// How the changes are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Fail if there are changes of this class or a graver one.
    #[arg(long, value_enum)]
    deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Deny {
    Breaking,
    Behaviour,
}

/// Where the schema stands in the repository.
const FOLDER: &str = "schema";

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let sources = codegen::sources(&codegen::read_schema(&files::workspace().join(FOLDER))?);
    let schema = match halo_codegen::check(&sources) {
        Ok(schema) => schema,
        Err(mistakes) => {
            eprint!("{}", mistakes.render(&sources, "schema/", false));
            return Ok(ExitCode::FAILURE);
        }
    };
    let base = args.base.clone().map_or_else(fork_point, Ok)?;
    let old_sources = at_revision(&base)?;
    let changes = match halo_codegen::check(&old_sources) {
        Ok(old_schema) => compare((&old_schema, &old_sources), (&schema, &sources)),
        Err(mistakes) => {
            // It may be in an older language, or from before there was a schema: that is no fault of this change.
            println!("{}", without_base(args.format, &incomparable(&base, &old_sources, mistakes.len())));
            return Ok(ExitCode::SUCCESS);
        }
    };
    print!("{}", shown(args.format, &changes));
    Ok(if args.deny.is_some_and(|deny| is_denied(deny, &changes)) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn compare(old: (&Schema, &SourceSet), new: (&Schema, &SourceSet)) -> Changes {
    let side = |(schema, sources)| Side { schema, sources };
    diff::diff(side(old), side(new))
}

fn shown(format: Format, changes: &Changes) -> String {
    let prefix = format!("{FOLDER}/");
    match format {
        Format::Text => changes.text(&prefix),
        Format::Markdown => changes.markdown(&prefix),
        Format::Json => changes.json(&prefix),
    }
}

fn incomparable(base: &str, sources: &SourceSet, mistakes: usize) -> String {
    if sources.iter().next().is_none() {
        return format!("there is no schema at {base}");
    }
    format!("the schema at {base} has {mistakes} mistakes by today's rules, so that it cannot be compared")
}

fn without_base(format: Format, note: &str) -> String {
    match format {
        Format::Text => note.to_owned(),
        Format::Markdown => format!("### API changes\n\nNot known: {note}."),
        Format::Json => format!("{{\"changes\": [], \"note\": {note:?}}}"),
    }
}

fn is_denied(deny: Deny, changes: &Changes) -> bool {
    match deny {
        Deny::Breaking => changes.gravest().is_some_and(Class::is_breaking),
        Deny::Behaviour => changes.gravest().is_some_and(|class| class <= Class::Behaviour),
    }
}

/// Where the current branch left main, here or at the origin.
fn fork_point() -> Result<String, Failure> {
    let candidates = ["origin/main", "main"];
    let found = candidates.iter().find_map(|main| git(&["merge-base", "HEAD", main]).ok());
    found
        .map(|text| text.trim().to_owned())
        .ok_or_else(|| "there is no branch main to compare with; name a --base".to_owned())
}

/// The schema as it was, read from git without a checkout.
fn at_revision(revision: &str) -> Result<SourceSet, Failure> {
    let listed = git(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", revision, "--", FOLDER])?;
    let below = |path: &str| path.strip_prefix(FOLDER)?.strip_prefix('/').map(str::to_owned);
    let paths = listed.split('\0').filter_map(below).filter(|path| codegen::is_source(path));
    paths.map(|path| Ok((path.clone(), git(&["show", &format!("{revision}:{FOLDER}/{path}")])?))).collect()
}

fn git(args: &[&str]) -> Result<String, Failure> {
    let output = Command::new("git").args(args).current_dir(files::workspace()).output();
    let output = output.map_err(|error| format!("cannot run git: {error}"))?;
    if !output.status.success() {
        return Err(format!("git {}: {}", args.join(" "), String::from_utf8_lossy(&output.stderr).trim()));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("git {}: not UTF-8", args.join(" ")))
}
