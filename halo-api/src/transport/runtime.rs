//! What the client needs of the program around it: a tokio runtime with a timer.

use std::panic::catch_unwind;
use std::time::Duration;

use tokio::runtime::Handle;

use crate::vocabulary::Error;

/// A call outside of a runtime would panic within tokio.
///
/// # Errors
/// A config error that says what is missing.
pub(crate) fn require() -> Result<(), Error> {
    if Handle::try_current().is_err() {
        return Err(Error::config("no tokio runtime is running here: use #[tokio::main], or the feature `blocking`"));
    }
    // There is no way to ask tokio for a timer, and making a sleep without one panics.
    catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO)))
        .map_err(|_| Error::config("the tokio runtime has no timer: call enable_all() when it is built"))
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
