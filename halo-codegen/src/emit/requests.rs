//! `requests.rs`: the handle of an entity and its requests.

use proc_macro2::TokenStream;
use quote::quote;

use super::bulk;
use super::types::{Imports, arg_type, convert, convert_list, element_type, inline, sent_type};
use super::{ident, member, outer_doc};
use crate::ir::{EntityDef, ParamDef, PlacerDef, Reply, RequestDef, RustType};

pub(super) fn requests(entity: &EntityDef) -> TokenStream {
    let imports = imports(entity);
    let requests = &entity.requests;
    let (handle, accessor) = (ident(&requests.handle), member(&entity.module));
    let (handle_doc, accessor_doc) = (outer_doc(&requests.handle_doc), outer_doc(&requests.accessor_doc));
    let methods = requests.requests.iter().map(method);
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
    for path in ["super::catalog::ENTITY", "crate::rt::Halo", "crate::rt::Call"] {
        imports.add(path);
    }
    for request in &entity.requests.requests {
        match &request.reply {
            Reply::List(model) | Reply::Object(model) => imports.add_ref(model),
            Reply::Value(ty) => imports.add_field(ty),
            Reply::Json | Reply::Bytes | Reply::Empty => {}
        }
        if let Some(body) = &request.body {
            imports.add_ref(&body.ty);
        }
        if !request.placers.is_empty() {
            imports.add("crate::rt::CustomFieldValue");
            imports.add("crate::rt::CustomFieldKey");
        }
        if request.operation.is_some() {
            imports.add("super::catalog");
        }
        for ty in request.key.iter().map(|arg| &arg.ty).chain(request.params.iter().map(|param| &param.ty)) {
            imports.add_arg(ty);
        }
    }
    bulk::imports(&entity.requests.bulk, &mut imports);
    imports.tokens()
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
        let (rust, ty) = (member(&body.rust), ident(&body.ty.name));
        args.push(quote!(#rust: #ty));
    }
    let mut required = Vec::new();
    for param in request.params.iter().filter(|param| param.required) {
        let (rust, ty) = (member(&param.rust), arg_type(&param.ty));
        args.push(quote!(#rust: #ty));
        required.push(quote!(.#rust(#rust)));
    }
    let call = call(request);
    let request = quote!(#name { call: #call });
    let body = if required.is_empty() { request } else { quote!(let request = #request; request #(#required)*) };
    quote! {
        #doc
        pub fn #verb(&self #(, #args)*) -> #name {
            #body
        }
    }
}

/// The call that it begins with. Usual requests have a constructor each, without what they do not take.
fn call(request: &RequestDef) -> TokenStream {
    let key = request.key.iter().map(|arg| member(&arg.rust));
    let key = quote!(&[#(#key.into().into()),*]);
    let body = request.body.as_ref().map(|body| {
        let rust = member(&body.rust);
        quote!(#rust.body)
    });
    if let Some(operation) = &request.operation {
        let constant = ident(&operation.constant);
        let body = body.map_or_else(|| quote!(None), |body| quote!(Some(#body)));
        return quote!(Call::operation(&self.halo, &ENTITY, &catalog::#constant, #key, #body));
    }
    let verb = ident(&request.verb);
    let key = (!request.key.is_empty()).then_some(key).into_iter();
    let body = body.into_iter();
    quote!(Call::#verb(&self.halo, &ENTITY #(, #key)* #(, #body)*))
}

/// The request itself, with a setter per parameter.
fn request_struct(entity: &EntityDef, request: &RequestDef) -> TokenStream {
    let doc = outer_doc(&request.struct_doc);
    let name = ident(&request.name);
    let shared = match &request.reply {
        Reply::List(model) => {
            let model = ident(&model.name);
            let hydrates = entity.requests.hydrates;
            let hydrate = hydrates.then(|| quote!(crate::rt::hydrate_request!(#name, #model);));
            quote!(crate::rt::list_request!(#name, #model); #hydrate)
        }
        Reply::Object(model) => {
            let model = ident(&model.name);
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
    let setters = request.params.iter().map(setter);
    let placers = request.placers.iter().map(placer);
    let setters = (!request.params.is_empty() || !request.placers.is_empty()).then(|| {
        quote! {
            impl #name {
                #(#setters)*
                #(#placers)*
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
        #visibility fn #rust(mut self, #rust: #ty) -> Self {
            #set;
            self
        }
    }
}

fn placer(placer: &PlacerDef) -> TokenStream {
    let doc = outer_doc(&placer.doc);
    let (wire, rust) = (&placer.wire, member(&placer.rust));
    let place = ident(if placer.keeps_others { "place_and_keep" } else { "place" });
    quote! {
        #doc
        pub fn #rust(mut self, key: impl Into<CustomFieldKey>, value: impl Into<CustomFieldValue>) -> Self {
            self.call.#place(#wire, key.into(), value.into());
            self
        }
    }
}
