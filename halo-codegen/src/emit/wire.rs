//! `wire.rs`: the list of a model's fields, from which the engine reaches them.
//!
//! One line per field and no numbers, so that an insertion adds lines and changes none: branches that each add a field
//! merge.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::element_type;
use super::{ident, member};
use crate::ir::{FieldDef, ModelDef};

pub(super) fn wire(model: &ModelDef, record: bool) -> TokenStream {
    let name = ident(&model.name);
    let (name, text) = (quote!(@super::model::#name), &model.name);
    // Each field with its default: a literal compiles faster than a derive.
    let fields = fields(model).map(|field| {
        let rust = member(&field.rust);
        if field.required {
            let ty = element_type(&field.ty);
            quote!(#rust: #ty::default())
        } else {
            quote!(#rust: None)
        }
    });
    let record = record.then(|| {
        quote! {
            impl @crate::rt::Record for #name {
                const INFO: &'static @crate::rt::EntityInfo = &@super::catalog::ENTITY;
            }
        }
    });
    quote! {
        crate::rt::model! { #name, #text, @super::catalog::FIELDS, #(#fields,)* }

        #record
    }
}

fn fields(model: &ModelDef) -> impl Iterator<Item = &FieldDef> {
    model.fields.iter().filter(|field| field.in_model)
}
