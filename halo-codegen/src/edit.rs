//! Edits YAML as text: every byte outside the edit stays unchanged, including comments.

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use crate::diagnostic::Diagnostics;
use crate::node::{Entry, Node, Value, plain_scalar};
use crate::source::FileId;
use crate::yaml;

/// Where to insert an entry into a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InsertAt<'k> {
    /// After the entry with this key; at the end if there is none.
    After(Option<&'k str>),
    /// Before the entry with this key; at the end if there is none.
    Before(&'k str),
    /// At its sorted position.
    Sorted,
}

/// The reason why a text cannot be edited.
pub(crate) type EditError = String;

/// Adds `key: value` to the mapping under `path`, and creates missing mappings of the path.
pub(crate) fn add(text: &str, path: &[&str], key: &str, value: &str, at: InsertAt<'_>) -> Result<String, EditError> {
    let edited = add_unchecked(text, path, key, value, at)?;
    // The edit may not break a layout that this code does not understand, so the result is parsed again.
    let root = parse(&edited)?;
    let found =
        find(&root, path).and_then(Node::entries).is_some_and(|entries| entries.iter().any(|e| e.key.value == key));
    if found { Ok(edited) } else { Err(edit_error(path, key)) }
}

/// Adds several entries to the mapping under `path`, each as [`add`] would, reading the text once.
pub(crate) fn add_all(
    text: &str,
    path: &[&str],
    entries: &[(String, String)],
    at: InsertAt<'_>,
) -> Result<String, EditError> {
    let (mut text, mut entries) = (text.to_owned(), entries);
    if find(&parse(&text)?, path).and_then(Node::entries).is_none_or(<[Entry]>::is_empty) {
        // The first one creates the mapping.
        let Some(((key, value), rest)) = entries.split_first() else { return Ok(text) };
        text = add(&text, path, key, value, at)?;
        entries = rest;
    }
    let root = parse(&text)?;
    let Some(node) = find(&root, path) else { return Ok(text) };
    if flow_start(&text, node).is_some() {
        return entries.iter().try_fold(text, |text, (key, value)| add(&text, path, key, value, at));
    }
    let known = node.entries().unwrap_or_default();
    let mut lines = Vec::new();
    for (index, (key, value)) in entries.iter().enumerate() {
        let (offset, line) = in_block(&text, known, key, value, at).ok_or_else(|| edit_error(path, key))?;
        let order = if at == InsertAt::Sorted { sort_key(key).to_owned() } else { String::new() };
        lines.push((offset, order, index, line));
    }
    lines.sort();
    let (mut edited, mut from) = (String::with_capacity(text.len()), 0);
    for (offset, _, _, line) in lines {
        edited.push_str(text.get(from..offset).unwrap_or_default());
        if !edited.is_empty() && !edited.ends_with('\n') {
            edited.push('\n');
        }
        edited.push_str(&line);
        from = offset;
    }
    edited.push_str(text.get(from..).unwrap_or_default());
    let root = parse(&edited)?;
    let found = find(&root, path).and_then(Node::entries).map_or(0, <[Entry]>::len);
    let first = entries.first().map(|(key, _)| key.as_str()).unwrap_or_default();
    if found == known.len() + entries.len() { Ok(edited) } else { Err(edit_error(path, first)) }
}

/// Like [`add`], with a comment behind the value where the layout allows one.
pub(crate) fn add_with_comment(
    text: &str,
    path: &[&str],
    (key, value, comment): (&str, &str, Option<&str>),
    at: InsertAt<'_>,
) -> Result<String, EditError> {
    let commented = comment.and_then(|comment| add(text, path, key, &format!("{value} # {comment}"), at).ok());
    commented.map_or_else(|| add(text, path, key, value, at), Ok)
}

/// Removes an entry with its lines.
///
/// The last entry is removed together with its mapping, because a key without a value is a mistake.
pub(crate) fn remove(text: &str, path: &[&str], key: &str) -> Result<String, EditError> {
    let root = parse(text)?;
    let entries = find(&root, path).and_then(Node::entries).unwrap_or_default();
    let Some(entry) = entries.iter().find(|entry| entry.key.value == key) else { return Ok(text.to_owned()) };
    if let (1, Some((parent, above))) = (entries.len(), path.split_last()) {
        return remove(text, above, parent);
    }
    let start = line_start(text, entry.key.span.start);
    if !text.get(start..entry.key.span.start).unwrap_or_default().trim().is_empty() {
        return Err(edit_error(path, key));
    }
    let end = end_of(text, entry);
    let edited = [text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default()].concat();
    parse(&edited).map(|_| edited)
}

/// Removes entries of the top mapping, each as [`remove`] would, reading the text once.
pub(crate) fn remove_all(text: &str, keys: &[&str]) -> Result<String, EditError> {
    let root = parse(text)?;
    let entries = root.entries().unwrap_or_default();
    let (mut edited, mut from) = (String::with_capacity(text.len()), 0);
    for entry in entries.iter().filter(|entry| keys.contains(&entry.key.value.as_str())) {
        let start = line_start(text, entry.key.span.start);
        if start != entry.key.span.start {
            return Err(edit_error(&[], &entry.key.value));
        }
        edited.push_str(text.get(from..start).unwrap_or_default());
        from = end_of(text, entry);
    }
    edited.push_str(text.get(from..).unwrap_or_default());
    parse(&edited).map(|_| edited)
}

fn edit_error(path: &[&str], key: &str) -> EditError {
    format!("`{key}` cannot be edited under `{}` because of the layout there; edit it by hand", path.join("."))
}

fn parse(text: &str) -> Result<Node, EditError> {
    let mut diagnostics = Diagnostics::default();
    let node = yaml::parse(FileId(0), text.as_bytes(), &mut diagnostics).filter(|_| diagnostics.is_empty());
    let empty = Node {
        value: Value::Map(Vec::new()),
        span: crate::source::Span { file: FileId(0), start: 0, end: 0 },
        quoted: false,
    };
    let has_content = text.lines().any(|line| !is_blank_or_comment(line));
    if has_content {
        node.ok_or_else(|| "the edit would break the YAML; edit the file by hand".to_owned())
    } else {
        Ok(empty)
    }
}

fn find<'n>(root: &'n Node, path: &[&str]) -> Option<&'n Node> {
    path.iter().try_fold(root, |node, key| {
        node.entries()?.iter().find(|entry| entry.key.value == **key).map(|entry| &entry.value)
    })
}

