//! Drafts the operations beside list, get, create, update and delete: what they send and return is a guess.

use std::collections::{BTreeMap, BTreeSet};

use super::builder::Builder;
use super::entity::{EntityDraft, Subject};
use super::item::ItemDraft;
use super::names::Names;
use crate::model::{IdRepr, Named, placeholders};
use crate::naming::{is_handle_method, naming_error, snake_name};
use crate::vendor::document::{Operation, Path, Type};
use crate::vendor::facts::{Owners, Resource};
use crate::vendor::targets::repr_of;

/// Larger bodies are described by hand.
const MAX_BODY_FIELDS: usize = 120;

/// Words of paths whose responses are files.
const FILES: &[&str] = &["document", "download", "file", "image", "logo", "pdf", "photo", "print"];

/// Words of paths that print or show something, although they are sent as `POST`.
const READS: &[&str] = &["pdf", "preview", "print"];

/// The draft of an operation.
#[derive(Debug, Clone, Default)]
pub(super) struct OperationDraft {
    pub(super) name: String,
    /// What the language or the vendor's file does not say.
    pub(super) comments: Vec<String>,
    /// `method`, `path`, `body`, …, in the order in which they are printed.
    pub(super) keys: Vec<(&'static str, String)>,
    pub(super) params: Vec<ItemDraft>,
}

/// What the drafts of operations have to know about their entity.
#[derive(Debug, Clone, Copy)]
pub(super) struct OperationPlace<'n> {
    pub(super) entity: &'n str,
    pub(super) keys: &'n [&'n str],
    pub(super) id: IdRepr,
    /// The schema of a row.
    pub(super) detail: Option<&'n str>,
    pub(super) is_written: bool,
    pub(super) fields: &'n [(String, String)],
}

/// An operation of the vendor below an entity's path.
pub(super) struct OtherOperation<'d> {
    pub(super) method: &'d str,
    pub(super) path: &'d Path,
    /// Its path below that of the entity, such as `/{id}/void`.
    pub(super) below: &'d str,
    pub(super) operation: &'d Operation,
}

impl OtherOperation<'_> {
    /// The name that `omit.operations` has for it.
    pub(super) fn route(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.below)
    }
}

/// The other operations of a resource.
pub(super) fn others<'d>(resource: Resource<'d>, owners: &Owners) -> Vec<OtherOperation<'d>> {
    let other = |(method, path): (&'d str, &'d Path)| {
        let below = path.path.get(resource.root.path.len()..)?;
        Some(OtherOperation { method, path, below, operation: path.operation(method)? })
    };
    resource.others(owners).into_iter().filter_map(other).collect()
}

impl<'d> Builder<'d> {
    /// Drafts the other operations of an entity.
    pub(super) fn operations(
        &mut self,
        subject: &Subject<'d>,
        owners: &Owners,
        fields: &[(String, String)],
        draft: &mut EntityDraft,
    ) {
        let all = others(subject.resource, owners);
        let routes: Vec<String> = all.iter().map(OtherOperation::route).collect();
        let (kept, omit) = self.omissions.choose_operations(routes.iter().map(String::as_str), self.choice);
        draft.omit.operations = omit;
        let keys: Vec<&str> = subject.key.iter().map(String::as_str).collect();
        let entity = draft.name.clone();
        let place = OperationPlace {
            entity: &entity,
            keys: &keys,
            id: subject.id,
            detail: subject.resource.detail(),
            is_written: subject.is_written(),
            fields,
        };
        let kept = all.iter().zip(&routes).filter(|(_, route)| kept.contains(route.as_str())).map(|(other, _)| other);
        let (drafts, remarks) = self.drafts_of(&kept.collect::<Vec<_>>(), place, &BTreeSet::new());
        draft.operations = drafts;
        draft.remarks.extend(remarks);
    }

