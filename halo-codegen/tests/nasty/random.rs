//! Schemas put together at random from what was ever in the way.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use halo_codegen::diagnostic::Target;
use halo_codegen::{Diagnostics, SourceSet};

/// Names of entities and objects, with the stems of their files.
#[rustfmt::skip] // One name a line would hide the rest of the file.
const TYPES: &[(&str, &str)] = &[
    ("Field", "fields"), ("Model", "models"), ("Extra", "extras"), ("Record", "records"), ("Call", "calls"),
    ("Value", "values"), ("Halo", "halos"), ("Date", "dates"), ("Timestamp", "timestamps"), ("Decimal", "decimals"),
    ("BTreeMap", "b_tree_maps"), ("Match", "matches"), ("Move", "moves"), ("Loop", "loops"), ("Ref", "refs"),
    ("Crate", "crates"), ("Super", "supers"), ("Error", "errors"), ("News", "news"), ("Data", "data"),
    ("Series", "series"), ("Staff", "staff"), ("WriteMany", "write_manies"), ("EntityInfo", "entity_infos"),
    ("Ticket", "tickets"), ("List", "lists"), ("ENTITY", "entities"), ("Str", "strs"), ("Int", "ints"), ("X", "xes"),
];
#[rustfmt::skip] // One name a line would hide the rest of the file.
const OBJECTS: &[&str] = &[
    "FieldKey", "FieldView", "FieldInput", "WriteValue", "WriteBody", "Shape", "Entity", "Element", "Param", "Dates",
    "ListNews", "GetDate", "CallId", "DateWrite", "FIELDS", "NAMES", "Option2", "Page", "Bulk", "Tuple",
];
const ENUMS: &[&str] =
    &["Safety", "Method", "Access", "Kind", "Paging", "Unknown", "Scope", "Infallible", "Other", "Ordering"];
#[rustfmt::skip] // One name a line would hide the rest of the file.
const WORDS: &[&str] = &[
    "id", "name", "request", "call", "halo", "key", "write", "body", "row", "keyed", "list", "value", "values",
    "send", "query", "new", "set", "clear_name", "extra", "hydrate", "first", "index", "self", "Self", "type",
    "match", "async", "_x", "x", "X", "2fa", "a-b", "a b", "größe", "it's", "\\\"q\\\"", "tab\\there", "`", "[1]", "",
    "\\u202e", "fields", "shape", "slot", "peek", "clone", "err", "ok", "none", "some", "unknown", "std", "serde",
    "crate", "custom_values", "custom_value", "customvalues", "page_no", "count", "order", "r#type", "$crate", "//",
    "*/", "{}", "{x}", "\\\\",
];
const SCALARS: &[&str] = &["bool", "int", "float", "decimal", "string", "datetime", "date", "uuid", "json"];
#[rustfmt::skip] // One name a line would hide the rest of the file.
const DOCS: &[&str] = &[
    "It is so.", "See https://a.example/x.", "As in [1].", "A <b> and a * star.", "Code `x[0]` here.", "- one.",
    "A ` tick.", "A\\u202eB.", "(http://a.example).", "\\\\[x] ends.", "``` fence.", "# one.", "1. one.",
    "{x} and \\\"y\\\" \\\\.",
];
const LITERALS: &[&str] =
    &["0", "-1", "\"\"", "\"x\"", "1.5", "true", "null", "1e400", "9223372036854775807", "-0.0", "1e16"];

/// A generator of numbers, so that a seed says everything.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap_or_default()
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }
}

/// A random schema, less the lines that codegen refuses; `None` where something is left that it refuses.
pub(super) fn accepted(seed: u64, number: u64) -> Option<SourceSet> {
    let mut files = Schema::random(&mut Dice(seed.wrapping_mul(0x1_0000) + number)).files();
    for _ in 0..20 {
        let sources: SourceSet = files.iter().cloned().collect();
        match halo_codegen::check(&sources) {
            Ok(_) => return Some(sources),
            Err(mistakes) => remove_lines(&mut files, &sources, &mistakes),
        }
    }
    None
}

/// Takes away what is wrong: the line, or the file where it is wrong as a whole.
fn remove_lines(files: &mut Vec<(String, String)>, sources: &SourceSet, mistakes: &Diagnostics) {
    let mut wrong: BTreeSet<(String, Option<usize>)> = BTreeSet::new();
    for mistake in mistakes.iter() {
        assert!(!mistake.message.is_empty(), "{}", mistakes.render(sources, "", false));
        let Some(file) = mistake.place.file() else { continue };
        let path = sources.path(file).to_owned();
        let line = match mistake.place {
            Target::At(span) => Some(sources.text(file)[..span.start].matches('\n').count()),
            _ => None,
        };
        wrong.insert((path, line.filter(|line| *line > 0)));
    }
    files.retain(|(path, _)| path == "halo.yaml" || !wrong.contains(&(path.clone(), None)));
    for (path, text) in files {
        let keep = |line: &usize| !wrong.contains(&(path.clone(), Some(*line)));
        *text = text.split_inclusive('\n').enumerate().filter(|(n, _)| keep(n)).map(|(_, line)| line).collect();
    }
}

