//! Scopes: which ones tokens are issued for, and which ones let a request through.

use super::route::Route;
use super::{MockHalo, Quirk, State};
use crate::vocabulary::scope;

impl MockHalo {
    /// Rejects requests whose token lacks the scope that the schema names, with a 403.
    ///
    /// Without this, only the scopes are enforced whose absence is known to be refused. `edit:x` includes `read:x`.
    pub fn enforce_scopes(&self) {
        self.lock().enforces_scopes = true;
    }

    /// Issues tokens for this scope as well, such as `admin:custom`.
    ///
    /// Scopes that the schema does not have are refused otherwise, with `invalid_scope`.
    pub fn allow_scope(&self, scope: impl Into<String>) {
        self.lock().tokens.allowed_scopes.insert(scope.into());
    }
}

impl State {
    /// Whether the scopes of the token and the role of the agent let a request through.
    pub(super) fn may(&self, route: &Route, granted: &str) -> bool {
        let entity = route.entity;
        if self.quirk_of(entity, |quirk| (quirk == Quirk::NoModule).then_some(())).is_some() {
            return false;
        }
        let needed = route.operation.scope.filter(|_| entity.enforce_scopes || self.enforces_scopes);
        needed.is_none_or(|needed| grants(granted, needed))
    }
}

/// Whether granted scopes include the needed one.
pub(super) fn grants(granted: &str, needed: &str) -> bool {
    scope::names(granted).any(|name| scope::includes(name, needed))
}
