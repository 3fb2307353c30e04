//! Paths without an entity file: there is nothing to decide but their order.

use crate::ir::ResourceDef;
use crate::model::{Resource, Schema};
use crate::source::Spanned;

/// All of them, in the order in which paths are compared: without case.
pub(super) fn resources(schema: &Schema) -> Vec<ResourceDef> {
    let mut resources: Vec<ResourceDef> = schema.resources.iter().map(resource).collect();
    resources.sort_by_cached_key(|resource| resource.path.to_ascii_lowercase());
    resources
}

fn resource(resource: &Resource) -> ResourceDef {
    let texts = |texts: &[Spanned<String>]| texts.iter().map(|text| text.value.clone()).collect();
    let scope = |scope: &Option<Spanned<String>>| scope.as_ref().map(|scope| scope.value.clone());
    ResourceDef {
        path: resource.path.value.clone(),
        rows: texts(&resource.rows),
        paging: resource.paging.as_ref().map(|paging| paging.value),
        window: resource.window.as_ref().map(|name| name.value.clone()),
        page_cap: resource.page_cap.as_ref().map(|cap| cap.value),
        key: texts(&resource.key),
        id: resource.id,
        verbs: resource.verbs.iter().map(|verb| verb.value).collect(),
        needs: texts(&resource.needs),
        list_needs: texts(&resource.list_needs),
        delete_needs: texts(&resource.delete_needs),
        read_scope: scope(&resource.scopes.read),
        write_scope: scope(&resource.scopes.write),
        evidence: resource.evidence,
    }
}
