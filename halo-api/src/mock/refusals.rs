//! What Halo refuses in a body: fields that are missing, and names that another record has.

use serde_json::Value;

use super::store::{Key, Record, Table, is_unset, key_of};
use super::{Quirk, State, server_behavior};
use crate::catalog::{EntityInfo, OperationInfo, OperationKind};

impl State {
    /// The words of a refusal, if there is one. `change` is what of the body is stored.
    pub(super) fn refuses(
        &self,
        entity: &'static EntityInfo,
        kind: OperationKind,
        sent: &Record,
        change: &Record,
    ) -> Option<String> {
        let is_new = kind == OperationKind::Create;
        let required = self.quirk_of(entity, |quirk| match quirk {
            Quirk::Requires(field) => Some(field),
            _ => None,
        });
        if let Some(field) = required.filter(|field| is_new && is_unset(change.get(*field))) {
            return Some(format!("{field} must be entered"));
        }
        let missing = entity.operation(kind).and_then(|operation| Self::missing_field(entity, operation, sent));
        let own = (!is_new).then(|| key_of(entity, change));
        let table = self.tables.get(entity.plural)?;
        missing
            .or_else(|| self.refused_reference(table, change).map(str::to_owned))
            .or_else(|| Self::repeated_value(table, own.as_ref(), change))
    }

    /// Halo's words for the first field that a body lacks, if it is known to refuse such bodies. It names one at a time.
    fn missing_field(entity: &EntityInfo, operation: &OperationInfo, sent: &Record) -> Option<String> {
        let is_sent = |name: &str| sent.get(name).is_some_and(|value| !value.is_null() && value.as_str() != Some(""));
        let needs = operation.needs.iter().filter(|_| operation.enforce_needs);
        let missing = needs.filter_map(|group| {
            let is_missing = !group.iter().any(|field| is_sent(field.wire_name));
            group.first().filter(|_| is_missing)
        });
        missing.map(|field| server_behavior::must_be_entered(entity.path, field.wire_name)).next()
    }

    /// Halo's words for a value that no two records may share, if another record has it.
    fn repeated_value(table: &Table, own: Option<&Key>, change: &Record) -> Option<String> {
        table.entity.unique.iter().find_map(|name| {
            let wanted = change.get(*name).and_then(Value::as_str)?;
            let has_it = |row: &&Record| {
                row.get(*name).and_then(Value::as_str).is_some_and(|known| known.eq_ignore_ascii_case(wanted))
            };
            let other = table.rows().filter(|row| own != Some(&key_of(table.entity, row))).find(has_it);
            other.map(|_| server_behavior::must_be_unique(table.entity.name, name))
        })
    }
}
