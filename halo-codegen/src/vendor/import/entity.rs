//! Drafts an entity.

use std::collections::BTreeSet;

use super::builder::Builder;
use super::draft::Place;
use super::item::{ItemDraft, Suggestion};
use super::located::Located;
use super::names::Names;
use super::omissions::OmitLines;
use super::operations::OperationDraft;
use super::params::RequestPlace;
use super::settle::paging_text;
use crate::check::says_only;
use crate::model::{IdRepr, OperationKind, Paging};
use crate::naming::{id_name, is_runtime_param, snake_name};
use crate::vendor::document::{Operation, Param, Type};
use crate::vendor::facts::{Owners, Resource};
use crate::vendor::roots::OLDER;
use crate::vendor::targets::repr_of;

/// The resource to describe, with its fields, id and key.
#[derive(Clone)]
pub(super) struct Subject<'d> {
    pub(super) resource: Resource<'d>,
    pub(super) located: Vec<Located<'d>>,
    pub(super) id: IdRepr,
    /// The fields that identify a row.
    pub(super) key: Vec<String>,
}

/// The draft of an entity file.
#[derive(Debug, Clone)]
pub(super) struct EntityDraft {
    pub(super) name: String,
    pub(super) doc: Option<Suggestion>,
    pub(super) path: String,
    pub(super) list_schema: Option<String>,
    pub(super) detail_schema: Option<String>,
    pub(super) id: IdRepr,
    pub(super) key: Vec<String>,
    pub(super) scopes: Option<String>,
    pub(super) evidence: Option<char>,
    pub(super) list: Option<ListDraft>,
    /// `get`, `create`, `update`, `delete`, with their parameters.
    pub(super) requests: Vec<(&'static str, Vec<ItemDraft>)>,
    /// What the body of `create` had whenever it worked.
    pub(super) needs: Vec<String>,
    pub(super) operations: Vec<OperationDraft>,
    pub(super) fields: Vec<ItemDraft>,
    pub(super) omit: OmitDraft,
    /// Remarks for the curator.
    pub(super) remarks: Vec<String>,
}

/// `omit` of a draft.
#[derive(Debug, Clone, Default)]
pub(super) struct OmitDraft {
    pub(super) fields: OmitLines,
    pub(super) params: OmitLines,
    pub(super) operations: OmitLines,
}

/// The draft of a list.
#[derive(Debug, Clone)]
pub(super) struct ListDraft {
    pub(super) rows: String,
    pub(super) evidence: Option<char>,
    pub(super) paging: String,
    pub(super) page_cap: Option<u32>,
    pub(super) sort: usize,
    pub(super) params: Vec<ItemDraft>,
}

impl EntityDraft {
    /// All fields and parameters.
    pub(super) fn items_mut(&mut self) -> impl Iterator<Item = &mut ItemDraft> {
        let list = self.list.iter_mut().flat_map(|list| &mut list.params);
        let requests = self.requests.iter_mut().flat_map(|(_, params)| params);
        let operations = self.operations.iter_mut().flat_map(|operation| &mut operation.params);
        self.fields.iter_mut().chain(list).chain(requests).chain(operations)
    }
}

impl<'d> Subject<'d> {
    pub(super) fn new(builder: &Builder<'d>, resource: Resource<'d>) -> Self {
        let located = builder.located(resource);
        let facts = builder.key_facts(resource, &located);
        Self { resource, located, id: facts.id, key: facts.key }
    }

    /// The key member that is the id of a row.
    pub(super) fn id_field(&self) -> Option<&str> {
        let is_id = |member: &&String| self.key.len() == 1 || *member == "id";
        self.key.iter().find(is_id).filter(|_| self.id != IdRepr::None).map(String::as_str)
    }

