//! The overview of all entities: a page that the front page of the crate includes, and a part of README.md.

use std::fmt::Write as _;

use crate::ir::{Api, GroupDef, OverviewDef};
use crate::render::MARKDOWN_HEADER;

/// Path of the page in the workspace that has the overview between two marks.
pub const README: &str = "README.md";

const BEGIN: &str = "<!-- entities: written by cargo xtask codegen -->\n";
const END: &str = "<!-- /entities -->";

/// A table for each group, with links that rustdoc resolves.
pub(super) fn front_page(groups: &[GroupDef]) -> String {
    let mut out = format!("{MARKDOWN_HEADER} -->\n");
    for group in groups {
        let _ = writeln!(out, "\n## {}\n", group.title);
        if !group.doc.is_empty() {
            let _ = writeln!(out, "{}\n", group.doc);
        }
        out += "| module | path | requests | |\n| --- | --- | --- | --- |\n";
        for entity in &group.entities {
            let OverviewDef { module, path, what, .. } = entity;
            let _ = writeln!(out, "| [`{module}`] | {path} | {} | {what} |", requests(entity));
        }
    }
    out
}

/// One table, with links to the files of the schema.
#[must_use]
pub fn readme(api: &Api) -> String {
    let mut out = "| accessor | path | requests |\n| --- | --- | --- |\n".to_owned();
    for group in &api.groups {
        let _ = writeln!(out, "| **{}** | | |", group.title);
        for entity in &group.entities {
            let OverviewDef { module, path, source, .. } = entity;
            let _ = writeln!(out, "| [`{module}`](schema/{source}) | {path} | {} |", requests(entity));
        }
    }
    out
}

/// A README with this overview between its marks; `None` if it has none.
#[must_use]
pub fn readme_with(text: &str, overview: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{overview}{END}{after}"))
}

/// The operations by name, as code where a name is not a word.
fn requests(entity: &OverviewDef) -> String {
    let shown = |name: &String| if name.contains('_') { format!("`{name}`") } else { name.clone() };
    entity.operations.iter().map(shown).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_is_replaced() {
        let text = format!("a\n{BEGIN}old\n{END}\nb\n");
        assert_eq!(readme_with(&text, "new\n"), Some(format!("a\n{BEGIN}new\n{END}\nb\n")));
        assert_eq!(readme_with("a\n", "new\n"), None);
        assert_eq!(readme_with(&format!("{END}{BEGIN}"), "new\n"), None);
    }
}
