//! Types of the schema to types of Rust.

use std::collections::BTreeMap;

use crate::ir::{RustType, TypeRef};
use crate::model::{IdRepr, Scalar, Schema, TypeExpr};
use crate::naming;

/// What each name of the schema stands for.
#[derive(Debug)]
pub(super) struct Names(BTreeMap<String, RustType>);

impl Names {
    /// Ids, enums, objects and entities, by name.
    pub(super) fn of(schema: &Schema) -> Self {
        let mut names = BTreeMap::new();
        let at = |module: &str, name: &str| TypeRef { module: module.to_owned(), name: name.to_owned() };
        for id in &schema.halo.ids {
            names.insert(id.name.value.clone(), RustType::Plain(at("ids", &id.name.value)));
        }
        for one in &schema.enums {
            names.insert(one.name.value.clone(), RustType::Plain(at("types", &one.name.value)));
        }
        for object in &schema.objects {
            let name = &object.name.value;
            let write = (!object.write.is_empty()).then(|| at("types", &naming::write_name(name)));
            names.insert(name.clone(), RustType::Object(at("types", name), write));
        }
        for entity in schema.entities.iter().filter(|entity| entity.has_own_types()) {
            let name = &entity.name.value;
            if entity.id.value != IdRepr::None {
                let id = naming::id_name(name);
                names.insert(id.clone(), RustType::Plain(at("ids", &id)));
            }
            let write = schema.has_write_type(entity).then(|| at(&entity.plural, &naming::write_name(name)));
            names.insert(name.clone(), RustType::Object(at(&entity.plural, name), write));
        }
        Self(names)
    }

    /// The struct of an entity or object, and its write type where it has one.
    pub(super) fn object(&self, name: &str) -> Option<(&TypeRef, Option<&TypeRef>)> {
        match self.0.get(name) {
            Some(RustType::Object(model, write)) => Some((model, write.as_ref())),
            _ => None,
        }
    }

    /// The Rust type. A name that stands for nothing was reported before; it would be raw JSON.
    pub(super) fn rust(&self, ty: &TypeExpr) -> RustType {
        match ty {
            TypeExpr::Scalar(scalar) => match scalar {
                Scalar::Bool => RustType::Bool,
                Scalar::Int => RustType::Int,
                Scalar::Float => RustType::Float,
                Scalar::Decimal => RustType::Decimal,
                Scalar::String | Scalar::Uuid => RustType::Text,
                Scalar::DateTime => RustType::Timestamp,
                Scalar::Date => RustType::Date,
                Scalar::Json => RustType::Json,
            },
            TypeExpr::Named(name) => self.0.get(name).cloned().unwrap_or(RustType::Json),
            TypeExpr::List(element) => RustType::List(Box::new(self.rust(element))),
            TypeExpr::Map(element) => RustType::Map(Box::new(self.rust(element))),
        }
    }
}

/// The type in the schema's words.
pub(super) fn type_name(ty: &TypeExpr) -> String {
    match ty {
        TypeExpr::Scalar(scalar) => match scalar {
            Scalar::Bool => "bool",
            Scalar::Int => "int",
            Scalar::Float => "float",
            Scalar::Decimal => "decimal",
            Scalar::String => "string",
            Scalar::DateTime => "datetime",
            Scalar::Date => "date",
            Scalar::Uuid => "uuid",
            Scalar::Json => "json",
        }
        .to_owned(),
        TypeExpr::Named(name) => name.clone(),
        TypeExpr::List(element) => format!("list<{}>", type_name(element)),
        TypeExpr::Map(element) => format!("map<{}>", type_name(element)),
    }
}
