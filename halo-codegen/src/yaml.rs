//! Parses YAML into nodes; this is the only file that uses the YAML crate.
//!
//! It builds the tree from the events of the crate. A deserializer would stop at the first anchor or duplicate key, hide
//! quotes, and need stack for every level.

use std::borrow::Cow;

use serde_yaml::granit_parser::{
    ErrorKind, Event, Marker, Options, Parser, ScalarStyle, ScanError, Span as Extent, Tag,
};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::node::{Entry, Node, Value, plain_scalar};
use crate::source::{FileId, Span, Spanned};

/// Larger files are not written by hand, and reading them is slow.
const MAX_BYTES: usize = 2 * 1024 * 1024;
/// Deeper nesting does not occur in a schema, and walking the tree takes stack.
const MAX_DEPTH: usize = 64;

/// Parses a file and reports YAML mistakes; returns no tree if none of it can be relied on.
pub(crate) fn parse(file: FileId, bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<Node> {
    let result = text(file, bytes).and_then(|text| {
        let mut builder = Builder::new(Source { file, text }, diagnostics);
        builder.source.refuse_tabs()?;
        builder.run()?;
        builder.root.filter(|node| !node.is_absent()).ok_or_else(|| empty(file))
    });
    result.map_err(|diagnostic| diagnostics.push(*diagnostic)).ok()
}

/// A mistake that ends the parse; boxed, because it is large and rare.
type YamlError = Box<Diagnostic>;

fn text(file: FileId, bytes: &[u8]) -> Result<&str, YamlError> {
    if bytes.len() > MAX_BYTES {
        let message = format!("the file has {} bytes, but the limit is {MAX_BYTES}", bytes.len());
        return Err(Box::new(Diagnostic::new(Code::FileTooLarge, file, message)));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = error.valid_up_to();
        let line = bytes.get(..valid).unwrap_or_default().split(|byte| *byte == b'\n').count();
        let message = format!("the file is not UTF-8: byte {} on line {line} is not text", valid + 1);
        Box::new(Diagnostic::new(Code::NotUtf8, file, message).help("save the file as UTF-8"))
    })
}

fn empty(file: FileId) -> YamlError {
    Box::new(Diagnostic::new(Code::EmptyFile, file, "the file is empty").help("write it, or delete it"))
}

fn too_deep(span: Span) -> Diagnostic {
    let message = format!("the nesting is deeper than {MAX_DEPTH} levels");
    Diagnostic::new(Code::NestedTooDeep, span, message).help("close the open brackets")
}

fn refused(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(Code::RefusedYaml, span, format!("{what} are not allowed in the schema"))
        .help("write the value where it is used; put what entities share into `params` of halo.yaml")
}

/// A list or mapping that is still open.
enum OpenNode {
    List(Span, Vec<Node>),
    Map(Span, Vec<Entry>, Pending),
}

/// The part that a mapping expects next.
enum Pending {
    Key,
    Value(Spanned<String>),
    /// The value of a key that was refused.
    Nothing,
}

struct Builder<'a> {
    source: Source<'a>,
    diagnostics: &'a mut Diagnostics,
    open: Vec<OpenNode>,
    root: Option<Node>,
}

impl<'a> Builder<'a> {
    fn new(source: Source<'a>, diagnostics: &'a mut Diagnostics) -> Self {
        Self { source, diagnostics, open: Vec::new(), root: None }
    }

    fn run(&mut self) -> Result<(), YamlError> {
        let mut options = Options::default();
        options.emit_anchor_events = true;
        options.emit_unresolved_aliases = true;
        // Our own limit applies first, because its diagnostic has the better position.
        options.flow_nesting_limit = MAX_DEPTH + 1;
        options.block_nesting_limit = MAX_DEPTH + 1;
        for event in Parser::new_from_str_with_options(self.source.text, options) {
            let (event, extent) = event.map_err(|error| self.source.diagnose(&error))?;
            let span = self.source.span(&extent.start, &extent.end);
            if matches!(event, Event::DocumentStart(..)) && self.root.is_some() {
                let diagnostic = Diagnostic::new(Code::BrokenYaml, span, "a second document in one file");
                return Err(Box::new(diagnostic.help("a schema file is one document: remove the `---` line")));
            }
            self.event(event, &extent, span);
            if self.open.len() > MAX_DEPTH {
                return Err(Box::new(too_deep(span)));
            }
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'_>, extent: &Extent, span: Span) {
        match event {
            Event::Scalar(text, style, _, tag) => {
                self.tag(tag.as_ref(), extent);
                self.add(scalar(&text, style, span));
            }
            Event::SequenceStart(_, _, tag) => {
                self.tag(tag.as_ref(), extent);
                self.open.push(OpenNode::List(span, Vec::new()));
            }
            Event::MappingStart(_, _, tag) => {
                self.tag(tag.as_ref(), extent);
                self.open.push(OpenNode::Map(span, Vec::new(), Pending::Key));
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Anchor(..) => self.diagnostics.push(refused(span, "anchors")),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.diagnostics.push(refused(span, "aliases"));
                self.add(Node { value: Value::Refused, span, quoted: false });
            }
            // Start and end of the document; the crate may add events without a value.
            _ => {}
        }
    }

    fn tag(&mut self, tag: Option<&Cow<'_, Tag>>, extent: &Extent) {
        if let (Some(_), Some(start)) = (tag, &extent.tag_start) {
            let start = self.source.offset(start);
            let text = self.source.text.get(start..).unwrap_or_default();
            let end = start + text.find(char::is_whitespace).unwrap_or(text.len());
            self.diagnostics.push(refused(Span { file: self.source.file, start, end }, "tags"));
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(OpenNode::List(span, items)) => self.add(Node { value: Value::List(items), span, quoted: false }),
            Some(OpenNode::Map(span, entries, _)) => self.add(Node { value: Value::Map(entries), span, quoted: false }),
            None => {}
        }
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(OpenNode::List(_, items)) => items.push(node),
            Some(OpenNode::Map(_, entries, pending)) => match std::mem::replace(pending, Pending::Key) {
                Pending::Key => *pending = key(&node, self.source.text, self.diagnostics),
                Pending::Value(key) => entries.push(Entry { key, value: node }),
                Pending::Nothing => {}
            },
        }
    }
}

