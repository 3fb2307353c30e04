//! Collects the names, ids and objects that drafts add outside their own files.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{FieldDraft, NamePair};
use crate::lower::names::rust_name;
use crate::model::{Entity, IdRepr, Param, Schema, Types, VendorNames};
use crate::naming::{id_name, is_module, naming_error, snake_name, type_naming_error};
use crate::source::Spanned;
use crate::vendor::document::{Document, Property};
use crate::vendor::drift::Fit;
use crate::vendor::targets::{Target, Targets, camel};
use crate::vendor::words::Words;

/// Larger nested objects are separate records; they stay `json` until a curator selects their fields.
const MAX_OBJECT_FIELDS: usize = 80;

/// The draft of an object for `types/`.
#[derive(Debug, Clone)]
pub(super) struct ObjectDraft {
    pub(super) name: String,
    pub(super) schema: String,
    pub(super) fields: Vec<FieldDraft>,
}

/// Collects items that several drafts share.
pub(super) struct Builder<'a> {
    pub(super) document: &'a Document,
    pub(super) schema: &'a Schema,
    pub(super) types: &'a Types<'a>,
    pub(super) words: &'a Words,
    pub(super) targets: Targets,
    /// Ids that the drafted entities define themselves.
    pub(super) own_ids: BTreeSet<String>,
    /// Ids to declare in halo.yaml.
    pub(super) new_ids: BTreeMap<String, IdRepr>,
    /// Names to add to halo.yaml.
    pub(super) new_names: BTreeMap<String, String>,
    /// Wire names that the schema uses with their derived Rust names.
    settled: BTreeSet<&'a str>,
    /// Schemas of the vendor, and the name of their type here.
    known: BTreeMap<String, String>,
    /// The names of all types.
    taken: BTreeSet<String>,
    /// New objects, by the stem of their file.
    pub(super) objects: BTreeMap<String, ObjectDraft>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(document: &'a Document, schema: &'a Schema, types: &'a Types<'a>, words: &'a Words) -> Self {
        let mut builder = Self {
            document,
            schema,
            types,
            words,
            targets: Targets::default(),
            own_ids: BTreeSet::new(),
            new_ids: BTreeMap::new(),
            new_names: BTreeMap::new(),
            settled: settled(schema),
            known: BTreeMap::new(),
            taken: types.names().map(str::to_owned).collect(),
            objects: BTreeMap::new(),
        };
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

    /// The id of a target; declares it if necessary.
    pub(super) fn id(&mut self, target: &Target) -> String {
        let name = id_name(&target.name);
        if self.types.get(&name).is_none() && !self.own_ids.contains(&name) {
            self.new_ids.insert(name.clone(), target.repr);
        }
        name
    }

    /// The type of a nested object, if it is described or can be drafted. `depth`: 0 within an entity.
    pub(super) fn object(&mut self, schema: &str, depth: usize) -> Option<String> {
        let plain = schema.strip_suffix("_List").unwrap_or(schema);
        if let Some(known) = self.known.get(schema).or_else(|| self.known.get(plain)) {
            return Some(known.clone());
        }
        let document = self.document;
        let properties = document.properties(schema);
        if depth > 0 || properties.is_empty() || properties.len() > MAX_OBJECT_FIELDS {
            return None;
        }
        let name = self.free_type_name(&camel(&self.words.split(plain)));
        // Before its fields, because they may have this type.
        self.register(schema, &name);
        let mut names = Names::new(&name);
        let fields = properties.iter().map(|property: &Property| self.field(property, None, &mut names, 1)).collect();
        self.objects.insert(snake_name(&name), ObjectDraft { name: name.clone(), schema: schema.to_owned(), fields });
        Some(name)
    }

    /// Compares types, for `vendor` notes.
    pub(super) fn fit(&self) -> Fit<'a> {
        Fit { document: self.document, types: self.types }
    }

    /// The `name:` of an item, unless its wire name or `names` give a free name.
    ///
    /// Records the names that must be added to `names`.
    pub(super) fn name(&mut self, wire: &str, names: &mut Names) -> Option<String> {
        let shared = self.new_names.get(wire).cloned();
        let derived = shared.clone().unwrap_or_else(|| rust_name(self.schema, wire, None));
        let is_listed = shared.is_some() || self.schema.halo.names.iter().any(|(known, _)| known.value == wire);
        let proposal = || self.words.rust_name(wire).filter(|_| !self.settled.contains(wire));
        let wanted = if is_listed { derived } else { proposal().unwrap_or(derived) };
        if names.reserve(&wanted) {
            if !is_listed && wanted != snake_name(wire) {
                self.new_names.insert(wire.to_owned(), wanted);
            }
            return None;
        }
        let longer = format!("{}_{wanted}", names.owner);
        let numbered = (2..).map(|number| format!("{longer}_{number}"));
        let free = std::iter::once(longer.clone()).chain(numbered).find(|name| names.reserve(name));
        Some(free.unwrap_or(longer))
    }

    /// A parameter of halo.yaml that an entity can share, if the parameters that it refers to exist.
    pub(super) fn shared(&self, wire: &str, others: &[&str]) -> Option<&'a Param> {
        let param = self.schema.halo.params.iter().find(|param| param.wire_name.value == wire)?;
        let there = |name: &Spanned<String>| name.value == "paging" || others.contains(&name.value.as_str());
        param.needs.iter().chain(&param.excludes).all(there).then_some(param)
    }

    /// The names that the fields of an entity already use.
    pub(super) fn names_of(&self, entity: &Entity, lines: &[NamePair<'_>]) -> Names {
        let mut names = Names::new(&entity.name.value);
        for (wire, name) in lines {
            names.reserve(&rust_name(self.schema, wire, *name));
        }
        names
    }
}

fn settled(schema: &Schema) -> BTreeSet<&str> {
    let objects = schema.objects.iter().flat_map(|object| &object.fields);
    let fields = schema.entities.iter().flat_map(|entity| &entity.fields).chain(objects);
    let fields = fields.filter(|field| field.name.is_none()).map(|field| field.wire_name.value.as_str());
    let operations = schema.entities.iter().flat_map(|entity| &entity.operations);
    let params = operations.flat_map(|operation| &operation.params).filter(|param| param.name.is_none());
    fields.chain(params.map(|param| param.wire_name.value.as_str())).collect()
}

/// Rust names that are taken in one struct or request.
pub(super) struct Names {
    owner: String,
    taken: BTreeSet<String>,
    reserved: fn(&str) -> bool,
}

impl Names {
    /// Names of fields.
    pub(super) fn new(owner: &str) -> Self {
        use crate::naming::Use;
        let reserved = |name: &str| Use::ModelField.is_taken(name) || Use::WriteSetter.is_taken(name);
        Self { owner: heck::ToSnakeCase::to_snake_case(owner), taken: BTreeSet::new(), reserved }
    }

    /// Names of parameters, some of which are arguments already.
    pub(super) fn of_request(owner: &str, arguments: &[&str]) -> Self {
        use crate::naming::Use;
        let reserved = |name: &str| Use::ListSetter.is_taken(name);
        let taken = arguments.iter().map(|name| (*name).to_owned()).collect();
        Self { owner: heck::ToSnakeCase::to_snake_case(owner), taken, reserved }
    }

    /// Reserves a name, if it is valid and free.
    pub(super) fn reserve(&mut self, name: &str) -> bool {
        naming_error(name).is_none() && !(self.reserved)(name) && self.taken.insert(name.to_owned())
    }
}
