//! `scopes.rs`: the OAuth scopes.

use proc_macro2::TokenStream;
use quote::quote;

use super::{alias, ident, outer_doc};
use crate::ir::ScopeDef;

pub(super) fn scopes(scopes: &[ScopeDef]) -> TokenStream {
    let variants: Vec<_> = scopes.iter().map(|scope| ident(&scope.variant)).collect();
    let docs = scopes.iter().map(|scope| {
        let (doc, alias) = (outer_doc(&scope.doc), alias(&scope.text, &scope.variant));
        quote!(#doc #alias)
    });
    let texts: Vec<_> = scopes.iter().map(|scope| &scope.text).collect();
    quote! {
        /// An OAuth scope: what a token may be used for. What a call may do is the scope **and** the agent's role.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Scope {
            #(#docs #variants,)*
            /// A scope that this version does not know.
            Other(String),
        }

        impl Scope {
            /// As it is sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #texts,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for Scope {
            fn from(text: &str) -> Self {
                match text {
                    #(#texts => Self::#variants,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }
    }
}