    /// Whether rows are created: `POST` takes a list of them.
    pub(super) fn is_written(&self) -> bool {
        matches!(self.resource.save().and_then(|save| save.body.as_ref()), Some(Type::List(_)))
    }
}

impl<'d> Builder<'d> {
    pub(super) fn entity(&mut self, subject: &Subject<'d>, name: &str, plural: &str, owners: &Owners) -> EntityDraft {
        let resource = subject.resource;
        let mut draft = EntityDraft {
            name: name.to_owned(),
            doc: self.id_doc(name),
            path: resource.root.path.clone(),
            list_schema: resource.list_schema().map(str::to_owned),
            detail_schema: resource.detail().map(str::to_owned),
            id: subject.id,
            key: subject.key.clone(),
            scopes: self.scopes(name),
            evidence: self.route(&resource.root.path).filter(|route| !route.verbs.is_empty()).map(|_| 'B'),
            list: None,
            requests: Vec::new(),
            needs: Vec::new(),
            operations: Vec::new(),
            fields: Vec::new(),
            omit: OmitDraft::default(),
            remarks: self.need_remarks(resource),
        };
        self.entity_fields(subject, &mut draft);
        if subject.located.is_empty() {
            let remark = "the vendor's file documents no fields: describe `fields` from a response of Halo";
            draft.remarks.push(remark.to_owned());
        }
        let types: Vec<(String, String)> =
            draft.fields.iter().map(|field| (field.wire.clone(), field.ty().to_owned())).collect();
        match resource.list() {
            Some(list) if self.is_list(resource) => {
                draft.list = Some(self.list(resource, list, (name, plural), &types, &mut draft.omit.params));
            }
            Some(_) => draft.remarks.push("GET gives no list: describe it as an operation".to_owned()),
            None => {}
        }
        self.requests(subject, &types, &mut draft);
        self.operations(subject, owners, &types, &mut draft);
        draft
    }

    /// The doc of an id in halo.yaml, which is that of the entity once it arrives.
    fn id_doc(&self, name: &str) -> Option<Suggestion> {
        let id = id_name(name);
        let declared = self.schema.halo.ids.iter().find(|declared| declared.name.value == id)?;
        let text = declared.doc.value.split(" See /").next().unwrap_or_default().trim();
        let is_telling = !text.is_empty() && !says_only(text, name);
        is_telling.then(|| Suggestion { text: text.to_owned(), owner: "halo.yaml".to_owned() })
    }

    fn entity_fields(&mut self, subject: &Subject<'d>, draft: &mut EntityDraft) {
        let wires = subject.located.iter().map(|field| field.property.name.as_str());
        let (mut kept, omit) = self.omissions.choose_fields(wires, None, self.choice);
        kept.extend(subject.key.iter().map(String::as_str));
        // What was seen only on instances cannot be left out of the vendor's file.
        let absent: BTreeSet<&str> =
            subject.located.iter().filter(|field| field.is_absent).map(|field| field.property.name.as_str()).collect();
        draft.omit.fields = omit.into_iter().filter(|(pattern, _)| !absent.contains(pattern.as_str())).collect();
        let mut names = Names::new(&draft.name).hold(&self.words, kept.iter().copied());
        let noun = draft.name.clone();
        let place = Place { noun: &noun, is_written: subject.is_written(), depth: 0 };
        for located in subject.located.iter().filter(|field| kept.contains(field.property.name.as_str())) {
            let mut item = self.field(&located.property, located.filled, &mut names, place);
            if located.is_absent {
                item.set("vendor", "absent");
            }
            if located.is_absent || located.contradicts {
                item.set("evidence", "B");
            }
            if subject.key.contains(&item.wire) {
                self.key_field(subject, &noun, located, &mut item);
            }
            draft.fields.push(item);
        }
    }

    /// Marks a member of the key as required, and gives the id the id type of the entity.
    fn key_field(&self, subject: &Subject<'d>, name: &str, located: &Located<'d>, item: &mut ItemDraft) {
        for key in ["none", "access", "evidence", "clear", "vendor", "secret", "name"] {
            if key != "name" || item.wire == "id" {
                item.remove(key);
            }
        }
        item.set("always", "true");
        if located.is_absent {
            item.set("vendor", "absent");
        }
        if subject.id_field() != Some(item.wire.as_str()) {
            return;
        }
        item.set("type", id_name(name));
        let theirs = self.document.resolve(&located.property.ty);
        if !located.is_absent && (repr_of(&theirs) == IdRepr::Int) != (subject.id == IdRepr::Int) {
            item.set("vendor", format!("{{ type: {theirs} }}"));
        }
    }

