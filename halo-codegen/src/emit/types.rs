//! Types of fields and arguments.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::ir::{ArgDef, RustType, TypeRef};

/// Imports of a catalog, which names nothing of the schema: see `imports` for the others.
#[derive(Default)]
pub(super) struct Imports(BTreeSet<String>);

impl Imports {
    pub(super) fn add(&mut self, path: &str) {
        self.0.insert(path.to_owned());
    }

    pub(super) fn tokens(&self) -> TokenStream {
        let paths = self.0.iter().filter_map(|path| syn::parse_str::<syn::Path>(path).ok());
        quote!(#(use #paths;)*)
    }
}

/// A type of the API.
pub(super) fn reference(ty: &TypeRef) -> TokenStream {
    let (module, name) = (ident(&ty.module), ident(&ty.name));
    quote!(@crate::#module::#name)
}

/// The type of a field, without its `Option`.
pub(super) fn field_type(ty: &RustType) -> TokenStream {
    match ty {
        RustType::Object(model, _) => {
            let model = reference(model);
            quote!(Box<#model>)
        }
        other => element_type(other),
    }
}

/// The type of an element: in a list an object needs no box.
pub(super) fn element_type(ty: &RustType) -> TokenStream {
    match ty {
        RustType::Bool => quote!(bool),
        RustType::Int => quote!(i64),
        RustType::Float => quote!(f64),
        RustType::Decimal => quote!(@rust_decimal::Decimal),
        RustType::Text => quote!(String),
        RustType::Timestamp => quote!(@jiff::Timestamp),
        RustType::Date => quote!(@jiff::civil::Date),
        RustType::Json => quote!(@serde_json::Value),
        RustType::Plain(name) | RustType::Object(name, _) => reference(name),
        RustType::List(element) => {
            let element = element_type(element);
            quote!(Vec<#element>)
        }
        RustType::Map(element) => {
            let element = element_type(element);
            quote!(@std::collections::BTreeMap<String, #element>)
        }
    }
}

/// The type of an argument.
pub(super) fn arg_type(ty: &RustType) -> TokenStream {
    match ty {
        RustType::List(element) => {
            let element = arg_type(element);
            quote!(impl IntoIterator<Item = #element>)
        }
        RustType::Decimal => quote!(impl @crate::rt::IntoDecimal),
        other => {
            let target = sent_type(other);
            if is_converted(other) { quote!(impl Into<#target>) } else { target }
        }
    }
}

/// `#[inline]` for a setter that is not generic already: it is compiled only where it is called, and of the thousands that
/// there are a program calls a few.
pub(super) fn inline(ty: &RustType) -> Option<TokenStream> {
    let generic = matches!(ty, RustType::List(_)) || is_converted(ty);
    (!generic).then(|| quote!(#[inline]))
}

/// What an argument becomes before it is sent.
pub(super) fn sent_type(ty: &RustType) -> TokenStream {
    match ty {
        RustType::Object(_, Some(write)) => reference(write),
        RustType::Object(_, None) | RustType::Map(_) => quote!(@serde_json::Value),
        other => element_type(other),
    }
}

/// Whether arguments of the type are `impl Into`: where other types become it without loss.
fn is_converted(ty: &RustType) -> bool {
    !matches!(ty, RustType::Bool | RustType::Int | RustType::Float | RustType::Object(_, Some(_)))
}

/// An argument as it is sent.
pub(super) fn convert(ty: &RustType, arg: &TokenStream) -> TokenStream {
    if is_converted(ty) { quote!(#arg.into()) } else { quote!(#arg) }
}

/// An argument that is a member of the key, as requests carry it.
pub(super) fn key_value(arg: &ArgDef, value: &TokenStream) -> TokenStream {
    let value = convert(&arg.ty, value);
    quote!(#value.into())
}

/// The elements of a list argument as they are sent.
pub(super) fn convert_list(element: &RustType, arg: &TokenStream) -> TokenStream {
    match element {
        RustType::List(inner) => {
            let values = convert_list(inner, &quote!(list));
            quote!(#arg.into_iter().map(|list| @crate::rt::WriteValue::list(#values)))
        }
        RustType::Decimal => quote!(#arg.into_iter().map(@crate::rt::WriteValue::decimal)),
        other if is_converted(other) => {
            let target = sent_type(other);
            quote!(#arg.into_iter().map(Into::<#target>::into))
        }
        _ => arg.clone(),
    }
}
