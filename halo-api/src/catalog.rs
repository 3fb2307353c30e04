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

/// What is known of anything that Halo has a name for: a path (`/ClientContract`), an accessor (`clients`), an entity
/// (`Contract`), or another name (`Area`, `customer`).
///
/// Case, slashes, underscores and spaces do not matter. A path wins over an accessor, this over an entity, and this over the
/// other names.
///
/// ```
/// use halo_api::catalog;
///
/// let plural = |name| catalog::find(name).and_then(|known| known.entity).map(|entity| entity.plural);
/// assert_eq!(plural("/ClientContract"), Some("contracts"));
/// assert_eq!(plural("clients"), Some("clients"));
/// assert_eq!(plural("Area"), Some("clients"));
/// assert_eq!(catalog::find("call script").map(|known| known.path), Some("/CallScript"));
/// assert!(catalog::find("nothing like it").is_none());
/// ```
#[must_use]
pub fn find(name: &str) -> Option<&'static ResourceInfo> {
    let wanted = letters(name);
    let is = |other: &str| letters(other) == wanted;
    let entity = |is_it: &dyn Fn(&EntityInfo) -> bool| resources().iter().find(|known| known.entity.is_some_and(is_it));
    let path = resources().iter().find(|known| is(known.path));
    path.or_else(|| entity(&|entity| is(entity.plural)))
        .or_else(|| entity(&|entity| is(entity.name)))
        .or_else(|| entity(&|entity| entity.aliases.iter().any(|alias| is(alias))))
}

/// What of a name matters to [`find`].
fn letters(name: &str) -> String {
    name.trim_matches('/').chars().filter(|c| !matches!(c, '_' | ' ')).flat_map(char::to_lowercase).collect()
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
