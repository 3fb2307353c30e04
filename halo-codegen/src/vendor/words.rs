//! Splits names whose words run together: `dateoccurred` is `date_occurred`.
//!
//! The words come from the texts of the file, from names whose words are separated, from the names in the schema, and from
//! a list that a curator can extend. The more frequent a word, the lower its cost; a name is split where the total cost is
//! lowest.

use std::collections::BTreeMap;

use super::document::Document;
use crate::model::Schema;
use crate::naming::snake_name;

/// Longer strings are not words.
const MAX_WORD_LENGTH: usize = 16;
/// The weight of a word of the curator's list; an occurrence in a text weighs one.
const LISTED: usize = 5;
/// A word from a name counts only if it occurs more often than this, because some are abbreviations.
const RARE: usize = 2;

/// Abbreviations that nobody would search for.
const ABBREVIATIONS: [(&str, &str); 1] = [("appt", "appointment")];

/// Known words, and the cost of each.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    costs: BTreeMap<String, f64>,
}

impl Words {
    /// Learns the words of the file, the schema and the list.
    ///
    /// `list` has one word per line; `#` starts a comment. Words of the list are never split.
    pub(super) fn learn(document: &Document, schema: &Schema, list: &str) -> Self {
        let listed: Vec<&str> = list.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).collect();
        let mut seen = document.words.clone();
        let mut count = |word: &str, times: usize| {
            if word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase()) {
                *seen.entry(word.to_owned()).or_default() += times;
            }
        };
        for word in &listed {
            count(word, LISTED);
        }
        let settled = schema.halo.names.iter().flat_map(|(_, name)| name.value.split('_'));
        for word in settled {
            count(word, 1);
        }
        for (word, times) in in_names(document).into_iter().filter(|(_, times)| *times > RARE) {
            count(&word, times);
        }
        without_compounds(&mut seen, &listed);
        let total: usize = seen.values().sum();
        #[allow(clippy::cast_precision_loss, reason = "counts are small")]
        let cost = |times: usize| (total as f64 / times as f64).ln();
        Self { costs: seen.into_iter().map(|(word, times)| (word, cost(times))).collect() }
    }

    /// Splits a name into words in lower case.
    pub(super) fn split(&self, name: &str) -> Vec<String> {
        let mut words = Vec::new();
        for part in name.split(|c: char| !c.is_ascii_alphanumeric()) {
            for piece in at_capitals(part) {
                words.extend(self.cut(&piece));
            }
        }
        words
    }

    /// The Rust name of a wire name, if it differs from the wire name in snake case.
    ///
    /// A number stays with its word.
    pub(super) fn rust_name(&self, wire: &str) -> Option<String> {
        let mut name = String::new();
        for word in self.split(wire) {
            let is_number = word.starts_with(|c: char| c.is_ascii_digit());
            let apart = wire.contains(&format!("_{word}"));
            if !name.is_empty() && (!is_number || apart) {
                name.push('_');
            }
            name.push_str(
                ABBREVIATIONS.iter().find(|(short, _)| *short == word).map_or(word.as_str(), |(_, long)| long),
            );
        }
        (name != snake_name(wire) && !name.is_empty()).then_some(name)
    }

    /// The cheapest split of an unbroken text; the text itself if known words do not cover it.
    fn cut(&self, text: &str) -> Vec<String> {
        if text.len() > 8 * MAX_WORD_LENGTH || !text.chars().all(|c| c.is_ascii_lowercase()) {
            return vec![text.to_owned()];
        }
        // For every prefix: its cost, and the start of its last word.
        let mut best: Vec<Option<(f64, usize)>> = vec![Some((0.0, 0))];
        for end in 1..=text.len() {
            let readings = (end.saturating_sub(MAX_WORD_LENGTH)..end).filter_map(|start| {
                let cost = self.costs.get(text.get(start..end)?)?;
                Some((best.get(start).copied()??.0 + cost, start))
            });
            best.push(readings.min_by(|one, other| one.0.total_cmp(&other.0)));
        }
        let (mut words, mut end) = (Vec::new(), text.len());
        while end > 0 {
            let Some(Some((_, start))) = best.get(end) else { return vec![text.to_owned()] };
            words.push(text.get(*start..end).unwrap_or_default().to_owned());
            end = *start;
        }
        words.reverse();
        words
    }
}

