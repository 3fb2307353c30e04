//! Decides whether a type of the schema is compatible with the vendor's.

use crate::model::{EnumRepr, IdRepr, Named, Scalar, TypeExpr, Types, VendorNames};
use crate::vendor::document::{Document, Type};

/// Both sides of a comparison, to resolve names.
#[derive(Clone, Copy)]
pub(in crate::vendor) struct Fit<'a> {
    pub(in crate::vendor) document: &'a Document,
    pub(in crate::vendor) types: &'a Types<'a>,
}

impl Fit<'_> {
    /// Whether a field may have our type.
    pub(in crate::vendor) fn field(&self, ours: &TypeExpr, theirs: &Type) -> bool {
        self.fits(ours, &self.document.resolve(theirs))
    }

    /// Whether a parameter may have our type.
    ///
    /// In a query everything is text, and a list is comma-separated text.
    pub(in crate::vendor) fn param(&self, ours: &TypeExpr, theirs: &Type) -> bool {
        let theirs = self.document.resolve(theirs);
        let text = theirs == Type::String;
        match ours {
            TypeExpr::List(_) if text => true,
            TypeExpr::Named(name) if text => {
                matches!(self.types.get(name), Some(Named::Enum(_))) || self.fits(ours, &theirs)
            }
            ours => self.fits(ours, &theirs),
        }
    }

    fn fits(&self, ours: &TypeExpr, theirs: &Type) -> bool {
        if *theirs == Type::Any {
            return true;
        }
        match ours {
            TypeExpr::Scalar(scalar) => fits_scalar(*scalar, theirs),
            TypeExpr::Named(name) => self.fits_name(name, theirs),
            TypeExpr::List(ours) => matches!(theirs, Type::List(theirs) if self.fits(ours, theirs)),
            TypeExpr::Map(ours) => matches!(theirs, Type::Map(theirs) if self.fits(ours, theirs)),
            // A part of a form, which the vendor's file does not describe.
            TypeExpr::File => true,
        }
    }

    fn fits_name(&self, name: &str, theirs: &Type) -> bool {
        let named = |vendor: &Option<VendorNames>| match (vendor, theirs) {
            (Some(vendor), Type::Ref(theirs)) => {
                [&vendor.list, &vendor.detail].into_iter().flatten().any(|ours| same_object(&ours.value, theirs))
            }
            (None, theirs) => matches!(theirs, Type::Ref(_) | Type::Object(_)),
            _ => false,
        };
        match self.types.get(name) {
            // Ids are integers even where the vendor declares doubles.
            Some(Named::Id(IdRepr::Int)) => matches!(theirs, Type::Int | Type::Number),
            Some(Named::Id(_)) => matches!(theirs, Type::String | Type::Uuid),
            Some(Named::Enum(known)) => match known.repr.value {
                EnumRepr::Int => *theirs == Type::Int,
                EnumRepr::String => *theirs == Type::String,
            },
            Some(Named::Object(object)) => named(&object.vendor),
            Some(Named::Entity(entity)) => named(&entity.vendor),
            None => true,
        }
    }
}

/// Whether two names are the same object. Its list form has fewer fields but the same type here.
fn same_object(ours: &str, theirs: &str) -> bool {
    let plain = |name| str::strip_suffix(name, "_List").unwrap_or(name);
    plain(ours) == plain(theirs)
}

fn fits_scalar(ours: Scalar, theirs: &Type) -> bool {
    match ours {
        Scalar::Bool => *theirs == Type::Bool,
        Scalar::Int => *theirs == Type::Int,
        Scalar::Float | Scalar::Decimal => *theirs == Type::Number,
        Scalar::String => matches!(theirs, Type::String | Type::Uuid),
        Scalar::DateTime | Scalar::Date => *theirs == Type::DateTime,
        Scalar::Uuid => matches!(theirs, Type::Uuid | Type::String),
        Scalar::Json => matches!(theirs, Type::Ref(_) | Type::Object(_) | Type::Map(_) | Type::List(_)),
    }
}