/// The names that a schema declares, for types to refer to.
struct Schema {
    entities: Vec<(&'static str, &'static str)>,
    objects: Vec<&'static str>,
    enums: Vec<&'static str>,
    files: Vec<(String, String)>,
}

impl Schema {
    fn random(dice: &mut Dice) -> Self {
        let mut schema = Self { entities: Vec::new(), objects: Vec::new(), enums: Vec::new(), files: Vec::new() };
        for _ in 0..=dice.roll(3) {
            schema.entities.push(dice.pick(TYPES));
            schema.objects.push(dice.pick(OBJECTS));
            schema.enums.push(dice.pick(ENUMS));
        }
        if dice.chance(40) {
            schema.objects.push(dice.pick(TYPES).0);
        }
        schema.objects.push("CustomValue");
        for (name, stem) in schema.entities.clone() {
            let text = schema.entity(dice, name);
            schema.files.push((format!("entities/{stem}.yaml"), text));
        }
        for name in schema.objects.clone() {
            let text = schema.object(dice, name);
            schema.files.push((format!("types/{}.yaml", halo_codegen::naming::snake_name(name)), text));
        }
        for name in schema.enums.clone() {
            let text = enumeration(dice, name);
            schema.files.push((format!("types/{}.yaml", halo_codegen::naming::snake_name(name)), text));
        }
        let scopes = lines(dice, 4, |dice| {
            format!("  \"{}:{}\": {{ doc: \"{}\" }}", dice.pick(WORDS), dice.pick(WORDS), dice.pick(DOCS))
        });
        if !scopes.is_empty() {
            schema.files.push(("halo.yaml".to_owned(), format!("scopes:\n{scopes}")));
        }
        schema
    }

    fn files(self) -> Vec<(String, String)> {
        self.files
    }

    fn ty(&self, dice: &mut Dice, depth: usize) -> String {
        match dice.roll(if depth > 2 { 6 } else { 9 }) {
            0..=2 => dice.pick(SCALARS).to_owned(),
            3 => dice.pick(&self.enums).to_owned(),
            4 => dice.pick(&self.objects).to_owned(),
            5 => format!("{}{}", dice.pick(&self.entities).0, if dice.chance(60) { "Id" } else { "" }),
            6 | 7 => format!("list<{}>", self.ty(dice, depth + 1)),
            _ => format!("map<{}>", self.ty(dice, depth + 1)),
        }
    }

    fn field(&self, dice: &mut Dice) -> String {
        let (word, ty, doc) = (dice.pick(WORDS), self.ty(dice, 0), dice.pick(DOCS));
        let mut line = format!("  \"{word}\": {{ type: \"{ty}\", doc: \"{doc}\"");
        let access = dice.pick(&["read", "write", "both", "both", "both", "control"]);
        let _ = write!(line, ", access: {access}");
        if dice.chance(15) {
            let _ = write!(line, ", name: {}", dice.pick(WORDS).replace(['\\', '`', '"', '\''], "q"));
        }
        for (percent, key) in [(8, "secret: true"), (8, "replaces: true"), (10, "in: detail")] {
            if dice.chance(percent) {
                let _ = write!(line, ", {key}");
            }
        }
        if dice.chance(15) {
            let _ = write!(line, ", none: [{}]", dice.pick(LITERALS));
        }
        if dice.chance(15) {
            let _ = write!(line, ", clear: {}", dice.pick(LITERALS));
        }
        line + " }"
    }

    fn param(&self, dice: &mut Dice, indent: &str) -> String {
        let (word, ty, doc) = (dice.pick(WORDS), self.ty(dice, 1), dice.pick(DOCS));
        let required = if dice.chance(30) { ", required: true" } else { "" };
        format!("{indent}\"{word}\": {{ type: \"{ty}\", doc: \"{doc}\"{required} }}")
    }

    fn params(&self, dice: &mut Dice, key: &str) -> String {
        let params = lines(dice, 4, |dice| self.param(dice, "    "));
        if params.is_empty() { format!("{key}: {{}}\n") } else { format!("{key}:\n  params:\n{params}") }
    }

