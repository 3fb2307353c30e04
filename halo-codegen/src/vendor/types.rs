//! Types of the vendor's file, including invalid ones, and the hints in its texts.

use super::document::{Property, TextHints, Type};
use super::json::Json;

/// The values of `type` that OpenAPI defines, except `array`.
const OPENAPI_TYPES: [&str; 5] = ["boolean", "integer", "number", "object", "string"];

/// Type and format names of the file, and those of the schema language where they differ.
const TYPE_NAMES: [(&str, Type); 25] = [
    ("boolean", Type::Bool),
    ("bool", Type::Bool),
    ("integer", Type::Int),
    ("int32", Type::Int),
    ("int64", Type::Int),
    ("int", Type::Int),
    ("long", Type::Int),
    ("number", Type::Number),
    ("double", Type::Number),
    ("float", Type::Number),
    ("decimal", Type::Number),
    ("string", Type::String),
    ("byte", Type::String),
    ("binary", Type::String),
    ("date-span", Type::String),
    ("uri", Type::String),
    ("uuid", Type::Uuid),
    ("guid", Type::Uuid),
    ("date-time", Type::DateTime),
    ("date", Type::DateTime),
    ("DateTime", Type::DateTime),
    ("datetime", Type::DateTime),
    ("json", Type::Any),
    ("obj", Type::Any),
    ("object", Type::Any),
];

/// The type with this name, if the table contains it.
pub(super) fn type_by_name(text: &str) -> Option<Type> {
    TYPE_NAMES.iter().find(|(word, _)| *word == text).map(|(_, ty)| ty.clone())
}

/// Parses a type as the file spells it, for texts and for `vendor: { type: … }` in the schema.
pub(super) fn parse(text: &str) -> Type {
    let item = |text| type_by_name(text).unwrap_or_else(|| Type::Ref(str::to_owned(text)));
    let list = ["List<", "list<", "array of ", "["].iter().find_map(|open| text.strip_prefix(open));
    match list {
        // Parameters are never lists of lists.
        Some(inner) => Type::List(Box::new(item(inner.trim_end_matches(['>', ']'])))),
        None => item(text),
    }
}

/// The type of a schema. `note` receives oddities; `inline` reads the properties of an unnamed object.
pub(super) fn type_of(
    schema: &Json<'_>,
    note: &mut dyn FnMut(&'static str, String),
    inline: &mut dyn FnMut(&Json<'_>) -> Vec<Property>,
) -> Type {
    if let Some(name) = schema.get("$ref") {
        return reference(name, note);
    }
    // A single type besides `null`: newer generators write `nullable` this way.
    for key in ["allOf", "oneOf", "anyOf"] {
        let parts = schema.get(key).map_or(&[][..], Json::items);
        let mut real = parts.iter().filter(|part| part.get("type").and_then(Json::text) != Some("null"));
        if let (Some(only), None) = (real.next(), real.next()) {
            return type_of(only, note, inline);
        }
    }
    if let Some(items) = schema.get("items") {
        return Type::List(Box::new(type_of(items, note, inline)));
    }
    if schema.get("properties").is_some() {
        return Type::Object(inline(schema));
    }
    if let Some(values @ Json::Object(_)) = schema.get("additionalProperties") {
        return Type::Map(Box::new(type_of(values, note, inline)));
    }
    match (type_word(schema), schema.get("format").and_then(Json::text).and_then(type_by_name)) {
        (_, Some(format)) => format,
        (Some(text), None) => simple(text, note),
        (None, None) => {
            match schema.get("type") {
                Some(odd) => note("wrong-shape", format!("`type` is {} instead of a text", odd.describe())),
                None => note("missing-type", "the type is missing; it is read as anything".to_owned()),
            }
            Type::Any
        }
    }
}

fn simple(text: &str, note: &mut dyn FnMut(&'static str, String)) -> Type {
    if text == "array" {
        return Type::List(Box::new(Type::Any));
    }
    if let Some(ty) = type_by_name(text).filter(|_| OPENAPI_TYPES.contains(&text)) {
        return ty;
    }
    let parsed = parse(text);
    let (ty, read) = match &parsed {
        Type::Ref(_) => (Type::Any, "anything".to_owned()),
        ty => (parsed.clone(), ty.to_string()),
    };
    note("invalid-type", format!("`{}` is not an OpenAPI type; it is read as {read}", short(text)));
    ty
}

fn reference(name: &Json<'_>, note: &mut dyn FnMut(&'static str, String)) -> Type {
    let last = name.text().and_then(|name| name.rsplit('/').next()).filter(|name| !name.is_empty());
    if last.is_none() {
        note("wrong-shape", "a `$ref` is empty or not a text".to_owned());
    }
    last.map_or(Type::Any, |name| Type::Ref(name.to_owned()))
}

/// The value of `type`; for a list, the first that is not `null`.
fn type_word<'j>(schema: &'j Json<'_>) -> Option<&'j str> {
    let ty = schema.get("type")?;
    ty.text().or_else(|| ty.items().iter().filter_map(Json::text).find(|word| *word != "null"))
}

/// The type as the file spells it.
pub(super) fn declared(schema: &Json<'_>) -> String {
    if let Some(name) = schema.get("$ref").and_then(Json::text) {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(items) = schema.get("items") {
        return format!("[{}]", declared(items));
    }
    let word = schema.get("format").and_then(Json::text).or_else(|| type_word(schema));
    word.map_or_else(|| type_of(schema, &mut |_, _| {}, &mut |_| Vec::new()).to_string(), short)
}

/// Reads the hints in the text of a parameter.
pub(super) fn text_hints(text: &str) -> TextHints {
    let opening = text.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(word, _)| word.trim());
    let ty = opening.map(parse).filter(|ty| ty.reference().is_none());
    let lower = text.to_lowercase();
    let max = lower.split_once("maximum size: ").map(|(_, rest)| rest.trim_start());
    let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>();
    TextHints {
        comma_separated: lower.contains("comma sep") || matches!(ty, Some(Type::List(_))),
        is_option: lower.contains("include ") && !lower.contains("include only"),
        is_empty: text.trim().is_empty(),
        maximum: max.and_then(|rest| digits(rest).parse().ok()),
        ty,
    }
}

/// A text of the file for a message: one line, not too long.
fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}
