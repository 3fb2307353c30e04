//! Collects what drafts add outside their own files: names, ids and objects.

use std::collections::{BTreeMap, BTreeSet};

use super::Import;
use super::item::ItemDraft;
use super::names::{InlineNames, Names, settled};
use super::omissions::{Choice, Omissions, OmitLines};
use super::precedent::Precedents;
use crate::model::{IdRepr, Named, Types, VendorNames};
use crate::naming::{id_name, is_module, snake_name, type_naming_error};
use crate::vendor::document::Document;
use crate::vendor::drift::Fit;
use crate::vendor::evidence::{Evidence, FieldEvidence};
use crate::vendor::targets::{Target, Targets, camel};
use crate::vendor::words::Words;

/// Larger nested objects are separate records; they stay `json` until a curator asks for them by `--type`.
const MAX_OBJECT_FIELDS: usize = 80;

/// The draft of an object for `types/`.
#[derive(Debug, Clone, Default)]
pub(super) struct ObjectDraft {
    pub(super) name: String,
    pub(super) schema: String,
    pub(super) fields: Vec<ItemDraft>,
    /// Whether it is the body of an operation, and so needs a write type.
    pub(super) is_sent: bool,
    pub(super) omit: OmitLines,
}

/// Collects items that several drafts share.
pub(super) struct Builder<'a> {
    pub(super) document: &'a Document,
    pub(super) schema: &'a crate::model::Schema,
    pub(super) types: Types<'a>,
    pub(super) words: Words,
    pub(super) choice: Choice<'a>,
    pub(super) evidence: Option<&'a Evidence>,
    /// The fields that were seen, by path in lower case.
    pub(super) seen_fields: BTreeMap<String, Vec<&'a FieldEvidence>>,
    pub(super) precedents: Precedents<'a>,
    pub(super) omissions: Omissions,
    pub(super) targets: Targets,
    /// Ids that the drafted entities define themselves.
    pub(super) own_ids: BTreeMap<String, IdRepr>,
    /// The drafted entities that have a write type.
    pub(super) written: BTreeSet<String>,
    /// Ids to declare in halo.yaml.
    pub(super) new_ids: BTreeMap<String, IdRepr>,
    /// `names` of halo.yaml.
    pub(super) listed: BTreeMap<&'a str, &'a str>,
    /// Names that drafts write inline.
    pub(super) inline: InlineNames,
    /// Wire names that the schema uses with their derived Rust names.
    pub(super) settled: BTreeSet<&'a str>,
    /// Schemas of the vendor, and the name of their type here.
    known: BTreeMap<String, String>,
    /// The names of all types.
    taken: BTreeSet<String>,
    /// New objects, by the stem of their file.
    pub(super) objects: BTreeMap<String, ObjectDraft>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(import: &Import<'a>) -> Self {
        let schema = import.schema;
        let (words, types) = (Words::learn(import.document, schema, import.words), Types::of(schema));
        let mut builder = Self {
            document: import.document,
            schema,
            words,
            choice: import.options.choice,
            evidence: import.options.evidence,
            seen_fields: BTreeMap::new(),
            precedents: Precedents::of(schema),
            omissions: Omissions::of(schema, import.document),
            targets: Targets::default(),
            own_ids: BTreeMap::new(),
            written: BTreeSet::new(),
            new_ids: BTreeMap::new(),
            listed: schema.halo.names.iter().map(|(wire, name)| (wire.value.as_str(), name.value.as_str())).collect(),
            inline: InlineNames::default(),
            settled: settled(schema),
            known: BTreeMap::new(),
            taken: types.names().map(str::to_owned).collect(),
            types,
            objects: BTreeMap::new(),
        };
        for field in import.options.evidence.into_iter().flat_map(|evidence| &evidence.fields) {
            builder.seen_fields.entry(field.path.to_lowercase()).or_default().push(field);
        }
        for object in &schema.objects {
            builder.register_vendor(object.vendor.as_ref(), &object.name.value);
        }
        for entity in schema.entities.iter().filter(|entity| entity.has_own_types()) {
            builder.register_vendor(entity.vendor.as_ref(), &entity.name.value);
        }
        builder
    }

    fn register_vendor(&mut self, vendor: Option<&VendorNames>, name: &str) {
        let schemas = vendor.into_iter().flat_map(|vendor| [&vendor.detail, &vendor.list]).flatten();
        schemas.for_each(|schema| self.register(&schema.value, name));
    }

    /// Records the type of a schema of the vendor; the first record wins.
    pub(super) fn register(&mut self, schema: &str, name: &str) {
        self.known.entry(schema.to_owned()).or_insert_with(|| name.to_owned());
    }

    /// The type of a schema of the vendor, if it is described or drafted.
    pub(super) fn type_of(&self, schema: &str) -> Option<&str> {
        let plain = schema.strip_suffix("_List").unwrap_or(schema);
        self.known.get(schema).or_else(|| self.known.get(plain)).map(String::as_str)
    }

    /// A valid name for a type that no type has yet.
    pub(super) fn free_type_name(&mut self, wanted: &str) -> String {
        let letter = wanted.starts_with(|c: char| c.is_ascii_alphabetic());
        let wanted = if letter { wanted.to_owned() } else { format!("X{wanted}") };
        let suffixed = ["Record", "Info", "Detail", "Part"].iter().map(|suffix| format!("{wanted}{suffix}"));
        let numbered = (2..).map(|number| format!("{wanted}{number}"));
        let free = |name: &String| {
            type_naming_error(name).is_none() && !self.taken.contains(name) && !is_module(&snake_name(name))
        };
        let name = std::iter::once(wanted.clone()).chain(suffixed).chain(numbered).find(free).unwrap_or(wanted.clone());
        self.taken.insert(name.clone());
        self.taken.insert(id_name(&name));
        name
    }

    /// Whether a type of this name exists or is being drafted.
    pub(super) fn is_type(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// The id of a target; declares it if necessary.
    pub(super) fn id(&mut self, target: &Target) -> String {
        let name = id_name(&target.name);
        if self.types.get(&name).is_none() && !self.own_ids.contains_key(&name) {
            self.new_ids.insert(name.clone(), target.repr);
        }
        name
    }

    /// Whether a type is an id that is a number.
    pub(super) fn is_int_id(&self, ty: &str) -> bool {
        let known = match self.types.get(ty) {
            Some(Named::Id(repr)) => Some(repr),
            _ => self.own_ids.get(ty).or_else(|| self.new_ids.get(ty)).copied(),
        };
        known == Some(IdRepr::Int)
    }

    /// The type of a nested object, if it is described or can be drafted. `depth`: 0 within an entity.
    pub(super) fn object(&mut self, schema: &str, depth: usize) -> Option<String> {
        if let Some(known) = self.type_of(schema) {
            return Some(known.to_owned());
        }
        let fields = self.document.properties(schema).len();
        if depth > 0 || fields == 0 || fields > MAX_OBJECT_FIELDS {
            return None;
        }
        Some(self.draft_object(schema, Choice { only: &[], ..self.choice }))
    }

    /// Drafts an object, and returns the name of its type.
    pub(super) fn draft_object(&mut self, schema: &str, choice: Choice<'_>) -> String {
        let plain = schema.strip_suffix("_List").unwrap_or(schema);
        let name = self.free_type_name(&camel(&self.words.split(plain)));
        // Before its fields, because they may have this type.
        self.register(schema, &name);
        let properties = self.document.properties(schema);
        let wires = properties.iter().map(|property| property.name.as_str());
        let (kept, omit) = self.omissions.choose_fields(wires, None, choice);
        let mut names = Names::new(&name).hold(&self.words, kept.iter().copied());
        let place = super::draft::Place { noun: &name, is_written: false, depth: 1 };
        let properties = properties.iter().filter(|property| kept.contains(property.name.as_str()));
        let fields = properties.map(|property| self.field(property, None, &mut names, place)).collect();
        let draft = ObjectDraft { name: name.clone(), schema: schema.to_owned(), fields, omit, is_sent: false };
        self.objects.insert(snake_name(&name), draft);
        name
    }

    /// Compares types, for `vendor` notes.
    pub(super) fn fit(&self) -> Fit<'_> {
        Fit { document: self.document, types: &self.types }
    }
}
