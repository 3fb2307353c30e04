//! Everything in the schema that has a name and a doc, in one list.

use crate::lower::names::name_of;
use crate::model::{Access, Entity, Evidence, Field, Literal, OperationKind, Param, Schema, TypeExpr};
use crate::source::Spanned;

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ItemKind {
    Field,
    Filter,
    Option,
    /// A parameter of another operation than the list.
    Param,
    Operation,
    Value,
}

/// Where an item is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owner<'a> {
    /// The entity, if it is part of one.
    pub(super) entity: Option<&'a Entity>,
    /// What the file describes, such as `Ticket`.
    pub(super) noun: &'a str,
}

/// A field, parameter, operation or enum value.
#[derive(Debug, Clone)]
pub(super) struct Item<'a> {
    pub(super) kind: ItemKind,
    pub(super) owner: Owner<'a>,
    /// The operation that a parameter belongs to.
    pub(super) verb: Option<&'a str>,
    pub(super) wire: &'a Spanned<String>,
    pub(super) rust: String,
    pub(super) ty: Option<&'a TypeExpr>,
    pub(super) doc: &'a Spanned<String>,
    pub(super) evidence: Option<Evidence>,
    pub(super) access: Access,
    /// Whether it is a member of the key.
    pub(super) is_always: bool,
    pub(super) none: &'a [Spanned<Literal>],
    /// The reason why it differs from the same wire name elsewhere.
    pub(super) why: Option<&'a Spanned<String>>,
    /// Wire names of the parameters that bring it.
    pub(super) with: &'a [Spanned<String>],
    /// Whether it is a parameter of halo.yaml, whose doc is checked once.
    pub(super) is_shared: bool,
}

impl Item<'_> {
    pub(super) fn is_param(&self) -> bool {
        matches!(self.kind, ItemKind::Filter | ItemKind::Option | ItemKind::Param)
    }
}

/// All items, in the order of the files.
pub(super) fn all(schema: &Schema) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let halo = Owner { entity: None, noun: "" };
    items.extend(schema.halo.params.iter().map(|param| of_param(schema, halo, param, ItemKind::Filter, None)));
    for entity in schema.entities.iter().filter(|entity| entity.has_own_types()) {
        let owner = Owner { entity: Some(entity), noun: &entity.name.value };
        items.extend(entity.fields.iter().map(|field| of_field(schema, owner, field)));
        for operation in &entity.operations {
            let verb = Some(operation.name.value.as_str());
            items.extend(operation.params.iter().map(|param| {
                let kind = match (operation.kind, param.is_filter) {
                    (OperationKind::List, true) => ItemKind::Filter,
                    (OperationKind::List, false) => ItemKind::Option,
                    _ => ItemKind::Param,
                };
                of_param(schema, owner, param, kind, verb)
            }));
            items.extend(operation.doc.as_ref().map(|doc| Item {
                kind: ItemKind::Operation,
                owner,
                verb,
                wire: &operation.name,
                rust: operation.name.value.clone(),
                ty: None,
                doc,
                evidence: operation.evidence,
                access: Access::Read,
                is_always: false,
                none: &[],
                why: None,
                with: &[],
                is_shared: false,
            }));
        }
    }
    for object in &schema.objects {
        let owner = Owner { entity: None, noun: &object.name.value };
        items.extend(object.fields.iter().map(|field| of_field(schema, owner, field)));
    }
    items.extend(schema.enums.iter().flat_map(|known| {
        known.values.iter().map(|value| Item {
            kind: ItemKind::Value,
            owner: Owner { entity: None, noun: &known.name.value },
            verb: None,
            wire: &value.wire,
            rust: value.wire.value.clone(),
            ty: None,
            doc: &value.doc,
            evidence: value.evidence,
            access: Access::Read,
            is_always: false,
            none: &[],
            why: None,
            with: &[],
            is_shared: false,
        })
    }));
    items
}

fn of_field<'a>(schema: &Schema, owner: Owner<'a>, field: &'a Field) -> Item<'a> {
    Item {
        kind: ItemKind::Field,
        owner,
        verb: None,
        wire: &field.wire_name,
        rust: name_of(schema, &field.wire_name, field.name.as_ref()),
        ty: Some(&field.ty.value),
        doc: &field.doc,
        evidence: field.evidence,
        access: field.access,
        is_always: field.required.as_ref().is_some_and(|required| required.value),
        none: &field.null_values,
        why: field.why.as_ref(),
        with: &field.with,
        is_shared: false,
    }
}

fn of_param<'a>(
    schema: &Schema,
    owner: Owner<'a>,
    param: &'a Param,
    kind: ItemKind,
    verb: Option<&'a str>,
) -> Item<'a> {
    Item {
        kind,
        owner,
        verb,
        wire: &param.wire_name,
        rust: name_of(schema, &param.wire_name, param.name.as_ref()),
        ty: Some(&param.ty.value),
        doc: &param.doc,
        evidence: param.evidence,
        access: Access::Read,
        is_always: false,
        none: &[],
        why: param.why.as_ref(),
        with: &[],
        // The doc of a shared parameter is in halo.yaml, its name in the file of the entity.
        is_shared: param.wire_name.span.file != param.doc.span.file,
    }
}
