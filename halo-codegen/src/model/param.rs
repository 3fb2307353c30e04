//! Query parameters: what one holds, the keys that say it, and how they are read.

use super::keys::{
    Choice, DEPRECATED, EVIDENCE, Kind, NAME, SECTION, TEXTS, Table, VENDOR_NOTE, VENDOR_NOTE_DOC, WHY, optional,
    required,
};
use super::read::MappingView;
use super::{Evidence, Role, TypeExpr, VendorNote};
use crate::diagnostic::Diagnostics;
use crate::node::Entry;
use crate::source::Spanned;

/// A filter, option or other query parameter; what `shared` names is already put in.
#[derive(Debug, Clone)]
pub struct Param {
    /// As sent. For a shared parameter the place where the entity names it.
    pub wire_name: Spanned<String>,
    /// `name:`, the Rust name where it is not derived.
    pub name: Option<Spanned<String>>,
    /// `type:`.
    pub ty: Spanned<TypeExpr>,
    /// `doc:`.
    pub doc: Spanned<String>,
    /// Whether it stands in `filters`, and so decides which rows come.
    pub is_filter: bool,
    /// Where it is sent.
    pub place: ParamPlace,
    /// `role:`, what the runtime uses it for.
    pub role: Option<Spanned<Role>>,
    /// Wire name of the field that it compares with.
    pub field: Option<Spanned<String>>,
    /// Parameters that it needs.
    pub needs: Vec<Spanned<String>>,
    /// Parameters (or `paging`) that it cannot be combined with.
    pub excludes: Vec<Spanned<String>>,
    /// An argument instead of a setter.
    pub required: bool,
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

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ParamPlace {
    /// In the query.
    #[default]
    Query,
    /// In the path, in place of its name in braces: always an argument.
    Path,
    /// In the body, as a part of a form.
    Part,
}

/// The keys of an argument that stands in the path of an operation.
pub(super) static ARG: Table = Table {
    what: "an argument",
    doc: "An argument in the path of an operation that is not a member of the key.",
    keys: &[
        NAME,
        required("type", Kind::Type(&[]), "Its type: `int`, `string`, `uuid` or an id."),
        required("doc", Kind::Text, "What it is, as a sentence."),
    ],
};

/// The type that only a part of a form has.
pub(super) const FILE: Choice = Choice { word: "file", doc: "A file: name, media type and bytes." };

/// The keys of a part of a form.
pub(super) static PART: Table = Table {
    what: "a part",
    doc: "A part of a form that is sent as multipart/form-data.",
    keys: &[
        NAME,
        required("type", Kind::Type(&[FILE]), "Its type: `file`, `string`, `int`, `bool`, `uuid` or an id."),
        required("doc", Kind::Text, "What it is, as a sentence."),
        optional("required", Kind::Bool, "Makes it an argument instead of a setter."),
        EVIDENCE,
    ],
};

/// The keys of a filter, option or other parameter.
pub static PARAM: Table = Table {
    what: "a parameter",
    doc: "A query parameter. pageinate, page_no, page_size, count, order… and orderdesc… belong to the runtime.",
    keys: &[
        NAME,
        required("type", Kind::Type(&[]), "Its type: a scalar, id or enum, or a list of those, sent with commas."),
        required("doc", Kind::Text, "What it does, as a sentence."),
        optional(
            "field",
            Kind::Text,
            "Wire name of the field that it compares with; if omitted, the mock does not apply it.",
        ),
        optional("needs", TEXTS, "Wire names of parameters that must be set as well: checked before the request."),
        optional(
            "excludes",
            TEXTS,
            "Wire names of parameters that it cannot be combined with: checked before the request. With `paging`, no \
             paging parameter is sent and the list is one response.",
        ),
        optional(
            "role",
            Kind::Choice(Role::CHOICES),
            "What the runtime uses it for, if it sets or reads the parameter itself.",
        ),
        optional("required", Kind::Bool, "Makes it an argument instead of a setter."),
        optional("vendor", VENDOR_NOTE, VENDOR_NOTE_DOC),
        EVIDENCE,
        WHY,
        SECTION,
        DEPRECATED,
    ],
};

impl Param {
    pub(super) fn read(entry: &Entry, diagnostics: &mut Diagnostics) -> Self {
        let view = MappingView::new(&entry.value, entry.key.span);
        Self {
            wire_name: entry.key.clone(),
            name: view.text("name"),
            ty: view.ty("type", diagnostics),
            doc: view.doc(),
            is_filter: false,
            place: ParamPlace::Query,
            role: view.choice("role"),
            field: view.text("field"),
            needs: view.texts("needs"),
            excludes: view.texts("excludes"),
            required: view.flag("required"),
            vendor: view.vendor_note(),
            evidence: view.evidence(),
            why: view.text("why"),
            section: view.text("section"),
            deprecated: view.text("deprecated"),
        }
    }

    /// An argument in the path.
    pub(super) fn read_argument(entry: &Entry, diagnostics: &mut Diagnostics) -> Self {
        Self { place: ParamPlace::Path, required: true, ..Self::read(entry, diagnostics) }
    }

    /// A part of a form.
    pub(super) fn read_part(entry: &Entry, diagnostics: &mut Diagnostics) -> Self {
        let view = MappingView::new(&entry.value, entry.key.span);
        let file = view.text("type").filter(|ty| ty.value == FILE.word);
        let part = Self { place: ParamPlace::Part, ..Self::read(entry, diagnostics) };
        match file {
            Some(file) => Self { ty: Spanned::new(TypeExpr::File, file.span), ..part },
            None => part,
        }
    }

    /// Keeps the name of a parameter known that could not be read, so that others may refer to it.
    pub(super) fn unreadable(entry: &Entry) -> Self {
        let view = MappingView::new(&entry.value, entry.key.span);
        Self {
            wire_name: entry.key.clone(),
            name: None,
            ty: Spanned::new(TypeExpr::unreadable(), entry.key.span),
            doc: view.doc(),
            is_filter: false,
            place: ParamPlace::Query,
            role: None,
            field: None,
            needs: Vec::new(),
            excludes: Vec::new(),
            required: false,
            vendor: None,
            evidence: None,
            why: None,
            section: None,
            deprecated: None,
        }
    }
}
