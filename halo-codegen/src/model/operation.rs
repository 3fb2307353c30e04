//! Operations: whatever a resource offers beside list, get, create, update and delete.

use super::{Entity, Evidence, Literal, Param, TypeExpr, VendorNote};
use crate::source::Spanned;

/// An operation of an entity.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The method of the handle.
    pub name: Spanned<String>,
    /// `method:`.
    pub method: Spanned<Method>,
    /// Such as `/Tickets/{id}/lock`.
    pub path: Spanned<String>,
    /// Its query parameters.
    pub params: Vec<Param>,
    /// `body:`.
    pub body: Option<Spanned<Body>>,
    /// Whether the body stands in an array; so it does unless `body_shape: object`.
    pub in_array: bool,
    /// Fields of the body that are always the same.
    pub fixed: Vec<(Spanned<String>, Spanned<Literal>)>,
    /// `reply:`.
    pub reply: Reply,
    /// Whether it may be sent twice.
    pub safety: Safety,
    /// Whether it takes the scope of writes.
    pub writes: bool,
    /// What it does.
    pub doc: Spanned<String>,
    /// `vendor:` note.
    pub vendor: Option<VendorNote>,
    /// How sure it is.
    pub evidence: Option<Evidence>,
}

/// `method:` of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `DELETE`.
    Delete,
}

/// `body:` of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// `write`: the write type of the entity itself.
    Write,
    /// The write type of an object or entity.
    Named(String),
}

/// `reply:` of an operation.
#[derive(Debug, Clone)]
pub enum Reply {
    /// `none`.
    None,
    /// `bytes`.
    Bytes,
    /// A type; `self` is the entity's own.
    Type(Spanned<TypeExpr>),
}

/// `safety:` of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safety {
    /// It changes nothing.
    Safe,
    /// Twice does what once does.
    Idempotent,
    /// Twice does something twice.
    Unsafe,
}

impl Operation {
    /// Whether a member of the key is an argument: it stands in the path or in a fixed field.
    #[must_use]
    pub fn takes(&self, member: &str) -> bool {
        let fixed = self.fixed.iter().filter_map(|(_, value)| value.value.placeholder());
        placeholders(&self.path.value).map(|(_, name)| name).chain(fixed).any(|name| name == member)
    }

    /// The members of the key that are arguments, in the order of the key.
    pub fn members<'e>(&self, entity: &'e Entity) -> impl Iterator<Item = &'e Spanned<String>> {
        entity.key.iter().filter(|member| self.takes(&member.value))
    }
}

impl Literal {
    /// `id` of the text `{id}`: in `fixed` it stands for that member of the key.
    #[must_use]
    pub fn placeholder(&self) -> Option<&str> {
        match self {
            Self::String(text) => text.strip_prefix('{')?.strip_suffix('}').filter(|name| !name.contains(['{', '}'])),
            _ => None,
        }
    }
}

/// What stands in braces in a path, and where each brace begins.
pub(crate) fn placeholders(path: &str) -> impl Iterator<Item = (usize, &str)> {
    path.match_indices('{').filter_map(|(start, _)| {
        let (name, _) = path.get(start + 1..)?.split_once('}')?;
        Some((start, name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_found_with_their_places() {
        let found: Vec<_> = placeholders("/A/{id}/b{x}{").collect();
        assert_eq!(found, [(3, "id"), (9, "x")]);
        assert_eq!(Literal::String("{id}".to_owned()).placeholder(), Some("id"));
        for text in ["id", "{id", "a{id}", "{a}{b}"] {
            assert_eq!(Literal::String(text.to_owned()).placeholder(), None, "{text}");
        }
    }
}
