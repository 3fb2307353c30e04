//! Drafts entity files, and adds new items to existing ones.
//!
//! What the schema already says of the same wire name and type is taken over, as a suggestion. Other docs are left empty:
//! codegen rejects them until somebody has documented what a name does not say.

mod builder;
mod draft;
mod entity;
mod guess;
pub(crate) mod item;
mod located;
mod names;
mod omissions;
mod operations;
mod params;
mod precedent;
mod print;
mod resources;
mod scopes;
mod settle;
mod shared;
mod update;

use std::collections::BTreeMap;

use self::builder::Builder;
use self::entity::{EntityDraft, Subject};
use self::item::SUGGESTED;
pub use self::omissions::Choice;
use super::document::Document;
use super::evidence::Evidence;
use super::facts::{Owners, Resource};
use super::targets::{Targets, entity_name};
use crate::model::{Entity, IdRepr, Schema};
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
    /// What else the curator wants.
    pub options: Options<'a>,
}

/// What the curator wants beyond the paths.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Which fields to keep.
    pub choice: Choice<'a>,
    /// Schemas of the vendor to draft as nested objects, whatever their size.
    pub types: &'a [String],
    /// What was seen on running instances.
    pub evidence: Option<&'a Evidence>,
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

    /// The number of docs that are suggested by other files.
    #[must_use]
    pub fn docs_to_confirm(&self) -> usize {
        self.files.values().map(|text| text.matches(&format!("# {SUGGESTED}")).count()).sum()
    }
}

/// An entity whose draft is requested.
struct RequestedEntity<'d> {
    name: String,
    plural: String,
    subject: Subject<'d>,
}

impl<'a> Import<'a> {
    /// Drafts entities that have no file yet, and the nested objects of the options.
    ///
    /// # Errors
    ///
    /// All problems with the paths. Nothing is drafted then.
    pub fn create(&self, paths: &[String]) -> Result<Imported, Vec<String>> {
        let mut builder = Builder::new(self);
        let (mut errors, mut asked) = (Vec::new(), Vec::<RequestedEntity<'_>>::new());
        for path in paths {
            match self.resource(path, false) {
                Ok((resource, _)) if asked.iter().any(|one| one.subject.resource.root.path == resource.root.path) => {}
                Ok((resource, _)) => asked.push(Self::requested_entity(&mut builder, resource)),
                Err(error) => errors.push(error),
            }
        }
        errors.extend(asked.iter().filter_map(|one| self.occupied(&one.plural)));
        let schemas = self.schemas(&builder).map_err(|more| errors.extend(more)).unwrap_or_default();
        if !errors.is_empty() {
            return Err(errors);
        }
        self.prepare(&mut builder, &asked);
        for schema in schemas {
            builder.draft_object(schema, self.options.choice);
        }
        let described = self.schema.entities.iter().map(|entity| entity.path.value.as_str());
        let owners: Owners = described.chain(asked.iter().map(|one| one.subject.resource.root.path.as_str())).collect();
        let drafts: Vec<(String, EntityDraft)> = asked
            .iter()
            .map(|one| (one.plural.clone(), builder.entity(&one.subject, &one.name, &one.plural, &owners)))
            .collect();
        let paths = asked.iter().map(|one| one.subject.resource.root.path.as_str());
        let imported = self.finish(builder, drafts).and_then(|mut imported| {
            self.without_resources(paths, &mut imported)?;
            Ok(imported)
        });
        imported.map_err(|error| vec![error])
    }

    /// Adds new items to entities that have a file.
    ///
    /// # Errors
    ///
    /// All problems with the paths, and with files that cannot be edited.
    pub fn update(&self, paths: &[String]) -> Result<Imported, Vec<String>> {
        let mut builder = Builder::new(self);
        builder.targets = Targets::new(self.document, self.schema, &builder.words, &[]);
        let (mut imported, mut errors) = (Imported::default(), Vec::new());
        for path in paths {
            let edited = self.resource(path, true).and_then(|(resource, entity)| {
                let Some(entity) = entity else { return Ok(()) };
                update::entity(self, &mut builder, resource, entity, &mut imported)
            });
            errors.extend(edited.err());
        }
        errors.extend(self.shared_files(&builder, &BTreeMap::new(), &mut imported).err());
        if errors.is_empty() { Ok(imported) } else { Err(errors) }
    }

    /// Tells the builder what is being drafted, because drafts refer to each other.
    fn prepare(&self, builder: &mut Builder<'a>, asked: &[RequestedEntity<'a>]) {
        let drafts = asked.iter().map(|one| (one.name.clone(), one.subject.resource.root.path.clone(), one.subject.id));
        builder.targets = Targets::new(self.document, self.schema, &builder.words, &drafts.collect::<Vec<_>>());
        for one in asked {
            one.subject.resource.detail().into_iter().for_each(|schema| builder.register(schema, &one.name));
        }
        let with_id = asked.iter().filter(|one| one.subject.id != IdRepr::None);
        builder.own_ids = with_id.map(|one| (id_name(&one.name), one.subject.id)).collect();
        let written = asked.iter().filter(|one| one.subject.is_written());
        builder.written = written.map(|one| one.name.clone()).collect();
    }

    /// Prints the drafts, with the names that several of them use in halo.yaml.
    fn finish(&self, mut builder: Builder<'_>, drafts: Vec<(String, EntityDraft)>) -> Result<Imported, String> {
        let shared = builder.shared_names();
        let mut imported = Imported::default();
        for (plural, mut draft) in drafts {
            draft.items_mut().for_each(|item| names::share(&shared, item));
            let path = format!("entities/{plural}.yaml");
            imported.remarks.extend(draft.remarks.iter().map(|remark| format!("{path}: {remark}")));
            imported.files.insert(path, print::entity(&draft));
        }
        let objects = builder.objects.values_mut().flat_map(|object| &mut object.fields);
        objects.for_each(|item| names::share(&shared, item));
        self.shared_files(&builder, &shared, &mut imported)?;
        Ok(imported)
    }

    /// The resource of a path, and the entity that describes it.
    ///
    /// `described`: whether such an entity must exist.
    fn resource(&self, path: &str, described: bool) -> Result<(Resource<'a>, Option<&'a Entity>), String> {
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

    /// The names of the schemas to draft as objects.
    fn schemas(&self, builder: &Builder<'_>) -> Result<Vec<&'a str>, Vec<String>> {
        let schema = |name: &String| {
            let Some(found) = self.document.schema_name(&name.to_lowercase()) else {
                let known = self.document.schemas.keys().map(String::as_str);
                let meant = closest(name, known).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
                return Err(format!("the vendor's file has no schema {}{meant}", quoted(name)));
            };
            match builder.type_of(found) {
                Some(known) => Err(format!("{} is already described, as `{known}`", quoted(found))),
                None if self.document.properties(found).is_empty() => Err(format!("{} has no fields", quoted(found))),
                None => Ok(found),
            }
        };
        let (found, errors): (Vec<_>, Vec<_>) = self.options.types.iter().map(schema).partition(Result::is_ok);
        let errors: Vec<String> = errors.into_iter().filter_map(Result::err).collect();
        if errors.is_empty() { Ok(found.into_iter().flatten().collect()) } else { Err(errors) }
    }

    fn requested_entity(builder: &mut Builder<'a>, resource: Resource<'a>) -> RequestedEntity<'a> {
        let name = entity_name(&resource.root.path, &builder.words);
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
}
