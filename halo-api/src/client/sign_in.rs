//! The authorization code grant with PKCE (RFC 7636): a person signs in in the browser.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use url::Url;
use zeroize::Zeroizing;

use crate::auth::{Grant, RefreshToken, TokenCache, Urgency};
use crate::session::Halo;
use crate::vocabulary::error_body::one_line;
use crate::vocabulary::secret::Secret;
use crate::vocabulary::{Error, ErrorKind};

/// The random bytes of the state and the verifier: 43 characters each, as many as RFC 7636 recommends.
const RANDOM_BYTES: usize = 32;
/// Longer than any code. What a browser sends is not to be trusted.
const LONGEST_CODE: usize = 16 * 1024;

/// A person's sign-in, from the URL to open to the client that acts for that person.
///
/// [`HaloBuilder::authorization_code`](crate::HaloBuilder::authorization_code) starts it. The program opens [`url`](Self::url) in
/// the browser and receives the URL that Halo then sends the browser to, the callback: with a small server on the loopback
/// interface, as the example `sign_in` does, or at a route of a web application. [`code`](Self::code) checks the callback,
/// [`exchange`](Self::exchange) gets the token.
///
/// ```no_run
/// # async fn f(open: fn(&str), receive: fn() -> String, store: impl halo_api::TokenStore + 'static) -> Result<(), halo_api::Error> {
/// use halo_api::Halo;
///
/// let sign_in = Halo::builder("https://acme.halopsa.com")
///     .token_store(store)
///     .authorization_code("client-id", "http://127.0.0.1:8400/callback")
///     .await?;
/// open(sign_in.url());
/// let code = sign_in.code(&receive())?;
/// let halo = sign_in.exchange(code).await?;
/// # Ok(()) }
/// ```
pub struct SignIn {
    url: String,
    redirect_uri: String,
    state: String,
    verifier: Secret,
    halo: Halo,
    grant: RefreshToken,
    cache: Arc<TokenCache>,
}

/// An authorization code from a callback that [`SignIn::code`] checked.
///
/// It is valid for one [`SignIn::exchange`], for a few minutes. `Debug` hides it.
pub struct AuthorizationCode(Secret);

impl SignIn {
    /// Starts a sign-in. `halo` is the client that uses the cache, which has no token yet.
    pub(super) async fn start(
        halo: Halo,
        grant: RefreshToken,
        cache: Arc<TokenCache>,
        redirect_uri: String,
    ) -> Result<Self, Error> {
        let (state, verifier) = (random()?, Secret::new(random()?));
        let mut url = grant.server().endpoints().await?.authorize;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", grant.server().client_id())
            .append_pair("redirect_uri", &redirect_uri)
            .append_pair("scope", grant.server().scope())
            .append_pair("state", &state)
            .append_pair("code_challenge", &challenge(&verifier))
            .append_pair("code_challenge_method", "S256");
        Ok(Self { url: url.into(), redirect_uri, state, verifier, halo, grant, cache })
    }

    /// The URL to open in the person's browser.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The random text that the callback has to repeat, by which a web application finds the sign-in it belongs to.
    #[must_use]
    pub fn state(&self) -> &str {
        &self.state
    }

    /// Reads the code of a callback: its whole URL, or its path and query.
    ///
    /// The callback must have the state of this sign-in: another one may come from a page that wants to sign the person in as
    /// someone else. After an error, go on waiting for the right one.
    ///
    /// # Errors
    /// [`ErrorKind::Auth`](crate::ErrorKind::Auth): another state, no code, or Halo's reason why the person did not sign in.
    /// No message shows what the callback contains, other than that reason.
    pub fn code(&self, callback: &str) -> Result<AuthorizationCode, Error> {
        let refused = |reason: &str| Error::new(ErrorKind::Auth).detail(reason).during_token();
        let mut fields = fields(callback).map_err(refused)?;
        if fields.get("state").map(|state| state.as_str()) != Some(&self.state) {
            return Err(refused("the callback has not the state of this sign-in; it may be of another one"));
        }
        if let Some(error) = fields.get("error") {
            let description = fields.get("error_description").map(|text| format!(": {}", text.as_str()));
            let reason = format!("{}{}", error.as_str(), description.unwrap_or_default());
            let reason = one_line(&reason).unwrap_or_else(|| "an error without a name".to_owned());
            let error = Error::new(ErrorKind::Auth).with_redactor(self.halo.inner.sender.redactor.clone());
            return Err(error.detail(format!("the person did not sign in: {reason}")).during_token());
        }
        let code = fields.remove("code").filter(|code| !code.is_empty() && code.len() <= LONGEST_CODE);
        let code = code.ok_or_else(|| refused("the callback has no code"))?;
        Ok(AuthorizationCode(Secret::new(code.to_string())))
    }

