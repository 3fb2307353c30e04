//! Bodies of `multipart/form-data` (RFC 7578).

use std::fmt;

use bytes::{BufMut, BytesMut};
use http::HeaderValue;
use serde_json::{Value, json};

use super::File;
use crate::codec::Param;
use crate::pipeline::request::Body;

/// A form of texts and files, as browsers send it (`multipart/form-data`).
///
/// ```no_run
/// use halo_api::{File, Halo, Method, Multipart};
///
/// # async fn f(halo: Halo, png: Vec<u8>) -> Result<(), halo_api::Error> {
/// let form = Multipart::new()
///     .text("ticket_id", 54321)
///     .text("image_upload_id", "0")
///     .file("file", File::new("photo.png", png));
/// let stored = halo.request(Method::POST, "/Attachment/image").multipart(form).await?;
/// println!("{}", stored["link"]);
/// # Ok(()) }
/// ```
#[derive(Clone, Default)]
#[must_use = "a form does nothing until a request sends it"]
pub struct Multipart {
    parts: Vec<(String, FormValue)>,
}

/// The value of a part.
#[derive(Clone)]
pub(crate) enum FormValue {
    Text(String),
    File(File),
}

impl FormValue {
    pub(crate) fn text<V: Param>(value: V) -> Self {
        Self::Text(value.to_param())
    }
}

impl Multipart {
    /// Creates an empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text: anything that can be a query parameter.
    pub fn text(mut self, name: impl Into<String>, value: impl Param) -> Self {
        self.parts.push((name.into(), FormValue::text(value)));
        self
    }

    /// Adds a file.
    pub fn file(mut self, name: impl Into<String>, file: File) -> Self {
        self.parts.push((name.into(), FormValue::File(file)));
        self
    }

    /// Sets a part; one of the same name is replaced.
    pub(crate) fn set(&mut self, name: &str, value: FormValue) {
        match self.parts.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None => self.parts.push((name.to_owned(), value)),
        }
    }

    /// These parts, then those of another form.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self
    }

    /// The names of the parts.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|(name, _)| name.as_str())
    }

    /// The parts in this order, with the others behind.
    pub(crate) fn ordered<'n>(mut self, names: impl Iterator<Item = &'n str>) -> Self {
        let names: Vec<&str> = names.collect();
        self.parts.sort_by_key(|(name, _)| names.iter().position(|known| known == name).unwrap_or(names.len()));
        self
    }

    /// Fails if the form cannot be encoded.
    pub(crate) fn check(&self) -> Result<(), String> {
        let files = self.parts.iter().filter_map(|(_, part)| part.file());
        files.map(media_type).find_map(Result::err).map_or(Ok(()), Err)
    }

    /// The encoded body. Its boundary occurs in no part.
    pub(crate) fn encode(&self) -> Result<Body, String> {
        let boundary = self.boundary();
        let size = self.parts.iter().map(|(name, part)| 4 * boundary.len() + 3 * name.len() + part.size());
        let mut bytes = BytesMut::with_capacity(size.sum::<usize>() + 2 * boundary.len());
        for (name, part) in &self.parts {
            let name = escaped(name);
            let head = match part {
                FormValue::Text(_) => {
                    format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n")
                }
                FormValue::File(file) => format!(
                    "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{}\"\r\n\
                     Content-Type: {}\r\n\r\n",
                    escaped(&file.name),
                    media_type(file)?,
                ),
            };
            bytes.put_slice(head.as_bytes());
            bytes.put_slice(part.content());
            bytes.put_slice(b"\r\n");
        }
        bytes.put_slice(format!("--{boundary}--\r\n").as_bytes());
        let content_type = format!("multipart/form-data; boundary={boundary}");
        // A boundary consists of letters and digits.
        let content_type = HeaderValue::try_from(content_type).map_err(|error| error.to_string())?;
        Ok(Body { bytes: bytes.freeze(), content_type })
    }

    fn boundary(&self) -> String {
        loop {
            let boundary = format!("halo-api-{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
            if !self.parts.iter().any(|(name, part)| name.contains(&boundary) || part.holds(&boundary)) {
                return boundary;
            }
        }
    }

    /// What `preview()` shows: a list of parts, without the content of files.
    pub(crate) fn shown(&self) -> Value {
        let part = |(name, part): &(String, FormValue)| match part {
            FormValue::Text(text) => json!({"name": name, "text": text}),
            FormValue::File(File { name: file_name, media_type, bytes }) => {
                json!({"name": name, "file_name": file_name, "media_type": media_type, "size": bytes.len()})
            }
        };
        self.parts.iter().map(part).collect()
    }
}

