//! Extracts Halo's own message from the body of an error response.
//!
//! The body is a bare JSON string, a .NET exception (`ClassName`, `Message`), `{error, error_description}` of the token
//! endpoint, a map from a path in the request body to sentences, `{}`, plain text, an HTML page of a proxy or, mostly,
//! empty.

use serde_json::{Map, Value};

/// The longest message, in characters. Some exceptions contain a whole stack trace.
const LONGEST: usize = 600;

/// Keys of the message, best first. Halo is not consistent about their case.
const KEYS: [&str; 6] = ["message", "errormessage", "error_description", "error", "detail", "title"];

/// The message in this body, on one line. `None` if there is none.
pub(crate) fn message(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    match serde_json::from_str::<Value>(text) {
        Ok(value) => in_value(&value),
        Err(_) if text.starts_with('<') => Some(markup(text)),
        Err(_) => one_line(text),
    }
}

fn in_value(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => one_line(text),
        Value::Array(parts) => joined(parts.iter().filter_map(in_value)),
        Value::Object(map) => in_object(map),
        _ => None,
    }
}

fn in_object(map: &Map<String, Value>) -> Option<String> {
    // `{"title": "One or more validation errors occurred.", "errors": {..}}`: the sentences are the specific part.
    if let Some(sentences) = lookup(map, "errors").and_then(in_value) {
        return Some(sentences);
    }
    if let (Some(code), Some(text)) = (text_of(map, "error"), text_of(map, "error_description")) {
        return Some(format!("{code}: {text}"));
    }
    KEYS.iter().find_map(|key| lookup(map, key).and_then(in_value)).or_else(|| sentences(map))
}

/// The sentences of `{"[0].outcome_id": ["Could not convert string to integer"]}`.
///
/// The live API sends this form for a body that does not bind.
fn sentences(map: &Map<String, Value>) -> Option<String> {
    let is_sentences = |value: &Value| value.as_array().is_some_and(|list| list.iter().all(Value::is_string));
    joined(map.iter().filter(|(_, value)| is_sentences(value)).filter_map(|(path, value)| {
        let text = in_value(value)?;
        Some(if path.is_empty() { text } else { format!("{path}: {text}") })
    }))
}

fn lookup<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    map.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

fn text_of(map: &Map<String, Value>, key: &str) -> Option<String> {
    lookup(map, key).and_then(Value::as_str).and_then(one_line)
}

fn joined(parts: impl Iterator<Item = String>) -> Option<String> {
    one_line(&parts.collect::<Vec<_>>().join("; "))
}

/// An HTML page (of a proxy, a sign-in, an IIS error) or XML: the title is the most useful part.
fn markup(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let title = lower.find("<title").and_then(|at| {
        let start = at + lower.get(at..)?.find('>')? + 1;
        let end = start + lower.get(start..)?.find("</title")?;
        one_line(text.get(start..end)?)
    });
    match title {
        Some(title) => format!("a page titled \"{title}\" instead of JSON"),
        None => "markup instead of JSON".into(),
    }
}

/// The text with whitespace and control characters collapsed, truncated to [`LONGEST`].
pub(crate) fn one_line(text: &str) -> Option<String> {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if let Some((cut, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(cut);
        line.push('…');
    }
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn the_message_is_found_in_every_form() {
        let cases = [
            (r#""An outcome must be entered""#, "An outcome must be entered"),
            (r#"{"ClassName":"System.Exception","Message":"No such list","HResult":-2146233088}"#, "No such list"),
            (r#"{"message":"lower case"}"#, "lower case"),
            (r#"{"resultCode":3,"errorMessage":"Bad code"}"#, "Bad code"),
            (r#"{"error":"invalid_client"}"#, "invalid_client"),
            (r#"{"error":"invalid_scope","error_description":"no read:agents"}"#, "invalid_scope: no read:agents"),
            (r#"{"error":{"code":5,"message":"nested"}}"#, "nested"),
            (
                r#"{"[0].outcome_id":["Could not convert string to integer: x."],"[0].id":["Bad."]}"#,
                "[0].id: Bad.; [0].outcome_id: Could not convert string to integer: x.",
            ),
            (r#"{"id":["The value 'x' is not valid."]}"#, "id: The value 'x' is not valid."),
            (r#"{"":["A body is required."]}"#, "A body is required."),
            (r#"{"title":"Invalid.","status":400,"errors":{"id":["Not a number."]}}"#, "id: Not a number."),
            (r#"["one","two"]"#, "one; two"),
            ("plain  text\r\n of a proxy", "plain text of a proxy"),
            ("\u{feff}\"after a mark\"", "after a mark"),
            ("<html><head><TITLE>Sign in</TITLE></head></html>", "a page titled \"Sign in\" instead of JSON"),
            ("<?xml version=\"1.0\"?><a/>", "markup instead of JSON"),
        ];
        for (body, expected) in cases {
            assert_eq!(message(body.as_bytes()).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn no_message_is_none() {
        for body in ["", "  ", "{}", "[]", "null", "\"\"", "12", r#"{"ok":false}"#, r#"{"Message":null}"#] {
            assert_eq!(message(body.as_bytes()), None, "{body}");
        }
    }

    #[test]
    fn long_and_broken_texts_are_cut() {
        let long = message("ä".repeat(5000).as_bytes()).unwrap_or_default();
        assert_eq!(long.chars().count(), super::LONGEST + 1);
        assert!(message(&[0xff, 0xfe, b'x']).is_some());
    }
}
