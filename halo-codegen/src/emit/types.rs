//! Types of fields and arguments.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::ir::{ArgDef, Takes, Type, TypeRef};
use crate::model::{Literal, Scalar};

/// A type of the API.
pub(super) fn reference(ty: &TypeRef) -> TokenStream {
    let (module, name) = (ident(&ty.module), ident(&ty.name));
    quote!(@crate::#module::#name)
}

/// A type without its `Option`: of a field, of what a list holds, of what a request takes or gives.
pub(super) fn element_type(ty: &Type) -> TokenStream {
    match ty {
        Type::Scalar(scalar) => match scalar {
            Scalar::Bool => quote!(bool),
            Scalar::Int => quote!(i64),
            Scalar::Float => quote!(f64),
            Scalar::Decimal => quote!(@rust_decimal::Decimal),
            Scalar::String | Scalar::Uuid => quote!(String),
            Scalar::DateTime => quote!(@jiff::Timestamp),
            Scalar::Date => quote!(@jiff::civil::Date),
            Scalar::Json => quote!(@serde_json::Value),
        },
        Type::Id(name, _) | Type::Enum(name, _) | Type::Object(name, _) => reference(name),
        Type::Nested(object) => {
            let object = element_type(object);
            quote!(@crate::rt::Nested<#object>)
        }
        Type::List(element) => {
            let element = element_type(element);
            quote!(Vec<#element>)
        }
        Type::Map(element) => {
            let element = element_type(element);
            quote!(@std::collections::BTreeMap<String, #element>)
        }
        Type::File => quote!(@crate::rt::File),
    }
}

/// The type of an argument.
pub(super) fn arg_type(takes: &Takes) -> TokenStream {
    match takes {
        Takes::Each(element) => {
            let element = arg_type(element);
            quote!(impl IntoIterator<Item = #element>)
        }
        Takes::Into(ty) => {
            let target = element_type(ty);
            quote!(impl Into<#target>)
        }
        Takes::Decimal => quote!(impl @crate::rt::IntoDecimal),
        other => sent_type(other),
    }
}

/// `#[inline]` for a setter that is not generic already: it is compiled only where it is called, and of the thousands that
/// there are a program calls a few.
pub(super) fn inline(takes: &Takes) -> Option<TokenStream> {
    matches!(takes, Takes::Exactly(_) | Takes::Write(_)).then(|| quote!(#[inline]))
}

/// What an argument becomes before it is sent.
pub(super) fn sent_type(takes: &Takes) -> TokenStream {
    match takes {
        Takes::Exactly(ty) | Takes::Into(ty) => element_type(ty),
        Takes::Decimal => quote!(@rust_decimal::Decimal),
        Takes::Write(write) => reference(write),
        Takes::Each(element) => {
            let element = sent_type(element);
            quote!(Vec<#element>)
        }
    }
}

/// An argument as it is sent.
pub(super) fn convert(takes: &Takes, arg: &TokenStream) -> TokenStream {
    if matches!(takes, Takes::Into(_)) { quote!(#arg.into()) } else { quote!(#arg) }
}

/// An argument that is a member of the key, as requests carry it.
pub(super) fn key_value(arg: &ArgDef, value: &TokenStream) -> TokenStream {
    let value = convert(&arg.takes, value);
    quote!(#value.into())
}

/// The elements of a list argument as they are sent.
pub(super) fn convert_each(element: &Takes, arg: &TokenStream) -> TokenStream {
    match element {
        Takes::Each(inner) => {
            let values = convert_each(inner, &quote!(list));
            quote!(#arg.into_iter().map(|list| @crate::rt::WriteValue::list(#values)))
        }
        Takes::Decimal => quote!(#arg.into_iter().map(@crate::rt::WriteValue::decimal)),
        Takes::Into(_) => {
            let target = sent_type(element);
            quote!(#arg.into_iter().map(Into::<#target>::into))
        }
        Takes::Exactly(_) | Takes::Write(_) => arg.clone(),
    }
}

/// A value that is sent, as an expression.
pub(super) fn literal(value: &Literal) -> TokenStream {
    match value {
        Literal::Null => quote!(serde_json::Value::Null),
        Literal::Bool(value) => quote!(#value),
        // As people write them, with an underscore.
        Literal::Int(value) => format!("{value}_i64").parse().unwrap_or_default(),
        Literal::Float(value) => format!("{value:?}_f64").parse().unwrap_or_default(),
        Literal::String(text) => quote!(#text),
    }
}
