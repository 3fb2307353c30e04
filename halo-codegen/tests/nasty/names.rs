//! Names that the generated code, the runtime, std or Rust itself have as well.

use halo_codegen::SourceSet;

/// Types and words that something has already.
const NAMES: &[&str] = &[
    "Field",
    "Model",
    "Shape",
    "Extra",
    "Record",
    "Call",
    "Value",
    "Halo",
    "Date",
    "Timestamp",
    "Decimal",
    "BTreeMap",
    "Match",
    "Move",
    "Loop",
    "Ref",
    "Crate",
    "Super",
    "Self",
    "Type",
    "Box",
    "Vec",
    "Option",
    "String",
    "Default",
    "Error",
    "Result",
    "Page",
    "Bulk",
    "Scope",
    "News",
    "Data",
    "Series",
    "Staff",
    "FieldKey",
    "FieldView",
    "FieldInput",
    "FieldSlot",
    "ModelInfo",
    "CustomFieldKey",
    "CustomFieldRef",
    "CustomFieldValue",
    "WriteBody",
    "WriteValue",
    "WriteMany",
    "WriteAll",
    "EntityInfo",
    "ENTITY",
    "FIELDS",
    "NAMES",
    "SHAPE",
    "INFO",
    "Entity",
    "Element",
    "Atom",
    "Misfit",
    "Open",
    "View",
    "KeyValue",
    "Param",
    "Pending",
    "Preview",
    "Request",
    "Safety",
    "Method",
    "Int",
    "Bool",
    "Str",
    "Err",
    "Ok",
    "None",
    "Some",
    "Send",
    "Into",
    "Iterator",
    "Debug",
    "Serialize",
    "Serde",
    "Std",
    "Id",
    "Rt",
    "Write",
    "Get",
    "List",
    "CreateMany",
    "Http",
    "Jiff",
    "Async",
    "Dyn",
    "U8",
    "A",
    "X2",
];

/// Names of fields, parameters, operations and values.
const MEMBERS: &[&str] = &[
    "request",
    "call",
    "halo",
    "key",
    "write",
    "body",
    "row",
    "keyed",
    "list",
    "name",
    "value",
    "option",
    "set_list",
    "hydrate",
    "iter_blocking",
    "send_blocking",
    "all_blocking",
    "first_blocking",
    "create_all",
    "clone",
    "fmt",
    "default",
    "eq",
    "into_future",
    "extra",
    "index",
    "field",
    "fields",
    "slot",
    "peek",
    "shape",
    "other",
    "text",
    "number",
    "rows",
    "into_iter",
    "into",
    "map",
    "with",
    "std",
    "serde",
    "crate",
    "super",
    "match",
    "new",
    "set",
    "err",
    "ok",
    "none",
    "some",
    "unknown",
    "type",
    "f",
    "serializer",
    "model",
    "entity",
    "names",
    "info",
    "error",
    "output",
    "item",
    "0",
    "-1",
];

/// A schema with an entity, an object and an enum of these names, which refer to each other and to themselves.
fn schema(entity: &str, object: &str, one: &str) -> SourceSet {
    let plural = plural(entity);
    let files = [
        (format!("entities/{plural}.yaml"), entity_file(entity, object, one)),
        (format!("types/{}.yaml", snake(object)), object_file(entity, object, one)),
        (
            format!("types/{}.yaml", snake(one)),
            format!(
                "enum: {one}\nrepr: string\ndoc: \"How it is.\"\nvalues:\n  a: {{ doc: \"So.\" }}\n  err: {{ doc: \"Not so.\" }}\n"
            ),
        ),
        ("types/custom_value.yaml".to_owned(), CUSTOM.to_owned()),
    ];
    files.into_iter().collect()
}

const CUSTOM: &str = "object: CustomValue\ndoc: \"What a tenant adds.\"\nwrite: [id, value]\nfields:\n  \
    id: { type: int, doc: \"A number.\" }\n  value: { type: json, access: both, doc: \"What was said.\" }\n";

/// Fields of these types, and of those that the schema declares.
fn fields(types: &[&str], named: &[&str]) -> String {
    let types = types.iter().chain(named).enumerate();
    types.map(|(n, ty)| format!("  f{n}: {{ type: \"{ty}\", access: both, doc: \"Some of it.\" }}\n")).collect()
}

/// What takes an import each.
const IMPORTED: &[&str] = &["datetime", "date", "decimal", "json", "map<string>"];

