//! Types and the imports that they need.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::ir::{Takes, Type, TypeRef};
use crate::model::{Literal, Scalar};

/// Imports, one line each, so that a new one adds a line and changes none.
#[derive(Default)]
pub(super) struct Imports(BTreeSet<String>);

impl Imports {
    pub(super) fn add(&mut self, path: &str) {
        self.0.insert(path.to_owned());
    }

    /// Something of the runtime.
    pub(super) fn add_rt(&mut self, name: &str) {
        self.add(&format!("crate::rt::{name}"));
    }

    pub(super) fn add_ref(&mut self, name: &TypeRef) {
        self.add(&format!("crate::{}::{}", name.module, name.name));
    }

    /// What a value of the type needs.
    pub(super) fn add_type(&mut self, ty: &Type) {
        match ty {
            Type::Scalar(scalar) => match scalar {
                Scalar::Decimal => self.add("rust_decimal::Decimal"),
                Scalar::DateTime => self.add("jiff::Timestamp"),
                Scalar::Date => self.add("jiff::civil::Date"),
                Scalar::Json => self.add("serde_json::Value"),
                Scalar::Bool | Scalar::Int | Scalar::Float | Scalar::String | Scalar::Uuid => {}
            },
            Type::Id(name, _) | Type::Enum(name, _) | Type::Object(name, _) => self.add_ref(name),
            Type::List(element) => self.add_type(element),
            Type::Map(element) => {
                self.add("std::collections::BTreeMap");
                self.add_type(element);
            }
        }
    }

    /// What an argument needs.
    pub(super) fn add_arg(&mut self, takes: &Takes) {
        match takes {
            Takes::Exactly(ty) | Takes::Into(ty) => self.add_type(ty),
            Takes::Write(write) => self.add_ref(write),
            Takes::Each(element) => self.add_arg(element),
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
pub(super) fn field_type(ty: &Type) -> TokenStream {
    match ty {
        Type::Object(model, _) => {
            let model = ident(&model.name);
            quote!(Box<#model>)
        }
        other => element_type(other),
    }
}

/// The type of an element: in a list an object needs no box.
pub(super) fn element_type(ty: &Type) -> TokenStream {
    match ty {
        Type::Scalar(scalar) => match scalar {
            Scalar::Bool => quote!(bool),
            Scalar::Int => quote!(i64),
            Scalar::Float => quote!(f64),
            Scalar::Decimal => quote!(Decimal),
            Scalar::String | Scalar::Uuid => quote!(String),
            Scalar::DateTime => quote!(Timestamp),
            Scalar::Date => quote!(Date),
            Scalar::Json => quote!(Value),
        },
        Type::Id(name, _) | Type::Enum(name, _) | Type::Object(name, _) => {
            let name = ident(&name.name);
            quote!(#name)
        }
        Type::List(element) => {
            let element = element_type(element);
            quote!(Vec<#element>)
        }
        Type::Map(element) => {
            let element = element_type(element);
            quote!(BTreeMap<String, #element>)
        }
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
        Takes::Write(write) => {
            let write = ident(&write.name);
            quote!(#write)
        }
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

/// The elements of a list argument as they are sent.
pub(super) fn convert_each(element: &Takes, arg: &TokenStream) -> TokenStream {
    let target = sent_type(element);
    if matches!(element, Takes::Into(_)) { quote!(#arg.into_iter().map(Into::<#target>::into)) } else { quote!(#arg) }
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
