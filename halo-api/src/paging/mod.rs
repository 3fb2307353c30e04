//! Lists: page by page, as a stream, row by row with details, and writes in chunks.

mod bulk;
mod call;
mod changes;
mod cursor;
mod fetch;
mod generic;
mod given_keys;
mod hydrate;
mod in_flight;
pub(crate) mod macros;
mod page;
mod pager;
mod paginator;
mod paging_fault;
mod places;
mod prefetch;
mod progress;
mod read_back;
mod rows;
mod search;
#[cfg(test)]
mod tests;
mod traversal;
mod unreadable;
mod untyped;
mod upsert;
mod whole_list;
mod windows;

pub use self::bulk::WriteAll;
pub use self::changes::{Change, Changes};
pub use self::generic::ListRecords;
pub use self::hydrate::Hydrate;
pub use self::page::Page;
pub use self::pager::{Pager, Pages};
pub use self::progress::Progress;
pub use self::upsert::{Upsert, UpsertKey, UpsertReport, Upserted};
