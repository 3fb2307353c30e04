//! How a client is made: from a builder, or from the environment.

mod builder;
pub(crate) mod environment;
pub(crate) mod url;

pub use self::builder::HaloBuilder;
