//! A file to upload.

use std::fmt;

use bytes::Bytes;

/// A file to upload: its name, its media type and its bytes.
///
/// The bytes are kept in memory, so that a request that did not reach Halo can be sent again. Clones share them.
///
/// ```
/// use halo_api::File;
///
/// let file = File::new("photo.png", "image/png", vec![0x89, b'P', b'N', b'G']);
/// assert_eq!((file.name.as_str(), file.bytes.len()), ("photo.png", 4));
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
    /// Creates a file from its name, media type and content.
    pub fn new(name: impl Into<String>, media_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { name: name.into(), media_type: media_type.into(), bytes: bytes.into() }
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
