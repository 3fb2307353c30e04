//! Whether a request was sent before its time was up.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::{TransportError, TransportErrorKind};

// The states of a `SentMarker`, once a transport watches the body; before that it is 0.
const UNREAD: u8 = 1;
const READ: u8 = 2;

/// Whether the body of a request was read, and so may have been sent.
///
/// The send loop puts one into the request's extensions and looks at it when it has dropped the transport's future: without a
/// single byte of its body a request was not carried out. A transport that does not know it leaves the request in doubt.
#[derive(Debug, Clone, Default)]
pub(crate) struct SentMarker(Arc<AtomicU8>);

impl SentMarker {
    /// `body`, which from now on notes its first read.
    pub(super) fn watch(self, body: Bytes) -> WatchedBody {
        self.0.store(UNREAD, Ordering::Release);
        WatchedBody { body: Some(body), marker: self }
    }

    /// What a timeout means for the request.
    pub(crate) fn timeout(&self) -> TransportError {
        if self.0.load(Ordering::Acquire) == UNREAD {
            return TransportError::new(TransportErrorKind::Connect).with_source("no connection in time");
        }
        TransportError::new(TransportErrorKind::Timeout)
    }
}

/// A body in one piece.
pub(super) struct WatchedBody {
    body: Option<Bytes>,
    marker: SentMarker,
}

impl Stream for WatchedBody {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.marker.0.store(READ, Ordering::Release);
        Poll::Ready(self.body.take().map(Ok))
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    #[test]
    fn only_a_watched_and_unread_body_was_surely_not_sent() {
        let marker = SentMarker::default();
        assert_eq!(marker.timeout().kind(), TransportErrorKind::Timeout, "nobody watches");
        let mut body = marker.clone().watch(Bytes::from_static(b"[]"));
        assert_eq!(marker.timeout().kind(), TransportErrorKind::Connect);
        let read = Pin::new(&mut body).poll_next(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(read, Poll::Ready(Some(Ok(bytes))) if bytes == "[]"));
        assert_eq!(marker.timeout().kind(), TransportErrorKind::Timeout);
    }
}
