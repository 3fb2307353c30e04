//! The code generator of halo-api: reads the schema, checks it, and turns it into the files of `src/generated`.
//!
//! Pure: text in, text or diagnostics out. Only xtask touches the disk.

mod check;
pub mod coverage;
pub mod diagnostic;
pub mod diff;
mod edit;
pub mod emit;
pub mod explain;
pub mod fix;
pub mod ir;
pub mod json_schema;
pub mod lint;
pub mod lower;
pub mod model;
pub mod naming;
mod node;
mod parallel;
pub mod reconcile;
mod render;
pub mod source;
mod suggest;
pub mod vendor;
mod yaml;

pub use diagnostic::{Code, Diagnostic, Diagnostics};
pub use emit::FileMap;
pub use model::Schema;
pub use source::SourceSet;

/// Reads and checks the schema.
///
/// # Errors
///
/// All mistakes of all files.
pub fn check(sources: &SourceSet) -> Result<Schema, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let outcome = model::read::read(sources, &mut diagnostics);
    check::all(&outcome, &mut diagnostics);
    diagnostics.finish();
    if diagnostics.is_empty() { Ok(outcome.schema) } else { Err(diagnostics) }
}

/// Reads a schema that need not pass the checks: one with drafts in it, or without any entity yet.
///
/// # Errors
///
/// What keeps it from being read.
pub fn read(sources: &SourceSet) -> Result<Schema, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let outcome = model::read::read(sources, &mut diagnostics);
    diagnostics.finish();
    let is_read = diagnostics.iter().all(|diagnostic| diagnostic.code == Code::NoEntities);
    if is_read { Ok(outcome.schema) } else { Err(diagnostics) }
}

/// Generates every file from the schema.
///
/// # Errors
///
/// All mistakes of all files.
pub fn generate(sources: &SourceSet) -> Result<FileMap, Diagnostics> {
    render(&lower::lower(&check(sources)?), sources)
}

/// Renders what was lowered from these sources.
///
/// # Errors
///
/// The files that would not parse. This is a fault of the generator, but the one who sees it first has edited the schema.
pub fn render(api: &ir::Api, sources: &SourceSet) -> Result<FileMap, Diagnostics> {
    emit::emit(api).map_err(|broken| {
        let mut diagnostics = Diagnostics::default();
        for (path, emit::Unparsable { source, error }) in broken {
            let file = sources.iter().find(|(_, name, _)| *name == source).map(|(file, ..)| file);
            let message = format!("what is generated does not parse: {path}: {error}");
            let help = "nothing was written; undo the last change, or give what it names another name, and report it";
            let place = file.map_or(diagnostic::Target::Schema, Into::into);
            diagnostics.push(Diagnostic::new(Code::Unparsable, place, message).help(help));
        }
        diagnostics.finish();
        diagnostics
    })
}
