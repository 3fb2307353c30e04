//! Responses that a test makes itself: any status, any media type, any bytes.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde::Serialize;
use serde_json::Value;

use super::answer::{empty, json_reply};

/// A response of a [route](super::MockHalo::route).
///
/// ```
/// use halo_api::mock::MockResponse;
///
/// let pdf = MockResponse::bytes("application/pdf", *b"%PDF-1.7");
/// let missing = MockResponse::status(404);
/// ```
#[derive(Debug, Clone)]
#[must_use = "return it from a route"]
pub struct MockResponse(Response<Bytes>);

impl MockResponse {
    /// A response with this status and no body. A number that is not a status is a 500.
    pub fn status(status: u16) -> Self {
        Self(empty(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)))
    }

    /// A 200 with this JSON body.
    pub fn json(body: &impl Serialize) -> Self {
        Self(json_reply(StatusCode::OK, body))
    }

    /// A 200 with these bytes, of a media type such as `application/pdf`.
    pub fn bytes(media_type: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        let mut response = empty(StatusCode::OK);
        *response.body_mut() = Bytes::from(bytes.into());
        Self(response).header(header::CONTENT_TYPE, media_type)
    }

    /// Sets another status. A number that is not a status is a 500.
    pub fn with_status(mut self, status: u16) -> Self {
        *self.0.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self
    }

    /// Adds a header. A value that HTTP does not allow is left out.
    pub fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        if let Ok(value) = HeaderValue::try_from(value.into()) {
            self.0.headers_mut().append(name, value);
        }
        self
    }

    pub(super) fn into_http(self) -> Response<Bytes> {
        self.0
    }
}

/// A 200 with this JSON.
impl From<Value> for MockResponse {
    fn from(body: Value) -> Self {
        Self::json(&body)
    }
}

impl From<Response<Bytes>> for MockResponse {
    fn from(response: Response<Bytes>) -> Self {
        Self(response)
    }
}
