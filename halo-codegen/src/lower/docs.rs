//! The text of doc comments: escaped, wrapped, and completed with what a reader has to know beside the schema's words.

use std::borrow::Cow;

use crate::ir::Doc;

/// Columns of a doc comment's text.
const WIDTH: usize = 100;

/// The schema's words, which are prose.
pub(super) fn prose(text: &str) -> Doc {
    markdown(&escape(text))
}

/// Our own words, which may hold links.
pub(super) fn markdown(text: &str) -> Doc {
    let mut lines = Vec::new();
    wrap(text, &mut lines);
    Doc(lines)
}

impl Doc {
    /// Adds a paragraph of our own words.
    pub(super) fn and(mut self, text: &str) -> Self {
        if !text.is_empty() {
            self.0.push(String::new());
            wrap(text, &mut self.0);
        }
        self
    }

    /// Adds lines that stand as they are, such as an example.
    pub(super) fn verbatim<T: Into<String>>(mut self, lines: impl IntoIterator<Item = T>) -> Self {
        self.0.push(String::new());
        self.0.extend(lines.into_iter().map(Into::into));
        self
    }
}

fn wrap(text: &str, lines: &mut Vec<String>) {
    let options = textwrap::Options::new(WIDTH)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    let mut text = Cow::Borrowed(text.trim());
    if text.contains("  ") || text.contains(['\n', '\t']) {
        text = text.split_whitespace().collect::<Vec<_>>().join(" ").into();
    }
    if !text.is_empty() {
        lines.extend(textwrap::wrap(&text, options).into_iter().map(Cow::into_owned));
    }
}

/// Prose to Markdown: rustdoc reads `[x]` as a link and `<x>` as HTML, and minds bare URLs. Code in backticks stays.
fn escape(text: &str) -> String {
    // Most texts need nothing, and there are tens of thousands.
    if !(text.contains("http") || ['[', ']', '<', '*'].iter().any(|sign| text.contains(*sign))) {
        return text.to_owned();
    }
    let pieces = text.split('`').enumerate();
    let escaped =
        pieces.map(|(position, piece)| if position % 2 == 0 { escape_prose(piece) } else { piece.to_owned() });
    escaped.collect::<Vec<_>>().join("`")
}

fn escape_prose(text: &str) -> String {
    let word = |word: &str| {
        if word.starts_with("http://") || word.starts_with("https://") {
            let url = word.trim_end_matches(['.', ',', ';', ':', ')']);
            return format!("<{url}>{}", &word[url.len()..]);
        }
        word.replace('[', "\\[").replace(']', "\\]").replace('<', "\\<").replace('*', "\\*")
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Words that are said letter by letter.
const INITIALISMS: [&str; 4] = ["crm", "kb", "sla", "url"];

/// `sales_orders` or `SalesOrder` to `sales orders` or `sales order`; `slas` to `SLAs`.
pub(super) fn words(name: &str) -> String {
    let word = |word: &str| {
        let singular = word.strip_suffix('s').unwrap_or(word);
        let letters = INITIALISMS.iter().find(|letters| **letters == word || **letters == singular);
        letters
            .map_or_else(|| word.to_owned(), |letters| format!("{}{}", letters.to_uppercase(), &word[letters.len()..]))
    };
    heck::ToSnakeCase::to_snake_case(name).split('_').map(word).collect::<Vec<_>>().join(" ")
}

/// With its article.
pub(super) fn a(words: &str) -> String {
    // A vowel as it is said: "an SLA", for an S is said "ess".
    let vowels = ['a', 'e', 'i', 'o', 'A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X'];
    let article = if words.starts_with(vowels) { "an" } else { "a" };
    format!("{article} {words}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_escaped_and_code_is_not() {
        let text = "A [list] of <b>, as `Vec<T>` or `a[0]`. See https://halo.example/x.";
        let lines = ["A \\[list\\] of \\<b>, as `Vec<T>` or `a[0]`. See <https://halo.example/x>."];
        assert_eq!(prose(text), Doc(lines.map(str::to_owned).to_vec()));
    }

    #[test]
    fn names_are_said_as_people_say_them() {
        assert_eq!([a(&words("SalesOrder")), a(&words("Sla")), words("slas")], ["a sales order", "an SLA", "SLAs"]);
        assert_eq!(a(&words("KbArticle")), "a KB article");
    }

    #[test]
    fn one_space_stands_between_words() {
        assert_eq!(prose(" a\n\nb\tc  d "), Doc(vec!["a b c d".to_owned()]));
        assert_eq!(prose(""), Doc(Vec::new()));
    }

    #[test]
    fn long_text_is_wrapped_and_paragraphs_are_told_apart() {
        let wrapped = prose(&"word ".repeat(30)).and("end");
        assert_eq!(wrapped.0.iter().map(String::len).collect::<Vec<_>>(), [99, 49, 0, 3]);
    }
}
