//! How files are fetched that Halo links to: by a client of its own, which holds nothing that is meant for Halo.

use std::sync::Arc;

use http::header;

use crate::pipeline::{DeniedRoutes, Sender, SlidingWindow};
use crate::transport::Transport;
use crate::transport::network::{LazyNetwork, Settings};

/// The network for these files. The URL of a file is checked before it is fetched, whatever Halo's is.
pub(super) fn network(settings: Settings) -> Arc<dyn Transport> {
    Arc::new(LazyNetwork::new(Settings { https_only: false, ..settings }))
}

/// Sends without the caller's headers and without a rate limit.
pub(super) fn sender(sender: &Sender, transport: Arc<dyn Transport>) -> Sender {
    let agent = sender.headers.get(header::USER_AGENT);
    Sender {
        transport,
        limiter: Arc::new(SlidingWindow::new(None)),
        headers: agent.map(|agent| (header::USER_AGENT, agent.clone())).into_iter().collect(),
        denied: Arc::new(DeniedRoutes::default()),
        ..sender.clone()
    }
}
