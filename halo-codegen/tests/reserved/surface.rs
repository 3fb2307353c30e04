//! The handwritten public surface of halo-api, as text: signatures without bodies and docs, by the name of their type.
//!
//! `unreachable_pub` is denied in that crate, so whatever is `pub` can be reached from outside.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Attribute, Block, Fields, FnArg, ImplItem, Item, ItemImpl, Pat, Signature, TraitItem, Type, Visibility};

/// What the names of re-exports begin with, which have no section of their own.
const EXPORT: &str = "use ";

/// A file, and the public module that it is part of.
struct File {
    module: String,
    items: Vec<Item>,
}

/// The surface, whatever files it is in.
pub(crate) fn of(source: &Path) -> String {
    let root = parse(&source.join("lib.rs"));
    let modules: BTreeSet<String> = root.iter().filter_map(public_module).collect();
    let mut files = vec![File { module: String::new(), items: root }];
    read(source, "", &modules, &mut files);
    let mut surface = Surface::default();
    for file in &files {
        let defined = file.items.iter().filter_map(name);
        surface.types.extend(defined.map(|(name, is_public)| ((file.module.clone(), name), is_public)));
    }
    for file in files {
        for item in file.items {
            surface.add(&file.module, item);
        }
    }
    surface.text()
}

/// The definition, and what is implemented, by its header.
type Section = (Option<Item>, BTreeMap<String, ItemImpl>);

#[derive(Default)]
struct Surface {
    /// Types and traits, and whether they are public.
    types: BTreeMap<(String, String), bool>,
    /// By module and name.
    sections: BTreeMap<(String, String), Section>,
    /// Methods in the bodies of macros, which generated code calls.
    macros: BTreeMap<String, Vec<String>>,
}

impl Surface {
    fn add(&mut self, module: &str, mut item: Item) {
        if let Item::Macro(item) = &item
            && let Some(name) = &item.ident
        {
            let mut methods = Vec::new();
            scan(item.mac.tokens.clone(), &mut methods);
            if !methods.is_empty() {
                methods.sort();
                self.macros.insert(name.to_string(), methods);
            }
            return;
        }
        if let Item::Impl(item) = item {
            return self.add_impl(module, item);
        }
        if let Some(name) = strip(&mut item) {
            self.sections.entry((module.to_owned(), name)).or_default().0 = Some(item);
        }
    }

    /// Methods of types that are not private, and the traits that public types implement.
    fn add_impl(&mut self, module: &str, mut item: ItemImpl) {
        let Some(name) = type_name(&item.self_ty) else { return };
        let Some(module) = self.module_of(module, &name) else { return };
        let is_trait = item.trait_.is_some();
        item.attrs.retain(is_shown);
        item.items.retain_mut(|item| match item {
            ImplItem::Fn(function) => {
                function.attrs.retain(is_shown);
                function.block = empty();
                without_mut(&mut function.sig);
                !is_trait && is_public(&function.vis)
            }
            ImplItem::Const(constant) => {
                constant.attrs.retain(is_shown);
                !is_trait && is_public(&constant.vis)
            }
            ImplItem::Type(_) => true,
            _ => false,
        });
        if !is_trait && item.items.is_empty() {
            return;
        }
        let mut header = item.clone();
        header.items.clear();
        let header = format!("{} {}", u8::from(is_trait), header.to_token_stream());
        let impls = &mut self.sections.entry((module, name)).or_default().1;
        impls.entry(header).and_modify(|known| known.items.extend(item.items.clone())).or_insert(item);
    }

    /// The module of a type; `None` for a private one.
    fn module_of(&self, near: &str, name: &str) -> Option<String> {
        let known = |module: &str| self.types.get(&(module.to_owned(), name.to_owned()));
        let elsewhere = || self.types.iter().find(|((_, other), _)| other == name);
        match known(near) {
            Some(is_public) => is_public.then(|| near.to_owned()),
            None => match elsewhere() {
                Some(((module, _), is_public)) => is_public.then(|| module.clone()),
                // Of generated code, or of another crate.
                None => near.is_empty().then(|| "elsewhere".to_owned()),
            },
        }
    }

    fn text(self) -> String {
        let mut text = String::new();
        for ((module, name), (definition, impls)) in self.sections {
            if !name.starts_with(EXPORT) {
                let path = if module.is_empty() { name } else { format!("{module}::{name}") };
                let _ = writeln!(text, "==== {path}");
            }
            let impls = impls.into_values().map(|mut item| {
                item.items.sort_by_key(member_name);
                Item::Impl(item)
            });
            let items = definition.into_iter().chain(impls).collect();
            text += &prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items });
        }
        for (name, methods) in self.macros {
            let _ = writeln!(text, "==== in generated code, by {name}!\n{}", methods.join("\n"));
        }
        text
    }
}

