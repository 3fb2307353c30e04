//! Compares an entity with its paths and schemas, and an object with its schema.

use super::compare::Comparison;
use super::fit::Fit;
use super::omit::Patterns;
use super::rule::Rule;
use super::{Coverage, EntityDrift};
use crate::diff::Side;
use crate::model::{BodyShape, Entity, IdRepr, Object, Operation, OperationKind, Param, Types, VendorNote};
use crate::source::{Span, Spanned};
use crate::vendor::document::{Document, Type, normalized};
use crate::vendor::facts::{Owners, Resource};

pub(super) fn all(document: &Document, ours: Side<'_>) -> Vec<EntityDrift> {
    let types = Types::of(ours.schema);
    let owners: Owners = ours.schema.entities.iter().map(|entity| entity.path.value.as_str()).collect();
    let fit = Fit { document, types: &types };
    let start = |name: String, path: Option<&Spanned<String>>, entity_span: Span| {
        let path = path.map(|path| path.value.clone());
        let found = EntityDrift { entity: name, path, coverage: Coverage::default(), findings: Vec::new() };
        Comparison { fit, sources: ours.sources, entity_span, found }
    };
    let entities = ours.schema.entities.iter().map(|entity| {
        let mut comparison = start(entity.plural.clone(), Some(&entity.path), entity.name.span);
        comparison.entity(entity, &owners);
        comparison.found
    });
    let named = ours.schema.objects.iter().filter(|object| object.vendor.is_some());
    let objects = named.map(|object| {
        let mut comparison = start(format!("types/{}", object.stem), None, object.name.span);
        comparison.object(object);
        comparison.found
    });
    entities.chain(objects).collect()
}

impl<'a> Comparison<'a> {
    fn object(&mut self, object: &'a Object) {
        let omit = Patterns::new(&object.omit.fields);
        let Some(vendor) = &object.vendor else { return };
        let schemas = (self.schema(vendor.list.as_ref()), self.schema(vendor.detail.as_ref()));
        // A nested object has neither a list nor a detail.
        self.fields(schemas, &object.fields, &omit, false);
        self.unmatched(&omit);
    }

