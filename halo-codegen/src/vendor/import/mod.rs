//! First drafts of entity files, and what is new for files that are there.
//!
//! Docs are left empty: codegen refuses them until somebody has written what a name does not say.

mod builder;
mod draft;
mod entity;
mod print;
mod update;

use std::collections::BTreeMap;

use self::builder::Builder;
use self::entity::Subject;
use super::document::Document;
use super::edit::{self, At};
use super::facts::Resource;
use super::targets::{Targets, entity_name};
use super::words::Words;
use crate::model::{Entity, IdRepr, Schema, Types};
use crate::naming::{id_name, plurals, snake_name};
use crate::source::SourceSet;
use crate::suggest::{closest, quoted};

/// What is imported from, and into what.
#[derive(Debug, Clone, Copy)]
pub struct Import<'a> {
    /// The vendor's file.
    pub document: &'a Document,
    /// The schema; drafts in it may lack docs.
    pub schema: &'a Schema,
    /// Its files.
    pub sources: &'a SourceSet,
    /// Words that names are split into, beside those that are learned: one a line.
    pub words: &'a str,
}

/// What comes of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Files to write: those that are new, and those that got something added.
    pub files: BTreeMap<String, String>,
    /// What a curator should know.
    pub remarks: Vec<String>,
}

impl Imported {
    /// How many docs wait to be written.
    #[must_use]
    pub fn docs_to_write(&self) -> usize {
        self.files.values().map(|text| text.matches("doc: \"\"").count()).sum()
    }
}

/// An entity that is asked for.
struct Asked<'d> {
    name: String,
    plural: String,
    subject: Subject<'d>,
}

