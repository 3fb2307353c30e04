//! `cargo xtask explain`: what a diagnostic means, an example of it, and how it is fixed.

pub mod base;
mod example;
mod examples;
mod page;

use annotate_snippets::renderer::{AnsiColor, Effects, Style};

pub use self::example::{Content, Example};
pub use self::page::page;
use crate::diagnostic::Code;
use crate::lint::LintRule;
use crate::source::SourceSet;
use crate::suggest::did_you_mean;

/// Columns of explanations on a terminal.
const WIDTH: usize = 100;

impl Code {
    /// An example of this mistake. A test holds that every code has one, but for faults of the generator.
    #[must_use]
    pub fn example(self) -> Option<&'static Example> {
        examples::all().find(|(code, _)| *code == self).map(|(_, example)| example)
    }
}

/// The code of an id such as `HS001`, in any case.
///
/// # Errors
///
/// What to print where there is none: a suggestion, and all codes.
pub fn find(id: &str) -> Result<Code, String> {
    let id = id.trim();
    Code::from_id(id).ok_or_else(|| {
        let ids = Code::ALL.iter().map(|code| code.id());
        let help = did_you_mean(&id.to_uppercase(), ids).map(|help| format!("; {help}")).unwrap_or_default();
        format!("there is no diagnostic `{id}`{help}\n\n{}", list().trim_end())
    })
}

/// All codes with their titles, one a line.
#[must_use]
pub fn list() -> String {
    let codes = Code::ALL.iter().map(|code| format!("{code}  {}", code.title()));
    let rules = LintRule::ALL.iter().map(|rule| format!("{rule}  {} (lint)", rule.title()));
    codes.chain(rules).collect::<Vec<_>>().join("\n") + "\n"
}

/// What a code means, for a terminal. With `color` the text holds ANSI escapes.
#[must_use]
pub fn explain(code: Code, color: bool) -> String {
    let mut parts = vec![heading(&format!("{code}: {}", code.title()), color), wrap(code.explanation()).join("\n")];
    if let Some(example) = code.example() {
        let ((path, lines), right) = example.shown();
        let mut show = |title: &str, text: &str| parts.extend([heading(title, color), indented(text)]);
        show(&format!("Wrong, in {path}:"), &lines);
        show("which is reported as:", &report(&example.wrong(), color));
        for (path, lines) in right {
            show(&format!("Right, in {path}:"), &lines);
        }
    }
    parts.join("\n\n") + "\n"
}

/// What a rule of `lint` means, for a terminal.
#[must_use]
pub fn explain_lint(rule: LintRule) -> String {
    format!("{rule}: {}\n\n{}\n", rule.title(), wrap(rule.explanation()).join("\n"))
}

fn heading(text: &str, color: bool) -> String {
    let style = Style::new().fg_color(Some(AnsiColor::BrightBlue.into())).effects(Effects::BOLD);
    if color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

fn report(sources: &SourceSet, color: bool) -> String {
    crate::check(sources).map_or_else(|found| found.render(sources, "", color), |_| String::new())
}

fn indented(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { String::new() } else { format!("    {line}") };
    text.trim_end().lines().map(line).collect::<Vec<_>>().join("\n")
}

fn wrap(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
