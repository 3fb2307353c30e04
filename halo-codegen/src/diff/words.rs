//! Values as sentences take them.

use crate::model::Literal;

/// A text in code. It is quoted where code cannot show it: an empty one, or one that would end the code.
pub(super) fn text(text: &str) -> String {
    match text {
        "" => "`\"\"`".to_owned(),
        _ if text.contains('`') => format!("{:?}", text.replace('`', "'")),
        _ => format!("`{text}`"),
    }
}

/// A value that the schema writes.
pub(super) fn literal(value: &Literal) -> String {
    match value {
        Literal::String(text) => format!("`{text:?}`"),
        other => format!("`{other}`"),
    }
}

/// A name, and what it has, between commas: `` `Part`, with 2 fields,``. What it has begins with a comma, if there is any.
pub(super) fn aside(name: &str, has: &str) -> String {
    let comma = if has.is_empty() { "" } else { "," };
    format!("`{name}`{has}{comma}")
}

/// All of them: a, b and c.
pub(super) fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
    }
}

/// Each of them in code: `a`, `b` and `c`.
pub(super) fn all(names: &[impl AsRef<str>]) -> String {
    and(&names.iter().map(|name| text(name.as_ref())).collect::<Vec<_>>())
}

/// One of them: `a`, `b` or `c`.
pub(super) fn any(words: &[String]) -> String {
    match words {
        [start @ .., last] if !start.is_empty() => format!("{} or {last}", start.join(", ")),
        words => words.concat(),
    }
}

/// A type in code, with its article.
pub(super) fn a(ty: &str) -> String {
    // A vowel as it is said: "an i64".
    let article = if ty.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) { "an" } else { "a" };
    format!("{article} `{ty}`")
}

/// Methods that share a fate: `` `a()` is`` or `` `a()` and `b()` are``.
pub(super) fn are(methods: &[String]) -> String {
    let verb = if methods.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", and(methods))
}

/// Something deprecated, before and after.
pub(super) fn deprecated(name: &str, old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (None, Some(note)) => format!("`{name}` is now deprecated: \"{note}\""),
        (Some(note), None) => format!("`{name}` is no longer deprecated; its note was \"{note}\""),
        (old, new) => {
            let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
            format!("the deprecation of `{name}` said \"{old}\" and now says \"{new}\"")
        }
    }
}
