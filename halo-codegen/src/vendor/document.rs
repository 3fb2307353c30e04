//! The content of the vendor's file that can be relied on: names and types, never its sentences.

use std::collections::BTreeMap;
use std::fmt;

use super::note::Note;

/// The vendor's OpenAPI file.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// `info.version`.
    pub version: String,
    /// All paths, in the order of the file.
    pub paths: Vec<Path>,
    /// All schemas, by name.
    pub schemas: BTreeMap<String, ComponentSchema>,
    /// Oddities of the file.
    pub notes: Vec<Note>,
    /// How often each word occurs in its texts; used to split names that run together.
    pub words: BTreeMap<String, usize>,
    /// Normalized path -> index in `paths`.
    pub(super) by_path: BTreeMap<String, usize>,
    /// Lower-case name of a schema -> its name.
    pub(super) by_schema: BTreeMap<String, String>,
}

/// A path and its operations.
#[derive(Debug, Clone)]
pub struct Path {
    /// Such as `/Tickets/{id}`.
    pub path: String,
    /// One per method.
    pub operations: Vec<Operation>,
}

/// An operation of a path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The method in lower case, such as `get`.
    pub method: String,
    /// The parameters, without duplicates.
    pub params: Vec<Param>,
    /// The type of the request body, if it is JSON.
    pub body: Option<Type>,
    /// The parts of a multipart body.
    pub parts: Vec<Property>,
    /// The type of a successful response, where the file documents it.
    pub response: Option<Type>,
}

/// A parameter of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    /// The name that is sent.
    pub name: String,
    /// Whether it is part of the path instead of the query.
    pub in_path: bool,
    /// Its declared type.
    pub ty: Type,
    /// The type as the file spells it.
    pub declared: String,
    /// What its description reveals.
    pub hints: TextHints,
}

/// Facts taken from the description of a parameter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextHints {
    /// The type that the text names.
    pub ty: Option<Type>,
    /// Whether it takes several comma-separated values.
    pub comma_separated: bool,
    /// Whether it decides what rows include, and not which rows come.
    pub is_option: bool,
    /// Whether there is no text.
    pub is_empty: bool,
    /// The largest allowed value.
    pub maximum: Option<u32>,
}

/// A schema of the file, from `components.schemas`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentSchema {
    /// Its properties, in the order of the file; empty if it is not an object.
    pub properties: Vec<Property>,
    /// Its type if it has no properties: the type of an enum, or an alias of another schema.
    pub ty: Type,
}

/// A property of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// The wire name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// The type as the file spells it.
    pub declared: String,
}

/// A type of the vendor's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// Any number.
    Number,
    /// Text, including times of day and base64.
    String,
    /// A date, with or without time.
    DateTime,
    /// A UUID.
    Uuid,
    /// A type that the file does not specify.
    Any,
    /// A reference to a schema.
    Ref(String),
    /// A list.
    List(Box<Type>),
    /// A map from names to values.
    Map(Box<Type>),
    /// An object without a name.
    Object(Vec<Property>),
}

impl Type {
    /// The schema that it refers to, directly or within a list or map.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        match self {
            Self::Ref(name) => Some(name),
            Self::List(inner) | Self::Map(inner) => inner.reference(),
            _ => None,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::Int => f.write_str("int"),
            Self::Number => f.write_str("number"),
            Self::String => f.write_str("string"),
            Self::DateTime => f.write_str("datetime"),
            Self::Uuid => f.write_str("uuid"),
            Self::Any => f.write_str("anything"),
            Self::Ref(name) => f.write_str(name),
            Self::List(inner) => write!(f, "list<{inner}>"),
            Self::Map(inner) => write!(f, "map<{inner}>"),
            Self::Object(properties) => {
                let mut names: Vec<_> = properties.iter().map(|property| property.name.as_str()).collect();
                names.sort_unstable();
                write!(f, "an object of {}", names.join(", "))
            }
        }
    }
}

/// The maximum length of a chain of schemas that only refer to another one.
const MAX_ALIASES: usize = 8;

impl Document {
    /// The path with this name, ignoring case.
    #[must_use]
    pub fn path(&self, path: &str) -> Option<&Path> {
        self.by_path.get(&normalized(path)).and_then(|index| self.paths.get(*index))
    }

    /// The paths below a normalized one, in the order of the file.
    pub(super) fn below(&self, root: &str) -> Vec<&Path> {
        let start = format!("{root}/");
        let paths = self.by_path.range(start.clone()..).take_while(|(path, _)| path.starts_with(&start));
        let mut indices: Vec<usize> = paths.map(|(_, index)| *index).collect();
        indices.sort_unstable();
        indices.into_iter().filter_map(|index| self.paths.get(index)).collect()
    }

    /// The schema with this name, ignoring case.
    pub(super) fn schema_name(&self, lower_case: &str) -> Option<&str> {
        self.by_schema.get(lower_case).map(String::as_str)
    }

    /// The operation with this method and path.
    #[must_use]
    pub fn operation(&self, method: &str, path: &str) -> Option<&Operation> {
        self.path(path)?.operation(method)
    }

    /// The properties of a schema.
    #[must_use]
    pub fn properties(&self, schema: &str) -> &[Property] {
        match self.resolve_name(schema) {
            Some((_, component)) => &component.properties,
            None => &[],
        }
    }

    /// The type with references to anything but objects resolved: an enum of numbers is `int`.
    #[must_use]
    pub fn resolve(&self, ty: &Type) -> Type {
        match ty {
            Type::Ref(name) => match self.resolve_name(name) {
                Some((name, component)) if !component.properties.is_empty() => Type::Ref(name.to_owned()),
                Some((_, ComponentSchema { ty: Type::Ref(_), .. })) | None => Type::Any,
                Some((_, component)) => component.ty.clone(),
            },
            Type::List(inner) => Type::List(Box::new(self.resolve(inner))),
            Type::Map(inner) => Type::Map(Box::new(self.resolve(inner))),
            other => other.clone(),
        }
    }

    /// The schema that a name refers to after following aliases.
    fn resolve_name(&self, name: &str) -> Option<(&str, &ComponentSchema)> {
        let mut name = name;
        for _ in 0..MAX_ALIASES {
            let (name_here, component) = self.schemas.get_key_value(name)?;
            match &component.ty {
                Type::Ref(other) if component.properties.is_empty() => name = other,
                _ => return Some((name_here, component)),
            }
        }
        None
    }
}

impl Path {
    /// The operation of a method.
    #[must_use]
    pub fn operation(&self, method: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.method == method)
    }
}

impl Operation {
    /// The parameters of the query.
    pub fn query(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|param| !param.in_path)
    }
}

/// A path in comparable form: Halo's routes ignore case, and the name of a placeholder does not matter.
pub(super) fn normalized(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut in_braces = false;
    for c in path.chars() {
        in_braces = c == '{' || (in_braces && c != '}');
        if !in_braces || c == '{' {
            out.extend(c.to_lowercase());
        }
    }
    out
}
