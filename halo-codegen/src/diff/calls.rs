//! What an argument may be, so that a change of its type can say which calls still compile.

use std::collections::HashMap;

use crate::ir::{Api, RustType};

/// What the ids and enums of an API hold: text, or numbers.
pub(super) struct Kinds<'a>(HashMap<&'a str, bool>);

impl<'a> Kinds<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let ids = api.ids.iter().map(|id| (id.name.as_str(), id.text));
        Self(ids.chain(api.enums.iter().map(|one| (one.name.as_str(), !one.int))).collect())
    }

    fn is_text(&self, name: &str) -> bool {
        self.0.get(name).copied().unwrap_or_default()
    }

    /// Types of arguments that a setter of this type takes, as users write them; `5` is a literal.
    pub(super) fn calls(&self, ty: &RustType) -> Vec<String> {
        let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        match ty {
            RustType::Int => named(&["5", "i64"]),
            RustType::Decimal => named(&["5", "i64", "f64", "Decimal"]),
            RustType::Text => named(&["&str", "String"]),
            RustType::Json | RustType::Map(_) | RustType::Object(_, None) => {
                named(&["bool", "5", "i64", "f64", "&str", "String", "Value"])
            }
            RustType::Plain(name) if self.is_text(&name.name) => named(&["&str", "String", &name.name]),
            RustType::Plain(name) => named(&["5", "i64", &name.name]),
            RustType::List(element) => self.calls(element).iter().map(|element| list(element)).collect(),
            RustType::Bool | RustType::Float | RustType::Timestamp | RustType::Date | RustType::Object(_, Some(_)) => {
                vec![taken(ty)]
            }
        }
    }

    /// Those calls of a setter of the old type that compile with the new one.
    pub(super) fn still(&self, old: (&Kinds<'_>, &RustType), ty: &RustType) -> Vec<String> {
        let (kinds, old_type) = old;
        kinds.calls(old_type).into_iter().filter(|call| self.takes(ty, call)).collect()
    }

    fn takes(&self, ty: &RustType, call: &str) -> bool {
        match (ty, element(call)) {
            // JSON is made of lists of whatever it is made of.
            (RustType::Json | RustType::Map(_) | RustType::Object(_, None), Some(element)) => self.takes(ty, element),
            (RustType::List(taken), Some(element)) => self.takes(taken, element),
            // An id that holds text becomes one.
            (RustType::Text, None) if call.ends_with("Id") && self.is_text(call) => true,
            _ => self.calls(ty).iter().any(|taken| taken == call),
        }
    }
}

fn list(element: &str) -> String {
    format!("Vec<{element}>")
}

fn element(call: &str) -> Option<&str> {
    call.strip_prefix("Vec<")?.strip_suffix('>')
}

/// What a setter takes, as its signature says it.
pub(super) fn taken(ty: &RustType) -> String {
    match ty {
        RustType::Object(_, Some(write)) => write.name.clone(),
        RustType::Object(_, None) | RustType::Map(_) => shown(&RustType::Json),
        RustType::List(element) => list(&taken(element)),
        other => shown(other),
    }
}

/// A type as users read it.
pub(super) fn shown(ty: &RustType) -> String {
    match ty {
        RustType::Bool => "bool".to_owned(),
        RustType::Int => "i64".to_owned(),
        RustType::Float => "f64".to_owned(),
        RustType::Decimal => "Decimal".to_owned(),
        RustType::Text => "String".to_owned(),
        RustType::Timestamp => "Timestamp".to_owned(),
        RustType::Date => "Date".to_owned(),
        RustType::Json => "Value".to_owned(),
        RustType::Plain(name) | RustType::Object(name, _) => name.name.clone(),
        RustType::List(element) => list(&shown(element)),
        RustType::Map(element) => format!("BTreeMap<String, {}>", shown(element)),
    }
}
