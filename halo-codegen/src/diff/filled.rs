//! Which responses hold a field: what the runtime concludes where a record lacks it.

use super::collector::ChangeCollector;
use super::params::in_code;
use super::{Rule, words};
use crate::ir::{FieldDef, OperationDef};
use crate::model::{Access, Only, Presence};

/// What decides the class of a field that is filled elsewhere, and how its parameters are named.
pub(super) struct Facts<'a> {
    /// The operations whose parameters bring fields, before and after.
    pub(super) operations: [&'a [OperationDef]; 2],
    /// Whether updates are compared with records.
    pub(super) is_compared: bool,
}

impl ChangeCollector<'_> {
    /// Compares where a field is filled. `only_changes()` and `upsert()` take what a row lacks for unset where every row holds
    /// the field, and for not known elsewhere: what clears it is sent or is not.
    pub(super) fn filled(&mut self, old: &FieldDef, new: &FieldDef, facts: &Facts<'_>) {
        let is_written =
            [old, new].iter().all(|field| field.access == Access::Both && field.only != Some(Only::Create));
        let moves = facts.is_compared && is_written && is_everywhere(old) != is_everywhere(new);
        let (filled_rule, with_rule, sent) = match moves {
            true if is_everywhere(new) => (Rule::FieldFilledSent, Rule::FieldWithSent, "no longer sends"),
            true => (Rule::FieldFilledSent, Rule::FieldWithSent, "now sends"),
            false => (Rule::FieldFilled, Rule::FieldWith, ""),
        };
        let sent = if moves {
            format!("; compared with a row that lacks it, `only_changes()` {sent} what clears it")
        } else {
            String::new()
        };
        let item = new.wire.as_str();
        self.fact(filled_rule, item, (&old.presence.word(), &new.presence.word()), |_, _| {
            let (was, is) = (by(old.presence), by(new.presence));
            format!("`{}` was filled {was}, and is now filled {is}{sent}", new.rust)
        });
        self.fact(with_rule, item, (&old.with, &new.with), |was, is| {
            let [before, after] = facts.operations;
            let (was, is) = (brought(was, before), brought(is, after));
            format!("`{}` came {was} and now comes {is}{sent}", new.rust)
        });
    }
}

/// Whether every row holds it.
fn is_everywhere(field: &FieldDef) -> bool {
    field.presence == Presence::Both && field.with.is_empty()
}

/// Where a field is filled, behind "it is filled".
fn by(presence: Presence) -> &'static str {
    match presence {
        Presence::Both => "by `list` and `get`",
        Presence::List => "by `list` only",
        Presence::Detail => "by `get` only",
    }
}

/// What brings a field, behind "it comes".
fn brought(with: &[String], operations: &[OperationDef]) -> String {
    let params = || operations.iter().flat_map(|operation| &operation.params);
    let with: Vec<String> = with.iter().map(|wire| words::text(&in_code(wire, params()))).collect();
    if with.is_empty() { "without a parameter".to_owned() } else { format!("with {}", words::any(&with)) }
}
