//! The text of doc comments: escaped, wrapped, and completed with what a reader has to know beside the schema's words.

use std::borrow::Cow;

use crate::ir::Doc;
use crate::suggest::is_hidden;

/// Columns of a doc comment's text.
const WIDTH: usize = 100;

/// The schema's words, which are prose.
pub(super) fn prose(text: &str) -> Doc {
    let mut doc = markdown(&escape(text));
    for line in &mut doc.0 {
        if let Some(escaped) = escape_start(line) {
            *line = escaped;
        }
    }
    doc
}

/// The schema's words with the first sentence as a paragraph of its own: it is what lists of modules and types show.
pub(super) fn summarized(text: &str) -> Doc {
    let (first, rest) = first_sentence(text);
    let mut doc = prose(first);
    let rest = prose(rest);
    if !rest.0.is_empty() {
        doc.0.push(String::new());
        doc.0.extend(rest.0);
    }
    doc
}

/// The first sentence of a text, and what follows.
pub(crate) fn first_sentence(text: &str) -> (&str, &str) {
    let ends = text.match_indices(". ").map(|(stop, _)| stop + 1);
    let end = ends.into_iter().find(|end| {
        let (sentence, rest) = text.split_at(*end);
        let in_code = sentence.matches('`').count() % 2 == 1;
        let is_short = ["e.g.", "i.e.", "etc.", "vs."].iter().any(|short| sentence.ends_with(short));
        !in_code && !is_short && rest.trim_start().starts_with(|c: char| c.is_uppercase() || c == '`')
    });
    let (first, rest) = text.split_at(end.unwrap_or(text.len()));
    (first.trim(), rest.trim())
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
fn escape(text: &str) -> Cow<'_, str> {
    const SIGNS: [char; 6] = ['[', ']', '<', '*', '\\', '`'];
    // Most texts need nothing, and there are tens of thousands.
    if !text.contains("://") && !text.contains(SIGNS) {
        return Cow::Borrowed(text);
    }
    // The checks refuse such backticks; a schema that need not be right may hold them.
    if text.contains("``") || text.matches('`').count() % 2 == 1 {
        return text.split('`').map(escape_prose).collect::<Vec<_>>().join("\\`").into();
    }
    let pieces = text.split('`').enumerate();
    let escaped =
        pieces.map(|(position, piece)| if position % 2 == 0 { escape_prose(piece) } else { piece.to_owned() });
    escaped.collect::<Vec<_>>().join("`").into()
}

fn escape_prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let url = url_length(rest);
        let (piece, after) = rest.split_at(url.unwrap_or(c.len_utf8()));
        match c {
            _ if url.is_some() => out.extend(["<", piece, ">"]),
            '[' | ']' | '<' | '*' => out.extend(["\\", piece]),
            '\\' if after.starts_with(|next: char| next.is_ascii_punctuation()) => out.push_str("\\\\"),
            _ => out.push(c),
        }
        rest = after;
    }
    out
}

/// How long the URL is that the text starts with.
fn url_length(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(text.len());
    let url = text.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', ']']);
    (url.len() > scheme.len()).then_some(url.len())
}

/// A line that begins like a list, a heading or a quotation is none: it is where a sentence was wrapped.
fn escape_start(line: &str) -> Option<String> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = line.split_at(digits);
    let sign = rest.chars().next()?;
    let stands_alone = matches!(rest.get(sign.len_utf8()..)?.chars().next(), None | Some(' '));
    let is_rule = rest.chars().all(|c| c == sign);
    let is_block = match sign {
        '.' | ')' => digits > 0 && stands_alone,
        _ if digits > 0 => false,
        '-' | '+' => stands_alone || is_rule,
        '#' => rest.trim_start_matches('#').starts_with(' ') || is_rule,
        '=' | '_' => is_rule,
        '>' => true,
        '~' => rest.starts_with("~~~"),
        _ => false,
    };
    is_block.then(|| format!("{number}\\{rest}"))
}

/// Any text as code.
pub(super) fn code(text: &str) -> String {
    let shown: String = match text {
        "" => "\"\"".to_owned(),
        _ => text.chars().flat_map(|c| if is_hidden(c) { c.escape_default().collect() } else { vec![c] }).collect(),
    };
    let ticks = shown.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(ticks + 1);
    let air = if ticks > 0 { " " } else { "" };
    format!("{fence}{air}{shown}{air}{fence}")
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
    fn what_rustdoc_would_read_as_more_than_text_is_escaped() {
        for (text, escaped) in [
            ("See (https://a.example/x).", "See (<https://a.example/x>)."),
            ("See:http://a.example/x_[1].", "See:<http://a.example/x_[1>\\]."),
            ("Only https:// counts.", "Only https:// counts."),
            ("C:\\[x] and \\d.", "C:\\\\\\[x\\] and \\d."),
            ("An `open [1].", "An \\`open \\[1\\]."),
            ("A ``[b]`` c.", "A \\`\\`\\[b\\]\\`\\` c."),
            ("- one", "\\- one"),
            ("2026. is a year", "2026\\. is a year"),
            ("-1 is none", "-1 is none"),
            ("# of rows", "\\# of rows"),
            ("> 5", "\\> 5"),
            ("===", "\\==="),
        ] {
            assert_eq!(prose(text).0, [escaped], "{text}");
        }
        let wrapped = prose(&format!("{} - and more", "w".repeat(99))).0;
        assert_eq!(wrapped[1], "\\- and more");
    }

    #[test]
    fn any_text_can_be_code() {
        for (text, shown) in [("a", "`a`"), ("a`b", "`` a`b ``"), ("", "`\"\"`"), ("a\u{202e}\tb", "`a\\u{202e}\\tb`")]
        {
            assert_eq!(code(text), shown);
        }
    }

    #[test]
    fn names_are_said_as_people_say_them() {
        assert_eq!([a(&words("SalesOrder")), a(&words("Sla")), words("slas")], ["a sales order", "an SLA", "SLAs"]);
        assert_eq!(a(&words("KbArticle")), "a KB article");
    }

    #[test]
    fn the_first_sentence_is_a_paragraph() {
        for (text, first, rest) in [
            ("One. Two.", "One.", "Two."),
            ("Only one.", "Only one.", ""),
            ("A file, e.g. A.pdf or `b. C`. It is kept.", "A file, e.g. A.pdf or `b. C`.", "It is kept."),
            ("Of version 2. 1 and more. `x` is one.", "Of version 2. 1 and more.", "`x` is one."),
            ("", "", ""),
        ] {
            assert_eq!(first_sentence(text), (first, rest));
        }
        assert_eq!(summarized("One [x]. Two.").0, ["One \\[x\\].", "", "Two."]);
        assert_eq!(summarized("One.").0, ["One."]);
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
