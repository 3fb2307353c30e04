//! Types of the schema to types of the API, and what arguments of them take.

use super::Lowering;
use super::names::write_name;
use crate::ir::{FieldDef, Takes, Type, TypeRef};
use crate::model::{Named, Scalar, TypeExpr};

impl Lowering<'_> {
    /// The type of the API. A name that stands for nothing was reported before; it would be raw JSON.
    pub(super) fn ty(&self, ty: &TypeExpr) -> Type {
        match ty {
            TypeExpr::Scalar(scalar) => Type::Scalar(*scalar),
            TypeExpr::Named(name) => self.named(name),
            TypeExpr::List(element) => Type::List(Box::new(self.ty(element))),
            TypeExpr::Map(element) => Type::Map(Box::new(self.ty(element))),
            TypeExpr::File => Type::File,
        }
    }

    /// The type of a field. An object there may hold the model that it is a field of.
    pub(super) fn field_ty(&self, ty: &TypeExpr) -> Type {
        match self.ty(ty) {
            object @ Type::Object(..) => Type::Nested(Box::new(object)),
            other => self.held(other),
        }
    }

    /// What a list or a map of a field holds: entities are nested there too, since each of them holds others in turn.
    fn held(&self, ty: Type) -> Type {
        let is_entity = |name: &TypeRef| matches!(self.types.get(&name.name), Some(Named::Entity(_)));
        match ty {
            Type::List(element) => Type::List(Box::new(self.held(*element))),
            Type::Map(element) => Type::Map(Box::new(self.held(*element))),
            Type::Object(ref name, _) if is_entity(name) => Type::Nested(Box::new(ty)),
            other => other,
        }
    }

    fn named(&self, name: &str) -> Type {
        match self.types.get(name) {
            Some(Named::Id(repr)) => Type::Id(at("ids", name), repr),
            Some(Named::Enum(one)) => Type::Enum(at("types", name), one.repr.value),
            Some(Named::Object(object)) => {
                let write = (!object.write.is_empty()).then(|| at("types", &write_name(name)));
                Type::Object(at("types", name), write)
            }
            Some(Named::Entity(entity)) => {
                let write = self.schema.has_write_type(entity).then(|| at(&entity.plural, &write_name(name)));
                Type::Object(at(&entity.plural, name), write)
            }
            None => Type::Scalar(Scalar::Json),
        }
    }
}

fn at(module: &str, name: &str) -> TypeRef {
    TypeRef { module: module.to_owned(), name: name.to_owned() }
}

/// What an argument takes: `impl Into` where other types become its own without loss.
pub(super) fn takes(ty: &Type) -> Takes {
    match ty {
        Type::Scalar(Scalar::Bool | Scalar::Int | Scalar::Float) | Type::File => Takes::Exactly(ty.clone()),
        Type::Scalar(Scalar::Decimal) => Takes::Decimal,
        Type::Object(_, Some(write)) => Takes::Write(write.clone()),
        Type::Nested(object) => takes(object),
        Type::Object(_, None) | Type::Map(_) => Takes::Into(Type::Scalar(Scalar::Json)),
        Type::List(element) => Takes::Each(Box::new(takes(element))),
        Type::Scalar(_) | Type::Id(..) | Type::Enum(..) => Takes::Into(ty.clone()),
    }
}

/// The type of a field as documentation shows it.
pub(crate) fn shown_field(field: &FieldDef) -> String {
    let ty = shown(&field.ty);
    if field.required { ty } else { format!("Option<{ty}>") }
}

/// A type as documentation shows it.
pub(crate) fn shown(ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => match scalar {
            Scalar::Bool => "bool",
            Scalar::Int => "i64",
            Scalar::Float => "f64",
            Scalar::Decimal => "Decimal",
            Scalar::String | Scalar::Uuid => "String",
            Scalar::DateTime => "Timestamp",
            Scalar::Date => "Date",
            Scalar::Json => "Value",
        }
        .to_owned(),
        Type::Id(name, _) | Type::Enum(name, _) | Type::Object(name, _) => name.name.clone(),
        Type::Nested(object) => format!("Nested<{}>", shown(object)),
        Type::List(element) => format!("Vec<{}>", shown(element)),
        Type::Map(element) => format!("BTreeMap<String, {}>", shown(element)),
        Type::File => "File".to_owned(),
    }
}
