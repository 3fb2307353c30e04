//! Resolves a path to an entity, an operation or a record.

use http::Method;

use super::State;
use crate::catalog::{EndpointInfo, EntityInfo, OperationInfo};

/// The parameters that the runtime sets and every list accepts.
const PAGING: [&str; 4] = ["pageinate", "page_no", "page_size", "count"];

/// The target of a path.
pub(super) struct Route {
    pub(super) entity: &'static EntityInfo,
    /// The operation, for paths that are not the entity's own.
    pub(super) operation: Option<&'static OperationInfo>,
    /// The id in the path, decoded.
    pub(super) id: Option<String>,
}

impl State {
    /// Resolves a path. Case does not matter, as in Halo.
    pub(super) fn route(&self, path: &str, method: &Method) -> Option<Route> {
        let below = path.get(..4).filter(|start| start.eq_ignore_ascii_case("/api")).and_then(|_| path.get(4..))?;
        self.operation(below, method).or_else(|| self.resource(below))
    }

    /// The operation with this path. A literal segment wins over an id.
    fn operation(&self, below: &str, method: &Method) -> Option<Route> {
        let mut found: Option<Route> = None;
        for entity in self.entities.iter().copied() {
            let elsewhere = |operation: &&&OperationInfo| operation.path != entity.path && operation.method == *method;
            for operation in entity.operations.iter().filter(elsewhere).copied() {
                let Some(id) = matches(operation.path, below) else { continue };
                if found.is_none() || id.is_empty() {
                    let id = (!id.is_empty()).then(|| decoded(id));
                    found = Some(Route { entity, operation: Some(operation), id });
                }
            }
        }
        found
    }

    /// The entity with this path, and the rest of the path.
    fn resource(&self, below: &str) -> Option<Route> {
        self.entities.iter().find_map(|entity| {
            let start = below.get(..entity.path.len())?;
            let rest = below.get(entity.path.len()..)?;
            let id = match rest.strip_prefix('/') {
                _ if !start.eq_ignore_ascii_case(entity.path) => return None,
                None if rest.is_empty() => None,
                Some(id) if !id.is_empty() && !id.contains('/') => Some(decoded(id)),
                _ => return None,
            };
            Some(Route { entity, operation: None, id })
        })
    }
}

/// Matches a path against a template. Returns the key member in it, empty if the template has none.
fn matches<'a>(form: &str, path: &'a str) -> Option<&'a str> {
    let (mut forms, mut parts, mut id) = (form.split('/'), path.split('/'), "");
    loop {
        match (forms.next(), parts.next()) {
            (None, None) => return Some(id),
            (Some(form), Some(part)) if form.starts_with('{') && !part.is_empty() => id = part,
            (Some(form), Some(part)) if form.eq_ignore_ascii_case(part) => {}
            _ => return None,
        }
    }
}

/// Percent-decodes a segment of a path. Characters that are special only in a form are escaped first.
fn decoded(segment: &str) -> String {
    let plain = segment.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(plain.as_bytes()).next().map_or_else(String::new, |(text, _)| text.into_owned())
}

pub(super) fn is_token(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    path.ends_with("/token") && !path.starts_with("/api/")
}

/// Whether the catalog knows the parameter here.
pub(super) fn is_known(route: &Route, method: &Method, name: &str) -> bool {
    let is = |known: &str| known.eq_ignore_ascii_case(name);
    let named = |endpoint: &Option<EndpointInfo>| {
        endpoint.as_ref().is_some_and(|endpoint| endpoint.params.iter().any(|param| is(param.wire_name)))
    };
    let entity = route.entity;
    let of = |operation: &OperationInfo| operation.params.iter().any(|param| is(param.wire_name));
    let is_key = || entity.key.iter().any(|known| is(known));
    if let Some(operation) = route.operation {
        return of(operation) || is_key();
    }
    // Operations at the entity's own path, such as restoring, are not distinguished from it.
    let own = |operation: &&OperationInfo| operation.path == entity.path && operation.method == *method;
    if route.id.is_none() && entity.operations.iter().copied().filter(own).any(of) {
        return true;
    }
    match (method, &route.id, &entity.list) {
        (&Method::GET, None, Some(list)) => {
            let declared = list.filters.iter().chain(list.options).any(|param| is(param.wire_name));
            declared || PAGING.iter().any(|known| is(known)) || list.sort > 0 && is_ordering(name)
        }
        (&Method::GET, Some(_), _) => named(&entity.get) || is_key(),
        (&Method::DELETE, Some(_), _) => named(&entity.delete) || is_key(),
        (&Method::POST, ..) => named(&entity.create) || named(&entity.update),
        _ => false,
    }
}

/// `order`, `orderdesc`, `order2`, `orderdesc2` and so on.
fn is_ordering(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let Some(rest) = name.strip_prefix("order") else { return false };
    let level = rest.strip_prefix("desc").unwrap_or(rest);
    level.is_empty() || level.parse::<u32>().is_ok()
}
