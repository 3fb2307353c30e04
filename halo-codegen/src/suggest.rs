//! Suggests similar names ("did you mean …?") and quotes texts of the schema.

/// Longer names are not misspelt words, and comparing them would be slow.
const MAX_LENGTH: usize = 64;

/// The most similar candidate, if any is similar enough.
pub(crate) fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    within((fold(word).chars().count() / 3).max(1), word, candidates)
}

/// The candidate that differs in one letter, or only in case and separators.
pub(crate) fn misspelt<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    within(1, word, candidates)
}

fn within<'a>(allowed: usize, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > MAX_LENGTH {
        return None;
    }
    let folded = fold(word);
    let length = folded.chars().count();
    candidates
        .into_iter()
        // A difference in length is a lower bound of the distance, and lengths are fast to compare.
        .filter(|candidate| {
            (length.saturating_sub(allowed)..=MAX_LENGTH).contains(&candidate.len()) && *candidate != word
        })
        .map(|candidate| (fold(candidate), candidate))
        .filter(|(folded, _)| folded.chars().count() <= length + allowed)
        .map(|(candidate, shown)| (strsim::osa_distance(&folded, &candidate), shown))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// [`closest`] as a sentence.
pub(crate) fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    closest(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// Ignores case and separators, which people often get wrong.
fn fold(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Whether a character is invisible, or reverses what follows it, so that a text reads differently from what it is.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Quotes a text of the schema for a message: one line, not too long.
pub(crate) fn quoted(text: &str) -> String {
    const MAX_QUOTED: usize = 60;
    let mut shown = String::new();
    for c in text.chars().take(MAX_QUOTED) {
        if is_hidden(c) { shown.extend(c.escape_debug()) } else { shown.push(c) }
    }
    if text.chars().nth(MAX_QUOTED).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similar_names_are_suggested() {
        let known = ["access", "always", "doc", "type", "read:tickets"];
        assert_eq!(closest("acess", known), Some("access"));
        assert_eq!(closest("Access", known), Some("access"));
        assert_eq!(closest("tpye", known), Some("type"));
        assert_eq!(closest("read:ticket", known), Some("read:tickets"));
        assert_eq!(closest("format", known), None);
        assert_eq!(closest("", known), None);
        assert_eq!(closest(&"a".repeat(10_000), known), None);
    }

    #[test]
    fn quotes_are_short_and_on_one_line() {
        assert_eq!(quoted("a\nb"), "`a\\nb`");
        assert_eq!(quoted(&"x".repeat(100)).chars().count(), 63);
    }
}
