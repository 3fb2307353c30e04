//! Rust names from wire names.
//!
//! The functions give a name for anything; whether it can be used is for [`objection`] and the checks to say.

use heck::{ToSnakeCase, ToUpperCamelCase};

#[rustfmt::skip]
mod reserved;

use crate::model::{EnumValue, Field, Scalar, Schema, TypeExpr};

/// Names of types that every Rust program has in scope.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Strict, reserved and weak-but-unusable words of all editions.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Where a name is used, which decides what is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A setter of a list request.
    ListSetter,
    /// A setter of another request.
    RequestSetter,
    /// A setter of a write type.
    WriteSetter,
    /// A member of a model.
    ModelField,
}

impl Use {
    /// What the name would be, for a message.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::ListSetter => "a method of every list request",
            Self::RequestSetter => "a method of every request",
            Self::WriteSetter => "a method of every write type",
            Self::ModelField => "a member of every model",
        }
    }

    /// Whether the generated or handwritten code has that name already.
    #[must_use]
    pub fn is_taken(self, name: &str) -> bool {
        match self {
            Self::ListSetter => reserved::LIST_METHODS.contains(&name),
            Self::RequestSetter => reserved::REQUEST_METHODS.contains(&name),
            // `known` is written by the generator itself, on write types with lists that Halo replaces.
            Self::WriteSetter => name == "known" || reserved::WRITE_METHODS.contains(&name),
            Self::ModelField => name == "extra",
        }
    }
}

/// Rust name of a field or parameter: `name:` where there is one, else that of `names` in halo.yaml, else the wire name's.
#[must_use]
pub fn rust_name(schema: &Schema, wire: &str, explicit: Option<&str>) -> String {
    let shared = || schema.halo.names.iter().find(|(name, _)| name.value == wire).map(|(_, name)| name.value.clone());
    explicit.map(str::to_owned).or_else(shared).unwrap_or_else(|| snake_name(wire))
}

/// A wire name as a Rust name, with nothing but its own letters to go by.
#[must_use]
pub fn snake_name(wire: &str) -> String {
    let name = wire.trim_start_matches('_');
    if is_snake_case(name) { name.to_owned() } else { name.to_snake_case() }
}

/// Name of an enum's variant.
#[must_use]
pub fn variant_name(value: &EnumValue) -> String {
    value.name.as_ref().unwrap_or(&value.wire).value.to_upper_camel_case()
}

/// `ReadTickets` of `read:tickets`.
#[must_use]
pub fn scope_variant(scope: &str) -> String {
    scope.to_upper_camel_case()
}

/// `ActionId` of `Action`.
#[must_use]
pub fn id_name(entity: &str) -> String {
    format!("{entity}Id")
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
    let rust = rust_name(schema, &list.wire_name.value, list.name.as_ref().map(|name| name.value.as_str()));
    let one = rust.strip_suffix('s').filter(|one| objection(one).is_none() && !taken(one))?;
    (member("id").is_some() && holds_anything).then(|| one.to_owned())
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

/// Whether every handle has, or will have, a method of that name.
pub(crate) fn is_handle_method(name: &str) -> bool {
    reserved::HANDLE_METHODS.contains(&name)
}

/// Whether a word is a keyword of any edition.
#[must_use]
pub fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// Why a name cannot be that of a field, setter, argument or module; `None` if it can.
#[must_use]
pub fn objection(name: &str) -> Option<&'static str> {
    match name {
        "" => Some("is empty"),
        _ if is_keyword(name) => Some("is a keyword"),
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => Some("starts with a digit"),
        _ if !is_snake_case(name) => Some("is not snake_case"),
        _ => None,
    }
}

/// Why a name cannot be that of a type; `None` if it can.
pub(crate) fn type_objection(name: &str) -> Option<&'static str> {
    match name {
        _ if !is_upper_camel_case(name) => Some("is not UpperCamelCase"),
        _ if PRELUDE.contains(&name) => Some("is a name that every Rust program has in scope"),
        _ => None,
    }
}

/// Letters and digits, with a capital first.
pub(crate) fn is_upper_camel_case(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_uppercase()) && chars.all(|c| c.is_ascii_alphanumeric())
}

/// Whether halo-api has a module of that name, or `Halo` a method, or whether it is a crate.
pub(crate) fn is_module(name: &str) -> bool {
    [reserved::MODULES, reserved::CRATES, reserved::HALO_METHODS].into_iter().any(|names| names.contains(&name))
}

/// The parameters of lists that the runtime sets itself, as halo-api has them: a test compares.
pub const RUNTIME_PARAMS: [&str; 4] = ["pageinate", "page_no", "page_size", "count"];
/// So are these, each also with the number of a level behind it.
pub const RUNTIME_ORDER_PARAMS: [&str; 2] = ["orderdesc", "order"];

/// Whether a parameter of lists belongs to the runtime: paging and ordering. Halo reads names without case.
#[must_use]
pub fn is_runtime_param(wire: &str) -> bool {
    let wire = wire.to_ascii_lowercase();
    let level = RUNTIME_ORDER_PARAMS.iter().find_map(|order| wire.strip_prefix(order));
    level.is_some_and(|level| level.bytes().all(|byte| byte.is_ascii_digit()))
        || RUNTIME_PARAMS.contains(&wire.as_str())
}

/// Lower-case words, digits and single underscores, none at the ends.
fn is_snake_case(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    name.split('_').all(|word| !word.is_empty() && word.bytes().all(allowed))
}

/// Whether a file's stem is a plural of an entity's name.
pub(crate) fn is_plural_of(stem: &str, entity: &str) -> bool {
    plurals(&entity.to_snake_case()).iter().any(|plural| plural == stem)
}

/// Plurals of a name, the likeliest first.
pub(crate) fn plurals(name: &str) -> Vec<String> {
    const IRREGULAR: [(&str, &str); 8] = [
        ("person", "people"),
        ("child", "children"),
        ("index", "indices"),
        ("matrix", "matrices"),
        ("criterion", "criteria"),
        ("analysis", "analyses"),
        ("basis", "bases"),
        ("man", "men"),
    ];
    let mut forms = Vec::new();
    for (singular, plural) in IRREGULAR {
        forms.extend(name.strip_suffix(singular).map(|start| format!("{start}{plural}")));
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| name.ends_with(end));
    let consonant_y = name.strip_suffix('y').filter(|start| !start.ends_with(['a', 'e', 'i', 'o', 'u']));
    match consonant_y {
        Some(start) => forms.push(format!("{start}ies")),
        None if hisses => forms.extend([format!("{name}es"), format!("{name}ses"), format!("{name}zes")]),
        None => forms.push(format!("{name}s")),
    }
    // Words without a plural (staff, software), and names that are plurals already.
    forms.push(name.to_owned());
    forms
}
