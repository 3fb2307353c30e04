//! The schema as static data: every entity with its operations, paths, scopes, parameters and fields, and what is known of
//! every other path.
//!
//! ```
//! use halo_api::catalog;
//!
//! let tickets = catalog::entity("tickets").unwrap();
//! assert_eq!(tickets.path, "/Tickets");
//! let list = tickets.operation(catalog::OperationKind::List).unwrap();
//! assert!(list.filters.iter().any(|filter| filter.wire_name == "client_id"));
//!
//! let scripts = catalog::resource("/CallScript").unwrap();
//! assert_eq!((scripts.entity.is_none(), scripts.key), (true, &["id"][..]));
//! assert!(catalog::resource("/Tickets").unwrap().entity.is_some());
//! ```

mod remembered;
mod table;

pub use crate::entity_info::*;

pub(crate) use self::remembered::{remember, remember_name};

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

/// Every path that is known, entities and others alike, sorted by path.
#[must_use]
pub fn resources() -> &'static [ResourceInfo] {
    &table::TABLE
}

/// What is known of a path or name, such as `/CallScript`, `CallScript` or `tickets`; case does not matter.
///
/// The plural of an entity is a name of it. A path wins over a plural.
#[must_use]
pub fn resource(path_or_name: &str) -> Option<&'static ResourceInfo> {
    let name = path_or_name.trim_matches('/');
    let is = |known: &&'static ResourceInfo| known.name().eq_ignore_ascii_case(name);
    let plural =
        |known: &&'static ResourceInfo| known.entity.is_some_and(|entity| entity.plural.eq_ignore_ascii_case(name));
    resources().iter().find(is).or_else(|| resources().iter().find(plural))
}

/// What is known of a path, in any case.
pub(crate) fn at_path(path: &str) -> Option<&'static ResourceInfo> {
    resources().iter().find(|known| known.path.eq_ignore_ascii_case(path))
}

/// Every entry that requests work with, those of entities first.
pub(crate) fn entries() -> &'static [&'static EntityInfo] {
    &table::ENTRIES
}

/// The entry of a path that cannot even be remembered.
pub(crate) fn unknown() -> &'static EntityInfo {
    &table::UNKNOWN
}
