//! Which names of other modules a file imports.
//!
//! Emitters write `@` before the full path of such a name, and never import anything themselves. Here each gets an import and
//! is written by its last word, unless something else in the file has that word: then the path stays. So the schema may have
//! a `Date` or a `Field` of its own, beside those of the runtime.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};

/// Resolves the marked names of a file of this module: `tickets`, or `types`.
pub(super) fn import(module: &str, tokens: TokenStream) -> TokenStream {
    let mut names = Names { home: format!("crate::{module}"), defined: defined(&tokens), imported: BTreeMap::new() };
    let body = names.resolve(tokens);
    // One line each, so that a new one adds a line and changes none.
    let mut imports: Vec<_> = names.imported.into_values().collect();
    imports.sort_by_cached_key(|path| text(path));
    let paths = imports.iter().map(|path| quote!(#(#path)::*));
    quote!(#(use #paths;)* #body)
}

/// What the words of a file mean.
struct Names {
    /// The module that exports what the file defines.
    home: String,
    defined: BTreeSet<String>,
    imported: BTreeMap<String, Vec<Ident>>,
}

impl Names {
    fn resolve(&mut self, tokens: TokenStream) -> TokenStream {
        let mut resolved = TokenStream::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => {
                    Group::new(group.delimiter(), self.resolve(group.stream())).to_tokens(&mut resolved);
                }
                TokenTree::Punct(mark) if mark.as_char() == '@' => {
                    self.name(path(&mut tokens)).to_tokens(&mut resolved)
                }
                other => other.to_tokens(&mut resolved),
            }
        }
        resolved
    }

    fn name(&mut self, path: Vec<Ident>) -> TokenStream {
        let Some((last, module)) = path.split_last() else { return TokenStream::new() };
        let word = last.to_string();
        let is_own = self.defined.contains(&word);
        if is_own && text(module) == self.home {
            return quote!(#last);
        }
        // Who comes first has the word.
        let is_imported = !is_own && self.imported.entry(word).or_insert_with(|| path.clone()) == &path;
        if is_imported { quote!(#last) } else { quote!(#(#path)::*) }
    }
}

/// The path behind a mark, which ends with the first word that has a capital.
fn path(tokens: &mut Peekable<IntoIter>) -> Vec<Ident> {
    let mut path = Vec::new();
    while let Some(token) = tokens.next_if(|token| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        _ => false,
    }) {
        let TokenTree::Ident(word) = token else { continue };
        let is_name = word.to_string().starts_with(|c: char| c.is_ascii_uppercase());
        path.push(word);
        if is_name {
            break;
        }
    }
    path
}

fn text(path: &[Ident]) -> String {
    path.iter().map(Ident::to_string).collect::<Vec<_>>().join("::")
}

/// The names of the items of a file.
fn defined(tokens: &TokenStream) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut tokens = tokens.clone().into_iter();
    while let Some(token) = tokens.next() {
        if matches!(&token, TokenTree::Ident(word) if word == "struct" || word == "static")
            && let Some(TokenTree::Ident(name)) = tokens.next()
        {
            names.insert(name.to_string());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_the_file_has_already_is_not_imported() {
        let tokens = quote! {
            pub struct Date { when: @jiff::civil::Date, next: Box<@crate::dates::Date>, other: @crate::ids::DateId }
            m!(@crate::types::Value, Vec<@serde_json::Value>, @crate::types::Value::default());
        };
        let expected = quote! {
            use crate::ids::DateId;
            use crate::types::Value;
            pub struct Date { when: jiff::civil::Date, next: Box<Date>, other: DateId }
            m!(Value, Vec<serde_json::Value>, Value::default());
        };
        assert_eq!(import("dates", tokens).to_string(), expected.to_string());
    }
}