impl FormValue {
    fn content(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::File(file) => &file.bytes,
        }
    }

    fn file(&self) -> Option<&File> {
        match self {
            Self::Text(_) => None,
            Self::File(file) => Some(file),
        }
    }

    fn size(&self) -> usize {
        let of_file = |file: &File| 3 * file.name.len() + file.media_type.len();
        self.content().len() + 100 + self.file().map_or(0, of_file)
    }

    fn holds(&self, boundary: &str) -> bool {
        let content = self.content().windows(boundary.len()).any(|window| window == boundary.as_bytes());
        content || self.file().is_some_and(|file| file.name.contains(boundary))
    }
}

/// A name as browsers write it: UTF-8, with quotes and line ends percent-encoded.
///
/// The WHATWG's HTML standard defines this, and RFC 7578 forbids the `filename*` of other headers.
fn escaped(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '"' => text.push_str("%22"),
            '\r' => text.push_str("%0D"),
            '\n' => text.push_str("%0A"),
            other => text.push(other),
        }
    }
    text
}

/// The media type of a file, which must not add headers.
fn media_type(file: &File) -> Result<&str, String> {
    let text = file.media_type.as_str();
    let is_valid = text.contains('/') && HeaderValue::from_str(text).is_ok() && !text.contains('\t');
    let invalid = || format!("{text:?} is not a valid media type of the file {:?}", file.name);
    is_valid.then_some(text).ok_or_else(invalid)
}

/// The names of the parts, without their values.
impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.parts.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(form: &Multipart) -> (String, String) {
        let body = form.encode().unwrap();
        let content_type = body.content_type.to_str().unwrap();
        let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
        (boundary.to_owned(), String::from_utf8(body.bytes.to_vec()).unwrap())
    }

    #[test]
    fn a_form_is_encoded_as_browsers_do() {
        let form = Multipart::new().text("ticket_id", 5).file("file", File::new("ä \"b\"\r\n.pdf", "%PDF"));
        let (boundary, text) = encoded(&form);
        let expected = "--B\r\nContent-Disposition: form-data; name=\"ticket_id\"\r\n\r\n5\r\n\
            --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"ä %22b%22%0D%0A.pdf\"\r\n\
            Content-Type: application/pdf\r\n\r\n%PDF\r\n--B--\r\n";
        assert_eq!(text.replace(&boundary, "B"), expected);
        assert_eq!(encoded(&Multipart::new()).1.matches("--").count(), 2, "an empty form has its end only");
    }

    #[test]
    fn the_boundary_occurs_in_no_part() {
        // With a seed, the first boundary is known, and a part contains it.
        fastrand::seed(7);
        let first = Multipart::new().boundary();
        fastrand::seed(7);
        let form = Multipart::new().text("t", first.as_str()).file("f", File::new("n", first.clone()));
        assert_ne!(encoded(&form).0, first);
        fastrand::seed(7);
        assert_ne!(Multipart::new().file("f", File::new(&*first, "")).boundary(), first);
    }

    #[test]
    fn a_media_type_adds_no_headers() {
        for text in ["image/png\r\nX: y", "png", "", "image/\0"] {
            let error = Multipart::new().file("f", File::new("a", "").with_media_type(text)).encode().err();
            assert!(error.is_some_and(|error| error.contains("media type")), "{text:?}");
        }
    }

    #[test]
    fn debug_shows_no_content() {
        let form = Multipart::new().text("token", "hush").file("file", File::new("a.txt", "hush"));
        assert_eq!(format!("{form:?}"), r#"["token", "file"]"#);
        assert_eq!(
            form.shown(),
            json!([{"name": "token", "text": "hush"},
                {"name": "file", "file_name": "a.txt", "media_type": "text/plain", "size": 4}])
        );
        let bytes = bytes::Bytes::from_static(b"hush");
        assert!(!format!("{:?}", File::new("a", bytes)).contains("hush"));
    }
}
