//! `requests.rs`: the handle of an entity and its requests.

use proc_macro2::TokenStream;
use quote::quote;

use super::bulk;
use super::types::{Imports, arg_type, convert, convert_list, sent_type};
use super::{ident, member, outer_doc};
use crate::ir::{EntityDef, ParamDef, Reply, RequestDef, RustType};

pub(super) fn requests(entity: &EntityDef) -> TokenStream {
    let imports = imports(entity);
    let requests = &entity.requests;
    let (handle, accessor) = (ident(&requests.handle), member(&entity.module));
    let (handle_doc, accessor_doc) = (outer_doc(&requests.handle_doc), outer_doc(&requests.accessor_doc));
    let methods = requests.requests.iter().map(|request| method(entity, request));
    let bulk = requests.bulk.iter().map(|def| bulk::method(entity, def));
    let structs = requests.requests.iter().map(|request| request_struct(entity, request));
    quote! {
        #imports

        #handle_doc
        #[derive(Debug, Clone)]
        pub struct #handle {
            halo: Halo,
        }

        impl Halo {
            #accessor_doc
            #[must_use]
            pub fn #accessor(&self) -> #handle {
                #handle { halo: self.clone() }
            }
        }

        impl #handle {
            #(#methods)*
            #(#bulk)*
        }

        #(#structs)*
    }
}

fn imports(entity: &EntityDef) -> TokenStream {
    let mut imports = Imports::default();
    for path in ["super::catalog::ENTITY", "crate::Halo", "crate::request::Call"] {
        imports.add(path);
    }
    for request in &entity.requests.requests {
        if request.reply != Reply::Empty {
            imports.add(&format!("super::model::{}", entity.model.name));
        }
        if let (Some(_), Some(write)) = (&request.write, &entity.write) {
            imports.add(&format!("super::write::{}", write.name));
        }
        for ty in request.key.iter().map(|arg| &arg.ty).chain(request.params.iter().map(|param| &param.ty)) {
            imports.add_arg(ty);
        }
    }
    bulk::imports(&entity.requests.bulk, &mut imports);
    imports.tokens()
}

/// The method of the handle that makes the request.
fn method(entity: &EntityDef, request: &RequestDef) -> TokenStream {
    let doc = outer_doc(&request.method_doc);
    let (verb, name) = (ident(request.verb), ident(&request.name));
    let mut args = Vec::new();
    let mut key = Vec::new();
    for arg in &request.key {
        let (rust, ty) = (member(&arg.rust), arg_type(&arg.ty));
        args.push(quote!(#rust: #ty));
        key.push(quote!(#rust.into().into()));
    }
    let key = (!request.key.is_empty()).then(|| quote!(, &[#(#key),*]));
    let mut write_value = None;
    if let (Some(arg), Some(write)) = (&request.write, &entity.write) {
        let (arg, write) = (member(arg), ident(&write.name));
        args.push(quote!(#arg: #write));
        write_value = Some(quote!(, #arg.body));
    }
    let mut required = Vec::new();
    for param in request.params.iter().filter(|param| param.required) {
        let (rust, ty) = (member(&param.rust), arg_type(&param.ty));
        args.push(quote!(#rust: #ty));
        required.push(quote!(.#rust(#rust)));
    }
    let request = quote!(#name { call: Call::#verb(&self.halo, &ENTITY #key #write_value) });
    let body = if required.is_empty() { request } else { quote!(let request = #request; request #(#required)*) };
    quote! {
        #doc
        pub fn #verb(&self #(, #args)*) -> #name {
            #body
        }
    }
}

/// The request itself, with a setter per parameter.
fn request_struct(entity: &EntityDef, request: &RequestDef) -> TokenStream {
    let doc = outer_doc(&request.struct_doc);
    let (name, model) = (ident(&request.name), ident(&entity.model.name));
    let shared = match request.reply {
        Reply::List => {
            let hydrates = entity.requests.hydrates;
            let hydrate = hydrates.then(|| quote!(crate::request::hydrate_request!(#name, #model);));
            quote!(crate::request::list_request!(#name, #model); #hydrate)
        }
        Reply::Object => quote!(crate::request::object_request!(#name, #model);),
        Reply::Empty => quote!(crate::request::empty_request!(#name);),
    };
    let setters = request.params.iter().map(setter);
    let setters = (!request.params.is_empty()).then(|| {
        quote! {
            impl #name {
                #(#setters)*
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

        #shared
        #setters
    }
}

fn setter(param: &ParamDef) -> TokenStream {
    let doc = outer_doc(&param.doc);
    let (wire, rust, ty) = (&param.wire, member(&param.rust), arg_type(&param.ty));
    let visibility = (!param.required).then(|| quote!(pub));
    let alias = (param.wire != param.rust).then(|| quote!(#[doc(alias = #wire)]));
    let arg = quote!(#rust);
    let set = match &param.ty {
        RustType::List(element) => {
            let values = convert_list(element, &arg);
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
        #visibility fn #rust(mut self, #rust: #ty) -> Self {
            #set;
            self
        }
    }
}
