//! What all requests of a kind share, as inherent methods: no trait to import, nothing generic in the user's crate.

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
            pub fn send_blocking(self) -> Result<$answer, $crate::Error> {
                $crate::blocking::wait(self.send())
            }
        }

        impl$(<$row: $crate::Record>)? IntoFuture for $request$(<$row>)? {
            type Output = Result<$answer, $crate::Error>;
            type IntoFuture = $crate::Pending<$answer>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}
pub(crate) use answered;

/// What the request of an operation offers, by what the operation replies with: the arms are the variants of the catalog's
/// [`Reply`](crate::catalog::Reply), and so are the methods of [`Call`](crate::request::Call) that read it.
macro_rules! request {
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
            "Sends it and gives the answer as it is. Awaiting the request does the same."
        );
    };
    (json $request:ident) => {
        $crate::request::macros::common!($request);
        $crate::request::macros::answered!(
            $request,
            serde_json::Value,
            json,
            "Sends it and gives the answer as JSON, an empty one as `null`. Awaiting the request does the same."
        );
    };
    (object $request:ident, $model:ident) => {
        $crate::request::macros::common!($request);
        $crate::request::macros::answered!(
            $request,
            $model,
            object,
            "Sends it. Awaiting the request does the same."
        );
    };
    (value $request:ident, $answer:ty) => {
        $crate::request::macros::common!($request);
        $crate::request::macros::answered!(
            $request,
            $answer,
            value,
            "Sends it. Awaiting the request does the same."
        );
    };
    (page $request:ident $(<$row:ident>)?, $model:ident) => {
        $crate::request::macros::list_request!($request $(<$row>)?, $model);
    };
}
pub(crate) use request;

/// A list.
macro_rules! list_request {
    ($request:ident $(<$row:ident>)?, $model:ident) => {
        $crate::request::macros::common!($request $(<$row>)?);
        $crate::request::macros::answered!(
            $request $(<$row>)?,
            $crate::Page<$model>,
            page,
            "Sends it and gives one page, the first unless `page_no` is set. Awaiting the request does the same."
        );

        impl$(<$row: $crate::Record>)? $request$(<$row>)? {
            /// Rows of a page, at least 1. More than Halo gives is no error: it gives what it gives. Where the list has
            /// no pages, this is the most rows, or means nothing.
            #[inline]
            pub fn page_size(mut self, rows: u32) -> Self {
                self.call.page_size(rows);
                self
            }

            /// Which page `send` gives, counted from 1. An error in streams, and in lists without pages.
            #[inline]
            pub fn page_no(mut self, number: u32) -> Self {
                self.call.page_no(number);
                self
            }

            /// Ends streams after this many pages.
            #[inline]
            pub fn max_pages(mut self, pages: u32) -> Self {
                self.call.max_pages(pages);
                self
            }

            /// Lets streams ask for so many pages at once, at most 8; 1 unless set. Nothing is asked for ahead of time
            /// before the first page is used up, nor beyond the end. Rows keep their order.
            #[inline]
            pub fn prefetch(mut self, pages: usize) -> Self {
                self.call.prefetch(pages);
                self
            }

            /// Lets a stream go on where another one, of the same list in the same order, stood.
            #[inline]
            pub fn start_at(mut self, position: $crate::Position) -> Self {
                self.call.start_at(position);
                self
            }

            /// Orders by the field of this wire name. Again for a further level, which orders rows that are equal so
            /// far. A name that is no field of the schema is an error, since Halo would ignore it.
            pub fn order_by(mut self, wire_name: impl Into<String>, direction: $crate::Direction) -> Self {
                self.call.order_by(wire_name.into(), direction);
                self
            }

            /// All rows, page after page. Nothing is sent until the stream is polled.
            #[must_use = "a stream does nothing until it is polled"]
            pub fn stream(self) -> $crate::Pager<$model> {
                self.call.stream()
            }

            /// All rows, read straight into a type of your own that holds only what you need, in one pass.
            /// [`lenient`](crate::lenient) has functions for its fields, since Halo's `18.0` and dates without a zone fail
            /// plain serde.
            ///
            /// ```no_run
            /// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
            /// #[derive(serde::Deserialize)]
            /// struct Row {
            ///     #[serde(deserialize_with = "halo_api::lenient::int")]
            ///     id: i64,
            ///     summary: Option<String>,
            /// }
            ///
            /// let mut rows = halo.tickets().list().stream_as::<Row>();
            /// while let Some(row) = rows.try_next().await? {
            ///     println!("{} {:?}", row.id, row.summary);
            /// }
            /// # Ok(()) }
            /// ```
            #[must_use = "a stream does nothing until it is polled"]
            pub fn stream_as<Row: serde::de::DeserializeOwned + Send + 'static>(self) -> $crate::Pager<Row> {
                self.call.stream_as()
            }

            /// All pages. Nothing is sent until the stream is polled.
            #[must_use = "a stream does nothing until it is polled"]
            pub fn pages(self) -> $crate::Pages<$model> {
                self.call.pages()
            }

            /// All rows in memory.
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind). Rows that came before an error are lost; `stream` keeps them.
            #[must_use = "nothing is sent until it is awaited"]
            pub fn all(self) -> $crate::Pending<Vec<$model>> {
                self.call.all()
            }

            /// The first row, if there is one.
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind).
            #[must_use = "nothing is sent until it is awaited"]
            pub fn first(self) -> $crate::Pending<Option<$model>> {
                self.call.first()
            }

            /// All rows, one after the other: see [`blocking`](crate::blocking).
            #[cfg(feature = "blocking")]
            pub fn iter_blocking(self) -> $crate::blocking::BlockingIter<$crate::Pager<$model>> {
                self.stream().into_blocking()
            }

            /// All rows in memory: see [`blocking`](crate::blocking).
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind).
            #[cfg(feature = "blocking")]
            pub fn all_blocking(self) -> Result<Vec<$model>, $crate::Error> {
                $crate::blocking::wait(self.all())
            }

            /// The first row, if there is one: see [`blocking`](crate::blocking).
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind).
            #[cfg(feature = "blocking")]
            pub fn first_blocking(self) -> Result<Option<$model>, $crate::Error> {
                $crate::blocking::wait(self.first())
            }
        }
    };
}
pub(crate) use list_request;

/// A list of an entity that can be fetched one by one.
#[allow(unused_macros)] // Used by generated code where the schema has such a list.
macro_rules! hydrate_request {
    ($request:ident, $model:ident) => {
        impl $request {
            /// The entities of the rows, each fetched whole, so many at once, at most 8; one result per row, in order.
            #[must_use = "a stream does nothing until it is polled"]
            pub fn hydrate(self, at_once: usize) -> $crate::Hydrate<$model> {
                self.call.hydrate(at_once)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use hydrate_request;
