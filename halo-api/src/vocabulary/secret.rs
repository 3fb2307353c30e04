//! Secret text: zeroized when dropped, hidden from `Debug`, masked in errors.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use http::HeaderValue;
use zeroize::Zeroizing;

/// A secret text, which only [`Secret::expose`] returns.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    pub(crate) fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// The shortest value that is masked: shorter ones would match ordinary words.
const SHORTEST: usize = 8;

/// The most secrets of sign-ins and refreshes: a code and its verifier, two refresh tokens, and as many before them.
const NOTED: usize = 8;

/// The text that replaces a secret.
const MASK: &str = "***";

/// The secrets that a server may echo and that no error may show.
#[derive(Clone, Default)]
pub(crate) struct Redactor(Option<Arc<Known>>);

struct Known {
    fixed: Vec<Secret>,
    /// The current token and the one before it, newest first.
    tokens: RwLock<Vec<Secret>>,
    /// Secrets of the last sign-ins and refreshes, newest first.
    noted: RwLock<Vec<Secret>>,
}

impl Redactor {
    pub(crate) fn new(secrets: impl IntoIterator<Item = Secret>) -> Self {
        let fixed = secrets.into_iter().filter(|secret| secret.expose().len() >= SHORTEST).collect();
        Self(Some(Arc::new(Known { fixed, tokens: RwLock::default(), noted: RwLock::default() })))
    }

    /// Records the token of an `Authorization` header before it is sent.
    pub(crate) fn note_authorization(&self, header: &HeaderValue) {
        let (Some(known), Ok(text)) = (&self.0, std::str::from_utf8(header.as_bytes())) else { return };
        let token = text.rsplit(' ').next().unwrap_or(text);
        let newest = |tokens: &Vec<Secret>| tokens.first().is_some_and(|newest| newest.expose() == token);
        if token.len() < SHORTEST || newest(&known.tokens.read().unwrap_or_else(PoisonError::into_inner)) {
            return;
        }
        let mut tokens = known.tokens.write().unwrap_or_else(PoisonError::into_inner);
        tokens.retain(|old| old.expose() != token);
        tokens.insert(0, Secret::new(token.to_owned()));
        tokens.truncate(2);
    }

    /// Records a secret of a token request: a password, a refresh token, a code, a verifier.
    pub(crate) fn note(&self, secret: &Secret) {
        let Some(known) = &self.0 else { return };
        if secret.expose().len() < SHORTEST {
            return;
        }
        let mut noted = known.noted.write().unwrap_or_else(PoisonError::into_inner);
        noted.retain(|old| old.expose() != secret.expose());
        noted.insert(0, secret.clone());
        noted.truncate(NOTED);
    }

    /// Masks the secrets in `text`, in every encoding: verbatim, percent-encoded, or escaped as in JSON.
    pub(crate) fn mask(&self, text: impl Into<String>) -> String {
        let text = text.into();
        let Some(known) = &self.0 else { return text };
        let tokens = known.tokens.read().unwrap_or_else(PoisonError::into_inner);
        let noted = known.noted.read().unwrap_or_else(PoisonError::into_inner);
        known.fixed.iter().chain(&*tokens).chain(&*noted).fold(text, |text, secret| without(text, secret.expose()))
    }
}

fn without(text: String, secret: &str) -> String {
    let text = if text.contains(secret) { text.replace(secret, MASK) } else { text };
    let mut masked = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = next_encoded(rest, secret) {
        masked.push_str(before);
        masked.push_str(MASK);
        rest = after;
    }
    if masked.is_empty() { text } else { masked + rest }
}

/// The text before and after the first occurrence of `secret`, encoded.
fn next_encoded<'a>(text: &'a str, secret: &str) -> Option<(&'a str, &'a str)> {
    let first = secret.chars().next()?;
    let places = text.match_indices([first, '%', '\\', '+']);
    places.filter_map(|(at, _)| text.split_at_checked(at)).find_map(|(before, from_here)| {
        let plain_or = |encoded: fn(&str, char) -> Option<&str>| {
            let after = |text: &'a str, character| encoded(text, character).or_else(|| text.strip_prefix(character));
            secret.chars().try_fold(from_here, after)
        };
        Some((before, plain_or(percent_encoded).or_else(|| plain_or(escaped))?))
    })
}

/// The text after a leading `character`, verbatim or percent-encoded.
fn percent_encoded(text: &str, character: char) -> Option<&str> {
    if character == ' '
        && let Some(rest) = text.strip_prefix('+')
    {
        return Some(rest);
    }
    character.encode_utf8(&mut [0; 4]).bytes().try_fold(text, |text, byte| {
        let (digits, rest) = text.strip_prefix('%')?.split_at_checked(2)?;
        (u8::from_str_radix(digits, 16) == Ok(byte)).then_some(rest)
    })
}

/// The text after a leading `character` escaped as in JSON.
///
/// .NET escapes more than it has to: `+` is `\u002B`.
fn escaped(text: &str, character: char) -> Option<&str> {
    if matches!(character, '"' | '\\' | '/')
        && let Some(rest) = text.strip_prefix('\\').and_then(|rest| rest.strip_prefix(character))
    {
        return Some(rest);
    }
    character.encode_utf16(&mut [0; 2]).iter().try_fold(text, |text, unit| {
        let (digits, rest) = text.strip_prefix("\\u")?.split_at_checked(4)?;
        (u16::from_str_radix(digits, 16) == Ok(*unit)).then_some(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_text() {
        assert_eq!(format!("{:?}", Secret::new("hunter2".into())), "Secret(..)");
    }

    #[test]
    fn a_secret_is_masked_however_it_is_spelled() {
        let redactor = Redactor::new([Secret::new("s+c/r \"é%25x".to_owned())]);
        for spelled in [
            "s+c/r \"é%25x",
            "s%2Bc%2Fr%20%22%C3%A9%2525x",
            "s%2bc%2fr+%22%c3%a9%2525x",
            r#"s+c/r \"é%25x"#,
            r"s\u002Bc\/r \u0022\u00E9%25x",
        ] {
            assert_eq!(redactor.mask(format!("<{spelled}> %s {spelled}")), "<***> %s ***", "{spelled}");
        }
        let other = "s+c/r and s%2Bc, \\u00 % %2 é";
        assert_eq!(redactor.mask(other), other);
    }

    #[test]
    fn short_values_are_left_alone_and_two_tokens_are_known() {
        let redactor = Redactor::new([Secret::new("abcdefg".to_owned())]);
        assert_eq!(redactor.mask("abcdefg"), "abcdefg");
        for token in
            ["Bearer first-token", "Bearer second-token", "Bearer second-token", "Bearer third-token", "Bearer x"]
        {
            redactor.note_authorization(&HeaderValue::from_static(token));
        }
        assert_eq!(redactor.mask("first-token second-token third-token x"), "first-token *** *** x");
        assert_eq!(Redactor::default().mask("anything"), "anything");
    }

    #[test]
    fn the_last_secrets_of_sign_ins_are_masked() {
        let redactor = Redactor::new([]);
        for number in (0..20).chain([12]) {
            redactor.note(&Secret::new(format!("refresh-{number:02}")));
        }
        assert_eq!(redactor.mask("refresh-11 refresh-12 refresh-19"), "refresh-11 *** ***");
    }
}
