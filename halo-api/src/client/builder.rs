//! Builds a client.

mod access;
mod grants;
mod headers;
mod links;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use self::access::{AuthServer, Login};
use super::scope;
use crate::Scope;
use crate::auth::TokenStore;
use crate::catalog;
use crate::pipeline::request::BODY_LIMIT;
use crate::pipeline::{
    Authorizer, DeniedRoutes, Lane, RateLimit, RateLimiter, RetryPolicy, Sender, SlidingWindow, Timeouts,
};
use crate::session::{ClientInner, Halo};
use crate::transport::Transport;
use crate::transport::network::{Network, Settings};
use crate::vocabulary::Error;
use crate::vocabulary::clock::Clock;
use crate::vocabulary::secret::{Redactor, Secret};
use crate::vocabulary::url::{is_loopback, joined, server_url, uri};

/// Builds a [`Halo`] client; start with [`Halo::builder`].
///
/// [`HaloBuilder::build`] reports invalid settings; the setters do not.
// Independent switches, each set by the method of the same name.
#[allow(clippy::struct_excessive_bools)]
#[must_use = "a builder does nothing until `build`"]
pub struct HaloBuilder {
    base_url: String,
    auth_url: Option<String>,
    discover: bool,
    logins: Vec<Login>,
    client_secret: Option<Secret>,
    token_store: Option<Arc<dyn TokenStore>>,
    tenant: Option<String>,
    scopes: Option<Vec<String>>,
    headers: Vec<(String, Secret)>,
    user_agent_suffix: Option<String>,
    attempt_timeout: Duration,
    connect_timeout: Duration,
    max_throttle_wait: Duration,
    retry: RetryPolicy,
    limiter: Arc<dyn RateLimiter>,
    lane: Lane,
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
            logins: Vec::new(),
            client_secret: None,
            token_store: None,
            tenant: None,
            scopes: None,
            headers: Vec::new(),
            user_agent_suffix: None,
            attempt_timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            max_throttle_wait: Duration::from_secs(360),
            retry: RetryPolicy::default(),
            limiter: Arc::new(SlidingWindow::default()),
            lane: Lane::default(),
            read_only: false,
            strict: false,
            check_scopes: true,
            proxy: None,
            root_certificates: Vec::new(),
            transport: None,
            clock: Clock::default(),
        }
    }

    /// Sets the tenant's name, for a host that serves several tenants.
    ///
    /// A tenant's own host does not require it.
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = Some(tenant.into());
        self
    }

    /// Sets the scopes to request; the default is `all`.
    ///
    /// They are always sent: a token without scope is useless.
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

    /// Sets the authorization server if it is not `<base URL>/auth`, with or without a trailing `/token`.
    pub fn auth_url(mut self, auth_url: impl Into<String>) -> Self {
        self.auth_url = Some(auth_url.into());
        self
    }

    /// Sets whether to discover the authorization server and the tenant from Halo's `/api/authinfo`.
    ///
    /// Discovery happens with the first token request, for hosts where the defaults do not apply. `auth_url` and
    /// `tenant` take precedence. If it fails, so do the calls that wait for it; the client does not guess.
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

    /// Adds a header to every request, including token requests.
    ///
    /// For example, a gateway in front of Halo may require one. Its value is treated as a secret. The same name again
    /// replaces the value. `build` rejects headers that the client sets itself, such as `Accept` and `Content-Length`,
    /// and headers of the connection, such as `Transfer-Encoding`.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), Secret::new(value.into())));
        self
    }

    /// Sets the text after `halo-api/<version>` in the `User-Agent`, such as `my-tool/1.2`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sets the longest time for one attempt, including the body; the default is 30 s.
    ///
    /// A request's own `timeout` replaces it.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Sets the longest time to connect; the default is 10 s.
    ///
    /// Keep it below the attempt timeout: a write that times out while connecting was not sent and is retried, but one
    /// that times out later is not.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the longest time that a call waits for the rate limit, the client's own and Halo's.
    ///
    /// After that, it fails with [`ErrorKind::RateLimited`](crate::ErrorKind::RateLimited). The default is 360 s, which
    /// is longer than Halo's window.
    pub fn max_throttle_wait(mut self, wait: Duration) -> Self {
        self.max_throttle_wait = wait;
        self
    }

    /// Sets how often requests are retried, and how long the waits are.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the client's own rate limit over all its clones; `None` for no limit.
    ///
    /// The default is 700 requests per 300 s. After a 429, the limit is adapted for half an hour: to the one that Halo
    /// states, or down by a tenth. A limit that is set here is never raised.
    pub fn rate_limit(mut self, limit: impl Into<Option<RateLimit>>) -> Self {
        self.limiter = Arc::new(SlidingWindow::new(limit));
        self
    }

    /// Sets the rate limiter, instead of the client's own limit.
    ///
    /// Use it for a limiter that several clients of a tenant share, or several processes. It does not apply to token
    /// requests. It replaces [`rate_limit`](Self::rate_limit).
    ///
    /// ```
    /// # use halo_api::{Halo, RateLimit, SlidingWindow};
    /// # fn f() -> Result<(), halo_api::Error> {
    /// let shared = SlidingWindow::new(RateLimit::default());
    /// let builder = Halo::builder("https://acme.halopsa.com").rate_limiter(shared.clone());
    /// let other = Halo::builder("https://acme.halopsa.com").rate_limiter(shared);
    /// # Ok(()) }
    /// ```
    pub fn rate_limiter(mut self, limiter: impl RateLimiter + 'static) -> Self {
        self.limiter = Arc::new(limiter);
        self
    }

    /// Sets the priority of calls that do not set one with `lane`; the default is [`Lane::Interactive`].
    pub fn lane(mut self, lane: Lane) -> Self {
        self.lane = lane;
        self
    }

    /// Sets whether every write fails before it is sent.
    ///
    /// The error is [`ErrorKind::ReadOnly`](crate::ErrorKind::ReadOnly).
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }

    /// Sets whether a value that does not fit its field is an error.
    ///
    /// By default, it goes into the record's `extra`.
    pub fn strict_decoding(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Sets whether a request with a missing scope fails before it is sent; the default is true.
    ///
    /// The error is [`ErrorKind::MissingScope`](crate::ErrorKind::MissingScope). The check applies to requests with a
    /// proven required scope, against the requested scopes or, once there is a token, the granted ones. `all`,
    /// `all:standard`, `admin` and scopes that this crate does not know switch it off too.
    pub fn check_scopes(mut self, check_scopes: bool) -> Self {
        self.check_scopes = check_scopes;
        self
    }

    /// Sets a proxy for all requests, such as `http://proxy.acme.example:3128`.
    ///
    /// It replaces the proxy from the environment. The URL may contain a user name and a password. Unlike the
    /// environment's proxy, it also applies to a server on the local machine.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(Secret::new(url.into()));
        self
    }

    /// Adds certificates in PEM to trust in addition to the platform's.
    ///
    /// An example is the certificate of a company's proxy that inspects TLS.
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

    /// Sets the transport, instead of the network. `proxy` and `root_certificate` do not apply to it.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Builds the client. Nothing is sent yet: the first request fetches the token.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): a URL that is not valid or not https (plain http is for
    /// loopback only; https requires the feature `rustls`), no credentials, no scope, a header that is not valid or is
    /// reserved.
    pub fn build(self) -> Result<Halo, Error> {
        let base = server_url(&self.base_url, "base URL")?;
        let access = self.access(&base)?;
        self.assemble(&base, access.server(), |sender| access.authorizer(sender))
    }

    /// Builds the client around an authorizer.
    fn assemble(
        self,
        base: &::url::Url,
        server: AuthServer,
        authorizer: impl FnOnce(&Sender) -> Arc<dyn Authorizer>,
    ) -> Result<Halo, Error> {
        let headers = self.all_headers()?;
        let redactor = Redactor::new(self.secrets());
        let (transport, link_transport) = if let Some(transport) = self.transport {
            (Arc::clone(&transport), transport)
        } else {
            let settings = Settings {
                connect_timeout: self.connect_timeout,
                https_only: https(base) && server.is_https != Some(false),
                https: https(base) || server.is_https == Some(true),
                loopback: is_loopback(base),
                body_limit: BODY_LIMIT,
                proxy: self.proxy,
                root_certificates: self.root_certificates,
            };
            (Arc::new(Network::new(settings.clone())?) as Arc<dyn Transport>, links::network(settings))
        };
        let sender = Sender {
            transport,
            limiter: self.limiter,
            retry: self.retry,
            headers,
            redactor,
            timeouts: Timeouts { attempt: self.attempt_timeout, max_throttle_wait: self.max_throttle_wait },
            clock: self.clock,
            is_known_scope: scope::is_known,
            denied: Arc::new(DeniedRoutes::default()),
        };
        let inner = ClientInner {
            api: uri(&joined(base, "api"))?,
            links: links::sender(&sender, link_transport),
            entries: catalog::entries,
            authorizer: authorizer(&sender),
            sender,
            scope: server.scope,
            read_only: self.read_only,
            lane: self.lane,
            strict: self.strict,
            check_scopes: self.check_scopes,
            field_ids: Arc::default(),
        };
        Ok(Halo { inner: Arc::new(inner) })
    }

    /// The secrets that a server may echo.
    ///
    /// Tokens and the headers of a custom authorizer are recorded when they are sent.
    fn secrets(&self) -> impl Iterator<Item = Secret> {
        let client = self.logins.iter().filter_map(Login::secret).chain(&self.client_secret);
        client.chain(self.headers.iter().map(|(_, value)| value)).cloned()
    }
}

fn https(url: &::url::Url) -> bool {
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
            .field("rate_limit", &self.limiter.status().limit)
            .finish_non_exhaustive()
    }
}
