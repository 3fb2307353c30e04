//! The behaviour scenarios in memory.
#![cfg(feature = "mock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod behaviour;

/// Gives each scenario its client.
mod link {
    use std::time::Duration;

    use halo_api::mock::MockHalo;
    use halo_api::{Halo, HaloBuilder, RetryPolicy};

    pub(crate) fn builder(mock: &MockHalo) -> HaloBuilder {
        mock.builder().retry(RetryPolicy::default().backoff(Duration::ZERO, Duration::ZERO))
    }

    pub(crate) fn halo(mock: &MockHalo) -> Halo {
        builder(mock).build().unwrap()
    }
}
