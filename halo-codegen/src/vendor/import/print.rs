//! Prints drafts as YAML in the layout of the curated files.

use std::fmt::Write as _;

use super::builder::ObjectDraft;
use super::entity::{EntityDraft, ListDraft};
use super::item::{ItemDraft, SUGGESTED, quoted};
use super::omissions::OmitLines;
use super::operations::OperationDraft;
use crate::edit::scalar;
use crate::model::IdRepr;

/// The first line of every file, which tells editors where the JSON Schema is.
const SCHEMA_COMMENT: &str = "# yaml-language-server: $schema=../halo.schema.json\n";

/// More entities with the same omission are only counted.
const MAX_OWNERS: usize = 3;

/// Wider columns would push the values off the screen.
const MAX_COLUMN: usize = 24;

pub(super) fn entity(draft: &EntityDraft) -> String {
    let mut out = String::from(SCHEMA_COMMENT);
    out.push_str("# Drafted from the vendor's file: see \"Importing from the vendor's file\" in README.md. To do:\n");
    out.push_str(
        "# write the docs, or confirm the suggested ones by deleting their comments; check what is marked `evidence: C`.\n",
    );
    for remark in &draft.remarks {
        let _ = writeln!(out, "# {remark}");
    }
    let _ = writeln!(out, "entity: {}", draft.name);
    let doc = draft.doc.as_ref();
    let doc = doc.map(|doc| format!("{} # {SUGGESTED}{}", quoted(&doc.text), doc.owner));
    let _ = writeln!(out, "doc: {}", doc.unwrap_or_else(|| "\"\"".to_owned()));
    let _ = writeln!(out, "path: {}", scalar(&draft.path));
    let vendor = [("list", &draft.list_schema), ("detail", &draft.detail_schema)];
    let vendor = vendor.into_iter().filter_map(|(key, name)| Some(format!("{key}: {}", scalar(name.as_ref()?))));
    let vendor = vendor.collect::<Vec<_>>().join(", ");
    if !vendor.is_empty() {
        let _ = writeln!(out, "vendor: {{ {vendor} }}");
    }
    let _ = writeln!(out, "id: {}", repr(draft.id));
    if draft.key != ["id"] || draft.id == IdRepr::None {
        let key: Vec<String> = draft.key.iter().map(|member| scalar(member)).collect();
        if !key.is_empty() {
            let _ = writeln!(out, "key: [{}]", key.join(", "));
        }
    }
    if let Some(scopes) = &draft.scopes {
        let _ = writeln!(out, "scopes: {scopes}");
    }
    if let Some(evidence) = draft.evidence {
        let _ = writeln!(out, "evidence: {evidence}");
    }
    if let Some(draft) = &draft.list {
        list(draft, &mut out);
    }
    out.push('\n');
    for (verb, params) in &draft.requests {
        let needs = if *verb == "create" { draft.needs.as_slice() } else { &[] };
        if params.is_empty() && needs.is_empty() {
            let _ = writeln!(out, "{verb}: {{}}");
            continue;
        }
        let _ = writeln!(out, "{verb}:");
        if !needs.is_empty() {
            let names: Vec<String> = needs.iter().map(|name| scalar(name)).collect();
            let _ = writeln!(out, "  needs: [{}] # every create that worked had them\n  evidence: C", names.join(", "));
        }
        if !params.is_empty() {
            out.push_str("  params:\n");
            block("    ", params.iter(), &mut out);
        }
    }
    out.push_str(if draft.requests.is_empty() { "" } else { "\n" });
    if !draft.operations.is_empty() {
        out.push_str("operations:\n");
        for draft in &draft.operations {
            out.push_str(&operation("  ", draft));
            out.push('\n');
        }
        out.push('\n');
    }
    let empty = if draft.fields.is_empty() { " {}" } else { "" };
    let _ = writeln!(out, "fields:{empty}");
    block("  ", draft.fields.iter(), &mut out);
    omit(
        &[("fields", &draft.omit.fields), ("params", &draft.omit.params), ("operations", &draft.omit.operations)],
        &mut out,
    );
    out
}

