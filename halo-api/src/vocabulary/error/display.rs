//! `Display` and `Debug` of errors.

use std::fmt;

use super::{Error, ErrorKind};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        if let Some(endpoint) = &inner.endpoint {
            f.write_str(endpoint)?;
            if let Some(page) = inner.page {
                write!(f, ", page {page}")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(self.headline())?;
        match (inner.status, self.failed_host()) {
            (Some(status), Some(host)) => write!(f, " ({status} from {host})")?,
            (Some(status), None) => write!(f, " ({status})")?,
            (None, Some(host)) => write!(f, " ({host})")?,
            (None, None) => {}
        }
        for part in [&inner.message, &inner.detail].into_iter().flatten() {
            write!(f, ": {part}")?;
        }
        if inner.write_applied {
            f.write_str("; Halo did apply the write, so do not send it again")?;
        }
        if let Some(hint) = &inner.hint {
            write!(f, "; {hint}")?;
        }
        self.write_history(f)
    }
}

impl Error {
    /// The host, if it is what failed: no connection, no response, no token.
    fn failed_host(&self) -> Option<&str> {
        let unanswered = match self.inner.kind {
            ErrorKind::Connect | ErrorKind::Transport => true,
            ErrorKind::Timeout | ErrorKind::OutcomeUnknown => self.inner.status.is_none(),
            _ => false,
        };
        self.inner.host.as_deref().filter(|_| unanswered || self.inner.from_token)
    }

    fn headline(&self) -> &'static str {
        match self.inner.kind {
            ErrorKind::Config => "not sent",
            ErrorKind::Auth if self.inner.from_token => "no token",
            ErrorKind::Auth => "not authorized",
            ErrorKind::MissingScope => "missing scope",
            ErrorKind::ReadOnly => "the client is read-only",
            ErrorKind::BadRequest => "rejected",
            ErrorKind::Forbidden => "forbidden",
            ErrorKind::NotFound => "not found",
            ErrorKind::RateLimited => "rate limited",
            ErrorKind::Server => "server error",
            ErrorKind::Redirect => "unexpected redirect",
            ErrorKind::Timeout => "timed out",
            ErrorKind::Connect => "no connection",
            ErrorKind::OutcomeUnknown => "it is unknown whether the write was applied",
            ErrorKind::Decode => "unreadable response",
            ErrorKind::TooLarge => "response too large",
            ErrorKind::Paging => "inconsistent pages",
            ErrorKind::Transport => "connection failed",
            ErrorKind::Io => "not saved",
        }
    }

    fn write_history(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attempts = &self.inner.attempts;
        if let (Some(first), Some(last)) = (attempts.first(), attempts.last())
            && attempts.len() > 1
        {
            let took = last.started_after().saturating_sub(first.started_after()) + last.elapsed();
            write!(f, " ({} attempts over {:.1} s)", attempts.len(), took.as_secs_f64())?;
        }
        if let Some(wait) = self.inner.retry_after {
            write!(f, "; try again in {:.0} s", wait.as_secs_f64().ceil())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        let mut shown = f.debug_struct("Error");
        shown.field("kind", &inner.kind).field("display", &format_args!("{self}"));
        if let Some(reason) = &inner.stop_reason {
            shown.field("stop_reason", reason);
        }
        if !inner.attempts.is_empty() {
            shown.field("attempts", &inner.attempts);
        }
        if let Some(body) = &inner.body {
            shown.field("body", body);
        }
        if let Some(source) = &inner.source {
            shown.field("source", source);
        }
        shown.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_says_on_which_page_it_failed() {
        let error = Error::new(ErrorKind::Decode).with_endpoint("GET /Tickets".to_owned()).with_page(3);
        let error = error.with_host("acme.example".to_owned());
        assert_eq!(error.to_string(), "GET /Tickets, page 3: unreadable response");
        let error = error.with_kind(ErrorKind::Connect);
        assert_eq!(error.to_string(), "GET /Tickets, page 3: no connection (acme.example)");
    }
}
