//! How the body of a response is received: its largest size, and where it goes.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use http::HeaderMap;

/// The place that the body of a response is written to, instead of memory.
pub(crate) trait Target: Send {
    /// Removes what an earlier attempt wrote.
    fn restart(&mut self) -> io::Result<()>;

    fn write(&mut self, chunk: &[u8]) -> io::Result<()>;

    /// Completes the target after the last chunk.
    fn finish(&mut self) -> io::Result<()>;
}

/// How a transport receives a response, in the extensions of the request.
///
/// A transport that ignores it returns the whole body, and the send loop applies the options.
#[derive(Clone)]
pub(crate) struct Receive {
    /// The largest body, after decompression.
    pub(crate) max_bytes: usize,
    pub(crate) sink: Option<BodySink>,
}

/// Writes the body of a 2xx response to a [`Target`].
#[derive(Clone)]
pub(crate) struct BodySink {
    state: Arc<Mutex<State>>,
    /// Whether the body of a response with these headers goes to the target.
    accepts: fn(&HeaderMap) -> bool,
}

struct State {
    target: Box<dyn Target>,
    written: u64,
    failure: Option<io::Error>,
}

impl BodySink {
    pub(crate) fn new(target: Box<dyn Target>, accepts: fn(&HeaderMap) -> bool) -> Self {
        let state = State { target, written: 0, failure: None };
        Self { state: Arc::new(Mutex::new(state)), accepts }
    }

    /// The same target for responses that another rule selects.
    pub(crate) fn accepting(&self, accepts: fn(&HeaderMap) -> bool) -> Self {
        Self { state: Arc::clone(&self.state), accepts }
    }

    pub(crate) fn accepts(&self, headers: &HeaderMap) -> bool {
        (self.accepts)(headers)
    }

    /// Begins a body. Returns whether that worked; the cause of a failure is in [`Self::take_failure`].
    pub(crate) fn begin(&self) -> bool {
        self.run(|state| {
            state.written = 0;
            state.target.restart()
        })
    }

    pub(crate) fn write(&self, chunk: &[u8]) -> bool {
        self.run(|state| {
            state.written += chunk.len() as u64;
            state.target.write(chunk)
        })
    }

    pub(crate) fn finish(&self) -> bool {
        self.run(|state| state.target.finish())
    }

    /// The size of the body so far, in bytes.
    pub(crate) fn written(&self) -> u64 {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).written
    }

    /// The failure of the target, if there was one.
    pub(crate) fn take_failure(&self) -> Option<io::Error> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).failure.take()
    }

    fn run(&self, action: impl FnOnce(&mut State) -> io::Result<()>) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match action(&mut state) {
            Ok(()) => true,
            Err(error) => {
                state.failure = Some(error);
                false
            }
        }
    }
}
