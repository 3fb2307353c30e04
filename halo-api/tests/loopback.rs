//! The behaviour scenarios over HTTP, on this machine.
#![cfg(feature = "mock-server")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod behaviour;

/// Gives each scenario a client of its own server, which stops when the thread of the test ends.
mod link {
    use std::cell::RefCell;
    use std::time::Duration;

    use halo_api::mock::{MockHalo, MockServer};
    use halo_api::{Halo, HaloBuilder, RetryPolicy};

    thread_local! {
        static SERVERS: RefCell<Vec<MockServer>> = const { RefCell::new(Vec::new()) };
    }

    pub(crate) fn builder(mock: &MockHalo) -> HaloBuilder {
        let server = MockServer::start(mock.clone()).unwrap();
        let builder = Halo::builder(server.base_url());
        SERVERS.with_borrow_mut(|servers| servers.push(server));
        builder
            .client_credentials("mock-client", "mock-secret")
            .retry(RetryPolicy::default().backoff(Duration::ZERO, Duration::ZERO))
    }

    pub(crate) fn halo(mock: &MockHalo) -> Halo {
        builder(mock).build().unwrap()
    }
}
