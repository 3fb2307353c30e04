//! `entities/*.yaml`.

use heck::ToUpperCamelCase;

use super::operation::{Resource, name_self};
use super::{MappingView, Reader};
use crate::model::{Entity, Field, IdRepr, Omit, Scopes, VendorNames};
use crate::source::{FileId, Spanned};

impl Reader<'_> {
    pub(super) fn entity(&mut self, file: FileId, stem: &str, view: MappingView<'_>, bytes: &[u8]) {
        let name = self.type_name(view, "entity", stem, bytes);
        let mut entity = self.head(file, stem, view, name);
        name_self(&mut entity.operations, &entity.name.value);
        entity.fields = self.fields(file, view);
        self.outcome.schema.entities.push(entity);
    }

    /// An entity but for its fields; `self` in the replies of its operations is still to be named.
    pub(super) fn head(&mut self, file: FileId, stem: &str, view: MappingView<'_>, name: Spanned<String>) -> Entity {
        let id = view.choice("id").unwrap_or(Spanned::new(IdRepr::Int, view.span));
        let path = view.text_or("path", format!("/{}", stem.to_upper_camel_case()));
        let key = key(view, &id);
        let operations = self.operations(view, &Resource { name: &name, path: &path, key: &key });
        Entity {
            file,
            plural: stem.to_owned(),
            name,
            extends: None,
            doc: view.doc(),
            also: view.texts("also"),
            group: view.text("group"),
            path,
            vendor: vendor_names(view),
            key,
            unique: view.texts("unique"),
            id,
            scopes: scopes(view),
            operations,
            fields: Vec::new(),
            omit: omit(view),
            evidence: view.evidence(),
            deprecated: view.text("deprecated"),
        }
    }

    pub(super) fn fields(&mut self, file: FileId, view: MappingView<'_>) -> Vec<Field> {
        if view.view("fields").is_none() {
            self.outcome.without_fields.insert(file);
        }
        view.named("fields").into_iter().map(|entry| Field::read(entry, self.diagnostics)).collect()
    }
}

fn key(view: MappingView<'_>, id: &Spanned<IdRepr>) -> Vec<Spanned<String>> {
    match view.has("key") {
        true => view.texts("key"),
        false if id.value == IdRepr::None => Vec::new(),
        false => vec![Spanned::new("id".to_owned(), id.span)],
    }
}

/// `scopes:` of an entity or resource.
pub(super) fn scopes(view: MappingView<'_>) -> Scopes {
    let Some(view) = view.view("scopes") else { return Scopes::default() };
    Scopes {
        read: view.text("read"),
        write: view.text("write"),
        enforce: view.flag("enforce"),
        evidence: view.evidence(),
    }
}

/// `omit:` of an entity or object.
pub(super) fn omit(view: MappingView<'_>) -> Omit {
    let Some(view) = view.view("omit") else { return Omit::default() };
    Omit { fields: view.texts("fields"), params: view.texts("params"), operations: view.texts("operations") }
}

/// `vendor:` of an entity or object.
pub(super) fn vendor_names(view: MappingView<'_>) -> Option<VendorNames> {
    let view = view.view("vendor")?;
    Some(VendorNames { list: view.text("list"), detail: view.text("detail"), path: view.text("path") })
}
