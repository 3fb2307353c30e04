//! What a response holds beside its value.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderMap, StatusCode};

use crate::vocabulary::Attempt;

/// Status, headers and attempts of a call that succeeded: from `send_with_meta`.
///
/// Of an error, [`Error`](crate::Error) has the status and the attempts.
#[derive(Clone)]
#[non_exhaustive]
pub struct ResponseMeta {
    /// The status of the last attempt.
    pub status: StatusCode,
    /// The headers of the response, as Halo sent them.
    pub headers: HeaderMap,
    /// Every attempt, the successful one last.
    pub attempts: Vec<Attempt>,
}

/// Headers may hold what a log should not: only their names are shown.
impl fmt::Debug for ResponseMeta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.keys().map(http::HeaderName::as_str).collect();
        f.debug_struct("ResponseMeta")
            .field("status", &self.status)
            .field("headers", &names)
            .field("attempts", &self.attempts)
            .finish()
    }
}

/// Where a call leaves the metadata of its response.
#[derive(Debug, Clone, Default)]
pub(crate) struct MetaSlot(Arc<Mutex<Option<ResponseMeta>>>);

impl MetaSlot {
    pub(super) fn put(&self, meta: ResponseMeta) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(meta);
    }

    pub(crate) fn take(&self) -> Option<ResponseMeta> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
