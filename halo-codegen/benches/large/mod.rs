//! Generates a schema of any size, with roughly the proportions of real entities.

use std::fmt::Write as _;

/// What the entities have in addition to their fields.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "each of those who include this module wants one of them")]
pub(crate) enum Extent {
    /// Filters, write types and all standard requests.
    Whole,
    /// The requests that read and delete them.
    Models,
}

/// The path and text of every file.
pub(crate) fn schema(entities: usize, fields: usize, extent: Extent) -> Vec<(String, String)> {
    let mut files = vec![
        ("halo.yaml".to_owned(), halo()),
        ("types/part.yaml".to_owned(), part()),
        ("types/colour.yaml".to_owned(), colour()),
    ];
    files.extend((0..entities).map(|number| {
        let name = name(number);
        (format!("entities/{}s.yaml", name.to_lowercase()), entity(&name, number, fields, extent))
    }));
    files
}

/// `Thingaae`, `Thingabe`, …: the plural of a name that ends with `e` has no exceptions.
fn name(number: usize) -> String {
    let letter = |index: usize| char::from(b'a' + u8::try_from(index % 26).unwrap_or(0));
    ["Thing".to_owned(), letter(number / 26).to_string(), letter(number).to_string(), "e".to_owned()].concat()
}

fn halo() -> String {
    "scopes:
  \"read:things\": { doc: \"Read all things of the bench.\" }
  \"edit:things\": { doc: \"Write all things of the bench.\" }
ids:
  OwnerId: { repr: int, doc: \"Whoever owns a thing of the bench.\" }
params:
  search: { type: string, doc: \"Only rows whose text fields hold this.\" }
"
    .to_owned()
}

fn part() -> String {
    "object: Part
doc: \"What things of the bench are made of.\"
write: [amount]
fields:
  amount: { type: decimal, access: both, doc: \"How much it costs, net.\" }
  kind:   { type: Colour, doc: \"What it looks like from afar.\" }
"
    .to_owned()
}

fn colour() -> String {
    "enum: Colour
repr: int
doc: \"What things of the bench look like.\"
values:
  0: { name: red, doc: \"As blood is.\" }
  1: { name: blue, doc: \"As the sky is.\" }
"
    .to_owned()
}

fn entity(name: &str, number: usize, fields: usize, extent: Extent) -> String {
    let mut text = format!(
        "entity: {name}
doc: \"One of the many things that the bench generates code for, with all that real ones have.\"
path: /{name}
id: int
scopes: {{ read: \"read:things\", write: \"edit:things\", evidence: B }}
list:
  rows: rows
  paging: pages
  page_cap: 100
  sort: 5
  filters:
    search: shared
"
    );
    if extent == Extent::Whole {
        text.push_str(&requests());
    }
    text.push_str("get: {}\ndelete: {}\nfields:\n");
    let _ = writeln!(text, "  id: {{ type: {name}Id, always: true, doc: \"Number of the thing.\" }}");
    for field in 1..fields {
        let ty = ["string", "int", "bool", "datetime", "OwnerId", "float", "list<Part>", "Colour", "decimal", "date"];
        let ty = ty[(field + number) % 10];
        let read_only = extent == Extent::Models || field % 3 == 0;
        let access = if read_only { "" } else { "access: both, " };
        let place = if field % 4 == 0 { "in: detail, " } else { "" };
        let doc = format!("What column {field} of table {number} holds, in a sentence that is about as long as usual.");
        let _ = writeln!(text, "  column_{field}: {{ type: {ty}, {place}{access}doc: \"{doc}\" }}");
    }
    text
}

fn requests() -> String {
    let mut text = String::new();
    for filter in 0..12 {
        let ty = ["OwnerId", "bool", "list<OwnerId>", "datetime", "string"][filter % 5];
        let _ =
            writeln!(text, "    only_{filter}: {{ type: {ty}, doc: \"Only rows to which number {filter} applies.\" }}");
    }
    text.push_str("create: {}\nupdate: {}\n");
    text
}
