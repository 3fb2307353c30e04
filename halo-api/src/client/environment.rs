//! Builds a client from environment variables.

use std::ffi::OsString;

use crate::client::HaloBuilder;
use crate::vocabulary::Error;

/// Reads the variables through `lookup`, since tests must not change the environment of the process.
pub(crate) fn builder(prefix: &str, lookup: impl Fn(&str) -> Option<OsString>) -> Result<HaloBuilder, Error> {
    let mut faults = Vec::new();
    let mut read = |suffix: &str, required: bool| -> Option<String> {
        let name = format!("{prefix}{suffix}");
        let value = match lookup(&name).map(OsString::into_string) {
            Some(Ok(text)) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Some(Err(_)) => {
                faults.push(format!("{name} is not valid UTF-8"));
                return None;
            }
            None => None,
        };
        if value.is_none() && required {
            faults.push(format!("{name} is not set"));
        }
        value
    };
    let base_url = read("BASE_URL", true);
    let client_id = read("CLIENT_ID", true);
    let client_secret = read("CLIENT_SECRET", true);
    let tenant = read("TENANT", false);
    let scopes = read("SCOPES", false);
    let (Some(base_url), Some(client_id), Some(client_secret)) = (base_url, client_id, client_secret) else {
        return Err(Error::config(faults.join(", ")));
    };
    if !faults.is_empty() {
        return Err(Error::config(faults.join(", ")));
    }
    let mut builder = HaloBuilder::new(base_url).client_credentials(client_id, client_secret);
    if let Some(tenant) = tenant {
        builder = builder.tenant(tenant);
    }
    if let Some(scopes) = scopes {
        builder = builder.scope_names(scopes.split([' ', ',']));
    }
    Ok(builder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(variables: &[(&str, &str)]) -> Result<crate::Halo, Error> {
        builder("ACME_", |name| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| OsString::from(value))
        })?
        .build()
    }

    #[test]
    fn all_missing_variables_are_reported_at_once() {
        let error = build(&[("ACME_CLIENT_ID", "id"), ("ACME_CLIENT_SECRET", "  ")]).unwrap_err();
        assert_eq!(error.to_string(), "not sent: ACME_BASE_URL is not set, ACME_CLIENT_SECRET is not set");
    }

    #[test]
    fn scopes_may_be_separated_by_spaces_and_commas() {
        let halo = build(&[
            ("ACME_BASE_URL", "https://acme.halopsa.com"),
            ("ACME_CLIENT_ID", "id"),
            ("ACME_CLIENT_SECRET", "hush"),
            ("ACME_TENANT", "acme"),
            ("ACME_SCOPES", "read:tickets, edit:tickets"),
        ])
        .unwrap();
        let shown = format!("{halo:?}");
        assert!(shown.contains("\"read:tickets edit:tickets\""), "{shown}");
        assert!(!shown.contains("hush"), "{shown}");
    }
}
