//! What all lists, and all streams, share as inherent methods.

/// Methods of every stream, so that no trait needs to be imported.
macro_rules! next_methods {
    ($stream:ident<T: $bound:ident $(+ $more:lifetime)?>, $item:ty, $what:literal, $end:literal) => {
        impl<T: $bound $(+ $more)?> $stream<T> {
            #[doc = concat!("The next ", $what, "; `", $end, ".")]
            ///
            /// **Cancel safety:** nothing is lost if the future is dropped, as in `select!`: the stream keeps its requests
            /// in flight.
            pub async fn next(&mut self) -> Option<Result<$item, $crate::Error>> {
                std::future::poll_fn(|cx| futures_core::Stream::poll_next(std::pin::Pin::new(&mut *self), cx)).await
            }

            #[doc = concat!("The next ", $what, ", for use with `?`.")]
            ///
            /// **Cancel safety:** as that of [`next`](Self::next).
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind).
            pub async fn try_next(&mut self) -> Result<Option<$item>, $crate::Error> {
                // Not by way of `next`, which would copy each item once more.
                let item = |cx: &mut std::task::Context<'_>| {
                    futures_core::Stream::poll_next(std::pin::Pin::new(&mut *self), cx).map(Option::transpose)
                };
                std::future::poll_fn(item).await
            }

            /// As an iterator, for programs without an async runtime: see [`blocking`](crate::blocking).
            #[cfg(feature = "blocking")]
            pub fn into_blocking(self) -> $crate::blocking::BlockingIter<Self> {
                $crate::blocking::BlockingIter::new(self)
            }
        }
    };
}
pub(crate) use next_methods;

