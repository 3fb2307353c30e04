//! Authorizes calls: with the token of an application, or with an API key.

mod api_key;
mod discovery;
mod token_cache;
mod token_request;

pub(crate) use self::api_key::ApiKey;
pub(crate) use self::discovery::Discovery;
pub(crate) use self::token_cache::TokenCache;
pub(crate) use self::token_request::{Credentials, TokenSource};
