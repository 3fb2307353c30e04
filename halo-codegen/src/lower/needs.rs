//! What a body must hold, what bounds a list, which write accepts a field, and which values must not be repeated: what is checked, and what the
//! docs say of it.

use super::Lowering;
use super::docs::{code, words};
use crate::ir::NeededField;
use crate::model::{Body, Entity, Field, Named, Operation, TypeExpr};

impl Lowering<'_> {
    pub(super) fn needs(&self, entity: &Entity, operation: &Operation) -> Vec<Vec<NeededField>> {
        let fields = operation.body.as_ref().map_or(&[][..], |body| self.written_fields(entity, &body.value));
        let needed = |wire: &str| {
            let field = fields.iter().find(|field| field.wire_name.value == wire).map(|field| self.rust_name(field));
            let param = || operation.params.iter().find(|param| param.wire_name.value == wire);
            let rust = field.or_else(|| param().map(|param| self.param_name(param)));
            NeededField { wire: wire.to_owned(), rust: rust.unwrap_or_else(|| wire.to_owned()) }
        };
        let group =
            |group: &Vec<crate::source::Spanned<String>>| group.iter().map(|wire| needed(&wire.value)).collect();
        operation.needs.iter().map(group).collect()
    }

    /// The fields of what a body writes.
    fn written_fields<'e>(&'e self, entity: &'e Entity, body: &Body) -> &'e [Field] {
        match body {
            Body::Write => &entity.fields,
            Body::List(TypeExpr::Named(name)) | Body::Named(name) => match self.types.get(name) {
                Some(Named::Object(object)) => &object.fields,
                Some(Named::Entity(entity)) => &entity.fields,
                Some(Named::Id(_) | Named::Enum(_)) | None => &[],
            },
            Body::List(_) | Body::Multipart => &[],
        }
    }

    /// What an operation says of it.
    pub(super) fn needs_line(&self, entity: &Entity, operation: &Operation) -> String {
        let needs = self.needs(entity, operation);
        let setters = all_of(&needs);
        match (needs.is_empty(), operation.enforces_needs()) {
            (true, _) => String::new(),
            (false, true) if operation.list.is_some() => {
                format!(
                    "Must set {setters}. Otherwise Halo would list too much, too late or nothing, so it is not sent."
                )
            }
            (false, false) if operation.list.is_some() => format!("Probably must set {setters}."),
            (false, true) => format!("The body must set {setters}. Halo would refuse it otherwise, so it is not sent."),
            (false, false) => format!("The body probably must set {setters}."),
        }
    }

    /// What the setter of a field says of the writes that want it.
    pub(super) fn write_remarks(&self, entity: &Entity, field: &Field) -> String {
        let needing = entity
            .operations
            .iter()
            .filter(|operation| operation.body.as_ref().is_some_and(|body| body.value == Body::Write));
        let mut remarks: Vec<_> = needing.filter_map(|operation| self.need_of(entity, operation, field)).collect();
        remarks.extend(field.only.as_ref().map(|only| format!("Only `{}` accepts it.", only.value.word())));
        remarks.extend(unique(entity, field));
        remarks.join(" ")
    }

    fn need_of(&self, entity: &Entity, operation: &Operation, field: &Field) -> Option<String> {
        let needs = self.needs(entity, operation);
        let wire = &field.wire_name.value;
        let group = needs.iter().find(|group| group.iter().any(|needed| needed.wire == *wire))?;
        let others: Vec<_> =
            group.iter().filter(|needed| needed.wire != *wire).map(|needed| code(&needed.rust)).collect();
        let or = if others.is_empty() { String::new() } else { format!(" or {}", others.join(" or ")) };
        let requires = if operation.enforces_needs() { "requires" } else { "probably requires" };
        Some(format!("`{}` {requires} it{or}.", operation.name.value))
    }
}

/// What the docs of a field say if Halo refuses a value of it that another row has.
pub(super) fn unique(entity: &Entity, field: &Field) -> Option<String> {
    let is_unique = entity.unique.iter().any(|unique| unique.value == field.wire_name.value);
    is_unique.then(|| {
        format!("Must be unique among {}: Halo refuses a second one with the same value.", words(&entity.plural))
    })
}

/// `a`, and `b` or `c`.
fn all_of(needs: &[Vec<NeededField>]) -> String {
    let one_of =
        |group: &Vec<NeededField>| group.iter().map(|needed| code(&needed.rust)).collect::<Vec<_>>().join(" or ");
    let groups: Vec<_> = needs.iter().map(one_of).collect();
    let comma = if needs.iter().any(|group| group.len() > 1) { "," } else { "" };
    match groups.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{}{comma} and {last}", rest.join(", ")),
        _ => groups.concat(),
    }
}
