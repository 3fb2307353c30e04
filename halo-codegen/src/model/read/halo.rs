//! `halo.yaml`.

use super::{MappingView, Reader};
use crate::model::{Group, HaloFile, IdDecl, IdRepr, Param, Scope};

impl Reader<'_> {
    pub(super) fn halo(&mut self, view: MappingView<'_>) {
        let groups = view
            .named("groups")
            .into_iter()
            .map(|entry| Group { title: entry.key.clone(), doc: MappingView::new(&entry.value, entry.key.span).doc() });
        let scopes = view.named("scopes").into_iter().map(|entry| {
            let scope = MappingView::new(&entry.value, entry.key.span);
            Scope { name: entry.key.clone(), rust: scope.text("name"), doc: scope.doc() }
        });
        let ids = view.named("ids").into_iter().map(|entry| {
            let id = MappingView::new(&entry.value, entry.key.span);
            let repr = id.choice("repr").map_or(IdRepr::Int, |repr| repr.value);
            IdDecl { name: entry.key.clone(), repr, doc: id.doc() }
        });
        let names = view.named("names").into_iter().filter_map(|entry| Some((entry.key.clone(), entry.value.text()?)));
        let (groups, scopes) = (groups.collect(), scopes.collect());
        let (ids, names) = (ids.collect(), names.collect());
        let params = view.named("params").into_iter().map(|entry| Param::read(entry, self.diagnostics)).collect();
        self.outcome.schema.halo = HaloFile { groups, scopes, ids, names, params };
    }
}
