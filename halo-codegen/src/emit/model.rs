//! `model.rs`: the struct that replies hold.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::element_type;
use super::{alias, deprecated, ident, member, outer_doc};
use crate::ir::{FieldDef, FieldGetterDef, ModelDef};

/// The struct, and other names under which the docs find it.
pub(super) fn model(model: &ModelDef, aliases: &[String]) -> TokenStream {
    let doc = outer_doc(&model.doc);
    let name = ident(&model.name);
    let aliases = aliases.iter().filter_map(|other| alias(other, &model.name));
    let fields = model.fields.iter().filter(|field| field.in_model).map(field);
    let getters = model.field_getters.iter().map(field_getter);
    let getters = (!model.field_getters.is_empty()).then(|| quote!(impl #name { #(#getters)* }));
    quote! {
        #doc
        #(#aliases)*
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            /// Fields that the schema does not know, and values that did not fit, by wire name.
            pub extra: @crate::rt::Extra,
        }

        #getters
    }
}

fn field_getter(getter: &FieldGetterDef) -> TokenStream {
    let doc = outer_doc(&getter.doc);
    let (wire, rust, all) = (&getter.wire, member(&getter.rust), member(&getter.all));
    let all_doc = outer_doc(&getter.all_doc);
    quote! {
        #doc
        #[must_use]
        pub fn #rust(&self, key: impl Into<@crate::rt::CustomFieldKey>) -> Option<@crate::rt::CustomFieldRef<'_>> {
            crate::rt::find(self, #wire, &key.into())
        }

        #all_doc
        pub fn #all<T: serde::de::DeserializeOwned>(&self) -> Result<T, @crate::rt::Error> {
            crate::rt::read_as(self, #wire)
        }
    }
}

fn field(field: &FieldDef) -> TokenStream {
    let doc = outer_doc(&field.doc);
    let (wire, rust) = (&field.wire, member(&field.rust));
    let alias = alias(wire, &field.rust);
    let ty = element_type(&field.ty);
    let deprecated = deprecated(field.deprecated.as_ref());
    let ty = if field.required { ty } else { quote!(Option<#ty>) };
    quote! {
        #doc
        #alias
        #deprecated
        pub #rust: #ty,
    }
}
