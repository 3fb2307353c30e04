//! `write.rs`: the struct that writes send.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{Imports, arg_type, convert, convert_each, inline, literal, sent_type};
use super::{ident, member, outer_doc};
use crate::ir::{ClearDef, SetterDef, Takes, WriteDef};

pub(super) fn write(write: &WriteDef) -> TokenStream {
    let mut imports = Imports::default();
    imports.add("crate::rt::WriteBody");
    for setter in &write.setters {
        imports.add_arg(&setter.takes);
        if matches!(setter.takes, Takes::Each(_)) {
            imports.add("crate::rt::WriteValue");
        }
    }
    let imports = imports.tokens_beside(&write.name);
    let (doc, name) = (outer_doc(&write.doc), ident(&write.name));
    let setters = write.setters.iter().map(setter);
    quote! {
        #imports

        #doc
        #[derive(Debug, Clone, Default, PartialEq)]
        #[must_use = "it does nothing until it is sent"]
        pub struct #name {
            pub(crate) body: WriteBody,
        }

        crate::rt::write_type!(#name);

        impl #name {
            #(#setters)*
        }
    }
}

fn setter(setter: &SetterDef) -> TokenStream {
    let doc = outer_doc(&setter.doc);
    let (wire, rust, ty) = (&setter.wire, member(&setter.rust), arg_type(&setter.takes));
    let alias = (setter.wire != setter.rust).then(|| quote!(#[doc(alias = #wire)]));
    let arg = quote!(#rust);
    let set = match &setter.takes {
        Takes::Each(element) => {
            let values = convert_each(element, &arg);
            quote!(self.body.set(#wire, WriteValue::list(#values)))
        }
        other => {
            let (target, value) = (sent_type(other), convert(other, &arg));
            let set = ident(if setter.secret { "set_secret" } else { "set" });
            quote!(self.body.#set::<#target>(#wire, #value))
        }
    };
    let inline = inline(&setter.takes);
    let clear = setter.clear.as_ref().map(|clear| self::clear(clear, wire));
    quote! {
        #doc
        #alias
        #inline
        pub fn #rust(mut self, #rust: #ty) -> Self {
            #set;
            self
        }

        #clear
    }
}

fn clear(clear: &ClearDef, wire: &str) -> TokenStream {
    let (doc, rust) = (outer_doc(&clear.doc), member(&clear.rust));
    let value = literal(&clear.value);
    quote! {
        #doc
        #[inline]
        pub fn #rust(mut self) -> Self {
            self.body.set(#wire, #value);
            self
        }
    }
}
