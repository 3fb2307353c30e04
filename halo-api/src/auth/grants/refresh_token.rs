//! The grant of a person who signed in before.
//!
//! A refresh token is valid for one request, whose response has the next one. Whoever loses that response has to sign in
//! again. So a refresh runs to its end in a task of its own, even if the call that started it is dropped, and the next call
//! takes its result over.

use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tracing::Instrument;

use super::password::Login;
use crate::auth::token_response::TokenResponse;
use crate::auth::token_server::{Grant, TokenServer, is_invalid_grant};
use crate::auth::token_source::{Fetch, Granted, Urgency};
use crate::auth::token_store::{StoredToken, TokenStore};
use crate::transport::BoxFuture;
use crate::vocabulary::clock::later;
use crate::vocabulary::secret::Secret;
use crate::vocabulary::{Error, ErrorKind};

/// The waits for another process that has used the stored token and not yet saved the next one.
const OTHER_SAVES: [Duration; 3] = [Duration::ZERO, Duration::from_millis(300), Duration::from_secs(1)];

/// Refreshes a person's token, and keeps the next refresh token.
#[derive(Clone)]
pub(crate) struct RefreshToken {
    inner: Arc<Inner>,
}

struct Inner {
    server: TokenServer,
    store: Option<Arc<dyn TokenStore>>,
    /// How to sign in without a usable refresh token.
    login: Option<Login>,
    held: RwLock<Held>,
    /// The refresh whose result no call has taken yet.
    pending: Mutex<Option<JoinHandle<Result<Granted, Error>>>>,
}

#[derive(Default)]
struct Held {
    token: Option<Secret>,
    /// Whether the store has an older one, since saving failed.
    unsaved: bool,
    /// The token that the server refused for good.
    refused: Option<(Secret, Error)>,
}

impl Fetch for RefreshToken {
    fn fetch(&self, urgency: Urgency) -> BoxFuture<'_, Result<Granted, Error>> {
        Box::pin(async move {
            let mut pending = self.inner.pending.lock().await;
            if let Some(result) = take_over(&mut pending).await {
                return Ok(result);
            }
            let inner = Arc::clone(&self.inner);
            let refresh = async move { inner.refresh(urgency).await }.in_current_span();
            let task = pending.insert(tokio::spawn(refresh));
            let result = task.await;
            *pending = None;
            result.unwrap_or_else(|_| Err(Error::no_authorization("the refresh was aborted: its runtime stopped")))
        })
    }
}

/// The result of a refresh whose call was dropped, if it is a usable token.
async fn take_over(pending: &mut Option<JoinHandle<Result<Granted, Error>>>) -> Option<Granted> {
    let result = pending.as_mut()?.await;
    *pending = None;
    // An old failure is nothing to this call.
    let granted = result.ok()?.ok()?;
    let expires_at = later(granted.requested_at, granted.lifetime?);
    (Instant::now() < expires_at).then_some(granted)
}

impl RefreshToken {
    pub(crate) fn new(server: TokenServer, store: Option<Arc<dyn TokenStore>>, login: Option<Login>) -> Self {
        let (held, pending) = (RwLock::default(), Mutex::default());
        Self { inner: Arc::new(Inner { server, store, login, held, pending }) }
    }

    pub(crate) fn server(&self) -> &TokenServer {
        &self.inner.server
    }

    /// Keeps what came with a token, and returns the token.
    pub(crate) async fn keep(&self, response: TokenResponse) -> Granted {
        self.inner.keep(response).await
    }
}

impl Inner {
    async fn refresh(&self, urgency: Urgency) -> Result<Granted, Error> {
        let response = match self.load().await? {
            Some(token) => self.exchange(token, urgency).await,
            None => self.log_in(urgency, no_token(self.store.is_some())).await,
        };
        Ok(self.keep(response?).await)
    }

    /// Exchanges the token or, if the server refuses it, the one that another process has stored meanwhile.
    async fn exchange(&self, mut token: Secret, urgency: Urgency) -> Result<TokenResponse, Error> {
        for waits in [&OTHER_SAVES[..], &OTHER_SAVES, &[]] {
            let (error, waits) = match self.refusal(&token) {
                Some(error) => (error, &OTHER_SAVES[..1]),
                None => match self.server.request(Grant::RefreshToken(&token), urgency).await {
                    Err(error) if is_invalid_grant(&error) => (error.sign_in_required(), waits),
                    result => return result,
                },
            };
            self.held().refused = Some((token.clone(), error.clone()));
            match self.newer_than(&token, waits).await? {
                Some(newer) => token = newer,
                None => return self.log_in(urgency, error).await,
            }
        }
        Err(Error::no_authorization("other processes use each stored refresh token before this one does"))
    }

    async fn log_in(&self, urgency: Urgency, otherwise: Error) -> Result<TokenResponse, Error> {
        match &self.login {
            Some(login) => login.request(&self.server, urgency).await,
            None => Err(otherwise),
        }
    }

    /// The refresh token to use: the stored one, unless the one in memory could not be saved.
    async fn load(&self) -> Result<Option<Secret>, Error> {
        let (held, unsaved) = {
            let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
            (held.token.clone(), held.unsaved)
        };
        let Some(store) = self.store.as_ref().filter(|_| !unsaved) else { return Ok(held) };
        match store.load().await {
            Ok(stored) => Ok(stored.map(|stored| stored.secret().clone()).filter(|token| !token.expose().is_empty())),
            Err(error) if held.is_some() => {
                tracing::warn!(%error, "the token store could not be read; the sign-in in memory stays in use");
                Ok(held)
            }
            Err(error) => Err(error.during_token()),
        }
    }

    /// The stored token, if another process has replaced this one.
    async fn newer_than(&self, token: &Secret, waits: &[Duration]) -> Result<Option<Secret>, Error> {
        let Some(store) = &self.store else { return Ok(None) };
        for wait in waits {
            sleep(*wait).await;
            let stored = store.load().await.map_err(Error::during_token)?;
            let stored = stored.map(|stored| stored.secret().clone()).filter(|stored| !stored.expose().is_empty());
            if let Some(newer) = stored.filter(|stored| stored.expose() != token.expose()) {
                return Ok(Some(newer));
            }
        }
        Ok(None)
    }

    async fn keep(&self, response: TokenResponse) -> Granted {
        if let Some(next) = response.refresh_token {
            self.save(next).await;
        }
        response.granted
    }

    async fn save(&self, next: Secret) {
        *self.held() = Held { token: Some(next.clone()), unsaved: self.store.is_some(), refused: None };
        let Some(store) = &self.store else { return };
        match store.save(StoredToken::from(next)).await {
            Ok(()) => self.held().unsaved = false,
            Err(error) => {
                tracing::error!(%error, "the refresh token could not be saved; a restart needs another sign-in");
            }
        }
    }

    fn refusal(&self, token: &Secret) -> Option<Error> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let (refused, error) = held.refused.as_ref()?;
        (refused.expose() == token.expose()).then(|| error.clone())
    }

    fn held(&self) -> RwLockWriteGuard<'_, Held> {
        self.held.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn no_token(is_stored: bool) -> Error {
    let reason = if is_stored { "the token store is empty" } else { "nobody has signed in" };
    let error = Error::new(ErrorKind::Auth).detail(reason).during_token();
    error.hint("sign in first").sign_in_required()
}
