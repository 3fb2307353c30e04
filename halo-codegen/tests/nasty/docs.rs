//! Docs that only rustdoc refuses.

use std::collections::BTreeSet;

use halo_codegen::{Code, SourceSet};

/// Docs that are escaped, so that they are read as they are written.
const ESCAPED: &[&str] = &[
    "See https://halo.example.com/apidoc/resources/tickets.",
    "See (https://halo.example.com/a_b?c=[1]&d=*), or so.",
    "Link:http://halo.example.com.",
    "Only https:// counts.",
    "As said in [1].",
    "A [list] of [x](y), [x][y] and [`Code`].",
    "A footnote [^1] and an image ![x](y.png).",
    "An <b>element</b>, a Vec<String> and a <!-- comment -->.",
    "A * star, a ** star and a *word*.",
    "A path C:\\\\temp\\\\[x], and `C:\\\\x[1]`.",
    "# of rows.",
    "- is a minus.",
    "+ is a plus.",
    "> 5 is more.",
    "2026. was a year, 3) is a list.",
    "---.",
    "~~~ is a wave.",
    "| a | b | and | --- | --- |.",
    "An &amp; and an &#x202e; entity.",
    "Code as `a[0]`, `Vec<T>`, `[x](y)` and `https://halo.example.com`.",
    "Words that go on until the line is full, and then some more of them, so that the next line starts with a - sign, or a # sign, or a > sign, or 1. sign, and on.",
    "Words that go on until the line is full, and then some more of them, so that here comes next 12345678 - 1. and - and + and # it begins again.",
    "Größe, ελληνικά, 日本語 and 🎫.",
    "It ends in a backslash \\\\.",
    "A \\\"quoted\\\" word and {braces} and $dollars and r#\\\"raw\\\"#.",
];

/// Docs that are refused.
const REFUSED: &[&str] = &[
    "A `backtick that is open, and [1].",
    "Code ``as `a` here``.",
    "A ```block``` here.",
    "A text \\u202e that is turned.",
    "A \\u2066 direction of its own.",
    "A bell \\u0007 rings.",
    "A line \\r breaks.",
];

/// A schema in which everything has such a doc.
fn schema(docs: &[&str]) -> SourceSet {
    let lines = |indent: &str, start: &str, kind: &str| -> String {
        let line = |(n, doc): (usize, &&str)| format!("{indent}{start}{n}: {{ {kind}doc: \"{doc}\" }}\n");
        docs.iter().enumerate().map(line).collect()
    };
    let doc = docs[0];
    let entity = format!(
        "entity: Harbor\ndoc: \"{doc}\"\npath: /Har`bor\nid: int\nlist:\n  rows: rows\n  paging: pages\n  filters:\n{}get: {{}}\n\
         create: {{}}\nupdate: {{}}\noperations:\n{}fields:\n  id: {{ type: HarborId, always: true, doc: \"Its number.\" }}\n  \
         \"od`d [1]\": {{ name: odd, type: string, access: both, doc: \"Oddly called.\" }}\n  \
         \"it's \\u202e\\t\\\"\": {{ name: odder, type: string, access: both, doc: \"Oddly called.\" }}\n{}",
        lines("    ", "p", "type: int, "),
        lines("  ", "o", "method: get, path: /Har`bor/x, reply: none, "),
        lines("  ", "f", "type: string, access: both, "),
    );
    let one = format!(
        "enum: State\nrepr: string\ndoc: \"{doc}\"\nvalues:\n{}  \"`\": {{ name: tick, doc: \"It looks so.\" }}\n  \"\": {{ name: blank, doc: \"Nothing.\" }}\n",
        lines("  ", "v", "")
    );
    let object = format!(
        "object: Thing\ndoc: \"{doc}\"\nwrite: [f0]\nfields:\n{}",
        lines("  ", "f", "type: State, access: both, ")
    );
    let halo = format!("scopes:\n  \"read:`x`\": {{ doc: \"{doc}\" }}\n");
    [("halo.yaml", halo), ("entities/harbors.yaml", entity), ("types/state.yaml", one), ("types/thing.yaml", object)]
        .into_iter()
        .collect()
}

/// A schema whose docs are let through.
pub(super) fn accepted() -> SourceSet {
    schema(ESCAPED)
}

#[test]
fn docs_that_cannot_be_escaped_are_refused() {
    for doc in REFUSED {
        let mistakes = halo_codegen::check(&schema(&[doc])).expect_err(doc);
        let codes: BTreeSet<_> =
            mistakes.iter().map(|mistake| mistake.code).filter(|code| *code != Code::UnusedEntry).collect();
        assert_eq!(codes, BTreeSet::from([Code::UnreadableDoc]), "{}", mistakes.render(&schema(&[doc]), "", false));
        assert!(
            mistakes.iter().all(|mistake| !mistake.message.contains(['\u{202e}', '\u{2066}', '\u{7}'])),
            "{mistakes:?}"
        );
    }
}