fn add_unchecked(text: &str, path: &[&str], key: &str, value: &str, at: InsertAt<'_>) -> Result<String, EditError> {
    let root = parse(text)?;
    let Some(node) = find(&root, path) else {
        let Some((last, parents)) = path.split_last() else { return Err(edit_error(path, key)) };
        let is_flow = find(&root, parents).is_some_and(|parent| flow_start(text, parent).is_some());
        let line = format!("{}:{}{value}", scalar(key), separator(value));
        let inner =
            if is_flow { format!("{{ {line} }}") } else { format!("\n{}  {line}", indent(text, &root, parents)) };
        return add_unchecked(text, parents, last, &inner, section_position(last));
    };
    if let Some(open) = flow_start(text, node) {
        return in_flow(text, open, key, value).ok_or_else(|| edit_error(path, key));
    }
    match node.entries() {
        Some(entries) if !entries.is_empty() => {
            let (offset, line) = in_block(text, entries, key, value, at).ok_or_else(|| edit_error(path, key))?;
            let (start, rest) = (text.get(..offset).unwrap_or_default(), text.get(offset..).unwrap_or_default());
            let newline = if start.is_empty() || start.ends_with('\n') { "" } else { "\n" };
            Ok([start, newline, &line, rest].concat())
        }
        // `filters:` without a value, or an empty file.
        _ if path.is_empty() => Ok(format!("{text}{key}:{}{value}\n", separator(value))),
        _ => Err(edit_error(path, key)),
    }
}

/// The position of a section, because sections of an entity have a fixed order.
fn section_position(key: &str) -> InsertAt<'static> {
    match key {
        "options" => InsertAt::After(Some("filters")),
        "operations" => InsertAt::Before("fields"),
        _ => InsertAt::After(None),
    }
}

fn separator(value: &str) -> &'static str {
    if value.starts_with('\n') { "" } else { " " }
}

/// The indentation of the keys of a new mapping under `path`.
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

