//! How a raw request is sent, and what its response is read as.

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::RawRequest;
use crate::files::{Download, SaveTarget, Saved, download, save};
use crate::pipeline::request::ApiResponse;
use crate::pipeline::{MetaSlot, ResponseMeta};
use crate::request::Pending;
use crate::request::pending::taken;
use crate::vocabulary::Error;

impl RawRequest {
    /// Sends the request and reads the response.
    ///
    /// **Cancel safety:** dropping the future ends the call, and what it waited for is free for others. Of a write that was on
    /// its way, nobody knows whether Halo carried it out. The same holds for the other methods that send.
    ///
    /// An empty body reads as `null`, and `[{…}]` as the object in it unless `T` is an array: Halo sends either for
    /// one record. `()` accepts any response.
    ///
    /// The memory that `T` takes is bounded by the size of the body alone, which is at most 64 MB
    /// ([`max_bytes`](Self::max_bytes) sets another limit): what a hostile server sends may take many times that as
    /// [`serde_json::Value`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send<T: DeserializeOwned>(self) -> Result<T, Error> {
        let response = self.response().await?;
        read(response.json()).map_err(|error| response.unreadable(error.to_string()))
    }

    /// Sends the request, and gives status, headers and attempts of the response as well.
    ///
    /// ```no_run
    /// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// let request = halo.request(halo_api::Method::GET, "/Lookup").query("lookupid", 11);
    /// let (rows, meta) = request.send_with_meta::<serde_json::Value>().await?;
    /// println!("{} after {} attempts: {rows}", meta.status, meta.attempts.len());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send_with_meta<T: DeserializeOwned>(mut self) -> Result<(T, ResponseMeta), Error> {
        let slot = self.meta.insert(MetaSlot::default()).clone();
        let value = self.send().await?;
        Ok((value, taken(&slot)?))
    }

    /// Sends the request, blocks until it is done, and reads the response: see [`blocking`](crate::blocking).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    #[cfg(feature = "blocking")]
    pub fn send_blocking<T: DeserializeOwned + Send + 'static>(self) -> Result<T, Error> {
        Pending::of(self.send()).wait()
    }

    /// Sends the request and returns the body as it is.
    ///
    /// [`download`](Self::download) is for files, which have a name and which Halo may only link to.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn bytes(self) -> Result<Bytes, Error> {
        self.response().await.map(|response| response.body)
    }

    /// Sends the request and returns a file: the one in the response, or the one that the response links to.
    ///
    /// Halo sends small files itself and returns `{"link": "https://…"}` for large ones. The link is fetched without the
    /// token, without headers of the client and without a permit of the rate limit, over https only (or from this machine),
    /// through at most five redirects. [`save_to`](Self::save_to) keeps a file out of memory.
    ///
    /// ```no_run
    /// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// let file = halo.request(halo_api::Method::GET, "/Attachment/7").max_bytes(100_000_000).download().await?;
    /// println!("{:?} is {} bytes of {:?}", file.name, file.bytes.len(), file.media_type);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn download(self) -> Pending<Download> {
        Pending::of(async move { download(&self.halo.inner, self.prepare()?).await })
    }

    /// Sends the request and streams the file to a path or a writer: see [`download`](Self::download).
    ///
    /// ```no_run
    /// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// let saved = halo.request(halo_api::Method::GET, "/Attachment/7").save_to("report.pdf").await?;
    /// println!("{} bytes", saved.size);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind); [`Io`](crate::ErrorKind::Io) if it cannot be saved.
    pub fn save_to(self, target: impl Into<SaveTarget>) -> Pending<Saved> {
        let target = target.into();
        Pending::of(async move { save(&self.halo.inner, self.prepare()?, target).await })
    }

    /// Sends the request, blocks until it is done, and returns the body: see [`blocking`](crate::blocking).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    #[cfg(feature = "blocking")]
    pub fn bytes_blocking(self) -> Result<Bytes, Error> {
        Pending::of(self.bytes()).wait()
    }

    /// Sends the request, blocks until it is done, and returns the file: see [`blocking`](crate::blocking).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    #[cfg(feature = "blocking")]
    pub fn download_blocking(self) -> Result<Download, Error> {
        self.download().wait()
    }

    /// Sends the request, blocks until it is done, and saves the file: see [`blocking`](crate::blocking).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    #[cfg(feature = "blocking")]
    pub fn save_to_blocking(self, target: impl Into<SaveTarget>) -> Result<Saved, Error> {
        self.save_to(target).wait()
    }

    fn response(self) -> Pending<ApiResponse> {
        Pending::of(async move { self.halo.inner.send(&self.prepare()?).await })
    }
}

impl IntoFuture for RawRequest {
    type Output = Result<Value, Error>;
    type IntoFuture = Pending<Value>;

    fn into_future(self) -> Self::IntoFuture {
        Pending::of(self.send())
    }
}

/// The value in a body, or in the array of one element that a body is.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, serde_json::Error> {
    let body = if body.is_empty() { b"null" } else { body };
    serde_json::from_slice(body).or_else(|error| {
        let element = body.trim_ascii().strip_prefix(b"[").and_then(|rest| rest.strip_suffix(b"]"));
        // Two elements are not one value.
        let read = element.and_then(|element| serde_json::from_slice(element).ok());
        read.or_else(nothing).ok_or(error)
    })
}

/// A value of a type without content, such as `()`: whatever the response is, nothing is read.
fn nothing<T: DeserializeOwned>() -> Option<T> {
    (size_of::<T>() == 0).then(|| serde_json::from_slice(b"null").ok()).flatten()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Row {
        id: i64,
        name: Option<String>,
    }

    #[test]
    fn one_object_may_be_in_an_array() {
        let row = || Row { id: 5, name: None };
        for body in [r#"{"id":5}"#, r#"[{"id":5}]"#, " [ {\"id\":5} ]\n"] {
            assert_eq!(read::<Row>(body.as_bytes()).unwrap(), row(), "{body}");
        }
        assert_eq!(read::<Vec<Row>>(br#"[{"id":5}]"#).unwrap(), [row()]);
        assert_eq!(read::<Value>(br#"[{"id":5}]"#).unwrap(), json!([{"id": 5}]), "what fits is not changed");
        for body in [r#"[{"id":5},{"id":6}]"#, "[]", "[[{\"id\":5}]]", "[", "", "null", "<html>"] {
            assert!(read::<Row>(body.as_bytes()).is_err(), "{body}");
        }
    }

    #[test]
    fn nothing_is_read_of_any_body() {
        for body in ["", "null", "{}", r#"{"id":5}"#, "[1,2]", "deleted"] {
            read::<()>(body.as_bytes()).unwrap();
        }
        assert_eq!(read::<Option<Row>>(b"").unwrap(), None);
    }
}
