//! Values and types in catalog entries.

use proc_macro2::{Literal as Token, TokenStream};
use quote::{ToTokens, quote};

use crate::emit::ident;
use crate::ir::{FixedValue, Type};
use crate::model::{EnumRepr, IdRepr, Literal, Scalar};

/// A type, as a variant of the catalog's `Type`.
pub(super) fn catalog_type(ty: &Type) -> TokenStream {
    let named = |variant: &str, name: &str| {
        let variant = ident(variant);
        quote!(@crate::rt::Type::#variant(#name))
    };
    match ty {
        Type::Scalar(scalar) => {
            let variant = ident(scalar.variant());
            quote!(@crate::rt::Type::#variant)
        }
        Type::Id(name, IdRepr::Int) => named("IntId", &name.name),
        Type::Id(name, _) => named("TextId", &name.name),
        Type::Enum(name, EnumRepr::Int) => named("IntEnum", &name.name),
        Type::Enum(name, EnumRepr::String) => named("TextEnum", &name.name),
        Type::Object(name, _) => named("Object", &name.name),
        Type::Nested(object) => catalog_type(object),
        Type::List(element) => {
            let element = catalog_type(element);
            quote!(@crate::rt::Type::List(&#element))
        }
        Type::Map(element) => {
            let element = catalog_type(element);
            quote!(@crate::rt::Type::Map(&#element))
        }
        Type::File => quote!(@crate::rt::Type::File),
    }
}

/// `FieldInfo::string("wire", "rust")` and the like: by the type where that has a constructor of its own.
pub(super) fn info(what: &str, wire: &str, rust: &str, ty: &Type) -> TokenStream {
    let info = ident(what);
    let scalar = |word: &str| {
        let new = ident(word);
        quote!(@crate::rt::#info::#new(#wire, #rust))
    };
    let named = |new: &str, name: &str| {
        let new = ident(new);
        quote!(@crate::rt::#info::#new(#wire, #rust, #name))
    };
    match ty {
        Type::Scalar(word) => scalar(word.word()),
        Type::Id(name, IdRepr::Int) => named("int_id", &name.name),
        Type::Id(name, _) => named("text_id", &name.name),
        Type::Enum(name, EnumRepr::Int) => named("int_enum", &name.name),
        Type::Enum(name, EnumRepr::String) => named("text_enum", &name.name),
        Type::Object(name, _) => named("object", &name.name),
        Type::Nested(object) => self::info(what, wire, rust, object),
        Type::List(_) | Type::Map(_) | Type::File => {
            let ty = catalog_type(ty);
            quote!(@crate::rt::#info::new(#wire, #rust, #ty))
        }
    }
}

/// A value that a body always holds.
pub(super) fn fixed(value: &FixedValue) -> TokenStream {
    match value {
        FixedValue::Key(member) => quote!(@crate::rt::Fixed::Key(#member)),
        FixedValue::Literal(Literal::Null) => quote!(@crate::rt::Fixed::Null),
        FixedValue::Literal(Literal::Bool(value)) => quote!(@crate::rt::Fixed::Bool(#value)),
        FixedValue::Literal(Literal::Int(value)) => {
            let value = Token::i64_unsuffixed(*value);
            quote!(@crate::rt::Fixed::Int(#value))
        }
        FixedValue::Literal(Literal::Float(value)) => {
            let value: TokenStream = format!("{value:?}").parse().unwrap_or_default();
            quote!(@crate::rt::Fixed::Float(#value))
        }
        FixedValue::Literal(Literal::String(text)) => quote!(@crate::rt::Fixed::Text(#text)),
    }
}

/// A value that means "not set": a number, an instant, a day or another text.
pub(super) fn null_value(value: &Literal, ty: &Type) -> Option<TokenStream> {
    match value {
        Literal::Int(number) => {
            let number = Token::i64_unsuffixed(*number);
            Some(quote!(@crate::rt::NullValue::Int(#number)))
        }
        Literal::String(text) => {
            let variant = ident(match ty {
                Type::Scalar(Scalar::DateTime) => "Instant",
                Type::Scalar(Scalar::Date) => "Day",
                _ => "Text",
            });
            Some(quote!(@crate::rt::NullValue::#variant(#text)))
        }
        Literal::Null | Literal::Bool(_) | Literal::Float(_) => None,
    }
}

/// `.method(&[..])`, unless there is nothing to say.
pub(super) fn list_of<T: ToTokens>(method: &str, items: impl IntoIterator<Item = T>) -> Option<TokenStream> {
    let items: Vec<T> = items.into_iter().collect();
    let method = ident(method);
    (!items.is_empty()).then(|| quote!(.#method(&[#(#items),*])))
}

pub(super) fn option<T: ToTokens>(value: Option<T>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}