/// The line of an entry, and the offset at which it goes.
fn in_block(text: &str, entries: &[Entry], key: &str, value: &str, at: InsertAt<'_>) -> Option<(usize, String)> {
    let first = entries.first()?;
    let indent = text.get(line_start(text, first.key.span.start)..first.key.span.start)?;
    if !indent.trim().is_empty() {
        return None;
    }
    let before = match at {
        InsertAt::After(None) => entries.last(),
        InsertAt::After(Some(after)) => entries.iter().find(|entry| entry.key.value == after).or(entries.last()),
        InsertAt::Before(next) => match entries.iter().position(|entry| entry.key.value == next) {
            Some(0) => None,
            Some(at) => entries.get(at - 1),
            None => entries.last(),
        },
        InsertAt::Sorted => entries.iter().take_while(|entry| sort_key(&entry.key.value) < sort_key(key)).last(),
    };
    let offset = before.map_or_else(|| line_start(text, first.key.span.start), |entry| end_of(text, entry));
    let neighbour = before.unwrap_or(first);
    let width = column_of(text, neighbour).filter(|column| {
        // The width of a single entry may be a coincidence.
        entries.iter().any(|entry| column_of(text, entry) == Some(*column) && is_spread(text, entry))
    });
    let on_line = width.filter(|_| !value.starts_with('\n')).unwrap_or_default();
    let line = format!("{indent}{:<on_line$}{}{value}\n", format!("{}:", scalar(key)), separator(value));
    Some((offset, line))
}

/// The distance from the start of a key to its value, without the space before the value.
fn column_of(text: &str, entry: &Entry) -> Option<usize> {
    let between = text.get(entry.key.span.end..entry.value.span.start)?;
    if between.contains('\n') { None } else { (entry.value.span.start - entry.key.span.start).checked_sub(1) }
}

/// Whether more than one space precedes the value.
fn is_spread(text: &str, entry: &Entry) -> bool {
    text.get(entry.key.span.end..entry.value.span.start).is_some_and(|between| between.contains("  "))
}

/// Inserts an entry before the closing brace.
fn in_flow(text: &str, open: usize, key: &str, value: &str) -> Option<String> {
    let close = close_of(text, open)?.checked_sub(1)?;
    let inside = text.get(open + 1..close)?;
    let inside_end = inside.trim_end();
    let last_line = inside_end.lines().last().unwrap_or_default();
    // A comment at the end would swallow the new entry.
    if last_line.contains('#') || value.contains('\n') {
        return None;
    }
    let comma = if inside_end.trim().is_empty() || inside_end.ends_with(',') { "" } else { "," };
    let start = text.get(..open + 1 + inside_end.len())?;
    Some([start, comma, " ", &scalar(key), ": ", value, " ", text.get(close..)?].concat())
}

/// The offset at which a mapping or list in braces opens.
fn flow_start(text: &str, node: &Node) -> Option<usize> {
    let opens = text.get(node.span.start..).is_some_and(|rest| rest.starts_with(['{', '[']));
    (opens && matches!(node.value, Value::Map(_) | Value::List(_))).then_some(node.span.start)
}

/// The offset after the brace that closes the one at `open`.
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

/// The start of the line after an entry.
fn end_of(text: &str, entry: &Entry) -> usize {
    let own_indent = entry.key.span.start - line_start(text, entry.key.span.start);
    let value_end = match flow_start(text, &entry.value) {
        Some(open) => close_of(text, open).unwrap_or(open),
        None => entry.value.span.end.max(entry.key.span.end),
    };
    let mut end = next_line(text, value_end.max(entry.key.span.end));
    let mut at = end;
    // Lines with a deeper indentation belong to the entry; comments and empty lines only if such a line follows.
    while let Some(line) = text.get(at..).and_then(|rest| rest.split_inclusive('\n').next()) {
        let depth = line.len() - line.trim_start().len();
        let belongs = depth > own_indent || (depth == own_indent && line.trim_start().starts_with("- "));
        at += line.len();
        if is_blank_or_comment(line) {
            continue;
        }
        if !belongs {
            break;
        }
        end = at;
    }
    end
}

/// Whether a line is blank or only a comment.
fn is_blank_or_comment(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

fn next_line(text: &str, offset: usize) -> usize {
    text.get(offset..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| offset + newline + 1)
}

/// The key as it is sorted: without leading underscores.
fn sort_key(key: &str) -> &str {
    key.trim_start_matches('_')
}

/// A text as a YAML scalar, quoted where YAML would otherwise read something else.
pub(crate) fn scalar(text: &str) -> String {
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
