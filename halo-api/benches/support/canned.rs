//! A Halo without a network: a transport that returns the same body for every request.

use bytes::Bytes;
use halo_api::Halo;
use halo_api::transport::{BoxFuture, Transport, TransportError};
use tokio::runtime::{Builder, Runtime};

struct Canned(Bytes);

impl Transport for Canned {
    fn send(&self, _: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let body = self.0.clone();
        Box::pin(async { Ok(http::Response::new(body)) })
    }
}

/// A client that always receives this response, and a runtime for it.
pub(crate) fn client(body: &str) -> (Halo, Runtime) {
    let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
    (halo(Canned(body.to_owned().into())), runtime)
}

/// A client with this transport, without a token and without a rate limit.
pub(crate) fn halo(transport: impl Transport) -> Halo {
    Halo::builder("https://bench.halopsa.example")
        .api_key("key")
        .rate_limit(None)
        .transport(transport)
        .build()
        .expect("valid settings")
}
