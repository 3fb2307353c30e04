//! Assertions about the requests that the mock received.

use super::{Matching, MockHalo, MockRequest};

impl MockHalo {
    /// The matching requests so far, oldest first.
    #[must_use]
    pub fn sent(&self, matching: impl Into<Matching>) -> Vec<MockRequest> {
        let matching = matching.into();
        self.lock().log.iter().filter(|request| matching.matches(request)).cloned().collect()
    }

    /// Asserts that a matching request was sent.
    ///
    /// # Panics
    /// If there was none. The message shows all requests, as do those of the other assertions.
    #[track_caller]
    pub fn assert_sent(&self, matching: impl Into<Matching>) {
        let matching = matching.into();
        assert!(
            !self.sent(matching.clone()).is_empty(),
            "no request matches {matching:?}; the requests were\n{}",
            self.shown()
        );
    }

    /// Asserts that this many matching requests were sent.
    ///
    /// # Panics
    /// If there were more or fewer.
    #[track_caller]
    pub fn assert_sent_times(&self, times: usize, matching: impl Into<Matching>) {
        let matching = matching.into();
        let sent = self.sent(matching.clone()).len();
        assert!(sent == times, "{sent} requests, not {times}, match {matching:?}; the requests were\n{}", self.shown());
    }

    /// Asserts that no matching request was sent.
    ///
    /// # Panics
    /// If there was one.
    #[track_caller]
    pub fn assert_not_sent(&self, matching: impl Into<Matching>) {
        let sent = self.sent(matching);
        assert!(sent.is_empty(), "this should not have been sent:\n{}", lines(&sent));
    }

    /// Asserts that no write was sent.
    ///
    /// # Panics
    /// If there was a request other than reads and token requests.
    #[track_caller]
    pub fn assert_no_writes(&self) {
        let writes: Vec<MockRequest> = self.lock().log.iter().filter(|request| request.is_write()).cloned().collect();
        assert!(writes.is_empty(), "this should not have been written:\n{}", lines(&writes));
    }

    /// Asserts that the catalog knows every query parameter that was sent.
    ///
    /// Halo ignores others, which turns a misspelled filter into a list of everything.
    ///
    /// # Panics
    /// If there was an unknown one.
    #[track_caller]
    pub fn assert_no_unknown_parameters(&self) {
        let unknown = self.unknown_parameters();
        assert!(unknown.is_empty(), "Halo would ignore\n  {}\nin\n{}", unknown.join("\n  "), self.shown());
    }

    /// The unknown query parameters so far, as `GET /api/Tickets: clientid`.
    ///
    /// Halo ignores parameters that the catalog does not know, which turns a misspelled filter into a list of
    /// everything.
    #[must_use]
    pub fn unknown_parameters(&self) -> Vec<String> {
        self.named(|request| &request.unknown)
    }

    /// The filters so far that Halo applies but this mock does not, such as `advanced_search`.
    ///
    /// A test that depends on one proves nothing.
    #[must_use]
    pub fn unapplied_filters(&self) -> Vec<String> {
        self.named(|request| &request.unapplied)
    }

    /// The filters so far that decided which rows a response has, as `GET /api/Tickets: client_id`.
    #[must_use]
    pub fn applied_filters(&self) -> Vec<String> {
        self.named(|request| &request.applied)
    }

    /// The members of bodies so far that Halo ignores, as `POST /api/Tickets: sumary`.
    ///
    /// These are members that the catalog does not know, and those that only the server sets. Custom fields are among them
    /// where the test [declared](Self::custom_field) others. A member that a record of the test has is known: insert one
    /// with it for a field of your tenant. Flags that begin with an underscore are never named, for Halo has hundreds.
    #[must_use]
    pub fn unknown_fields(&self) -> Vec<String> {
        self.named(|request| &request.unknown_fields)
    }

    /// Asserts that Halo takes every member of every body that was sent.
    ///
    /// # Panics
    /// If there was one that it ignores: see [`unknown_fields`](Self::unknown_fields).
    #[track_caller]
    pub fn assert_no_unknown_fields(&self) {
        let unknown = self.unknown_fields();
        assert!(unknown.is_empty(), "Halo would ignore\n  {}\nin\n{}", unknown.join("\n  "), self.shown());
    }

    /// The ids in bodies so far that name no record of the mock, as `POST /api/Tickets: client_id 123`.
    ///
    /// Halo may refuse them. The mock refuses those that Halo was seen to refuse, if it has records of that entity.
    #[must_use]
    pub fn unknown_references(&self) -> Vec<String> {
        self.named(|request| &request.unknown_references)
    }

    /// Asserts that every id in a body named a record of the mock.
    ///
    /// # Panics
    /// If there was one that did not: see [`unknown_references`](Self::unknown_references).
    #[track_caller]
    pub fn assert_no_unknown_references(&self) {
        let unknown = self.unknown_references();
        assert!(unknown.is_empty(), "nothing is named by\n  {}\nin\n{}", unknown.join("\n  "), self.shown());
    }

    fn named(&self, names: impl Fn(&MockRequest) -> &Vec<String>) -> Vec<String> {
        let state = self.lock();
        let pairs = state.log.iter().flat_map(|request| names(request).iter().map(move |name| (request, name)));
        pairs.map(|(request, name)| format!("{} {}: {name}", request.method, request.path)).collect()
    }

    fn shown(&self) -> String {
        let requests = self.requests();
        if requests.is_empty() { "  none".to_owned() } else { lines(&requests) }
    }
}

fn lines(requests: &[MockRequest]) -> String {
    let lines: Vec<String> = requests.iter().map(|request| format!("  {request}")).collect();
    lines.join("\n")
}
