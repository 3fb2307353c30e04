//! What all requests of a kind share, as inherent methods: no trait to import, nothing generic in the user's crate. Lists
//! are in `paging`.

/// Methods of everything that is sent.
macro_rules! settings {
    ($request:ident $(<$row:ident>)?) => {
        /// # Settings of this call
        impl$(<$row>)? $request$(<$row>)? {
            /// Sets any query parameter, even one that the schema lacks. Setting a name again replaces its value.
            pub fn query(mut self, name: impl Into<String>, value: impl $crate::Param) -> Self {
                self.call.query(name.into(), value.to_param());
                self
            }

            /// Limits the duration of the whole call: attempts, waits, token and rate limit. It replaces the client's
            /// limits, so a longer one also allows a single attempt to take longer.
            #[inline]
            pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
                self.call.timeout(timeout);
                self
            }

            /// Sets how often and how long it is retried, in place of the client's policy.
            #[inline]
            pub fn retry(mut self, policy: $crate::RetryPolicy) -> Self {
                self.call.retry(policy);
                self
            }

            /// Declares that sending it twice has the same effect as once, so a write is retried after a lost response.
            /// Reads and deletes always are.
            #[inline]
            pub fn assume_idempotent(mut self) -> Self {
                self.call.assume_idempotent();
                self
            }

            /// Sets the maximum size of a response body in bytes, after decompression; 64 MB by default.
            ///
            /// A larger body fails with [`TooLarge`](crate::ErrorKind::TooLarge).
            #[inline]
            pub fn max_bytes(mut self, bytes: u64) -> Self {
                self.call.max_bytes(bytes);
                self
            }

            /// Sets its priority under the rate limit, in place of the client's: see [`Lane`](crate::Lane).
            #[inline]
            pub fn lane(mut self, lane: $crate::Lane) -> Self {
                self.call.lane(lane);
                self
            }

            /// Adds a header to each request of this call, such as a correlation id; the same name again replaces it.
            ///
            /// The value is treated as a secret. A header that the client sets itself, such as `Accept`, is an error when the
            /// call is sent.
            #[inline]
            pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
                self.call.header(name.as_ref(), value.as_ref());
                self
            }

            /// Calls `set` with the value of the option, if there is one.
            pub fn when_some<V>(self, option: Option<V>, set: impl FnOnce(Self, V) -> Self) -> Self {
                match option {
                    Some(value) => set(self, value),
                    None => self,
                }
            }
        }

        impl$(<$row>)? From<$request$(<$row>)?> for $crate::request::Call {
            fn from(request: $request$(<$row>)?) -> Self {
                request.call
            }
        }
    };
}
pub(crate) use settings;

/// How whatever has a result of one type is sent and awaited.
macro_rules! awaitable {
    ($request:ident $(<$row:ident>)?, $answer:ty, $method:ident, $doc:literal) => {
        /// # Sending
        impl$(<$row: $crate::Record>)? $request$(<$row>)? {
            #[doc = $doc]
            ///
            /// **Cancel safety:** dropping the future ends the call, and what it waited for is free for others. Of a write
            /// that was on its way, nobody knows whether Halo carried it out.
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind).
            #[must_use = "nothing is sent until it is awaited"]
            pub fn send(self) -> $crate::Pending<$answer> {
                self.call.$method()
            }

            /// Sends the request and blocks until it is done: see [`blocking`](crate::blocking).
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind).
            #[cfg(feature = "blocking")]
            #[inline]
            pub fn send_blocking(self) -> Result<$answer, $crate::Error> {
                self.send().wait()
            }
        }

        impl$(<$row: $crate::Record>)? IntoFuture for $request$(<$row>)? {
            type Output = Result<$answer, $crate::Error>;
            type IntoFuture = $crate::Pending<$answer>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}
pub(crate) use awaitable;

/// How a request with a response of one type is sent.
macro_rules! single_response {
    ($request:ident $(<$row:ident>)?, $answer:ty, $method:ident, $doc:literal) => {
        $crate::request::macros::awaitable!($request $(<$row>)?, $answer, $method, $doc);

        /// # Looking at what is sent and received
        impl$(<$row: $crate::Record>)? $request$(<$row>)? {
            /// Shows what it would send, without sending it.
            #[must_use]
            #[inline]
            pub fn preview(&self) -> $crate::Preview {
                self.call.preview()
            }

            /// Sends the request, and gives status, headers and attempts of the response as well.
            ///
            /// **Cancel safety:** as that of [`send`](Self::send).
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind).
            #[must_use = "nothing is sent until it is awaited"]
            #[inline]
            pub fn send_with_meta(mut self) -> $crate::PendingWithMeta<$answer> {
                let slot = self.call.with_meta();
                $crate::PendingWithMeta::new(self.send(), slot)
            }
        }
    };
}
pub(crate) use single_response;

/// What the request of an operation offers, by what the operation replies with: the arms are the variants of the catalog's
/// [`Reply`](crate::catalog::Reply), and so are the methods of [`Call`](crate::request::Call) that read it. Requests for
/// pages are those of `paging::macros::list_request`.
macro_rules! request {
    () => {}; // See `rt`.
    (none $request:ident) => {
        $crate::request::macros::single_response!($request, (), none, "Sends the request. Awaiting it does the same.");
        $crate::request::macros::settings!($request);
    };
    (bytes $request:ident) => {
        $crate::request::macros::single_response!(
            $request,
            bytes::Bytes,
            bytes,
            "Sends the request and returns the body of the response. Awaiting it does the same."
        );
        $crate::request::macros::settings!($request);
    };
    (download $request:ident) => {
        $crate::request::macros::single_response!(
            $request,
            $crate::Download,
            download,
            "Sends the request and returns the file, from the response or from its link. Awaiting it does the same."
        );

        /// # Saving to a file
        impl $request {
            /// Sends the request and streams the file to a path or a writer: see [`SaveTarget`](crate::SaveTarget).
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind); [`Io`](crate::ErrorKind::Io) if it cannot be saved.
            #[must_use = "nothing is sent until it is awaited"]
            pub fn save_to(self, target: impl Into<$crate::SaveTarget>) -> $crate::Pending<$crate::Saved> {
                self.call.save_to(target.into())
            }

            /// Sends the request, blocks until it is done, and saves the file: see [`blocking`](crate::blocking).
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind); [`Io`](crate::ErrorKind::Io) if it cannot be saved.
            #[cfg(feature = "blocking")]
            pub fn save_to_blocking(
                self,
                target: impl Into<$crate::SaveTarget>,
            ) -> Result<$crate::Saved, $crate::Error> {
                self.save_to(target).wait()
            }
        }
        $crate::request::macros::settings!($request);
    };
    (json $request:ident) => {
        $crate::request::macros::single_response!(
            $request,
            serde_json::Value,
            json,
            "Sends the request and returns the response as JSON, or `null` if it is empty. Awaiting it does the same."
        );
        $crate::request::macros::settings!($request);
    };
    (object $request:ident, $model:ty) => {
        $crate::request::macros::single_response!(
            $request,
            $model,
            object,
            "Sends the request. Awaiting it does the same."
        );
        $crate::request::macros::settings!($request);
    };
    (value $request:ident, $answer:ty) => {
        $crate::request::macros::single_response!(
            $request,
            $answer,
            value,
            "Sends the request. Awaiting it does the same."
        );
        $crate::request::macros::settings!($request);
    };
}
pub(crate) use request;
