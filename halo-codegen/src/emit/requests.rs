//! `requests.rs`: the handle of an entity and its requests.

use heck::ToSnakeCase as _;
use proc_macro2::TokenStream;
use quote::quote;

use super::bulk;
use super::types::{Imports, arg_type, convert, convert_each, element_type, inline, sent_type};
use super::{ident, member, outer_doc};
use crate::ir::{ArgDef, EntityDef, FieldSetterDef, OperationDef, ParamDef, Takes};
use crate::model::OperationKind;

pub(super) fn requests(entity: &EntityDef) -> TokenStream {
    let imports = imports(entity);
    let handle = &entity.handle;
    let (name, accessor) = (ident(&handle.name), member(&entity.module));
    let (doc, accessor_doc) = (outer_doc(&handle.doc), outer_doc(&handle.accessor_doc));
    let methods = handle.operations.iter().map(method);
    let bulk = handle.bulk.iter().map(|def| bulk::method(entity, def));
    let structs = handle.operations.iter().map(|operation| request_struct(entity, operation));
    quote! {
        #imports

        #doc
        #[derive(Debug, Clone)]
        pub struct #name {
            halo: Halo,
        }

        impl Halo {
            #accessor_doc
            #[must_use]
            pub fn #accessor(&self) -> #name {
                #name { halo: self.clone() }
            }
        }

        impl #name {
            #(#methods)*
            #(#bulk)*
        }

        #(#structs)*
    }
}

fn imports(entity: &EntityDef) -> TokenStream {
    let mut imports = Imports::default();
    for path in ["super::catalog", "super::catalog::ENTITY", "crate::rt::Halo", "crate::rt::Call"] {
        imports.add(path);
    }
    for operation in &entity.handle.operations {
        if let Some(ty) = operation.reply.ty() {
            imports.add_type(ty);
        }
        if let Some(body) = &operation.body {
            imports.add_ref(&body.ty);
        }
        if !operation.field_setters.is_empty() {
            imports.add("crate::rt::CustomFieldValue");
            imports.add("crate::rt::CustomFieldKey");
        }
        let params = operation.params.iter().map(|param| &param.takes);
        for takes in operation.key.iter().map(|member| &member.arg.takes).chain(params) {
            imports.add_arg(takes);
        }
    }
    bulk::imports(&entity.handle.bulk, &mut imports);
    imports.tokens()
}

/// The method of the handle that makes the request.
fn method(operation: &OperationDef) -> TokenStream {
    let doc = outer_doc(&operation.method_doc);
    let (method, name) = (ident(&operation.name), ident(&operation.request));
    let mut args = Vec::new();
    for ArgDef { rust, takes, .. } in operation.key.iter().map(|member| &member.arg) {
        let (rust, ty) = (member(rust), arg_type(takes));
        args.push(quote!(#rust: #ty));
    }
    if let Some(body) = &operation.body {
        let (rust, ty) = (member(&body.rust), ident(&body.ty.name));
        args.push(quote!(#rust: #ty));
    }
    let mut required = Vec::new();
    for param in operation.params.iter().filter(|param| param.required) {
        let (rust, ty) = (member(&param.rust), arg_type(&param.takes));
        args.push(quote!(#rust: #ty));
        required.push(quote!(.#rust(#rust)));
    }
    let call = call(operation);
    let request = quote!(#name { call: #call });
    let body = if required.is_empty() { request } else { quote!(let request = #request; request #(#required)*) };
    quote! {
        #doc
        pub fn #method(&self #(, #args)*) -> #name {
            #body
        }
    }
}

/// The call that it begins with.
fn call(operation: &OperationDef) -> TokenStream {
    let constant = ident(&operation.constant);
    let key = operation.key.iter().map(|key| member(&key.arg.rust));
    let body = operation.body.as_ref().map(|body| member(&body.rust));
    let body = body.map_or_else(|| quote!(None), |rust| quote!(Some(#rust.body)));
    quote!(Call::new(&self.halo, &ENTITY, &catalog::#constant, &[#(#key.into().into()),*], #body))
}

/// The request itself, with a setter per parameter.
fn request_struct(entity: &EntityDef, operation: &OperationDef) -> TokenStream {
    let doc = outer_doc(&operation.struct_doc);
    let name = ident(&operation.request);
    // The runtime has a macro whose arms are called like the variants of `Reply`.
    let kind = ident(&operation.reply.variant().to_snake_case());
    let ty = operation.reply.ty().map(element_type);
    let ty = ty.as_ref().map(|ty| quote!(, #ty));
    let hydrates = operation.kind == OperationKind::List && entity.handle.hydrates;
    let hydrate = hydrates.then(|| quote!(crate::rt::hydrate_request!(#name #ty);));
    let setters = operation.params.iter().map(setter);
    let field_setters = operation.field_setters.iter().map(field_setter);
    let setters = (!operation.params.is_empty() || !operation.field_setters.is_empty()).then(|| {
        quote! {
            impl #name {
                #(#setters)*
                #(#field_setters)*
            }
        }
    });
    quote! {
        #doc
        #[derive(Debug, Clone)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name {
            call: Call,
        }

        crate::rt::request!(#kind #name #ty);
        #hydrate
        #setters
    }
}

fn setter(param: &ParamDef) -> TokenStream {
    let doc = outer_doc(&param.doc);
    let (wire, rust, ty) = (&param.wire, member(&param.rust), arg_type(&param.takes));
    let visibility = (!param.required).then(|| quote!(pub));
    let alias = (param.wire != param.rust).then(|| quote!(#[doc(alias = #wire)]));
    let inline = inline(&param.takes);
    let arg = quote!(#rust);
    let set = match &param.takes {
        Takes::Each(element) => {
            let values = convert_each(element, &arg);
            quote!(self.call.set_list(#wire, #values))
        }
        other => {
            let (target, value) = (sent_type(other), convert(other, &arg));
            quote!(self.call.set::<#target>(#wire, #value))
        }
    };
    quote! {
        #doc
        #alias
        #inline
        #visibility fn #rust(mut self, #rust: #ty) -> Self {
            #set;
            self
        }
    }
}

fn field_setter(setter: &FieldSetterDef) -> TokenStream {
    let doc = outer_doc(&setter.doc);
    let (wire, rust) = (&setter.wire, member(&setter.rust));
    let place = ident(if setter.keeps_others { "place_and_keep" } else { "place" });
    quote! {
        #doc
        pub fn #rust(mut self, key: impl Into<CustomFieldKey>, value: impl Into<CustomFieldValue>) -> Self {
            self.call.#place(#wire, key.into(), value.into());
            self
        }
    }
}