    /// The schema that `vendor` names, if the file has it.
    fn schema(&mut self, name: Option<&'a Spanned<String>>) -> Option<&'a str> {
        let name = name?;
        if self.fit.document.schemas.contains_key(&name.value) {
            return Some(&name.value);
        }
        let what = format!("the vendor has no schema `{}`", name.value);
        self.report(Rule::SchemaStale, "vendor", what, name.span);
        None
    }

    fn entity(&mut self, entity: &'a Entity, owners: &Owners) {
        let absent = entity.vendor.as_ref().and_then(|vendor| vendor.path.as_ref());
        let resource = match (Resource::find(self.fit.document, &entity.path.value), absent) {
            (Some(resource), None) => resource,
            (None, Some(_)) => return self.without_path(entity),
            (None, None) => return self.report(Rule::PathStale, "", "the vendor has no such path", entity.path.span),
            (Some(_), Some(note)) => {
                return self.report(Rule::NoteStale, "vendor", "`path: absent`, but the vendor has it", note.span);
            }
        };
        let fields = Patterns::new(&entity.omit.fields);
        let params = Patterns::new(&entity.omit.params);
        let operations = Patterns::new(&entity.omit.operations);
        if entity.has_own_types() {
            self.id(entity, resource);
            self.entity_fields(entity, resource, &fields);
        }
        self.rows(entity, resource);
        self.requests(entity, resource, &operations);
        self.entity_params(entity, resource, &params);
        self.operations(entity, resource, owners, (&operations, &params));
        if entity.says("omit") {
            if entity.has_own_types() {
                self.unmatched(&fields);
            }
            self.unmatched(&params);
            self.unmatched(&operations);
        }
    }

    /// Of an entity whose path the file lacks: its fields.
    fn without_path(&mut self, entity: &'a Entity) {
        let omit = Patterns::new(&entity.omit.fields);
        let named = entity.vendor.as_ref();
        let detail = self.schema(named.and_then(|vendor| vendor.detail.as_ref()));
        let list = self.schema(named.and_then(|vendor| vendor.list.as_ref()));
        if list.is_some() || detail.is_some() {
            self.fields((list, detail), &entity.fields, &omit, false);
        }
        self.unmatched(&omit);
    }

    fn id(&mut self, entity: &Entity, resource: Resource<'_>) {
        let Some(theirs) = resource.id_type().map(|ty| self.fit.document.resolve(ty)) else { return };
        let fits = match entity.id.value {
            IdRepr::Int => theirs == Type::Int,
            IdRepr::String | IdRepr::Uuid => matches!(theirs, Type::String | Type::Uuid),
            IdRepr::None => true,
        };
        // A path takes text for whole numbers, too: rows tell which the id is.
        let is_shown = entity.fields.iter().any(|field| field.wire_name.value == "id" && field.evidence.is_some());
        if !fits && !is_shown {
            self.report(Rule::IdDiffers, "id", format!("the vendor's path takes `{theirs}`"), entity.id.span);
        }
    }

    fn entity_fields(&mut self, entity: &'a Entity, resource: Resource<'a>, omit: &Patterns<'_>) {
        let named = entity.vendor.as_ref();
        let detail = match named.and_then(|vendor| vendor.detail.as_ref()) {
            Some(name) => self.schema(Some(name)),
            None => resource.detail(),
        };
        let list = match (named.and_then(|vendor| vendor.list.as_ref()), resource.rows()) {
            (named, Some(rows)) => {
                if named.map_or(detail, |name| Some(name.value.as_str())) != Some(rows.schema) {
                    let span = named.map_or(self.entity_span, |name| name.span);
                    let what = format!("the rows of the vendor's list are `{}`", rows.schema);
                    self.report(Rule::SchemaDiffers, "vendor", what, span);
                }
                Some(rows.schema).filter(|schema| Some(*schema) != detail)
            }
            (named, None) => self.schema(named),
        };
        if list.is_some() || detail.is_some() {
            self.fields((list, detail), &entity.fields, omit, true);
        }
    }

    fn rows(&mut self, entity: &Entity, resource: Resource<'_>) {
        let (Some(list), Some(rows)) = (entity.list(), resource.rows()) else { return };
        let Some(first) = list.rows.first().filter(|_| list.rows.iter().all(|key| key.value != rows.key)) else {
            return;
        };
        let shown = |key: &str| if key.is_empty() { "a bare array".to_owned() } else { format!("`{key}`") };
        let what = format!("the rows are {} here, but {} for the vendor", shown(&first.value), shown(rows.key));
        let span = if entity.says(OperationKind::List.word()) { first.span } else { self.entity_span };
        self.report(Rule::RowsDiffer, "list.rows", what, span);
    }

    fn requests(&mut self, entity: &Entity, resource: Resource<'_>, omit: &Patterns<'_>) {
        // An operation at the place of a standard request is that request: a download is the vendor's get.
        let has = |kind, method: &str, below: &str| {
            entity.operation(kind).is_some() || is_described(entity, method, &format!("{}{below}", entity.path.value))
        };
        let has_create = entity.is_written() || has(OperationKind::Create, "post", "");
        let pairs = [
            (OperationKind::List, "GET /", resource.list().is_some(), has(OperationKind::List, "get", "")),
            (OperationKind::Get, "GET /{id}", resource.get().is_some(), has(OperationKind::Get, "get", "/{id}")),
            (OperationKind::Create, "POST /", resource.save().is_some(), has_create),
            (
                OperationKind::Delete,
                "DELETE /{id}",
                resource.delete().is_some(),
                has(OperationKind::Delete, "delete", "/{id}"),
            ),
        ];
        for (kind, name, theirs, ours) in pairs {
            let verb = kind.word();
            let count = &mut self.found.coverage.operations;
            count.vendor += usize::from(theirs);
            count.described += usize::from(theirs && ours);
            if theirs && !ours {
                if omit.covers(name) {
                    self.found.coverage.operations.omitted += 1;
                } else {
                    self.report(
                        Rule::RequestMissing,
                        verb,
                        format!("the vendor has {name} below the path"),
                        self.entity_span,
                    );
                }
            } else if ours && !theirs {
                self.report(
                    Rule::RequestStale,
                    verb,
                    format!("the vendor has no {name} below the path"),
                    self.entity_span,
                );
            }
        }
    }

    fn entity_params(&mut self, entity: &Entity, resource: Resource<'_>, omit: &Patterns<'_>) {
        let keys: Vec<&str> = entity.key.iter().map(|member| member.value.as_str()).collect();
        // What the client walks by is described by `paging`.
        let window = entity.window();
        let alone = [
            (OperationKind::List, resource.list(), window.as_slice()),
            (OperationKind::Get, resource.get(), &keys),
            (OperationKind::Delete, resource.delete(), &keys),
        ];
        for (kind, theirs, keys) in alone {
            if let Some(operation) = entity.operation(kind) {
                self.params(kind.word(), theirs, &operation.params.iter().collect::<Vec<_>>(), keys, omit);
            }
        }
        // Both are the vendor's single POST, so a parameter of either counts as described.
        let saving = [OperationKind::Create, OperationKind::Update].into_iter();
        let saving: Vec<&Operation> = saving.filter_map(|kind| entity.operation(kind)).collect();
        let Some(first) = saving.first() else { return };
        let mut ours: Vec<&Param> = Vec::new();
        for param in saving.iter().flat_map(|operation| operation.query()) {
            if ours.iter().all(|known| known.wire_name.value != param.wire_name.value) {
                ours.push(param);
            }
        }
        self.params(&first.name.value, resource.save(), &ours, &[], omit);
    }

    fn operations(
        &mut self,
        entity: &Entity,
        resource: Resource<'_>,
        owners: &Owners,
        omit: (&Patterns<'_>, &Patterns<'_>),
    ) {
        for (method, path) in resource.others(owners) {
            let described = is_described(entity, method, &path.path);
            let below = path.path.get(resource.root.path.len()..).unwrap_or_default();
            let name = format!("{} {below}", method.to_uppercase());
            let count = &mut self.found.coverage.operations;
            count.vendor += 1;
            if described {
                count.described += 1;
            } else if omit.0.covers(&name) {
                count.omitted += 1;
            } else {
                let item = format!("{} {}", method.to_uppercase(), path.path);
                self.report(Rule::OperationMissing, item, "the vendor has this operation", self.entity_span);
            }
        }
        for operation in entity.custom_operations().filter(|operation| entity.says(operation.kind.word())) {
            self.operation(operation, omit.1);
        }
    }

    fn operation(&mut self, ours: &Operation, omit: &Patterns<'_>) {
        let name = &ours.name;
        let theirs = self.fit.document.operation(ours.method.value.word(), &ours.path.value);
        let absent = ours.vendor == Some(VendorNote::Absent);
        if theirs.is_none() && !absent {
            self.report(Rule::OperationStale, &name.value, "the vendor has no such operation", name.span);
        } else if theirs.is_some() && absent {
            self.report(Rule::NoteStale, &name.value, "`vendor: absent`, but the vendor has it", name.span);
        }
        // An operation that sends a standard request under another name has the parameters of that request.
        let has_own_path = ours.fixed.is_empty();
        self.params(&name.value, theirs.filter(|_| has_own_path), &ours.query().collect::<Vec<_>>(), &[], omit);
    }
}

/// Whether an operation of an entity is this one of the vendor's. Those with constant fields are another form of it, but a
/// form of texts and files is sent in one way only.
fn is_described(entity: &Entity, method: &str, path: &str) -> bool {
    let route = normalized(path);
    let is_form = |ours: &Operation| ours.body_shape == BodyShape::Multipart;
    let mut ours = entity.custom_operations().filter(|ours| ours.fixed.is_empty() || is_form(ours));
    ours.any(|ours| ours.method.value.word() == method && normalized(&ours.path.value) == route)
}
