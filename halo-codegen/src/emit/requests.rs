//! `requests.rs`: the handle of an entity and its requests.

use heck::ToSnakeCase as _;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::bulk;
use super::sections::{blocks, titled_block};
use super::types::{arg_type, convert, convert_each, element_type, inline, key_value, reference, sent_type};
use super::write::field_setter;
use super::{alias, deprecated, ident, member, outer_doc};
use crate::ir::{ArgDef, BodyDef, EntityDef, OperationDef, ParamDef, Takes, Type};
use crate::model::{OperationKind, Reply};

pub(super) fn requests(entity: &EntityDef) -> TokenStream {
    let handle = &entity.handle;
    let (name, accessor) = (ident(&handle.name), member(&entity.module));
    let (doc, accessor_doc) = (outer_doc(&handle.doc), outer_doc(&handle.accessor_doc));
    let aliases = entity.aliases.iter().filter_map(|other| alias(other, &entity.module));
    let handle_aliases = entity.aliases.iter().filter_map(|other| alias(other, &handle.name));
    let methods = handle.operations.iter().map(|operation| (operation.section.as_ref(), method(operation)));
    let bulk = handle.bulk.iter().map(|def| bulk::method(entity, def));
    let methods = blocks(&name, methods, quote!(#(#bulk)*));
    let changes = handle.tells_changes.then(|| {
        let list = handle.operations.iter().find(|operation| operation.kind == OperationKind::List);
        let ty = list.and_then(|list| list.reply.ty()).map(element_type);
        quote!(crate::rt::changes_handle!(#name, #ty);)
    });
    let deprecated = deprecated(entity.deprecated.as_ref());
    let structs = handle.operations.iter().map(|operation| request_struct(entity, operation));
    quote! {
        #doc
        #(#handle_aliases)*
        #[derive(Debug, Clone)]
        pub struct #name {
            pub(crate) halo: @crate::rt::Halo,
        }

        impl @crate::rt::Halo {
            #accessor_doc
            #(#aliases)*
            #deprecated
            #[must_use]
            pub fn #accessor(&self) -> #name {
                #name { halo: self.clone() }
            }
        }

        #methods

        #changes

        #(#structs)*
    }
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
        let (rust, ty) = (member(&body.rust), arg_type(&body.takes));
        args.push(quote!(#rust: #ty));
    }
    for param in operation.params.iter().filter(|param| param.required) {
        let (rust, ty) = (member(&param.rust), arg_type(&param.takes));
        args.push(quote!(#rust: #ty));
    }
    let call = call(operation);
    let deprecated = deprecated(operation.deprecated.as_ref());
    quote! {
        #doc
        #deprecated
        pub fn #method(&self #(, #args)*) -> #name {
            #name { call: #call }
        }
    }
}

/// The call that it begins with.
fn call(operation: &OperationDef) -> TokenStream {
    let constant = ident(&operation.constant);
    let key = operation.key.iter().map(|key| key_value(&key.arg, &member(&key.arg.rust).to_token_stream()));
    let (body, list) = body(operation.body.as_ref());
    let required = operation.params.iter().filter(|param| param.required).map(required);
    let (entity, constant) = (quote!(@super::catalog::ENTITY), quote!(@super::catalog::#constant));
    let rows = operation.rows.as_ref().map(|rows| {
        let rows = reference(rows);
        quote!(.of_rows(<#rows as @crate::rt::Record>::INFO))
    });
    quote!(@crate::rt::Call::new(&self.halo, &#entity, &#constant, &[#(#key),*], #body) #rows #list #(#required)*)
}

/// The argument for one body, and what follows where the body is a list.
fn body(body: Option<&BodyDef>) -> (TokenStream, Option<TokenStream>) {
    let Some(BodyDef { rust, takes, .. }) = body else { return (quote!(None), None) };
    let arg = member(rust).to_token_stream();
    let Takes::Each(element) = takes else { return (quote!(Some(#arg.body)), None) };
    let list = if let Takes::Write(_) = **element {
        quote!(.with_items(#arg.into_iter().map(|item| item.body)))
    } else {
        let values = convert_each(element, &arg);
        quote!(.with_values(@crate::rt::WriteValue::list(#values)))
    };
    (quote!(None), Some(list))
}

/// A parameter that is an argument. The method has no variable that an argument could be called like.
fn required(param: &ParamDef) -> TokenStream {
    let (wire, arg) = (&param.wire, member(&param.rust).to_token_stream());
    if param.is_part {
        let set = part(param, &arg);
        return quote!(.with_part(#wire, #set));
    }
    match &param.takes {
        Takes::Each(element) if **element == Takes::Decimal => quote!(.with_decimals(#wire, #arg)),
        Takes::Decimal => quote!(.with_decimals(#wire, [#arg])),
        Takes::Each(element) => {
            let values = convert_each(element, &arg);
            quote!(.with_list(#wire, #values))
        }
        other => {
            let (target, value) = (sent_type(other), convert(other, &arg));
            quote!(.with::<#target>(#wire, #value))
        }
    }
}

/// A part of a form as it is sent.
fn part(param: &ParamDef, arg: &TokenStream) -> TokenStream {
    if param.ty == Type::File {
        return quote!(@crate::rt::FormValue::File(#arg));
    }
    let (target, value) = (sent_type(&param.takes), convert(&param.takes, arg));
    quote!(@crate::rt::FormValue::text::<#target>(#value))
}

/// The request itself, with a setter per parameter.
fn request_struct(entity: &EntityDef, operation: &OperationDef) -> TokenStream {
    let doc = outer_doc(&operation.struct_doc);
    let name = ident(&operation.request);
    // The runtime has a macro whose arms are called like the variants of `Reply`.
    let kind = ident(&operation.reply.variant().to_snake_case());
    let ty = operation.reply.ty().map(element_type);
    let ty = ty.as_ref().map(|ty| quote!(, #ty));
    let shared = if let Reply::Page(_) = operation.reply {
        quote!(crate::rt::list_request!(#name #ty);)
    } else {
        quote!(crate::rt::request!(#kind #name #ty);)
    };
    let hydrates = operation.kind == OperationKind::List && entity.handle.hydrates;
    let hydrate = hydrates.then(|| quote!(crate::rt::hydrate_request!(#name #ty);));
    let tells_changes = operation.kind == OperationKind::List && entity.handle.tells_changes;
    let changes = tells_changes.then(|| quote!(crate::rt::changes_request!(#name #ty);));
    let optional = operation.params.iter().filter(|param| !param.required);
    // What is shared with another entity is found there.
    let finds = entity.own.is_some();
    let setters = optional.map(|param| (param.section.as_ref(), setter(param, finds)));
    let field_setters = operation.field_setters.iter().map(|setter| field_setter(setter, &quote!(call)));
    let setters = blocks(&name, setters, quote!());
    let field_setters = titled_block(&name, "Custom fields", &quote!(#(#field_setters)*));
    quote! {
        #doc
        #[derive(Debug, Clone)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name {
            call: @crate::rt::Call,
        }

        #setters
        #field_setters
        #shared
        #hydrate
        #changes
    }
}

fn setter(param: &ParamDef, finds: bool) -> TokenStream {
    let doc = outer_doc(&param.doc);
    let (wire, rust, ty) = (&param.wire, member(&param.rust), arg_type(&param.takes));
    let alias = alias(wire, &param.rust).filter(|_| finds);
    let inline = inline(&param.takes);
    let deprecated = deprecated(param.deprecated.as_ref());
    let arg = quote!(#rust);
    let set = match &param.takes {
        _ if param.is_part => {
            let value = part(param, &arg);
            quote!(self.call.set_part(#wire, #value))
        }
        Takes::Each(element) if **element == Takes::Decimal => quote!(self.call.set_decimals(#wire, #arg)),
        Takes::Each(element) => {
            let values = convert_each(element, &arg);
            quote!(self.call.set_list(#wire, #values))
        }
        Takes::Decimal => quote!(self.call.set_decimals(#wire, [#arg])),
        other => {
            let (target, value) = (sent_type(other), convert(other, &arg));
            quote!(self.call.set::<#target>(#wire, #value))
        }
    };
    quote! {
        #doc
        #alias
        #deprecated
        #inline
        pub fn #rust(mut self, #rust: #ty) -> Self {
            #set;
            self
        }
    }
}
