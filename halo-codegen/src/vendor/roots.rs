//! The readable roots of the vendor's file: fixed paths of one segment that answer `GET`, or whose rows do.

use super::document::{Document, Operation, Path, Type};

/// The parameter for rows older than an id.
pub(super) const OLDER: &str = "older_than_id";

/// A path, and what the vendor's file declares of it.
#[derive(Debug, Clone)]
pub(super) struct Root<'d> {
    document: &'d Document,
    /// As the file spells it, such as `/CannedText`.
    pub(super) path: String,
    /// The path itself; some have only rows, such as `/AgentImage/{id}`.
    own: Option<&'d Path>,
    /// The path of one row.
    one: Option<&'d Path>,
}

/// All readable roots, sorted.
pub(super) fn readable(document: &Document) -> Vec<Root<'_>> {
    let mut roots: Vec<Root<'_>> = Vec::new();
    for path in &document.paths {
        let Some(first) = path.path.split('/').nth(1).filter(|first| !first.is_empty() && !first.contains('{')) else {
            continue;
        };
        let root = format!("/{first}");
        if !roots.iter().any(|known| known.path.eq_ignore_ascii_case(&root)) {
            roots.push(Root::at(document, &root));
        }
    }
    roots.retain(Root::is_readable);
    roots.sort_by(|one, other| one.path.cmp(&other.path));
    roots
}

impl<'d> Root<'d> {
    /// What is declared of a fixed path of any length.
    pub(super) fn at(document: &'d Document, path: &str) -> Self {
        let own = document.path(path);
        let one = document.path(&format!("{path}/{{}}"));
        let spelled = own.map(|own| own.path.clone()).or_else(|| {
            let (start, _) = one?.path.rsplit_once('/')?;
            Some(start.to_owned())
        });
        Self { document, path: spelled.unwrap_or_else(|| path.to_owned()), own, one }
    }

    /// Whether it, or one of its rows, answers `GET`.
    pub(super) fn is_readable(&self) -> bool {
        self.list().is_some() || self.get().is_some()
    }

    /// `GET` of the path itself.
    pub(super) fn list(&self) -> Option<&'d Operation> {
        self.own?.operation("get")
    }

    /// `GET` of one row.
    pub(super) fn get(&self) -> Option<&'d Operation> {
        self.one?.operation("get")
    }

    /// `POST`.
    pub(super) fn save(&self) -> Option<&'d Operation> {
        self.own?.operation("post")
    }

    /// `DELETE` of one row.
    pub(super) fn delete(&self) -> Option<&'d Operation> {
        self.one?.operation("delete")
    }

    /// Whether the list declares paging.
    pub(super) fn declares_paging(&self) -> bool {
        self.list().is_some_and(|list| list.query().any(|param| param.name == "pageinate"))
    }

    /// Whether the list declares a parameter for rows older than an id.
    pub(super) fn is_walked_by_ids(&self) -> bool {
        self.list().is_some_and(|list| list.query().any(|param| param.name == OLDER))
    }

    /// The largest page that the text of `page_size` allows.
    pub(super) fn page_cap(&self) -> Option<u32> {
        self.list()?.query().find(|param| param.name == "page_size")?.hints.maximum
    }

    /// The type of the id in the path of one row.
    pub(super) fn id_type(&self) -> Option<&'d Type> {
        let params = self.one?.operations.iter().flat_map(|operation| &operation.params);
        params.filter(|param| param.in_path).map(|param| &param.ty).next()
    }

    /// Whether what is saved has a member of this name. `None` if the file does not say what is saved.
    pub(super) fn saves(&self, name: &str) -> Option<bool> {
        let schema = self.save()?.body.as_ref()?.reference()?;
        let properties = self.document.properties(schema);
        (!properties.is_empty()).then(|| properties.iter().any(|property| property.name == name))
    }
}
