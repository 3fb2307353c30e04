//! How a client is made: from a builder, or from the environment.

mod builder;
pub(crate) mod environment;

pub use self::builder::HaloBuilder;
