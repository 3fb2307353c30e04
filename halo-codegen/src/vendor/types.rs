//! Types of the vendor's file, invalid ones among them, and what its texts say of types.

use super::document::{Property, Said, Type};
use super::json::Json;

/// What OpenAPI knows as a `type`, beside `array`.
const TYPES: [&str; 5] = ["boolean", "integer", "number", "object", "string"];

/// Types and formats as the file has them, and those of the schema language where they differ.
const WORDS: [(&str, Type); 25] = [
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

/// A word of the table.
pub(super) fn word(text: &str) -> Option<Type> {
    WORDS.iter().find(|(word, _)| *word == text).map(|(_, ty)| ty.clone())
}

/// A type as the file's own words have it: for messages, and for `vendor: { type: … }` in the schema.
pub(super) fn parse(text: &str) -> Type {
    let item = |text| word(text).unwrap_or_else(|| Type::Ref(str::to_owned(text)));
    let list = ["List<", "list<", "array of ", "["].iter().find_map(|open| text.strip_prefix(open));
    match list {
        // Lists of lists are no parameters.
        Some(inner) => Type::List(Box::new(item(inner.trim_end_matches(['>', ']'])))),
        None => item(text),
    }
}

/// The type of a schema. `note` is told what is odd, `inline` reads the properties of an object without a name.
pub(super) fn type_of(
    schema: &Json<'_>,
    note: &mut dyn FnMut(&'static str, String),
    inline: &mut dyn FnMut(&Json<'_>) -> Vec<Property>,
) -> Type {
    if let Some(name) = schema.get("$ref") {
        return reference(name, note);
    }
    // One of several types, or one and null: what newer writers make of `nullable`.
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
    match (type_word(schema), schema.get("format").and_then(Json::text).and_then(word)) {
        (_, Some(format)) => format,
        (Some(text), None) => simple(text, note),
        (None, None) => {
            match schema.get("type") {
                Some(odd) => note("wrong-shape", format!("`type` is {} where a text is expected", odd.describe())),
                None => note("missing-type", "no type is given; it is taken as anything".to_owned()),
            }
            Type::Any
        }
    }
}

fn simple(text: &str, note: &mut dyn FnMut(&'static str, String)) -> Type {
    if text == "array" {
        return Type::List(Box::new(Type::Any));
    }
    if let Some(ty) = word(text).filter(|_| TYPES.contains(&text)) {
        return ty;
    }
    let parsed = parse(text);
    let (ty, read) = match &parsed {
        Type::Ref(_) => (Type::Any, "anything".to_owned()),
        ty => (parsed.clone(), ty.to_string()),
    };
    note("invalid-type", format!("`{}` is no type of OpenAPI; it is read as {read}", short(text)));
    ty
}

fn reference(name: &Json<'_>, note: &mut dyn FnMut(&'static str, String)) -> Type {
    let last = name.text().and_then(|name| name.rsplit('/').next()).filter(|name| !name.is_empty());
    if last.is_none() {
        note("wrong-shape", "a `$ref` names nothing".to_owned());
    }
    last.map_or(Type::Any, |name| Type::Ref(name.to_owned()))
}

/// The word under `type`; of a list the first that is not `null`.
fn type_word<'j>(schema: &'j Json<'_>) -> Option<&'j str> {
    let ty = schema.get("type")?;
    ty.text().or_else(|| ty.items().iter().filter_map(Json::text).find(|word| *word != "null"))
}

/// A type in the file's own word.
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

/// What the text of a parameter says beside its meaning.
pub(super) fn said(text: &str) -> Said {
    let opening = text.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(word, _)| word.trim());
    let ty = opening.map(parse).filter(|ty| ty.reference().is_none());
    let lower = text.to_lowercase();
    let max = lower.split_once("maximum size: ").map(|(_, rest)| rest.trim_start());
    let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>();
    Said {
        commas: lower.contains("comma sep") || matches!(ty, Some(Type::List(_))),
        includes: lower.contains("include ") && !lower.contains("include only"),
        nothing: text.trim().is_empty(),
        max: max.and_then(|rest| digits(rest).parse().ok()),
        ty,
    }
}

/// Words of the file in messages: one line, not too long.
fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}
