//! Operations: list, get, create, update, delete, and whatever else a resource offers.

use super::keys::{
    ABSENT, Choice, DEPRECATED, EVIDENCE, Entries, Kind, LIST, NEEDED, PARAMS, SECTION, Table, optional, required,
};
use super::param::{ARG, PART};
use super::reply::REPLY_WORDS;
use super::{
    BodyShape, Entity, Evidence, List, Literal, Method, OperationKind, Param, ParamPlace, Reply, Safety, ScopeKind,
    TypeExpr, VendorNote,
};
use crate::source::Spanned;

/// An operation of an entity. What its file need not say is put in.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The key that describes it.
    pub kind: OperationKind,
    /// The method of the handle.
    pub name: Spanned<String>,
    /// `method:`.
    pub method: Spanned<Method>,
    /// Such as `/Tickets/{id}/lock`.
    pub path: Spanned<String>,
    /// How a list gives its rows.
    pub list: Option<List>,
    /// Its parameters: arguments in the path, then those of the query (of a list the filters come first), then parts of a
    /// form.
    pub params: Vec<Param>,
    /// `body:`.
    pub body: Option<Spanned<Body>>,
    /// How the body is sent.
    pub body_shape: BodyShape,
    /// Fields of the body that are always the same.
    pub fixed: Vec<(Spanned<String>, Spanned<Literal>)>,
    /// `needs:`, wire names of what the body, or the query of a list, must hold: of each group one.
    pub needs: Vec<Vec<Spanned<String>>>,
    /// `reply:`.
    pub reply: Reply<Spanned<TypeExpr>>,
    /// Whether it may be sent twice.
    pub safety: Safety,
    /// Which of the entity's scopes it needs.
    pub scope: ScopeKind,
    /// What it does; the standard operations need not say it.
    pub doc: Option<Spanned<String>>,
    /// `vendor:` note.
    pub vendor: Option<VendorNote>,
    /// How sure it is.
    pub evidence: Option<Evidence>,
    /// `section:`, the title of a section that begins here.
    pub section: Option<Spanned<String>>,
    /// `deprecated:`, what to use instead.
    pub deprecated: Option<Spanned<String>>,
}

/// `body:` of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// `write`: the write type of the entity itself.
    Write,
    /// The write type of an object or entity.
    Named(String),
    /// A list of these.
    List(TypeExpr),
    /// A form, whose parts are among the parameters.
    Multipart,
}

/// Words of `body:` beside the types.
const BODY_WORDS: &[Choice] = &[Choice { word: "write", doc: "The write type of this entity." }];

/// `body:` as a mapping.
static FORM: Table = Table {
    what: "a body",
    doc: "A body that is not JSON.",
    keys: &[required(
        "multipart",
        Kind::List(&Kind::Entries(&Entries { key: "the name of a part, exactly", value: Kind::Table(&PART) })),
        "The parts of a form, in the order in which they are sent: `[ticket_id: { type: int, doc: \"…\" }]`.",
    )],
};

/// The keys of an operation that has a name of its own.
pub(super) static CUSTOM: Table = Table {
    what: "an operation",
    doc: "Anything that a resource offers beside list, get, create, update and delete.",
    keys: &[
        required("method", Kind::Choice(Method::CHOICES), "The HTTP method."),
        required(
            "path",
            Kind::Text,
            "Path below /api. A member of the key in braces, such as `{id}`, is an argument: `/Tickets/{id}/lock`.",
        ),
        optional(
            "args",
            Kind::Entries(&Entries { key: "a name in braces in the path", value: Kind::Table(&ARG) }),
            "Arguments in the path that are not members of the key. They follow those that are.",
        ),
        optional("params", PARAMS, "Parameters that the request takes in its query."),
        optional(
            "list",
            Kind::Table(&LIST),
            "Makes the operation a list: `reply` is the type of a row, `self` or another entity.",
        ),
        optional(
            "body",
            Kind::TypeOr(BODY_WORDS, &FORM),
            "What is sent: `write` for the write type of this entity, the name of an object or entity that has one, \
             `list<…>` where the argument is a list, or `{ multipart: [..] }` for a form with files.",
        ),
        optional("body_shape", Kind::Choice(BodyShape::DECLARED), "How the body is sent; default `array`."),
        optional(
            "fixed",
            Kind::Entries(&Entries { key: "the wire name of a field", value: Kind::Scalar }),
            "Fields of the body that are always the same, in front of the fields that the body sets. The text `\"{id}\"`, or \
             another member of the key in braces, is replaced by that argument.",
        ),
        NEEDED,
        required(
            "reply",
            Kind::Type(REPLY_WORDS),
            "What is returned: `self`, a type, `list<…>`, `download`, `bytes`, `json` or `none`.",
        ),
        optional(
            "safety",
            Kind::Choice(Safety::CHOICES),
            "Whether it may be sent twice; default `safe` for get, `idempotent` for delete, `unsafe` for post.",
        ),
        optional(
            "scope",
            Kind::Choice(ScopeKind::CHOICES),
            "Which of the entity's `scopes` it needs; default `read` for get, `write` for the others.",
        ),
        required("doc", Kind::Text, "What it does, as a sentence."),
        optional(
            "vendor",
            Kind::Choice(std::slice::from_ref(&ABSENT)),
            "Says that the vendor's file is known to lack it.",
        ),
        EVIDENCE,
        SECTION,
        DEPRECATED,
    ],
};

impl Entity {
    /// The operation of a kind; of those with a name of their own the first.
    #[must_use]
    pub fn operation(&self, kind: OperationKind) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.kind == kind)
    }

    /// How its rows are listed.
    #[must_use]
    pub fn list(&self) -> Option<&List> {
        self.operation(OperationKind::List)?.list.as_ref()
    }

    /// The parameter that its list is walked by, if its rows come by their ids.
    #[must_use]
    pub fn window(&self) -> Option<&str> {
        self.list()?.window.as_ref().map(|name| name.value.as_str())
    }

    /// The parameters of an operation; none where there is no such operation.
    #[must_use]
    pub fn params(&self, kind: OperationKind) -> &[Param] {
        self.operation(kind).map_or(&[], |operation| &operation.params)
    }

    /// The operations that have a name of their own.
    pub fn custom_operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().filter(|operation| !operation.kind.is_standard())
    }

    /// Whether rows are written: created, or changed.
    #[must_use]
    pub fn is_written(&self) -> bool {
        [OperationKind::Create, OperationKind::Update].into_iter().any(|kind| self.operation(kind).is_some())
    }
}

impl Operation {
    /// Whether Halo was seen to refuse a body, or to misbehave at a list, that lacks what it needs.
    #[must_use]
    pub fn enforces_needs(&self) -> bool {
        !self.needs.is_empty() && self.evidence.is_some_and(Evidence::is_proof)
    }

    /// The parameters that it takes in its query.
    pub fn query(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|param| param.place == ParamPlace::Query)
    }

    /// The arguments in its path that are no members of the key.
    pub fn args(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|param| param.place == ParamPlace::Path)
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
