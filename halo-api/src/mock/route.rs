//! Resolves a path to an entity, an operation or a record.

use http::Method;
use percent_encoding::percent_decode_str;

use super::State;
use crate::catalog::{EntityInfo, OperationInfo, OperationKind, Paging};
use crate::entity_info::{is_below, variables};
use crate::request::params::{is_order_param, is_paging_param};

/// The target of a path.
pub(super) struct Route {
    pub(super) entity: &'static EntityInfo,
    /// What stands there; of several operations on one path, such as creating and updating, the first.
    pub(super) operation: &'static OperationInfo,
    /// The id in the path, decoded.
    pub(super) id: Option<String>,
}

impl State {
    /// The operation whose path this is. One with a word there goes before one with an id, and one of the five standard ones
    /// before one with a name of its own. Halo does not care about case.
    pub(super) fn route(&self, path: &str, method: &Method) -> Option<Route> {
        let below = below_api(path)?;
        let mut found: Option<Route> = None;
        // The requests of a resource without fields are all below its path, which is quick to see.
        let may_be_at = |entity: &&EntityInfo| !entity.fields.is_empty() || is_below(entity.path, below);
        for entity in self.entities.iter().copied().filter(may_be_at) {
            for operation in entity.operations.iter().copied().filter(|operation| operation.method == *method) {
                let Some(ids) = variables(operation.path, below) else { continue };
                let is_better = found.as_ref().is_none_or(|found| found.id.is_some() && ids.is_empty());
                if is_better {
                    let id = ids.last().map(|id| percent_decode_str(id).decode_utf8_lossy().into_owned());
                    found = Some(Route { entity, operation, id });
                }
            }
        }
        found
    }
}

/// The path below `/api`.
pub(super) fn below_api(path: &str) -> Option<&str> {
    path.get(..4).filter(|start| start.eq_ignore_ascii_case("/api")).and_then(|_| path.get(4..))
}

pub(super) fn is_token(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    path.ends_with("/token") && !path.starts_with("/api/")
}

/// Whether the catalog knows the parameter here. Operations on one path, such as creating, updating and restoring, are not
/// distinguished.
pub(super) fn is_known(route: &Route, name: &str) -> bool {
    let is = |known: &str| known.eq_ignore_ascii_case(name);
    let Route { entity, operation, .. } = route;
    if entity.fields.is_empty() {
        // Which parameters a resource without fields takes is not known either.
        return true;
    }
    let here = |other: &&&OperationInfo| other.path == operation.path && other.method == operation.method;
    let declared = entity.operations.iter().filter(here).flat_map(|operation| operation.all_params());
    if declared.map(|param| param.wire_name).any(is) {
        return true;
    }
    match &operation.list {
        Some(list) => {
            is_paging_param(name)
                || list.sort > 0 && is_order_param(name)
                || matches!(list.paging, Paging::Window(window) if is(window))
        }
        None if route.id.is_some() || operation.kind == OperationKind::Custom => {
            entity.key.iter().any(|known| is(known))
        }
        None => false,
    }
}
