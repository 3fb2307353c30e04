//! Text to nodes. The only file that names the YAML crate.
//!
//! We take its events and build the tree ourselves: a deserializer would stop at the first anchor or repeated key, hide
//! quotes, and need stack for every level.

use std::borrow::Cow;

use serde_yaml::granit_parser::{
    ErrorKind, Event, Marker, Options, Parser, ScalarStyle, ScanError, Span as Extent, Tag,
};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::node::{Entry, Node, Value, plain_scalar};
use crate::source::{FileId, Span, Spanned};

/// Larger files are not written by hand, and reading them takes time.
const MAX_BYTES: usize = 2 * 1024 * 1024;
/// Deeper nesting is no schema, and walking the tree takes stack.
const MAX_DEPTH: usize = 64;

/// Reads a file. What is wrong with it as YAML is reported; there is no tree if nothing of it can be relied on.
pub(crate) fn parse(file: FileId, bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<Node> {
    let result = text(file, bytes).and_then(|text| {
        let mut builder = Builder::new(Source { file, text }, diagnostics);
        builder.source.refuse_tabs()?;
        builder.run()?;
        builder.root.filter(|node| !node.is_absent()).ok_or_else(|| empty(file))
    });
    result.map_err(|diagnostic| diagnostics.push(*diagnostic)).ok()
}

/// Boxed, as it is large and rare.
type Fault = Box<Diagnostic>;

fn text(file: FileId, bytes: &[u8]) -> Result<&str, Fault> {
    if bytes.len() > MAX_BYTES {
        let message = format!("the file has {} bytes, and at most {MAX_BYTES} are read", bytes.len());
        return Err(Box::new(Diagnostic::new(Code::FileTooLarge, file, message)));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = error.valid_up_to();
        let line = bytes.get(..valid).unwrap_or_default().split(|byte| *byte == b'\n').count();
        let message = format!("the file is not UTF-8: byte {} on line {line} is not text", valid + 1);
        Box::new(Diagnostic::new(Code::NotUtf8, file, message).help("save the file as UTF-8"))
    })
}

fn empty(file: FileId) -> Fault {
    Box::new(Diagnostic::new(Code::EmptyFile, file, "the file holds nothing").help("write it, or delete it"))
}

fn too_deep(span: Span) -> Diagnostic {
    let message = format!("nested more than {MAX_DEPTH} deep");
    Diagnostic::new(Code::NestedTooDeep, span, message).help("close the brackets that are open")
}

fn refused(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(Code::RefusedYaml, span, format!("{what} are not used in the schema"))
        .help("write the value out where it is used; what entities share goes into `params` of halo.yaml")
}

/// A list or mapping that is still open.
enum Open {
    List(Span, Vec<Node>),
    Map(Span, Vec<Entry>, Pending),
}

/// What a mapping waits for.
enum Pending {
    Key,
    Value(Spanned<String>),
    /// The value of a key that has been refused.
    Nothing,
}

struct Builder<'a> {
    source: Source<'a>,
    diagnostics: &'a mut Diagnostics,
    open: Vec<Open>,
    root: Option<Node>,
}

impl<'a> Builder<'a> {
    fn new(source: Source<'a>, diagnostics: &'a mut Diagnostics) -> Self {
        Self { source, diagnostics, open: Vec::new(), root: None }
    }

    fn run(&mut self) -> Result<(), Fault> {
        let mut options = Options::default();
        options.emit_anchor_events = true;
        options.emit_unresolved_aliases = true;
        // Ours comes first, as it has the better place.
        options.flow_nesting_limit = MAX_DEPTH + 1;
        options.block_nesting_limit = MAX_DEPTH + 1;
        for event in Parser::new_from_str_with_options(self.source.text, options) {
            let (event, extent) = event.map_err(|error| self.source.explain(&error))?;
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
                self.open.push(Open::List(span, Vec::new()));
            }
            Event::MappingStart(_, _, tag) => {
                self.tag(tag.as_ref(), extent);
                self.open.push(Open::Map(span, Vec::new(), Pending::Key));
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Anchor(..) => self.diagnostics.push(refused(span, "anchors")),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.diagnostics.push(refused(span, "aliases"));
                self.add(Node { value: Value::Refused, span, quoted: false });
            }
            // Begin and end of the document; the crate may add events that carry no value.
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
            Some(Open::List(span, items)) => self.add(Node { value: Value::List(items), span, quoted: false }),
            Some(Open::Map(span, entries, _)) => self.add(Node { value: Value::Map(entries), span, quoted: false }),
            None => {}
        }
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, entries, pending)) => match std::mem::replace(pending, Pending::Key) {
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
        // Keys are names: `1:` and `true:` mean what they read.
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

    /// In bytes. Of an error only the place in characters is known.
    fn offset(self, marker: &Marker) -> usize {
        let counted = || self.text.char_indices().nth(marker.index()).map(|(offset, _)| offset);
        marker.byte_offset().or_else(counted).unwrap_or(self.text.len())
    }

    /// The YAML crate takes a tab before the first key; others it reports in its own words.
    fn refuse_tabs(self) -> Result<(), Fault> {
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

    fn explain(self, error: &ScanError) -> Fault {
        let start = self.offset(error.marker());
        let length = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let span = Span { file: self.file, start, end: start + length };
        let broken = |message: &str| Diagnostic::new(Code::BrokenYaml, span, format!("broken YAML: {message}"));
        let quotes = "a text that holds `: `, a comma or a quote needs quotes around it";
        Box::new(match error.kind() {
            ErrorKind::RecursionLimitExceeded => too_deep(span),
            ErrorKind::UnexpectedCharacter { character } => broken(&format!("unexpected character {character:?}"))
                .help(match character {
                    '>' | '|' => "within `{}` and `[]` a text is put in quotes, it cannot be a block",
                    _ => "a text that starts with a sign needs quotes around it",
                }),
            ErrorKind::InvalidTrailingDoubleQuotedScalar => match self.opening_quote(start) {
                Some(quote) => broken("a quote is not closed")
                    .label("so the text ended just before this")
                    .also(quote, "this is the quote, most likely"),
                None => broken("something follows a text in quotes").help("write a quote inside the text as `\\\"`"),
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

    /// A quote that is never closed ends where the next text should begin, far from where it is missing.
    fn opening_quote(self, after: usize) -> Option<Span> {
        let before = self.text.get(..after)?;
        let close = before.rfind('"')?;
        let open = before.get(..close)?.rfind('"')?;
        let span = Span { file: self.file, start: open, end: open + 1 };
        before.get(open..close)?.contains('\n').then_some(span)
    }
}
