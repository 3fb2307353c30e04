//! Enums of `types/`: open, so that a value of next year's Halo is kept.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{ident, inner_doc, outer_doc};
use crate::ir::{EnumDef, ValueDef};
use crate::model::EnumRepr;

pub(super) fn enumeration(one: &EnumDef) -> TokenStream {
    let (module_doc, doc, name) = (inner_doc(&one.doc), outer_doc(&one.doc), ident(&one.name));
    let variants: Vec<_> = one.values.iter().map(|value| ident(&value.variant)).collect();
    let docs = one.values.iter().map(|value| outer_doc(&value.doc));
    let (held, derives, impls) = if one.repr == EnumRepr::Int {
        (quote!(i64), quote!(Debug, Clone, Copy, PartialEq, Eq, Hash), int(one, &variants))
    } else {
        (quote!(String), quote!(Debug, Clone, PartialEq, Eq, Hash), text(one, &variants))
    };
    quote! {
        #module_doc

        #doc
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #variants,)*
            /// A value that this version does not know, as it stands on the wire.
            Unknown(#held),
        }

        #impls
    }
}

fn text(one: &EnumDef, variants: &[proc_macro2::Ident]) -> TokenStream {
    let name = ident(&one.name);
    let wires: Vec<_> = one.values.iter().map(|value| &value.wire).collect();
    let spellings = one.values.iter().map(|value| {
        let all = std::iter::once(&value.wire).chain(&value.also);
        quote!(#(#all)|*)
    });
    quote! {
        impl #name {
            /// As it stands on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                match text {
                    #(#spellings => Self::#variants,)*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }

        crate::rt::text_enum!(#name);
    }
}

fn int(one: &EnumDef, variants: &[proc_macro2::Ident]) -> TokenStream {
    let name = ident(&one.name);
    let numbers: Vec<_> = one.values.iter().map(number).collect();
    let spellings = one.values.iter().map(|value| {
        let also = value.also.iter().map(|also| literal(also));
        let all = std::iter::once(number(value)).chain(also);
        quote!(#(#all)|*)
    });
    quote! {
        impl #name {
            /// As it stands on the wire.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                match self {
                    #(Self::#variants => #numbers,)*
                    Self::Unknown(number) => *number,
                }
            }
        }

        impl From<i64> for #name {
            fn from(number: i64) -> Self {
                match number {
                    #(#spellings => Self::#variants,)*
                    other => Self::Unknown(other),
                }
            }
        }

        crate::rt::int_enum!(#name);
    }
}

fn number(value: &ValueDef) -> Literal {
    literal(&value.wire)
}

/// The checks refuse what is no number.
fn literal(text: &str) -> Literal {
    Literal::i64_unsuffixed(text.parse().unwrap_or_default())
}
