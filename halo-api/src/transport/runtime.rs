//! Checks that a tokio runtime with a timer is running.

use std::panic::catch_unwind;
use std::time::Duration;

use tokio::runtime::Handle;

use crate::vocabulary::Error;

/// Requires a tokio runtime with a timer: a call without one would panic within tokio.
///
/// # Errors
/// A config error that names what is missing.
pub(crate) fn require() -> Result<(), Error> {
    if Handle::try_current().is_err() {
        return Err(Error::config("no tokio runtime is running here: use #[tokio::main], or the feature `blocking`"));
    }
    // tokio has no way to query the timer, and creating a sleep without one panics.
    catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO)))
        .map_err(|_| Error::config("the tokio runtime has no timer: call enable_all() on its builder"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runtime_with_a_timer_is_required() {
        let fault = |result: Result<(), Error>| result.unwrap_err().to_string();
        assert!(fault(require()).contains("no tokio runtime"));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert!(fault(runtime.block_on(async { require() })).contains("enable_all()"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async { require() }).unwrap();
    }
}
