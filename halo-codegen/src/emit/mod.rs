//! The API to tokens: one file of this folder per kind of output, and no decisions.

mod bulk;
mod catalog;
mod enums;
mod ids;
mod imports;
mod model;
mod overview;
mod requests;
mod resources;
mod scopes;
mod sections;
mod types;
mod wire;
mod write;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use self::imports::import;
pub use self::overview::{README, readme, readme_with};
use crate::ir::{Api, Doc, EntityDef, EnumDef, ObjectDef};
use crate::parallel;
pub use crate::render::Unparsable;
use crate::render::render;

/// Generated files: path below `src/generated/` to text.
pub type FileMap = BTreeMap<String, String>;

/// Files, some of which may not parse.
type Rendered = BTreeMap<String, Result<String, Unparsable>>;

/// Emits every file, or none.
///
/// # Errors
///
/// The files that do not parse, by path below `src/generated/`.
pub fn emit(api: &Api) -> Result<FileMap, BTreeMap<String, Unparsable>> {
    let entities = api.entities.iter().map(Part::Entity);
    let objects = api.objects.iter().map(Part::Object);
    let enums = api.enums.iter().map(Part::Enum);
    let parts: Vec<_> = std::iter::once(Part::Shared(api)).chain(entities).chain(objects).chain(enums).collect();
    let (mut files, mut broken) = (FileMap::new(), BTreeMap::new());
    for (path, rendered) in parallel::map(&parts, emit_part).into_iter().flatten() {
        match rendered {
            Ok(text) => drop(files.insert(path, text)),
            Err(error) => drop(broken.insert(path, error)),
        }
    }
    if broken.is_empty() { Ok(files) } else { Err(broken) }
}