fn list(draft: &ListDraft, out: &mut String) {
    let guess = if draft.evidence == Some('C') { " # a guess: nothing documents it" } else { "" };
    let _ = writeln!(out, "\nlist:\n  rows: {}{guess}", draft.rows);
    if let Some(evidence) = draft.evidence {
        let _ = writeln!(out, "  evidence: {evidence}");
    }
    let _ = writeln!(out, "  paging: {}", draft.paging);
    if let Some(cap) = draft.page_cap {
        let _ = writeln!(out, "  page_cap: {cap}");
    }
    if draft.sort > 0 {
        let _ = writeln!(out, "  sort: {}", draft.sort);
    }
    for (key, options) in [("filters", false), ("options", true)] {
        if draft.params.iter().any(|param| param.is_option == options) {
            let _ = writeln!(out, "  {key}:");
            block("    ", draft.params.iter().filter(|param| param.is_option == options), out);
        }
    }
}

/// The lines of an operation, without a newline at the end.
pub(super) fn operation(indent: &str, draft: &OperationDraft) -> String {
    let mut out = format!("{indent}{}:", scalar(&draft.name));
    for line in &draft.comments {
        let _ = write!(out, "\n{indent}  # {line}");
    }
    for (key, value) in &draft.keys {
        let _ = write!(out, "\n{indent}  {key}: {value}");
    }
    if !draft.params.is_empty() {
        let _ = write!(out, "\n{indent}  params:");
        let mut lines = String::new();
        block(&format!("{indent}    "), draft.params.iter(), &mut lines);
        let _ = write!(out, "\n{}", lines.trim_end_matches('\n'));
    }
    let _ = write!(out, "\n{indent}  doc: \"\"");
    out
}

pub(super) fn object(draft: &ObjectDraft) -> String {
    let mut out = String::from(SCHEMA_COMMENT);
    let _ = writeln!(out, "object: {}\ndoc: \"\"\nvendor: {{ detail: {} }}", draft.name, scalar(&draft.schema));
    if draft.is_sent {
        let names: Vec<String> = draft.fields.iter().map(|field| scalar(&field.wire)).collect();
        let _ = writeln!(out, "write: [{}]", names.join(", "));
    }
    let empty = if draft.fields.is_empty() { " {}" } else { "" };
    let _ = writeln!(out, "fields:{empty}");
    block("  ", draft.fields.iter(), &mut out);
    omit(&[("fields", &draft.omit)], &mut out);
    out
}

/// Prints the lines of a mapping with their values in one column.
fn block<'l>(indent: &str, items: impl Iterator<Item = &'l ItemDraft>, out: &mut String) {
    let lines: Vec<_> = items.map(|item| (format!("{}:", scalar(&item.wire)), item.value(), item.comment())).collect();
    let width = lines.iter().map(|(key, ..)| key.len()).filter(|width| *width <= MAX_COLUMN).max().unwrap_or_default();
    for (key, value, comment) in lines {
        let comment = comment.map(|comment| format!(" # {comment}")).unwrap_or_default();
        let _ = writeln!(out, "{indent}{key:<width$} {value}{comment}");
    }
}

/// Prints what is left out, each pattern with the entities that have it too.
fn omit(parts: &[(&str, &OmitLines)], out: &mut String) {
    if parts.iter().all(|(_, lines)| lines.is_empty()) {
        return;
    }
    out.push_str("\nomit:\n");
    for (key, lines) in parts.iter().filter(|(_, lines)| !lines.is_empty()) {
        let _ = writeln!(out, "  {key}:");
        for (pattern, owners) in *lines {
            let first: Vec<&str> = owners.iter().take(MAX_OWNERS).map(String::as_str).collect();
            let more = owners.len().saturating_sub(MAX_OWNERS);
            let comment = match (first.is_empty(), more) {
                (true, _) => String::new(),
                (false, 0) => format!(" # as in {}", first.join(", ")),
                (false, more) => format!(" # as in {} and {more} more", first.join(", ")),
            };
            let _ = writeln!(out, "    - {}{comment}", quoted(pattern));
        }
    }
}

pub(super) fn repr(id: IdRepr) -> &'static str {
    match id {
        IdRepr::Int => "int",
        IdRepr::String => "string",
        IdRepr::Uuid => "uuid",
        IdRepr::None => "none",
    }
}
