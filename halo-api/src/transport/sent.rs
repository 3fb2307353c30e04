//! Records whether a request was sent before it timed out.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::{TransportError, TransportErrorKind};

// The states of a `SentMarker` whose body a transport watches; before that, the state is 0.
const UNREAD: u8 = 1;
const READ: u8 = 2;

/// Records whether the body of a request was read, and therefore may have been sent.
///
/// The send loop adds a marker to the request's extensions and reads it after it drops the transport's future: Halo
/// cannot have processed a request without its body. If a transport ignores the marker, the outcome of the request is
/// unknown.
#[derive(Debug, Clone, Default)]
pub(crate) struct SentMarker(Arc<AtomicU8>);

impl SentMarker {
    /// Wraps `body` in a stream that records its first read.
    pub(super) fn watch(self, body: Bytes) -> WatchedBody {
        self.0.store(UNREAD, Ordering::Release);
        WatchedBody { body: Some(body), marker: self }
    }

    /// The error of a timeout, which says whether the request may have been sent.
    pub(crate) fn timeout(&self) -> TransportError {
        if self.0.load(Ordering::Acquire) == UNREAD {
            return TransportError::new(TransportErrorKind::Connect).with_source("no connection in time");
        }
        TransportError::new(TransportErrorKind::Timeout)
    }
}

/// A body in one chunk that records its first read.
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
        assert_eq!(marker.timeout().kind(), TransportErrorKind::Timeout, "the body is not watched");
        let mut body = marker.clone().watch(Bytes::from_static(b"[]"));
        assert_eq!(marker.timeout().kind(), TransportErrorKind::Connect);
        let read = Pin::new(&mut body).poll_next(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(read, Poll::Ready(Some(Ok(bytes))) if bytes == "[]"));
        assert_eq!(marker.timeout().kind(), TransportErrorKind::Timeout);
    }
}
