//! The first draft of an entity.

use super::builder::{Builder, Names};
use super::draft::{FieldDraft, ParamDraft};
use crate::model::IdRepr;
use crate::naming::{id_name, is_runtime_param};
use crate::vendor::document::{Operation, Param, Property, Type};
use crate::vendor::facts::Resource;
use crate::vendor::targets::repr_of;

/// An entity that is to be described.
#[derive(Clone, Copy)]
pub(super) struct Subject<'d> {
    pub(super) resource: Resource<'d>,
    pub(super) id: IdRepr,
    /// The field that tells rows apart.
    pub(super) key: Option<&'d str>,
}

/// What stands in its file.
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
    /// What a curator should know.
    pub(super) remarks: Vec<String>,
}

/// Its list.
#[derive(Debug, Clone)]
pub(super) struct ListDraft {
    pub(super) rows: String,
    /// Whether the file says so.
    pub(super) is_guess: bool,
    pub(super) paging: &'static str,
    pub(super) page_cap: Option<u32>,
    pub(super) sort: usize,
    pub(super) params: Vec<ParamDraft>,
}

/// A property, and where it is if it is not in list and detail alike.
pub(super) type Placed<'d> = (&'d Property, Option<&'static str>);

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

/// The properties of list and detail: those of the list first, as the vendor orders them.
pub(super) fn properties<'d>(builder: &Builder<'d>, resource: Resource<'d>) -> Vec<Placed<'d>> {
    let of = |schema: Option<&str>| schema.map_or(&[][..], |schema| builder.document.properties(schema));
    let (list, detail) = (of(resource.list_schema()), of(resource.detail()));
    let holds = |all: &[Property], property: &Property| all.iter().any(|other| other.name == property.name);
    let first = list.iter().map(|property| (property, (!holds(detail, property)).then_some("list")));
    let rest = detail.iter().filter(|property| !holds(list, property));
    first.chain(rest.map(|property| (property, (!list.is_empty()).then_some("detail")))).collect()
}

impl<'d> Builder<'d> {
    pub(super) fn entity(&mut self, subject: Subject<'d>, name: &str, plural: &str, owners: &[&str]) -> EntityDraft {
        let resource = subject.resource;
        let mut names = Names::new(name);
        let placed = properties(self, resource);
        let mut fields: Vec<FieldDraft> =
            placed.iter().map(|(property, filled)| self.field(property, *filled, &mut names, 0)).collect();
        self.key_field(subject, name, &mut fields);
        let types: Vec<(String, String)> = fields.iter().map(|field| (field.wire.clone(), field.ty.clone())).collect();
        let mut remarks = Vec::new();
        if placed.is_empty() {
            remarks.push(
                "the vendor's file does not say what it holds: describe `fields` by what Halo answers".to_owned(),
            );
        }
        let list = resource.list().map(|list| self.list(resource, list, (name, plural), &types));
        let requests = self.requests(subject, name, &types, &mut remarks);
        for (method, path) in resource.others(owners) {
            let operation = format!("{} {}", method.to_uppercase(), path.path);
            remarks.push(format!("{operation} is not taken over: describe it under `operations`, or `omit` it"));
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

    /// The key is of the entity's own id type, and always there.
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
        let pages = resource.lists_by("pageinate");
        let said = resource.rows().map(|rows| rows.key);
        let rows = match said {
            Some("") => "bare".to_owned(),
            Some(key) => key.to_owned(),
            // Lists that can be paged have a key: its name, and that it is so, are Halo's habits.
            None if pages => plural.replace('_', ""),
            None => "bare".to_owned(),
        };
        let paging = match rows.as_str() {
            "bare" if resource.lists_by("count") => "count",
            _ if pages && rows != "bare" => "pages",
            _ if resource.lists_by("count") => "count",
            _ => "none",
        };
        let page_cap = list.query().find(|param| param.name == "page_size").and_then(|param| param.said.max);
        let mut names = Names::of_request(name, &[]);
        let params = self.params(list, fields, &mut names, &[]);
        ListDraft { rows, is_guess: said.is_none(), paging, page_cap, sort: resource.sort_levels(), params }
    }

    /// The parameters of an operation, but for what the runtime and the key see to.
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
                "POST takes no list of rows, so that `create` and `update` would not do: describe it as an operation"
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
            remarks.push(
                "no field is the id that the path takes: say which with `id` and `key`, and add `get` and `delete`"
                    .to_owned(),
            );
        }
        requests
    }
}
