//! Rust source, looked at for names. Files are found by walking, and macros by their names, so that files may move.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use halo_codegen::FileMap;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{ImplItem, Item, Type, UseTree};

use crate::Names;

/// The files of a crate but for what is generated.
pub(crate) struct Source {
    root: syn::File,
    files: Vec<syn::File>,
    macros: BTreeMap<String, TokenStream>,
}

impl Source {
    pub(crate) fn read(folder: &Path) -> Self {
        let mut files = Vec::new();
        read(folder, &mut files);
        let mut macros = BTreeMap::new();
        for item in files.iter().flat_map(|file| &file.items) {
            if let Item::Macro(item) = item
                && let Some(name) = &item.ident
            {
                macros.insert(name.to_string(), item.mac.tokens.clone());
            }
        }
        Self { root: parse(&fs::read_to_string(folder.join("lib.rs")).unwrap()), files, macros }
    }

    /// The inherent methods that these macros write, and those that they call in turn.
    pub(crate) fn methods_of_macros(&self, names: impl IntoIterator<Item = String>) -> Names {
        let (mut left, mut seen, mut methods): (Vec<_>, _, _) =
            (names.into_iter().collect(), Names::new(), Names::new());
        while let Some(name) = left.pop() {
            let Some(body) = self.macros.get(&name).filter(|_| seen.insert(name.clone())) else { continue };
            scan(body.clone(), &mut methods, &mut left);
        }
        methods
    }

    /// The inherent methods of a type, and `clone`, which derives or implements it.
    pub(crate) fn methods(&self, name: &str) -> Names {
        self.files.iter().flat_map(|file| methods_of(file, name)).collect()
    }

    /// Names of the root that are in lower case: modules, and what is re-exported.
    pub(crate) fn root(&self) -> Names {
        let mut names = modules_of(&self.root);
        for item in &self.root.items {
            if let Item::Use(item) = item {
                leaves(&item.tree, &mut names);
            }
        }
        names.retain(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
        names
    }
}

/// The inherent methods of a type of a file, and `clone` if it derives that.
pub(crate) fn methods(text: &str, name: &str) -> Names {
    methods_of(&parse(text), name).collect()
}

/// The types that the files of a folder add methods to, and the methods.
pub(crate) fn methods_in(folder: &Path) -> BTreeSet<(String, String)> {
    let mut files = Vec::new();
    read(folder, &mut files);
    let extended = |item: &Item| match item {
        Item::Impl(item) if item.trait_.is_none() => Some(item.self_ty.to_token_stream().to_string()),
        _ => None,
    };
    let of_file = |file: &syn::File| {
        let types: Names = file.items.iter().filter_map(extended).collect();
        types
            .into_iter()
            .flat_map(|ty| methods_of(file, &ty).map(|name| (ty.clone(), name)).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    files.iter().flat_map(of_file).collect()
}

/// The modules that a file declares.
pub(crate) fn modules(text: &str) -> Names {
    modules_of(&parse(text))
}

/// The macros that generated files of one kind call: their names, and what is first in their brackets.
pub(crate) fn macro_calls(files: &FileMap, ending: &str) -> BTreeSet<(String, String)> {
    let items = files.iter().filter(|(path, _)| path.ends_with(ending)).flat_map(|(_, text)| parse(text).items);
    let call = |item| match item {
        Item::Macro(item) => {
            let name = item.mac.path.segments.last()?.ident.to_string();
            Some((name, item.mac.tokens.into_iter().next()?.to_string()))
        }
        _ => None,
    };
    items.filter_map(call).collect()
}

fn parse(text: &str) -> syn::File {
    syn::parse_file(text).unwrap()
}

fn read(folder: &Path, files: &mut Vec<syn::File>) {
    for entry in fs::read_dir(folder).unwrap().flatten().filter(|entry| entry.file_name() != "generated") {
        let path = entry.path();
        if path.is_dir() {
            read(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(parse(&fs::read_to_string(path).unwrap()));
        }
    }
}

fn modules_of(file: &syn::File) -> Names {
    let module = |item: &Item| match item {
        Item::Mod(item) => Some(item.ident.to_string()),
        _ => None,
    };
    file.items.iter().filter_map(module).collect()
}

fn methods_of<'a>(file: &'a syn::File, name: &'a str) -> impl Iterator<Item = String> + 'a {
    file.items.iter().flat_map(move |item| match item {
        Item::Impl(item) if item.trait_.is_none() && is_called(&item.self_ty, name) => {
            let method = |item: &ImplItem| match item {
                ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
                _ => None,
            };
            item.items.iter().filter_map(method).collect()
        }
        Item::Struct(item) if item.ident == name => {
            let derives = item.attrs.iter().map(|attr| attr.to_token_stream().to_string());
            derives.filter(|derive| derive.contains("Clone")).map(|_| "clone".to_owned()).collect()
        }
        _ => Vec::new(),
    })
}

fn is_called(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name))
}

fn leaves(tree: &UseTree, names: &mut Names) {
    match tree {
        UseTree::Path(path) => leaves(&path.tree, names),
        UseTree::Name(name) => drop(names.insert(name.ident.to_string())),
        UseTree::Rename(name) => drop(names.insert(name.rename.to_string())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
        UseTree::Glob(_) => {}
    }
}

/// Methods of the inherent `impl`s in the body of a macro, and the macros that it calls.
fn scan(body: TokenStream, methods: &mut Names, calls: &mut Vec<String>) {
    let mut tokens = body.into_iter().peekable();
    // Whether an `impl` is open, and whether it is of a trait.
    let mut is_trait = None;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "impl" => is_trait = Some(false),
            TokenTree::Ident(word) if word == "for" => is_trait = is_trait.map(|_| true),
            TokenTree::Ident(word) => {
                if matches!(tokens.peek(), Some(TokenTree::Punct(mark)) if mark.as_char() == '!') {
                    calls.push(word.to_string());
                }
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => match is_trait.take() {
                Some(false) => methods.extend(functions(group.stream())),
                Some(true) => {}
                None => scan(group.stream(), methods, calls),
            },
            _ => {}
        }
    }
}

/// The functions right in the braces of an `impl`.
fn functions(body: TokenStream) -> Vec<String> {
    let tokens: Vec<_> = body.into_iter().collect();
    let named = tokens.windows(2).filter(|pair| matches!(&pair[0], TokenTree::Ident(word) if *word == "fn"));
    named.map(|pair| pair[1].to_string()).collect()
}
