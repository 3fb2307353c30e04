//! Which members of an entity's key an operation takes as arguments, and where it sends them.

use crate::ir::KeyPlace;
use crate::model::{Entity, Operation, OperationKind, placeholders};
use crate::source::Spanned;

/// The members of the key that are arguments, in the order of the key.
pub(crate) fn key_args<'e>(
    entity: &'e Entity,
    operation: &'e Operation,
) -> impl Iterator<Item = (&'e Spanned<String>, KeyPlace)> {
    entity.key.iter().filter_map(|member| Some((member, place(operation, &member.value)?)))
}

/// Where a member goes, if the operation takes it.
fn place(operation: &Operation, member: &str) -> Option<KeyPlace> {
    if placeholders(&operation.path.value).any(|(_, name)| name == member) {
        return Some(KeyPlace::Path);
    }
    match operation.kind {
        // The leading members of a composite key; the last one is in the path.
        OperationKind::Get | OperationKind::Delete => Some(KeyPlace::Query),
        OperationKind::Update => Some(KeyPlace::Body),
        OperationKind::List | OperationKind::Create => None,
        OperationKind::Custom => {
            let mut fixed = operation.fixed.iter().filter_map(|(_, value)| value.value.placeholder());
            fixed.any(|name| name == member).then_some(KeyPlace::Body)
        }
    }
}
