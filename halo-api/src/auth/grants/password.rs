//! The grant of a person's name and password.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::auth::token_response::TokenResponse;
use crate::auth::token_server::{Grant, TokenServer, is_invalid_grant};
use crate::auth::token_source::{Fetch, Granted, Urgency};
use crate::transport::BoxFuture;
use crate::vocabulary::Error;
use crate::vocabulary::clock::later;
use crate::vocabulary::secret::Secret;

/// How long a refused password is not sent again: a few wrong ones in a row lock an account.
const REFUSED_FOR: Duration = Duration::from_secs(5 * 60);

/// A person's name and password.
pub(crate) struct Login {
    username: String,
    password: Secret,
    refused: Mutex<Option<(Instant, Error)>>,
}

impl Login {
    pub(crate) fn new(username: String, password: Secret) -> Self {
        Self { username, password, refused: Mutex::new(None) }
    }

    pub(super) async fn request(&self, server: &TokenServer, urgency: Urgency) -> Result<TokenResponse, Error> {
        if let Some(error) = self.refusal() {
            return Err(error);
        }
        let grant = Grant::Password { username: &self.username, password: &self.password };
        let result = server.request(grant, urgency).await;
        if let Err(error) = &result
            && is_invalid_grant(error)
        {
            let until = later(Instant::now(), REFUSED_FOR);
            *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some((until, error.clone()));
        }
        result
    }

    fn refusal(&self) -> Option<Error> {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.as_ref().filter(|(until, _)| Instant::now() < *until).map(|(_, error)| error.clone())
    }
}

/// Signs in with the password for each token.
pub(crate) struct Password {
    pub(crate) server: TokenServer,
    pub(crate) login: Login,
}

impl Fetch for Password {
    fn fetch(&self, urgency: Urgency) -> BoxFuture<'_, Result<Granted, Error>> {
        Box::pin(async move { Ok(self.login.request(&self.server, urgency).await?.granted) })
    }
}
