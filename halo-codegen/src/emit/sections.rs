//! `impl` blocks: one for each section, under its title.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// A method, and the title that it is under.
pub(super) type Titled<'a> = (Option<&'a String>, TokenStream);

/// The blocks of a type. What is beside the sections goes with the methods that are under no title.
pub(super) fn blocks<'a>(
    name: &Ident,
    methods: impl IntoIterator<Item = Titled<'a>>,
    beside: TokenStream,
) -> TokenStream {
    let mut blocks: Vec<Titled<'_>> = Vec::new();
    for (title, method) in methods {
        match blocks.last_mut().filter(|(last, _)| *last == title) {
            Some((_, block)) => block.extend(method),
            None => blocks.push((title, method)),
        }
    }
    match blocks.iter_mut().find(|(title, _)| title.is_none()) {
        Some((_, block)) => block.extend(beside),
        None if beside.is_empty() => {}
        None => blocks.insert(0, (None, beside)),
    }
    let blocks = blocks.into_iter().map(|(title, block)| self::block(name, title.map(String::as_str), &block));
    quote!(#(#blocks)*)
}

/// A block with a title of its own; nothing if it would be empty.
pub(super) fn titled_block(name: &Ident, title: &str, methods: &TokenStream) -> Option<TokenStream> {
    block(name, Some(title), methods)
}

fn block(name: &Ident, title: Option<&str>, methods: &TokenStream) -> Option<TokenStream> {
    let heading = title.map(|title| format!(" # {title}"));
    let heading = heading.map(|heading| quote!(#[doc = #heading]));
    let block = quote! {
        #heading
        impl #name {
            #methods
        }
    };
    (!methods.is_empty()).then_some(block)
}
