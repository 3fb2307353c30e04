//! What drafts need besides their own file: names, ids and objects that they bring along.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{FieldDraft, Line};
use crate::lower::names::rust_name;
use crate::model::{Entity, IdRepr, Param, Schema, Types, VendorNames};
use crate::naming::{id_name, is_module, naming_error, snake_name, type_naming_error};
use crate::source::Spanned;
use crate::vendor::document::{Document, Property};
use crate::vendor::drift::Fit;
use crate::vendor::targets::{Target, Targets, camel};
use crate::vendor::words::Words;

/// Larger objects are records of their own; where one is nested, it stays `json` until somebody says what of it matters.
const LARGEST_OBJECT: usize = 80;

/// An object for `types/`.
#[derive(Debug, Clone)]
pub(super) struct ObjectDraft {
    pub(super) name: String,
    pub(super) schema: String,
    pub(super) fields: Vec<FieldDraft>,
}

/// Collects what several drafts share.
pub(super) struct Builder<'a> {
    pub(super) document: &'a Document,
    pub(super) schema: &'a Schema,
    pub(super) types: &'a Types<'a>,
    pub(super) words: &'a Words,
    pub(super) targets: Targets,
    /// Ids that the drafts bring.
    pub(super) brought: BTreeSet<String>,
    /// Ids that halo.yaml is to declare.
    pub(super) new_ids: BTreeMap<String, IdRepr>,
    /// Names that halo.yaml is to hold.
    pub(super) new_names: BTreeMap<String, String>,
    /// Wire names that the schema has with the name that they give by themselves.
    settled: BTreeSet<&'a str>,
    /// Schemas of the vendor's and what they are here.
    known: BTreeMap<String, String>,
    /// Names of all types.
    taken: BTreeSet<String>,
    /// Objects that are new, by the stem of their file.
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
            brought: BTreeSet::new(),
            new_ids: BTreeMap::new(),
            new_names: BTreeMap::new(),
            settled: settled(schema),
            known: BTreeMap::new(),
            taken: types.names().map(str::to_owned).collect(),
            objects: BTreeMap::new(),
        };
        for object in &schema.objects {
            builder.knows(object.vendor.as_ref(), &object.name.value);
        }
        for entity in schema.entities.iter().filter(|entity| entity.has_own_types()) {
            builder.knows(entity.vendor.as_ref(), &entity.name.value);
        }
        builder
    }

    fn knows(&mut self, vendor: Option<&VendorNames>, name: &str) {
        let schemas = vendor.into_iter().flat_map(|vendor| [&vendor.detail, &vendor.list]).flatten();
        schemas.for_each(|schema| self.is_called(&schema.value, name));
    }

    /// A schema of the vendor's is this type; the first to say so wins.
    pub(super) fn is_called(&mut self, schema: &str, name: &str) {
        self.known.entry(schema.to_owned()).or_insert_with(|| name.to_owned());
    }

    /// A name that no type has yet, and that a type can have.
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

    /// The id that a target has, declared if it is not yet.
    pub(super) fn id(&mut self, target: &Target) -> String {
        let name = id_name(&target.name);
        if self.types.get(&name).is_none() && !self.brought.contains(&name) {
            self.new_ids.insert(name.clone(), target.repr);
        }
        name
    }

    /// The type of an object that is nested, if it is described or may be. `depth`: 0 within an entity.
    pub(super) fn object(&mut self, schema: &str, depth: usize) -> Option<String> {
        let plain = schema.strip_suffix("_List").unwrap_or(schema);
        if let Some(known) = self.known.get(schema).or_else(|| self.known.get(plain)) {
            return Some(known.clone());
        }
        let document = self.document;
        let properties = document.properties(schema);
        if depth > 0 || properties.is_empty() || properties.len() > LARGEST_OBJECT {
            return None;
        }
        let name = self.free_type_name(&camel(&self.words.split(plain)));
        // Before its fields, which may be of this very type.
        self.is_called(schema, &name);
        let mut names = Names::new(&name);
        let fields = properties.iter().map(|property: &Property| self.field(property, None, &mut names, 1)).collect();
        self.objects.insert(snake_name(&name), ObjectDraft { name: name.clone(), schema: schema.to_owned(), fields });
        Some(name)
    }

    /// Whether types fit, for `vendor` notes.
    pub(super) fn fit(&self) -> Fit<'a> {
        Fit { document: self.document, types: self.types }
    }

    /// The `name:` that something needs: none, where its wire name or `names` give one that can be had. Names that are to go
    /// into `names` are noted.
    pub(super) fn name(&mut self, wire: &str, names: &mut Names) -> Option<String> {
        let shared = self.new_names.get(wire).cloned();
        let derived = shared.clone().unwrap_or_else(|| rust_name(self.schema, wire, None));
        let is_listed = shared.is_some() || self.schema.halo.names.iter().any(|(known, _)| known.value == wire);
        let proposal = || self.words.rust_name(wire).filter(|_| !self.settled.contains(wire));
        let wanted = if is_listed { derived } else { proposal().unwrap_or(derived) };
        if names.takes(&wanted) {
            if !is_listed && wanted != snake_name(wire) {
                self.new_names.insert(wire.to_owned(), wanted);
            }
            return None;
        }
        let longer = format!("{}_{wanted}", names.owner);
        let numbered = (2..).map(|number| format!("{longer}_{number}"));
        let free = std::iter::once(longer.clone()).chain(numbered).find(|name| names.takes(name));
        Some(free.unwrap_or(longer))
    }

    /// A parameter of halo.yaml that an entity can take over: it is of that type for the vendor, and what it refers to is there.
    pub(super) fn shared(&self, wire: &str, others: &[&str]) -> Option<&'a Param> {
        let param = self.schema.halo.params.iter().find(|param| param.wire_name.value == wire)?;
        let there = |name: &Spanned<String>| name.value == "paging" || others.contains(&name.value.as_str());
        param.needs.iter().chain(&param.excludes).all(there).then_some(param)
    }

    /// Lines of something that is described already.
    pub(super) fn names_of(&self, entity: &Entity, lines: &[Line<'_>]) -> Names {
        let mut names = Names::new(&entity.name.value);
        for (wire, name) in lines {
            names.takes(&rust_name(self.schema, wire, *name));
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

    /// Takes a name if it can be had.
    pub(super) fn takes(&mut self, name: &str) -> bool {
        naming_error(name).is_none() && !(self.reserved)(name) && self.taken.insert(name.to_owned())
    }
}
