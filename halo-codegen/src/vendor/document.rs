//! What the vendor's file says, as far as it can be relied on: names and types, never its sentences.

use std::collections::BTreeMap;
use std::fmt;

use super::note::Note;

/// The file.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// `info.version`.
    pub version: String,
    /// All paths, in the order of the file.
    pub paths: Vec<Path>,
    /// All schemas, by name.
    pub schemas: BTreeMap<String, Shape>,
    /// What is odd about it.
    pub notes: Vec<Note>,
    /// How often each word occurs in its texts: what teaches where run-together names are split.
    pub words: BTreeMap<String, usize>,
    /// Normal form -> place in `paths`.
    pub(super) by_path: BTreeMap<String, usize>,
}

/// A path and its operations.
#[derive(Debug, Clone)]
pub struct Path {
    /// Such as `/Tickets/{id}`.
    pub path: String,
    /// One per method.
    pub operations: Vec<Operation>,
}

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// In lower case, such as `get`.
    pub method: String,
    /// Each once.
    pub params: Vec<Param>,
    /// What is sent.
    pub body: Option<Type>,
    /// What comes back on success, where the file says so.
    pub reply: Option<Type>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    /// As sent.
    pub name: String,
    /// Whether it stands in the path instead of the query.
    pub in_path: bool,
    /// Its declared type.
    pub ty: Type,
    /// That type in the file's own word.
    pub declared: String,
    /// What its text says.
    pub said: Said,
}

/// What is taken from the text of a parameter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Its type.
    pub ty: Option<Type>,
    /// Whether it takes several values, comma-separated.
    pub commas: bool,
    /// Whether it is about what rows include, and not about which rows.
    pub includes: bool,
    /// Whether there is no text.
    pub nothing: bool,
    /// The largest value.
    pub max: Option<u32>,
}

/// A schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Its properties, in the order of the file; none if it is no object.
    pub properties: Vec<Property>,
    /// What it is if it has no properties: the type of an enum, or another name for a schema.
    pub ty: Type,
}

/// A property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// As on the wire.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// That type in the file's own word.
    pub declared: String,
}

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// Any number.
    Number,
    /// Text, times of day and base64 among it.
    String,
    /// A date, with or without time.
    DateTime,
    /// A UUID.
    Uuid,
    /// Not said.
    Any,
    /// A schema.
    Ref(String),
    /// A list.
    List(Box<Type>),
    /// Anything by name.
    Map(Box<Type>),
    /// An object without a name.
    Object(Vec<Property>),
}

impl Type {
    /// The schema that it names, be it in a list or map.
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

/// Names of schemas that only name another one are followed this far.
const MOST_ALIASES: usize = 8;

impl Document {
    /// A path, whatever its case.
    #[must_use]
    pub fn path(&self, path: &str) -> Option<&Path> {
        self.by_path.get(&normal(path)).and_then(|index| self.paths.get(*index))
    }

    /// An operation.
    #[must_use]
    pub fn operation(&self, method: &str, path: &str) -> Option<&Operation> {
        self.path(path)?.operation(method)
    }

    /// The properties of a schema.
    #[must_use]
    pub fn properties(&self, schema: &str) -> &[Property] {
        match self.resolve_name(schema) {
            Some((_, shape)) => &shape.properties,
            None => &[],
        }
    }

    /// A type with the names of what is no object looked up: an enum of numbers is `int`.
    #[must_use]
    pub fn resolve(&self, ty: &Type) -> Type {
        match ty {
            Type::Ref(name) => match self.resolve_name(name) {
                Some((name, shape)) if !shape.properties.is_empty() => Type::Ref(name.to_owned()),
                Some((_, Shape { ty: Type::Ref(_), .. })) | None => Type::Any,
                Some((_, shape)) => shape.ty.clone(),
            },
            Type::List(inner) => Type::List(Box::new(self.resolve(inner))),
            Type::Map(inner) => Type::Map(Box::new(self.resolve(inner))),
            other => other.clone(),
        }
    }

    /// The schema that a name stands for in the end.
    fn resolve_name(&self, name: &str) -> Option<(&str, &Shape)> {
        let mut name = name;
        for _ in 0..MOST_ALIASES {
            let (name_here, shape) = self.schemas.get_key_value(name)?;
            match &shape.ty {
                Type::Ref(other) if shape.properties.is_empty() => name = other,
                _ => return Some((name_here, shape)),
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

/// A path for comparing: Halo's routes do not mind the case, and what a part in braces is called does not matter.
pub(super) fn normal(path: &str) -> String {
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
