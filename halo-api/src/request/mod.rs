//! Typed requests: one [`Call`] behind all of them; generated code only names its parameters.

mod body;
mod body_check;
pub(crate) mod bulk;
mod call;
mod custom_field_ids;
mod field_patch;
pub(crate) mod macros;
mod operation;
pub(crate) mod params;
mod pending;
mod prepare;
pub(crate) mod raw;
mod report;
mod responses;
#[cfg(all(test, feature = "mock"))]
mod tests;
mod untyped;
mod walk_options;

pub use self::bulk::{Bulk, WriteMany};
pub(crate) use self::call::{Call, MOST_AT_ONCE};
pub use self::call::{Direction, Preview};
pub(crate) use self::custom_field_ids::custom_field_ids;
#[cfg(feature = "mock")]
pub(crate) use self::custom_field_ids::kind_of;
pub use self::pending::{Pending, PendingWithMeta};
pub(crate) use self::pending::{other_type, unboxed};
pub(crate) use self::prepare::Window;
pub use self::raw::RawRequest;
pub(crate) use self::raw::path_fault as raw_path_fault;
pub(crate) use self::report::single_statement;
