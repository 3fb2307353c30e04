//! What an argument may be, so that a change of its type can say which calls still compile.

use std::collections::HashMap;

use crate::ir::{Api, Takes, Type};
use crate::lower::shown;
use crate::model::{EnumRepr, IdRepr, Scalar};

/// What the ids and enums of an API hold: text, or numbers.
pub(super) struct Kinds<'a>(HashMap<&'a str, bool>);

impl<'a> Kinds<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let ids = api.ids.iter().map(|id| (id.name.as_str(), id.repr != IdRepr::Int));
        Self(ids.chain(api.enums.iter().map(|one| (one.name.as_str(), one.repr == EnumRepr::String))).collect())
    }

    fn is_text(&self, name: &str) -> bool {
        self.0.get(name).copied().unwrap_or_default()
    }

    /// Types of arguments that a setter takes, as users write them; `5` is a literal.
    pub(super) fn calls(&self, takes: &Takes) -> Vec<String> {
        let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        match takes {
            Takes::Exactly(Type::Scalar(Scalar::Int)) => named(&["5", "i64"]),
            Takes::Decimal => named(&["5", "i64", "f64", "Decimal"]),
            Takes::Into(Type::Scalar(Scalar::String | Scalar::Uuid)) => named(&["&str", "String"]),
            Takes::Into(Type::Scalar(Scalar::Json)) => named(&["bool", "5", "i64", "f64", "&str", "String", "Value"]),
            Takes::Into(Type::Id(name, _) | Type::Enum(name, _)) if self.is_text(&name.name) => {
                named(&["&str", "String", &name.name])
            }
            Takes::Into(Type::Id(name, _) | Type::Enum(name, _)) => named(&["5", "i64", &name.name]),
            Takes::Each(element) => self.calls(element).iter().map(|element| list(element)).collect(),
            Takes::Exactly(_) | Takes::Into(_) | Takes::Write(_) => vec![taken(takes)],
        }
    }

    /// Those calls of a setter of the old type that compile with the new one.
    pub(super) fn still(&self, old: (&Kinds<'_>, &Takes), takes: &Takes) -> Vec<String> {
        let (kinds, old_takes) = old;
        kinds.calls(old_takes).into_iter().filter(|call| self.takes(takes, call)).collect()
    }

    fn takes(&self, takes: &Takes, call: &str) -> bool {
        match (takes, element(call)) {
            // JSON is made of lists of whatever it is made of.
            (Takes::Into(Type::Scalar(Scalar::Json)), Some(element)) => self.takes(takes, element),
            (Takes::Each(each), Some(element)) => self.takes(each, element),
            // An id that holds text becomes one.
            (Takes::Into(Type::Scalar(Scalar::String | Scalar::Uuid)), None)
                if call.ends_with("Id") && self.is_text(call) =>
            {
                true
            }
            _ => self.calls(takes).iter().any(|taken| taken == call),
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
pub(super) fn taken(takes: &Takes) -> String {
    match takes {
        Takes::Exactly(ty) | Takes::Into(ty) => shown(ty),
        Takes::Decimal => "Decimal".to_owned(),
        Takes::Write(write) => write.name.clone(),
        Takes::Each(element) => list(&taken(element)),
    }
}
