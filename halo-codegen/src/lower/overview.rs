//! The overview of all entities, in groups.

use super::docs::{code, first_sentence, prose};
use crate::ir::{GroupDef, OverviewDef};
use crate::model::{Entity, Schema};

/// The title of what is in no group.
const OTHER: &str = "Other";

/// Groups in the order of halo.yaml, then what is in none.
pub(super) fn groups(schema: &Schema) -> Vec<GroupDef> {
    let named = schema.halo.groups.iter().map(|group| {
        let is_in = |entity: &&Entity| entity.group.as_ref().is_some_and(|name| name.value == group.title.value);
        group_def(&group.title.value, &group.doc.value, schema.entities.iter().filter(is_in))
    });
    let other = group_def(OTHER, "", schema.entities.iter().filter(|entity| entity.group.is_none()));
    named.chain([other]).filter(|group| !group.entities.is_empty()).collect()
}

fn group_def<'a>(title: &str, doc: &str, entities: impl Iterator<Item = &'a Entity>) -> GroupDef {
    GroupDef { title: line(title), doc: line(doc), entities: entities.map(overview).collect() }
}

fn overview(entity: &Entity) -> OverviewDef {
    OverviewDef {
        source: format!("entities/{}.yaml", entity.plural),
        module: entity.plural.clone(),
        path: cell(&code(&entity.path.value)),
        operations: entity.operations.iter().map(|operation| operation.name.value.clone()).collect(),
        what: line(first_sentence(&entity.doc.value).0),
    }
}

/// Prose on one line, for a cell of a table.
fn line(text: &str) -> String {
    cell(&prose(text).0.join(" "))
}

/// Markdown for a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
