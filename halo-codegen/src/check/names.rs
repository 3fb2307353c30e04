//! Names are valid in Rust, not reserved, and unique.

use super::Check;

mod declared;
mod extensions;
mod members;
mod operations;
mod scopes;
mod values;

impl Check<'_> {
    pub(super) fn names(&mut self) {
        self.declared();
        self.members();
        self.operation_names();
        self.enum_values();
        self.scope_variants();
        self.extensions();
    }
}
