//! Entities are in groups that halo.yaml lists.

use super::Check;
use crate::diagnostic::{Code, Diagnostic};
use crate::suggest::{did_you_mean, quoted};

impl Check<'_> {
    pub(super) fn groups(&mut self) {
        let groups = &self.schema.halo.groups;
        for group in self.schema.entities.iter().filter_map(|entity| entity.group.as_ref()) {
            if self.outcome.halo_is_broken || groups.iter().any(|known| known.title.value == group.value) {
                continue;
            }
            let message = format!("unknown group {}", quoted(&group.value));
            let help = did_you_mean(&group.value, groups.iter().map(|known| known.title.value.as_str()))
                .unwrap_or_else(|| "groups are listed in `groups` of halo.yaml".to_owned());
            self.report(Diagnostic::new(Code::UnknownReference, group.span, message).help(help));
        }
    }
}
