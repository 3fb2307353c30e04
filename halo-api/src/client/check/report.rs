//! What a check found, in words.

use std::fmt;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::Instant;

/// What [`Halo::check`](crate::Halo::check) found. Its `Display` is one line per check, and what to do.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CheckReport {
    /// Whether there is a token, or another authorization.
    pub token: Check,
    /// Whether all scopes that the client asks for were granted.
    pub scopes: Check,
    /// Whether Halo answers, and as which build.
    pub instance: Check,
    /// Whether this machine's clock and Halo's agree.
    pub clock: Check,
    /// The scopes that were granted, where the token says.
    pub granted_scopes: Option<Vec<String>>,
    /// Halo's build, such as `2.184.1`.
    pub build: Option<String>,
    /// How far this machine's clock is ahead of Halo's; negative if it is behind. It is exact to about a second.
    pub clock_skew: Option<SignedDuration>,
}

impl CheckReport {
    /// Whether nothing failed. Warnings do not count.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.all().iter().all(|(_, check)| check.result != CheckResult::Failed)
    }

    fn all(&self) -> [(&'static str, &Check); 4] {
        [("token", &self.token), ("scopes", &self.scopes), ("instance", &self.instance), ("clock", &self.clock)]
    }
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, (name, check)) in self.all().into_iter().enumerate() {
            if position > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{name:<9} {:<8} {}", check.result.word(), check.found)?;
            if let Some(advice) = check.advice {
                write!(f, "\n{:<18} -> {advice}", "")?;
            }
        }
        Ok(())
    }
}

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// What came of it.
    pub result: CheckResult,
    /// What was found, in words.
    pub found: String,
    /// What to do about it.
    pub advice: Option<&'static str>,
}

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CheckResult {
    /// It is as it should be.
    Passed,
    /// Some calls may fail.
    Warning,
    /// Calls fail.
    Failed,
    /// It could not be checked.
    Skipped,
}

impl CheckResult {
    fn word(self) -> &'static str {
        match self {
            Self::Passed => "ok",
            Self::Warning => "warning",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

impl Check {
    pub(super) fn passed(found: impl Into<String>) -> Self {
        Self { result: CheckResult::Passed, found: found.into(), advice: None }
    }

    pub(super) fn warning(found: impl Into<String>, advice: &'static str) -> Self {
        Self { result: CheckResult::Warning, found: found.into(), advice: Some(advice) }
    }

    pub(super) fn failed(found: impl Into<String>, advice: &'static str) -> Self {
        Self { result: CheckResult::Failed, found: found.into(), advice: Some(advice) }
    }

    pub(super) fn skipped(found: impl Into<String>) -> Self {
        Self { result: CheckResult::Skipped, found: found.into(), advice: None }
    }
}

/// There is an authorization.
pub(super) fn token(took: Duration, expires_at: Option<Instant>) -> Check {
    let remaining = expires_at.map(|at| at.saturating_duration_since(Instant::now()));
    let validity = remaining.map_or_else(
        || "valid until Halo refuses it".to_owned(),
        |remaining| format!("valid for {} min", remaining.as_secs() / 60),
    );
    Check::passed(format!("there after {}, {validity}", seconds(took)))
}

pub(super) fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

pub(super) fn skew(skew: SignedDuration) -> String {
    let seconds = skew.abs().as_secs();
    match (seconds, skew.is_negative()) {
        (0 | 1, _) => "the clocks agree".to_owned(),
        (_, true) => format!("this machine is {seconds} s behind"),
        (_, false) => format!("this machine is {seconds} s ahead"),
    }
}
