//! Edits of YAML as text: what is added is added, and every other byte, comments among them, stays.

use std::fmt::Write as _;

use crate::diagnostic::Diagnostics;
use crate::node::{Entry, Node, Value, plain_scalar};
use crate::source::FileId;
use crate::yaml;

/// Where an entry goes within its mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At<'k> {
    /// Behind the entry of this key; at the end if there is none.
    After(Option<&'k str>),
    /// Among keys that are sorted.
    Sorted,
}

/// Why a text cannot be edited.
pub(super) type Refusal = String;

/// Adds `key: value` to the mapping under `path`. Mappings on the way that are missing are made.
pub(super) fn add(text: &str, path: &[&str], key: &str, value: &str, at: At<'_>) -> Result<String, Refusal> {
    let edited = add_unchecked(text, path, key, value, at)?;
    // What was laid out in a way that we do not see through must not be broken.
    let root = parse(&edited)?;
    let found =
        find(&root, path).and_then(Node::entries).is_some_and(|entries| entries.iter().any(|e| e.key.value == key));
    if found { Ok(edited) } else { Err(refusal(path, key)) }
}

/// Removes an entry, and the lines that it stands on. The last one takes its mapping along, as a key without value is a fault.
pub(super) fn remove(text: &str, path: &[&str], key: &str) -> Result<String, Refusal> {
    let root = parse(text)?;
    let entries = find(&root, path).and_then(Node::entries).unwrap_or_default();
    let Some(entry) = entries.iter().find(|entry| entry.key.value == key) else { return Ok(text.to_owned()) };
    if let (1, Some((parent, above))) = (entries.len(), path.split_last()) {
        return remove(text, above, parent);
    }
    let start = line_start(text, entry.key.span.start);
    if !text.get(start..entry.key.span.start).unwrap_or_default().trim().is_empty() {
        return Err(refusal(path, key));
    }
    let end = end_of(text, entry);
    let edited = [text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default()].concat();
    parse(&edited).map(|_| edited)
}

fn refusal(path: &[&str], key: &str) -> Refusal {
    format!("`{key}` cannot be edited under `{}`, as that is laid out; do it by hand", path.join("."))
}

fn parse(text: &str) -> Result<Node, Refusal> {
    let mut diagnostics = Diagnostics::default();
    let node = yaml::parse(FileId(0), text.as_bytes(), &mut diagnostics).filter(|_| diagnostics.is_empty());
    let empty = Node {
        value: Value::Map(Vec::new()),
        span: crate::source::Span { file: FileId(0), start: 0, end: 0 },
        quoted: false,
    };
    let has_content = text.lines().any(|line| !is_idle(line));
    if has_content {
        node.ok_or_else(|| "the file would not be YAML any more; edit it by hand".to_owned())
    } else {
        Ok(empty)
    }
}

fn find<'n>(root: &'n Node, path: &[&str]) -> Option<&'n Node> {
    path.iter().try_fold(root, |node, key| {
        node.entries()?.iter().find(|entry| entry.key.value == **key).map(|entry| &entry.value)
    })
}

fn add_unchecked(text: &str, path: &[&str], key: &str, value: &str, at: At<'_>) -> Result<String, Refusal> {
    let root = parse(text)?;
    let Some(node) = find(&root, path) else {
        let Some((last, parents)) = path.split_last() else { return Err(refusal(path, key)) };
        let is_flow = find(&root, parents).is_some_and(|parent| flow_start(text, parent).is_some());
        let line = format!("{}:{}{value}", scalar(key), gap(value));
        let inner =
            if is_flow { format!("{{ {line} }}") } else { format!("\n{}  {line}", indent(text, &root, parents)) };
        return add_unchecked(text, parents, last, &inner, place_of_section(last));
    };
    if let Some(open) = flow_start(text, node) {
        return in_flow(text, open, key, value).ok_or_else(|| refusal(path, key));
    }
    match node.entries() {
        Some(entries) if !entries.is_empty() => {
            in_block(text, entries, key, value, at).ok_or_else(|| refusal(path, key))
        }
        // `filters:` with nothing behind it, or an empty file.
        _ if path.is_empty() => Ok(format!("{text}{key}:{}{value}\n", gap(value))),
        _ => Err(refusal(path, key)),
    }
}

/// Sections of an entity stand in a certain order.
fn place_of_section(key: &str) -> At<'static> {
    match key {
        "options" => At::After(Some("filters")),
        _ => At::After(None),
    }
}

fn gap(value: &str) -> &'static str {
    if value.starts_with('\n') { "" } else { " " }
}