    /// Drafts operations, and remarks on those that cannot be drafted. `taken`: names that the entity has already.
    pub(super) fn drafts_of(
        &mut self,
        all: &[&OtherOperation<'d>],
        place: OperationPlace<'_>,
        taken: &BTreeSet<String>,
    ) -> (Vec<OperationDraft>, Vec<String>) {
        let (mut drafts, mut remarks) = (Vec::new(), Vec::new());
        let mut names = self.operation_names(all, place.entity, taken);
        for (at, other) in all.iter().enumerate() {
            match self.obstacle(other, place) {
                Some(why) => remarks.push(format!(
                    "{} {} is not imported, because {why}: describe it under `operations`, or `omit` it",
                    other.method.to_uppercase(),
                    other.path.path
                )),
                None => drafts.push(self.operation(other, place, names.remove(&at).unwrap_or_default())),
            }
        }
        (drafts, remarks)
    }

    /// The reason why an operation cannot be described yet.
    fn obstacle(&self, other: &OtherOperation<'_>, place: OperationPlace<'_>) -> Option<String> {
        if !matches!(other.method, "get" | "post" | "delete") {
            return Some("of its method".to_owned());
        }
        if !other.operation.parts.is_empty() {
            return Some("it is sent in parts".to_owned());
        }
        let braces: Vec<&str> = placeholders(other.below).map(|(_, name)| name).collect();
        if let Some(other) = braces.iter().find(|name| !place.keys.contains(name)) {
            return Some(format!("`{{{other}}}` is no member of the key"));
        }
        let params = other.operation.params.iter().filter(|param| param.in_path);
        let misfit = params.map(|param| repr_of(&self.document.resolve(&param.ty))).find(|repr| {
            !braces.is_empty() && place.keys.len() == 1 && (*repr == IdRepr::Int) != (place.id == IdRepr::Int)
        });
        misfit.map(|_| "its `{id}` is another id".to_owned())
    }

    /// A name for each operation, by its position.
    fn operation_names(
        &self,
        all: &[&OtherOperation<'d>],
        entity: &str,
        taken: &BTreeSet<String>,
    ) -> BTreeMap<usize, String> {
        let words = |other: &OtherOperation<'_>| {
            let segments = other.below.split('/').filter(|segment| !segment.contains('{'));
            let name = |segment: &str| self.words.rust_name(segment).unwrap_or_else(|| snake_name(segment));
            segments.filter(|segment| !segment.is_empty()).map(name).collect::<Vec<_>>().join("_")
        };
        let bases: Vec<String> = all.iter().map(|other| words(other)).collect();
        let mut used = taken.clone();
        let mut names = BTreeMap::new();
        for (at, (other, base)) in all.iter().zip(&bases).enumerate() {
            let is_alone = bases.iter().filter(|other| *other == base).count() == 1;
            let ends_in_id = other.below.ends_with('}');
            let verb = match other.method {
                "get" if ends_in_id => "get",
                "get" => "list",
                "delete" => "delete",
                _ => "create",
            };
            let longer = if base.is_empty() { format!("{verb}_other") } else { format!("{verb}_{base}") };
            let plain = Some(base.clone()).filter(|base| is_alone && !base.is_empty());
            let numbered = (2..).map(|number| format!("{longer}_{number}"));
            let is_free = |name: &String| {
                let request = crate::lower::names::operation_name(entity, name);
                naming_error(name).is_none()
                    && !is_handle_method(name)
                    && !used.contains(name)
                    && !self.is_type(&request)
            };
            let name =
                plain.into_iter().chain([longer.clone()]).chain(numbered).find(is_free).unwrap_or(longer.clone());
            used.insert(name.clone());
            names.insert(at, name);
        }
        names
    }

    fn operation(&mut self, other: &OtherOperation<'d>, place: OperationPlace<'_>, name: String) -> OperationDraft {
        let mut draft = OperationDraft { name, ..OperationDraft::default() };
        let words: Vec<String> = other.below.split('/').flat_map(|segment| self.words.split(segment)).collect();
        let says = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        draft.keys.push(("method", other.method.to_owned()));
        draft.keys.push(("path", crate::edit::scalar(&other.path.path)));
        let sends_row = other.method == "post" && self.body(other.operation, place, &mut draft);
        let reads = other.method == "post" && other.operation.body.is_none() && says(READS);
        let reply = match other.method {
            "delete" => "none".to_owned(),
            "get" => self
                .documented_reply(other.operation, place)
                .unwrap_or_else(|| if says(FILES) { "bytes" } else { "json" }.to_owned()),
            _ if reads => "bytes".to_owned(),
            _ if sends_row || (other.below.contains('{') && other.operation.body.is_none()) => "self".to_owned(),
            _ => "json".to_owned(),
        };
        draft.keys.push(("reply", reply));
        if reads {
            draft.keys.extend([("safety", "safe".to_owned()), ("scope", "read".to_owned())]);
        }
        draft.keys.push(("evidence", "C".to_owned()));
        let body = snake_name(place.entity);
        let mut names = Names::of_request(place.entity, &[place.keys, &[&body]].concat());
        let mut omit = super::omissions::OmitLines::new();
        let request = (draft.name.as_str(), place.entity);
        draft.params = self.params(other.operation, request, place.fields, &mut names, place.keys, &mut omit);
        draft
    }

    /// Describes the body, and says whether it is a row of the entity.
    fn body(&mut self, operation: &Operation, place: OperationPlace<'_>, draft: &mut OperationDraft) -> bool {
        let (schema, is_list) = match &operation.body {
            None => return false,
            Some(Type::List(item)) => (item.reference(), true),
            Some(other) => (if matches!(other, Type::Ref(_)) { other.reference() } else { None }, false),
        };
        let is_row = schema.is_some() && schema == place.detail && place.is_written;
        let body = if is_row { Some("write".to_owned()) } else { schema.and_then(|schema| self.sent_type(schema)) };
        if let Some(body) = body {
            draft.keys.push(("body", body));
            if !is_list {
                draft.keys.push(("body_shape", "object".to_owned()));
            }
        } else {
            let declared = operation.body.as_ref().map(Type::to_string).unwrap_or_default();
            draft.comments.push(format!("body: the vendor takes `{declared}`"));
        }
        is_row
    }

    /// A type that can be sent for a schema of the vendor; drafts an object where there is none.
    fn sent_type(&mut self, schema: &str) -> Option<String> {
        if let Some(name) = self.type_of(schema).map(str::to_owned) {
            let is_sent = match self.types.get(&name) {
                Some(Named::Object(object)) => !object.write.is_empty(),
                Some(Named::Entity(entity)) => self.schema.has_write_type(entity),
                Some(_) => false,
                None => match self.objects.get_mut(&snake_name(&name)) {
                    Some(object) => {
                        object.is_sent = !object.fields.is_empty();
                        object.is_sent
                    }
                    None => self.written.contains(&name),
                },
            };
            return is_sent.then_some(name);
        }
        let fields = self.document.properties(schema).len();
        if fields == 0 || fields > MAX_BODY_FIELDS {
            return None;
        }
        let name = self.draft_object(schema, super::omissions::Choice { only: &[], ..self.choice });
        let object = self.objects.get_mut(&snake_name(&name))?;
        object.is_sent = !object.fields.is_empty();
        object.is_sent.then_some(name)
    }

    fn documented_reply(&self, operation: &Operation, place: OperationPlace<'_>) -> Option<String> {
        let named = |schema: &str| {
            let own = Some(schema) == place.detail;
            if own { Some("self".to_owned()) } else { self.type_of(schema).map(str::to_owned) }
        };
        match operation.response.as_ref()? {
            Type::Ref(schema) => named(schema),
            Type::List(item) => named(item.reference()?)
                .map(|name| if name == "self" { format!("list<{}>", place.entity) } else { format!("list<{name}>") }),
            _ => None,
        }
    }
}
