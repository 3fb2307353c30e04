//! Random edits of a schema.
//!
//! Most replace a single line, because each item of the fixture is on one line; others replace whole texts.

use std::fmt::Write as _;

use halo_codegen::SourceSet;
use proptest::prelude::*;

/// An edit that is not yet applied: its kind, and numbers that select its target.
#[derive(Debug, Clone)]
pub(crate) struct Edit {
    kind: Kind,
    line: usize,
    pick: usize,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    /// A new field, filter or value before another one.
    Insert,
    /// A new file.
    File,
    /// Another doc.
    Doc,
    Delete,
    Rename,
    /// The same Rust name for another wire name.
    Rewire,
    Retype,
    Access,
    Replace,
}

const TYPES: &[&str] = &[
    "bool",
    "int",
    "float",
    "decimal",
    "string",
    "datetime",
    "date",
    "json",
    "OwnerId",
    "TagId",
    "Colour",
    "Level",
    "Part",
    "list<int>",
    "list<string>",
    "list<TagId>",
    "list<Part>",
    "map<float>",
];

/// Edits of several lines, or of no existing line.
const REPLACEMENTS: &[(&str, &str, &str)] = &[
    ("entities/gadgets.yaml", "without: [by,", "without: [search, by,"),
    (
        "entities/gadgets.yaml",
        "update: {}",
        "update: { params: { quiet: { type: bool, required: true, doc: \"Hush it.\" } } }",
    ),
    ("entities/hooks.yaml", "create: {}\n", ""),
    ("entities/hooks.yaml", "id: uuid", "id: int"),
    ("entities/hooks.yaml", "path: /Hooks", "path: /Callbacks"),
    (
        "entities/steps.yaml",
        "get: {}\n",
        "get: { params: { why: { type: string, required: true, doc: \"The reason.\" } } }\n",
    ),
    ("entities/steps.yaml", "delete: {}\n", ""),
    ("entities/steps.yaml", "required: true, field: thing_id", "field: thing_id"),
    ("entities/things.yaml", "id: int\n", "id: string\n"),
    ("entities/things.yaml", "reply: int", "reply: float"),
    ("entities/things.yaml", "reply: json", "reply: list<string>"),
    ("entities/things.yaml", "type: string, required: true, doc: \"Why.\"", "type: string, doc: \"Why.\""),
    (
        "entities/things.yaml",
        "type: string, required: true, doc: \"Why.\"",
        "type: Colour, required: true, doc: \"Why.\"",
    ),
    (
        "entities/things.yaml",
        "create: {}",
        "create: { params: { because: { type: string, required: true, doc: \"Why.\" } } }",
    ),
    ("entities/things.yaml", "body: Remark", "body: Part"),
    ("entities/things.yaml", "fixed: { id: \"{id}\", _recover", "fixed: { _recover"),
    ("halo.yaml", "OwnerId: { repr: int", "OwnerId: { repr: string"),
    ("types/level.yaml", "repr: int", "repr: string"),
    ("types/part.yaml", "write: [id, thing]", "write: [thing]"),
    ("types/part.yaml", "write: [id, thing]\n", ""),
    ("types/colour.yaml", "name: sky_blue", "name: red_hot"),
    ("halo.yaml", "name: change_things", "name: alter_things"),
];

/// Edits that only add items or only change docs.
pub(crate) fn additions() -> impl Strategy<Value = Edit> {
    edit(prop_oneof![6 => Just(Kind::Insert), 1 => Just(Kind::File), 1 => Just(Kind::Doc)])
}

/// Any edits.
pub(crate) fn any() -> impl Strategy<Value = Edit> {
    let changes = [Kind::Insert, Kind::Delete, Kind::Rename, Kind::Rewire, Kind::Retype, Kind::Access];
    edit(prop_oneof![6 => prop::sample::select(changes.to_vec()), 4 => Just(Kind::Replace)])
}

fn edit(kind: impl Strategy<Value = Kind>) -> impl Strategy<Value = Edit> {
    (kind, any_number(), any_number()).prop_map(|(kind, line, pick)| Edit { kind, line, pick })
}

fn any_number() -> impl Strategy<Value = usize> {
    0..10_000_usize
}

/// Applies the edits that keep the schema free of mistakes, and returns which ones.
pub(crate) fn apply(sources: &SourceSet, edits: &[Edit]) -> (SourceSet, Vec<Edit>) {
    let (mut schema, mut applied) = (sources.clone(), Vec::new());
    for (number, edit) in edits.iter().enumerate() {
        let tried = edit.apply(&schema, number);
        let changed =
            !tried.iter().map(|(_, path, text)| (path, text)).eq(schema.iter().map(|(_, path, text)| (path, text)));
        if changed && halo_codegen::check(&tried).is_ok() {
            schema = tried;
            applied.push(edit.clone());
        }
    }
    (schema, applied)
}

