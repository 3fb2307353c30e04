//! What all requests of a kind share, as inherent methods: no trait to import, nothing generic in the user's crate. Lists
//! are in `paging`.

/// Methods of everything that is sent.
macro_rules! settings {
    ($request:ident $(<$row:ident>)?) => {
        impl$(<$row>)? $request$(<$row>)? {
            /// Sets any query parameter, also one that the schema does not know. The same name again replaces it.
            pub fn query(mut self, name: impl Into<String>, value: impl $crate::Param) -> Self {
                self.call.query(name.into(), value.to_param());
                self
            }

            /// Bounds the whole call: every attempt and wait, the token, the rate limit. It takes the place of the
            /// client's limits, so that a longer one also lets a single attempt take longer.
            #[inline]
            pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
                self.call.timeout(timeout);
                self
            }

            /// How often and how long it is tried, in place of the client's own policy.
            #[inline]
            pub fn retry(mut self, policy: $crate::RetryPolicy) -> Self {
                self.call.retry(policy);
                self
            }

            /// Says that sending it twice does what sending it once does, so that a write may be tried again after its
            /// answer was lost. Reads and deletes may be anyway.
            #[inline]
            pub fn assume_idempotent(mut self) -> Self {
                self.call.assume_idempotent();
                self
            }

            /// Sets the largest body of a response in bytes, after decompression; 64 MB unless set.
            ///
            /// A larger one is [`TooLarge`](crate::ErrorKind::TooLarge).
            #[inline]
            pub fn max_bytes(mut self, bytes: u64) -> Self {
                self.call.max_bytes(bytes);
                self
            }

            /// Its priority when the rate limit is short, in place of the client's own: see [`Lane`](crate::Lane).
            #[inline]
            pub fn lane(mut self, lane: $crate::Lane) -> Self {
                self.call.lane(lane);
                self
            }

            /// Calls `set` with the value of an option, if it has one.
            pub fn when_some<V>(self, option: Option<V>, set: impl FnOnce(Self, V) -> Self) -> Self {
                match option {
                    Some(value) => set(self, value),
                    None => self,
                }
            }

        }
    };
}
pub(crate) use settings;

/// Methods of every request.
macro_rules! common {
    ($request:ident $(<$row:ident>)?) => {
        $crate::request::macros::settings!($request $(<$row>)?);

        impl$(<$row>)? $request$(<$row>)? {
            /// What it would send. Nothing is sent.
            #[must_use]
            #[inline]
            pub fn preview(&self) -> $crate::Preview {
                self.call.preview()
            }
        }
    };
}
pub(crate) use common;

/// A request whose answer is of one type.
macro_rules! answered {
    ($request:ident $(<$row:ident>)?, $answer:ty, $method:ident, $doc:literal) => {
        impl$(<$row: $crate::Record>)? $request$(<$row>)? {
            #[doc = $doc]
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind).
            #[must_use = "nothing is sent until it is awaited"]
            pub fn send(self) -> $crate::Pending<$answer> {
                self.call.$method()
            }

            /// Sends it and waits: see [`blocking`](crate::blocking).
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
pub(crate) use answered;

/// What the request of an operation offers, by what the operation replies with: the arms are the variants of the catalog's
/// [`Reply`](crate::catalog::Reply), and so are the methods of [`Call`](crate::request::Call) that read it. Requests for
/// pages are those of `paging::macros::list_request`.
macro_rules! request {
    () => {}; // See `rt`.
    (none $request:ident) => {
        $crate::request::macros::common!($request);
        $crate::request::macros::answered!($request, (), none, "Sends it. Awaiting the request does the same.");
    };
    (bytes $request:ident) => {
        $crate::request::macros::common!($request);
        $crate::request::macros::answered!(
            $request,
            bytes::Bytes,
            bytes,
            "Sends it and returns the body of the response. Awaiting the request does the same."
        );
    };
    (download $request:ident) => {
        $crate::request::macros::common!($request);
        $crate::request::macros::answered!(
            $request,
            $crate::Download,
            download,
            "Sends it and returns the file, from the response or from where that links to. Awaiting the request does the same."
        );

        impl $request {
            /// Sends it and saves the file, as it arrives, to a path or a writer: see [`SaveTarget`](crate::SaveTarget).
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind); [`Io`](crate::ErrorKind::Io) if it cannot be saved.
            #[must_use = "nothing is sent until it is awaited"]
            pub fn save_to(self, target: impl Into<$crate::SaveTarget>) -> $crate::Pending<$crate::Saved> {
                self.call.save_to(target.into())
            }

            /// Sends it, waits, and saves the file: see [`blocking`](crate::blocking).
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind); [`Io`](crate::ErrorKind::Io) if it cannot be saved.
            #[cfg(feature = "blocking")]
            pub fn save_to_blocking(self, target: impl Into<$crate::SaveTarget>) -> Result<$crate::Saved, $crate::Error> {
                self.save_to(target).wait()
            }
        }
    };
    (json $request:ident) => {
        $crate::request::macros::common!($request);
        $crate::request::macros::answered!(
            $request,
            serde_json::Value,
            json,
            "Sends it and returns the response as JSON, an empty one as `null`. Awaiting the request does the same."
        );
    };
    (object $request:ident, $model:ty) => {
        $crate::request::macros::common!($request);
        $crate::request::macros::answered!($request, $model, object, "Sends it. Awaiting the request does the same.");
    };
    (value $request:ident, $answer:ty) => {
        $crate::request::macros::common!($request);
        $crate::request::macros::answered!($request, $answer, value, "Sends it. Awaiting the request does the same.");
    };
}
pub(crate) use request;
