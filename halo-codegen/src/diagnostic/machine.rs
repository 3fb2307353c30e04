//! Diagnostics for machines: editors read JSON, GitHub shows its own commands beside the lines of a pull request.

use serde_json::{Value, json};

use super::position::{Position, Positions};
use super::render::MAX_SHOWN;
use super::{Diagnostic, Diagnostics, Target};
use crate::source::SourceSet;

impl Diagnostics {
    /// All mistakes as a JSON object:
    ///
    /// ```json
    /// {
    ///   "version": 1,
    ///   "mistakes": 1,
    ///   "files": 1,
    ///   "diagnostics": [{
    ///     "code": "HS101", "title": "unknown type", "message": "unknown type `strng`",
    ///     "path": "schema/entities/tickets.yaml", "line": 74, "column": 28, "end_line": 74, "end_column": 33,
    ///     "label": null, "help": "did you mean `string`?", "secondary": []
    ///   }]
    /// }
    /// ```
    ///
    /// Lines and columns count from 1, columns in characters; the end is one past the last character. A mistake of a whole
    /// file has no lines, one of the whole schema no path: they are `null`. `secondary` are other places that matter, with
    /// `path`, `line`, `column`, `end_line`, `end_column` and `label`. Of more than 1000 mistakes only the first 1000 are
    /// listed; `mistakes` counts all of them, in as many `files`.
    #[must_use]
    pub fn to_json(&self, sources: &SourceSet, prefix: &str) -> String {
        let mut positions = Positions::new(sources, prefix);
        let list: Vec<_> = self.iter().take(MAX_SHOWN).map(|diagnostic| object(diagnostic, &mut positions)).collect();
        let all = json!({ "version": 1, "mistakes": self.len(), "files": self.file_count(), "diagnostics": list });
        format!("{all:#}\n")
    }

    /// All mistakes as commands of GitHub Actions, one a line: `::error file=…,line=…,…::message`.
    #[must_use]
    pub fn to_github(&self, sources: &SourceSet, prefix: &str) -> String {
        let mut positions = Positions::new(sources, prefix);
        self.iter().take(MAX_SHOWN).map(|diagnostic| command(diagnostic, &mut positions) + "\n").collect()
    }
}

fn object(diagnostic: &Diagnostic, positions: &mut Positions<'_>) -> Value {
    let secondary = diagnostic.secondary.iter().map(|(span, label)| {
        let mut place = placed(&positions.span(*span));
        place["label"] = text(label);
        place
    });
    let secondary: Vec<_> = secondary.collect();
    let mut object = placed(&positions.place(diagnostic.place));
    object["code"] = json!(diagnostic.code.id());
    object["title"] = json!(diagnostic.code.title());
    object["message"] = json!(diagnostic.message);
    object["label"] = text(&diagnostic.label);
    object["help"] = json!(diagnostic.help);
    object["secondary"] = json!(secondary);
    object
}

fn placed(position: &Position) -> Value {
    let (start, end) = (position.start.unzip(), position.end.unzip());
    json!({
        "path": position.path, "line": start.0, "column": start.1, "end_line": end.0, "end_column": end.1,
    })
}

fn text(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { json!(text) }
}

fn command(diagnostic: &Diagnostic, positions: &mut Positions<'_>) -> String {
    // GitHub drops the columns of what goes over several lines.
    let position = match diagnostic.place {
        Target::At(span) => positions.first_line(span),
        place => positions.place(place),
    };
    let mut properties = Vec::new();
    let mut add = |name: &str, value: String| properties.push(format!("{name}={}", escaped_property(&value)));
    if let Some(path) = position.path {
        add("file", path);
    }
    if let (Some((line, column)), Some((end_line, end_column))) = (position.start, position.end) {
        for (name, number) in [("line", line), ("col", column), ("endLine", end_line), ("endColumn", end_column)] {
            add(name, number.to_string());
        }
    }
    add("title", format!("{}: {}", diagnostic.code, diagnostic.code.title()));
    let lines = [Some(&diagnostic.message), Some(&diagnostic.label).filter(|label| !label.is_empty())];
    let mut message: Vec<String> = lines.into_iter().flatten().cloned().collect();
    message.extend(diagnostic.help.iter().map(|help| format!("help: {help}")));
    format!("::error {}::{}", properties.join(","), escaped(&message.join("\n")))
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escaped_property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_github_reads_as_its_own_is_escaped() {
        assert_eq!(escaped("50 %: a,\r\nb"), "50 %25: a,%0D%0Ab");
        assert_eq!(escaped_property("50 %: a,\r\nb"), "50 %25%3A a%2C%0D%0Ab");
    }
}