    fn entity(&self, dice: &mut Dice, name: &str) -> String {
        let key = dice.pick(&["[id]", "[id]", "[write, id]", "[number, id]", "[code, id]", "[row, id]"]);
        let mut text = format!(
            "entity: {name}\ndoc: \"{}\"\npath: \"/{name}\"\nid: {}\nkey: {key}\n",
            dice.pick(DOCS),
            dice.pick(&["int", "string", "uuid"])
        );
        let _ = write!(text, "list:\n  rows: rows\n  paging: pages\n  sort: 2\n");
        let filters = lines(dice, 5, |dice| self.param(dice, "    "));
        if !filters.is_empty() {
            let _ = write!(text, "  filters:\n{filters}");
        }
        for verb in ["get", "create", "update", "delete"] {
            if dice.chance(80) {
                text.push_str(&self.params(dice, verb));
            }
        }
        let operations = lines(dice, 4, |dice| self.operation(dice, name));
        if !operations.is_empty() {
            let _ = write!(text, "operations:\n{operations}");
        }
        let members = key.trim_matches(['[', ']']).split(", ").filter(|member| *member != "id");
        let _ = writeln!(text, "fields:\n  id: {{ type: {name}Id, always: true, doc: \"Its number.\" }}");
        for member in members {
            let ty = dice.pick(&["int", "string", "uuid"]);
            let _ = writeln!(text, "  {member}: {{ type: {ty}, always: true, access: both, doc: \"Which one.\" }}");
        }
        if dice.chance(50) {
            text.push_str(
                "  custom_values: { type: list<CustomValue>, access: both, replaces: true, doc: \"Of a tenant.\" }\n",
            );
        }
        text + &lines(dice, 12, |dice| self.field(dice))
    }

    fn operation(&self, dice: &mut Dice, entity: &str) -> String {
        let word = dice.pick(&[
            "go", "write", "many", "input", "id", "match", "fields", "entity", "news", "all", "send", "requests",
            "x_y", "clone",
        ]);
        let path = dice.pick(&["/Go", "/Go/{id}", "/Go/{write}", "/Go/`x`"]);
        let reply = match dice.roll(7) {
            0 => "none".to_owned(),
            1 => "bytes".to_owned(),
            2 => "self".to_owned(),
            3 => entity.to_owned(),
            _ => self.ty(dice, 0),
        };
        let method = dice.pick(&["get", "post", "post", "delete"]);
        let mut line = format!(
            "  {word}: {{ method: {method}, path: \"{path}\", reply: \"{reply}\", doc: \"{}\"",
            dice.pick(DOCS)
        );
        if method == "post" && dice.chance(60) {
            let body = if dice.chance(50) { "write".to_owned() } else { dice.pick(&self.objects).to_owned() };
            let _ = write!(line, ", body: {body}");
        }
        if method == "post" && dice.chance(40) {
            let _ = write!(line, ", fixed: {{ \"{}\": {}, b: \"{{id}}\" }}", dice.pick(WORDS), dice.pick(LITERALS));
        }
        if dice.chance(40) {
            let _ = write!(line, ", params: {{ {} }}", self.param(dice, ""));
        }
        line + " }"
    }

    fn object(&self, dice: &mut Dice, name: &str) -> String {
        let doc = dice.pick(DOCS);
        if name == "CustomValue" {
            return "object: CustomValue\ndoc: \"Of a tenant.\"\nwrite: [id, value]\nfields:\n  id: { type: int, doc: \"Which.\" }\n  \
                    value: { type: json, access: both, doc: \"What it holds.\" }\n"
                .to_owned();
        }
        if dice.chance(10) {
            return format!("object: {name}\ndoc: \"{doc}\"\nfields: {{}}\n");
        }
        let write = if dice.chance(70) { "write: [name]\n" } else { "" };
        let fields = lines(dice, 8, |dice| self.field(dice));
        let ty = self.ty(dice, 0);
        format!(
            "object: {name}\ndoc: \"{doc}\"\n{write}fields:\n  name: {{ type: \"{ty}\", access: both, doc: \"So.\" }}\n{fields}"
        )
    }
}

fn enumeration(dice: &mut Dice, name: &str) -> String {
    let is_int = dice.chance(40);
    let value = |dice: &mut Dice| {
        let name = if is_int || dice.chance(20) { format!("name: v{}, ", dice.roll(20)) } else { String::new() };
        let word = if is_int {
            dice.pick(&["0", "1", "01", "-1", "+2", "007", "9223372036854775807"])
        } else {
            dice.pick(WORDS)
        };
        format!("  \"{word}\": {{ {name}doc: \"{}\" }}", dice.pick(DOCS))
    };
    let values = lines(dice, 8, value);
    let repr = if is_int { "int" } else { "string" };
    let first = if is_int { "  \"5\": { name: five, doc: \"Five.\" }" } else { "  five: { doc: \"Number 5.\" }" };
    format!("enum: {name}\nrepr: {repr}\ndoc: \"{}\"\nvalues:\n{first}\n{values}", dice.pick(DOCS))
}

fn lines(dice: &mut Dice, most: usize, line: impl Fn(&mut Dice) -> String) -> String {
    let mut lines = String::new();
    for _ in 0..dice.roll(most + 1) {
        lines.push_str(&line(dice));
        lines.push('\n');
    }
    lines
}
