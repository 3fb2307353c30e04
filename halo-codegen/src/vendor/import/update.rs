//! Adds new fields, parameters, requests and operations to an entity's file, and changes nothing else in it.

use std::collections::BTreeSet;

use super::builder::Builder;
use super::draft::Place;
use super::entity::Subject;
use super::item::ItemDraft;
use super::names::{NamePair, Names};
use super::operations::{OperationPlace, OtherOperation, others};
use super::params::RequestPlace;
use super::{Import, Imported, print};
use crate::edit::{self, InsertAt};
use crate::lower::names::name_of;
use crate::model::{Entity, IdRepr, OperationKind, Param};
use crate::naming::{is_runtime_param, snake_name};
use crate::vendor::document::{Operation, normalized};
use crate::vendor::drift::Patterns;
use crate::vendor::facts::{Owners, Resource};

/// An entity's file during the edit.
struct Editing<'e> {
    entity: &'e Entity,
    text: String,
    /// The wire names and types of its fields.
    types: Vec<(String, String)>,
}

pub(super) fn entity<'a>(
    import: &Import<'a>,
    builder: &mut Builder<'a>,
    resource: Resource<'a>,
    entity: &Entity,
    imported: &mut Imported,
) -> Result<(), String> {
    let path = import.sources.path(entity.file).to_owned();
    let types = entity.fields.iter().map(|field| (field.wire_name.value.clone(), field.ty.value.to_string()));
    let mut editing = Editing { entity, text: import.sources.text_at(&path), types: types.collect() };
    let before = editing.text.clone();
    if let Some(extends) = &entity.extends {
        imported.remarks.push(format!("{path}: new fields of its rows belong in {}", extends.plural.value));
    } else {
        editing.fields(builder, resource)?;
    }
    editing.requests(builder, resource)?;
    editing.list(builder, resource)?;
    let endpoints = [
        (OperationKind::Get, resource.get()),
        (OperationKind::Create, resource.save()),
        (OperationKind::Delete, resource.delete()),
    ];
    for (kind, operation) in endpoints {
        editing.endpoint(builder, kind, operation)?;
    }
    let remarks = editing.operations(builder, resource)?;
    imported.remarks.extend(remarks.into_iter().map(|remark| format!("{path}: {remark}")));
    if editing.text != before {
        imported.files.insert(path, editing.text);
    }
    Ok(())
}

