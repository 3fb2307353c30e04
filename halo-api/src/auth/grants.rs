//! The grants that tokens are fetched with: client credentials, a password, a refresh token.

mod client_credentials;
mod password;
mod refresh_token;

pub(crate) use self::client_credentials::ClientCredentials;
pub(crate) use self::password::{Login as PersonLogin, Password};
pub(crate) use self::refresh_token::RefreshToken;