/// What stands before the keys of a mapping that is to come under `path`.
fn indent(text: &str, root: &Node, path: &[&str]) -> String {
    let first = find(root, path).and_then(Node::entries).and_then(|entries| entries.first());
    first.map_or_else(
        || "  ".repeat(path.len()),
        |entry| {
            let start = line_start(text, entry.key.span.start);
            text.get(start..entry.key.span.start).unwrap_or_default().to_owned()
        },
    )
}

fn in_block(text: &str, entries: &[Entry], key: &str, value: &str, at: At<'_>) -> Option<String> {
    let first = entries.first()?;
    let indent = text.get(line_start(text, first.key.span.start)..first.key.span.start)?;
    if !indent.trim().is_empty() {
        return None;
    }
    let before = match at {
        At::After(None) => entries.last(),
        At::After(Some(after)) => entries.iter().find(|entry| entry.key.value == after).or(entries.last()),
        At::Sorted => entries.iter().take_while(|entry| sort_key(&entry.key.value) < sort_key(key)).last(),
    };
    let offset = before.map_or_else(|| line_start(text, first.key.span.start), |entry| end_of(text, entry));
    let neighbour = before.unwrap_or(first);
    let width = column_of(text, neighbour).filter(|column| {
        // One alone may be as wide by chance.
        entries.iter().any(|entry| column_of(text, entry) == Some(*column) && is_spread(text, entry))
    });
    let on_line = width.filter(|_| !value.starts_with('\n')).unwrap_or_default();
    let line = format!("{indent}{:<on_line$}{}{value}\n", format!("{}:", scalar(key)), gap(value));
    let (start, rest) = (text.get(..offset)?, text.get(offset..)?);
    let newline = if start.is_empty() || start.ends_with('\n') { "" } else { "\n" };
    Some([start, newline, &line, rest].concat())
}

/// How far behind the start of its key the value of an entry stands, without the space between.
fn column_of(text: &str, entry: &Entry) -> Option<usize> {
    let between = text.get(entry.key.span.end..entry.value.span.start)?;
    if between.contains('\n') { None } else { (entry.value.span.start - entry.key.span.start).checked_sub(1) }
}

/// Whether there is more than one space before the value.
fn is_spread(text: &str, entry: &Entry) -> bool {
    text.get(entry.key.span.end..entry.value.span.start).is_some_and(|between| between.contains("  "))
}

/// Before the closing brace.
fn in_flow(text: &str, open: usize, key: &str, value: &str) -> Option<String> {
    let close = close_of(text, open)?.checked_sub(1)?;
    let inside = text.get(open + 1..close)?;
    let kept = inside.trim_end();
    let last_line = kept.lines().last().unwrap_or_default();
    // A comment at the end would swallow what comes behind it.
    if last_line.contains('#') || value.contains('\n') {
        return None;
    }
    let comma = if kept.trim().is_empty() || kept.ends_with(',') { "" } else { "," };
    let start = text.get(..open + 1 + kept.len())?;
    Some([start, comma, " ", &scalar(key), ": ", value, " ", text.get(close..)?].concat())
}

/// Where a mapping or list in braces opens.
fn flow_start(text: &str, node: &Node) -> Option<usize> {
    let opens = text.get(node.span.start..).is_some_and(|rest| rest.starts_with(['{', '[']));
    (opens && matches!(node.value, Value::Map(_) | Value::List(_))).then_some(node.span.start)
}

/// One past the brace that closes what opens at `open`.
fn close_of(text: &str, open: usize) -> Option<usize> {
    let (mut depth, mut quote, mut comment, mut before) = (0_usize, None, false, ' ');
    let mut chars = text.get(open..)?.char_indices();
    while let Some((at, c)) = chars.next() {
        match (quote, c) {
            (Some('"'), '\\') => {
                chars.next();
            }
            (Some(open), c) if c == open => quote = None,
            (None, '\n') => comment = false,
            (None, _) if comment => {}
            (None, '#') if before.is_whitespace() => comment = true,
            (None, '"' | '\'') if !before.is_alphanumeric() => quote = Some(c),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(open + at + c.len_utf8());
                }
            }
            _ => {}
        }
        before = c;
    }
    None
}

/// The start of the line behind an entry.
fn end_of(text: &str, entry: &Entry) -> usize {
    let own_indent = entry.key.span.start - line_start(text, entry.key.span.start);
    let value_end = match flow_start(text, &entry.value) {
        Some(open) => close_of(text, open).unwrap_or(open),
        None => entry.value.span.end.max(entry.key.span.end),
    };
    let mut end = next_line(text, value_end.max(entry.key.span.end));
    let mut at = end;
    // Lines that are deeper belong to it; comments and empty lines only if such a line follows.
    while let Some(line) = text.get(at..).and_then(|rest| rest.split_inclusive('\n').next()) {
        let depth = line.len() - line.trim_start().len();
        let belongs = depth > own_indent || (depth == own_indent && line.trim_start().starts_with("- "));
        at += line.len();
        if is_idle(line) {
            continue;
        }
        if !belongs {
            break;
        }
        end = at;
    }
    end
}

