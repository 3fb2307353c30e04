//! Text to nodes. The only file that names the YAML crate.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::budget::BudgetBreach;
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};
use serde_yaml::{Error, Location, Options, Tagged};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::node::{Entry, Node, Value};
use crate::source::{FileId, Span, Spanned};

/// Larger files are not written by hand, and reading them takes time.
const MAX_BYTES: usize = 2 * 1024 * 1024;
/// Deeper nesting is not schema, and reading it takes stack.
const MAX_DEPTH: usize = 64;

/// Reads a file. What is wrong with it as YAML is reported, and then there is no tree.
pub(crate) fn parse(file: FileId, bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<Node> {
    match tree(file, bytes) {
        Ok((node, refused)) => {
            for diagnostic in refused {
                diagnostics.push(diagnostic);
            }
            Some(node)
        }
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    }
}

fn tree(file: FileId, bytes: &[u8]) -> Result<(Node, Vec<Diagnostic>), Box<Diagnostic>> {
    if bytes.len() > MAX_BYTES {
        let message = format!("the file has {} bytes, at most {MAX_BYTES} are read", bytes.len());
        return Err(Box::new(Diagnostic::new(Code::FileTooLarge, file, message)));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(file, bytes, error.valid_up_to()))?;
    let source = Source { file, text };
    source.refuse_tabs()?;
    let raw: Raw = serde_yaml::from_str_with_options(text, options()).map_err(|error| source.explain(&error))?;
    let mut refused = Vec::new();
    let node = source.node(raw, &mut refused);
    if matches!(node.value, Value::Null) && refused.is_empty() {
        let message = "the file holds nothing";
        return Err(Box::new(Diagnostic::new(Code::EmptyFile, file, message).help("write it, or delete it")));
    }
    Ok((node, refused))
}

/// Duplicate keys and merge keys come through, since we report them with both places and in our own words.
fn options() -> Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! { max_depth: MAX_DEPTH, flow_nesting_limit: MAX_DEPTH, max_anchors: 0 },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        strict_booleans: true,
        with_snippet: false,
    }
}

/// Line and column are counted over the bytes that are text; the snippet cannot be shown.
fn not_utf8(file: FileId, bytes: &[u8], valid: usize) -> Box<Diagnostic> {
    let before = bytes.get(..valid).unwrap_or_default();
    let line = before.split(|byte| *byte == b'\n').count();
    let message = format!("the file is not UTF-8: byte {} on line {line} is not text", valid + 1);
    Box::new(Diagnostic::new(Code::NotUtf8, file, message).help("save the file as UTF-8"))
}

/// A node as the YAML crate gives it: place and tag around the value.
type Raw = serde_yaml::Spanned<Tagged<RawValue>>;

