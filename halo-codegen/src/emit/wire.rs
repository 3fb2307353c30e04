//! `wire.rs`: the list of a model's fields, from which the engine reaches them.
//!
//! One line per field and no numbers, so that an insertion adds lines and changes none: branches that each add a field
//! merge.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{Imports, field_type};
use super::{ident, member};
use crate::ir::{FieldDef, ModelDef};

pub(super) fn wire(model: &ModelDef, record: bool) -> TokenStream {
    let name = ident(&model.name);
    let imports = imports(model, record);
    // Each field with its default: a literal compiles faster than a derive.
    let fields = fields(model).map(|field| {
        let rust = member(&field.rust);
        if field.always {
            let ty = field_type(&field.ty);
            quote!(#rust: #ty::default())
        } else {
            quote!(#rust: None)
        }
    });
    let record = record.then(|| {
        quote! {
            impl Record for #name {
                const INFO: &'static EntityInfo = &ENTITY;
            }
        }
    });
    quote! {
        #imports

        crate::rt::model! { #name, FIELDS, #(#fields,)* }

        #record
    }
}

fn fields(model: &ModelDef) -> impl Iterator<Item = &FieldDef> {
    model.fields.iter().filter(|field| field.in_model)
}

fn imports(model: &ModelDef, record: bool) -> TokenStream {
    let mut imports = Imports::default();
    imports.add("super::catalog::FIELDS");
    imports.add(&format!("super::model::{}", model.name));
    if record {
        for path in ["super::catalog::ENTITY", "crate::rt::EntityInfo", "crate::rt::Record"] {
            imports.add(path);
        }
    }
    for field in fields(model).filter(|field| field.always) {
        imports.add_field(&field.ty);
    }
    imports.tokens()
}
