//! Reads the vendor's file and notes its oddities; only invalid JSON is an error.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::document::{ComponentSchema, Document, Operation, Param, Path, Property, Type, normalized};
use super::json::{self, Json};
use super::note::Notes;
use super::types::{declared, text_hints, type_of};

/// Methods of an OpenAPI path; other keys of a path are not operations.
const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];

/// The reason why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError(String);

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ReadError {}

/// Reads the vendor's file.
///
/// # Errors
///
/// If it is not complete JSON, or contains neither paths nor schemas.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    // Windows tools write a byte order mark, which JSON does not allow.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| ReadError(format!("it is not UTF-8 text: {error}")))?;
    json::parse(text, document).map_err(|error| ReadError(format!("it is not complete JSON: {error}")))?
}

fn document(root: &Json<'_>, cut: usize) -> Result<Document, ReadError> {
    let paths = root.get("paths");
    let schemas = root.get("components").and_then(|components| components.get("schemas"));
    if [paths, schemas].iter().flatten().all(|found| found.entries().is_empty()) {
        return Err(ReadError("it is not an OpenAPI file: it has neither `paths` nor `components.schemas`".to_owned()));
    }
    let mut reader = Reader { document: Document::default(), notes: Notes::default() };
    for _ in 0..cut {
        reader.notes.add("too-deep", "lists and objects that are nested too deeply are skipped", &"the file");
    }
    let version = root.get("info").and_then(|info| info.get("version")).and_then(Json::text);
    version.unwrap_or_default().clone_into(&mut reader.document.version);
    reader.paths(paths.unwrap_or(&Json::Null));
    reader.schemas(schemas.unwrap_or(&Json::Null));
    reader.check_references();
    reader.document.notes = reader.notes.finish();
    Ok(reader.document)
}

struct Reader {
    document: Document,
    notes: Notes,
}

impl Reader {
    fn paths(&mut self, paths: &Json<'_>) {
        for (path, item) in self.object(paths, "the file", "paths") {
            if !path.starts_with('/') {
                self.notes.add("wrong-shape", "a path without a leading slash is skipped", path);
                continue;
            }
            let shared = item.get("parameters").unwrap_or(&Json::Null);
            let known = item.entries().iter().filter(|(method, _)| METHODS.contains(&&**method));
            let operations = known.map(|(method, json)| self.operation(path, method, json, shared)).collect();
            let index = self.document.paths.len();
            if self.document.by_path.contains_key(&normalized(path)) {
                let what = "duplicate path, ignoring case and the names of placeholders";
                self.notes.add("duplicate-path", what, path);
            }
            self.document.by_path.entry(normalized(path)).or_insert(index);
            self.document.paths.push(Path { path: path.to_string(), operations });
        }
    }

    fn operation(&mut self, path: &str, method: &str, json: &Json<'_>, shared: &Json<'_>) -> Operation {
        let place = format!("{} {path}", method.to_uppercase());
        if json.get("operationId").is_none() {
            self.notes.add("no-operation-id", "an operation has no operationId", &place);
        }
        let all = shared.items().iter().chain(json.get("parameters").map_or(&[][..], Json::items));
        let mut params: Vec<Param> = Vec::new();
        for json in all {
            let Some(param) = self.param(&place, json) else { continue };
            let Some(known) = params.iter().find(|known| known.name == param.name && known.in_path == param.in_path)
            else {
                params.push(param);
                continue;
            };
            let what = if *known == param { "identical" } else { "not identical; the first one is used" };
            let what = format!("duplicate parameter of an operation: {what}");
            self.notes.add("duplicate-parameter", what, &format_args!("{place}: {}", param.name));
        }
        let request = json.get("requestBody");
        let body = request.and_then(content).map(|schema| self.ty(&place, schema));
        let parts = request.and_then(multipart).map_or_else(Vec::new, |schema| self.properties(&place, schema));
        let responses = json.get("responses").unwrap_or(&Json::Null);
        let success = responses.entries().iter().filter(|(status, _)| status.starts_with('2'));
        let response =
            success.into_iter().find_map(|(_, response)| content(response)).map(|schema| self.ty(&place, schema));
        Operation { method: method.to_owned(), params, body, parts, response }
    }

    fn param(&mut self, operation: &str, json: &Json<'_>) -> Option<Param> {
        let (Some(name), Some(place)) = (json.get("name").and_then(Json::text), json.get("in").and_then(Json::text))
        else {
            self.notes.add("wrong-shape", "a parameter without `name` and `in` is skipped", &operation);
            return None;
        };
        let in_path = match place {
            "path" => true,
            "query" => false,
            _ => return None,
        };
        let place = format!("{operation}: {name}");
        // OpenAPI 2 declares the type next to the name.
        let schema = json.get("schema").unwrap_or(json);
        let ty = self.ty(&place, schema);
        let text = json.get("description").and_then(Json::text).unwrap_or_default();
        self.count_words(text);
        let hints = text_hints(text);
        if let Some(hint) = hints.ty.as_ref().filter(|hint| **hint != ty) {
            let what = format!("the text of a parameter says {hint}, but its type is {ty}");
            self.notes.add("prose-contradicts-type", what, &place);
        }
        Some(Param { name: name.to_owned(), in_path, ty, declared: declared(schema), hints })
    }

