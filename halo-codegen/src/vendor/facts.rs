//! What the vendor's file says of a resource: its requests, its schemas, and how its list comes.

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

/// What a list answers, where the file says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows<'d> {
    /// The key that holds the rows; empty for a bare array.
    pub key: &'d str,
    /// The schema of a row.
    pub schema: &'d str,
}

impl<'d> Resource<'d> {
    /// The resource at a path, whatever its case.
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

    /// Whatever else stands below the path: method and path. What is below a longer path of `owners` is theirs.
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

    /// Name and type of the schema of the detail: what is saved, or what comes back for one row.
    #[must_use]
    pub fn detail(&self) -> Option<&'d str> {
        let saved = self.save().and_then(|save| save.body.as_ref());
        let shown = self.get().and_then(|get| get.reply.as_ref());
        let named = [saved, shown].into_iter().flatten().filter_map(Type::reference);
        let mut objects = named.filter(|name| !self.document.properties(name).is_empty());
        objects.next().or_else(|| self.rows().map(|rows| rows.schema))
    }

    /// What the list answers, if the file says so.
    #[must_use]
    pub fn rows(&self) -> Option<Rows<'d>> {
        let (key, ty) = match self.list()?.reply.as_ref()? {
            Type::List(item) => ("", item.as_ref()),
            Type::Ref(name) => rows_of(self.document.properties(name))?,
            Type::Object(properties) => rows_of(properties)?,
            _ => return None,
        };
        Some(Rows { key, schema: ty.reference()? })
    }

    /// The schema of list rows where it is another than that of the detail: from the reply, else by the vendor's habit of
    /// calling it `<detail>_List`.
    #[must_use]
    pub fn list_schema(&self) -> Option<&'d str> {
        let detail = self.detail()?;
        let by_name = || self.document.schemas.get_key_value(&format!("{detail}_List")).map(|(name, _)| name.as_str());
        self.rows().map(|rows| rows.schema).or_else(by_name).filter(|name| *name != detail)
    }

    /// Whether a list takes a parameter.
    #[must_use]
    pub fn lists_by(&self, name: &str) -> bool {
        self.list().is_some_and(|list| list.query().any(|param| param.name == name))
    }

    /// Type of the id in the path of one row.
    #[must_use]
    pub fn id_type(&self) -> Option<&'d Type> {
        let params = self.one?.operations.iter().flat_map(|operation| &operation.params);
        params.filter(|param| param.in_path).map(|param| &param.ty).next()
    }

    /// Levels of ordering.
    #[must_use]
    pub fn sort_levels(&self) -> usize {
        let is_level = |param: &&Param| {
            param.name.strip_prefix("order").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
        };
        self.list().map_or(0, |list| list.query().filter(is_level).count())
    }
}

/// What follows a path, without the slash between.
fn below<'p>(path: &'p str, root: &str) -> Option<&'p str> {
    let start = path.get(..root.len()).filter(|start| start.eq_ignore_ascii_case(root))?;
    path.get(start.len()..)?.strip_prefix('/').filter(|rest| !rest.is_empty())
}

/// Whether this is one parameter in braces and nothing else.
fn is_placeholder(rest: &str) -> bool {
    rest.starts_with('{') && rest.ends_with('}') && !rest.contains('/') && rest.matches('{').count() == 1
}

/// The rows of an envelope: the list of objects in it, the first beside a `record_count`.
fn rows_of(properties: &[Property]) -> Option<(&str, &Type)> {
    let counts = properties.iter().any(|property| property.name == "record_count");
    let is_rows = |property: &&Property| matches!(&property.ty, Type::List(item) if matches!(**item, Type::Ref(_)));
    properties
        .iter()
        .filter(|property| counts && property.name != "columns")
        .find(is_rows)
        .map(|rows| (rows.name.as_str(), &rows.ty))
}
