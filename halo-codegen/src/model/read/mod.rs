//! The schema files read into the model.
//!
//! The structure check reports everything that does not fit the key tables. The readers then take what does, and put
//! substitutes that pass all checks where something needed is missing: one mistake, one report.

mod entity;
mod extends;
mod halo;
mod mapping_view;
mod operation;
mod params;
mod resources;
mod structure;
mod types;

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;

use self::extends::Extending;
pub(super) use self::mapping_view::MappingView;
use self::structure::Structure;
use super::Schema;
use super::keys::{self, Entries, Table};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::naming::{id_name, type_naming_error};
use crate::node::Node;
use crate::parallel;
use crate::source::{FileId, SourceSet, Span, Spanned};
use crate::suggest::closest;
use crate::yaml;

/// The schema, and what the checks must know of how it was read.
#[derive(Debug, Default)]
pub(crate) struct ReadOutcome {
    pub(crate) schema: Schema,
    /// Whether halo.yaml could not be read: what it declares is unknown then, not undeclared.
    pub(crate) halo_is_broken: bool,
    /// Types that files declare which could not be read.
    pub(crate) broken_types: BTreeSet<String>,
    /// Whether anything could not be read: what seems unused may be used there.
    pub(crate) is_partial: bool,
    /// Texts that seem to be cut off, as already reported.
    pub(crate) cut: BTreeSet<Span>,
    /// Keys of mappings with a structural fault: what they seem to lack may be what is at fault.
    pub(crate) faulty: BTreeSet<Span>,
    /// Files whose `fields` could not be read.
    pub(crate) without_fields: BTreeSet<FileId>,
    /// Shared parameters that were taken over.
    pub(crate) used_params: BTreeSet<String>,
}

/// What a file is for, by its path.
enum FileRole<'p> {
    Halo,
    Entity(&'p str),
    Type(&'p str),
    Resources,
    Generated,
    Stray,
}

fn role(path: &str) -> FileRole<'_> {
    let stem_in = |folder: &str| {
        let stem = path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".yaml")?;
        (!stem.is_empty() && !stem.contains('/')).then_some(stem)
    };
    match path {
        "halo.yaml" => FileRole::Halo,
        "resources.yaml" => FileRole::Resources,
        "halo.schema.json" => FileRole::Generated,
        _ => stem_in("entities")
            .map(FileRole::Entity)
            .or_else(|| stem_in("types").map(FileRole::Type))
            .unwrap_or(FileRole::Stray),
    }
}

/// A file with what YAML makes of it.
struct File<'s> {
    id: FileId,
    role: FileRole<'s>,
    path: &'s str,
    bytes: &'s [u8],
    node: Option<Node>,
}

/// Every file as YAML, which takes longer than all that is done with it.
fn parsed<'s>(sources: &'s SourceSet, diagnostics: &mut Diagnostics) -> Vec<File<'s>> {
    let files: Vec<_> = sources.iter().collect();
    let parsed = parallel::map(&files, |&(id, path, bytes)| {
        let (role, mut mistakes) = (role(path), Diagnostics::default());
        let node = match role {
            FileRole::Halo | FileRole::Resources | FileRole::Entity(_) | FileRole::Type(_) => {
                yaml::parse(id, bytes, &mut mistakes)
            }
            FileRole::Generated | FileRole::Stray => None,
        };
        (File { id, role, path, bytes, node }, mistakes)
    });
    let (files, mistakes): (Vec<_>, Vec<_>) = parsed.into_iter().unzip();
    diagnostics.append(mistakes);
    files
}

/// Reads all files; mistakes go to `diagnostics`.
pub(crate) fn read(sources: &SourceSet, diagnostics: &mut Diagnostics) -> ReadOutcome {
    let mut files = parsed(sources, diagnostics);
    // First, since entities take its parameters over.
    files.sort_by_key(|file| !matches!(file.role, FileRole::Halo));
    let mut reader = Reader { outcome: ReadOutcome::default(), extending: Vec::new(), diagnostics };
    let mut entities = Vec::new();
    for file in &files {
        match file.role {
            FileRole::Halo => reader.halo_file(file),
            FileRole::Entity(stem) => {
                entities.push(stem);
                reader.entity_file(file, stem);
            }
            FileRole::Type(stem) => reader.type_file(file, stem),
            FileRole::Resources => reader.resources_file(file),
            FileRole::Generated => {}
            FileRole::Stray => reader.stray(file),
        }
    }
    reader.resolve_extending(&entities);
    if entities.is_empty() {
        let message = "the schema has no entities: there is no file in entities/";
        reader.diagnostics.push(Diagnostic::new(Code::NoEntities, crate::diagnostic::Target::Schema, message));
    }
    let Reader { mut outcome, diagnostics, .. } = reader;
    outcome.is_partial = !diagnostics.is_empty();
    outcome
}

