//! Adds new fields, parameters and requests to an entity's file, and changes nothing else in it.

use super::builder::{Builder, Names};
use super::draft::NamePair;
use super::entity::{Subject, properties};
use super::{Import, Imported};
use crate::model::{Entity, IdRepr, OperationKind, Param};
use crate::naming::{is_runtime_param, snake_name};
use crate::vendor::document::{Operation, Type};
use crate::vendor::drift::Patterns;
use crate::vendor::edit::{self, InsertAt};
use crate::vendor::facts::Resource;

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
    let mut editing = Editing { entity, text: import.text(&path), types: types.collect() };
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

    fn fields<'a>(&mut self, builder: &mut Builder<'a>, resource: Resource<'a>) -> Result<(), String> {
        let entity = self.entity;
        let omit = Patterns::new(&entity.omit.fields);
        let lines: Vec<NamePair<'_>> =
            entity.fields.iter().map(|field| name_pair(&field.wire_name.value, field.name.as_ref())).collect();
        let mut names = builder.names_of(entity, &lines);
        let mut after: Option<String> = None;
        for (property, filled) in properties(builder, resource) {
            let wire = &property.name;
            if lines.iter().all(|(known, _)| known != wire) {
                if omit.covers(wire) {
                    continue;
                }
                let field = builder.field(property, filled, &mut names, 0);
                self.insert(&["fields"], wire, &field.value(), after.as_deref())?;
                self.types.push((wire.clone(), field.ty));
            }
            after = Some(wire.clone());
        }
        Ok(())
    }

    /// Adds the standard requests that are new at the vendor.
    fn requests<'a>(&mut self, builder: &Builder<'a>, resource: Resource<'a>) -> Result<(), String> {
        let entity = self.entity;
        let omit = Patterns::new(&entity.omit.operations);
        let has_id = Subject::new(builder, resource).id != IdRepr::None && entity.id.value != IdRepr::None;
        let saves = matches!(resource.save().and_then(|save| save.body.as_ref()), Some(Type::List(_)));
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
        for (wire, value, is_option) in self.new_params(builder, operation, &known, names, &[]) {
            let section = if is_option { "options" } else { "filters" };
            self.insert(&[verb, section], &wire, &value, None)?;
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
        for (wire, value, _) in self.new_params(builder, operation, &known, names, &keys) {
            self.insert(&[verb, "params"], &wire, &value, None)?;
        }
        Ok(())
    }

    /// Parameters that are neither described nor omitted: wire name, value, and whether it is an option.
    fn new_params(
        &self,
        builder: &mut Builder<'_>,
        operation: &Operation,
        known: &[&Param],
        mut names: Names,
        keys: &[&str],
    ) -> Vec<(String, String, bool)> {
        let omit = Patterns::new(&self.entity.omit.params);
        for param in known {
            let explicit = param.name.as_ref().map(|name| name.value.as_str());
            names.reserve(&crate::lower::names::rust_name(builder.schema, &param.wire_name.value, explicit));
        }
        let all: Vec<&str> = known.iter().map(|param| param.wire_name.value.as_str()).collect();
        let is_new =
            |name: &str| !is_runtime_param(name) && !all.contains(&name) && !keys.contains(&name) && !omit.covers(name);
        let new: Vec<_> = operation.query().filter(|param| is_new(&param.name)).collect();
        let others: Vec<&str> = all.iter().copied().chain(new.iter().map(|param| param.name.as_str())).collect();
        let drafts = new.into_iter().map(|param| builder.param(param, &others, &self.types, &mut names));
        drafts.map(|draft| (draft.wire, draft.value, draft.is_option)).collect()
    }
}

fn name_pair<'l>(wire: &'l str, name: Option<&'l crate::source::Spanned<String>>) -> NamePair<'l> {
    (wire, name.map(|name| name.value.as_str()))
}
