//! `ids.rs`: the id types.

use proc_macro2::TokenStream;
use quote::quote;

use super::{alias, ident, outer_doc};
use crate::ir::IdDef;
use crate::model::IdRepr;

pub(super) fn ids(ids: &[IdDef]) -> TokenStream {
    let ids = ids.iter().map(id);
    quote! {
        //! The ids of all entities.

        #(#ids)*
    }
}

fn id(id: &IdDef) -> TokenStream {
    let (doc, name) = (outer_doc(&id.doc), ident(&id.name));
    let aliases = id.aliases.iter().filter_map(|other| alias(other, &id.name));
    let doc = quote!(#doc #(#aliases)*);
    if id.repr == IdRepr::Int {
        quote! {
            #doc
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
            pub struct #name(pub i64);

            crate::rt::int_id!(#name);
        }
    } else {
        quote! {
            #doc
            #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
            pub struct #name(pub String);

            crate::rt::string_id!(#name);
        }
    }
}
