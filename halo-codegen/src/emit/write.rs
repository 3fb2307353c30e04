//! `write.rs`: the struct that writes send.

use proc_macro2::TokenStream;
use quote::quote;

use super::sections::{blocks, titled_block};
use super::types::{arg_type, convert, convert_each, inline, literal, reference, sent_type};
use super::{alias, deprecated, ident, member, outer_doc};
use crate::ir::{FieldSetterDef, KnownDef, SetterDef, Takes, WriteDef};

/// The struct, and other names of what it writes.
pub(super) fn write(write: &WriteDef, aliases: &[String]) -> TokenStream {
    let (doc, name) = (outer_doc(&write.doc), ident(&write.name));
    let aliases = aliases.iter().filter_map(|other| alias(other, &write.name));
    let setters = write.setters.iter().map(|def| (def.section.as_ref(), setter(def)));
    let field_setters = write.field_setters.iter().map(|setter| {
        let (one, all) = (field_setter(setter, &quote!(body)), fields_setter(setter));
        quote!(#one #all)
    });
    let known = write.known.as_ref().map(known);
    let model = write.model.as_ref().map(reference).map(|model| quote!(, #model));
    let blocks = blocks(&name, setters, quote!());
    let values = titled_block(&name, "Custom fields", &quote!(#(#field_setters)* #known));
    let clears = write.setters.iter().filter_map(clear);
    let clears = titled_block(&name, "Clearing fields", &quote!(#(#clears)*));
    quote! {
        #doc
        #(#aliases)*
        #[derive(Debug, Clone, Default, PartialEq)]
        #[must_use = "it does nothing until it is sent"]
        pub struct #name {
            pub(crate) body: @crate::rt::WriteBody,
        }

        crate::rt::write_type!(#name #model);

        #blocks
        #values
        #clears
    }
}

/// A method for one element of a list, of a type that has `holder`.
pub(super) fn field_setter(setter: &FieldSetterDef, holder: &TokenStream) -> TokenStream {
    let doc = outer_doc(&setter.doc);
    let (wire, rust) = (&setter.wire, member(&setter.rust));
    let kind = ident(if setter.replaces { "replacing" } else { "merging" });
    quote! {
        #doc
        pub fn #rust(
            mut self,
            key: impl Into<@crate::rt::CustomFieldKey>,
            value: impl Into<@crate::rt::CustomFieldValue>,
        ) -> Self {
            self.#holder.set_field(@crate::rt::FieldPatch::#kind(#wire, key, value));
            self
        }
    }
}

/// The method that sets several elements of a list from a type of the user's own.
fn fields_setter(setter: &FieldSetterDef) -> TokenStream {
    let (wire, all, replaces) = (&setter.wire, member(&setter.all), setter.replaces);
    let doc = outer_doc(&setter.all_doc);
    quote! {
        #doc
        pub fn #all(mut self, fields: &impl serde::Serialize) -> Self {
            self.body.set_fields_from(#wire, #replaces, serde_json::to_value(fields));
            self
        }
    }
}

fn known(known: &KnownDef) -> TokenStream {
    let (doc, model, lists) = (outer_doc(&known.doc), reference(&known.model), &known.lists);
    quote! {
        #doc
        pub fn known(mut self, record: &#model) -> Self {
            self.body.known(record, <#model as @crate::rt::Record>::INFO.key, &[#(#lists),*]);
            self
        }
    }
}

fn setter(setter: &SetterDef) -> TokenStream {
    let doc = outer_doc(&setter.doc);
    let (wire, rust, ty) = (&setter.wire, member(&setter.rust), arg_type(&setter.takes));
    let alias = alias(wire, &setter.rust);
    let arg = quote!(#rust);
    let set = match &setter.takes {
        Takes::Each(element) => {
            let values = convert_each(element, &arg);
            quote!(self.body.set(#wire, @crate::rt::WriteValue::list(#values)))
        }
        Takes::Decimal => {
            let set = ident(if setter.secret { "set_secret" } else { "set" });
            quote!(self.body.#set(#wire, @crate::rt::WriteValue::decimal(#arg)))
        }
        other => {
            let (target, value) = (sent_type(other), convert(other, &arg));
            let set = ident(if setter.secret { "set_secret" } else { "set" });
            quote!(self.body.#set::<#target>(#wire, #value))
        }
    };
    let inline = inline(&setter.takes);
    let deprecated = deprecated(setter.deprecated.as_ref());
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

fn clear(setter: &SetterDef) -> Option<TokenStream> {
    let (clear, wire) = (setter.clear.as_ref()?, &setter.wire);
    let (doc, rust) = (outer_doc(&clear.doc), member(&clear.rust));
    let (value, deprecated) = (literal(&clear.value), deprecated(setter.deprecated.as_ref()));
    Some(quote! {
        #doc
        #deprecated
        #[inline]
        pub fn #rust(mut self) -> Self {
            self.body.set(#wire, #value);
            self
        }
    })
}
