//! OAuth scopes, as text.

/// Splits scopes as Halo writes them: one text, separated by spaces.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',']).filter(|name| !name.is_empty())
}

/// Whether the granted scopes may include the required one.
///
/// Some scopes include many others, and a scope that the schema does not know may include any.
pub(crate) fn allow(granted: &str, required: &str, is_known: fn(&str) -> bool) -> bool {
    names(granted).any(|name| {
        let broad = matches!(name, "all" | "all:standard" | "admin");
        broad || name.eq_ignore_ascii_case(required) || !is_known(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broad_and_unknown_scopes_allow_everything() {
        let is_known = |name: &str| {
            ["read:tickets", "edit:tickets", "read:assets", "edit:assets", "offline_access"].contains(&name)
        };
        for granted in ["all", "all:standard", "admin", "read:tickets", "edit:assets read:tickets", "read:new_in_2027"]
        {
            assert!(allow(granted, "read:tickets", is_known), "{granted}");
        }
        for granted in ["", "edit:tickets", "read:assets, edit:assets", "offline_access"] {
            assert!(!allow(granted, "read:tickets", is_known), "{granted}");
        }
    }
}