/// Removes what is not public from an item; its name, unless it is not public itself.
fn strip(item: &mut Item) -> Option<String> {
    let (attrs, vis, name) = match item {
        Item::Struct(item) => {
            strip_fields(&mut item.fields);
            (&mut item.attrs, &item.vis, item.ident.to_string())
        }
        Item::Enum(item) => {
            for variant in &mut item.variants {
                variant.attrs.retain(is_shown);
                variant.fields.iter_mut().for_each(|field| field.attrs.retain(is_shown));
            }
            (&mut item.attrs, &item.vis, item.ident.to_string())
        }
        Item::Trait(item) => {
            for member in &mut item.items {
                match member {
                    TraitItem::Fn(function) => {
                        function.attrs.retain(is_shown);
                        without_mut(&mut function.sig);
                        function.default = function.default.as_ref().map(|_| empty());
                    }
                    TraitItem::Const(constant) => constant.attrs.retain(is_shown),
                    TraitItem::Type(ty) => ty.attrs.retain(is_shown),
                    _ => {}
                }
            }
            (&mut item.attrs, &item.vis, item.ident.to_string())
        }
        Item::Fn(item) => {
            *item.block = empty();
            without_mut(&mut item.sig);
            (&mut item.attrs, &item.vis, item.sig.ident.to_string())
        }
        Item::Const(item) => (&mut item.attrs, &item.vis, item.ident.to_string()),
        Item::Type(item) => (&mut item.attrs, &item.vis, item.ident.to_string()),
        Item::Use(item) => (&mut item.attrs, &item.vis, format!("{EXPORT}{}", item.tree.to_token_stream())),
        _ => return None,
    };
    attrs.retain(is_shown);
    is_public(vis).then_some(name)
}

/// Whether a parameter is mutable inside is no business of a caller.
fn without_mut(signature: &mut Signature) {
    for input in &mut signature.inputs {
        match input {
            FnArg::Receiver(receiver) => receiver.mutability = None,
            FnArg::Typed(argument) => {
                if let Pat::Ident(pattern) = &mut *argument.pat {
                    pattern.mutability = None;
                }
            }
        }
    }
}

fn member_name(item: &ImplItem) -> String {
    match item {
        ImplItem::Fn(function) => function.sig.ident.to_string(),
        other => other.to_token_stream().to_string(),
    }
}

/// A struct with private fields cannot be built from outside, so one of them is shown.
fn strip_fields(fields: &mut Fields) {
    if let Fields::Unnamed(unnamed) = fields {
        for field in unnamed.unnamed.iter_mut().filter(|field| !is_public(&field.vis)) {
            field.vis = Visibility::Inherited;
            field.ty = syn::parse_quote!(_);
        }
    }
    let Fields::Named(named) = fields else { return };
    let hidden = named.named.iter().any(|field| !is_public(&field.vis));
    named.named = std::mem::take(&mut named.named).into_iter().filter(|field| is_public(&field.vis)).collect();
    named.named.iter_mut().for_each(|field| field.attrs.retain(is_shown));
    if hidden {
        named.named.push(syn::parse_quote!(private: _));
    }
}

fn is_shown(attr: &Attribute) -> bool {
    ["cfg", "deprecated", "derive", "must_use", "non_exhaustive"].iter().any(|name| attr.path().is_ident(name))
}

fn is_public(vis: &Visibility) -> bool {
    matches!(vis, Visibility::Public(_))
}

fn empty() -> Block {
    syn::parse_quote!({})
}

fn public_module(item: &Item) -> Option<String> {
    match item {
        Item::Mod(item) if is_public(&item.vis) => Some(item.ident.to_string()),
        _ => None,
    }
}

/// The name of a type or trait, and whether it is public.
fn name(item: &Item) -> Option<(String, bool)> {
    match item {
        Item::Struct(item) => Some((item.ident.to_string(), is_public(&item.vis))),
        Item::Enum(item) => Some((item.ident.to_string(), is_public(&item.vis))),
        Item::Trait(item) => Some((item.ident.to_string(), is_public(&item.vis))),
        _ => None,
    }
}

fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        Type::Reference(reference) => type_name(&reference.elem),
        _ => None,
    }
}

fn parse(path: &Path) -> Vec<Item> {
    syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap().items
}

/// Reads the files below a folder. Each is part of the public module that it is in, or of the root.
fn read(folder: &Path, module: &str, public: &BTreeSet<String>, files: &mut Vec<File>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let module = if module.is_empty() && public.contains(&stem) { stem.clone() } else { module.to_owned() };
        if path.is_dir() && stem != "generated" {
            read(&path, &module, public, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !["lib", "tests"].contains(&&*stem) {
            let mut items = parse(&path);
            // What a private module re-exports is seen where the root names it.
            items.retain(|item| !matches!(item, Item::Use(_)) || !module.is_empty() && stem == "mod");
            files.push(File { module, items });
        }
    }
}

/// Signatures of public functions in the body of a macro.
fn scan(body: TokenStream, methods: &mut Vec<String>) {
    let mut signature: Option<TokenStream> = None;
    for token in body {
        let is_pub = matches!(&token, TokenTree::Ident(word) if *word == "pub");
        let is_body = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        match (&mut signature, token) {
            (Some(_), TokenTree::Group(group)) if is_body => {
                let text = signature.take().unwrap_or_default().to_string();
                if text.contains("fn ") && !text.starts_with("pub (") {
                    methods.push(text.replace("(mut self", "(self"));
                } else {
                    scan(group.stream(), methods);
                }
            }
            (Some(_), TokenTree::Punct(mark)) if mark.as_char() == ';' => signature = None,
            (Some(signature), token) => signature.extend([token]),
            (None, TokenTree::Group(group)) => scan(group.stream(), methods),
            (None, token) if is_pub => signature = Some(TokenStream::from(token)),
            (None, _) => {}
        }
    }
}
