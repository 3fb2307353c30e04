//! Finds what the catalog knows of a path.

use http::Method;

use super::{EntityInfo, OperationInfo};
use crate::vocabulary::Safety;

/// What the catalog knows of requests with a method to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    /// The scope that they presumably require.
    pub(crate) scope: Option<&'static str>,
    /// Whether they may be sent twice, if there is an operation at this path: of several, the one that is least safe.
    pub(crate) safety: Option<Safety>,
}

/// Looks up a path below `/api`, without case.
///
/// A path without an operation has the scopes of the entity that its first segment is the path of.
pub(crate) fn known(entities: &[&'static EntityInfo], method: &Method, path: &str) -> Known {
    let operations = operations(entities, method, path);
    let scope = match operations.first() {
        Some(operation) => operation.scope,
        None => entities.iter().find(|entity| is_below(entity.path, path)).and_then(|entity| {
            let reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
            if reads { entity.read_scope } else { entity.write_scope }
        }),
    };
    Known { scope, safety: operations.iter().map(|operation| operation.safety).max_by_key(|safety| rank(*safety)) }
}

/// The operations at a path: those with the fewest variable segments.
fn operations(entities: &[&'static EntityInfo], method: &Method, path: &str) -> Vec<&'static OperationInfo> {
    let path = path.trim_end_matches('/');
    let all = entities.iter().flat_map(|entity| entity.operations).copied();
    let mut found: Vec<_> = all
        .filter(|operation| operation.method == *method)
        .filter_map(|operation| Some((variables(operation.path, path)?.len(), operation)))
        .collect();
    let fewest = found.iter().map(|(variables, _)| *variables).min();
    found.retain(|(variables, _)| Some(*variables) == fewest);
    found.into_iter().map(|(_, operation)| operation).collect()
}

/// What stands in the path for the segments of a form that are variable, such as `{id}`; `None` if the path has another form.
pub(crate) fn variables<'p>(form: &str, path: &'p str) -> Option<Vec<&'p str>> {
    let (mut forms, mut segments, mut variables) = (form.split('/'), path.split('/'), Vec::new());
    loop {
        match (forms.next(), segments.next()) {
            (None, None) => return Some(variables),
            (Some(form), Some(segment)) if form.starts_with('{') && !segment.is_empty() => variables.push(segment),
            (Some(form), Some(segment)) if form.eq_ignore_ascii_case(segment) => {}
            _ => return None,
        }
    }
}

/// Whether a path is that of an entity, or below it.
pub(crate) fn is_below(entity: &str, path: &str) -> bool {
    let start = path.get(..entity.len()).filter(|start| start.eq_ignore_ascii_case(entity));
    start.is_some_and(|_| matches!(path.as_bytes().get(entity.len()), None | Some(b'/')))
}

fn rank(safety: Safety) -> u8 {
    match safety {
        Safety::Safe => 0,
        Safety::Idempotent => 1,
        Safety::Unsafe => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity_info::{IdKind, KeyInfo, OperationKind};

    const KEY: &[KeyInfo] = &[KeyInfo::in_path("id")];

    static ENTITY: EntityInfo = EntityInfo {
        name: "Report",
        plural: "reports",
        path: "/Report",
        key: &["id"],
        id: IdKind::Int,
        aliases: &[],
        unique: &[],
        read_scope: Some("read:reporting"),
        write_scope: Some("edit:reporting"),
        enforce_scopes: false,
        operations: &[
            &OperationInfo::new(OperationKind::Get, "get", Method::GET, "/Report/{id}", Safety::Safe)
                .key(KEY)
                .scope("read:reporting"),
            &OperationInfo::new(OperationKind::Custom, "me", Method::GET, "/Report/me", Safety::Safe),
            &OperationInfo::new(OperationKind::Create, "create", Method::POST, "/Report", Safety::Unsafe)
                .scope("edit:reporting"),
            &OperationInfo::new(OperationKind::Custom, "find", Method::POST, "/Report", Safety::Safe),
            &OperationInfo::new(OperationKind::Custom, "search", Method::POST, "/Report/search", Safety::Safe)
                .scope("read:reporting"),
        ],
        fields: &[],
        write_only: &[],
        new_empty: || Box::new(crate::tickets::Ticket::default()),
    };

    #[test]
    fn the_catalog_knows_a_path_by_its_operations_or_its_entity() {
        let (read, write) = (Some("read:reporting"), Some("edit:reporting"));
        for (method, path, scope, safety) in [
            (Method::GET, "/report/7", read, Some(Safety::Safe)),
            (Method::GET, "/Report/ME", None, Some(Safety::Safe)),
            (Method::GET, "/Report/7/lines", read, None),
            (Method::GET, "/Report", read, None),
            (Method::POST, "/Report", write, Some(Safety::Unsafe)),
            (Method::POST, "/Report/search/", read, Some(Safety::Safe)),
            (Method::DELETE, "/REPORT/7", write, None),
            (Method::GET, "/Reports", None, None),
            (Method::GET, "/", None, None),
            (Method::GET, "/Repör", None, None),
        ] {
            assert_eq!(known(&[&ENTITY], &method, path), Known { scope, safety }, "{method} {path}");
        }
    }
}
