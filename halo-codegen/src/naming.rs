//! Rust names from wire names.
//!
//! The functions give a name for anything; whether it can be used is for [`naming_error`] and the checks to say.

use heck::ToSnakeCase;

#[rustfmt::skip]
mod reserved;

/// Names of types that every Rust program has in scope.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Strict, reserved and weak-but-unusable words of all editions.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Where a name is used, which decides what is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A setter of a list request.
    ListSetter,
    /// A setter of another request.
    RequestSetter,
    /// A setter of a write type.
    WriteSetter,
    /// A member of a model.
    ModelField,
}

impl Use {
    /// What the name would be, for a message.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::ListSetter => "a method of every list request",
            Self::RequestSetter => "a method of every request",
            Self::WriteSetter => "a method of every write type",
            Self::ModelField => "a member of every model",
        }
    }

    /// Whether the generated or handwritten code has that name already.
    #[must_use]
    pub fn is_taken(self, name: &str) -> bool {
        match self {
            Self::ListSetter => reserved::LIST_METHODS.contains(&name),
            Self::RequestSetter => reserved::REQUEST_METHODS.contains(&name),
            // `known` is written by the generator itself, on write types with lists that Halo replaces.
            Self::WriteSetter => name == "known" || reserved::WRITE_METHODS.contains(&name),
            Self::ModelField => name == "extra",
        }
    }
}

/// A wire name as a Rust name, with nothing but its own letters to go by.
#[must_use]
pub fn snake_name(wire: &str) -> String {
    let name = wire.trim_start_matches('_');
    if is_snake_case(name) { name.to_owned() } else { name.to_snake_case() }
}

/// `ActionId` of `Action`.
#[must_use]
pub fn id_name(entity: &str) -> String {
    format!("{entity}Id")
}

/// Whether every handle has, or will have, a method of that name.
pub(crate) fn is_handle_method(name: &str) -> bool {
    reserved::HANDLE_METHODS.contains(&name)
}

/// Whether a handwritten extension of halo-api gives that type a method of that name.
pub(crate) fn is_extension_method(type_name: &str, name: &str) -> bool {
    reserved::EXTENSIONS.contains(&(type_name, name))
}

/// Whether a word is a keyword of any edition.
#[must_use]
pub fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// Why a name cannot be that of a field, setter, argument or module; `None` if it can.
#[must_use]
pub fn naming_error(name: &str) -> Option<&'static str> {
    match name {
        "" => Some("is empty"),
        _ if is_keyword(name) => Some("is a keyword"),
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => Some("starts with a digit"),
        _ if !is_snake_case(name) => Some("is not snake_case"),
        _ => None,
    }
}

/// Why a name cannot be that of a type; `None` if it can.
pub(crate) fn type_naming_error(name: &str) -> Option<&'static str> {
    match name {
        _ if !is_upper_camel_case(name) => Some("is not UpperCamelCase"),
        _ if PRELUDE.contains(&name) => Some("is a name that every Rust program has in scope"),
        _ => None,
    }
}

/// Letters and digits, with a capital first.
pub(crate) fn is_upper_camel_case(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_uppercase()) && chars.all(|c| c.is_ascii_alphanumeric())
}

/// Whether halo-api has a module of that name, or `Halo` a method, or whether it is a crate.
pub(crate) fn is_module(name: &str) -> bool {
    [reserved::MODULES, reserved::CRATES, reserved::HALO_METHODS].into_iter().any(|names| names.contains(&name))
}

/// The parameters of lists that the runtime sets itself, as halo-api has them: a test compares.
pub const RUNTIME_PARAMS: [&str; 4] = ["pageinate", "page_no", "page_size", "count"];
/// So are these, each also with the number of a level behind it.
pub const RUNTIME_ORDER_PARAMS: [&str; 2] = ["orderdesc", "order"];

/// Whether a parameter of lists belongs to the runtime: paging and ordering. Halo reads names without case.
#[must_use]
pub fn is_runtime_param(wire: &str) -> bool {
    let wire = wire.to_ascii_lowercase();
    let level = RUNTIME_ORDER_PARAMS.iter().find_map(|order| wire.strip_prefix(order));
    level.is_some_and(|level| level.bytes().all(|byte| byte.is_ascii_digit()))
        || RUNTIME_PARAMS.contains(&wire.as_str())
}

/// Lower-case words, digits and single underscores, none at the ends.
fn is_snake_case(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    name.split('_').all(|word| !word.is_empty() && word.bytes().all(allowed))
}

/// Whether a file's stem is a plural of an entity's name.
pub(crate) fn is_plural_of(stem: &str, entity: &str) -> bool {
    plurals(&entity.to_snake_case()).iter().any(|plural| plural == stem)
}

/// Plurals of a name, the likeliest first.
pub(crate) fn plurals(name: &str) -> Vec<String> {
    const IRREGULAR: [(&str, &str); 8] = [
        ("person", "people"),
        ("child", "children"),
        ("index", "indices"),
        ("matrix", "matrices"),
        ("criterion", "criteria"),
        ("analysis", "analyses"),
        ("basis", "bases"),
        ("man", "men"),
    ];
    let mut forms = Vec::new();
    for (singular, plural) in IRREGULAR {
        forms.extend(name.strip_suffix(singular).map(|start| format!("{start}{plural}")));
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| name.ends_with(end));
    let consonant_y = name.strip_suffix('y').filter(|start| !start.ends_with(['a', 'e', 'i', 'o', 'u']));
    match consonant_y {
        Some(start) => forms.push(format!("{start}ies")),
        None if hisses => forms.extend([format!("{name}es"), format!("{name}ses"), format!("{name}zes")]),
        None => forms.push(format!("{name}s")),
    }
    // Words without a plural (staff, software), and names that are plurals already.
    forms.push(name.to_owned());
    forms
}
