//! The script that runs in Redis: one call is one decision.

use std::time::Duration;

use ::redis::RedisError;

use super::connection::Connections;
use crate::pipeline::RateLimit;

/// How long a process does not try Redis again after a failure.
pub(super) const RETRY: Duration = Duration::from_secs(1);

/// What happened to a request for a permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Granted,
    /// A place is kept: come back after this time.
    Wait(Duration),
    /// No place is kept: the wait would be longer than allowed.
    Refused(Duration),
    /// For this time, the process limits itself, and records what it sends.
    Hold(Duration),
    Done,
}

/// The state of the window after a call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reply {
    pub(super) verdict: Verdict,
    pub(super) used: u32,
    pub(super) limit: RateLimit,
    /// Whether the limit was learned from a 429.
    pub(super) is_learned: bool,
    pub(super) paused_for: Duration,
}

/// What every call states.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) limit: RateLimit,
    pub(super) is_set: bool,
    /// Whether Redis was away before this call.
    pub(super) is_back: bool,
    /// Sent without asking, with the time since.
    pub(super) entries: Vec<(String, Duration)>,
}

pub(super) enum Command<'a> {
    Acquire { member: &'a str, at_most: Duration },
    Throttled { wait: Duration, stated: Option<RateLimit> },
    Record,
}

pub(super) struct Script {
    code: ::redis::Script,
    connections: Connections,
    keys: [String; 2],
    /// How long a restarted Redis, or one that was away, only records what the processes send.
    hold: Duration,
}

impl Script {
    /// `timeout` is how long Redis may take to respond.
    pub(super) fn new(connections: Connections, name: &str, timeout: Duration) -> Self {
        // The braces keep both keys on one node of a cluster.
        let key = |kind| format!("halo-api:{{{name}}}:{kind}");
        let keys = [key("sent"), key("state")];
        // All processes are to be back before it ends. Each may need a pause between two tries, and a timeout.
        let hold = RETRY.saturating_add(timeout) + RETRY / 2;
        Self { code: ::redis::Script::new(include_str!("limit.lua")), connections, keys, hold }
    }

    /// Runs a command. A connection that turns out to be closed is made again once: an idle one may have been closed.
    pub(super) async fn run(&self, command: &Command<'_>, caller: &Caller) -> Result<Reply, RedisError> {
        let (mut connection, is_reused) = self.connections.get().await?;
        match self.invoke(&mut connection, command, caller).await {
            Err(error) if is_reused && !error.is_timeout() && error.is_unrecoverable_error() => {
                self.connections.forget();
                let (mut connection, _) = self.connections.get().await?;
                let result = self.invoke(&mut connection, command, caller).await;
                self.check(result)
            }
            result => self.check(result),
        }
    }

    /// A connection that failed is not used again.
    fn check(&self, result: Result<Reply, RedisError>) -> Result<Reply, RedisError> {
        if result.is_err() {
            self.connections.forget();
        }
        result
    }

    async fn invoke(
        &self,
        connection: &mut ::redis::aio::MultiplexedConnection,
        command: &Command<'_>,
        caller: &Caller,
    ) -> Result<Reply, RedisError> {
        let (name, member, at_most) = match command {
            Command::Acquire { member, at_most } => ("acquire", *member, *at_most),
            Command::Throttled { .. } => ("throttled", "", Duration::ZERO),
            Command::Record => ("record", "", Duration::ZERO),
        };
        let (wait, stated) = match command {
            Command::Throttled { wait, stated } => (*wait, *stated),
            _ => (Duration::ZERO, None),
        };
        let mut call = self.code.prepare_invoke();
        call.key(&self.keys[0]).key(&self.keys[1]).arg(name).arg(member);
        call.arg(caller.limit.requests()).arg(micros(caller.limit.window())).arg(u8::from(caller.is_set));
        call.arg(micros(at_most)).arg(micros(self.hold)).arg(u8::from(caller.is_back)).arg(micros(wait));
        call.arg(stated.map_or(0, |stated| stated.requests()));
        call.arg(stated.map_or(0, |stated| micros(stated.window())));
        for (member, age) in &caller.entries {
            call.arg(member).arg(micros(*age));
        }
        let reply: (u8, u64, u32, u32, u64, u64, u8) = call.invoke_async(connection).await?;
        Ok(read(reply))
    }
}

fn read((kind, wait, used, requests, window, pause, learned): (u8, u64, u32, u32, u64, u64, u8)) -> Reply {
    let wait = Duration::from_micros(wait);
    let verdict = match kind {
        0 => Verdict::Granted,
        1 => Verdict::Wait(wait),
        2 => Verdict::Refused(wait),
        3 => Verdict::Hold(wait),
        _ => Verdict::Done,
    };
    let limit = RateLimit::new(requests, Duration::from_micros(window));
    Reply { verdict, used, limit, is_learned: learned != 0, paused_for: Duration::from_micros(pause) }
}

/// Microseconds, at most 30 years: Redis computes with doubles.
fn micros(duration: Duration) -> u64 {
    const LONGEST: u64 = 30 * 365 * 24 * 60 * 60 * 1_000_000;
    u64::try_from(duration.as_micros()).unwrap_or(LONGEST).min(LONGEST)
}
