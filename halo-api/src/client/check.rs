//! Whether a client can work: `halo.check()`.

mod report;

use std::time::Duration;

use http::{HeaderMap, Method, header};
use jiff::SignedDuration;
use serde_json::Value;
use tokio::time::Instant;

pub use self::report::{Check, CheckReport, CheckResult};
use crate::pipeline::http_date;
use crate::session::Halo;
use crate::vocabulary::scope;
use crate::vocabulary::{Error, ErrorKind};

/// Clocks differ by less than this, or signatures and expiries go wrong.
const SKEW_TOLERATED: SignedDuration = SignedDuration::from_secs(60);
/// The endpoint that names the build. It is known to answer without a token.
const INSTANCE: &str = "/InstanceInfo";

impl Halo {
    /// Finds out whether this client can work: gets a token, compares the scopes, asks for the build, compares the clocks.
    ///
    /// It never fails: what is wrong is in the report, each with what to do. It sends at most one token request and one
    /// `GET /InstanceInfo`.
    ///
    /// ```no_run
    /// # async fn f() -> Result<(), halo_api::Error> {
    /// let halo = halo_api::Halo::from_env()?;
    /// let report = halo.check().await;
    /// println!("{report}");
    /// if !report.is_ok() {
    ///     std::process::exit(1);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// **Cancel safety:** dropping the future ends the check; nothing was changed.
    pub async fn check(&self) -> CheckReport {
        let began = Instant::now();
        let authorization = self.inner.authorizer.authorize(None).await;
        let took = began.elapsed();
        let (token, granted) = match &authorization {
            Ok(authorization) => (report::token(took, authorization.expires_at), authorization.scopes.clone()),
            Err(error) => (Check::failed(error.to_string(), advice(error)), None),
        };
        let scopes = match (&authorization, &granted) {
            (Err(_), _) => Check::skipped("there is no token"),
            (Ok(_), None) => Check::skipped("the token does not say what was granted"),
            (Ok(_), Some(granted)) => self.compare_scopes(granted),
        };
        let (instance, clock, build, clock_skew) = self.instance(authorization.is_ok()).await;
        let granted_scopes = granted.map(|granted| scope::names(&granted).map(str::to_owned).collect());
        CheckReport { token, scopes, instance, clock, granted_scopes, build, clock_skew }
    }

    fn compare_scopes(&self, granted: &str) -> Check {
        let requested = self.inner.scope.as_deref().unwrap_or_default();
        let is_known = self.inner.sender.is_known_scope;
        let missing: Vec<&str> =
            scope::names(requested).filter(|name| !scope::allow(granted, name, is_known)).collect();
        if missing.is_empty() {
            return Check::passed(format!("granted: {granted}"));
        }
        let found = format!("granted: {granted}; not granted: {}", missing.join(" "));
        Check::warning(
            found,
            "give the application these permissions in Halo, under Configuration > Integrations > Halo API",
        )
    }

    /// The build, and how far this machine's clock is ahead.
    async fn instance(&self, has_token: bool) -> (Check, Check, Option<String>, Option<SignedDuration>) {
        if !has_token {
            return (
                Check::skipped("there is no token"),
                Check::skipped("there is no response to compare with"),
                None,
                None,
            );
        }
        let began = Instant::now();
        let response = self.request(Method::GET, INSTANCE).send_with_meta::<Value>().await;
        let took = began.elapsed();
        let (value, meta) = match response {
            Ok(response) => response,
            Err(error) => {
                let failed = Check::failed(error.to_string(), advice(&error));
                return (failed, Check::skipped("there is no response to compare with"), None, None);
            }
        };
        let build = value.get("app_version").and_then(Value::as_str).map(str::to_owned);
        let instance = match &build {
            Some(build) => Check::passed(format!("build {build}, answered in {}", report::seconds(took))),
            None => Check::warning(
                format!("answered in {}, and names no build", report::seconds(took)),
                "check that the base URL is that of Halo itself",
            ),
        };
        let skew = self.skew(&meta.headers, took);
        let clock = match skew {
            None => Check::skipped("the response has no date"),
            Some(skew) if skew.abs() <= SKEW_TOLERATED => Check::passed(report::skew(skew)),
            Some(skew) => Check::warning(report::skew(skew), "set the clock of this machine, for example with NTP"),
        };
        (instance, clock, build, skew)
    }

    /// How far this machine's clock is ahead of the one that dated the response, half of the time it took ago.
    fn skew(&self, headers: &HeaderMap, took: Duration) -> Option<SignedDuration> {
        let ours = (self.inner.sender.clock.now)();
        let theirs = http_date(headers.get(header::DATE)?.to_str().ok()?, ours)?;
        let half = SignedDuration::try_from(took / 2).ok()?;
        Some(ours.duration_since(theirs) - half)
    }
}

/// What to do about an error.
fn advice(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::Auth => {
            "check client id, secret and tenant, and that the application is active in Halo, under Configuration > Integrations > Halo API"
        }
        ErrorKind::Config => "correct the settings of the client",
        ErrorKind::Connect | ErrorKind::Timeout => {
            "check the base URL, DNS, and whether a proxy or firewall is in between"
        }
        ErrorKind::Decode => "check that the base URL is Halo itself, without a sign-in page in front of it",
        _ => "try again later; if it stays, look at the error's body and attempts",
    }
}