impl Import<'_> {
    /// Drafts entities that have no file yet.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the paths. Nothing is drafted then.
    pub fn create(&self, paths: &[String]) -> Result<Imported, Vec<String>> {
        let words = Words::learn(self.document, self.schema, self.words);
        let types = Types::of(self.schema);
        let mut builder = Builder::new(self.document, self.schema, &types, &words);
        let mut errors = Vec::new();
        let mut asked: Vec<Asked<'_>> = Vec::new();
        for path in paths {
            match self.resource(path, false) {
                Ok((resource, _)) if asked.iter().any(|one| one.subject.resource.root.path == resource.root.path) => {}
                Ok((resource, _)) => asked.push(Self::ask(&mut builder, resource)),
                Err(error) => errors.push(error),
            }
        }
        errors.extend(asked.iter().filter_map(|one| self.occupied(&one.plural)));
        if !errors.is_empty() {
            return Err(errors);
        }
        let drafts = asked.iter().map(|one| (one.name.clone(), one.subject.resource.root.path.clone(), one.subject.id));
        builder.targets = Targets::new(self.document, self.schema, &words, &drafts.collect::<Vec<_>>());
        for one in &asked {
            one.subject.resource.detail().into_iter().for_each(|schema| builder.is_called(schema, &one.name));
        }
        let with_id = asked.iter().filter(|one| one.subject.id != IdRepr::None);
        builder.brought = with_id.map(|one| id_name(&one.name)).collect();
        let owners = self.owners(&asked);
        let owners: Vec<&str> = owners.iter().map(String::as_str).collect();
        let mut imported = Imported::default();
        for one in &asked {
            let draft = builder.entity(one.subject, &one.name, &one.plural, &owners);
            let path = format!("entities/{}.yaml", one.plural);
            imported.remarks.extend(draft.remarks.iter().map(|remark| format!("{path}: {remark}")));
            imported.files.insert(path, print::entity(&draft));
        }
        self.shared_files(&builder, &mut imported).map_err(|error| vec![error])?;
        Ok(imported)
    }

    /// Adds what is new to entities that have a file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the paths, or with files that cannot be edited.
    pub fn update(&self, paths: &[String]) -> Result<Imported, Vec<String>> {
        let words = Words::learn(self.document, self.schema, self.words);
        let types = Types::of(self.schema);
        let mut builder = Builder::new(self.document, self.schema, &types, &words);
        builder.targets = Targets::new(self.document, self.schema, &words, &[]);
        let (mut imported, mut errors) = (Imported::default(), Vec::new());
        for path in paths {
            let edited = self.resource(path, true).and_then(|(resource, entity)| {
                let Some(entity) = entity else { return Ok(()) };
                update::entity(self, &mut builder, resource, entity, &mut imported)
            });
            errors.extend(edited.err());
        }
        errors.extend(self.shared_files(&builder, &mut imported).err());
        if errors.is_empty() { Ok(imported) } else { Err(errors) }
    }

    /// The resource of a path, and the entity that describes it, which must be there or not.
    fn resource(&self, path: &str, described: bool) -> Result<(Resource<'_>, Option<&Entity>), String> {
        let path = format!("/{}", path.trim().trim_matches('/'));
        if path.contains('{') {
            return Err(format!("{} is the path of one row: name the path of its list", quoted(&path)));
        }
        let Some(resource) = Resource::find(self.document, &path) else {
            let known = self.document.paths.iter().map(|path| path.path.as_str()).filter(|path| !path.contains('{'));
            let meant = closest(&path, known).map(|path| format!("; did you mean `{path}`?")).unwrap_or_default();
            return Err(format!("the vendor's file has no path {}{meant}", quoted(&path)));
        };
        let entity = self.schema.entities.iter().find(|entity| entity.path.value.eq_ignore_ascii_case(&path));
        match (entity, described) {
            (Some(entity), false) => {
                let file = self.sources.path(entity.file);
                Err(format!(
                    "`{}` is described by {file} already: `--update` adds what is new to it",
                    entity.path.value
                ))
            }
            (None, true) => Err(format!("{} is not described yet: leave `--update` out", quoted(&path))),
            (entity, _) => Ok((resource, entity)),
        }
    }

    fn ask<'d>(builder: &mut Builder<'d>, resource: Resource<'d>) -> Asked<'d> {
        let last = resource.root.path.rsplit('/').next().unwrap_or_default();
        let name = entity_name(last, builder.words);
        let name = builder.free_type_name(&name);
        let plural = plurals(&snake_name(&name)).into_iter().find(|plural| !crate::naming::is_module(plural));
        Asked { plural: plural.unwrap_or_else(|| snake_name(&name)), subject: Subject::new(builder, resource), name }
    }

    fn occupied(&self, plural: &str) -> Option<String> {
        let path = format!("entities/{plural}.yaml");
        let is_there = self.sources.iter().any(|(_, known, _)| known == path);
        is_there.then(|| format!("{path} is there already, for another path; nothing is overwritten"))
    }

    fn owners(&self, asked: &[Asked<'_>]) -> Vec<String> {
        let described = self.schema.entities.iter().map(|entity| entity.path.value.clone());
        described.chain(asked.iter().map(|one| one.subject.resource.root.path.clone())).collect()
    }

    /// halo.yaml with the ids and names that are new, and the objects.
    fn shared_files(&self, builder: &Builder<'_>, imported: &mut Imported) -> Result<(), String> {
        for (stem, object) in &builder.objects {
            let path = format!("types/{stem}.yaml");
            if self.sources.iter().any(|(_, known, _)| known == path) {
                return Err(format!("{path} is there already, for another schema; nothing is overwritten"));
            }
            imported.files.insert(path, print::object(object));
        }
        let halo = self.text("halo.yaml");
        let mut text = halo.clone();
        for (name, repr) in &builder.new_ids {
            let value = format!(
                "{{ repr: {}, doc: \"\" }}",
                print::repr(if *repr == IdRepr::None { IdRepr::Int } else { *repr })
            );
            text = edit::add(&text, &["ids"], name, &value, At::Sorted)?;
        }
        for (wire, name) in &builder.new_names {
            text = edit::add(&text, &["names"], wire, name, At::Sorted)?;
        }
        for name in builder.brought.iter().filter(|name| self.schema.halo.ids.iter().any(|id| id.name.value == **name))
        {
            text = edit::remove(&text, &["ids"], name)?;
        }
        if text != halo {
            imported.files.insert("halo.yaml".to_owned(), text);
        }
        Ok(())
    }

    /// A file of the schema; empty if it is not there.
    fn text(&self, path: &str) -> String {
        let found = self.sources.iter().find(|(_, known, _)| *known == path);
        found.map(|(_, _, bytes)| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }
}