/// What is sent in ways of its own.
const NESTED: &[&str] = &[
    "list<list<int>>",
    "list<list<decimal>>",
    "list<list<list<json>>>",
    "list<json>",
    "list<map<json>>",
    "map<list<date>>",
    "map<map<uuid>>",
    "list<Post>",
    "list<list<Post>>",
    "map<Post>",
    "list<Thing>",
    "list<list<Thing>>",
    "map<list<Thing>>",
];

fn entity_file(entity: &str, object: &str, one: &str) -> String {
    let fields = fields(IMPORTED, &[entity, object, one, &format!("list<{entity}>"), &format!("list<{object}>")]);
    let params = format!(
        "{{ a: {{ type: datetime, required: true, doc: \"Since.\" }}, b: {{ type: \"list<{one}>\", doc: \"How.\" }}, \
         c: {{ type: {entity}Id, required: true, doc: \"Which.\" }} }}"
    );
    format!(
        "entity: {entity}\ndoc: \"What is called so.\"\npath: /{entity}\nid: int\nkey: [number, code, id]\n\
         list:\n  rows: rows\n  paging: pages\n  filters:\n    d: {{ type: \"list<date>\", doc: \"On these days.\" }}\n    \
         e: {{ type: decimal, doc: \"Up to this sum.\" }}\n    f: {{ type: {one}, doc: \"How.\" }}\n\
         get: {{}}\ncreate: {{}}\nupdate: {{}}\ndelete: {{ params: {params} }}\noperations:\n  \
         carry: {{ method: post, path: \"/{entity}/{{id}}\", body: {object}, reply: {object}, doc: \"Carries it.\" }}\n  \
         all: {{ method: get, path: /{entity}/all, params: {params}, reply: \"list<{one}>\", doc: \"All of it.\" }}\n  \
         say: {{ method: get, path: /{entity}/say, reply: json, doc: \"Says it.\" }}\nfields:\n  \
         number: {{ type: int, always: true, access: both, doc: \"Which.\" }}\n  \
         code: {{ type: string, always: true, doc: \"Which.\" }}\n  \
         id: {{ type: {entity}Id, always: true, doc: \"Its own number.\" }}\n{fields}  \
         custom_values: {{ type: list<CustomValue>, access: both, replaces: true, doc: \"What a tenant adds.\" }}\n"
    )
}

fn object_file(entity: &str, object: &str, one: &str) -> String {
    let fields = fields(IMPORTED, &[entity, one, &format!("list<{object}>")]);
    let names: Vec<_> = fields.lines().filter_map(|line| line.trim().split(':').next()).collect();
    format!("object: {object}\ndoc: \"What is called so.\"\nwrite: [{}]\nfields:\n{fields}", names.join(", "))
}

fn snake(name: &str) -> String {
    halo_codegen::naming::snake_name(name)
}

fn plural(name: &str) -> String {
    let one = snake(name);
    match name {
        "News" | "Data" | "Series" | "Staff" => one,
        _ if one.ends_with(['s', 'x', 'h']) => one + "es",
        _ if one.ends_with("ey") || !one.ends_with('y') => one + "s",
        _ => format!("{}ies", one.trim_end_matches('y')),
    }
}

/// What becomes of each name, as each kind of type.
pub(super) fn outcomes() -> Vec<(String, String)> {
    let kinds = |name: &str| {
        [
            (format!("entity {name}"), schema(name, "Anchor", "Color")),
            (format!("object {name}"), schema("Harbor", name, "Color")),
            (format!("enum {name}"), schema("Harbor", "Anchor", name)),
        ]
    };
    NAMES.iter().flat_map(|name| kinds(name)).map(|(what, schema)| (what, outcome(&schema))).collect()
}

/// What is said of what codegen lets through.
const COMPILES: &str = "compiles";

fn outcome(schema: &SourceSet) -> String {
    match halo_codegen::check(schema) {
        Ok(_) => COMPILES.to_owned(),
        Err(mistakes) => {
            let said = mistakes.iter().map(|mistake| format!("{}: {}", mistake.code, mistake.message));
            said.collect::<Vec<_>>().join("; ")
        }
    }
}

/// Schemas that hold each name as every kind of type that it may be, by their entity.
pub(super) fn combined() -> Vec<(String, SourceSet)> {
    let outcomes = outcomes();
    let good = |kind: &str| -> Vec<&'static str> {
        let is_good = |name: &&&str| outcomes.contains(&(format!("{kind} {name}"), COMPILES.to_owned()));
        NAMES.iter().filter(is_good).copied().collect()
    };
    let (entities, objects, enums) = (good("entity"), good("object"), good("enum"));
    let most = entities.len().max(objects.len()).max(enums.len());
    let schemas = (0..most).map(|n| {
        // Apart, so that no name is two kinds of type of one schema.
        let pick = |names: &[&'static str], apart: usize| names[(n + apart) % names.len()];
        let (entity, object, one) = (pick(&entities, 0), pick(&objects, 15), pick(&enums, 30));
        (format!("{}_{n}", snake(entity)), schema(entity, object, one))
    });
    schemas.collect()
}

