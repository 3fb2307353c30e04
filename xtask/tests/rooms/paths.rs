//! Paths of a Rust file that begin at its crate, as tokens say them.

use std::path::PathBuf;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A source file.
pub(crate) struct Source {
    /// Its module, from the root on.
    pub(crate) module: Vec<String>,
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// A path and where it is used.
pub(crate) struct Found {
    /// The module that uses it.
    pub(crate) from: Vec<String>,
    /// The path, from the root on.
    pub(crate) path: Vec<String>,
    /// The room that it leads to.
    pub(crate) to: String,
}

impl Source {
    /// Every path that begins with `crate`, `self` or `super`, but those of tests.
    pub(crate) fn paths(&self) -> Vec<Found> {
        let tokens: TokenStream = self.text.parse().unwrap_or_else(|error| panic!("{}: {error}", self.path.display()));
        let mut found = Vec::new();
        walk(tokens, &self.module, &mut found);
        found
    }
}

/// The paths of `pub use crate::…` items, each to its last name.
pub(crate) fn uses(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    walk(text.parse().unwrap(), &[], &mut found);
    found.into_iter().map(|found| found.path).collect()
}

fn walk(tokens: TokenStream, module: &[String], found: &mut Vec<Found>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        if is_for_tests(&tokens[at..]) {
            at = after_item(&tokens, at + 2);
            continue;
        }
        // What is quoted is code of another crate.
        if matches!(&tokens[at..], [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Group(_), ..] if name == "quote")
        {
            at += 3;
            continue;
        }
        if let [TokenTree::Ident(keyword), TokenTree::Ident(name), TokenTree::Group(body), ..] = &tokens[at..]
            && keyword == "mod"
            && body.delimiter() == Delimiter::Brace
        {
            let inner: Vec<String> = module.iter().cloned().chain([name.to_string()]).collect();
            walk(body.stream(), &inner, found);
            at += 3;
            continue;
        }
        if let TokenTree::Ident(start) = &tokens[at]
            && is_separator(&tokens[at + 1..])
            && !(at >= 2 && is_separator(&tokens[at - 2..]))
        {
            let base = match start.to_string().as_str() {
                "crate" => Some(Vec::new()),
                "self" => Some(module.to_vec()),
                "super" => Some(module[..module.len().saturating_sub(1)].to_vec()),
                _ => None,
            };
            if let Some(base) = base {
                at = follow(&tokens, at + 3, base, module, found);
                continue;
            }
        }
        if let TokenTree::Group(group) = &tokens[at] {
            walk(group.stream(), module, found);
        }
        at += 1;
    }
}

/// Follows a path behind its `::`, into the braces of a `use` as well. Gives the place after it.
fn follow(
    tokens: &[TokenTree],
    mut at: usize,
    mut path: Vec<String>,
    module: &[String],
    found: &mut Vec<Found>,
) -> usize {
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(name)) if name == "super" => {
                path.pop();
            }
            Some(TokenTree::Ident(name)) => path.push(name.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                for branch in branches(group) {
                    follow(&branch, 0, path.clone(), module, found);
                }
                return at + 1;
            }
            _ => break,
        }
        at += 1;
        if !is_separator(tokens.get(at..).unwrap_or_default()) {
            break;
        }
        at += 2;
    }
    if let Some(to) = path.first().cloned() {
        found.push(Found { from: module.to_vec(), path, to });
    }
    at
}

/// The parts of `{a, b::c}`.
fn branches(group: &Group) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    tokens.split(|token| is_punct(Some(token), ',')).map(<[TokenTree]>::to_vec).collect()
}

fn is_separator(tokens: &[TokenTree]) -> bool {
    is_punct(tokens.first(), ':') && is_punct(tokens.get(1), ':')
}

fn is_punct(token: Option<&TokenTree>, expected: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == expected)
}

/// Whether `#[cfg(test)]`, or a condition that holds `test`, is before an item.
fn is_for_tests(tokens: &[TokenTree]) -> bool {
    let [TokenTree::Punct(hash), TokenTree::Group(attribute), ..] = tokens else { return false };
    let mut inner = attribute.stream().into_iter();
    hash.as_char() == '#'
        && matches!(inner.next(), Some(TokenTree::Ident(name)) if name == "cfg")
        && matches!(inner.next(), Some(TokenTree::Group(condition)) if mentions_test(condition.stream()))
}

fn mentions_test(condition: TokenStream) -> bool {
    condition.into_iter().any(|token| match token {
        TokenTree::Ident(name) => name == "test",
        TokenTree::Group(group) => mentions_test(group.stream()),
        _ => false,
    })
}

/// The place after the item that begins here: after its braces, or after its semicolon or comma.
fn after_item(tokens: &[TokenTree], mut at: usize) -> usize {
    while let Some(token) = tokens.get(at) {
        at += 1;
        let braces = matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        if braces || is_punct(Some(token), ';') || is_punct(Some(token), ',') {
            break;
        }
    }
    at
}
