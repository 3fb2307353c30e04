//! `docs/coverage.md`: every path that is known, and how it is reached.

use std::fmt::Write as _;

use crate::model::{Entity, Evidence, List, OperationKind, Paging, Resource, Schema, Scopes};
use crate::source::Spanned;

/// Path of the page in the workspace.
pub const FILE: &str = "docs/coverage.md";

const HEAD: &str = "# Coverage\n\n\
Every path of Halo that is known, and how it is reached. Written by `cargo xtask codegen` from `schema/`; do not edit.\n\n\
A module such as `tickets` has typed fields, filters and writes: `halo.tickets()`. `resource(\"…\")` has rows as JSON objects, or of a\n\
type of your own, and the same pages, keys, retries and limits: `halo.resource(\"/CallScript\")`. *Rows*: the member of the\n\
response that holds them, `bare` for a bare array, `-` where the path is no list. *Scopes*: of reads and writes, as far as they are\n\
thought to be known. *Evidence*: A seen in two independent sources, B in one, C contested or inferred, `-` only the vendor's file.\n";

/// A line of the page.
struct Line {
    path: String,
    reached: String,
    verbs: String,
    rows: String,
    paging: String,
    scopes: String,
    evidence: String,
    is_absent: bool,
}

/// The page.
#[must_use]
pub fn page(schema: &Schema) -> String {
    let mut lines: Vec<Line> =
        schema.entities.iter().map(entity).chain(schema.resources.iter().map(resource)).collect();
    lines.sort_by_cached_key(|line| line.path.to_ascii_lowercase());
    let (roots, longer): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.path.matches('/').count() == 1);
    let (newer, declared): (Vec<_>, Vec<_>) = roots.into_iter().partition(|line| line.is_absent);
    let mut out = HEAD.to_owned();
    let typed = schema.entities.len();
    let _ = writeln!(
        out,
        "\n{} readable roots of the vendor's file, {typed} of them typed; {} newer roots, seen on instances; {} longer paths.",
        declared.len(),
        newer.len(),
        longer.len()
    );
    table(&mut out, "Readable roots of the vendor's file", &declared);
    table(&mut out, "Newer roots", &newer);
    table(&mut out, "Longer paths", &longer);
    out
}

fn table(out: &mut String, title: &str, lines: &[Line]) {
    let _ = write!(
        out,
        "\n## {title}\n\n| path | reached by | requests | rows | paging | scopes | evidence |\n| --- | --- | --- | --- | --- | --- | --- |\n"
    );
    for Line { path, reached, verbs, rows, paging, scopes, evidence, .. } in lines {
        let _ = writeln!(out, "| `{path}` | {reached} | {verbs} | {rows} | {paging} | {scopes} | {evidence} |");
    }
}

fn entity(entity: &Entity) -> Line {
    let standard = entity.operations.iter().filter(|operation| operation.kind.is_standard());
    let verbs: Vec<&str> = standard.map(|operation| operation.kind.word()).collect();
    let more = entity.custom_operations().map(|operation| format!("`{}`", operation.name.value));
    let list = entity.list();
    Line {
        path: entity.path.value.clone(),
        reached: format!("`{}`", entity.plural),
        verbs: verbs.into_iter().map(str::to_owned).chain(more).collect::<Vec<_>>().join(" "),
        rows: rows(list.map_or(&[], |list| &list.rows)),
        paging: paging(
            list.map(|list| list.paging.value),
            list.and_then(|list| list.window.as_ref()),
            list.and_then(cap),
        ),
        scopes: scopes(&entity.scopes),
        evidence: mark(entity.evidence.or_else(|| list.and_then(|list| list.evidence))),
        is_absent: false,
    }
}

fn cap(list: &List) -> Option<u32> {
    list.page_cap.as_ref().map(|cap| cap.value)
}

fn resource(resource: &Resource) -> Line {
    let verbs: Vec<&str> =
        OperationKind::STANDARD.into_iter().filter(|kind| resource.has(*kind)).map(OperationKind::word).collect();
    Line {
        path: resource.path.value.clone(),
        reached: format!("`resource(\"{}\")`", resource.path.value),
        verbs: verbs.join(" "),
        rows: rows(&resource.rows),
        paging: paging(
            resource.paging.as_ref().map(|paging| paging.value),
            resource.window.as_ref(),
            resource.page_cap.as_ref().map(|cap| cap.value),
        ),
        scopes: scopes(&resource.scopes),
        evidence: mark(resource.evidence),
        is_absent: resource.vendor.is_some(),
    }
}

fn rows(keys: &[Spanned<String>]) -> String {
    let keys: Vec<&str> = keys.iter().map(|key| if key.value.is_empty() { "bare" } else { &key.value }).collect();
    if keys.is_empty() { "-".to_owned() } else { keys.join(" or ") }
}

fn paging(paging: Option<Paging>, window: Option<&Spanned<String>>, cap: Option<u32>) -> String {
    let Some(paging) = paging else { return "-".to_owned() };
    let by = window.map_or_else(String::new, |name| format!(" by `{}`", name.value));
    let of = cap.map_or_else(String::new, |cap| format!(" of {cap}"));
    format!("{}{of}{by}", paging.word())
}

fn scopes(scopes: &Scopes) -> String {
    let known: Vec<String> =
        [&scopes.read, &scopes.write].into_iter().flatten().map(|scope| format!("`{}`", scope.value)).collect();
    if known.is_empty() { "-".to_owned() } else { known.join(" ") }
}

fn mark(evidence: Option<Evidence>) -> String {
    evidence.map_or("-", Evidence::word).to_owned()
}
