//! Reads bodies in parts, as files are sent to some paths.

use bytes::Bytes;
use http::{Request, header};

/// A part of a body.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: String,
    /// The name of the file, if the part is one.
    pub(super) file_name: Option<String>,
    pub(super) media_type: Option<String>,
    pub(super) bytes: Bytes,
}

impl Part {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// The parts of a body; `None` if it has no parts.
pub(super) fn parts(request: &Request<Bytes>) -> Option<Vec<Part>> {
    let kind = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    if !kind.get(..20)?.eq_ignore_ascii_case("multipart/form-data;") {
        return None;
    }
    let boundary = parameter(kind, "boundary")?;
    let (body, delimiter) = (request.body(), format!("--{boundary}"));
    let mut starts = positions(body, delimiter.as_bytes()).into_iter().peekable();
    let mut parts = Vec::new();
    while let (Some(start), Some(end)) = (starts.next(), starts.peek()) {
        // Between delimiters: a line break, headers, an empty line, the bytes, a line break.
        let Some(part) = (start + delimiter.len() <= *end).then(|| body.slice(start + delimiter.len()..*end)) else {
            continue;
        };
        let Some(break_at) = positions(&part, b"\r\n\r\n").first().copied() else { continue };
        let headers = String::from_utf8_lossy(&part[..break_at]).into_owned();
        let bytes = part.slice(break_at + 4..part.len().saturating_sub(2).max(break_at + 4));
        let line = |wanted: &str| {
            let is_it = |line: &&str| line.split_once(':').is_some_and(|(name, _)| name.eq_ignore_ascii_case(wanted));
            headers.lines().find(is_it).and_then(|line| line.split_once(':')).map(|(_, value)| value.trim().to_owned())
        };
        let Some(disposition) = line("content-disposition") else { continue };
        parts.push(Part {
            name: parameter(&disposition, "name").unwrap_or_default(),
            file_name: parameter(&disposition, "filename"),
            media_type: line("content-type"),
            bytes,
        });
    }
    Some(parts)
}

/// A parameter of a header, such as `name="file"`.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
    let value =
        pairs.filter(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim_matches('"')).next()?;
    Some(value.to_owned())
}

/// Where a sequence of bytes begins.
fn positions(bytes: &[u8], wanted: &[u8]) -> Vec<usize> {
    bytes.windows(wanted.len()).enumerate().filter(|(_, window)| *window == wanted).map(|(at, _)| at).collect()
}
