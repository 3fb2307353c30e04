//! Files that are sent in multipart forms, and files that are downloaded.

mod content_disposition;
mod download;
mod file;
mod link;
mod multipart;
mod save;

pub use self::download::{Download, Saved};
pub(crate) use self::download::{download, save};
pub use self::file::File;
#[cfg(feature = "mock")]
pub(crate) use self::file::media_type_of;
pub(crate) use self::file::temporary_id;
pub(crate) use self::multipart::FormValue;
pub use self::multipart::Multipart;
pub use self::save::SaveTarget;
