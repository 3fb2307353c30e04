//! `--deny`: which changes fail, and what is printed of them.

use std::fmt::Write as _;

use clap::ValueEnum;
use halo_codegen::diff::{Changes, Class};

/// Changes that fail.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Deny {
    /// Those that break code, or what it sends.
    Breaking,
    /// These, and those that change what the runtime does.
    Behaviour,
}

impl Deny {
    fn forbids(self, class: Class) -> bool {
        match self {
            Self::Breaking => class.is_breaking(),
            Self::Behaviour => class <= Class::Behaviour,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Behaviour => "behaviour",
        }
    }

    /// What is denied and why; `None` if nothing is.
    pub(super) fn denied(self, changes: &Changes, prefix: &str) -> Option<String> {
        let rows = changes.rows();
        let denied: Vec<_> = rows.iter().filter(|row| self.forbids(row.change.rule.class())).collect();
        let count = match denied.len() {
            0 => return None,
            1 => "1 change is denied".to_owned(),
            several => format!("{several} changes are denied"),
        };
        let mut text = format!("error: {count} by `--deny {}`\n", self.word());
        for row in denied {
            let rule = row.change.rule;
            let _ = writeln!(text, "  {}: {}", row.change.entity, row.text(prefix));
            let _ = writeln!(text, "    {}: {}", rule.class(), rule.doc());
        }
        Some(text)
    }
}