fn scalar(text: &str, style: ScalarStyle, span: Span) -> Node {
    let quoted = style != ScalarStyle::Plain;
    let value = if quoted { Value::Text(text.to_owned()) } else { plain_scalar(text) };
    Node { value, span, quoted }
}

fn key(node: &Node, text: &str, diagnostics: &mut Diagnostics) -> Pending {
    let text = match &node.value {
        Value::Text(text) if text == "<<" && !node.quoted => {
            diagnostics.push(refused(node.span, "merge keys"));
            return Pending::Nothing;
        }
        Value::Text(text) => text.as_str(),
        // Keys are names: `1:` and `true:` are the texts "1" and "true".
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
            text.get(node.span.start..node.span.end).unwrap_or_default()
        }
        Value::Refused => return Pending::Nothing,
        Value::List(_) | Value::Map(_) => {
            let message = format!("a key must be a text, not {}", node.describe());
            diagnostics.push(Diagnostic::new(Code::WrongKind, node.span, message));
            return Pending::Nothing;
        }
    };
    Pending::Value(Spanned::new(text.to_owned(), node.span))
}

#[derive(Clone, Copy)]
struct Source<'a> {
    file: FileId,
    text: &'a str,
}

impl Source<'_> {
    fn span(self, start: &Marker, end: &Marker) -> Span {
        Span { file: self.file, start: self.offset(start), end: self.offset(end) }
    }

    /// The offset in bytes. An error only knows its offset in characters.
    fn offset(self, marker: &Marker) -> usize {
        let counted = || self.text.char_indices().nth(marker.index()).map(|(offset, _)| offset);
        marker.byte_offset().or_else(counted).unwrap_or(self.text.len())
    }

    /// Reports tabs in the indentation.
    ///
    /// The YAML crate accepts a tab before the first key, and reports others in its own words.
    fn refuse_tabs(self) -> Result<(), YamlError> {
        if !self.text.contains('\t') {
            return Ok(());
        }
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let indent = line.len() - line.trim_start().len();
            let tab = line.get(..indent).and_then(|indent| indent.find('\t'));
            if let Some(tab) = tab.filter(|_| !line.trim().is_empty()) {
                let span = Span { file: self.file, start: start + tab, end: start + tab + 1 };
                let diagnostic = Diagnostic::new(Code::TabIndentation, span, "a tab in the indentation");
                return Err(Box::new(diagnostic.label("a tab").help("indent with spaces")));
            }
            start += line.len();
        }
        Ok(())
    }

    fn diagnose(self, error: &ScanError) -> YamlError {
        let start = self.offset(error.marker());
        let length = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let span = Span { file: self.file, start, end: start + length };
        let broken = |message: &str| Diagnostic::new(Code::BrokenYaml, span, format!("broken YAML: {message}"));
        let quotes = "quote a text that contains `: `, a comma or a quote";
        Box::new(match error.kind() {
            ErrorKind::RecursionLimitExceeded => too_deep(span),
            ErrorKind::UnexpectedCharacter { character } => broken(&format!("unexpected character {character:?}"))
                .help(match character {
                    '>' | '|' => "within `{}` and `[]`, quote the text; a block is not allowed there",
                    _ => "quote a text that starts with a special character",
                }),
            ErrorKind::InvalidTrailingDoubleQuotedScalar => match self.opening_quote(start) {
                Some(quote) => broken("a quote is not closed")
                    .label("the text ends just before this")
                    .also(quote, "this is probably the unclosed quote"),
                None => broken("unexpected text after a quoted text").help("write a quote inside the text as `\\\"`"),
            },
            ErrorKind::UnclosedQuotedScalar => broken("a quote is not closed").label("this is the quote"),
            ErrorKind::ExpectedFlowMappingSeparator => broken("expected `,` or `}`").help(quotes),
            ErrorKind::ExpectedFlowSequenceSeparator => broken("expected `,` or `]`").help(quotes),
            ErrorKind::UnclosedFlowCollection { open } => broken(&format!("`{open}` is not closed")),
            kind => {
                let message = kind.to_string();
                let may_be_text = message.contains("mapping values") || message.contains("':'");
                let diagnostic = broken(&message);
                if may_be_text { diagnostic.help(quotes) } else { diagnostic }
            }
        })
    }

    /// The opening quote of a text that is not closed.
    ///
    /// The parser reports the error at the next quote, far from there.
    fn opening_quote(self, after: usize) -> Option<Span> {
        let before = self.text.get(..after)?;
        let close = before.rfind('"')?;
        let open = before.get(..close)?.rfind('"')?;
        let span = Span { file: self.file, start: open, end: open + 1 };
        before.get(open..close)?.contains('\n').then_some(span)
    }
}