/// What is emitted by itself, as nothing else depends on it.
enum Part<'a> {
    Shared(&'a Api),
    Entity(&'a EntityDef),
    Object(&'a ObjectDef),
    Enum(&'a EnumDef),
}

fn emit_part(part: &Part<'_>) -> Rendered {
    let mut files = Rendered::new();
    match part {
        Part::Shared(api) => emit_shared(api, &mut files),
        Part::Entity(entity) => emit_entity(entity, &mut files),
        Part::Object(object) => emit_object(object, &mut files),
        Part::Enum(one) => {
            files.insert(format!("types/{}.rs", one.module), render(&one.source, enums::enumeration(one)));
        }
    }
    files
}

fn emit_shared(api: &Api, files: &mut Rendered) {
    files.insert("mod.rs".to_owned(), render("", root(api)));
    files.insert("ids.rs".to_owned(), render("", ids::ids(&api.ids)));
    files.insert("scopes.rs".to_owned(), render("halo.yaml", scopes::scopes(&api.scopes)));
    files.insert("resources.rs".to_owned(), render("resources.yaml", resources::resources(&api.resources)));
    files.insert("entities.md".to_owned(), Ok(overview::front_page(&api.groups)));
    files.insert("types/mod.rs".to_owned(), render("types/", type_modules(api)));
}

fn emit_entity(entity: &EntityDef, files: &mut Rendered) {
    let mut add = |name: &str, tokens| {
        files.insert(format!("{}/{name}.rs", entity.module), render(&entity.source, import(&entity.module, tokens)));
    };
    add("mod", entity_module(entity));
    add("catalog", catalog::entity(entity));
    add("requests", requests::requests(entity));
    let Some(own) = &entity.own else { return };
    add("model", model::model(&own.model, &entity.aliases));
    add("wire", wire::wire(&own.model, true));
    if let Some(write) = &own.write {
        add("write", write::write(write, &entity.aliases));
    }
}

fn emit_object(object: &ObjectDef, files: &mut Rendered) {
    let mut add = |name: &str, tokens| {
        files.insert(format!("types/{}/{name}.rs", object.module), render(&object.source, import("types", tokens)));
    };
    add("mod", object_module(object));
    add("model", model::model(&object.model, &[]));
    add("wire", wire::wire(&object.model, false));
    add("catalog", catalog::fields(&object.model));
    if let Some(write) = &object.write {
        add("write", write::write(write, &[]));
    }
}

fn root(api: &Api) -> TokenStream {
    let entities: Vec<_> = api.entities.iter().map(|entity| ident(&entity.module)).collect();
    quote! {
        mod resources;
        mod scopes;

        pub mod ids;
        pub mod types;
        #(pub mod #entities;)*

        pub(crate) use self::resources::RESOURCES;
        pub use self::scopes::Scope;

        /// Every entity, by its plural.
        pub(crate) static ENTITIES: &[&crate::rt::EntityInfo] = &[#(&#entities::ENTITY),*];
    }
}

fn type_modules(api: &Api) -> TokenStream {
    let export = |object: &ObjectDef| {
        let module = ident(&object.module);
        let names = std::iter::once(&object.model.name).chain(object.write.as_ref().map(|write| &write.name));
        let names = names.map(|name| ident(name));
        (object.module.clone(), quote!(#(pub use self::#module::#names;)*))
    };
    let export_enum = |one: &EnumDef| {
        let (module, name) = (ident(&one.module), ident(&one.name));
        (one.module.clone(), quote!(pub use self::#module::#name;))
    };
    let exports: BTreeMap<String, TokenStream> =
        api.objects.iter().map(export).chain(api.enums.iter().map(export_enum)).collect();
    let modules = exports.keys().map(|module| ident(module));
    let exports = exports.values();
    quote! {
        //! Nested objects and enums that entities share.

        #(mod #modules;)*
        #(#exports)*
    }
}

fn entity_module(entity: &EntityDef) -> TokenStream {
    let doc = inner_doc(&entity.doc);
    let aliases = entity.aliases.iter().chain([&entity.path_alias]).filter_map(|other| alias_of(other, &entity.module));
    let aliases = aliases.map(|other| quote!(#![doc(alias = #other)]));
    let handle = ident(&entity.handle.name);
    let requests = entity.handle.operations.iter().map(|operation| ident(&operation.request));
    let has_types = entity.own.is_some();
    let write = entity.own.as_ref().and_then(|own| own.write.as_ref());
    let modules = [("catalog", true), ("model", has_types), ("requests", true), ("wire", has_types)];
    let modules = modules.into_iter().chain([("write", write.is_some())]).filter(|(_, there)| *there);
    let modules = modules.map(|(module, _)| ident(module));
    let model_export = entity.own.as_ref().map(|own| {
        let model = ident(&own.model.name);
        quote!(pub use self::model::#model;)
    });
    let write_export = write.map(|write| {
        let write = ident(&write.name);
        quote!(pub use self::write::#write;)
    });
    quote! {
        #doc
        #(#aliases)*

        #(mod #modules;)*

        pub(crate) use self::catalog::ENTITY;
        #model_export
        pub use self::requests::#handle;
        #(pub use self::requests::#requests;)*
        #write_export
    }
}

fn object_module(object: &ObjectDef) -> TokenStream {
    let doc = inner_doc(&object.doc);
    let model = ident(&object.model.name);
    let write = object.write.as_ref().map(|write| ident(&write.name));
    let write_module = write.as_ref().map(|_| {
        quote!(
            mod write;
        )
    });
    let write_export = write.as_ref().map(|write| quote!(pub use self::write::#write;));
    quote! {
        #doc

        mod catalog;
        mod model;
        mod wire;
        #write_module

        pub use self::model::#model;
        #write_export
    }
}

/// A name that was checked to be an identifier.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The public field, setter or argument of this name; never a keyword, which the checks refuse.
fn member(name: &str) -> Ident {
    format_ident!("{name}")
}

/// A doc comment.
fn outer_doc(doc: &Doc) -> TokenStream {
    let lines = doc.0.iter().map(|line| spaced(line));
    quote!(#(#[doc = #lines])*)
}

/// A doc comment of what it stands in.
fn inner_doc(doc: &Doc) -> TokenStream {
    let lines = doc.0.iter().map(|line| spaced(line));
    quote!(#(#![doc = #lines])*)
}

/// A wire name under which the docs find what is called otherwise in Rust; rustdoc refuses some.
fn alias(wire: &str, rust: &str) -> Option<TokenStream> {
    alias_of(wire, rust).map(|wire| quote!(#[doc(alias = #wire)]))
}

/// The same without its attribute.
fn alias_of<'a>(wire: &'a str, rust: &str) -> Option<&'a str> {
    let is_odd = |c: char| matches!(c, '"' | '\'') || (c.is_whitespace() && c != ' ');
    let is_name = wire != rust && !wire.is_empty() && wire.trim() == wire && !wire.contains(is_odd);
    is_name.then_some(wire)
}

/// The attribute that tells whoever uses an item what to use instead.
fn deprecated(note: Option<&String>) -> Option<TokenStream> {
    note.map(|note| quote!(#[deprecated(note = #note)]))
}

fn spaced(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}
