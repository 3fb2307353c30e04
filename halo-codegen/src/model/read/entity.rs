//! `entities/*.yaml`.

use heck::ToUpperCamelCase;

use super::Reader;
use super::halo::{ID_REPRS, one_or_more};
use super::operation::name_self;
use super::view::View;
use crate::model::{Endpoint, Entity, IdRepr, List, Omit, Paging, Scopes, VendorNames};
use crate::source::{FileId, Spanned};

const PAGINGS: [(&str, Paging); 3] = [("pages", Paging::Pages), ("count", Paging::Count), ("none", Paging::None)];

impl Reader<'_> {
    pub(super) fn entity(&mut self, file: FileId, stem: &str, view: View<'_>, bytes: &[u8]) {
        let name = self.type_name(view, "entity", stem, bytes);
        let mut operations = self.operations(view);
        name_self(&mut operations, &name.value);
        let entity = Entity { operations, fields: self.fields(file, view), ..self.head(file, stem, view, name) };
        self.reading.schema.entities.push(entity);
    }

    /// An entity but for its operations and fields, which name its struct or are it.
    pub(super) fn head(&mut self, file: FileId, stem: &str, view: View<'_>, name: Spanned<String>) -> Entity {
        let id = view.choice("id", &ID_REPRS).unwrap_or(Spanned::new(IdRepr::Int, view.span));
        Entity {
            file,
            plural: stem.to_owned(),
            name,
            like: None,
            doc: view.doc(),
            path: view.text_or("path", format!("/{}", stem.to_upper_camel_case())),
            vendor: vendor_names(view),
            key: key(view, &id),
            id,
            scopes: scopes(view),
            list: view.view("list").map(|list| self.list(list)),
            get: self.endpoint(view, "get"),
            create: self.endpoint(view, "create"),
            update: self.endpoint(view, "update"),
            delete: self.endpoint(view, "delete"),
            operations: Vec::new(),
            fields: Vec::new(),
            omit: omit(view),
            evidence: view.evidence(),
        }
    }

    fn list(&mut self, view: View<'_>) -> List {
        let mut rows = one_or_more(view.get("rows"), view.texts("rows"));
        for key in rows.iter_mut().filter(|key| key.value == "bare") {
            key.value.clear();
        }
        List {
            rows,
            paging: view.choice("paging", &PAGINGS).unwrap_or(Spanned::new(Paging::None, view.span)),
            page_cap: view.int("page_cap"),
            sort: view.int("sort").map_or(0, |levels| levels.value),
            filters: self.params(view, "filters"),
            options: self.params(view, "options"),
            evidence: view.evidence(),
        }
    }

    fn endpoint(&mut self, view: View<'_>, key: &str) -> Option<Endpoint> {
        Some(Endpoint { params: self.params(view.view(key)?, "params") })
    }
}

fn key(view: View<'_>, id: &Spanned<IdRepr>) -> Vec<Spanned<String>> {
    match view.has("key") {
        true => view.texts("key"),
        false if id.value == IdRepr::None => Vec::new(),
        false => vec![Spanned::new("id".to_owned(), id.span)],
    }
}

fn scopes(view: View<'_>) -> Scopes {
    let Some(view) = view.view("scopes") else { return Scopes::default() };
    Scopes {
        read: view.text("read"),
        write: view.text("write"),
        enforce: view.flag("enforce"),
        evidence: view.evidence(),
    }
}

/// `omit:` of an entity or object.
pub(super) fn omit(view: View<'_>) -> Omit {
    let Some(view) = view.view("omit") else { return Omit::default() };
    Omit { fields: view.texts("fields"), params: view.texts("params"), operations: view.texts("operations") }
}

/// `vendor:` of an entity or object.
pub(super) fn vendor_names(view: View<'_>) -> Option<VendorNames> {
    let view = view.view("vendor")?;
    Some(VendorNames { list: view.text("list"), detail: view.text("detail") })
}
