//! Where a field is filled: in which responses, and which parameters bring it.

use super::Lowering;
use crate::model::{Entity, Field, Operation, OperationKind, Presence};

impl Lowering<'_> {
    /// The sentence that says so, unless it is filled everywhere. Objects have no requests of their own.
    pub(super) fn filled(&self, entity: Option<&Entity>, field: &Field) -> Option<String> {
        let operation = |kind| entity.and_then(|entity| entity.operation(kind));
        let (list, get) = (operation(OperationKind::List), operation(OperationKind::Get));
        let brought = |operation: Option<&Operation>| self.brought(operation?, field);
        match (field.presence, brought(list), brought(get)) {
            (Presence::List, None, _) => Some("Only in list rows.".to_owned()),
            (Presence::List, Some(with), _) => Some(format!("Only in list rows, with {with}.")),
            (Presence::Detail, ..) if entity.is_some() && get.is_none() => {
                Some("List rows do not contain it.".to_owned())
            }
            (Presence::Detail, _, None) => Some("Only from `get`.".to_owned()),
            (Presence::Detail, _, Some(with)) => Some(format!("Only from `get`, with {with}.")),
            (Presence::Both, Some(list), Some(get)) if list == get => Some(format!("Only with {list}.")),
            (Presence::Both, Some(list), Some(get)) => {
                Some(format!("List rows contain it only with {list}, and `get` returns it only with {get}."))
            }
            (Presence::Both, Some(with), None) if get.is_some() => {
                Some(format!("List rows contain it only with {with}."))
            }
            (Presence::Both, None, Some(with)) if list.is_some() => Some(format!("`get` returns it only with {with}.")),
            (Presence::Both, Some(with), None) | (Presence::Both, None, Some(with)) => {
                Some(format!("Only with {with}."))
            }
            (Presence::Both, None, None) => self.brought_elsewhere(entity?, field),
        }
    }

    fn brought_elsewhere(&self, entity: &Entity, field: &Field) -> Option<String> {
        entity.operations.iter().find_map(|operation| {
            let with = self.brought(operation, field)?;
            Some(format!("`{}` returns it only with {with}.", operation.name.value))
        })
    }

    /// The parameters of an operation that bring a field, as users call them.
    fn brought(&self, operation: &Operation, field: &Field) -> Option<String> {
        let brings = |wire: &str| field.with.iter().any(|with| with.value == wire);
        let params = operation.params.iter().filter(|param| brings(&param.wire_name.value));
        let names: Vec<_> = params.map(|param| format!("`{}`", self.param_name(param))).collect();
        (!names.is_empty()).then(|| names.join(" or "))
    }
}