    fn list(
        &mut self,
        resource: Resource<'d>,
        list: &'d Operation,
        (name, plural): (&str, &str),
        fields: &[(String, String)],
        omit: &mut OmitLines,
    ) -> ListDraft {
        let facts = self.list_facts(resource, plural);
        let page_cap = list.query().find(|param| param.name == "page_size").and_then(|param| param.hints.maximum);
        let mut names = Names::of_request(name, &[]);
        let is_window = facts.paging == Paging::Window;
        let skip: &[&str] = if is_window { &[OLDER] } else { &[] };
        let params = self.params(list, ("list", name), fields, &mut names, skip, omit);
        let (rows, evidence) = (facts.rows, facts.evidence);
        let paging = paging_text(facts.paging, OLDER);
        ListDraft { rows, evidence, paging, page_cap, sort: resource.sort_levels(), params }
    }

    /// Drafts the parameters of an operation, except those of the runtime and the key.
    pub(super) fn params(
        &mut self,
        operation: &Operation,
        (verb, noun): (&str, &str),
        fields: &[(String, String)],
        names: &mut Names,
        skip: &[&str],
        omit: &mut OmitLines,
    ) -> Vec<ItemDraft> {
        let is_param = |param: &&Param| !is_runtime_param(&param.name) && !skip.contains(&param.name.as_str());
        let params: Vec<&Param> = operation.query().filter(is_param).collect();
        let wires = params.iter().map(|param| param.name.as_str());
        let (kept, lines) = self.omissions.choose_params(wires, verb, self.choice);
        for (pattern, owners) in lines {
            omit.entry(pattern).or_default().extend(owners);
        }
        let params: Vec<&Param> = params.into_iter().filter(|param| kept.contains(param.name.as_str())).collect();
        let others: Vec<&str> = params.iter().map(|param| param.name.as_str()).collect();
        let place = RequestPlace { noun, verb, others: &others, fields };
        params.into_iter().map(|param| self.param(param, place, names)).collect()
    }

    fn requests(&mut self, subject: &Subject<'d>, fields: &[(String, String)], draft: &mut EntityDraft) {
        let resource = subject.resource;
        let has_id = subject.id_field().is_some();
        let keys: Vec<&str> = subject.key.iter().map(String::as_str).collect();
        let body = snake_name(&draft.name);
        let add = |builder: &mut Self, kind: OperationKind, operation: &Operation, draft: &mut EntityDraft| {
            let mut names = Names::of_request(&draft.name, &[keys.as_slice(), &[&body]].concat());
            let place = (kind.word(), draft.name.as_str());
            let params = builder.params(operation, place, fields, &mut names, &keys, &mut draft.omit.params);
            draft.requests.push((kind.word(), params));
        };
        if let Some(get) = resource.get().filter(|_| has_id) {
            add(self, OperationKind::Get, get, draft);
        }
        if let Some(save) = resource.save() {
            if subject.is_written() {
                add(self, OperationKind::Create, save, draft);
                draft.needs = self.create_needs(resource, &draft.fields);
                accepted(draft);
                if has_id {
                    draft.requests.push(("update", Vec::new()));
                }
            } else {
                let remark = "POST does not take a list of rows, so `create` and `update` do not apply: describe it as an \
                              operation";
                draft.remarks.push(remark.to_owned());
            }
        }
        if let Some(delete) = resource.delete().filter(|_| has_id) {
            add(self, OperationKind::Delete, delete, draft);
        }
        if !has_id && resource.one.is_some() {
            let remark = "no field is the id in the path: set `id` and `key`, and add `get` and `delete`";
            draft.remarks.push(remark.to_owned());
        }
    }
}

/// Marks the fields that were sent in creates that worked as accepted.
fn accepted(draft: &mut EntityDraft) {
    let needs = draft.needs.clone();
    let is_key = |wire: &String| draft.key.contains(wire);
    for field in draft.fields.iter_mut().filter(|field| needs.contains(&field.wire)) {
        if !is_key(&field.wire) {
            field.set("access", "both");
        }
        field.set("evidence", "B");
    }
}
