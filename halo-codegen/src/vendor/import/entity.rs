//! Drafts an entity.

use super::builder::{Builder, Names};
use super::draft::{FieldDraft, ParamDraft};
use crate::model::IdRepr;
use crate::naming::{id_name, is_runtime_param};
use crate::vendor::document::{Operation, Param, Property, Type};
use crate::vendor::facts::Resource;
use crate::vendor::targets::repr_of;

/// The resource to describe, with its id and key.
#[derive(Clone, Copy)]
pub(super) struct Subject<'d> {
    pub(super) resource: Resource<'d>,
    pub(super) id: IdRepr,
    /// The field that identifies a row.
    pub(super) key: Option<&'d str>,
}

/// The draft of an entity file.
#[derive(Debug, Clone)]
pub(super) struct EntityDraft {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) list_schema: Option<String>,
    pub(super) detail_schema: Option<String>,
    pub(super) id: IdRepr,
    pub(super) key: Option<String>,
    pub(super) scopes: Option<String>,
    pub(super) list: Option<ListDraft>,
    /// `get`, `create`, `update`, `delete`, with their parameters.
    pub(super) requests: Vec<(&'static str, Vec<ParamDraft>)>,
    pub(super) fields: Vec<FieldDraft>,
    /// Remarks for the curator.
    pub(super) remarks: Vec<String>,
}

/// The draft of a list.
#[derive(Debug, Clone)]
pub(super) struct ListDraft {
    pub(super) rows: String,
    /// Whether the vendor's file does not document the rows.
    pub(super) is_guess: bool,
    pub(super) paging: &'static str,
    pub(super) page_cap: Option<u32>,
    pub(super) sort: usize,
    pub(super) params: Vec<ParamDraft>,
}

/// A property, and the only schema that has it: `list` or `detail`.
pub(super) type LocatedProperty<'d> = (&'d Property, Option<&'static str>);

impl<'d> Subject<'d> {
    pub(super) fn new(builder: &Builder<'d>, resource: Resource<'d>) -> Self {
        let properties = properties(builder, resource);
        let find = |name: &str| properties.iter().map(|(property, _)| *property).find(|property| property.name == name);
        let by_path = resource.id_type().map(|ty| repr_of(&builder.document.resolve(ty)));
        let keys = ["id", "uniqueid", "guid"];
        let candidates = if by_path.is_some() { &keys[..] } else { &keys[..1] };
        let key = candidates.iter().find_map(|name| find(name));
        let by_field = key.map(|property| repr_of(&builder.document.resolve(&property.ty)));
        let id = key.and(by_path.or(by_field)).unwrap_or(IdRepr::None);
        Self { resource, id, key: key.map(|property| property.name.as_str()) }
    }
}

/// The properties of list and detail, in the vendor's order, those of the list first.
pub(super) fn properties<'d>(builder: &Builder<'d>, resource: Resource<'d>) -> Vec<LocatedProperty<'d>> {
    let of = |schema: Option<&str>| schema.map_or(&[][..], |schema| builder.document.properties(schema));
    let (list, detail) = (of(resource.list_schema()), of(resource.detail()));
    let contains = |all: &[Property], property: &Property| all.iter().any(|other| other.name == property.name);
    let first = list.iter().map(|property| (property, (!contains(detail, property)).then_some("list")));
    let rest = detail.iter().filter(|property| !contains(list, property));
    first.chain(rest.map(|property| (property, (!list.is_empty()).then_some("detail")))).collect()
}

impl<'d> Builder<'d> {
    pub(super) fn entity(&mut self, subject: Subject<'d>, name: &str, plural: &str, owners: &[&str]) -> EntityDraft {
        let resource = subject.resource;
        let mut names = Names::new(name);
        let located = properties(self, resource);
        let mut fields: Vec<FieldDraft> =
            located.iter().map(|(property, filled)| self.field(property, *filled, &mut names, 0)).collect();
        self.key_field(subject, name, &mut fields);
        let types: Vec<(String, String)> = fields.iter().map(|field| (field.wire.clone(), field.ty.clone())).collect();
        let mut remarks = Vec::new();
        if located.is_empty() {
            remarks.push("the vendor's file documents no fields: describe `fields` from a response of Halo".to_owned());
        }
        let list = resource.list().map(|list| self.list(resource, list, (name, plural), &types));
        let requests = self.requests(subject, name, &types, &mut remarks);
        for (method, path) in resource.others(owners) {
            let operation = format!("{} {}", method.to_uppercase(), path.path);
            remarks.push(format!("{operation} is not imported: describe it under `operations`, or `omit` it"));
        }
        EntityDraft {
            name: name.to_owned(),
            path: resource.root.path.clone(),
            list_schema: resource.list_schema().map(str::to_owned),
            detail_schema: resource.detail().map(str::to_owned),
            id: subject.id,
            key: subject.key.map(str::to_owned),
            scopes: self.scopes(plural),
            list,
            requests,
            fields,
            remarks,
        }
    }