/// Words that are separated in names.
///
/// Underscores separate them in parameters and properties, capitals in schemas and paths.
fn in_names(document: &Document) -> BTreeMap<String, usize> {
    let params = document.paths.iter().flat_map(|path| &path.operations).flat_map(|operation| &operation.params);
    let fields = document.schemas.values().flat_map(|component| &component.properties).map(|property| &property.name);
    let snake = params.map(|param| &param.name).chain(fields).filter(|name| name.contains('_'));
    let camel = document.schemas.keys().chain(document.paths.iter().map(|path| &path.path));
    let mut seen = BTreeMap::new();
    for word in snake.flat_map(|name| name.split('_')) {
        *seen.entry(word.to_owned()).or_default() += 1;
    }
    for part in camel.flat_map(|name| name.split(|c: char| !c.is_ascii_alphanumeric())) {
        for word in at_capitals(part) {
            *seen.entry(word).or_default() += 1;
        }
    }
    seen
}

/// Removes words that consist of two more frequent words, such as `tickettype`.
fn without_compounds(seen: &mut BTreeMap<String, usize>, listed: &[&str]) {
    const MIN_HALF_LENGTH: usize = 3;
    let before = seen.clone();
    let times = |word: Option<&str>| word.and_then(|word| before.get(word)).copied().unwrap_or_default();
    seen.retain(|word, count| {
        if listed.contains(&word.as_str()) {
            return true;
        }
        // `faultid` is not a word either, although its second part is short.
        let cuts = (MIN_HALF_LENGTH..word.len())
            .filter(|at| at + MIN_HALF_LENGTH <= word.len() || matches!(word.get(*at..), Some("id" | "by")));
        let halves = cuts.map(|at| times(word.get(..at)).min(times(word.get(at..)))).max();
        *count > 1 && *count > halves.unwrap_or_default()
    });
}

/// Whether the letters at this position make an ordinal of the number before them: `3rd`.
fn is_ordinal(chars: &[char], at: usize) -> bool {
    let two: String = chars.iter().skip(at).take(2).map(char::to_ascii_lowercase).collect();
    let digit = at.checked_sub(1).and_then(|before| chars.get(before));
    match two.as_str() {
        "st" => digit == Some(&'1'),
        "nd" => digit == Some(&'2'),
        "rd" => digit == Some(&'3'),
        // `4things` is no ordinal.
        "th" => digit.is_some_and(char::is_ascii_digit) && !chars.get(at + 2).is_some_and(char::is_ascii_lowercase),
        _ => false,
    }
}

/// The parts of a name in lower case, split before capitals and around digits, but not within `HTTP`.
fn at_capitals(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut parts: Vec<String> = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let ends_ordinal = at.checked_sub(2).is_some_and(|start| is_ordinal(&chars, start));
        let next_is_lower = chars.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let starts = before.is_none_or(|before| {
            let number = before.is_ascii_digit() != c.is_ascii_digit() && !is_ordinal(&chars, at);
            number || ends_ordinal || (c.is_ascii_uppercase() && (!before.is_ascii_uppercase() || next_is_lower))
        });
        match parts.last_mut().filter(|_| !starts) {
            Some(part) => part.push(c.to_ascii_lowercase()),
            None => parts.push(c.to_ascii_lowercase().to_string()),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &str) -> Words {
        Words::learn(&Document::default(), &Schema::default(), list)
    }

    #[test]
    fn known_words_are_split_and_unknown_letters_stay() {
        let words = words("date\noccurred # as in tickets\nlast\naction\nid\n");
        assert_eq!(words.rust_name("dateoccurred").as_deref(), Some("date_occurred"));
        assert_eq!(words.rust_name("lastactiondate2").as_deref(), Some("last_action_date2"));
        assert_eq!(words.rust_name("date_2").as_deref(), None);
        assert_eq!(words.rust_name("LastActionDate"), None, "its capitals already separate the words");
        assert_eq!(words.rust_name("datexyz"), None);
        assert_eq!(words.rust_name("date_occurred"), None);
        assert_eq!(words.rust_name("_lastaction").as_deref(), Some("last_action"));
        assert_eq!(words.rust_name(""), None);
        assert_eq!(words.rust_name(&"date".repeat(10_000)), None);
    }

    #[test]
    fn a_listed_compound_stays_whole() {
        assert_eq!(words("user\nname").rust_name("username").as_deref(), Some("user_name"));
        assert_eq!(words("user\nname\nusername").rust_name("username"), None);
    }

    #[test]
    fn capitals_split_words_but_not_abbreviations() {
        assert_eq!(words("").split("KBArticle"), ["kb", "article"]);
        assert_eq!(words("").split("IsSLA2ndHTTP"), ["is", "sla", "2nd", "http"]);
        assert_eq!(words("").split("3rdParty4things"), ["3rd", "party", "4", "things"]);
        assert_eq!(words("").split("category3rdfloor"), ["category", "3rd", "floor"]);
        assert_eq!(words("next\nappt\n").rust_name("nextappt").as_deref(), Some("next_appointment"));
        assert_eq!(words("").split("é_ü"), Vec::<String>::new());
    }
}