impl Editing<'_> {
    fn insert(&mut self, path: &[&str], key: &str, value: &str, after: Option<&str>) -> Result<(), String> {
        self.text = edit::add(&self.text, path, key, value, InsertAt::After(after))?;
        Ok(())
    }

    fn insert_item(&mut self, path: &[&str], item: &ItemDraft, after: Option<&str>) -> Result<(), String> {
        let (value, comment) = (item.value(), item.comment());
        let line = (item.wire.as_str(), value.as_str(), comment.as_deref());
        self.text = edit::add_with_comment(&self.text, path, line, InsertAt::After(after))?;
        Ok(())
    }

    fn fields<'a>(&mut self, builder: &mut Builder<'a>, resource: Resource<'a>) -> Result<(), String> {
        let entity = self.entity;
        let omit = Patterns::new(&entity.omit.fields);
        let lines: Vec<NamePair<'_>> =
            entity.fields.iter().map(|field| name_pair(&field.wire_name.value, field.name.as_ref())).collect();
        let mut names = builder.names_of(entity, &lines);
        let known: BTreeSet<&str> = lines.iter().map(|(wire, _)| *wire).collect();
        let located = builder.located(resource);
        let wires = located.iter().map(|field| field.property.name.as_str());
        let (chosen, _) = builder.omissions.choose_fields(wires, None, builder.choice);
        let place = Place { noun: &entity.name.value, is_written: entity.is_written(), depth: 0 };
        let mut after: Option<String> = None;
        // What instances have beyond the vendor's file is for `probe` to tell of entities that are described.
        for field in located.iter().filter(|field| !field.is_absent) {
            let wire = &field.property.name;
            if !known.contains(wire.as_str()) {
                let is_chosen = chosen.contains(wire.as_str()) || builder.choice.is_empty();
                if omit.covers(wire) || !is_chosen {
                    continue;
                }
                let item = builder.field(&field.property, field.filled, &mut names, place);
                self.insert_item(&["fields"], &item, after.as_deref())?;
                self.types.push((wire.clone(), item.ty().to_owned()));
            }
            after = Some(wire.clone());
        }
        Ok(())
    }

    /// Adds the standard requests that are new at the vendor.
    fn requests<'a>(&mut self, builder: &Builder<'a>, resource: Resource<'a>) -> Result<(), String> {
        let entity = self.entity;
        let omit = Patterns::new(&entity.omit.operations);
        let theirs = Subject::new(builder, resource);
        let has_id = theirs.id != IdRepr::None && entity.id.value != IdRepr::None;
        let saves = theirs.is_written();
        let has = |kind| entity.operation(kind).is_some();
        let pairs = [
            (OperationKind::Get, "GET /{id}", resource.get().is_some() && has_id, has(OperationKind::Get)),
            (OperationKind::Create, "POST /", saves, entity.is_written()),
            (OperationKind::Update, "POST /", saves && has_id, entity.is_written()),
            (OperationKind::Delete, "DELETE /{id}", resource.delete().is_some() && has_id, has(OperationKind::Delete)),
        ];
        for (kind, name, theirs, ours) in pairs {
            let verb = kind.word();
            if theirs && !ours && !omit.covers(name) && entity.says(verb) {
                let earlier = OperationKind::STANDARD.into_iter().rev().map(OperationKind::word);
                let earlier = earlier.skip_while(|key| *key != verb).skip(1);
                let is_there = |key: &&str| self.text.lines().any(|line| line.starts_with(&format!("{key}:")));
                let after = { earlier }.find(is_there).unwrap_or("id");
                self.insert(&[], verb, "{}", Some(after))?;
            }
        }
        Ok(())
    }

    fn list<'a>(&mut self, builder: &mut Builder<'a>, resource: Resource<'a>) -> Result<(), String> {
        let (entity, Some(operation)) = (self.entity, resource.list()) else { return Ok(()) };
        let verb = OperationKind::List.word();
        if entity.list().is_none() || !entity.says(verb) {
            return Ok(());
        }
        let known: Vec<&Param> = entity.params(OperationKind::List).iter().collect();
        let names = Names::of_request(&entity.name.value, &[]);
        let window = entity.window();
        for item in self.new_params(builder, (verb, operation), &known, names, window.as_slice()) {
            let section = if item.is_option { "options" } else { "filters" };
            self.insert_item(&[verb, section], &item, None)?;
        }
        Ok(())
    }

    fn endpoint<'a>(
        &mut self,
        builder: &mut Builder<'a>,
        kind: OperationKind,
        operation: Option<&'a Operation>,
    ) -> Result<(), String> {
        let (entity, verb) = (self.entity, kind.word());
        let Some(operation) = operation.filter(|_| entity.says(verb)) else { return Ok(()) };
        // If the request itself was not added, its parameters are not added either.
        let is_there = self.text.lines().any(|line| line.starts_with(&format!("{verb}:")));
        if !is_there {
            return Ok(());
        }
        let keys: Vec<&str> = entity.key.iter().map(|member| member.value.as_str()).collect();
        let shared = if kind == OperationKind::Create { entity.params(OperationKind::Update) } else { &[] };
        let known: Vec<&Param> = entity.params(kind).iter().chain(shared).collect();
        let body = snake_name(&entity.name.value);
        let names = Names::of_request(&entity.name.value, &[keys.as_slice(), &[&body]].concat());
        for item in self.new_params(builder, (verb, operation), &known, names, &keys) {
            self.insert_item(&[verb, "params"], &item, None)?;
        }
        Ok(())
    }

    /// Adds the operations below the path that `drift` lists as missing, and remarks on those that cannot be described.
    fn operations<'a>(&mut self, builder: &mut Builder<'a>, resource: Resource<'a>) -> Result<Vec<String>, String> {
        let entity = self.entity;
        if !entity.says("operations") && entity.extends.is_some() {
            return Ok(Vec::new());
        }
        let owners: Owners = builder.schema.entities.iter().map(|entity| entity.path.value.as_str()).collect();
        let omit = Patterns::new(&entity.omit.operations);
        let is_described = |other: &OtherOperation<'_>| {
            let route = normalized(&other.path.path);
            let same = |ours: &crate::model::Operation| {
                ours.method.value.word() == other.method && normalized(&ours.path.value) == route
            };
            entity.custom_operations().any(same)
        };
        let all = others(resource, &owners);
        let new: Vec<_> = all.iter().filter(|other| !is_described(other) && !omit.covers(&other.route())).collect();
        let keys: Vec<&str> = entity.key.iter().map(|member| member.value.as_str()).collect();
        let types = self.types.clone();
        let place = OperationPlace {
            entity: &entity.name.value,
            keys: &keys,
            id: entity.id.value,
            detail: resource.detail(),
            is_written: entity.is_written(),
            fields: &types,
        };
        let taken = entity.operations.iter().map(|operation| operation.name.value.clone()).collect();
        let (drafts, remarks) = builder.drafts_of(&new, place, &taken);
        for draft in &drafts {
            let lines = print::operation("  ", draft);
            let (_, value) = lines.split_once('\n').unwrap_or_default();
            self.insert(&["operations"], &draft.name, &format!("\n{value}"), None)?;
        }
        Ok(remarks)
    }

    /// Parameters that are neither described nor omitted.
    fn new_params(
        &self,
        builder: &mut Builder<'_>,
        (verb, operation): (&str, &Operation),
        known: &[&Param],
        mut names: Names,
        keys: &[&str],
    ) -> Vec<ItemDraft> {
        let omit = Patterns::new(&self.entity.omit.params);
        for param in known {
            names.reserve(&name_of(builder.schema, &param.wire_name, param.name.as_ref()), &param.wire_name.value);
        }
        let all: Vec<&str> = known.iter().map(|param| param.wire_name.value.as_str()).collect();
        let is_omitted = |name: &str| omit.covers_param(verb, name);
        let is_new =
            |name: &str| !is_runtime_param(name) && !all.contains(&name) && !keys.contains(&name) && !is_omitted(name);
        let new: Vec<_> = operation.query().filter(|param| is_new(&param.name)).collect();
        let others: Vec<&str> = all.iter().copied().chain(new.iter().map(|param| param.name.as_str())).collect();
        let place = RequestPlace { noun: &self.entity.name.value, verb, others: &others, fields: &self.types };
        new.into_iter().map(|param| builder.param(param, place, &mut names)).collect()
    }
}

fn name_pair<'l>(wire: &'l str, name: Option<&'l crate::source::Spanned<String>>) -> NamePair<'l> {
    (wire, name.map(|name| name.value.as_str()))
}
