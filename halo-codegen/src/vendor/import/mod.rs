//! Drafts entity files, and adds new items to existing ones.
//!
//! Docs are left empty: codegen rejects them until somebody has documented what a name does not say.

mod builder;
mod draft;
mod entity;
mod print;
mod resources;
mod update;

use std::collections::BTreeMap;

use self::builder::Builder;
use self::entity::Subject;
use super::document::Document;
use super::edit::{self, InsertAt};
use super::facts::Resource;
use super::targets::{Targets, entity_name};
use super::words::Words;
use crate::model::{Entity, IdRepr, Schema, Types};
use crate::naming::{id_name, plurals, snake_name};
use crate::source::SourceSet;
use crate::suggest::{closest, quoted};

/// The source and the target of an import.
#[derive(Debug, Clone, Copy)]
pub struct Import<'a> {
    /// The vendor's file.
    pub document: &'a Document,
    /// The schema; its drafts may have empty docs.
    pub schema: &'a Schema,
    /// Its files.
    pub sources: &'a SourceSet,
    /// Additional words for splitting names, one per line.
    pub words: &'a str,
}

/// The result of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Files to write: new ones, and those with additions.
    pub files: BTreeMap<String, String>,
    /// Remarks for the curator.
    pub remarks: Vec<String>,
}

impl Imported {
    /// The number of docs that are still empty.
    #[must_use]
    pub fn docs_to_write(&self) -> usize {
        self.files.values().map(|text| text.matches("doc: \"\"").count()).sum()
    }
}

/// An entity whose draft is requested.
struct RequestedEntity<'d> {
    name: String,
    plural: String,
    subject: Subject<'d>,
}

impl Import<'_> {
    /// Drafts entities that have no file yet.
    ///
    /// # Errors
    ///
    /// All problems with the paths. Nothing is drafted then.
    pub fn create(&self, paths: &[String]) -> Result<Imported, Vec<String>> {
        let words = Words::learn(self.document, self.schema, self.words);
        let types = Types::of(self.schema);
        let mut builder = Builder::new(self.document, self.schema, &types, &words);
        let mut errors = Vec::new();
        let mut asked: Vec<RequestedEntity<'_>> = Vec::new();
        for path in paths {
            match self.resource(path, false) {
                Ok((resource, _)) if asked.iter().any(|one| one.subject.resource.root.path == resource.root.path) => {}
                Ok((resource, _)) => asked.push(Self::requested_entity(&mut builder, resource)),
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
            one.subject.resource.detail().into_iter().for_each(|schema| builder.register(schema, &one.name));
        }
        let with_id = asked.iter().filter(|one| one.subject.id != IdRepr::None);
        builder.own_ids = with_id.map(|one| id_name(&one.name)).collect();
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

    /// Adds new items to entities that have a file.
    ///
    /// # Errors
    ///
    /// All problems with the paths, and with files that cannot be edited.
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

    /// The resource of a path, and the entity that describes it.
    ///
    /// `described`: whether such an entity must exist.
    fn resource(&self, path: &str, described: bool) -> Result<(Resource<'_>, Option<&Entity>), String> {
        let path = format!("/{}", path.trim().trim_matches('/'));
        if path.contains('{') {
            return Err(format!("{} is the path of one row; use the path of its list", quoted(&path)));
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
                    "`{}` is already described by {file}; use `--update` to add what is new",
                    entity.path.value
                ))
            }
            (None, true) => Err(format!("{} is not described yet; omit `--update` to draft it", quoted(&path))),
            (entity, _) => Ok((resource, entity)),
        }
    }

    fn requested_entity<'d>(builder: &mut Builder<'d>, resource: Resource<'d>) -> RequestedEntity<'d> {
        let last = resource.root.path.rsplit('/').next().unwrap_or_default();
        let name = entity_name(last, builder.words);
        let name = builder.free_type_name(&name);
        let plural = plurals(&snake_name(&name)).into_iter().find(|plural| !crate::naming::is_module(plural));
        RequestedEntity {
            plural: plural.unwrap_or_else(|| snake_name(&name)),
            subject: Subject::new(builder, resource),
            name,
        }
    }

    fn occupied(&self, plural: &str) -> Option<String> {
        let path = format!("entities/{plural}.yaml");
        let is_there = self.sources.iter().any(|(_, known, _)| known == path);
        is_there.then(|| {
            format!("{path} already exists and describes another path; rename or remove it, nothing was written")
        })
    }

    fn owners(&self, asked: &[RequestedEntity<'_>]) -> Vec<String> {
        let described = self.schema.entities.iter().map(|entity| entity.path.value.clone());
        described.chain(asked.iter().map(|one| one.subject.resource.root.path.clone())).collect()
    }

    /// Adds the new objects, and halo.yaml with the new ids and names.
    fn shared_files(&self, builder: &Builder<'_>, imported: &mut Imported) -> Result<(), String> {
        for (stem, object) in &builder.objects {
            let path = format!("types/{stem}.yaml");
            if self.sources.iter().any(|(_, known, _)| known == path) {
                return Err(format!(
                    "{path} already exists and describes another schema; rename or remove it, nothing was written"
                ));
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
            text = edit::add(&text, &["ids"], name, &value, InsertAt::Sorted)?;
        }
        for (wire, name) in &builder.new_names {
            text = edit::add(&text, &["names"], wire, name, InsertAt::Sorted)?;
        }
        for name in builder.own_ids.iter().filter(|name| self.schema.halo.ids.iter().any(|id| id.name.value == **name))
        {
            text = edit::remove(&text, &["ids"], name)?;
        }
        if text != halo {
            imported.files.insert("halo.yaml".to_owned(), text);
        }
        Ok(())
    }

    /// A file of the schema; empty if it does not exist.
    fn text(&self, path: &str) -> String {
        let found = self.sources.iter().find(|(_, known, _)| *known == path);
        found.map(|(_, _, bytes)| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }
}
