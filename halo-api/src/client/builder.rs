//! How a client is put together.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ::url::Url;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::Scope;
use crate::auth::{Auth, Credentials, Discovery};
use crate::pipeline::rate_limit::{Limiter, RateLimit};
use crate::pipeline::request::BODY_LIMIT;
use crate::pipeline::retry::RetryPolicy;
use crate::session::{ClientInner, Halo};
use crate::transport::Transport;
use crate::transport::network::{Network, Settings};
use crate::vocabulary::Error;
use crate::vocabulary::clock::Clock;
use crate::vocabulary::secret::{Redactor, Secret};
use crate::vocabulary::url::{is_loopback, joined, server_url, token_url};

/// The header of a static API key.
const API_KEY: &str = "x-halo-api-key";

/// Headers that the client sets, and those of a single connection (RFC 9110, section 7.6.1). Conflicting ones would break the
/// framing of requests, which is how requests are smuggled.
const OWN_HEADERS: [&str; 19] = [
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// The scope of everything that the application may do.
const EVERYTHING: &str = "all";

/// Puts a [`Halo`] together; [`Halo::builder`] begins one.
///
/// Mistakes are reported by [`HaloBuilder::build`], not on the way.
// Switches, each set by the method of its name.
#[allow(clippy::struct_excessive_bools)]
#[must_use = "a builder does nothing until `build`"]
pub struct HaloBuilder {
    base_url: String,
    auth_url: Option<String>,
    discover: bool,
    api_key: Option<Secret>,
    credentials: Option<(String, Secret)>,
    tenant: Option<String>,
    scopes: Option<Vec<String>>,
    headers: Vec<(String, Secret)>,
    user_agent_suffix: Option<String>,
    attempt_timeout: Duration,
    connect_timeout: Duration,
    max_throttle_wait: Duration,
    retry: RetryPolicy,
    rate_limit: Option<RateLimit>,
    read_only: bool,
    strict: bool,
    check_scopes: bool,
    proxy: Option<Secret>,
    root_certificates: Vec<Vec<u8>>,
    transport: Option<Arc<dyn Transport>>,
    pub(crate) clock: Clock,
}

impl HaloBuilder {
    pub(crate) fn new(base_url: String) -> Self {
        Self {
            base_url,
            auth_url: None,
            discover: false,
            api_key: None,
            credentials: None,
            tenant: None,
            scopes: None,
            headers: Vec::new(),
            user_agent_suffix: None,
            attempt_timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            max_throttle_wait: Duration::from_secs(360),
            retry: RetryPolicy::default(),
            rate_limit: Some(RateLimit::default()),
            read_only: false,
            strict: false,
            check_scopes: true,
            proxy: None,
            root_certificates: Vec::new(),
            transport: None,
            clock: Clock::default(),
        }
    }

    /// The application's client id and secret ("Client ID and Secret (Services)" in Halo's API settings). Required, unless
    /// there is an [`api_key`](Self::api_key).
    pub fn client_credentials(mut self, client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        self.credentials = Some((client_id.into(), Secret::new(client_secret.into())));
        self
    }

    /// A static API key, sent as `X-Halo-Api-Key`, in place of client credentials. There is no token then, and no scope that
    /// could be checked. Keys were seen to be refused (401) for some writes that an application may do.
    ///
    /// ```
    /// # fn f() -> Result<(), halo_api::Error> {
    /// let halo = halo_api::Halo::builder("https://acme.halopsa.com").api_key("key").build()?;
    /// # Ok(()) }
    /// ```
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(Secret::new(key.into()));
        self
    }

    /// The tenant's name, for a host that serves several. A host of the tenant's own needs none.
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = Some(tenant.into());
        self
    }

    /// What to ask the token for; `all` unless set. Always sent: a token without scope is good for nothing.
    pub fn scopes(self, scopes: impl IntoIterator<Item = Scope>) -> Self {
        self.scope_names(scopes.into_iter().map(|scope| scope.as_str().to_owned()))
    }

    pub(crate) fn scope_names(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let mut scopes: Vec<String> = Vec::new();
        for name in names.into_iter().map(Into::into).filter(|name| !name.is_empty()) {
            if !scopes.contains(&name) {
                scopes.push(name);
            }
        }
        self.scopes = Some(scopes);
        self
    }

    /// The authorization server, where it is not `<base URL>/auth`. With or without `/token` at its end.
    pub fn auth_url(mut self, auth_url: impl Into<String>) -> Self {
        self.auth_url = Some(auth_url.into());
        self
    }

    /// Whether to ask Halo's `/api/authinfo` for the authorization server and the tenant, with the first token: for hosts
    /// where neither is where it usually is. What `auth_url` and `tenant` set stays. If it fails, so do the calls that
    /// waited for it; nothing is guessed.
    ///
    /// ```
    /// # fn f() -> Result<(), halo_api::Error> {
    /// let halo = halo_api::Halo::builder("https://halo.acme.example")
    ///     .client_credentials("id", "secret")
    ///     .discover(true)
    ///     .build()?;
    /// # Ok(()) }
    /// ```
    pub fn discover(mut self, discover: bool) -> Self {
        self.discover = discover;
        self
    }

    /// A header for every request, token requests included: what a gateway in front of Halo asks for. Its value counts as a
    /// secret. The same name again replaces it. Headers that the client sets itself, such as `Accept` and `Content-Length`, and
    /// those that are about the connection, such as `Transfer-Encoding`, are refused.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), Secret::new(value.into())));
        self
    }

    /// Words after `halo-api/<version>` in the `User-Agent`, such as `my-tool/1.2`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Longest time for one attempt, its body included; 30 s unless set. A request's own `timeout` takes its place.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Longest time to connect; 10 s unless set. Keep it below the attempt timeout: a write that timed out while
    /// connecting was surely not sent and is tried again, one that timed out later is not.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Longest time that a call waits for the rate limit, its own and Halo's, before it fails with
    /// [`ErrorKind::RateLimited`](crate::ErrorKind::RateLimited); 360 s unless set, which outlasts Halo's window.
    pub fn max_throttle_wait(mut self, patience: Duration) -> Self {
        self.max_throttle_wait = patience;
        self
    }

    /// How often and how long requests are tried.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// What the client allows itself, over all its clones; 500 requests per 300 s unless set, `None` for no limit.
    pub fn rate_limit(mut self, limit: impl Into<Option<RateLimit>>) -> Self {
        self.rate_limit = limit.into();
        self
    }

    /// Whether every write fails with [`ErrorKind::ReadOnly`](crate::ErrorKind::ReadOnly) before it is sent.
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }

    /// Whether a value that does not fit its field is an error. Otherwise it goes into the record's `extra`.
    pub fn strict_decoding(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Whether a request fails before it is sent, with [`ErrorKind::MissingScope`](crate::ErrorKind::MissingScope), where the
    /// scope that it is proven to need is not among those asked for, or, once there is a token, among those granted. True
    /// unless set. `all`, `all:standard`, `admin` and scopes that this crate does not know switch it off too.
    pub fn check_scopes(mut self, check_scopes: bool) -> Self {
        self.check_scopes = check_scopes;
        self
    }

    /// A proxy for all requests, such as `http://proxy.acme.example:3128`, in place of the one that the environment names.
    /// It may contain a user name and a password. The environment's proxy is not used for a server on this machine, this one is.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(Secret::new(url.into()));
        self
    }

    /// One or several certificates, in PEM, to trust beside the platform's: a company's own, of a proxy that looks into TLS.
    ///
    /// ```no_run
    /// # fn f() -> Result<(), Box<dyn std::error::Error>> {
    /// let halo = halo_api::Halo::builder("https://halo.acme.example")
    ///     .client_credentials("id", "secret")
    ///     .root_certificate(std::fs::read("acme-ca.pem")?)
    ///     .build()?;
    /// # Ok(()) }
    /// ```
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// What carries the requests, instead of the network. `proxy` and `root_certificate` mean nothing to it.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The client. Nothing is sent yet: the token is fetched with the first request.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): a URL that is not valid or not https (plain http is for loopback
    /// only; https requires the feature `rustls`), no credentials, no scope, a header that is not valid or the client's own.
    pub fn build(self) -> Result<Halo, Error> {
        let base = server_url(&self.base_url, "base URL")?;
        let auth = self.auth(&base)?;
        let headers = self.all_headers()?;
        let redactor = Redactor::new(self.secrets());
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(Network::new(Settings {
                connect_timeout: self.connect_timeout,
                https_only: https(&base) && auth.as_ref().is_none_or(|auth| https(auth.url())),
                https: https(&base) || auth.as_ref().is_some_and(|auth| https(auth.url())),
                loopback: is_loopback(&base),
                body_limit: BODY_LIMIT,
                proxy: self.proxy,
                root_certificates: self.root_certificates,
            })?),
        };
        let core = ClientInner {
            api: joined(&base, "api"),
            transport,
            auth,
            limiter: Limiter::new(self.rate_limit),
            retry: self.retry,
            attempt_timeout: self.attempt_timeout,
            max_throttle_wait: self.max_throttle_wait,
            headers,
            redactor,
            read_only: self.read_only,
            strict: self.strict,
            check_scopes: self.check_scopes,
            clock: self.clock,
        };
        Ok(Halo { core: Arc::new(core) })
    }

    /// How it gets its tokens, if it takes any.
    fn auth(&self, base: &Url) -> Result<Option<Auth>, Error> {
        match (&self.credentials, &self.api_key) {
            (Some((client_id, client_secret)), None) => {
                self.credentials(base, client_id, client_secret).map(Auth::new).map(Some)
            }
            (None, Some(key)) if !key.expose().is_empty() => Ok(None),
            (None, Some(_)) => Err(Error::config("the API key is empty")),
            (Some(_), Some(_)) => Err(Error::config("set either client_credentials or api_key, not both")),
            (None, None) => Err(Error::config("no credentials: call client_credentials(id, secret)")),
        }
    }

    fn credentials(&self, base: &Url, client_id: &str, client_secret: &Secret) -> Result<Credentials, Error> {
        if client_id.is_empty() || client_secret.expose().is_empty() {
            return Err(Error::config("the client id or the client secret is empty"));
        }
        let scope = match &self.scopes {
            Some(scopes) => scopes.join(" "),
            None => EVERYTHING.to_owned(),
        };
        if scope.is_empty() {
            return Err(Error::config("no scope: Halo gives a token without one and then refuses everything"));
        }
        let auth_url = self.auth_url.as_deref().map(|text| server_url(text, "authorization URL")).transpose()?;
        let tenant = self.tenant.clone().filter(|tenant| !tenant.is_empty());
        let url = token_url(auth_url.as_ref().unwrap_or(&joined(base, "auth")), tenant.as_deref());
        let unknown = self.discover && (auth_url.is_none() || tenant.is_none());
        let discovery = unknown.then(|| Discovery { url: joined(base, "api/authinfo"), auth_url, tenant });
        Ok(Credentials { url, discovery, client_id: client_id.to_owned(), client_secret: client_secret.clone(), scope })
    }

    /// What a server could echo.
    fn secrets(&self) -> impl Iterator<Item = Secret> {
        let client = self.credentials.iter().map(|(_, secret)| secret);
        client.chain(&self.api_key).chain(self.headers.iter().map(|(_, value)| value)).cloned()
    }

    fn all_headers(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        let key = self.api_key.iter().map(|key| (API_KEY.to_owned(), key.clone()));
        for (name, value) in self.headers.iter().cloned().chain(key) {
            let parsed = HeaderName::try_from(name.as_str())
                .map_err(|_| Error::config(format!("{name:?} is not a valid header name")))?;
            if OWN_HEADERS.contains(&parsed.as_str()) {
                return Err(Error::config(format!("the header `{parsed}` is set by the client itself")));
            }
            let mut value = HeaderValue::try_from(value.expose()).map_err(|_| {
                Error::config(format!("the value of the header `{parsed}` is not a valid header value"))
            })?;
            value.set_sensitive(true);
            headers.insert(parsed, value);
        }
        let mut agent = format!("halo-api/{} (rust)", env!("CARGO_PKG_VERSION"));
        if let Some(suffix) = self.user_agent_suffix.as_deref().filter(|suffix| !suffix.is_empty()) {
            agent = format!("{agent} {suffix}");
        }
        let agent = HeaderValue::try_from(agent)
            .map_err(|_| Error::config("the user agent suffix is not a valid header value"))?;
        headers.insert(header::USER_AGENT, agent);
        Ok(headers)
    }
}

fn https(url: &Url) -> bool {
    url.scheme() == "https"
}

impl fmt::Debug for HaloBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("HaloBuilder")
            .field("tenant", &self.tenant)
            .field("scopes", &self.scopes)
            .field("headers", &headers)
            .field("read_only", &self.read_only)
            .field("retry", &self.retry)
            .field("rate_limit", &self.rate_limit)
            .finish_non_exhaustive()
    }
}
