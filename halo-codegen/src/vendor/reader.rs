//! The vendor's file read: whatever is there, and a note on whatever is odd. Nothing in it is an error but JSON that is none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::document::{Document, Operation, Param, Path, Property, Shape, Type, normal};
use super::json::{self, Json};
use super::note::Notes;
use super::types::{declared, said, type_of};

/// Methods of an OpenAPI path; other keys there are no operations.
const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];

/// Why a file cannot be read at all.
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
/// If it is not complete JSON, or holds neither paths nor schemas.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    // Windows tools put a mark in front of UTF-8, which JSON does not know.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| ReadError(format!("it is not UTF-8 text: {error}")))?;
    json::parse(text, document).map_err(|error| ReadError(format!("it is not complete JSON: {error}")))?
}

fn document(root: &Json<'_>, cut: usize) -> Result<Document, ReadError> {
    let paths = root.get("paths");
    let schemas = root.get("components").and_then(|components| components.get("schemas"));
    if [paths, schemas].iter().flatten().all(|found| found.entries().is_empty()) {
        return Err(ReadError("it is no OpenAPI file: it has neither `paths` nor `components.schemas`".to_owned()));
    }
    let mut reader = Reader { document: Document::default(), notes: Notes::default() };
    for _ in 0..cut {
        reader.notes.add("too-deep", "lists and objects that are nested too deep are not read", &"the file");
    }
    let version = root.get("info").and_then(|info| info.get("version")).and_then(Json::text);
    version.unwrap_or_default().clone_into(&mut reader.document.version);
    reader.paths(paths.unwrap_or(&Json::Null));
    reader.schemas(schemas.unwrap_or(&Json::Null));
    reader.references();
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
                self.notes.add("wrong-shape", "a path without a leading slash is not read", path);
                continue;
            }
            let shared = item.get("parameters").unwrap_or(&Json::Null);
            let known = item.entries().iter().filter(|(method, _)| METHODS.contains(&&**method));
            let operations = known.map(|(method, json)| self.operation(path, method, json, shared)).collect();
            let index = self.document.paths.len();
            if self.document.by_path.contains_key(&normal(path)) {
                let what = "a path stands in the file twice, but for case and the names of what is in braces";
                self.notes.add("duplicate-path", what, path);
            }
            self.document.by_path.entry(normal(path)).or_insert(index);
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
            let what = if *known == param { "alike" } else { "and not alike; the first is taken" };
            let what = format!("a parameter stands in an operation twice, {what}");
            self.notes.add("duplicate-parameter", what, &format_args!("{place}: {}", param.name));
        }
        let body = json.get("requestBody").and_then(content).map(|schema| self.ty(&place, schema));
        let responses = json.get("responses").unwrap_or(&Json::Null);
        let success = responses.entries().iter().filter(|(status, _)| status.starts_with('2'));
        let reply = success.into_iter().find_map(|(_, reply)| content(reply)).map(|schema| self.ty(&place, schema));
        Operation { method: method.to_owned(), params, body, reply }
    }

    fn param(&mut self, operation: &str, json: &Json<'_>) -> Option<Param> {
        let (Some(name), Some(place)) = (json.get("name").and_then(Json::text), json.get("in").and_then(Json::text))
        else {
            self.notes.add("wrong-shape", "a parameter without `name` and `in` is not read", &operation);
            return None;
        };
        let in_path = match place {
            "path" => true,
            "query" => false,
            _ => return None,
        };
        let place = format!("{operation}: {name}");
        // OpenAPI 2 has the type beside the name.
        let schema = json.get("schema").unwrap_or(json);
        let ty = self.ty(&place, schema);
        let text = json.get("description").and_then(Json::text).unwrap_or_default();
        self.learn(text);
        let said = said(text);
        if let Some(said) = said.ty.as_ref().filter(|said| **said != ty) {
            let what = format!("the text of a parameter says {said}, and its type is {ty}");
            self.notes.add("prose-contradicts-type", what, &place);
        }
        Some(Param { name: name.to_owned(), in_path, ty, declared: declared(schema), said })
    }

    fn schemas(&mut self, schemas: &Json<'_>) {
        for (name, json) in self.object(schemas, "components", "schemas") {
            if json.get("additionalProperties") == Some(&Json::Bool(false)) {
                let what = "a schema says that it has no other properties, which replies do not keep to";
                self.notes.add("closed-schema", what, name);
            }
            let properties = self.properties(name, json);
            let ty = if properties.is_empty() { self.ty(name, json) } else { Type::Any };
            let shape = Shape { properties, ty };
            if self.document.schemas.insert(name.to_string(), shape).is_some() {
                self.notes.add("duplicate-key", "a schema stands in the file twice; the last is taken", name);
            }
        }
    }

    /// The properties of a schema, those that it takes over from others by `allOf` among them.
    fn properties(&mut self, owner: &str, json: &Json<'_>) -> Vec<Property> {
        let parts = json.get("allOf").map_or(&[][..], Json::items);
        let own = std::iter::once(json).chain(parts).filter_map(|part| part.get("properties"));
        let mut properties: Vec<Property> = Vec::new();
        for (name, schema) in own.flat_map(Json::entries) {
            let place = format!("{owner}.{name}");
            if properties.iter().any(|known| known.name == **name) {
                self.notes.add("duplicate-key", "a property stands in its schema twice; the first is taken", &place);
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

    /// The entries of something that should be an object.
    fn object<'j, 'a>(
        &mut self,
        json: &'j Json<'a>,
        place: &str,
        key: &str,
    ) -> &'j [(std::borrow::Cow<'a, str>, Json<'a>)] {
        if !matches!(json, Json::Object(_) | Json::Null) {
            let what = format!("`{key}` is {} where an object is expected", json.describe());
            self.notes.add("wrong-shape", what, &place);
        }
        json.entries()
    }

    fn learn(&mut self, text: &str) {
        for word in text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| (2..=13).contains(&word.len())) {
            *self.document.words.entry(word.to_ascii_lowercase()).or_default() += 1;
        }
    }

    /// Names of schemas that are none, and those that only lead back to themselves.
    fn references(&mut self) {
        let Document { paths, schemas, .. } = &self.document;
        let operations = paths.iter().flat_map(|path| &path.operations);
        let types = operations.flat_map(|operation| {
            operation.params.iter().map(|param| &param.ty).chain(&operation.body).chain(&operation.reply)
        });
        let fields = schemas
            .values()
            .flat_map(|shape| shape.properties.iter().map(|property| &property.ty).chain(std::iter::once(&shape.ty)));
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
                self.notes.add("unknown-reference", "a `$ref` names a schema that is not there", &name);
            }
        }
        for name in schemas.keys().filter(|name| leads_back(schemas, name)) {
            self.notes.add("cyclic-reference", "a schema is nothing but itself", name);
        }
    }
}

/// Whether a schema without properties names, over others like it, itself.
fn leads_back(schemas: &BTreeMap<String, Shape>, name: &str) -> bool {
    let (mut at, mut seen) = (name, BTreeSet::new());
    let alias = |name: &str| schemas.get(name).filter(|shape| shape.properties.is_empty()).map(|shape| &shape.ty);
    while let Some(Type::Ref(next)) = alias(at) {
        if !seen.insert(at) {
            return true;
        }
        at = next;
    }
    false
}

/// The schema of a body or reply, if it is JSON.
fn content<'j, 'a>(json: &'j Json<'a>) -> Option<&'j Json<'a>> {
    let kinds = json.get("content")?;
    let exact = kinds.get("application/json");
    let any = || kinds.entries().iter().find(|(kind, _)| kind.contains("json")).map(|(_, media)| media);
    exact.or_else(any)?.get("schema")
}
