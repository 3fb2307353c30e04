//! The settings that say who the client acts for.

use std::sync::Arc;

use super::HaloBuilder;
use super::access::{AuthServer, Login};
use crate::auth::{RefreshToken, TokenCache, TokenServer, TokenSource, TokenStore};
use crate::client::sign_in::{SignIn, redirect_uri};
use crate::pipeline::Authorizer;
use crate::vocabulary::Error;
use crate::vocabulary::secret::Secret;
use crate::vocabulary::url::server_url;

/// Who the client acts for. Set one of these.
impl HaloBuilder {
    /// Sets the application's client id and secret.
    ///
    /// They are "Client ID and Secret (Services)" in Halo's API settings. Required, unless another way to authorize is set.
    pub fn client_credentials(self, client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        let client_secret = Secret::new(client_secret.into());
        self.log_in_with(Login::ClientCredentials { client_id: client_id.into(), client_secret })
    }

    /// Acts as the person with this user name and password.
    ///
    /// The application's authentication method in Halo's API settings is "Username & Password". The client sends the password
    /// for each token. With a [`token_store`](Self::token_store), it sends it once and then refreshes the token, also after a
    /// restart, for as long as Halo allows that. A password that Halo refuses is not sent again for 5 minutes, since a few
    /// wrong ones in a row lock an account.
    ///
    /// ```
    /// # fn f(password: String) -> Result<(), halo_api::Error> {
    /// let halo = halo_api::Halo::builder("https://acme.halopsa.com")
    ///     .password_grant("client-id", "ann@acme.example", password)
    ///     .build()?;
    /// # Ok(()) }
    /// ```
    pub fn password_grant(
        self,
        client_id: impl Into<String>,
        username: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        let (client_id, username) = (client_id.into(), username.into());
        self.log_in_with(Login::Password { client_id, username, password: Secret::new(password.into()) })
    }

    /// Acts as the person who signed in before, with the refresh token in the [`token_store`](Self::token_store).
    ///
    /// If the store is empty, or Halo refuses what is in it, calls fail with an error for which
    /// [`Error::is_sign_in_required`](crate::Error::is_sign_in_required) is true.
    ///
    /// ```
    /// # fn f(store: impl halo_api::TokenStore + 'static) -> Result<(), halo_api::Error> {
    /// let halo = halo_api::Halo::builder("https://acme.halopsa.com")
    ///     .token_store(store)
    ///     .refresh_grant("client-id")
    ///     .build()?;
    /// # Ok(()) }
    /// ```
    pub fn refresh_grant(self, client_id: impl Into<String>) -> Self {
        self.log_in_with(Login::RefreshToken { client_id: client_id.into() })
    }

    /// Sets where the refresh token of a person is kept, and requests the scope `offline_access`, which brings one.
    ///
    /// For [`password_grant`](Self::password_grant), [`refresh_grant`](Self::refresh_grant) and `authorization_code`.
    pub fn token_store(mut self, store: impl TokenStore + 'static) -> Self {
        self.token_store = Some(Arc::new(store));
        self
    }

    /// Sets the secret of the application that a person signs in to, if it has one.
    ///
    /// Applications on people's own machines cannot keep a secret and have none. For
    /// [`client_credentials`](Self::client_credentials) the secret is a parameter.
    pub fn client_secret(mut self, client_secret: impl Into<String>) -> Self {
        self.client_secret = Some(Secret::new(client_secret.into()));
        self
    }

    /// Sets a source of tokens of your own, which the client caches: see [`TokenSource`].
    ///
    /// Scopes that it states are checked like those of any token.
    pub fn token_source(self, source: impl TokenSource + 'static) -> Self {
        self.log_in_with(Login::Source(Arc::new(source)))
    }

    /// Sets a static API key, sent as `X-Halo-Api-Key`, instead of client credentials.
    ///
    /// There is no token then, and no scope to check. Halo was seen to reject keys (401) for some writes that an
    /// application may do.
    ///
    /// ```
    /// # fn f() -> Result<(), halo_api::Error> {
    /// let halo = halo_api::Halo::builder("https://acme.halopsa.com").api_key("key").build()?;
    /// # Ok(()) }
    /// ```
    pub fn api_key(self, key: impl Into<String>) -> Self {
        self.log_in_with(Login::ApiKey(Secret::new(key.into())))
    }

    /// Sets what authorizes each call, instead of client credentials or an API key: see [`Authorizer`].
    ///
    /// Use it for a token that something else caches, such as one that several processes share. Its scopes are checked like
    /// those of any token.
    pub fn authorizer(self, authorizer: impl Authorizer + 'static) -> Self {
        self.log_in_with(Login::Authorizer(Arc::new(authorizer)))
    }

    /// Starts the sign-in of a person in the browser: the authorization code grant with PKCE.
    ///
    /// It takes the place of `build`, whose settings it shares; [`SignIn`] shows the steps. The application's authentication
    /// method in Halo's API settings is "Authorisation Code (Native Application)", and its login redirect URI is
    /// `redirect_uri`, compared as text. Set a [`token_store`](Self::token_store) if the sign-in is to outlive this process.
    /// Only with [`discover`](Self::discover) is a request sent here.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) as for [`build`](Self::build), and for another way to authorize. Those
    /// of discovery.
    pub async fn authorization_code(
        self,
        client_id: impl Into<String>,
        redirect_to: impl Into<String>,
    ) -> Result<SignIn, Error> {
        let redirect_to = redirect_uri(&redirect_to.into())?;
        if !self.logins.is_empty() {
            return Err(Error::config("authorization_code is a way to authorize of its own: set no other one"));
        }
        let base = server_url(&self.base_url, "base URL")?;
        let application = self.person_application(&base, &client_id.into())?;
        let (store, server) = (self.token_store.clone(), AuthServer::of(&application));
        let mut parts = None;
        let halo = self.assemble(&base, server, |sender| {
            let grant = RefreshToken::new(TokenServer::new(application, sender.clone()), store, None);
            let cache = Arc::new(TokenCache::new(grant.clone()));
            parts = Some((grant, Arc::clone(&cache)));
            cache
        })?;
        let (grant, cache) = parts.ok_or_else(|| Error::config("the client has no authorizer"))?;
        SignIn::start(halo, grant, cache, redirect_to).await
    }
}