    /// Exchanges the code for a token, and returns the client that acts for the person.
    ///
    /// With a [`token_store`](crate::HaloBuilder::token_store), the refresh token is saved before this returns, and a later
    /// run continues with [`refresh_grant`](crate::HaloBuilder::refresh_grant). Without one, it stays in memory, if Halo sends
    /// one at all: it does so for the scope `offline_access`.
    ///
    /// # Errors
    /// Those of a token request. A code that was used or has expired is [`ErrorKind::Auth`](crate::ErrorKind::Auth): start
    /// another sign-in.
    pub async fn exchange(&self, code: AuthorizationCode) -> Result<Halo, Error> {
        let grant =
            Grant::AuthorizationCode { code: &code.0, verifier: &self.verifier, redirect_uri: &self.redirect_uri };
        let response = self.grant.server().request(grant, Urgency::Full).await?;
        let granted = self.grant.keep(response).await;
        self.cache.accept(granted).await;
        Ok(self.halo.clone())
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn").field("redirect_uri", &self.redirect_uri).finish_non_exhaustive()
    }
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthorizationCode(..)")
    }
}

/// The query of a callback. A name that comes twice is refused: programs disagree about which one counts.
fn fields(callback: &str) -> Result<HashMap<String, Zeroizing<String>>, &'static str> {
    let callback = callback.trim();
    let query = callback.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let query = query.split('#').next().unwrap_or_default();
    let mut fields = HashMap::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        if fields.insert(name.into_owned(), Zeroizing::new(value.into_owned())).is_some() {
            return Err("the callback has a parameter twice");
        }
    }
    Ok(fields)
}

/// Where Halo sends the browser. It is compared with the registered one as text.
pub(super) fn redirect_uri(text: &str) -> Result<String, Error> {
    let url =
        Url::parse(text).map_err(|error| Error::config(format!("the redirect URI is not a valid URL ({error})")))?;
    if url.fragment().is_some() {
        return Err(Error::config("the redirect URI must not contain a fragment"));
    }
    Ok(text.to_owned())
}

/// Random text, in characters that need no encoding in a URL.
fn random() -> Result<String, Error> {
    let mut bytes = Zeroizing::new([0_u8; RANDOM_BYTES]);
    getrandom::fill(&mut *bytes)
        .map_err(|error| Error::config(format!("the system has no random numbers ({error})")))?;
    Ok(URL_SAFE_NO_PAD.encode(*bytes))
}

/// The challenge of a verifier, by the method S256.
fn challenge(verifier: &Secret) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let verifier = Secret::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned());
        assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn random_texts_are_long_and_differ() {
        let (one, other) = (random().unwrap(), random().unwrap());
        assert_eq!((one.len(), other.len()), (43, 43));
        assert_ne!(one, other);
    }

    #[test]
    fn a_redirect_uri_may_have_any_scheme() {
        for right in ["http://127.0.0.1:8400/callback", "https://acme.example/cb?x=1", "example.acme.tool:/callback"] {
            assert_eq!(redirect_uri(right).unwrap(), right);
        }
        for wrong in ["", "/callback", "https://acme.example/#x"] {
            assert!(redirect_uri(wrong).is_err(), "{wrong}");
        }
    }
}
