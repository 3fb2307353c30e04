//! All diagnostics as a page of Markdown.

use std::fmt::Write as _;

use super::example::Shown;
use crate::diagnostic::Code;
use crate::lint::LintRule;

/// What every code means. A test holds `schema/DIAGNOSTICS.md` against it.
#[must_use]
pub fn page() -> String {
    let mut page =
        "# Diagnostics\n\nWhat `cargo xtask codegen` may say of a schema. `cargo xtask explain CODE` says the \
                    same, and how the example is reported.\n\n<!-- Made by `cargo xtask explain --markdown`. -->\n"
            .to_owned();
    for code in Code::ALL {
        page.push_str(&section(*code));
    }
    page.push_str("\n# Rules of lint\n\nWhat `cargo xtask lint` asks of a schema that codegen accepts.\n");
    for rule in LintRule::ALL {
        let _ = write!(page, "\n## {rule}: {}\n\n{}\n", rule.title(), rule.explanation());
    }
    page
}

fn section(code: Code) -> String {
    let mut text = format!("\n## {code}: {}\n\n{}\n", code.title(), code.explanation());
    if let Some(example) = code.example() {
        let (wrong, right) = example.shown();
        text.push_str(&block("Wrong", &wrong));
        for file in right {
            text.push_str(&block("Right", &file));
        }
    }
    text
}

fn block(what: &str, (path, text): &Shown) -> String {
    format!("\n{what}, in `{path}`:\n\n```yaml\n{}\n```\n", text.trim_end())
}
