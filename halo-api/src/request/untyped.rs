//! What calls to resources without a model need in addition.

use std::sync::Arc;

use http::StatusCode;

use super::Call;
use super::call::Operation;
use crate::codec::WriteBody;
use crate::entity_info::{ListInfo, OperationInfo};
use crate::vocabulary::Error;

/// What only calls to resources set.
#[derive(Debug, Clone, Default)]
pub(super) struct Untyped {
    /// Whether any column may order the list.
    pub(super) any_order: bool,
    /// Whether a list need not set what bounds it: who asks for a resource may want all of it.
    pub(super) unbounded: bool,
    /// Hints for errors with a status.
    hints: Vec<(StatusCode, Hint)>,
}

/// A hint that is made when an error needs it, since to look for one may take longer than to send the request.
#[derive(Debug, Clone)]
struct Hint {
    /// What it is made of.
    about: String,
    make: fn(&str) -> Option<String>,
}

impl Untyped {
    /// Adds the hint of its status to an error.
    pub(super) fn hinted(&self, error: Error) -> Error {
        let made = self.hints.iter().find(|(status, _)| error.status() == Some(*status));
        match made.and_then(|(_, hint)| (hint.make)(&hint.about)) {
            Some(hint) => error.hint(hint.as_str()),
            None => error,
        }
    }
}

impl Call {
    /// Lets any column order the list, at any level.
    pub(crate) fn order_unchecked(&mut self) {
        self.untyped.any_order = true;
    }

    /// Lets the list leave out what bounds it.
    pub(crate) fn bounds_unchecked(&mut self) {
        self.untyped.unbounded = true;
    }

    /// Gives errors with this status the hint that `make` finds for `about`, if any.
    pub(crate) fn hint_at(&mut self, status: StatusCode, about: String, make: fn(&str) -> Option<String>) {
        self.untyped.hints.push((status, Hint { about, make }));
    }

    pub(crate) fn set_body(&mut self, body: WriteBody) {
        self.body = Some(body);
    }

    /// Reads the rows of the list from these members, in place of what is known.
    pub(crate) fn rows_at(&mut self, rows: &'static [&'static str]) {
        let Some(list) = self.operation.list else { return };
        let known: &OperationInfo = &self.operation;
        let operation = OperationInfo {
            key: known.key,
            filters: known.filters,
            params: known.params,
            reply: known.reply,
            scope: known.scope,
            list: Some(ListInfo { rows, ..list }),
            ..OperationInfo::new(known.kind, known.name, known.method.clone(), known.path, known.safety)
        };
        self.operation = Operation::Owned(Arc::new(operation));
    }
}