impl Edit {
    fn apply(&self, sources: &SourceSet, number: usize) -> SourceSet {
        let mut files: Vec<(String, String)> = sources
            .iter()
            .map(|(_, path, text)| (path.to_owned(), String::from_utf8_lossy(text).into_owned()))
            .collect();
        match self.kind {
            Kind::File => files.push((format!("entities/new{number}s.yaml"), new_entity(number))),
            Kind::Replace => {
                let (path, from, to) = REPLACEMENTS[self.pick % REPLACEMENTS.len()];
                files
                    .iter_mut()
                    .filter(|(known, _)| known == path)
                    .for_each(|(_, text)| *text = text.replacen(from, to, 1));
            }
            _ => self.edit_line(&mut files, number),
        }
        files.into_iter().collect()
    }

    fn edit_line(&self, files: &mut [(String, String)], number: usize) {
        // The runtime itself uses the scope `all`.
        let is_item = |line: &str| {
            line.starts_with("  ") && !line.contains("\"all\": {") && line.contains(": {") && line.contains("doc: \"")
        };
        let count: usize = files.iter().map(|(_, text)| text.lines().filter(|line| is_item(line)).count()).sum();
        let (wanted, mut seen) = (self.line % count, 0);
        for (_, text) in files {
            let mut edited = String::new();
            for line in text.lines() {
                let item = is_item(line);
                if item && seen == wanted {
                    edited += &self.changed(line, number);
                } else {
                    let _ = writeln!(edited, "{line}");
                }
                seen += usize::from(item);
            }
            *text = edited;
        }
    }

    /// The replacement of a line: one line, several, or none.
    fn changed(&self, line: &str, number: usize) -> String {
        let indent = &line[..line.len() - line.trim_start().len()];
        let (key, rest) = line.trim_start().split_once(": {").expect("an item");
        let ty = TYPES[self.pick % TYPES.len()];
        match self.kind {
            Kind::Insert if rest.contains("type: ") => {
                let access = ["", "access: both, "][self.pick / TYPES.len() % 2];
                format!("{indent}new_{number}: {{ type: {ty}, {access}doc: \"Something new.\" }}\n{line}\n")
            }
            Kind::Insert if key.parse::<i64>().is_ok() => {
                format!("{indent}{}: {{ name: new_{number}, doc: \"Something new.\" }}\n{line}\n", 100 + number)
            }
            Kind::Insert => format!("{indent}new_{number}: {{ doc: \"Something new.\" }}\n{line}\n"),
            Kind::Doc => format!("{}\n", line.replacen("doc: \"", "doc: \"Now: ", 1)),
            Kind::Rename => format!("{indent}{key}: {{ name: other_{number},{}\n", without_name(rest)),
            Kind::Rewire if rest.contains("name: ") => format!("{indent}moved_{number}: {{{rest}\n"),
            Kind::Rewire => format!("{indent}moved_{number}: {{ name: {key},{rest}\n"),
            // Only ids, numbers and texts can be members of a key, and a model must have a field: these are not edited.
            Kind::Retype if rest.contains("always: true") => format!("{line}\n"),
            Kind::Access if key == "text" => format!("{line}\n"),
            Kind::Retype => {
                match rest.split_once("type: ").and_then(|(before, after)| Some((before, after.split_once(',')?))) {
                    Some((before, (_, after))) => format!("{indent}{key}: {{{before}type: {ty},{after}\n"),
                    None => String::new(),
                }
            }
            Kind::Access => {
                let access = ["read", "write", "both", "control"][self.pick % 4];
                format!("{}\n", line.replacen("access: both", &format!("access: {access}"), 1))
            }
            Kind::Delete | Kind::File | Kind::Replace => String::new(),
        }
    }
}

fn without_name(rest: &str) -> String {
    match rest.split_once("name: ").and_then(|(before, after)| Some((before, after.split_once(',')?))) {
        Some((before, (_, after))) => format!("{before}{after}"),
        None => rest.to_owned(),
    }
}

fn new_entity(number: usize) -> String {
    format!(
        "entity: New{number}\ndoc: \"Something new.\"\npath: /New{number}\nid: int\nlist: {{ rows: bare, paging: none }}\n\
         get: {{}}\ncreate: {{}}\nfields:\n  id: {{ type: New{number}Id, always: true, doc: \"Its number.\" }}\n  \
         text: {{ type: string, access: both, doc: \"What it says.\" }}\n"
    )
}
