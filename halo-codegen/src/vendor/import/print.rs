//! Prints drafts as YAML in the layout of the curated files.

use std::fmt::Write as _;

use super::builder::ObjectDraft;
use super::draft::ParamDraft;
use super::entity::{EntityDraft, ListDraft};
use crate::model::IdRepr;
use crate::vendor::edit::scalar;

/// The first line of every file, which tells editors where the JSON Schema is.
const SCHEMA_COMMENT: &str = "# yaml-language-server: $schema=../halo.schema.json\n";

/// Wider columns would push the values off the screen.
const MAX_COLUMN: usize = 24;

pub(super) fn entity(draft: &EntityDraft) -> String {
    let mut out = String::from(SCHEMA_COMMENT);
    out.push_str("# Drafted from the vendor's file: see \"Importing from the vendor's file\" in README.md. To do:\n");
    out.push_str(
        "# write the docs; add `access: both` where Halo is known to accept the field, `none` where 0 or -1 mean \"not set\".\n",
    );
    for remark in &draft.remarks {
        let _ = writeln!(out, "# {remark}");
    }
    let _ = writeln!(out, "entity: {}\ndoc: \"\"\npath: {}", draft.name, scalar(&draft.path));
    let vendor = [("list", &draft.list_schema), ("detail", &draft.detail_schema)];
    let vendor = vendor.into_iter().filter_map(|(key, name)| Some(format!("{key}: {}", scalar(name.as_ref()?))));
    let vendor = vendor.collect::<Vec<_>>().join(", ");
    if !vendor.is_empty() {
        let _ = writeln!(out, "vendor: {{ {vendor} }}");
    }
    let _ = writeln!(out, "id: {}", repr(draft.id));
    if let Some(key) = draft.key.as_ref().filter(|key| *key != "id" || draft.id == IdRepr::None) {
        let _ = writeln!(out, "key: [{}]", scalar(key));
    }
    if let Some(scopes) = &draft.scopes {
        let _ = writeln!(out, "scopes: {scopes}");
    }
    if let Some(draft) = &draft.list {
        list(draft, &mut out);
    }
    out.push('\n');
    for (verb, params) in &draft.requests {
        if params.is_empty() {
            let _ = writeln!(out, "{verb}: {{}}");
        } else {
            let _ = writeln!(out, "{verb}:\n  params:");
            block("    ", params.iter().map(|param| (param.wire.as_str(), param.value.clone())), &mut out);
        }
    }
    out.push_str(if draft.requests.is_empty() { "" } else { "\n" });
    let empty = if draft.fields.is_empty() { " {}" } else { "" };
    let _ = writeln!(out, "fields:{empty}");
    block("  ", draft.fields.iter().map(|field| (field.wire.as_str(), field.value())), &mut out);
    out
}

fn list(draft: &ListDraft, out: &mut String) {
    let (guess, evidence) = if draft.is_guess {
        (" # a guess: the vendor's file does not document it", "  evidence: C\n")
    } else {
        ("", "")
    };
    let _ = write!(out, "\nlist:\n  rows: {}{guess}\n{evidence}  paging: {}\n", scalar(&draft.rows), draft.paging);
    if let Some(cap) = draft.page_cap {
        let _ = writeln!(out, "  page_cap: {cap}");
    }
    if draft.sort > 0 {
        let _ = writeln!(out, "  sort: {}", draft.sort);
    }
    for (key, options) in [("filters", false), ("options", true)] {
        let params: Vec<&ParamDraft> = draft.params.iter().filter(|param| param.is_option == options).collect();
        if !params.is_empty() {
            let _ = writeln!(out, "  {key}:");
            block("    ", params.iter().map(|param| (param.wire.as_str(), param.value.clone())), out);
        }
    }
}

pub(super) fn object(draft: &ObjectDraft) -> String {
    let mut out = String::from(SCHEMA_COMMENT);
    let _ =
        writeln!(out, "object: {}\ndoc: \"\"\nvendor: {{ detail: {} }}\nfields:", draft.name, scalar(&draft.schema));
    block("  ", draft.fields.iter().map(|field| (field.wire.as_str(), field.value())), &mut out);
    out
}

/// Prints the lines of a mapping with their values in one column.
fn block<'l>(indent: &str, lines: impl Iterator<Item = (&'l str, String)>, out: &mut String) {
    let lines: Vec<_> = lines.map(|(key, value)| (format!("{}:", scalar(key)), value)).collect();
    let width = lines.iter().map(|(key, _)| key.len()).filter(|width| *width <= MAX_COLUMN).max().unwrap_or_default();
    for (key, value) in lines {
        let _ = writeln!(out, "{indent}{key:<width$} {value}");
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
