//! `resources.yaml`: what is known of paths that have no entity file, and the keys that say it.

use super::keys::{EVIDENCE, Entries, Kind, PAGING, TEXTS, Table, optional, required};
use super::{Evidence, IdRepr, OperationKind, Paging, Scopes, VendorNote};
use crate::source::Spanned;

/// A path of Halo that has no entity file.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Such as `/CannedText`.
    pub path: Spanned<String>,
    /// Envelope keys of the rows; `bare` is an empty string. Empty if there is no list.
    pub rows: Vec<Spanned<String>>,
    /// How its list pages.
    pub paging: Option<Spanned<Paging>>,
    /// The parameter that asks for rows older than an id, where it pages by that.
    pub window: Option<Spanned<String>>,
    /// Most rows that a page ever holds, where known.
    pub page_cap: Option<Spanned<u32>>,
    /// Wire names of the fields that tell rows apart; empty where none do.
    pub key: Vec<Spanned<String>>,
    /// What the last member of the key looks like.
    pub id: IdRepr,
    /// Which of the standard requests it takes.
    pub verbs: Vec<Spanned<OperationKind>>,
    /// What the body of `create` was seen to need.
    pub needs: Vec<Spanned<String>>,
    /// Query parameters that the list was seen to need.
    pub list_needs: Vec<Spanned<String>>,
    /// Query parameters that `delete` was seen to need.
    pub delete_needs: Vec<Spanned<String>>,
    /// Scopes that its requests are thought to need.
    pub scopes: Scopes,
    /// `vendor: absent`.
    pub vendor: Option<VendorNote>,
    /// How sure it is.
    pub evidence: Option<Evidence>,
}

impl Resource {
    /// Whether it takes a request of this kind.
    #[must_use]
    pub fn has(&self, kind: OperationKind) -> bool {
        self.verbs.iter().any(|verb| verb.value == kind)
    }
}

/// `resources.yaml`: every path once.
pub static RESOURCES: Entries = Entries {
    key: "a path below /api that has no entity file, such as `/CallScript` or `/Invoice/lines`",
    value: Kind::Table(&RESOURCE),
};

/// The keys of a path in `resources.yaml`.
pub static RESOURCE: Table = Table {
    what: "a resource",
    doc: "What is known of a path that has no entity file.",
    keys: &[
        optional(
            "rows",
            Kind::OneOrMore(&Kind::Text),
            "Key of the response that contains the rows of the list; `bare` for a bare array; a list of both if the shape \
             varies.",
        ),
        optional("paging", PAGING, "How the list pages."),
        optional("page_cap", Kind::Int(1, 1_000_000), "The maximum number of rows in a page, if known."),
        required(
            "key",
            TEXTS,
            "Wire names of the fields that identify a row; `[]` if none do. The last one is the id in the path of one \
             row, the others are query parameters.",
        ),
        optional("id", Kind::Choice(IdRepr::DECLARED), "What the id looks like on the wire; default `int`."),
        required(
            "verbs",
            Kind::List(&Kind::Choice(OperationKind::STANDARD_CHOICES)),
            "The requests that it accepts. `get` without a key reads the path itself, which is one object.",
        ),
        optional(
            "needs",
            TEXTS,
            "The fields of the smallest body that Halo was seen to accept in `create`. They are documented, not checked.",
        ),
        optional("list_needs", TEXTS, "Query parameters without which the list was empty, slow or refused when tried."),
        optional("delete_needs", TEXTS, "Query parameters without which `delete` was refused when tried."),
        optional("scopes", Kind::Table(&RESOURCE_SCOPES), "Scopes that its requests need, as far as known."),
        optional(
            "vendor",
            Kind::Choice(std::slice::from_ref(&super::keys::ABSENT)),
            "Says that the vendor's file is known to lack the path.",
        ),
        EVIDENCE,
    ],
};

static RESOURCE_SCOPES: Table = Table {
    what: "scopes of a resource",
    doc: "Scopes that the requests of a resource need, as far as known.",
    keys: &[
        optional("read", Kind::Text, "Scope of `list` and `get`, as declared in halo.yaml."),
        optional("write", Kind::Text, "Scope of `create`, `update` and `delete`, as declared in halo.yaml."),
        EVIDENCE,
    ],
};
