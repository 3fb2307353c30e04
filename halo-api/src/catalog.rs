//! The schema as static data: every entity with its operations, paths, scopes, parameters and fields.
//!
//! ```
//! let tickets = halo_api::catalog::entity("tickets").unwrap();
//! assert_eq!(tickets.path, "/Tickets");
//! let list = tickets.operation(halo_api::catalog::OperationKind::List).unwrap();
//! assert!(list.filters.iter().any(|filter| filter.wire_name == "client_id"));
//! ```

pub use crate::entity_info::*;

/// All entities, sorted by plural.
#[must_use]
pub fn entities() -> &'static [&'static EntityInfo] {
    crate::generated::ENTITIES
}

/// The entity with this plural, such as `tickets`.
#[must_use]
pub fn entity(plural: &str) -> Option<&'static EntityInfo> {
    entities().iter().find(|entity| entity.plural == plural).copied()
}