struct Reader<'d> {
    outcome: ReadOutcome,
    /// Entities that are like others, which may be read later.
    extending: Vec<Extending>,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn stray(&mut self, file: &File<'_>) {
        let diagnostic = Diagnostic::new(Code::StrayFile, file.id, "this file is not a part of a schema");
        let renamed = file.path.strip_suffix(".yml").map(|stem| format!("name it `{stem}.yaml`"));
        let known = "a schema has halo.yaml, resources.yaml, entities/<plural>.yaml and types/<name>.yaml";
        self.diagnostics.push(diagnostic.help(renamed.unwrap_or_else(|| known.to_owned())));
    }

    fn halo_file(&mut self, file: &File<'_>) {
        match &file.node {
            Some(node) if self.fits(node, &keys::HALO) => self.halo(root(node)),
            _ => self.outcome.halo_is_broken = true,
        }
    }

    fn entity_file(&mut self, file: &File<'_>, stem: &str) {
        if let Some(node) = file.node.as_ref().filter(|node| extends::extends(root(node))) {
            return self.extending_file(file.id, stem, node, file.bytes);
        }
        match file.node.as_ref().filter(|node| self.fits(node, &keys::ENTITY)) {
            Some(node) => self.entity(file.id, stem, root(node), file.bytes),
            None => self.salvage(file.bytes),
        }
    }

    fn type_file(&mut self, file: &File<'_>, stem: &str) {
        let node = file.node.as_ref();
        let is_enum = node.is_some_and(|node| root(node).has("enum") && !root(node).has("object"));
        let table = if is_enum { &keys::ENUM } else { &keys::OBJECT };
        match node.filter(|node| self.fits(node, table)) {
            Some(node) if is_enum => self.enumeration(file.id, stem, root(node), file.bytes),
            Some(node) => self.object(file.id, stem, root(node), file.bytes),
            None => self.salvage(file.bytes),
        }
    }

    /// Checks the structure of a file. Whether anything of it can be read.
    fn fits(&mut self, node: &Node, table: &'static Table) -> bool {
        let ReadOutcome { cut, faulty, .. } = &mut self.outcome;
        Structure { diagnostics: self.diagnostics, cut, faulty }.root(node, table);
        node.entries().is_some()
    }

    /// The same for a file whose keys are names.
    fn fits_entries(&mut self, node: &Node, entries: &'static Entries) -> bool {
        let ReadOutcome { cut, faulty, .. } = &mut self.outcome;
        Structure { diagnostics: self.diagnostics, cut, faulty }.root_entries(node, entries);
        node.entries().is_some()
    }

    /// The name of a type, which the file may fail to say: what stands for it, and what the lines seem to say.
    fn type_name(&mut self, view: MappingView<'_>, key: &str, stem: &str, bytes: &[u8]) -> Spanned<String> {
        let Some(name) = view.text(key) else {
            self.salvage(bytes);
            return Spanned::new(stem.to_upper_camel_case(), view.span);
        };
        if type_naming_error(&name.value).is_some() {
            self.mark_broken(name.value.to_upper_camel_case());
        }
        name
    }

    /// The types of a file that could not be read are known by name at least, so that their users are not blamed.
    fn salvage(&mut self, bytes: &[u8]) {
        const KEYS: [&str; 3] = ["entity", "object", "enum"];
        let text = String::from_utf8_lossy(bytes);
        let keys = text.lines().filter(|line| line.as_bytes().first().is_some_and(u8::is_ascii_alphabetic));
        for (key, rest) in keys.filter_map(|line| line.split_once(':')) {
            let name = rest.trim_start_matches([' ', '"', '\'']).chars().take_while(char::is_ascii_alphanumeric);
            let name: String = name.collect();
            if !name.is_empty() && (KEYS.contains(&key) || closest(key, KEYS).is_some()) {
                self.mark_broken(name);
            }
        }
    }

    fn mark_broken(&mut self, name: String) {
        self.outcome.broken_types.insert(id_name(&name));
        self.outcome.broken_types.insert(name);
    }
}

/// The root mapping. Its first key shows it, as it has no extent.
fn root(node: &Node) -> MappingView<'_> {
    let span = node.entries().and_then(|entries| entries.first()).map_or(node.span, |entry| entry.key.span);
    MappingView::new(node, span)
}
