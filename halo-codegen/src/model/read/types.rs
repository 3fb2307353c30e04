//! `types/*.yaml`.

use super::entity::{omit, vendor_names};
use super::{MappingView, Reader};
use crate::model::{Enum, EnumRepr, EnumValue, Object};
use crate::node::Entry;
use crate::source::{FileId, Spanned};

impl Reader<'_> {
    pub(super) fn object(&mut self, file: FileId, stem: &str, view: MappingView<'_>, bytes: &[u8]) {
        let object = Object {
            file,
            stem: stem.to_owned(),
            name: self.type_name(view, "object", stem, bytes),
            doc: view.doc(),
            vendor: vendor_names(view),
            write: view.texts("write"),
            fields: self.fields(file, view),
            omit: omit(view),
        };
        self.outcome.schema.objects.push(object);
    }

    pub(super) fn enumeration(&mut self, file: FileId, stem: &str, view: MappingView<'_>, bytes: &[u8]) {
        let values = view.named("values").into_iter().map(value).collect();
        let enumeration = Enum {
            file,
            stem: stem.to_owned(),
            name: self.type_name(view, "enum", stem, bytes),
            doc: view.doc(),
            repr: view.choice("repr").unwrap_or(Spanned::new(EnumRepr::String, view.span)),
            values,
        };
        self.outcome.schema.enums.push(enumeration);
    }
}

fn value(entry: &Entry) -> EnumValue {
    let view = MappingView::new(&entry.value, entry.key.span);
    EnumValue {
        wire: entry.key.clone(),
        name: view.text("name"),
        also: view.spellings("also"),
        doc: view.doc(),
        evidence: view.evidence(),
    }
}
