//! Typed requests: one [`Call`] behind all of them; what is generated are names for its parameters.

pub(crate) mod bulk;
mod call;
mod field_patch;
pub(crate) mod generic;
pub(crate) mod macros;
mod operation;
pub(crate) mod params;
mod prepare;
pub(crate) mod raw;
pub(crate) mod responses;
#[cfg(all(test, feature = "mock"))]
mod tests;

pub(crate) use self::call::{Call, MOST_AT_ONCE};
pub use self::call::{Direction, Preview};
pub use self::generic::ListRecords;
pub(crate) use self::prepare::Window;
pub use self::raw::RawRequest;
pub use self::responses::Pending;
