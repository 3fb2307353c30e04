//! The grant of an application that acts for itself.

use crate::auth::token_server::{Grant, TokenServer};
use crate::auth::token_source::{Fetch, Granted, Urgency};
use crate::transport::BoxFuture;
use crate::vocabulary::Error;

pub(crate) struct ClientCredentials(pub(crate) TokenServer);

impl Fetch for ClientCredentials {
    fn fetch(&self, urgency: Urgency) -> BoxFuture<'_, Result<Granted, Error>> {
        // A refresh token comes with it, and is useless: the client holds what gets another token.
        Box::pin(async move { Ok(self.0.request(Grant::ClientCredentials, urgency).await?.granted) })
    }
}