/// A list.
macro_rules! list_request {
    () => {}; // See `rt`.
    ($request:ident $(<$row:ident>)?, $model:ty) => {
        /// # Pages and order
        impl$(<$row: $crate::Record>)? $request$(<$row>)? {
            /// Sets how many rows a page has, at least 1.
            ///
            /// More than Halo allows is not an error: Halo then gives fewer, such as 100 tickets or 50 assets; for most
            /// lists nobody knows the cap. Where the list has no pages, this is the maximum number of rows, or has no effect.
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

            /// Ends streams after this many pages. A page that is read again after a change counts once.
            #[inline]
            pub fn max_pages(mut self, pages: u32) -> Self {
                self.call.max_pages(pages);
                self
            }

            /// Sets how many pages streams ask for at once, 1 to 8: 1 is page by page.
            ///
            /// Unless it is set, a stream asks for one page ahead of its consumer, for up to 8 at once while the consumer
            /// waits for pages, and for fewer again when pages wait for the consumer. It asks for no page ahead before the
            /// first page is used up, beyond the end of the list, without a total, or right after the list changed. Rows
            /// keep their order.
            #[inline]
            pub fn prefetch(mut self, pages: usize) -> Self {
                self.call.prefetch(pages);
                self
            }

            /// Lets streams read each page again after the page that follows it.
            ///
            /// Rows that move between two pages are then seen whatever the total says: see [`stream`](Self::stream). It
            /// takes twice the requests, one after the other.
            #[inline]
            pub fn overlap(mut self) -> Self {
                self.call.overlap();
                self
            }

            /// Lets streams end at an empty page even if its total says that there are more rows.
            ///
            /// Such an end is a `tracing` event. Unless this is set, it is an error, since rows may be missing. Some lists
            /// count rows that they do not show.
            #[inline]
            pub fn accept_shortfall(mut self) -> Self {
                self.call.accept_shortfall();
                self
            }

            /// Lets a stream go on where another stream of the same list, in the same order, stopped: see
            /// [`Position`](crate::Position).
            #[inline]
            pub fn start_at(mut self, position: $crate::Position) -> Self {
                self.call.start_at(position);
                self
            }

            /// Leaves out rows that cannot be read, such as a `null` or one without its key, instead of ending with an
            /// error. Each is a `tracing` event, and streams keep them: see [`Pager::skipped`](crate::Pager::skipped).
            #[inline]
            pub fn skip_unreadable(mut self) -> Self {
                self.call.skip_unreadable();
                self
            }

            /// Orders the rows by the field with this wire name.
            ///
            /// Call it again to add a further field, which orders rows that are equal so far. A name that is not a field of
            /// the schema is an error, since Halo would ignore it.
            pub fn order_by(mut self, wire_name: impl Into<String>, direction: $crate::Direction) -> Self {
                self.call.order_by(wire_name.into(), direction);
                self
            }
        }

        $crate::request::macros::single_response!(
            $request $(<$row>)?,
            $crate::Page<$model>,
            page,
            "Sends it and gives one page, the first unless `page_no` is set. Awaiting the request does the same."
        );

        /// # All rows
        impl$(<$row: $crate::Record>)? $request$(<$row>)? {
            /// All rows, page after page. Nothing is sent until the stream is polled.
            ///
            /// Halo pages by number, so that rows which are added or removed during the walk move the others from page to
            /// page. The stream compares the total of each page with that of the page before it, reads pages again after a
            /// change, and tells rows apart by their keys. It gives every row that exists throughout the walk exactly once,
            /// or ends with an error ([`ErrorKind::Paging`](crate::ErrorKind::Paging)), if the list states a total and
            ///
            /// - rows are only removed, or only added; or
            /// - the list is newest first (by id, descending) and asked page by page ([`prefetch(1)`](Self::prefetch)); or
            /// - [`overlap`](Self::overlap) is set.
            ///
            /// Two cases remain in which a row can be missed. First, rows are removed before the stream's position, and as
            /// many are appended behind it, between the same two requests: the total stays the same, so that nothing shows
            /// the change. Second, with several requests in flight, a row is added in front while another one is removed:
            /// page n + 1 may be served before page n. `overlap` finds both, unless such changes move a row from one page
            /// to the other and back between three requests.
            ///
            /// With `paging: none` or `count` in the schema, a list is one response, which is given as it is. If a `count`
            /// list gives as many rows as were asked for, the stream asks again for more rows, unless `page_size` was set;
            /// if no more come, or the cap of the list is known, it ends with an error after the rows. With a `window`, such
            /// as in `/Feed`, a list is walked by ids: each request asks for rows older than the last one, newest first, and
            /// rows that are added or removed meanwhile do not move the others.
            #[must_use = "a stream does nothing until it is polled"]
            pub fn stream(self) -> $crate::Pager<$model> {
                self.call.stream()
            }

            /// All rows, read straight into a type of your own that holds only what you need, in one pass.
            /// [`lenient`](crate::lenient) has functions for its fields, since plain serde refuses Halo's `18.0` and dates
            /// without a zone.
            ///
            /// The memory that rows take is bounded by the size of the body, which is at most 64 MB a page, and by what your
            /// type makes of it.
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

            /// All pages, each without the rows that were given before. A page that is read again after a change and
            /// brings nothing new is left out. Nothing is sent until the stream is polled.
            ///
            /// The promise of [`stream`](Self::stream) also holds for the rows of the pages.
            #[must_use = "a stream does nothing until it is polled"]
            pub fn pages(self) -> $crate::Pages<$model> {
                self.call.pages()
            }

            /// All rows in memory.
            ///
            /// **Cancel safety:** dropping the future loses the rows that came; a [`stream`](Self::stream) keeps them.
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind). Rows that came before an error are lost; `stream` keeps them.
            #[must_use = "nothing is sent until it is awaited"]
            pub fn all(self) -> $crate::Pending<Vec<$model>> {
                self.call.all()
            }

            /// All rows in memory, read straight into a type of your own: see [`stream_as`](Self::stream_as).
            ///
            /// **Cancel safety:** as that of [`all`](Self::all).
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind).
            #[must_use = "nothing is sent until it is awaited"]
            pub fn all_as<Row: serde::de::DeserializeOwned + Send + 'static>(self) -> $crate::Pending<Vec<Row>> {
                self.call.all_as()
            }

            /// The first row, if there is one.
            ///
            /// **Cancel safety:** dropping the future ends the call.
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind).
            #[must_use = "nothing is sent until it is awaited"]
            pub fn first(self) -> $crate::Pending<Option<$model>> {
                self.call.first()
            }

            /// All rows, one after the other: see [`blocking`](crate::blocking).
            #[cfg(feature = "blocking")]
            #[inline]
            pub fn iter_blocking(self) -> $crate::blocking::BlockingIter<$crate::Pager<$model>> {
                self.stream().into_blocking()
            }

            /// All rows in memory: see [`blocking`](crate::blocking).
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind).
            #[cfg(feature = "blocking")]
            #[inline]
            pub fn all_blocking(self) -> Result<Vec<$model>, $crate::Error> {
                self.all().wait()
            }

            /// The first row, if there is one: see [`blocking`](crate::blocking).
            ///
            /// # Errors
            /// See [`ErrorKind`](crate::ErrorKind).
            #[cfg(feature = "blocking")]
            #[inline]
            pub fn first_blocking(self) -> Result<Option<$model>, $crate::Error> {
                self.first().wait()
            }
        }

        $crate::request::macros::settings!($request $(<$row>)?);
    };
}
pub(crate) use list_request;

/// A list that can be asked for what changed.
macro_rules! changes_request {
    () => {}; // See `rt`.
    ($request:ident, $model:ty) => {
        impl $request {
            /// What changed since a checkpoint or an instant among the rows that pass these filters, and what was deleted:
            /// see [`Changes`](crate::Changes).
            pub fn changes(self, since: impl Into<$crate::Checkpoint>) -> $crate::Changes<$model> {
                $crate::Changes::new(self.call, &since.into())
            }
        }
    };
}
pub(crate) use changes_request;

/// The handle of such a list.
macro_rules! changes_handle {
    () => {}; // See `rt`.
    ($handle:ident, $model:ty) => {
        impl $handle {
            /// What changed since a checkpoint or an instant, and what was deleted: see [`Changes`](crate::Changes).
            pub fn changes(&self, since: impl Into<$crate::Checkpoint>) -> $crate::Changes<$model> {
                self.list().changes(since)
            }
        }
    };
}
pub(crate) use changes_handle;

/// A list of an entity that can be fetched one by one.
macro_rules! hydrate_request {
    () => {}; // See `rt`.
    ($request:ident, $model:ty) => {
        /// # All rows, each whole
        impl $request {
            /// Fetches the whole entity of each row: one result per row, in order.
            ///
            /// It fetches `at_once` of them at the same time, at most 8.
            #[must_use = "a stream does nothing until it is polled"]
            pub fn hydrate(self, at_once: usize) -> $crate::Hydrate<$model> {
                self.call.hydrate(at_once)
            }
        }
    };
}
pub(crate) use hydrate_request;