    /// Gives the key the id type of the entity, and marks it as required.
    fn key_field(&self, subject: Subject<'_>, name: &str, fields: &mut [FieldDraft]) {
        let Some(field) = fields.iter_mut().find(|field| Some(field.wire.as_str()) == subject.key) else { return };
        let id = id_name(name);
        for key in field.keys.iter_mut().filter(|key| key.starts_with("type: ")) {
            *key = format!("type: {id}");
        }
        field.keys.retain(|key| !key.starts_with("in: "));
        field.keys.push("always: true".to_owned());
        let property = properties(self, subject.resource).into_iter().find(|(property, _)| property.name == field.wire);
        if let Some((property, filled)) = property {
            let theirs = self.document.resolve(&property.ty);
            if (repr_of(&theirs) == IdRepr::Int) != (subject.id == IdRepr::Int) {
                field.keys.push(format!("vendor: {{ type: {theirs} }}"));
            }
            field.keys.extend(filled.map(|filled| format!("in: {filled}")));
        }
        field.ty = id;
    }

    fn scopes(&self, plural: &str) -> Option<String> {
        let noun = plural.rsplit('_').next().unwrap_or(plural);
        let known = |name: &str| self.schema.halo.scopes.iter().any(|scope| scope.name.value == name);
        let (read, write) = (format!("read:{noun}"), format!("edit:{noun}"));
        let pair = known(&read) && known(&write);
        pair.then(|| format!("{{ read: \"{read}\", write: \"{write}\", evidence: C }}"))
    }

    fn list(
        &mut self,
        resource: Resource<'d>,
        list: &'d Operation,
        (name, plural): (&str, &str),
        fields: &[(String, String)],
    ) -> ListDraft {
        let pages = resource.has_list_param("pageinate");
        let documented = resource.rows().map(|rows| rows.key);
        let rows = match documented {
            Some("") => "bare".to_owned(),
            Some(key) => key.to_owned(),
            // Halo's lists with paging have an envelope, usually with this key.
            None if pages => plural.replace('_', ""),
            None => "bare".to_owned(),
        };
        let paging = match rows.as_str() {
            "bare" if resource.has_list_param("count") => "count",
            _ if pages && rows != "bare" => "pages",
            _ if resource.has_list_param("count") => "count",
            _ => "none",
        };
        let page_cap = list.query().find(|param| param.name == "page_size").and_then(|param| param.hints.maximum);
        let mut names = Names::of_request(name, &[]);
        let params = self.params(list, fields, &mut names, &[]);
        ListDraft { rows, is_guess: documented.is_none(), paging, page_cap, sort: resource.sort_levels(), params }
    }

    /// Drafts the parameters of an operation, except those of the runtime and the key.
    pub(super) fn params(
        &mut self,
        operation: &Operation,
        fields: &[(String, String)],
        names: &mut Names,
        skip: &[&str],
    ) -> Vec<ParamDraft> {
        let is_param = |param: &&Param| !is_runtime_param(&param.name) && !skip.contains(&param.name.as_str());
        let params: Vec<&Param> = operation.query().filter(is_param).collect();
        let others: Vec<&str> = params.iter().map(|param| param.name.as_str()).collect();
        params.into_iter().map(|param| self.param(param, &others, fields, names)).collect()
    }

    fn requests(
        &mut self,
        subject: Subject<'d>,
        name: &str,
        fields: &[(String, String)],
        remarks: &mut Vec<String>,
    ) -> Vec<(&'static str, Vec<ParamDraft>)> {
        let resource = subject.resource;
        let has_id = subject.id != IdRepr::None;
        let mut requests = Vec::new();
        let key = subject.key.unwrap_or("id");
        let mut add = |builder: &mut Self, verb, operation: &Operation| {
            let mut names = Names::of_request(name, &[key, &crate::naming::snake_name(name)]);
            requests.push((verb, builder.params(operation, fields, &mut names, &[key])));
        };
        if let Some(get) = resource.get().filter(|_| has_id) {
            add(self, "get", get);
        }
        match resource.save().map(|save| (save, save.body.as_ref())) {
            Some((save, Some(Type::List(_)))) => {
                add(self, "create", save);
                if has_id {
                    requests.push(("update", Vec::new()));
                }
            }
            Some(_) => remarks.push(
                "POST does not take a list of rows, so `create` and `update` do not apply: describe it as an operation"
                    .to_owned(),
            ),
            None => {}
        }
        let mut add = |builder: &mut Self, verb, operation: &Operation| {
            let mut names = Names::of_request(name, &[key]);
            requests.push((verb, builder.params(operation, fields, &mut names, &[key])));
        };
        if let Some(delete) = resource.delete().filter(|_| has_id) {
            add(self, "delete", delete);
        }
        if !has_id && resource.one.is_some() {
            remarks.push("no field is the id in the path: set `id` and `key`, and add `get` and `delete`".to_owned());
        }
        requests
    }
}
