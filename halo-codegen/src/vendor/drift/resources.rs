//! Compares `resources.yaml` with the roots of the vendor's file.

use super::{EntityDrift, Finding, Rule};
use crate::diff::Side;
use crate::source::{Location, Spanned};
use crate::vendor::document::Document;
use crate::vendor::roots::{Root, readable};

/// The name under which they are reported.
const RESOURCES: &str = "resources";

/// Roots that neither an entity nor a resource describes, and resources that the vendor does not have. `None` if the schema
/// has no `resources.yaml`.
pub(super) fn all(document: &Document, ours: Side<'_>) -> Option<EntityDrift> {
    ours.sources.iter().find(|(_, path, _)| *path == "resources.yaml")?;
    let mut found = EntityDrift { entity: RESOURCES.to_owned(), ..EntityDrift::default() };
    let schema = ours.schema;
    let start = Location { path: "resources.yaml".to_owned(), line: 1, column: 1 };
    let mut report = |rule, path: &str, what: &str, place: Option<&Spanned<String>>| {
        let place = place.map_or_else(|| start.clone(), |path| Location::of(ours.sources, path.span));
        found.findings.push(Finding { rule, item: path.to_owned(), what: what.to_owned(), place });
    };
    for root in readable(document) {
        let is = |path: &Spanned<String>| path.value.eq_ignore_ascii_case(&root.path);
        let described = schema.entities.iter().any(|entity| is(&entity.path));
        if !described && !schema.resources.iter().any(|resource| is(&resource.path)) {
            report(Rule::ResourceMissing, &root.path, "neither an entity nor a resource describes this root", None);
        }
    }
    for resource in &schema.resources {
        let (path, is_there) = (&resource.path, Root::at(document, &resource.path.value).is_readable());
        if !is_there && resource.vendor.is_none() {
            report(Rule::ResourceStale, &path.value, "the vendor has no such path that can be read", Some(path));
        } else if is_there && resource.vendor.is_some() {
            report(Rule::NoteStale, &path.value, "the vendor has this path", Some(path));
        }
    }
    Some(found)
}
