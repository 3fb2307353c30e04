//! How mistakes are told: to people, editors or GitHub.

use std::io::IsTerminal as _;

use halo_codegen::Diagnostics;
use halo_codegen::source::SourceSet;

/// `--format`.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
pub(crate) enum Format {
    /// As rustc does, on stderr.
    #[default]
    Text,
    /// One JSON object on stdout, and nothing else there; see the documentation of `Diagnostics::to_json`.
    Json,
    /// Commands of GitHub Actions on stdout, which show each mistake beside its line.
    Github,
}

impl Format {
    /// Tells the mistakes.
    pub(super) fn tell(self, diagnostics: &Diagnostics, sources: &SourceSet, prefix: &str) {
        match self {
            Self::Text => {
                eprint!("{}", diagnostics.render(sources, prefix, crate::wants_color(&std::io::stderr())));
                hint(diagnostics);
            }
            Self::Json => print!("{}", diagnostics.to_json(sources, prefix)),
            Self::Github => print!("{}", diagnostics.to_github(sources, prefix)),
        }
    }

    /// Tells that there are none, to those who would wait for it.
    pub(super) fn tell_none(self) {
        if let Self::Json = self {
            self.tell(&Diagnostics::default(), &SourceSet::new(), "");
        }
    }

    /// Says what happens to the files: not among JSON.
    pub(super) fn say(self, line: &str) {
        match self {
            Self::Text | Self::Github => println!("{line}"),
            Self::Json => eprintln!("{line}"),
        }
    }
}

/// Says where to read on: to people, since whoever reads this by program knows.
fn hint(diagnostics: &Diagnostics) {
    if let Some(first) = diagnostics.iter().next().filter(|_| std::io::stderr().is_terminal()) {
        eprintln!("\n`cargo xtask explain {}` says more, with an example.", first.code);
    }
}
