//! The known path that a misspelt one resembles.

use crate::catalog;

/// What to say of a path that Halo does not have, if a known one is close to it.
pub(super) fn hint(path: &str) -> Option<String> {
    closest(path).map(|meant| format!("`{path}` is not a known path; did you mean `{meant}`?"))
}

/// The closest known path, if it differs in a few letters only.
fn closest(path: &str) -> Option<&'static str> {
    let folded = path.to_lowercase();
    let most = 1 + folded.chars().count() / 6;
    let known = catalog::resources().iter();
    let known = known.map(|known| (strsim::levenshtein(&folded, &known.path.to_lowercase()), known.path));
    known.filter(|(edits, _)| *edits <= most).min_by_key(|(edits, _)| *edits).map(|(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_letters_off_is_a_near_miss() {
        assert_eq!(closest("/CanedText"), Some("/CannedText"));
        assert_eq!(closest("/cannedtexts"), Some("/CannedText"));
        assert_eq!(closest("/Ticket"), Some("/Tickets"));
        assert_eq!(closest("/SomethingElse"), None);
    }
}
