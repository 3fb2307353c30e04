//! `wire.rs`: how the engine reaches the fields of a model.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::types::{Imports, field_type};
use super::{ident, member};
use crate::ir::ModelDef;

pub(super) fn wire(model: &ModelDef, record: bool) -> TokenStream {
    let name = ident(&model.name);
    let text = &model.name;
    let required = model.required.iter().map(|position| Literal::usize_unsuffixed(*position));
    let count = Literal::usize_unsuffixed(model.fields.iter().filter(|field| field.in_model).count());
    let imports = imports(model, record);
    let access = access(model, &name);
    let default = default(model, &name);
    let record = record.then(|| {
        quote! {
            impl Record for #name {
                const INFO: &'static EntityInfo = &ENTITY;
            }
        }
    });
    quote! {
        #imports

        static NAMES: [&str; #count] = crate::rt::names(FIELDS);

        static INFO: ModelInfo = ModelInfo { name: #text, fields: FIELDS, names: &NAMES, required: &[#(#required),*] };

        crate::rt::model!(#name);

        #access
        #default
        #record
    }
}

fn imports(model: &ModelDef, record: bool) -> TokenStream {
    let mut imports = Imports::default();
    for path in ["crate::rt::Extra", "crate::rt::FieldSlot", "crate::rt::Model", "crate::rt::ModelInfo"] {
        imports.add(path);
    }
    imports.add("super::catalog::FIELDS");
    imports.add(&format!("super::model::{}", model.name));
    if record {
        for path in ["super::catalog::ENTITY", "crate::rt::EntityInfo", "crate::rt::Record"] {
            imports.add(path);
        }
    }
    for field in model.fields.iter().filter(|field| field.in_model && field.required) {
        imports.add_type(&field.ty);
    }
    imports.tokens()
}

/// Numbered matches: the last number stands for the rest, so that there is nothing to panic.
fn access(model: &ModelDef, name: &proc_macro2::Ident) -> TokenStream {
    let fields: Vec<_> = model.fields.iter().filter(|field| field.in_model).map(|field| member(&field.rust)).collect();
    let Some((last, rest)) = fields.split_last() else { return TokenStream::new() };
    let numbers: Vec<_> = (0..rest.len()).map(Literal::usize_unsuffixed).collect();
    let (index, field_mut, field) = if rest.is_empty() {
        (quote!(_), quote!(&mut self.#last), quote!(&self.#last))
    } else {
        let field_mut = quote!(match index { #(#numbers => &mut self.#rest,)* _ => &mut self.#last });
        let field = quote!(match index { #(#numbers => &self.#rest,)* _ => &self.#last });
        (quote!(index), field_mut, field)
    };
    quote! {
        impl Model for #name {
            fn model_info(&self) -> &'static ModelInfo {
                &INFO
            }

            fn field_mut(&mut self, #index: usize) -> &mut dyn FieldSlot {
                #field_mut
            }

            fn field(&self, #index: usize) -> &dyn FieldSlot {
                #field
            }

            fn extra(&self) -> &Extra {
                &self.extra
            }

            fn extra_mut(&mut self) -> &mut Extra {
                &mut self.extra
            }
        }
    }
}

/// A literal compiles quicker than a derive.
fn default(model: &ModelDef, name: &proc_macro2::Ident) -> TokenStream {
    let fields = model.fields.iter().filter(|field| field.in_model).map(|field| {
        let rust = member(&field.rust);
        if field.required {
            let ty = field_type(&field.ty);
            quote!(#rust: #ty::default())
        } else {
            quote!(#rust: None)
        }
    });
    quote! {
        impl Default for #name {
            fn default() -> Self {
                Self { #(#fields,)* extra: Extra::new() }
            }
        }
    }
}
