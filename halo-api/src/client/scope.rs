//! OAuth scopes: conversions that the generated type does not have.

use crate::Scope;

/// Whether the schema knows a scope of this name.
pub(crate) fn is_known(name: &str) -> bool {
    !matches!(Scope::from(name), Scope::Other(_))
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Scope {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn the_schema_knows_its_scopes() {
        assert!(is_known("read:tickets") && is_known("offline_access") && is_known("all"));
        assert!(!is_known("read:new_in_2027") && !is_known(""));
    }
}
