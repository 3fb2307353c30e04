//! What the vendor's file says about a resource: requests, schemas, and the envelope of the list.

use super::document::{Document, Operation, Param, Path, Property, Type};

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
        let is_one = |path: &&Path| below(&path.path, &root.path).is_some_and(is_placeholder);
        Some(Self { document, root, one: document.paths.iter().find(is_one) })
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
    pub fn others(&self, owners: &[&str]) -> Vec<(&'d str, &'d Path)> {
        let mine = |path: &&Path| {
            let longer = owners.iter().filter(|owner| owner.len() > self.root.path.len());
            let mut others =
                longer.filter(|owner| path.path.eq_ignore_ascii_case(owner) || below(&path.path, owner).is_some());
            others.next().is_none() && below(&path.path, &self.root.path).is_some_and(|rest| !is_placeholder(rest))
        };
        let paths = self.document.paths.iter().filter(mine);
        paths.flat_map(|path| path.operations.iter().map(move |operation| (operation.method.as_str(), path))).collect()
    }

    /// The name of the detail's schema: the body that is saved, or the response for one row.
    #[must_use]
    pub fn detail(&self) -> Option<&'d str> {
        let saved = self.save().and_then(|save| save.body.as_ref());
        let shown = self.get().and_then(|get| get.response.as_ref());
        let named = [saved, shown].into_iter().flatten().filter_map(Type::reference);
        let mut objects = named.filter(|name| !self.document.properties(name).is_empty());
        objects.next().or_else(|| self.rows().map(|rows| rows.schema))
    }

    /// The rows of the list, if the file documents them.
    #[must_use]
    pub fn rows(&self) -> Option<Rows<'d>> {
        let (key, ty) = match self.list()?.response.as_ref()? {
            Type::List(item) => ("", item.as_ref()),
            Type::Ref(name) => rows_of(self.document.properties(name))?,
            Type::Object(properties) => rows_of(properties)?,
            _ => return None,
        };
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

/// The rest of a path below a root, without the slash between them.
fn below<'p>(path: &'p str, root: &str) -> Option<&'p str> {
    let start = path.get(..root.len()).filter(|start| start.eq_ignore_ascii_case(root))?;
    path.get(start.len()..)?.strip_prefix('/').filter(|rest| !rest.is_empty())
}

/// Whether the rest consists of a single placeholder in braces.
fn is_placeholder(rest: &str) -> bool {
    rest.starts_with('{') && rest.ends_with('}') && !rest.contains('/') && rest.matches('{').count() == 1
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