    fn schemas(&mut self, schemas: &Json<'_>) {
        for (name, json) in self.object(schemas, "components", "schemas") {
            if json.get("additionalProperties") == Some(&Json::Bool(false)) {
                let what = "a schema forbids other properties, but responses contain them";
                self.notes.add("closed-schema", what, name);
            }
            let properties = self.properties(name, json);
            let ty = if properties.is_empty() { self.ty(name, json) } else { Type::Any };
            let component = ComponentSchema { properties, ty };
            self.document.by_schema.entry(name.to_lowercase()).or_insert_with(|| name.to_string());
            if self.document.schemas.insert(name.to_string(), component).is_some() {
                self.notes.add("duplicate-key", "duplicate schema; the last one is used", name);
            }
        }
    }

    /// The properties of a schema, including those of its `allOf` parts.
    fn properties(&mut self, owner: &str, json: &Json<'_>) -> Vec<Property> {
        let parts = json.get("allOf").map_or(&[][..], Json::items);
        let own = std::iter::once(json).chain(parts).filter_map(|part| part.get("properties"));
        let mut properties: Vec<Property> = Vec::new();
        for (name, schema) in own.flat_map(Json::entries) {
            let place = format!("{owner}.{name}");
            if properties.iter().any(|known| known.name == **name) {
                self.notes.add("duplicate-key", "duplicate property of a schema; the first one is used", &place);
                continue;
            }
            properties.push(Property {
                name: name.to_string(),
                ty: self.ty(&place, schema),
                declared: declared(schema),
            });
        }
        properties
    }

    fn ty(&mut self, place: &dyn fmt::Display, schema: &Json<'_>) -> Type {
        let mut inline = |json: &Json<'_>| {
            let property = |(name, schema): &(std::borrow::Cow<'_, str>, Json<'_>)| Property {
                name: name.to_string(),
                ty: type_of(schema, &mut |_, _| {}, &mut |_| Vec::new()),
                declared: declared(schema),
            };
            json.get("properties").map_or_else(Vec::new, |all| all.entries().iter().map(property).collect())
        };
        type_of(schema, &mut |rule, what| self.notes.add(rule, what, place), &mut inline)
    }

    /// The entries of a value that should be an object.
    fn object<'j, 'a>(
        &mut self,
        json: &'j Json<'a>,
        place: &str,
        key: &str,
    ) -> &'j [(std::borrow::Cow<'a, str>, Json<'a>)] {
        if !matches!(json, Json::Object(_) | Json::Null) {
            let what = format!("`{key}` is {} instead of an object", json.describe());
            self.notes.add("wrong-shape", what, &place);
        }
        json.entries()
    }

    fn count_words(&mut self, text: &str) {
        for word in text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| (2..=13).contains(&word.len())) {
            *self.document.words.entry(word.to_ascii_lowercase()).or_default() += 1;
        }
    }

    /// Notes references to unknown schemas, and schemas that only refer to themselves.
    fn check_references(&mut self) {
        let Document { paths, schemas, .. } = &self.document;
        let operations = paths.iter().flat_map(|path| &path.operations);
        let types = operations.flat_map(|operation| {
            operation.params.iter().map(|param| &param.ty).chain(&operation.body).chain(&operation.response)
        });
        let fields = schemas.values().flat_map(|component| {
            component.properties.iter().map(|property| &property.ty).chain(std::iter::once(&component.ty))
        });
        let unknown: BTreeMap<&str, usize> = types
            .chain(fields)
            .filter_map(Type::reference)
            .filter(|name| !schemas.contains_key(*name))
            .fold(BTreeMap::new(), |mut counts, name| {
                *counts.entry(name).or_default() += 1;
                counts
            });
        for (name, count) in unknown {
            for _ in 0..count {
                self.notes.add("unknown-reference", "a `$ref` refers to an unknown schema", &name);
            }
        }
        for name in schemas.keys().filter(|name| is_cyclic(schemas, name)) {
            self.notes.add("cyclic-reference", "a schema only refers to itself", name);
        }
    }
}

/// Whether a schema without properties refers to itself, directly or through other aliases.
fn is_cyclic(schemas: &BTreeMap<String, ComponentSchema>, name: &str) -> bool {
    let (mut at, mut seen) = (name, BTreeSet::new());
    let alias = |name: &str| {
        schemas.get(name).filter(|component| component.properties.is_empty()).map(|component| &component.ty)
    };
    while let Some(Type::Ref(next)) = alias(at) {
        if !seen.insert(at) {
            return true;
        }
        at = next;
    }
    false
}

/// The schema of a body or response, if it is JSON.
fn content<'j, 'a>(json: &'j Json<'a>) -> Option<&'j Json<'a>> {
    let kinds = json.get("content")?;
    let exact = kinds.get("application/json");
    let any = || kinds.entries().iter().find(|(kind, _)| kind.contains("json")).map(|(_, media)| media);
    exact.or_else(any)?.get("schema")
}

/// The schema of a body that is sent in parts.
fn multipart<'j, 'a>(json: &'j Json<'a>) -> Option<&'j Json<'a>> {
    json.get("content")?.get("multipart/form-data")?.get("schema")
}
