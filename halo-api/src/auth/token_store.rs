//! Where the refresh token of a person is kept.

use std::fmt;
use std::sync::Arc;

use crate::transport::BoxFuture;
use crate::vocabulary::Error;
use crate::vocabulary::secret::Secret;

/// Keeps a person's sign-in, so that a restart goes on without another one.
///
/// See [`HaloBuilder::token_store`](crate::HaloBuilder::token_store). A refresh token is valid for one request, which
/// returns the next one: the client loads the stored text, uses it, and saves its successor before any call continues.
/// It does so one request at a time, and finishes it even if the call that started it is dropped. A store serves one person
/// and one application.
///
/// Several processes may share a store. If another one was faster, its token is loaded and used.
///
/// ```
/// use halo_api::transport::BoxFuture;
/// use halo_api::{Error, StoredToken, TokenStore};
/// use std::sync::Mutex;
///
/// /// Keeps it in memory. The example `sign_in` has a store in a file.
/// #[derive(Default)]
/// struct Memory(Mutex<Option<StoredToken>>);
///
/// impl TokenStore for Memory {
///     fn load(&self) -> BoxFuture<'_, Result<Option<StoredToken>, Error>> {
///         Box::pin(async { Ok(self.0.lock().unwrap().clone()) })
///     }
///
///     fn save(&self, token: StoredToken) -> BoxFuture<'_, Result<(), Error>> {
///         Box::pin(async {
///             *self.0.lock().unwrap() = Some(token);
///             Ok(())
///         })
///     }
/// }
/// ```
pub trait TokenStore: Send + Sync {
    /// Loads what was saved last. `None` if nobody has signed in.
    ///
    /// # Errors
    /// [`Error::no_authorization`]: the store cannot be read. The call that needs a token fails, unless this process still
    /// holds one.
    fn load(&self) -> BoxFuture<'_, Result<Option<StoredToken>, Error>>;

    /// Replaces what is stored, durably.
    ///
    /// # Errors
    /// [`Error::no_authorization`]: the store cannot be written. Calls go on with the token in memory, with an event at level
    /// `error`, and it is saved with the next one; a restart before that needs another sign-in.
    fn save(&self, token: StoredToken) -> BoxFuture<'_, Result<(), Error>>;
}

impl<T: TokenStore + ?Sized> TokenStore for Arc<T> {
    fn load(&self) -> BoxFuture<'_, Result<Option<StoredToken>, Error>> {
        (**self).load()
    }

    fn save(&self, token: StoredToken) -> BoxFuture<'_, Result<(), Error>> {
        (**self).save(token)
    }
}

/// What a [`TokenStore`] keeps: an opaque text, which is a secret.
///
/// `Debug` hides it, and it is zeroized when dropped.
#[derive(Clone)]
pub struct StoredToken(Secret);

impl StoredToken {
    /// Wraps the text that [`expose`](Self::expose) returned.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Secret::new(text.into()))
    }

    /// The text, to be stored where only this user can read it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(super) fn secret(&self) -> &Secret {
        &self.0
    }
}

impl From<Secret> for StoredToken {
    fn from(secret: Secret) -> Self {
        Self(secret)
    }
}

impl fmt::Debug for StoredToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoredToken(..)")
    }
}
