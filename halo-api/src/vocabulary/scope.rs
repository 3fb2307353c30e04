//! OAuth scopes: what the generated list lacks.

use crate::Scope;

/// Scopes as Halo writes them: one text, separated by spaces.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',']).filter(|name| !name.is_empty())
}

/// Whether these scopes hold the one that is needed, as far as can be told: some stand for many, and what this crate does
/// not know may stand for anything.
pub(crate) fn allow(granted: &str, needed: &str) -> bool {
    names(granted).any(|name| {
        let broad = matches!(name, "all" | "all:standard" | "admin") || matches!(Scope::from(name), Scope::Other(_));
        broad || name.eq_ignore_ascii_case(needed)
    })
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Scope {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, std::convert::Infallible> {
        Ok(text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broad_and_unknown_scopes_allow_everything() {
        for granted in ["all", "all:standard", "admin", "read:tickets", "edit:assets read:tickets", "read:new_in_2027"]
        {
            assert!(allow(granted, "read:tickets"), "{granted}");
        }
        for granted in ["", "edit:tickets", "read:assets, edit:assets", "offline_access"] {
            assert!(!allow(granted, "read:tickets"), "{granted}");
        }
    }
}
