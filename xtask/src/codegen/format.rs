//! Prints mistakes for people, editors or GitHub.

use std::io::IsTerminal as _;

use halo_codegen::Diagnostics;
use halo_codegen::source::SourceSet;

/// `--format`.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
pub(crate) enum Format {
    /// Like rustc, on stderr.
    #[default]
    Text,
    /// One JSON object as the only output on stdout; see the documentation of `Diagnostics::to_json`.
    Json,
    /// Commands of GitHub Actions on stdout, which show each mistake at its line.
    Github,
}

impl Format {
    /// Prints the mistakes.
    pub(super) fn print(self, diagnostics: &Diagnostics, sources: &SourceSet, prefix: &str) {
        match self {
            Self::Text => {
                eprint!("{}", diagnostics.render(sources, prefix, crate::wants_color(&std::io::stderr())));
                hint(diagnostics);
            }
            Self::Json => print!("{}", diagnostics.to_json(sources, prefix)),
            Self::Github => print!("{}", diagnostics.to_github(sources, prefix)),
        }
    }

    /// Prints an empty list of mistakes for JSON, where a reader expects one.
    pub(super) fn print_success(self) {
        if let Self::Json = self {
            self.print(&Diagnostics::default(), &SourceSet::new(), "");
        }
    }

    /// Prints a line about the files, on stderr where stdout is JSON.
    pub(super) fn print_line(self, line: &str) {
        match self {
            Self::Text | Self::Github => println!("{line}"),
            Self::Json => eprintln!("{line}"),
        }
    }
}

/// Prints a hint for people; programs do not need it.
fn hint(diagnostics: &Diagnostics) {
    if let Some(first) = diagnostics.iter().next().filter(|_| std::io::stderr().is_terminal()) {
        eprintln!("\nRun `cargo xtask explain {}` for details and an example.", first.code);
    }
}
