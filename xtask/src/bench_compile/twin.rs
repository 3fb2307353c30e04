//! Writes the same models as serde derives, as halo-api would be without its engine.

use std::fmt::Write as _;

use halo_codegen::ir::{Api, FieldDef, ModelDef, Type};
use halo_codegen::model::Scalar;

/// The derives of a twin. Fields may be missing.
const DERIVES: &str =
    "#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]\n#[serde(default)]\n";

/// Writes a module with a struct for every model.
pub(super) fn module(api: &Api) -> String {
    let mut text = String::new();
    for model in models(api) {
        text.push_str(&structure(model));
    }
    text
}

/// The total number of fields of the models.
pub(super) fn count(api: &Api) -> usize {
    models(api).flat_map(fields).count()
}

/// The fields of a struct.
pub(crate) fn fields(model: &ModelDef) -> impl Iterator<Item = &FieldDef> {
    model.fields.iter().filter(|field| field.in_model)
}

/// The structs of entities, then those of objects.
pub(crate) fn models(api: &Api) -> impl Iterator<Item = &ModelDef> {
    let entities = api.entities.iter().filter_map(|entity| entity.own.as_ref()).map(|own| &own.model);
    entities.chain(api.objects.iter().map(|object| &object.model))
}

fn structure(model: &ModelDef) -> String {
    let mut text = format!("{DERIVES}pub struct {} {{\n", model.name);
    for field in fields(model) {
        let (wire, name, ty) = (&field.wire, &field.rust, field_type(field, &scalar));
        let _ = writeln!(text, "    #[serde(rename = {wire:?})]\n    pub {name}: {ty},");
    }
    text.push_str("}\n\n");
    text
}

/// The type of a field. `scalar` decides the scalars that differ between twins.
pub(crate) fn field_type(field: &FieldDef, scalar: &dyn Fn(&Type) -> String) -> String {
    let inner = value_type(&field.ty, scalar);
    match field.ty {
        _ if field.required => inner,
        Type::Nested(_) => format!("Option<Box<{inner}>>"),
        _ => format!("Option<{inner}>"),
    }
}

fn value_type(ty: &Type, scalar: &dyn Fn(&Type) -> String) -> String {
    match ty {
        Type::Scalar(Scalar::Bool) => "bool".to_owned(),
        Type::Scalar(Scalar::Int) => "i64".to_owned(),
        Type::Scalar(Scalar::Float) => "f64".to_owned(),
        Type::Scalar(Scalar::String | Scalar::Uuid) => "String".to_owned(),
        Type::Scalar(Scalar::Json) => "serde_json::Value".to_owned(),
        Type::Object(model, _) => model.name.clone(),
        Type::Nested(object) => value_type(object, scalar),
        Type::List(item) => format!("Vec<{}>", value_type(item, scalar)),
        Type::Map(item) => format!("std::collections::BTreeMap<String, {}>", value_type(item, scalar)),
        other => scalar(other),
    }
}

/// The type of a scalar. Ids and enums are text here, so the twin needs no impls for them.
fn scalar(ty: &Type) -> String {
    match ty {
        Type::Scalar(Scalar::Decimal) => "rust_decimal::Decimal",
        Type::Scalar(Scalar::DateTime) => "jiff::civil::DateTime",
        Type::Scalar(Scalar::Date) => "jiff::civil::Date",
        _ => "String",
    }
    .to_owned()
}
