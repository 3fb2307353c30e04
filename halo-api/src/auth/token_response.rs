//! Parses a token response.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::Instant;
use zeroize::{Zeroize, Zeroizing};

use super::token_source::Granted;
use crate::pipeline::Authorization;
use crate::pipeline::request::ApiResponse;
use crate::vocabulary::secret::Secret;
use crate::vocabulary::{Error, ErrorKind};

/// The lifetime of a token whose response does not state one.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(3600);
/// Longer than any refresh token: a store need not hold what a hostile server invents.
const LONGEST_REFRESH_TOKEN: usize = 16 * 1024;

pub(crate) struct TokenResponse {
    pub(crate) granted: Granted,
    pub(crate) refresh_token: Option<Secret>,
}

/// `requested` are the scopes that count if the response names none.
pub(super) fn parse(
    response: &ApiResponse,
    requested_at: Instant,
    requested: &Arc<str>,
) -> Result<TokenResponse, Error> {
    // An unusable body may still contain a token, so no error retains it.
    let unusable =
        |detail: &str| response.error(ErrorKind::Auth).with_status(response.status).detail(detail).during_token();
    let parsed: Value = serde_json::from_slice(response.json())
        .map_err(|_| unusable("the response is not JSON; check the authorization URL"))?;
    let Value::Object(mut fields) = parsed else { return Err(unusable("the response is not a JSON object")) };
    if let Some(Value::String(text)) = fields.get_mut("id_token") {
        text.zeroize();
    }
    let refresh_token = refresh_token(&mut fields);
    let Some(Value::String(token)) = fields.remove("access_token").filter(|token| token != "") else {
        let error = unusable("the response has no access_token");
        return Err(match oauth_error(&fields) {
            Some(body) => error.with_body(body.to_string().as_bytes()),
            None => error,
        });
    };
    let token = Zeroizing::new(token);
    if !is_bearer(fields.get("token_type")) {
        return Err(unusable("the token is not a bearer token"));
    }
    let authorization = Authorization::bearer(&token).map_err(|_| unusable("the token cannot be sent in a header"))?;
    let granted = fields.get("scope").and_then(Value::as_str).filter(|scope| !scope.is_empty());
    let scopes = granted.map_or_else(|| Arc::clone(requested), Arc::from);
    let lifetime = lifetime(fields.get("expires_in"));
    let granted = Granted { authorization: authorization.scopes(scopes), requested_at, lifetime };
    Ok(TokenResponse { granted, refresh_token })
}

/// The next refresh token. One that cannot be sent in a form and stored as a line is none.
fn refresh_token(fields: &mut Map<String, Value>) -> Option<Secret> {
    let Some(Value::String(token)) = fields.remove("refresh_token") else { return None };
    let token = Secret::new(token);
    let text = token.expose();
    let is_usable = !text.is_empty() && text.len() <= LONGEST_REFRESH_TOKEN && !text.contains(char::is_control);
    is_usable.then_some(token)
}

/// The type of a token must be known to be usable (RFC 6749, section 7.1). Halo says `Bearer`.
fn is_bearer(field: Option<&Value>) -> bool {
    match field {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty() || text.eq_ignore_ascii_case("bearer"),
        Some(_) => false,
    }
}

/// The OAuth error of a 200 response, without the other fields.
fn oauth_error(fields: &Map<String, Value>) -> Option<Value> {
    let error = fields.get("error")?;
    Some(match fields.get("error_description") {
        Some(description) => json!({"error": error, "error_description": description}),
        None => json!({"error": error}),
    })
}

/// `expires_in`, in seconds, as a number or text. `None` if it is zero, negative or not a number.
fn lifetime(field: Option<&Value>) -> Option<Duration> {
    let seconds: f64 = match field {
        None | Some(Value::Null) => return Some(DEFAULT_LIFETIME),
        Some(Value::Number(number)) => number.as_f64()?,
        Some(Value::String(text)) => text.trim().parse().ok()?,
        Some(_) => return None,
    };
    // A value too large for a duration becomes the longest one.
    (seconds > 0.0)
        .then(|| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
        .filter(|lifetime| !lifetime.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_is_read_from_numbers_and_texts() {
        let of = |value: Value| lifetime(Some(&value));
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!((lifetime(None), of(Value::Null)), (seconds(3600), seconds(3600)));
        assert_eq!((of(json!(7200)), of(json!(" 60 ")), of(json!(1.0))), (seconds(7200), seconds(60), seconds(1)));
        assert_eq!(of(json!(1e300)), Some(Duration::MAX));
        for expired in
            [json!(0), json!(-1), json!("0"), json!("soon"), json!(""), json!("NaN"), json!([60]), json!(true)]
        {
            assert_eq!(of(expired.clone()), None, "{expired}");
        }
    }

    #[test]
    fn a_refresh_token_fits_into_a_form_and_a_line() {
        let of = |value: Value| {
            let Value::Object(mut fields) = json!({"refresh_token": value}) else { return None };
            refresh_token(&mut fields).map(|token| token.expose().to_owned())
        };
        assert_eq!(of(json!("a b+c")), Some("a b+c".to_owned()));
        for unusable in [json!(""), json!("a\nb"), json!(7), json!(null), json!("x".repeat(16 * 1024 + 1))] {
            assert_eq!(of(unusable), None);
        }
    }
}
