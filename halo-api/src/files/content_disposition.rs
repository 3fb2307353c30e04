//! The file name in a `Content-Disposition` header (RFC 6266), made harmless.

use std::borrow::Cow;

use http::{HeaderMap, header};
use percent_encoding::percent_decode_str;

/// The longest name in bytes, as file systems have it.
const LONGEST: usize = 255;

/// The file name of a response. `filename*` comes before `filename`.
pub(super) fn file_name(headers: &HeaderMap) -> Option<String> {
    let header = headers.get(header::CONTENT_DISPOSITION)?.as_bytes();
    // Servers send raw UTF-8 or, as the standard has it, Latin-1.
    let text = std::str::from_utf8(header).map_or_else(|_| latin1(header), Cow::Borrowed);
    let parameters = parameters(&text);
    let named = |name: &str| parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    let extended = named("filename*").and_then(|(_, value)| extended(value)).and_then(|name| harmless(&name));
    extended.or_else(|| harmless(&named("filename")?.1))
}

/// The name in the path of a URL.
pub(super) fn name_in_path(path: &str) -> Option<String> {
    harmless(&percent_decode_str(path.rsplit('/').next()?).decode_utf8_lossy())
}

/// A name without a path: what follows the last separator of any system, without characters that mislead.
fn harmless(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    // A colon would name a stream or a drive on Windows.
    let cleaned: String = last.chars().filter(|c| !is_misleading(*c)).map(|c| if c == ':' { '_' } else { c }).collect();
    let trimmed = cleaned.trim().trim_end_matches(['.', ' ']);
    (!trimmed.is_empty()).then(|| shortened(trimmed))
}

/// Controls, and the marks that turn text around: `exe.pdf` may be shown of `fdp.exe`.
fn is_misleading(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A name that is not longer than file systems allow, with its extension.
fn shortened(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let extension =
        name.rfind('.').map(|dot| &name[dot..]).filter(|extension| extension.len() <= 16).unwrap_or_default();
    let end = (0..=LONGEST - extension.len()).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
    format!("{}{extension}", &name[..end])
}

/// The parameters behind the disposition type, unquoted.
fn parameters(text: &str) -> Vec<(&str, Cow<'_, str>)> {
    let mut parameters = Vec::new();
    let mut rest = text.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        // Parameters without a value stand before it.
        let name = name.rsplit(';').next().unwrap_or(name).trim();
        let after = after.trim_start();
        let (value, after) = if let Some(quoted) = after.strip_prefix('"') {
            unquoted(quoted)
        } else {
            let (value, after) = after.split_once(';').unwrap_or((after, ""));
            (Cow::Borrowed(value.trim()), after)
        };
        parameters.push((name, value));
        rest = after;
    }
    parameters
}

/// The content of a quoted string up to its closing quote, and what follows.
fn unquoted(text: &str) -> (Cow<'_, str>, &str) {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (Cow::Owned(value), &text[at + 1..]),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (Cow::Owned(value), "")
}

/// The text of an extended value (RFC 8187), such as `UTF-8''na%C3%AFve.pdf`. `None` if it is malformed.
fn extended(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_language, text) = rest.split_once('\'')?;
    let bytes: Vec<u8> = percent_decode_str(text).collect();
    match charset.to_ascii_lowercase().as_str() {
        "utf-8" => String::from_utf8(bytes).ok(),
        "iso-8859-1" => Some(latin1(&bytes).into_owned()),
        _ => None,
    }
}

fn latin1(bytes: &[u8]) -> Cow<'static, str> {
    bytes.iter().copied().map(char::from).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn name(header: &[u8]) -> Option<String> {
        file_name(&HeaderMap::from_iter([(header::CONTENT_DISPOSITION, HeaderValue::from_bytes(header).unwrap())]))
    }

    #[test]
    fn the_name_is_found_in_every_form() {
        for (text, expected) in [
            (r#"attachment; filename="report.pdf""#, "report.pdf"),
            ("attachment; filename=report.pdf", "report.pdf"),
            ("attachment;filename=report.pdf ; size=3", "report.pdf"),
            (r#"attachment; filename="a; b=\"c\".txt"; x=y"#, r#"a; b="c".txt"#),
            (r#"inline; FileName="x.txt"; filename*=UTF-8''na%C3%AFve%20%E2%82%AC.txt"#, "naïve €.txt"),
            (r#"attachment; filename*=utf-8'en'first.txt; filename="second.txt""#, "first.txt"),
            ("attachment; filename*=iso-8859-1'en'%A3.txt", "£.txt"),
            (r#"attachment; filename*=UTF-8''%ff; filename="second.txt""#, "second.txt"),
            (r#"attachment; filename*=klingon''x; filename="second.txt""#, "second.txt"),
            ("attachment; filename*=no; filename=second.txt", "second.txt"),
            (r#"attachment; flag; filename="a.txt""#, "a.txt"),
            (r#"attachment; filename="unclosed.txt"#, "unclosed.txt"),
            ("attachment; filename=\"raw ü.txt\"", "raw ü.txt"),
        ] {
            assert_eq!(name(text.as_bytes()).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(name(b"attachment; filename=\"latin \xfc.txt\"").as_deref(), Some("latin ü.txt"));
        for text in
            ["attachment", "", ";", "attachment; filename", "attachment; filename=", "attachment; filename=\"\""]
        {
            assert_eq!(name(text.as_bytes()), None, "{text:?}");
        }
        assert_eq!(file_name(&HeaderMap::new()), None);
    }

    #[test]
    fn no_name_has_a_path_or_misleads() {
        for (sent, expected) in [
            ("../../etc/passwd", Some("passwd")),
            (r"..\\..\\boot.ini", Some("boot.ini")),
            ("/etc/", None),
            ("..", None),
            (".", None),
            (". . ", None),
            ("C:evil.txt", Some("C_evil.txt")),
            ("a.txt:stream", Some("a.txt_stream")),
            (".profile", Some(".profile")),
            ("a.txt. . ", Some("a.txt")),
        ] {
            assert_eq!(name(format!("attachment; filename=\"{sent}\"").as_bytes()).as_deref(), expected, "{sent}");
        }
        let hidden = "attachment; filename*=UTF-8''%00%0d%0aa%e2%80%aefdp%2eexe";
        assert_eq!(name(hidden.as_bytes()).as_deref(), Some("afdp.exe"));
        assert_eq!(name(b"attachment; filename*=UTF-8''a%2fb%5cc.txt").as_deref(), Some("c.txt"));
        let long = name(format!("attachment; filename=\"{}.pdf\"", "ä".repeat(300)).as_bytes()).unwrap();
        assert!(long.len() <= LONGEST && long.ends_with("ä.pdf"), "{long}");
        assert_eq!(name_in_path("/bucket/a%20b.pdf").as_deref(), Some("a b.pdf"));
        assert_eq!(name_in_path("/bucket/%2e%2e%2fx").as_deref(), Some("x"));
        assert_eq!(name_in_path("/"), None);
    }
}
