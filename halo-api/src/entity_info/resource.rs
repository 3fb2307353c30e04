//! What is known of a path, whether it has an entity or not.

use super::{EntityInfo, IdKind, ListInfo, OperationKind};

/// A path of Halo, and what is known of it: an entity, or a resource without typed fields.
#[derive(Debug)]
#[non_exhaustive]
pub struct ResourceInfo {
    /// The path below `/api`, such as `/CannedText` or `/Invoice/lines`.
    pub path: &'static str,
    /// The entity with typed fields, if there is one.
    pub entity: Option<&'static EntityInfo>,
    /// The standard requests that it is known to take.
    pub verbs: &'static [OperationKind],
    /// How its list gives its rows, if it can be listed.
    pub list: Option<ListInfo>,
    /// The wire names of the fields that tell rows apart, leading ones first; empty where none do.
    pub key: &'static [&'static str],
    /// The kind of its ids.
    pub id: IdKind,
    /// What the smallest body held that `create` was seen to accept.
    pub needs: &'static [&'static str],
    /// Query parameters without which the list was seen to be empty, slow or refused.
    pub list_needs: &'static [&'static str],
    /// Query parameters without which `delete` was seen to be refused.
    pub delete_needs: &'static [&'static str],
    /// The scope that reading presumably requires, such as `read:tickets`.
    pub read_scope: Option<&'static str>,
    /// The scope that writing presumably requires.
    pub write_scope: Option<&'static str>,
    /// How sure this is. `None`: the vendor's file says so, or the entity's own facts say how sure each is.
    pub evidence: Option<Evidence>,
    /// The same as the entry of an entity, which requests work with.
    pub(crate) info: &'static EntityInfo,
}

impl ResourceInfo {
    /// The path without its slash, such as `CannedText`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.path.trim_start_matches('/')
    }

    /// Whether it is known to take a standard request.
    #[must_use]
    pub fn has(&self, kind: OperationKind) -> bool {
        self.verbs.contains(&kind)
    }
}

/// How sure a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Evidence {
    /// Seen in two independent sources.
    A,
    /// Seen in one source.
    B,
    /// Contested or inferred.
    C,
}