enum RawValue {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Raw>),
    Map(Vec<(Raw, Raw)>),
}

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("YAML")
    }

    fn visit_unit<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<RawValue, E> {
        Ok(RawValue::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<RawValue, E> {
        Ok(RawValue::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<RawValue, E> {
        // Beyond 64 bits with sign it is no integer of ours, only a number.
        Ok(i64::try_from(value).map_or(RawValue::Float(f64::INFINITY), RawValue::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<RawValue, E> {
        Ok(RawValue::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<RawValue, E> {
        Ok(RawValue::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<RawValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(RawValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<RawValue, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(RawValue::Map(map))
    }
}

struct Source<'a> {
    file: FileId,
    text: &'a str,
}

impl Source<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start, end }
    }

    /// A byte offset where the crate knows one (values do, syntax errors do not), else counted from characters.
    fn locate(&self, location: Location) -> Span {
        let span = location.span();
        let bytes = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX).min(self.text.len());
        if let (Some(start), Some(length)) = (span.byte_offset(), span.byte_len()) {
            return self.span(bytes(start), bytes(start.saturating_add(length)));
        }
        let from = |start: usize, chars: u64| {
            let rest = self.text.get(start..).unwrap_or_default();
            let chars = usize::try_from(chars).unwrap_or(usize::MAX);
            rest.char_indices().nth(chars).map_or(self.text.len(), |(index, _)| start + index)
        };
        let start = from(0, span.offset());
        self.span(start, from(start, span.len()))
    }

    /// The YAML crate takes a tab before the first key; what is left of tabs it reports in its own words.
    fn refuse_tabs(&self) -> Result<(), Box<Diagnostic>> {
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let indent = line.len() - line.trim_start().len();
            let blank = line.trim().is_empty();
            if let Some(tab) = line.get(..indent).and_then(|indent| indent.find('\t')).filter(|_| !blank) {
                let span = self.span(start + tab, start + tab + 1);
                let diagnostic = Diagnostic::new(Code::TabIndentation, span, "a tab in the indentation");
                return Err(Box::new(diagnostic.label("a tab").help("indent with spaces")));
            }
            start += line.len();
        }
        Ok(())
    }

    fn explain(&self, error: &Error) -> Box<Diagnostic> {
        let error = error.without_snippet();
        let span = error.location().map_or(self.span(0, 0), |location| self.locate(location));
        Box::new(match error {
            Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => too_deep(span),
            Error::Budget { breach: BudgetBreach::Anchors { .. }, .. } => refused(self.anchor_before(span), "anchors"),
            Error::UnknownAnchor { .. } => refused(span, "aliases"),
            Error::MultipleDocuments { .. } => Diagnostic::new(Code::BrokenYaml, span, "a second document in one file")
                .help("a schema file is one document: remove the `---` line"),
            other => syntax_error(span, &first_sentence(other)),
        })
    }

    /// The crate points at the value that the anchor belongs to.
    fn anchor_before(&self, value: Span) -> Span {
        let before = self.text.get(..value.start).unwrap_or_default();
        let Some(start) = before.rfind('&') else { return value };
        let name = before.get(start..).unwrap_or_default();
        let length = name.find(char::is_whitespace).unwrap_or(name.len());
        self.span(start, start + length)
    }

    fn node(&self, raw: Raw, refused_here: &mut Vec<Diagnostic>) -> Node {
        let span = self.locate(raw.referenced);
        let Tagged(value, tag) = raw.value;
        if tag.is_some() {
            refused_here.push(refused(span, "tags"));
        }
        let quoted = self.is_quoted(span);
        let value = match value {
            RawValue::Null => Value::Null,
            RawValue::Bool(value) => Value::Bool(value),
            RawValue::Int(value) => Value::Int(value),
            RawValue::Float(value) => Value::Float(value),
            RawValue::Text(value) => Value::Text(value),
            RawValue::List(items) => Value::List(items.into_iter().map(|item| self.node(item, refused_here)).collect()),
            RawValue::Map(entries) => {
                Value::Map(entries.into_iter().filter_map(|entry| self.entry(entry, refused_here)).collect())
            }
        };
        Node { value, span, quoted }
    }

    fn entry(&self, (key, value): (Raw, Raw), refused_here: &mut Vec<Diagnostic>) -> Option<Entry> {
        let key = self.node(key, refused_here);
        let value = self.node(value, refused_here);
        let text = match key.value {
            Value::Text(text) => text,
            // Keys are names: `1:` and `true:` mean what they read.
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
                self.text.get(key.span.start..key.span.end).unwrap_or_default().to_owned()
            }
            Value::List(_) | Value::Map(_) => {
                refused_here.push(
                    Diagnostic::new(Code::WrongKind, key.span, "a key must be a text")
                        .label(format!("this is {}", key.describe())),
                );
                return None;
            }
        };
        if text == "<<" && !key.quoted {
            refused_here.push(refused(key.span, "merge keys"));
            return None;
        }
        Some(Entry { key: Spanned::new(text, key.span), value })
    }

    /// Quotes are part of a span; a block is a span of whole lines.
    fn is_quoted(&self, span: Span) -> bool {
        let text = self.text.get(span.start..span.end).unwrap_or_default();
        text.starts_with(['"', '\'']) || text.ends_with('\n')
    }
}

fn syntax_error(span: Span, message: &str) -> Diagnostic {
    if message.contains("nesting") || message.contains("recursion limit") {
        return too_deep(span);
    }
    let diagnostic = Diagnostic::new(Code::BrokenYaml, span, format!("broken YAML: {message}"));
    let text_may_be_cut = ["mapping values", "did not find expected", "illegal placement", "trailing content"]
        .iter()
        .any(|part| message.contains(part));
    let starts_badly = message.starts_with("unexpected character");
    if text_may_be_cut || starts_badly {
        diagnostic.help("a text that holds `: `, a comma or a quote, or starts with a sign, needs quotes around it")
    } else {
        diagnostic
    }
}

fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(Code::NestedTooDeep, span, format!("nested more than {MAX_DEPTH} deep"))
        .help("close the brackets that are open")
}

fn refused(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(Code::RefusedYaml, span, format!("{what} are not used in the schema"))
        .help("write the value out where it is used; what entities share goes into `params` of halo.yaml")
}

/// The crate's words without the place, which it puts at the end.
fn first_sentence(error: &Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message).to_owned()
}
