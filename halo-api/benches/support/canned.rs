//! Halo without a network: a transport that answers everything with the same body.

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

/// A client that gets this answer, whatever it asks for, and a runtime for it.
pub(crate) fn client(answer: &str) -> (Halo, Runtime) {
    let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
    (halo(Canned(answer.to_owned().into())), runtime)
}

/// A client over a transport, without token and limit.
pub(crate) fn halo(transport: impl Transport) -> Halo {
    Halo::builder("https://bench.halopsa.example")
        .api_key("key")
        .rate_limit(None)
        .transport(transport)
        .build()
        .expect("valid settings")
}
