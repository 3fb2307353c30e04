//! The known path that a misspelt one resembles.

use crate::catalog;

/// The closest known path, if it differs in a few letters only.
pub(super) fn closest(path: &str) -> Option<&'static str> {
    let folded: Vec<char> = path.to_lowercase().chars().collect();
    let most = 1 + folded.len() / 6;
    let known = catalog::resources().iter().map(|known| {
        let candidate: Vec<char> = known.path.to_lowercase().chars().collect();
        (distance(&folded, &candidate), known.path)
    });
    known.filter(|(edits, _)| *edits <= most).min_by_key(|(edits, _)| *edits).map(|(_, path)| path)
}

/// The number of letters that are added, removed or replaced.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (b, above) in other.iter().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(a != b)).min(left + 1).min(above + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
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
        assert_eq!(distance(&['a', 'b'], &[]), 2);
    }
}