/// A schema per word, in which it is a field, a key, a parameter, an operation and a value, as far as each is let through;
/// and one of types without fields.
pub(super) fn members() -> Vec<SourceSet> {
    let mut schemas: Vec<_> = MEMBERS.iter().map(|word| member(word)).collect();
    schemas.push(empty());
    schemas
}

fn member(word: &str) -> SourceSet {
    let lines = [
        ("list", format!("    {word}: {{ type: date, doc: \"Since.\" }}\n")),
        ("list", format!("    y: {{ name: {word}, type: date, required: true, doc: \"Since.\" }}\n")),
        ("get", format!("    {word}: {{ type: \"list<int>\", required: true, doc: \"Some of it.\" }}\n")),
        ("create", format!("    {word}: {{ type: int, doc: \"Some of it.\" }}\n")),
        (
            "operations",
            format!("  {word}: {{ method: post, path: /Harbor/x, body: write, reply: none, doc: \"Does it.\" }}\n"),
        ),
        ("fields", format!("  \"{word}\": {{ type: int, access: both, always: true, doc: \"Some of it.\" }}\n")),
        ("values", format!("  \"{word}\": {{ doc: \"It is so.\" }}\n")),
    ];
    let mut used: Vec<&(&str, String)> = Vec::new();
    for line in &lines {
        used.push(line);
        if halo_codegen::check(&with(&used)).is_err() {
            used.pop();
        }
    }
    with(&used)
}

fn with(lines: &[&(&str, String)]) -> SourceSet {
    let of = |part: &str| {
        lines.iter().filter(|(place, _)| *place == part).map(|(_, line)| line.as_str()).collect::<String>()
    };
    let block = |key: &str, lines: String| if lines.is_empty() { String::new() } else { format!("{key}:\n{lines}") };
    let params = |part: &str| match block("  params", of(part)) {
        lines if lines.is_empty() => format!("{part}: {{}}\n"),
        lines => format!("{part}:\n{lines}"),
    };
    let fields = of("fields");
    let word = fields.split('"').nth(1).map(|word| format!("\"{word}\", ")).unwrap_or_default();
    let entity = format!(
        "entity: Harbor\ndoc: \"Where ships lie.\"\npath: /Harbor\nid: int\nkey: [{word}id]\nlist:\n  rows: rows\n  \
         paging: pages\n{}{}{}update: {{}}\ndelete: {{}}\n{}fields:\n  \
         id: {{ type: HarborId, always: true, doc: \"Its own number.\" }}\n  state: {{ type: State, access: both, doc: \"How it is.\" }}\n{fields}",
        block("  filters", of("list")),
        params("get"),
        params("create"),
        block("operations", of("operations")),
    );
    let state = format!(
        "enum: State\nrepr: string\ndoc: \"How it is.\"\nvalues:\n  good: {{ doc: \"It is so.\" }}\n{}",
        of("values")
    );
    [("entities/harbors.yaml", entity), ("types/state.yaml", state)].into_iter().collect()
}

/// An entity and an object that hold nothing that is known.
fn empty() -> SourceSet {
    let sign = "entity: Sign\ndoc: \"It holds what it likes.\"\npath: /Sign\nid: none\nlist: { rows: bare, paging: none }\n\
                create: {}\nfields: {}\n";
    let object = "object: Void\ndoc: \"It holds what it likes.\"\nfields: {}\n";
    let thing = format!("object: Thing\ndoc: \"Of every kind.\"\nwrite: [f0]\nfields:\n{}", fields(NESTED, &[]));
    let user = "entity: Post\ndoc: \"It holds signs.\"\npath: /Post\nid: int\nget: {}\nupdate: {}\nfields:\n  \
                id: { type: PostId, always: true, doc: \"Its own number.\" }\n  \
                sign: { type: Sign, access: both, doc: \"What it shows.\" }\n  voids: { type: list<Void>, access: both, doc: \"None.\" }\n";
    let user = user.to_owned() + &fields(NESTED, &[]);
    let files = [("entities/signs.yaml", sign), ("types/void.yaml", object), ("types/thing.yaml", &thing)];
    files.into_iter().chain([("entities/posts.yaml", user.as_str())]).collect()
}
