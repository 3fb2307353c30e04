//! `cargo xtask diff`: lists what changed for users of the API since a revision.

use std::process::ExitCode;

use clap::ValueEnum;
use halo_codegen::SourceSet;
use halo_codegen::diff::{self, Changes, Class, Side, Unknown};

use crate::files::{self, Failure};
use crate::history;
use crate::schema::{self, FOLDER};

/// The revision that uncommitted edits are compared with.
const COMMITTED: &str = "HEAD";

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The revision to compare with; by default the commit at which the current branch left main.
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// The format in which the changes are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Fail if there are changes of this class or a more severe one.
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

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let sources = schema::sources(&schema::read(&files::workspace().join(FOLDER))?);
    let schema = match halo_codegen::check(&sources) {
        Ok(schema) => schema,
        Err(mistakes) => {
            eprint!("{}", mistakes.render(&sources, &prefix(), false));
            return Ok(ExitCode::FAILURE);
        }
    };
    let base = args.base.clone().map_or_else(history::fork_point, Ok)?;
    let old_sources = history::at_revision(&base)?;
    let changes = match changes(&base, &old_sources, Side { schema: &schema, sources: &sources }) {
        Ok(changes) => changes,
        Err(unknown) => {
            // The base may use an older language, or predate the schema: that is not the fault of this change.
            print!("{}", args.format.unknown(&unknown));
            return Ok(ExitCode::SUCCESS);
        }
    };
    print!("{}", args.format.changes(&changes));
    Ok(if args.deny.is_some_and(|deny| deny.forbids(&changes)) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The changes since a revision with these files, or the reason why they are unknown.
fn changes(base: &str, old_sources: &SourceSet, new: Side<'_>) -> Result<Changes, Unknown> {
    if old_sources.iter().next().is_none() {
        return Err(Unknown { note: format!("there is no schema at {base}") });
    }
    let old_schema = halo_codegen::check(old_sources).map_err(|mistakes| {
        let mistakes = match mistakes.len() {
            1 => "1 mistake".to_owned(),
            several => format!("{several} mistakes"),
        };
        Unknown { note: format!("the schema at {base} has {mistakes} by today's rules, so it cannot be compared") }
    })?;
    Ok(diff::diff(Side { schema: &old_schema, sources: old_sources }, new))
}

/// A summary of what uncommitted edits mean for users; empty where git cannot be run.
pub(crate) fn brief(sources: &SourceSet) -> String {
    let Ok(committed) = history::at_revision(COMMITTED) else { return String::new() };
    if committed.iter().map(|(_, path, bytes)| (path, bytes)).eq(sources.iter().map(|(_, path, bytes)| (path, bytes))) {
        return String::new();
    }
    let Ok(schema) = halo_codegen::check(sources) else { return String::new() };
    match changes(COMMITTED, &committed, Side { schema: &schema, sources }) {
        Ok(changes) if changes.is_empty() => String::new(),
        Ok(changes) => format!("for users, since {COMMITTED}:\n{}", changes.brief()),
        Err(unknown) => unknown.text(),
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

impl Deny {
    fn forbids(self, changes: &Changes) -> bool {
        changes.most_severe().is_some_and(|worst| match self {
            Self::Breaking => worst.is_breaking(),
            Self::Behaviour => worst <= Class::Behaviour,
        })
    }
}
