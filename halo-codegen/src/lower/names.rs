//! What things are called in Rust. Casing and words that are taken are for [`naming`](crate::naming) to say.

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

use crate::model::{Entity, EnumValue, Field, Operation, OperationKind, Scalar, Schema, Scope, TypeExpr};
use crate::naming::{Use, is_keyword, naming_error, snake_name};
use crate::source::Spanned;

/// Rust name of a field or parameter: `name:` where there is one, else that of `names` in halo.yaml, else the wire name's.
#[must_use]
pub fn rust_name(schema: &Schema, wire: &str, explicit: Option<&str>) -> String {
    let shared = || schema.halo.names.iter().find(|(name, _)| name.value == wire).map(|(_, name)| name.value.clone());
    explicit.map(str::to_owned).or_else(shared).unwrap_or_else(|| snake_name(wire))
}

/// [`rust_name`] of a field or parameter, by its wire name and its own `name:`.
#[must_use]
pub fn name_of(schema: &Schema, wire: &Spanned<String>, explicit: Option<&Spanned<String>>) -> String {
    rust_name(schema, &wire.value, explicit.map(|name| name.value.as_str()))
}

/// Name of an enum's variant.
#[must_use]
pub fn variant_name(value: &EnumValue) -> String {
    value.name.as_ref().unwrap_or(&value.wire).value.to_upper_camel_case()
}

/// `ReadTickets` of `read:tickets`, unless the scope has a name of its own.
#[must_use]
pub fn scope_variant(scope: &Scope) -> String {
    scope.rust.as_ref().unwrap_or(&scope.name).value.to_upper_camel_case()
}

/// `ActionWrite` of `Action`.
#[must_use]
pub fn write_name(type_name: &str) -> String {
    format!("{type_name}Write")
}

/// Setter that clears a field.
#[must_use]
pub fn clear_name(field: &str) -> String {
    format!("clear_{field}")
}

/// Method for one value of a list of values, `custom_field` of `custom_fields`: a list of objects with an `id` and a `value`
/// that can be anything.
#[must_use]
pub fn one_value(schema: &Schema, list: &Field) -> Option<String> {
    let TypeExpr::List(element) = &list.ty.value else { return None };
    let TypeExpr::Named(name) = element.as_ref() else { return None };
    let object = schema.objects.iter().find(|object| object.name.value == *name)?;
    let member = |wire: &str| object.fields.iter().find(|field| field.wire_name.value == wire);
    let holds_anything = member("value").is_some_and(|value| value.ty.value == TypeExpr::Scalar(Scalar::Json));
    let taken = |one: &str| Use::ModelField.is_taken(one) || Use::RequestSetter.is_taken(one);
    let rust = name_of(schema, &list.wire_name, list.name.as_ref());
    let one = rust.strip_suffix('s').filter(|one| naming_error(one).is_none() && !taken(one))?;
    (member("id").is_some() && holds_anything).then(|| one.to_owned())
}

/// Whether two names are one to a search of the docs, which minds neither case nor underscores.
pub(crate) fn same_word(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.replace('_', "").to_lowercase();
    letters(one) == letters(other)
}

/// The argument that is a list of these, as a body.
#[must_use]
pub fn list_argument(element: &TypeExpr) -> &'static str {
    match element {
        TypeExpr::Named(name) if name.ends_with("Id") => "ids",
        TypeExpr::Named(_) => "items",
        _ => "values",
    }
}

/// The handle of an entity: `Tickets` of `tickets`, but `NewsRequests` where one is called like many.
#[must_use]
pub fn handle_name(entity: &str, plural: &str) -> String {
    let name = plural.to_upper_camel_case();
    if name == entity { format!("{name}Requests") } else { name }
}

/// The variable that holds one of a type: `ticket` of `Ticket`, and `match_` of `Match`, which no schema name can be.
#[must_use]
pub fn variable_name(type_name: &str) -> String {
    let name = type_name.to_snake_case();
    if is_keyword(&name) { name + "_" } else { name }
}

/// The struct of a request, which is called after what it is about: all rows, or one; one with a name of its own after the
/// entity.
#[must_use]
pub fn request_struct(entity: &Entity, operation: &Operation) -> String {
    let (name, singular) = (&operation.name.value, &entity.name.value);
    match operation.kind {
        OperationKind::List => request_name(name, &entity.plural),
        OperationKind::Custom => operation_name(singular, name),
        _ => request_name(name, singular),
    }
}

/// `ListTickets` of `list` and `tickets`; `GetTicket` of `get` and `Ticket`.
#[must_use]
pub fn request_name(verb: &str, what: &str) -> String {
    format!("{}{}", verb.to_upper_camel_case(), what.to_upper_camel_case())
}

/// `TicketRestore` of `Ticket` and `restore`.
#[must_use]
pub fn operation_name(entity: &str, operation: &str) -> String {
    format!("{entity}{}", operation.to_upper_camel_case())
}
