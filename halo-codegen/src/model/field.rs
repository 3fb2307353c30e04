//! Fields: what one holds, the keys that say it, and how they are read.

use super::keys::{
    DEPRECATED, EVIDENCE, Kind, NAME, SECTION, Table, VENDOR_NOTE, VENDOR_NOTE_DOC, WHY, optional, required,
};
use super::read::MappingView;
use super::{Access, Evidence, Literal, Only, Presence, TypeExpr, VendorNote};
use crate::diagnostic::Diagnostics;
use crate::node::Entry;
use crate::source::Spanned;

/// A field of an entity or object.
#[derive(Debug, Clone)]
pub struct Field {
    /// As on the wire.
    pub wire_name: Spanned<String>,
    /// `name:`, the Rust name where it is not derived.
    pub name: Option<Spanned<String>>,
    /// `type:`.
    pub ty: Spanned<TypeExpr>,
    /// `doc:`.
    pub doc: Spanned<String>,
    /// `in:`, where it is filled.
    pub presence: Presence,
    /// `with:`, the parameters that bring it where the endpoint has one of them.
    pub with: Vec<Spanned<String>>,
    /// `always:`, a member of the key that every row has; the span is that of the value.
    pub required: Option<Spanned<bool>>,
    /// Who sets it.
    pub access: Access,
    /// `only:`, the write that accepts it.
    pub only: Option<Spanned<Only>>,
    /// `none:`, values that mean "not set".
    pub null_values: Vec<Spanned<Literal>>,
    /// What is sent to clear it; `None` is `null`.
    pub clear: Option<Spanned<Literal>>,
    /// Writing this list replaces the stored one.
    pub replaces: bool,
    /// Hidden in `Debug`.
    pub secret: Option<Spanned<bool>>,
    /// `vendor:` note.
    pub vendor: Option<VendorNote>,
    /// How sure it is.
    pub evidence: Option<Evidence>,
    /// `why:`, the reason for what differs from the same wire name elsewhere.
    pub why: Option<Spanned<String>>,
    /// `section:`, the title of a section that begins here.
    pub section: Option<Spanned<String>>,
    /// `deprecated:`, what to use instead.
    pub deprecated: Option<Spanned<String>>,
}

/// The keys of a field.
pub static FIELD: Table = Table {
    what: "a field",
    doc: "A field, by its wire name.",
    keys: &[
        NAME,
        required(
            "type",
            Kind::Type(&[]),
            "bool, int, float, decimal (money), string, datetime, date, uuid, json, list<T>, map<T>, or the name of an \
             id, object, enum or entity.",
        ),
        required("doc", Kind::Text, "What it means, as a sentence."),
        optional("in", Kind::Choice(Presence::CHOICES), "Where Halo fills it; default `both`."),
        optional(
            "with",
            Kind::OneOrMore(&Kind::Text),
            "Wire name of the option or parameter that makes Halo fill it, or a list of several. It applies where the \
             endpoint has such a parameter; elsewhere the field is always filled.",
        ),
        optional(
            "always",
            Kind::Bool,
            "A bare type instead of an `Option`. Only for members of `key`, and required there.",
        ),
        optional("access", Kind::Choice(Access::CHOICES), "Who sets it; default `read`."),
        optional(
            "only",
            Kind::Choice(Only::CHOICES),
            "The only write that accepts it: checked before the request. If omitted, both do.",
        ),
        optional("none", Kind::List(&Kind::Scalar), "Values that mean \"not set\", such as `[0]`: decoded as `None`."),
        optional("clear", Kind::Scalar, "What is sent to clear it; default `null`."),
        optional("replaces", Kind::Bool, "Whether writing this list replaces the stored one."),
        optional("secret", Kind::Bool, "Whether it is hidden in `Debug`."),
        optional("vendor", VENDOR_NOTE, VENDOR_NOTE_DOC),
        EVIDENCE,
        WHY,
        SECTION,
        DEPRECATED,
    ],
};

impl Field {
    pub(super) fn read(entry: &Entry, diagnostics: &mut Diagnostics) -> Self {
        let view = MappingView::new(&entry.value, entry.key.span);
        Self {
            wire_name: entry.key.clone(),
            name: view.text("name"),
            ty: view.ty("type", diagnostics),
            doc: view.doc(),
            presence: view.choice("in").map_or(Presence::default(), |choice| choice.value),
            with: view.one_or_more("with"),
            required: view.bool("always"),
            access: view.choice("access").map_or(Access::default(), |choice| choice.value),
            only: view.choice("only"),
            null_values: view.literals("none"),
            clear: view.literal("clear"),
            replaces: view.flag("replaces"),
            secret: view.bool("secret"),
            vendor: view.vendor_note(),
            evidence: view.evidence(),
            why: view.text("why"),
            section: view.text("section"),
            deprecated: view.text("deprecated"),
        }
    }
}
