//! OAuth scopes, as text.

/// Splits scopes as Halo writes them: one text, separated by spaces.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',']).filter(|name| !name.is_empty())
}

/// Whether the granted scopes may include the required one.
///
/// Some scopes include many others, and a scope that the schema does not know may include any.
pub(crate) fn allow(granted: &str, required: &str, is_known: fn(&str) -> bool) -> bool {
    names(granted).any(|name| includes(name, required) || !is_known(name))
}

/// Whether a scope includes the required one. Who may edit may read.
pub(crate) fn includes(name: &str, required: &str) -> bool {
    let broad = matches!(name, "all" | "all:standard" | "admin");
    let edits = name.strip_prefix("edit:").is_some_and(|area| required.strip_prefix("read:") == Some(area));
    broad || edits || name.eq_ignore_ascii_case(required)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broad_and_unknown_scopes_allow_everything() {
        let is_known = |name: &str| {
            ["read:tickets", "edit:tickets", "read:assets", "edit:assets", "offline_access"].contains(&name)
        };
        for granted in [
            "all",
            "all:standard",
            "admin",
            "read:tickets",
            "edit:tickets",
            "edit:assets read:tickets",
            "read:new_in_2027",
        ] {
            assert!(allow(granted, "read:tickets", is_known), "{granted}");
        }
        for granted in ["", "read:assets, edit:assets", "offline_access"] {
            assert!(!allow(granted, "read:tickets", is_known), "{granted}");
        }
        assert!(!allow("read:tickets", "edit:tickets", is_known), "who may read may not edit");
    }
}
