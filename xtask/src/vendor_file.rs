//! The vendor's OpenAPI file on disk.

use std::path::Path;

use halo_codegen::vendor::{self, Document};

use crate::files::{self, Failure};

/// Reads the vendor's file.
pub(crate) fn read(path: &Path) -> Result<Document, Failure> {
    let bytes = std::fs::read(path).map_err(files::cannot("read", path))?;
    vendor::read(&bytes).map_err(|error| format!("cannot use {}: {error}", path.display()))
}
