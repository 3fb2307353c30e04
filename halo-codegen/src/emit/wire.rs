//! `wire.rs`: how the engine reaches the fields of a model.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::types::field_type;
use super::{ident, member};
use crate::ir::ModelDef;

pub(super) fn wire(model: &ModelDef, record: bool) -> TokenStream {
    let (name, text) = (ident(&model.name), &model.name);
    let name = quote!(@super::model::#name);
    let always = model.always.iter().map(|position| Literal::usize_unsuffixed(*position));
    let count = Literal::usize_unsuffixed(model.fields.iter().filter(|field| field.in_model).count());
    let access = access(model, &name);
    let default = default(model, &name);
    let record = record.then(|| {
        quote! {
            impl @crate::rt::Record for #name {
                const INFO: &'static @crate::rt::EntityInfo = &@super::catalog::ENTITY;
            }
        }
    });
    quote! {
        static NAMES: [&str; #count] = crate::rt::names(@super::catalog::FIELDS);

        static INFO: @crate::rt::ModelInfo = @crate::rt::ModelInfo { name: #text, fields: @super::catalog::FIELDS, names: &NAMES, required: &[#(#always),*] };

        crate::rt::model!(#name);

        #access
        #default
        #record
    }
}

/// Numbered matches: the last number stands for the rest, so that there is nothing to panic.
fn access(model: &ModelDef, name: &TokenStream) -> TokenStream {
    let fields: Vec<_> = model.fields.iter().filter(|field| field.in_model).map(|field| member(&field.rust)).collect();
    // Of a model without fields none is ever asked for.
    let extra = member("extra");
    let (last, rest) = fields.split_last().unwrap_or((&extra, &[]));
    let numbers: Vec<_> = (0..rest.len()).map(Literal::usize_unsuffixed).collect();
    let (index, field_mut, field) = if rest.is_empty() {
        (quote!(_), quote!(&mut self.#last), quote!(&self.#last))
    } else {
        let field_mut = quote!(match index { #(#numbers => &mut self.#rest,)* _ => &mut self.#last });
        let field = quote!(match index { #(#numbers => &self.#rest,)* _ => &self.#last });
        (quote!(index), field_mut, field)
    };
    quote! {
        impl @crate::rt::Model for #name {
            fn model_info(&self) -> &'static @crate::rt::ModelInfo {
                &INFO
            }

            fn field_mut(&mut self, #index: usize) -> &mut dyn @crate::rt::FieldSlot {
                #field_mut
            }

            fn field(&self, #index: usize) -> &dyn @crate::rt::FieldSlot {
                #field
            }

            fn extra(&self) -> &@crate::rt::Extra {
                &self.extra
            }

            fn extra_mut(&mut self) -> &mut @crate::rt::Extra {
                &mut self.extra
            }
        }
    }
}

/// A literal compiles quicker than a derive.
fn default(model: &ModelDef, name: &TokenStream) -> TokenStream {
    let fields = model.fields.iter().filter(|field| field.in_model).map(|field| {
        let rust = member(&field.rust);
        if field.always {
            let ty = field_type(&field.ty);
            quote!(#rust: #ty::default())
        } else {
            quote!(#rust: None)
        }
    });
    quote! {
        impl Default for #name {
            fn default() -> Self {
                Self { #(#fields,)* extra: @crate::rt::Extra::new() }
            }
        }
    }
}
