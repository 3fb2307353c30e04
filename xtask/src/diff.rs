//! `cargo xtask diff`: lists what changed for users of the API since a revision.

mod deny;
pub(crate) mod version;

use std::process::ExitCode;

use clap::ValueEnum;
use halo_codegen::diff::{self, Changes, Side, Unknown};
use halo_codegen::{Schema, SourceSet};

use self::deny::Deny;
use self::version::Checked;
use crate::files::Failure;
use crate::history;
use crate::schema::{FOLDER, SchemaFolder};

/// The revision that uncommitted edits are compared with.
const COMMITTED: &str = "HEAD";

/// The exit code of `--deny` where there is nothing to compare with.
const INCOMPARABLE: u8 = 3;

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The revision to compare with; by default the commit at which the current branch left main.
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// The format in which the changes are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Fail if there are changes of this class or a more severe one; with exit code 3 if the base has mistakes.
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    /// Only check that the version in Cargo.toml and CHANGELOG.md match what changed since the last release.
    #[arg(long, conflicts_with_all = ["format", "deny"])]
    check_version: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

/// Why a base cannot be compared.
struct Incomparable {
    unknown: Unknown,
    /// The mistakes of its schema, if it has one.
    mistakes: String,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    if args.check_version {
        return Ok(check_version(args.base.as_deref())?.print());
    }
    let (schema, sources) = working_tree()?;
    let new = Side { schema: &schema, sources: &sources };
    let base = args.base.clone().map_or_else(history::fork_point, Ok)?;
    let changes = match changes(&base, &history::at_revision(&base)?, new) {
        Ok(changes) => changes,
        Err(incomparable) => return Ok(args.without_base(&incomparable)),
    };
    print!("{}", args.format.changes(&changes));
    let denied = args.deny.and_then(|deny| deny.denied(&changes, &prefix()));
    eprint!("{}", denied.as_deref().unwrap_or_default());
    Ok(if denied.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The schema of the working tree, without mistakes.
fn working_tree() -> Result<(Schema, SourceSet), Failure> {
    let SchemaFolder { sources, .. } = SchemaFolder::read(None)?;
    match halo_codegen::check(&sources) {
        Ok(schema) => Ok((schema, sources)),
        Err(mistakes) => {
            eprint!("{}", mistakes.render(&sources, &prefix(), false));
            Err("the schema has mistakes".to_owned())
        }
    }
}

/// Compares the version and the changelog with what changed since a revision, or since the last release.
pub(crate) fn check_version(base: Option<&str>) -> Result<Checked, Failure> {
    let (schema, sources) = working_tree()?;
    version::check(base, Side { schema: &schema, sources: &sources })
}

impl Args {
    /// The base may use an older language, or predate the schema: no fault of this change, but nothing was compared either.
    fn without_base(&self, incomparable: &Incomparable) -> ExitCode {
        let Incomparable { unknown, mistakes } = incomparable;
        print!("{}", self.format.unknown(unknown));
        eprint!("{mistakes}");
        if self.deny.is_none() || mistakes.is_empty() {
            return ExitCode::SUCCESS;
        }
        eprintln!("error: `--deny` found nothing to compare with: {}", unknown.note);
        ExitCode::from(INCOMPARABLE)
    }
}

/// The changes since a revision with these files, or the reason why they are unknown.
fn changes(base: &str, old_sources: &SourceSet, new: Side<'_>) -> Result<Changes, Incomparable> {
    if old_sources.iter().next().is_none() {
        let unknown = Unknown { note: format!("there is no schema at {base}") };
        return Err(Incomparable { unknown, mistakes: String::new() });
    }
    let old_schema = halo_codegen::check(old_sources).map_err(|mistakes| {
        let count = match mistakes.len() {
            1 => "1 mistake".to_owned(),
            several => format!("{several} mistakes"),
        };
        let note = format!("the schema at {base} has {count} by today's rules, so it cannot be compared");
        let mistakes = mistakes.render(old_sources, &format!("{base}:{FOLDER}/"), false);
        Incomparable { unknown: Unknown { note }, mistakes }
    })?;
    Ok(diff::diff(Side { schema: &old_schema, sources: old_sources }, new))
}

/// A summary of what uncommitted edits mean for users; empty where git cannot be run.
pub(crate) fn brief(new: Side<'_>) -> String {
    let Ok(committed) = history::at_revision(COMMITTED) else { return String::new() };
    let files = committed.iter().map(|(_, path, bytes)| (path, bytes));
    if files.eq(new.sources.iter().map(|(_, path, bytes)| (path, bytes))) {
        return String::new();
    }
    match changes(COMMITTED, &committed, new) {
        Ok(changes) if changes.is_empty() => String::new(),
        Ok(changes) => format!("for users, since {COMMITTED}:\n{}", changes.brief()),
        Err(incomparable) => incomparable.unknown.text(),
    }
}

/// The schema folder as a prefix of positions.
fn prefix() -> String {
    format!("{FOLDER}/")
}

impl Format {
    fn changes(self, changes: &Changes) -> String {
        match self {
            Self::Text => changes.text(&prefix()),
            Self::Markdown => changes.markdown(&prefix()),
            Self::Json => changes.json(&prefix()),
        }
    }

    fn unknown(self, unknown: &Unknown) -> String {
        match self {
            Self::Text => unknown.text(),
            Self::Markdown => unknown.markdown(),
            Self::Json => unknown.json(),
        }
    }
}
