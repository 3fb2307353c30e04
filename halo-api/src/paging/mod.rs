//! Lists: page by page, as a stream, row by row with details, and writes in chunks.

mod bulk;
mod call;
mod fetch;
mod generic;
mod hydrate;
pub(crate) mod macros;
mod page;
mod pager;
mod paginator;
mod rows;
mod unreadable;

pub use self::bulk::WriteAll;
pub use self::generic::ListRecords;
pub use self::hydrate::Hydrate;
pub use self::page::Page;
pub use self::pager::{Pager, Pages};
