//! Types and the imports that they need.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::ir::{RustType, TypeRef};

/// Imports, one line each, so that a new one adds a line and changes none.
#[derive(Default)]
pub(super) struct Imports(BTreeSet<String>);

impl Imports {
    pub(super) fn add(&mut self, path: &str) {
        self.0.insert(path.to_owned());
    }

    pub(super) fn add_ref(&mut self, name: &TypeRef) {
        self.add(&format!("crate::{}::{}", name.module, name.name));
    }

    /// What a field of the type needs.
    pub(super) fn add_field(&mut self, ty: &RustType) {
        match ty {
            RustType::Object(model, _) => self.add_ref(model),
            other => self.add_plain(other, Self::add_field),
        }
    }

    /// What an argument of the type needs.
    pub(super) fn add_arg(&mut self, ty: &RustType) {
        match ty {
            RustType::Object(_, Some(write)) => self.add_ref(write),
            RustType::Object(_, None) | RustType::Map(_) | RustType::Json => self.add("serde_json::Value"),
            RustType::Decimal => self.add("crate::rt::IntoDecimal"),
            other => self.add_plain(other, Self::add_arg),
        }
    }

    fn add_plain(&mut self, ty: &RustType, nested: impl Fn(&mut Self, &RustType)) {
        match ty {
            RustType::Decimal => self.add("rust_decimal::Decimal"),
            RustType::Timestamp => self.add("jiff::Timestamp"),
            RustType::Date => self.add("jiff::civil::Date"),
            RustType::Json => self.add("serde_json::Value"),
            RustType::Plain(name) => self.add_ref(name),
            RustType::List(element) => nested(self, element),
            RustType::Map(element) => {
                self.add("std::collections::BTreeMap");
                nested(self, element);
            }
            RustType::Bool | RustType::Int | RustType::Float | RustType::Text | RustType::Object(..) => {}
        }
    }

    /// The imports of the file that defines `own`, which may refer to itself.
    pub(super) fn tokens_beside(mut self, own: &str) -> TokenStream {
        self.0.retain(|path| path.rsplit("::").next() != Some(own));
        self.tokens()
    }

    pub(super) fn tokens(&self) -> TokenStream {
        let paths = self.0.iter().filter_map(|path| syn::parse_str::<syn::Path>(path).ok());
        quote!(#(use #paths;)*)
    }
}

/// The type of a field, without its `Option`.
pub(super) fn field_type(ty: &RustType) -> TokenStream {
    match ty {
        RustType::Object(model, _) => {
            let model = ident(&model.name);
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
        RustType::Decimal => quote!(Decimal),
        RustType::Text => quote!(String),
        RustType::Timestamp => quote!(Timestamp),
        RustType::Date => quote!(Date),
        RustType::Json => quote!(Value),
        RustType::Plain(name) | RustType::Object(name, _) => {
            let name = ident(&name.name);
            quote!(#name)
        }
        RustType::List(element) => {
            let element = element_type(element);
            quote!(Vec<#element>)
        }
        RustType::Map(element) => {
            let element = element_type(element);
            quote!(BTreeMap<String, #element>)
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
        RustType::Decimal => quote!(impl IntoDecimal),
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
        RustType::Object(_, Some(write)) => {
            let write = ident(&write.name);
            quote!(#write)
        }
        RustType::Object(_, None) | RustType::Map(_) => quote!(Value),
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

/// The elements of a list argument as they are sent.
pub(super) fn convert_list(element: &RustType, arg: &TokenStream) -> TokenStream {
    let target = sent_type(element);
    if is_converted(element) { quote!(#arg.into_iter().map(Into::<#target>::into)) } else { quote!(#arg) }
}
