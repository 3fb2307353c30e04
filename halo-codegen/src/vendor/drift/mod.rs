//! Compares the vendor's file with the schema: missing, stale and different items, and the coverage.

mod compare;
mod entity;
mod fit;
mod omit;
mod report;
mod resources;
mod rule;

use std::collections::BTreeSet;

pub(super) use self::fit::Fit;
pub(super) use self::omit::Patterns;
pub use self::rule::{Kind, Rule};
use super::document::Document;
use super::note::Note;
use crate::diff::Side;
use crate::source::Location;
use crate::suggest::{did_you_mean, quoted};

/// All differences between the vendor's file and the schema.
#[derive(Debug, Clone, Default)]
pub struct Drift {
    /// Entities, then the objects of `types/`, in the order of their files, then `resources.yaml` if there is one.
    pub entities: Vec<EntityDrift>,
    /// The totals.
    pub totals: Totals,
    /// Oddities of the vendor's file.
    pub notes: Vec<Note>,
}

/// The differences of one entity or object.
#[derive(Debug, Clone, Default)]
pub struct EntityDrift {
    /// The entity's plural, such as `tickets`, or `types/custom_field`.
    pub entity: String,
    /// The path of the entity; `None` for an object.
    pub path: Option<String>,
    /// How much of the vendor's file is described.
    pub coverage: Coverage,
    /// The differences.
    pub findings: Vec<Finding>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The kind of difference.
    pub rule: Rule,
    /// The item that differs, such as `summary`, `list.open_only` or `POST /Tickets/View`.
    pub item: String,
    /// A description in words.
    pub what: String,
    /// Its position in the schema, or where it belongs.
    pub place: Location,
}

/// How much of the vendor's file is described.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Fields of list rows and details together.
    pub fields: Count,
    /// Query parameters, except those that belong to the runtime.
    pub params: Count,
    /// Operations, counted by method and path.
    pub operations: Count,
}

/// How many items there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Items in the vendor's file.
    pub vendor: usize,
    /// Items of these that the schema describes.
    pub described: usize,
    /// Items of these that are omitted on purpose.
    pub omitted: usize,
}

/// Totals over the file and the schema.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Paths of the file; a path below that of a described entity counts as described.
    pub paths: Count,
    /// Schemas of the file; a schema that an entity or object names counts as described.
    pub schemas: Count,
    /// The sum over all entities and objects.
    pub coverage: Coverage,
}

impl Count {
    /// The number of items that are neither described nor omitted on purpose.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.vendor.saturating_sub(self.described + self.omitted)
    }

    fn add(&mut self, other: Self) {
        self.vendor += other.vendor;
        self.described += other.described;
        self.omitted += other.omitted;
    }
}

impl Drift {
    /// The number of findings of a kind.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.entities.iter().flat_map(|entity| &entity.findings).filter(|finding| finding.rule.kind() == kind).count()
    }

    /// Retains some entities and objects. The totals are then those of these.
    ///
    /// # Errors
    ///
    /// If there is no entity or object with one of the names.
    pub fn only<S: AsRef<str>>(mut self, names: &[S]) -> Result<Self, String> {
        let known: Vec<&str> = self.entities.iter().map(|entity| entity.entity.as_str()).collect();
        let unknown = |name: &&S| !known.contains(&name.as_ref());
        let errors: Vec<String> = names.iter().filter(unknown).map(|name| no_entity(name.as_ref(), &known)).collect();
        if !errors.is_empty() {
            return Err(errors.join("\nerror: "));
        }
        self.entities.retain(|entity| names.iter().any(|name| name.as_ref() == entity.entity));
        self.totals.coverage = Coverage::sum(&self.entities);
        Ok(self)
    }
}

fn no_entity(name: &str, known: &[&str]) -> String {
    let meant = did_you_mean(name, known.iter().copied());
    let help = meant.unwrap_or_else(|| "name the stem of its file, such as tickets or types/address".to_owned());
    format!("there is no entity {}: {help}", quoted(name))
}

impl Coverage {
    fn sum(entities: &[EntityDrift]) -> Self {
        let mut coverage = Self::default();
        for entity in entities {
            coverage.fields.add(entity.coverage.fields);
            coverage.params.add(entity.coverage.params);
            coverage.operations.add(entity.coverage.operations);
        }
        coverage
    }
}

/// Compares the vendor's file with the schema.
#[must_use]
pub fn drift(document: &Document, ours: Side<'_>) -> Drift {
    let mut entities = entity::all(document, ours);
    entities.extend(resources::all(document, ours));
    let coverage = Coverage::sum(&entities);
    let totals = Totals { paths: paths(document, ours), schemas: schemas(document, ours), coverage };
    Drift { entities, totals, notes: document.notes.clone() }
}

fn paths(document: &Document, ours: Side<'_>) -> Count {
    let is_ours = |path: &str| {
        ours.schema.entities.iter().any(|entity| {
            let start =
                path.get(..entity.path.value.len()).filter(|start| start.eq_ignore_ascii_case(&entity.path.value));
            start.and_then(|start| path.get(start.len()..)).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let described = document.paths.iter().filter(|path| is_ours(&path.path)).count();
    Count { vendor: document.paths.len(), described, omitted: 0 }
}

fn schemas(document: &Document, ours: Side<'_>) -> Count {
    let entities = ours.schema.entities.iter().map(|entity| &entity.vendor);
    let vendor = entities.chain(ours.schema.objects.iter().map(|object| &object.vendor)).flatten();
    let names = vendor.flat_map(|vendor| [&vendor.list, &vendor.detail]).flatten().map(|name| name.value.as_str());
    let described: BTreeSet<&str> = names.filter(|name| document.schemas.contains_key(*name)).collect();
    Count { vendor: document.schemas.len(), described: described.len(), omitted: 0 }
}
