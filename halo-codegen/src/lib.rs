//! The code generator of halo-api: reads the schema, checks it, and says what is wrong with it.
//!
//! Pure: text in, a model or diagnostics out. Only xtask touches the disk.

mod check;
pub mod diagnostic;
pub mod model;
pub mod naming;
mod node;
pub mod source;
mod suggest;
mod yaml;

pub use diagnostic::{Code, Diagnostic, Diagnostics};
pub use model::Schema;
pub use source::SourceSet;

/// Reads and checks the schema.
///
/// # Errors
///
/// All mistakes of all files.
pub fn check(sources: &SourceSet) -> Result<Schema, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let reading = model::read::read(sources, &mut diagnostics);
    check::all(&reading, &mut diagnostics);
    diagnostics.finish();
    if diagnostics.is_empty() { Ok(reading.schema) } else { Err(diagnostics) }
}
