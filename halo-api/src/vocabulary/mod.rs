//! Types that every module uses: errors, attempts, scopes, secrets, URLs, the clock.

pub(crate) mod attempt;
pub(crate) mod checkpoint;
pub(crate) mod clock;
pub(crate) mod error;
pub(crate) mod error_body;
pub(crate) mod position;
pub(crate) mod scope;
pub(crate) mod secret;
pub(crate) mod url;

pub use self::attempt::{Attempt, AttemptResult, Safety, StopReason, TransportErrorKind};
pub use self::checkpoint::{Checkpoint, ParseCheckpointError};
pub use self::error::{Error, ErrorKind};
pub use self::position::{ParsePositionError, Position};
