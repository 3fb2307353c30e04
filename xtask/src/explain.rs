//! `cargo xtask explain`: explains a diagnostic.

use std::process::ExitCode;

use halo_codegen::explain;
use halo_codegen::lint::LintRule;

use crate::files::Failure;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The code of a diagnostic, such as HS101, or of a rule of `lint`, such as HL001.
    #[arg(conflicts_with_all = ["list", "markdown"])]
    code: Option<String>,
    /// List all codes; this is the default without CODE.
    #[arg(long)]
    list: bool,
    /// Print the page of all codes, which is DIAGNOSTICS.md in the schema folder.
    #[arg(long, conflicts_with = "list")]
    markdown: bool,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let text = match &args.code {
        Some(code) if is_lint(code) => explain::explain_lint(LintRule::find(code)?),
        Some(code) => explain::explain(explain::find(code)?, crate::wants_color(&std::io::stdout())),
        None if args.markdown => explain::page(),
        None => explain::list(),
    };
    print!("{text}");
    Ok(ExitCode::SUCCESS)
}

/// Whether a code is one of `lint`.
fn is_lint(code: &str) -> bool {
    code.trim().get(..2).is_some_and(|start| start.eq_ignore_ascii_case("HL"))
}
