//! Authorizes calls: an application, a person who signs in, an API key, or a source of the caller's.

mod api_key;
mod discovery;
mod grants;
mod token_cache;
mod token_response;
mod token_server;
mod token_source;
mod token_store;

pub(crate) use self::api_key::ApiKey;
pub(crate) use self::discovery::{Discovery, Endpoints};
pub(crate) use self::grants::{ClientCredentials, Password, PersonLogin, RefreshToken};
pub(crate) use self::token_cache::TokenCache;
pub(crate) use self::token_server::{Application, Grant, TokenServer};
pub use self::token_source::TokenSource;
pub(crate) use self::token_source::{Custom, Urgency};
pub use self::token_store::{StoredToken, TokenStore};
