//! Lists: page by page, as a stream, row by row with details, and writes in chunks.

pub(crate) mod bulk;
pub(crate) mod hydrate;
pub(crate) mod page;
pub(crate) mod pager;
pub(crate) mod paginator;
pub(crate) mod position;

pub use self::bulk::{Bulk, WriteAll, WriteMany};
pub use self::hydrate::Hydrate;
pub use self::page::Page;
pub use self::pager::{Pager, Pages};
pub use self::position::{ParsePositionError, Position};
