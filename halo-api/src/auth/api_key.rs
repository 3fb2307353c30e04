//! The authorizer of a static API key.

use std::future::ready;

use http::HeaderName;

use crate::pipeline::{Authorization, Authorizer};
use crate::transport::BoxFuture;
use crate::vocabulary::Error;

/// The header of a static API key.
const API_KEY: HeaderName = HeaderName::from_static("x-halo-api-key");

/// A static API key. It cannot be refreshed, so a 401 is final.
pub(crate) struct ApiKey(Authorization);

impl ApiKey {
    pub(crate) fn new(key: &str) -> Result<Self, Error> {
        Authorization::header(API_KEY, key)
            .map(Self)
            .map_err(|_| Error::config("the API key cannot be sent in a header"))
    }
}

impl Authorizer for ApiKey {
    fn authorize(&self, _: Option<u64>) -> BoxFuture<'_, Result<Authorization, Error>> {
        Box::pin(ready(Ok(self.0.clone())))
    }
}
