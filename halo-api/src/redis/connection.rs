//! Connections to Redis, one for each runtime, made again when they break.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ::redis::aio::MultiplexedConnection;
use ::redis::{AsyncConnectionConfig, Client, RedisError};
use tokio::runtime::{Handle, Id};

use crate::vocabulary::Error;
use crate::vocabulary::secret::Secret;

/// The most connections that are retained: a program has one or two runtimes.
const CONNECTIONS: usize = 4;

pub(super) struct Connections {
    client: Client,
    config: AsyncConnectionConfig,
    /// Each belongs to the runtime that made it, newest first.
    open: Mutex<Vec<(Id, MultiplexedConnection)>>,
}

impl Connections {
    pub(super) fn new(url: &Secret, timeout: Duration) -> Result<Self, Error> {
        // The text is not repeated: it may contain a password.
        let client = Client::open(url.expose()).map_err(|_| {
            Error::config("the URL of Redis is not valid; it looks like redis://user:password@10.0.0.5:6379/0")
        })?;
        if url.expose().starts_with("rediss:") {
            install_tls()?;
        }
        let config =
            AsyncConnectionConfig::new().set_connection_timeout(Some(timeout)).set_response_timeout(Some(timeout));
        Ok(Self { client, config, open: Mutex::default() })
    }

    /// The connection of this runtime, and whether it was there already.
    pub(super) async fn get(&self) -> Result<(MultiplexedConnection, bool), RedisError> {
        let runtime = Handle::current().id();
        if let Some((_, connection)) = self.open().iter().find(|(id, _)| *id == runtime) {
            return Ok((connection.clone(), true));
        }
        let connection = self.client.get_multiplexed_async_connection_with_config(&self.config).await?;
        let mut open = self.open();
        open.insert(0, (runtime, connection.clone()));
        open.truncate(CONNECTIONS);
        Ok((connection, false))
    }

    /// Drops the connection of this runtime, which has failed.
    pub(super) fn forget(&self) {
        let runtime = Handle::current().id();
        self.open().retain(|(id, _)| *id != runtime);
    }

    fn open(&self) -> MutexGuard<'_, Vec<(Id, MultiplexedConnection)>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Chooses the cryptography of TLS for this process, unless the program has: the redis crate takes the default and panics
/// without one. It is that of the connections to Halo.
fn install_tls() -> Result<(), Error> {
    #[cfg(feature = "rustls")]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // It fails only if another thread has just done so.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    }
    if cfg!(feature = "rustls") {
        Ok(())
    } else {
        Err(Error::config("a URL with rediss:// requires the feature `rustls`"))
    }
}
