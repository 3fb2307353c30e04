//! `cargo xtask bench-twin`: writes `Ticket` as serde derives, for the benches of halo-api.
//!
//! The models that are nested in it are written as well.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::ExitCode;

use halo_codegen::ir::{Api, ModelDef, RustType};

use crate::bench_compile;
use crate::bench_compile::twin::{field_type, fields, models};
use crate::files::{self, Failure};

const FILE: &str = "halo-api/benches/twin/models.rs";
const MODEL: &str = "Ticket";

const HEADER: &str = "\
// Written by `cargo xtask bench-twin` from the schema.

//! The largest model and its nested models as serde derives, and a table of the same fields.

#[allow(clippy::enum_glob_use)]
use super::Kind::*;
use super::{Field, field};
";
const TICKET: &str = "
/// Defines the model itself, with the given fields at its end.
macro_rules! ticket {
    ($($extra:tt)*) => {
";
const TABLE: &str = "
    };
}
pub(crate) use ticket;

/// The fields of each model.
#[rustfmt::skip]
pub(crate) const FIELDS: &[(&str, &[Field])] = &[
";
const DERIVES: &str = "#[derive(serde::Deserialize, serde::Serialize)]\n";

pub(crate) fn run() -> Result<ExitCode, Failure> {
    let api = bench_compile::api(None)?;
    let models = reached(&api, MODEL);
    let fields = models.iter().flat_map(|model| fields(model)).count();
    files::write(&files::workspace().join(FILE), &file(&api, &models))?;
    println!("wrote {FILE}: {} models, {fields} fields", models.len());
    Ok(ExitCode::SUCCESS)
}

/// The model with this name and the models nested in it, in the order of their first mention.
fn reached<'a>(api: &'a Api, first: &'a str) -> Vec<&'a ModelDef> {
    let all: Vec<&ModelDef> = models(api).collect();
    let (mut names, mut seen, mut reached) = (vec![first], BTreeSet::from([first]), Vec::new());
    let mut next = 0;
    while let Some(name) = names.get(next) {
        next += 1;
        let Some(model) = all.iter().find(|model| model.name == *name) else { continue };
        names.extend(fields(model).filter_map(|field| nested(&field.ty)).filter(|nested| seen.insert(*nested)));
        reached.push(*model);
    }
    reached
}

/// The model in a type, directly or within a list or map.
fn nested(ty: &RustType) -> Option<&str> {
    match ty {
        RustType::Object(model, _) => Some(&model.name),
        RustType::List(item) | RustType::Map(item) => nested(item),
        _ => None,
    }
}

fn file(api: &Api, models: &[&ModelDef]) -> String {
    let mut text = HEADER.to_owned();
    for nested in models.iter().skip(1) {
        let _ = write!(text, "\n{}", structure(api, nested, ""));
    }
    text.push_str(TICKET);
    for line in models.iter().take(1).map(|model| structure(api, model, "    $($extra)*\n")).collect::<String>().lines()
    {
        let _ = writeln!(text, "        {line}");
    }
    text.push_str(TABLE.trim_start_matches('\n'));
    for model in models {
        let _ = writeln!(text, "    (\n        {:?},\n        &[", model.name);
        for field in fields(model) {
            let (wire, ty, kind) = (&field.wire, &field.type_name, kind(api, &field.ty));
            let _ = writeln!(text, "            field({wire:?}, {ty:?}, {kind}),");
        }
        text.push_str("        ],\n    ),\n");
    }
    text.push_str("];\n");
    text
}

/// Writes a struct without `skip_serializing_if`.
///
/// Rustc takes minutes for a struct with hundreds of these. Unset fields are therefore written as null, and the benches only write objects with every field set.
fn structure(api: &Api, model: &ModelDef, end: &str) -> String {
    let mut text = format!("{DERIVES}pub(crate) struct {} {{\n", model.name);
    for field in fields(model) {
        let (wire, name, ty) = (&field.wire, &field.rust, field_type(field, &|ty| scalar(api, ty)));
        let _ = writeln!(text, "    #[serde(rename = {wire:?})]\n    pub(crate) {name}: {ty},");
    }
    text + end + "}\n"
}

/// The type of a scalar. The bench defines those that serde cannot read as Halo sends them.
fn scalar(api: &Api, ty: &RustType) -> String {
    match ty {
        RustType::Decimal => "crate::twin::Money",
        RustType::Timestamp => "crate::twin::Instant",
        RustType::Plain(plain) if !is_text(api, &plain.name) => "crate::twin::Id",
        // No ticket has a `date` field yet.
        _ => "String",
    }
    .to_owned()
}

/// The kind of a field in the table, which is enough to generate a value.
fn kind(api: &Api, ty: &RustType) -> String {
    match ty {
        RustType::Bool => "Bool".to_owned(),
        RustType::Int => "Int".to_owned(),
        RustType::Float => "Float".to_owned(),
        RustType::Decimal => "Decimal".to_owned(),
        RustType::Timestamp => "Instant".to_owned(),
        RustType::Date => "Day".to_owned(),
        RustType::Json => "Json".to_owned(),
        RustType::Text => "Text".to_owned(),
        RustType::Plain(plain) => if is_text(api, &plain.name) { "TextId" } else { "Id" }.to_owned(),
        RustType::Object(model, _) => format!("Object({:?})", model.name),
        RustType::List(item) => format!("List(&{})", kind(api, item)),
        RustType::Map(item) => format!("Map(&{})", kind(api, item)),
    }
}

/// Whether an id or an enum is text on the wire.
fn is_text(api: &Api, name: &str) -> bool {
    let id = api.ids.iter().find(|id| id.name == name).map(|id| id.text);
    let one_of = || api.enums.iter().find(|one_of| one_of.name == name).map(|one_of| !one_of.int);
    id.or_else(one_of).unwrap_or(false)
}
