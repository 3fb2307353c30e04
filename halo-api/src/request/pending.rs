//! A response on its way, with as little code per type as there can be.
//!
//! There are thousands of response types: a page, a vector, an option and a bulk of each entity. What runs until the
//! response is there works on `dyn Any` and is compiled once; only `finish`, which takes out what was put in, knows the
//! type.

use std::any::Any;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::pipeline::{MetaSlot, ResponseMeta};
use crate::vocabulary::{Error, ErrorKind};

/// A response of some type.
type Erased = Pin<Box<dyn Future<Output = Result<Box<dyn Any + Send>, Error>> + Send>>;

/// A response on its way: what `send` of a request gives.
///
/// It is a future that is `Send`, `Unpin` and `'static`. Dropping it cancels the request.
#[must_use = "nothing is sent until it is awaited"]
pub struct Pending<T> {
    response: Erased,
    finish: fn(Box<dyn Any + Send>) -> Result<T, Error>,
}

impl<T> Pending<T> {
    /// A response that `finish` reads from what the future gives.
    pub(crate) fn new<A: Send + 'static>(
        response: impl Future<Output = Result<A, Error>> + Send + 'static,
        finish: fn(Box<dyn Any + Send>) -> Result<T, Error>,
    ) -> Self {
        Self { response: erased(response), finish }
    }

    /// Runs it to its end: see [`blocking`](crate::blocking).
    #[cfg(feature = "blocking")]
    pub(crate) fn wait(mut self) -> Result<T, Error> {
        match wait(&mut self.response) {
            Ok(response) => (self.finish)(response),
            Err(error) => Err(error),
        }
    }
}

impl<T: Send + 'static> Pending<T> {
    /// The response that the future gives.
    pub(crate) fn of(response: impl Future<Output = Result<T, Error>> + Send + 'static) -> Self {
        Self::new(response, |response| unboxed(response))
    }
}

// Not within `impl<T>`: it is the same for every `T`.
fn erased<A: Send + 'static>(response: impl Future<Output = Result<A, Error>> + Send + 'static) -> Erased {
    Box::pin(async move {
        match response.await {
            Ok(response) => Ok(Box::new(response) as Box<dyn Any + Send>),
            Err(error) => Err(error),
        }
    })
}

// Compiled for every type of response that a program awaits: a plain match, since each combinator would be as well.
impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.response.as_mut().poll(cx) {
            Poll::Ready(Ok(response)) => Poll::Ready((self.finish)(response)),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").finish_non_exhaustive()
    }
}

/// A response on its way, with its metadata: what `send_with_meta` of a request gives.
///
/// It is a future like [`Pending`]. Of several requests, such as an update that reads custom fields first, the metadata is
/// that of the last one.
#[derive(Debug)]
#[must_use = "nothing is sent until it is awaited"]
pub struct PendingWithMeta<T> {
    pending: Pending<T>,
    slot: MetaSlot,
}

impl<T> PendingWithMeta<T> {
    #[inline]
    pub(crate) fn new(pending: Pending<T>, slot: MetaSlot) -> Self {
        Self { pending, slot }
    }
}

impl<T> Future for PendingWithMeta<T> {
    type Output = Result<(T, ResponseMeta), Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match Pin::new(&mut self.pending).poll(cx) {
            Poll::Ready(Ok(value)) => Poll::Ready(taken(&self.slot).map(|meta| (value, meta))),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// What a call left.
pub(super) fn taken(slot: &MetaSlot) -> Result<ResponseMeta, Error> {
    slot.take().ok_or_else(|| Error::config("nothing was sent, so that there is no response to tell of"))
}

#[cfg(feature = "blocking")]
fn wait(response: &mut Erased) -> Result<Box<dyn Any + Send>, Error> {
    let mut result = None;
    crate::blocking::run(std::pin::pin!(async { result = Some(response.await) }))?;
    result.unwrap_or_else(|| Err(Error::config("a blocking call ended without a response")))
}

/// What was boxed as `dyn`, as what it is.
pub(crate) fn unboxed<T: 'static>(boxed: Box<dyn Any>) -> Result<T, Error> {
    match boxed.downcast() {
        Ok(value) => Ok(*value),
        Err(_) => Err(other_type()),
    }
}

/// Whoever boxed a value asks for it, so that this is a mistake in this crate. It must not pass for an empty response.
pub(crate) fn other_type() -> Error {
    Error::new(ErrorKind::Decode)
        .detail("the response was read as another type than the request expects, a bug in halo-api")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_of_another_type_is_an_error_and_no_default() {
        let number = || Box::new(7_u32) as Box<dyn Any>;
        assert_eq!(unboxed::<u32>(number()).map_err(|error| error.to_string()), Ok(7));
        let error = unboxed::<Vec<u32>>(number()).map_err(|error| error.kind());
        assert_eq!(error, Err(ErrorKind::Decode));
    }
}
