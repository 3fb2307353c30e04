//! Unit tests of errors: what they mask, and how much they retain.

use super::*;
use crate::vocabulary::secret::Secret;

fn error() -> Error {
    Error::new(ErrorKind::Decode).with_redactor(Redactor::new([Secret::new("hush-hush".to_owned())]))
}

#[test]
fn a_secret_at_the_end_of_the_retained_body_is_masked() {
    for before in RETAINED_BODY - 12..=RETAINED_BODY {
        let body = format!("{}hush-hush{}", "é".repeat(before / 2), "x".repeat(40_000));
        let error = error().with_unreadable_body(body.as_bytes());
        let retained = error.body().unwrap();
        let end = &retained[retained.len() - 20..];
        assert!(!retained.contains("hu") && retained.len() <= RETAINED_BODY, "{end}");
    }
    assert_eq!(error().with_unreadable_body(b"").body(), None);
}

#[test]
fn a_secret_is_masked_before_the_message_is_truncated() {
    for before in 580..620 {
        let body = format!("\"{} h\\u0075sh-hush\"", "x".repeat(before));
        let error = error().with_body(body.as_bytes());
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hus") && !shown.contains("0075"), "{shown}");
    }
}
