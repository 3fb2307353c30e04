//! `resources.yaml`.

use super::{File, MappingView, Reader, entity::scopes, operation::paging};
use crate::model::resource::RESOURCES;
use crate::model::{IdRepr, OperationKind, Resource, Words as _};
use crate::node::Entry;
use crate::source::Spanned;

impl Reader<'_> {
    pub(super) fn resources_file(&mut self, file: &File<'_>) {
        let Some(node) = file.node.as_ref().filter(|node| self.fits_entries(node, &RESOURCES)) else { return };
        let paths = super::mapping_view::unique(node).into_iter().filter(|entry| entry.value.entries().is_some());
        self.outcome.schema.resources = paths.map(resource).collect();
    }
}

fn resource(entry: &Entry) -> Resource {
    let view = MappingView::new(&entry.value, entry.key.span);
    let mut rows = view.one_or_more("rows");
    for key in rows.iter_mut().filter(|key| key.value == "bare") {
        key.value.clear();
    }
    let (paging, window) = paging(view);
    Resource {
        path: entry.key.clone(),
        rows,
        paging,
        window,
        page_cap: view.int("page_cap"),
        key: view.texts("key"),
        id: view.choice("id").map_or(IdRepr::Int, |id| id.value),
        verbs: view.texts("verbs").iter().filter_map(verb).collect(),
        needs: view.texts("needs"),
        list_needs: view.texts("list_needs"),
        delete_needs: view.texts("delete_needs"),
        scopes: scopes(view),
        vendor: view.vendor_note(),
        evidence: view.evidence(),
    }
}

fn verb(text: &Spanned<String>) -> Option<Spanned<OperationKind>> {
    OperationKind::from_word(&text.value).map(|kind| Spanned::new(kind, text.span))
}
