//! `model.rs`: the struct that replies hold.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{Imports, field_type};
use super::{ident, member, outer_doc};
use crate::ir::{FieldDef, FieldGetterDef, ModelDef};

pub(super) fn model(model: &ModelDef) -> TokenStream {
    let mut imports = Imports::default();
    imports.add("crate::rt::Extra");
    for field in model.fields.iter().filter(|field| field.in_model) {
        imports.add_type(&field.ty);
    }
    if !model.field_getters.is_empty() {
        imports.add("crate::rt::CustomFieldKey");
        imports.add("crate::rt::CustomFieldRef");
    }
    let imports = imports.tokens_beside(&model.name);
    let doc = outer_doc(&model.doc);
    let name = ident(&model.name);
    let fields = model.fields.iter().filter(|field| field.in_model).map(field);
    let getters = model.field_getters.iter().map(getter);
    let getters = (!model.field_getters.is_empty()).then(|| quote!(impl #name { #(#getters)* }));
    quote! {
        #imports

        #doc
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            /// Fields that the schema does not know, and values that did not fit, by wire name.
            pub extra: Extra,
        }

        #getters
    }
}

fn getter(getter: &FieldGetterDef) -> TokenStream {
    let doc = outer_doc(&getter.doc);
    let (wire, rust) = (&getter.wire, member(&getter.rust));
    quote! {
        #doc
        #[must_use]
        pub fn #rust(&self, key: impl Into<CustomFieldKey>) -> Option<CustomFieldRef<'_>> {
            crate::rt::find(self, #wire, &key.into())
        }
    }
}

fn field(field: &FieldDef) -> TokenStream {
    let doc = outer_doc(&field.doc);
    let (wire, rust) = (&field.wire, member(&field.rust));
    let alias = (field.wire != field.rust).then(|| quote!(#[doc(alias = #wire)]));
    let ty = field_type(&field.ty);
    let ty = if field.required { ty } else { quote!(Option<#ty>) };
    quote! {
        #doc
        #alias
        pub #rust: #ty,
    }
}
