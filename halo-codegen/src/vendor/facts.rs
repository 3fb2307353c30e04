//! What the vendor's file says about a resource: requests, schemas, and the envelope of the list.

use std::collections::BTreeSet;

use super::document::{Document, Operation, Param, Path, Property, Type, normalized};
use super::targets::singular;

/// The resource at a path.
#[derive(Debug, Clone, Copy)]
pub struct Resource<'d> {
    document: &'d Document,
    /// The path of the list.
    pub root: &'d Path,
    /// The path of one row, such as `/Tickets/{id}`.
    pub one: Option<&'d Path>,
}

/// The response of a list, where the file documents it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows<'d> {
    /// The key that contains the rows; empty for a bare array.
    pub key: &'d str,
    /// The schema of a row.
    pub schema: &'d str,
}

impl<'d> Resource<'d> {
    /// The resource at a path, ignoring case.
    #[must_use]
    pub fn find(document: &'d Document, path: &str) -> Option<Self> {
        let root = document.path(path)?;
        Some(Self { document, root, one: document.path(&format!("{}/{{}}", root.path)) })
    }

    /// `GET` of the list.
    #[must_use]
    pub fn list(&self) -> Option<&'d Operation> {
        self.root.operation("get")
    }

    /// `GET` of one row.
    #[must_use]
    pub fn get(&self) -> Option<&'d Operation> {
        self.one?.operation("get")
    }

    /// `POST`, which creates and updates.
    #[must_use]
    pub fn save(&self) -> Option<&'d Operation> {
        self.root.operation("post")
    }

    /// `DELETE` of one row.
    #[must_use]
    pub fn delete(&self) -> Option<&'d Operation> {
        self.one?.operation("delete")
    }

    /// All other operations below the path, as method and path.
    ///
    /// Operations below a longer path of `owners` belong to that owner.
    #[must_use]
    pub fn others(&self, owners: &Owners) -> Vec<(&'d str, &'d Path)> {
        let root = normalized(&self.root.path);
        let mine = |path: &&Path| {
            let path = normalized(&path.path);
            let rest = path.get(root.len() + 1..).unwrap_or_default();
            rest != "{}" && !owners.have(&path, root.len() + 1)
        };
        let paths = self.document.below(&root).into_iter().filter(mine);
        paths.flat_map(|path| path.operations.iter().map(move |operation| (operation.method.as_str(), path))).collect()
    }

    /// The name of the detail's schema: the body that is saved, or the response for one row.
    #[must_use]
    pub fn detail(&self) -> Option<&'d str> {
        let saved = self.save().and_then(|save| save.body.as_ref());
        let shown = self.get().and_then(|get| get.response.as_ref());
        let named = [saved, shown].into_iter().flatten().filter_map(Type::reference);
        let mut objects = named.filter(|name| !self.document.properties(name).is_empty());
        let documented = objects.next().or_else(|| self.documented_rows().map(|rows| rows.schema));
        documented.or_else(|| self.schema_by_name())
    }

    /// The schema with the name of the last segment of the path, or its singular.
    fn schema_by_name(&self) -> Option<&'d str> {
        let last = self.root.path.rsplit('/').next().unwrap_or_default().to_lowercase();
        let named = |name: &str| self.document.schema_name(name);
        named(&last).or_else(|| named(&singular(&last))).filter(|name| !self.document.properties(name).is_empty())
    }

    /// The rows of the list, if the file documents them: as its response, or in a schema `<detail>_View`.
    #[must_use]
    pub fn rows(&self) -> Option<Rows<'d>> {
        let of_view = || {
            let view = format!("{}_View", self.detail()?);
            self.list().and_then(|_| Self::rows_in(rows_of(self.document.properties(&view))?))
        };
        self.documented_rows().or_else(of_view)
    }

    fn documented_rows(&self) -> Option<Rows<'d>> {
        let rows = match self.list()?.response.as_ref()? {
            Type::List(item) => ("", item.as_ref()),
            Type::Ref(name) => rows_of(self.document.properties(name))?,
            Type::Object(properties) => rows_of(properties)?,
            _ => return None,
        };
        Self::rows_in(rows)
    }

    fn rows_in((key, ty): (&'d str, &'d Type)) -> Option<Rows<'d>> {
        Some(Rows { key, schema: ty.reference()? })
    }

    /// The schema of list rows where it differs from that of the detail.
    ///
    /// It comes from the response, or else from the vendor's naming convention `<detail>_List`.
    #[must_use]
    pub fn list_schema(&self) -> Option<&'d str> {
        let detail = self.detail()?;
        let by_name = || self.document.schemas.get_key_value(&format!("{detail}_List")).map(|(name, _)| name.as_str());
        self.rows().map(|rows| rows.schema).or_else(by_name).filter(|name| *name != detail)
    }

    /// Whether a list takes a parameter.
    #[must_use]
    pub fn has_list_param(&self, name: &str) -> bool {
        self.list().is_some_and(|list| list.query().any(|param| param.name == name))
    }

    /// The type of the id in the path of one row.
    #[must_use]
    pub fn id_type(&self) -> Option<&'d Type> {
        let params = self.one?.operations.iter().flat_map(|operation| &operation.params);
        params.filter(|param| param.in_path).map(|param| &param.ty).next()
    }

    /// The number of sort levels that the list takes.
    #[must_use]
    pub fn sort_levels(&self) -> usize {
        let is_level = |param: &&Param| {
            param.name.strip_prefix("order").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
        };
        self.list().map_or(0, |list| list.query().filter(is_level).count())
    }
}

/// The paths of all entities, which decide whose an operation below several of them is.
#[derive(Debug, Clone, Default)]
pub struct Owners(BTreeSet<String>);

impl<'p> FromIterator<&'p str> for Owners {
    fn from_iter<I: IntoIterator<Item = &'p str>>(paths: I) -> Self {
        Self(paths.into_iter().map(normalized).collect())
    }
}

impl Owners {
    /// Whether one of them is a path, or above it, and longer than a root of this length.
    fn have(&self, path: &str, root: usize) -> bool {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]).filter(|end| *end > root);
        ends.into_iter().any(|end| path.get(..end).is_some_and(|owner| self.0.contains(owner)))
    }
}

/// The rows of an envelope: its first list of objects, if there is also a `record_count`.
fn rows_of(properties: &[Property]) -> Option<(&str, &Type)> {
    let counts = properties.iter().any(|property| property.name == "record_count");
    let is_rows = |property: &&Property| matches!(&property.ty, Type::List(item) if matches!(**item, Type::Ref(_)));
    properties
        .iter()
        .filter(|property| counts && property.name != "columns")
        .find(is_rows)
        .map(|rows| (rows.name.as_str(), &rows.ty))
}