/// Whether a line holds nothing or a comment.
fn is_idle(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

fn next_line(text: &str, offset: usize) -> usize {
    text.get(offset..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| offset + newline + 1)
}

/// Underscores in front do not count.
fn sort_key(key: &str) -> &str {
    key.trim_start_matches('_')
}

/// A text as it stands in YAML: with quotes where it would be something else without.
pub(super) fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/');
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '/'));
    let is_word = matches!(plain_scalar(text), Value::Text(_));
    if starts && is_word && text.chars().all(plain) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# head
ids:
  # in order
  AlphaId: { repr: int,
             doc: \"One, with a } in it.\" } # and a remark
  CharlieId:
    repr: int
    doc: >-
      Three,
      on lines.

# next
names:
  a: b
list: { filters: {}, options: [
    # why
    one
  ] }
get: { params: { x: { type: int } } }
";

    fn added(path: &[&str], key: &str, value: &str, at: At<'_>) -> String {
        let text = add(FILE, path, key, value, at).unwrap_or_else(|refusal| refusal);
        // Nothing but what was added differs.
        let mut old = FILE.chars().peekable();
        text.chars().for_each(|c| {
            old.next_if_eq(&c);
        });
        assert_eq!(old.next(), None, "something of the old text is gone");
        text
    }

    #[test]
    fn entries_go_where_they_belong() {
        let value = "{ repr: int }";
        let line = "  BravoId: { repr: int }\n";
        let sorted = added(&["ids"], "BravoId", value, At::Sorted);
        assert!(sorted.contains(&format!("and a remark\n{line}  CharlieId:")), "{sorted}");
        let first = added(&["ids"], "AId", value, At::Sorted);
        assert!(first.contains("  # in order\n  AId: { repr: int }\n  AlphaId"), "{first}");
        let last = added(&["ids"], "Zulu", value, At::Sorted);
        assert!(last.contains("on lines.\n  Zulu: { repr: int }\n\n# next"), "{last}");
        let after = added(&["ids"], "BravoId", value, At::After(Some("AlphaId")));
        assert_eq!(after, sorted);
    }

    #[test]
    fn braces_and_missing_mappings_are_filled() {
        assert!(
            added(&["get", "params"], "y", "shared", At::After(None)).contains("{ x: { type: int }, y: shared } }")
        );
        assert!(
            added(&["list", "filters"], "y", "shared", At::After(None)).contains("filters: { y: shared }, options")
        );
        assert!(
            added(&["get", "other"], "y", "1", At::After(None))
                .contains("{ params: { x: { type: int } }, other: { y: 1 } }")
        );
        assert!(added(&["more", "deep"], "y", "1", At::After(None)).ends_with("more:\n  deep:\n    y: 1\n"));
        assert!(added(&[], "delete", "{}", At::After(Some("list"))).contains("  ] }\ndelete: {}\nget:"));
        assert_eq!(add("", &["ids"], "A", "1", At::Sorted).unwrap_or_default(), "ids:\n  A: 1\n");
    }

    #[test]
    fn columns_are_kept_where_there_are_columns() {
        let spread = add("a:\n  b:    1\n  long: 2\n", &["a"], "c", "3", At::After(None));
        assert_eq!(spread.unwrap_or_default(), "a:\n  b:    1\n  long: 2\n  c:    3\n");
        let plain = add("a:\n  b: 1\n  long: 2\n", &["a"], "c", "3", At::After(None));
        assert_eq!(plain.unwrap_or_default(), "a:\n  b: 1\n  long: 2\n  c: 3\n");
    }

    #[test]
    fn entries_are_removed_with_their_lines() {
        let without = remove(FILE, &["ids"], "CharlieId").unwrap_or_default();
        assert!(without.contains("and a remark\n\n# next"), "{without}");
        let without = remove(FILE, &["ids"], "AlphaId").unwrap_or_default();
        assert!(without.contains("# in order\n  CharlieId"), "{without}");
        let last = remove(&without, &["ids"], "CharlieId").unwrap_or_default();
        assert!(last.starts_with("# head\n\n# next\nnames:"), "{last}");
        assert_eq!(remove(FILE, &["ids"], "Other").unwrap_or_default(), FILE);
    }

    #[test]
    fn what_is_laid_out_otherwise_is_refused() {
        assert!(add("a: { b: 1 # why\n }\n", &["a"], "c", "2", At::After(None)).is_err());
        assert!(add("a: 3\n", &["a"], "c", "2", At::After(None)).is_err());
        assert!(add("a: [\n", &["a"], "c", "2", At::After(None)).is_err());
    }
}
