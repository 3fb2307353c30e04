//! `cargo xtask bench-twin`: writes `Ticket` as serde derives, for the benches of halo-api.
//!
//! The models that are nested in it are written as well.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::ExitCode;

use halo_codegen::ir::{Api, ModelDef, Type};
use halo_codegen::model::{EnumRepr, IdRepr, Scalar};

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
    files::write(&files::workspace().join(FILE), &file(&models))?;
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
fn nested(ty: &Type) -> Option<&str> {
    match ty {
        Type::Object(model, _) => Some(&model.name),
        Type::Nested(item) | Type::List(item) | Type::Map(item) => nested(item),
        _ => None,
    }
}

fn file(models: &[&ModelDef]) -> String {
    let mut text = HEADER.to_owned();
    for nested in models.iter().skip(1) {
        let _ = write!(text, "\n{}", structure(nested, ""));
    }
    text.push_str(TICKET);
    for line in models.iter().take(1).map(|model| structure(model, "    $($extra)*\n")).collect::<String>().lines() {
        let _ = writeln!(text, "        {line}");
    }
    text.push_str(TABLE.trim_start_matches('\n'));
    for model in models {
        let _ = writeln!(text, "    (\n        {:?},\n        &[", model.name);
        for field in fields(model) {
            let (wire, ty, kind) = (&field.wire, field.ty.to_string(), kind(&field.ty));
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
fn structure(model: &ModelDef, end: &str) -> String {
    let mut text = format!("{DERIVES}pub(crate) struct {} {{\n", model.name);
    for field in fields(model) {
        let (wire, name, ty) = (&field.wire, &field.rust, field_type(field, &scalar));
        let _ = writeln!(text, "    #[serde(rename = {wire:?})]\n    pub(crate) {name}: {ty},");
    }
    text + end + "}\n"
}

/// The type of a scalar. The bench defines those that serde cannot read as Halo sends them.
fn scalar(ty: &Type) -> String {
    match ty {
        Type::Scalar(Scalar::Decimal) => "crate::twin::Money",
        Type::Scalar(Scalar::DateTime) => "crate::twin::Instant",
        Type::Id(_, IdRepr::Int) | Type::Enum(_, EnumRepr::Int) => "crate::twin::Id",
        // No ticket has a `date` field yet.
        _ => "String",
    }
    .to_owned()
}

/// The kind of a field in the table, which is enough to generate a value.
fn kind(ty: &Type) -> String {
    match ty {
        Type::Scalar(Scalar::Bool) => "Bool".to_owned(),
        Type::Scalar(Scalar::Int) => "Int".to_owned(),
        Type::Scalar(Scalar::Float) => "Float".to_owned(),
        Type::Scalar(Scalar::Decimal) => "Decimal".to_owned(),
        Type::Scalar(Scalar::DateTime) => "Instant".to_owned(),
        Type::Scalar(Scalar::Date) => "Day".to_owned(),
        Type::Scalar(Scalar::Json) => "Json".to_owned(),
        Type::Scalar(Scalar::String | Scalar::Uuid) => "Text".to_owned(),
        Type::Id(_, IdRepr::Int) | Type::Enum(_, EnumRepr::Int) => "Id".to_owned(),
        // No field is a file.
        Type::Id(..) | Type::Enum(..) | Type::File => "TextId".to_owned(),
        Type::Object(model, _) => format!("Object({:?})", model.name),
        Type::Nested(object) => kind(object),
        Type::List(item) => format!("List(&{})", kind(item)),
        Type::Map(item) => format!("Map(&{})", kind(item)),
    }
}
