//! `requests.rs`: the handle of an entity and its requests.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::bulk;
use super::types::{arg_type, convert, convert_list, element_type, inline, key_value, reference, sent_type};
use super::write::field_setter;
use super::{alias, ident, member, outer_doc};
use crate::ir::{EntityDef, ParamDef, Reply, RequestDef, RustType};

pub(super) fn requests(entity: &EntityDef) -> TokenStream {
    let requests = &entity.requests;
    let (handle, accessor) = (ident(&requests.handle), member(&entity.module));
    let (handle_doc, accessor_doc) = (outer_doc(&requests.handle_doc), outer_doc(&requests.accessor_doc));
    let methods = requests.requests.iter().map(method);
    let bulk = requests.bulk.iter().map(|def| bulk::method(entity, def));
    let structs = requests.requests.iter().map(|request| request_struct(entity, request));
    quote! {
        #handle_doc
        #[derive(Debug, Clone)]
        pub struct #handle {
            halo: @crate::rt::Halo,
        }

        impl @crate::rt::Halo {
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

/// The method of the handle that makes the request.
fn method(request: &RequestDef) -> TokenStream {
    let doc = outer_doc(&request.method_doc);
    let (verb, name) = (ident(&request.verb), ident(&request.name));
    let mut args = Vec::new();
    for arg in &request.key {
        let (rust, ty) = (member(&arg.rust), arg_type(&arg.ty));
        args.push(quote!(#rust: #ty));
    }
    if let Some(body) = &request.body {
        let (rust, ty) = (member(&body.rust), reference(&body.ty));
        args.push(quote!(#rust: #ty));
    }
    for param in request.params.iter().filter(|param| param.required) {
        let (rust, ty) = (member(&param.rust), arg_type(&param.ty));
        args.push(quote!(#rust: #ty));
    }
    let call = call(request);
    quote! {
        #doc
        pub fn #verb(&self #(, #args)*) -> #name {
            #name { call: #call }
        }
    }
}

/// The call that it begins with. Usual requests have a constructor each, without what they do not take.
fn call(request: &RequestDef) -> TokenStream {
    let key = request.key.iter().map(|arg| key_value(arg, &member(&arg.rust).to_token_stream()));
    let key = quote!(&[#(#key),*]);
    let body = request.body.as_ref().map(|body| {
        let rust = member(&body.rust);
        quote!(#rust.body)
    });
    let required = request.params.iter().filter(|param| param.required).map(required);
    if let Some(operation) = &request.operation {
        let constant = ident(&operation.constant);
        let body = body.map_or_else(|| quote!(None), |body| quote!(Some(#body)));
        let (entity, constant) = (quote!(@super::catalog::ENTITY), quote!(@super::catalog::#constant));
        return quote!(@crate::rt::Call::operation(&self.halo, &#entity, &#constant, #key, #body) #(#required)*);
    }
    let verb = ident(&request.verb);
    let key = (!request.key.is_empty()).then_some(key).into_iter();
    let body = body.into_iter();
    quote!(@crate::rt::Call::#verb(&self.halo, &@super::catalog::ENTITY #(, #key)* #(, #body)*) #(#required)*)
}

/// A parameter that is an argument. The method has no variable that an argument could be called like.
fn required(param: &ParamDef) -> TokenStream {
    let (wire, arg) = (&param.wire, member(&param.rust).to_token_stream());
    match &param.ty {
        RustType::List(element) if **element == RustType::Decimal => quote!(.with_decimals(#wire, #arg)),
        RustType::Decimal => quote!(.with_decimals(#wire, [#arg])),
        RustType::List(element) => {
            let values = convert_list(element, &arg);
            quote!(.with_list(#wire, #values))
        }
        other => {
            let (target, value) = (sent_type(other), convert(other, &arg));
            quote!(.with::<#target>(#wire, #value))
        }
    }
}

/// The request itself, with a setter per parameter that is no argument.
fn request_struct(entity: &EntityDef, request: &RequestDef) -> TokenStream {
    let doc = outer_doc(&request.struct_doc);
    let name = ident(&request.name);
    let shared = match &request.reply {
        Reply::List(model) => {
            let model = reference(model);
            let hydrates = entity.requests.hydrates;
            let hydrate = hydrates.then(|| quote!(crate::rt::hydrate_request!(#name, #model);));
            quote!(crate::rt::list_request!(#name, #model); #hydrate)
        }
        Reply::Object(model) => {
            let model = reference(model);
            quote!(crate::rt::object_request!(#name, #model);)
        }
        Reply::Value(ty) => {
            let ty = element_type(ty);
            quote!(crate::rt::value_request!(#name, #ty);)
        }
        Reply::Json => quote!(crate::rt::json_request!(#name);),
        Reply::Bytes => quote!(crate::rt::bytes_request!(#name);),
        Reply::Empty => quote!(crate::rt::empty_request!(#name);),
    };
    let optional: Vec<_> = request.params.iter().filter(|param| !param.required).collect();
    let has_methods = !optional.is_empty() || !request.field_setters.is_empty();
    let setters = optional.into_iter().map(setter);
    let field_setters = request.field_setters.iter().map(|setter| field_setter(setter, &quote!(call)));
    let setters = has_methods.then(|| {
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
            call: @crate::rt::Call,
        }

        #shared
        #setters
    }
}

fn setter(param: &ParamDef) -> TokenStream {
    let doc = outer_doc(&param.doc);
    let (wire, rust, ty) = (&param.wire, member(&param.rust), arg_type(&param.ty));
    let alias = alias(wire, &param.rust);
    let inline = inline(&param.ty);
    let arg = quote!(#rust);
    let set = match &param.ty {
        RustType::List(element) if **element == RustType::Decimal => quote!(self.call.set_decimals(#wire, #arg)),
        RustType::List(element) => {
            let values = convert_list(element, &arg);
            quote!(self.call.set_list(#wire, #values))
        }
        RustType::Decimal => quote!(self.call.set_decimals(#wire, [#arg])),
        other => {
            let (target, value) = (sent_type(other), convert(other, &arg));
            quote!(self.call.set::<#target>(#wire, #value))
        }
    };
    quote! {
        #doc
        #alias
        #inline
        pub fn #rust(mut self, #rust: #ty) -> Self {
            #set;
            self
        }
    }
}
