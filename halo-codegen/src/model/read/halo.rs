//! `halo.yaml`.

use super::Reader;
use super::view::View;
use crate::model::{HaloFile, IdDecl, IdRepr, Scope};
use crate::node::Node;
use crate::source::Spanned;

/// `repr:` and `id:`.
pub(super) const ID_REPRS: [(&str, IdRepr); 4] =
    [("int", IdRepr::Int), ("string", IdRepr::String), ("uuid", IdRepr::Uuid), ("none", IdRepr::None)];

impl Reader<'_> {
    pub(super) fn halo(&mut self, view: View<'_>) {
        let scopes = view
            .named("scopes")
            .into_iter()
            .map(|entry| Scope { name: entry.key.clone(), doc: View::new(&entry.value, entry.key.span).doc() });
        let ids = view.named("ids").into_iter().map(|entry| {
            let id = View::new(&entry.value, entry.key.span);
            let repr = id.choice("repr", &ID_REPRS).map_or(IdRepr::Int, |repr| repr.value);
            IdDecl { name: entry.key.clone(), repr, doc: id.doc() }
        });
        let names = view.named("names").into_iter().filter_map(|entry| Some((entry.key.clone(), entry.value.text()?)));
        let (scopes, ids, names) = (scopes.collect(), ids.collect(), names.collect());
        let params = view.named("params").into_iter().map(|entry| self.param(entry)).collect();
        self.reading.schema.halo = HaloFile { scopes, ids, names, params };
    }
}

/// One text, or a list of texts.
pub(super) fn one_or_more(node: Option<&Node>, items: Vec<Spanned<String>>) -> Vec<Spanned<String>> {
    node.and_then(Node::text).map_or(items, |text| vec![text])
}
