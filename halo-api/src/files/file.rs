//! A file to upload.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

/// A file to upload: its name, its media type and its bytes.
///
/// The bytes are kept in memory, so that a request that did not reach Halo can be sent again. Clones share them.
///
/// ```
/// use halo_api::File;
///
/// let file = File::new("photo.png", vec![0x89, b'P', b'N', b'G']);
/// assert_eq!((file.name.as_str(), file.media_type.as_str(), file.bytes.len()), ("photo.png", "image/png", 4));
///
/// let log = File::new("agent.log.1", "started").with_media_type("text/plain");
/// assert_eq!(log.media_type, "text/plain");
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// The name, as Halo shows it.
    pub name: String,
    /// The media type, such as `application/pdf`.
    pub media_type: String,
    /// The content.
    pub bytes: Bytes,
}

impl File {
    /// Creates a file from its name and content.
    ///
    /// The media type is that of the extension, for about forty extensions that people attach to tickets, and
    /// `application/octet-stream` for others: see [`with_media_type`](Self::with_media_type).
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let name = name.into();
        Self { media_type: media_type_of(&name).to_owned(), name, bytes: bytes.into() }
    }

    /// Sets the media type.
    #[must_use]
    pub fn with_media_type(self, media_type: impl Into<String>) -> Self {
        Self { media_type: media_type.into(), ..self }
    }

    /// The content as a data URL, such as `data:text/plain;base64,aGk=`, which is how attachments carry it in JSON.
    #[must_use]
    pub fn data_url(&self) -> String {
        let mut url = format!("data:{};base64,", self.media_type);
        STANDARD.encode_string(&self.bytes, &mut url);
        url
    }
}

/// Without the content.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("name", &self.name)
            .field("media_type", &self.media_type)
            .field("size", &self.bytes.len())
            .finish()
    }
}

/// A name for an upload that has no number yet, as Halo's web application makes them: `__` and a random UUID.
pub(crate) fn temporary_id() -> String {
    // Version 4 and the variant of RFC 9562; the name needs to be different from others, not secret.
    let bits = fastrand::u128(..) & !(0xf << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let hex = format!("{bits:032x}");
    format!("__{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// The media type of a name by its extension.
pub(crate) fn media_type_of(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let known = MEDIA_TYPES.iter().find(|(extensions, _)| extensions.split(' ').any(|known| known == extension));
    known.map_or("application/octet-stream", |(_, media_type)| media_type)
}

/// Extensions and their media types, as registered with IANA.
const MEDIA_TYPES: &[(&str, &str)] = &[
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("jpg jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("svg", "image/svg+xml"),
    ("bmp", "image/bmp"),
    ("tif tiff", "image/tiff"),
    ("heic", "image/heic"),
    ("txt log", "text/plain"),
    ("csv", "text/csv"),
    ("htm html", "text/html"),
    ("md", "text/markdown"),
    ("ics", "text/calendar"),
    ("vcf", "text/vcard"),
    ("json", "application/json"),
    ("xml", "application/xml"),
    ("yaml yml", "application/yaml"),
    ("rtf", "application/rtf"),
    ("zip", "application/zip"),
    ("gz", "application/gzip"),
    ("7z", "application/x-7z-compressed"),
    ("eml", "message/rfc822"),
    ("msg", "application/vnd.ms-outlook"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("mp3", "audio/mpeg"),
    ("wav", "audio/wav"),
    ("mp4", "video/mp4"),
    ("mov", "video/quicktime"),
    ("webm", "video/webm"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_decides_on_the_media_type() {
        let cases = [
            ("report.pdf", "application/pdf"),
            ("IMG.JPEG", "image/jpeg"),
            ("a.tar.gz", "application/gzip"),
            (".log", "text/plain"),
            ("README", "application/octet-stream"),
            ("odd.", "application/octet-stream"),
            ("", "application/octet-stream"),
        ];
        for (name, media_type) in cases {
            assert_eq!(File::new(name, "x").media_type, media_type, "{name}");
        }
    }

    #[test]
    fn a_data_url_holds_the_content() {
        assert_eq!(File::new("a.txt", "hi").data_url(), "data:text/plain;base64,aGk=");
        assert_eq!(File::new("a.txt", "").data_url(), "data:text/plain;base64,");
    }

    #[test]
    fn temporary_ids_are_uuids() {
        let id = temporary_id();
        assert_eq!((id.len(), &id[..2], &id[16..17]), (38, "__", "4"), "{id}");
        assert!("89ab".contains(&id[21..22]), "{id}");
        assert_ne!(temporary_id(), id);
    }
}
