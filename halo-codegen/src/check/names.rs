//! Names are Rust names, free, and given once.

use super::Check;

mod declared;
mod members;
mod values;

impl Check<'_> {
    pub(super) fn names(&mut self) {
        self.declared();
        self.members();
        self.enum_values();
    }
}
