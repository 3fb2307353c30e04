//! The tables themselves: files first, then what is in them.

use super::{Choice, Entries, Key, Kind, Table};
use crate::model::field::FIELD;
use crate::model::operation::CUSTOM;
use crate::model::param::PARAM;
use crate::model::{EnumRepr, Evidence, IdRepr, OperationKind, Paging};

/// A key that must be there.
pub(in crate::model) const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, kind, required: true, doc }
}

/// A key that can be left out.
pub(in crate::model) const fn optional(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, kind, required: false, doc }
}

/// An operation that can be left out.
const fn operation(kind: OperationKind, value: Kind) -> Key {
    optional(kind.word(), value, kind.doc())
}

/// A list of texts.
pub(in crate::model) const TEXTS: Kind = Kind::List(&Kind::Text);

/// `evidence:`, wherever there is a fact.
pub(in crate::model) const EVIDENCE: Key = optional(
    "evidence",
    Kind::Choice(Evidence::CHOICES),
    "How certain this is, as marked in the facts. If omitted, the vendor's file says so.",
);

/// `halo.yaml`.
pub static HALO: Table = Table {
    what: "halo.yaml",
    doc: "What all entities share.",
    keys: &[
        optional(
            "groups",
            Kind::Entries(&Entries { key: "the title of a group of entities", value: Kind::Table(&GROUP) }),
            "Groups of entities, in the order in which overviews show them.",
        ),
        optional(
            "scopes",
            Kind::Entries(&Entries {
                key: "a scope as it is sent, such as `read:tickets`",
                value: Kind::Table(&SCOPE),
            }),
            "The OAuth scopes that Halo knows.",
        ),
        optional(
            "ids",
            Kind::Entries(&Entries { key: "an id type, such as `StatusId`", value: Kind::Table(&ID) }),
            "Ids of entities that are referred to but have no file yet. An entity's file defines its id itself.",
        ),
        optional(
            "names",
            Kind::Entries(&Entries { key: "a wire name", value: Kind::Text }),
            "The Rust name of a wire name, everywhere: the same word for the same thing.",
        ),
        optional(
            "params",
            Kind::Entries(&Entries { key: "the wire name of a parameter", value: Kind::Table(&PARAM) }),
            "Parameters that many requests share: an entity uses one with `<name>: shared`.",
        ),
    ],
};

static GROUP: Table = Table {
    what: "a group",
    doc: "A group of entities.",
    keys: &[required("doc", Kind::Text, "What is in the group, in a sentence.")],
};

static SCOPE: Table = Table {
    what: "a scope",
    doc: "An OAuth scope.",
    keys: &[
        optional("name", Kind::Text, "The name of the variant, in snake_case, where the scope runs words together."),
        required("doc", Kind::Text, "What the scope allows, as a sentence."),
    ],
};

static ID: Table = Table {
    what: "an id",
    doc: "An id type without an entity.",
    keys: &[
        required("repr", Kind::Choice(IdRepr::DECLARED), "What the id looks like on the wire."),
        required("doc", Kind::Text, "What the id identifies, as a sentence."),
    ],
};

/// `entities/*.yaml`.
pub static ENTITY: Table = Table {
    what: "an entity",
    doc: "One entity. The stem of the file is its module and accessor: tickets.yaml gives halo.tickets().",
    keys: &[
        NAMED,
        ALSO,
        GROUPED,
        DOC,
        PATH,
        VENDOR,
        required("id", Kind::Choice(IdRepr::CHOICES), "What its id looks like on the wire."),
        optional(
            "key",
            TEXTS,
            "Wire names of the fields that identify a row; by default `[id]`. Members besides the id are leading \
             arguments: halo.actions().get(ticket_id, id).",
        ),
        UNIQUE,
        ENTITY_SCOPES,
        LISTED,
        GET,
        CREATE,
        UPDATE,
        DELETE,
        OPERATIONS,
        required("fields", FIELDS, "The fields of a row, by wire name, in the vendor's order."),
        OMITTED,
        EVIDENCE,
        DEPRECATED,
    ],
};

pub(super) const NAMED: Key =
    required("entity", Kind::Text, "The struct, in UpperCamelCase and singular. Its id type is `<Entity>Id`.");
pub(super) const ALSO: Key = optional(
    "also",
    TEXTS,
    "Halo's other names for it, under which the documentation finds it too. The path, the struct and the vendor's schemas \
     are found without being listed.",
);
pub(super) const GROUPED: Key =
    optional("group", Kind::Text, "The group that overviews show it in: a title of `groups` in halo.yaml.");
pub(super) const DOC: Key = required("doc", Kind::Text, "What it is, as a sentence.");
pub(super) const PATH: Key = required("path", Kind::Text, "Path of the resource below /api, such as `/Tickets`.");
pub(super) const VENDOR: Key =
    optional("vendor", Kind::Table(&VENDOR_NAMES), "Names of its schemas in the vendor's file, for drift and import.");
pub(super) const UNIQUE: Key =
    optional("unique", TEXTS, "Wire names of fields whose values Halo refuses to repeat: no two rows may share one.");
pub(super) const ENTITY_SCOPES: Key =
    optional("scopes", Kind::Table(&SCOPES), "Scopes that its requests need, as far as known.");
pub(super) const LISTED: Key = operation(OperationKind::List, Kind::Table(&LIST));
pub(super) const GET: Key = operation(OperationKind::Get, Kind::Table(&ENDPOINT));
pub(super) const CREATE: Key = operation(OperationKind::Create, Kind::Table(&WRITE));
pub(super) const UPDATE: Key = operation(OperationKind::Update, Kind::Table(&WRITE));
pub(super) const DELETE: Key = operation(OperationKind::Delete, Kind::Table(&ENDPOINT));
pub(super) const OPERATIONS: Key = operation(OperationKind::Custom, BY_NAME);
const BY_NAME: Kind =
    Kind::Entries(&Entries { key: "the Rust name of an operation, in snake_case", value: Kind::Table(&CUSTOM) });
pub(super) const OMITTED: Key =
    optional("omit", Kind::Table(&OMIT), "What is deliberately omitted from the vendor's file.");

const FIELDS: Kind = Kind::Entries(&Entries { key: "the wire name of a field, exactly", value: Kind::Table(&FIELD) });

static VENDOR_NAMES: Table = Table {
    what: "the vendor's names",
    doc: "Names of schemas in the vendor's file.",
    keys: &[
        optional("list", Kind::Text, "Schema of list rows, where it is another one than the detail's."),
        optional("detail", Kind::Text, "Schema of one row in full."),
        optional(
            "path",
            Kind::Choice(std::slice::from_ref(&ABSENT)),
            "`absent` where the vendor's file has the schema, but is known to lack the path.",
        ),
    ],
};

static SCOPES: Table = Table {
    what: "scopes of an entity",
    doc: "Scopes that the requests of an entity need, as far as known.",
    keys: &[
        optional("read", Kind::Text, "Scope of `list` and `get`, as declared in halo.yaml."),
        optional("write", Kind::Text, "Scope of `create`, `update` and `delete`, as declared in halo.yaml."),
        optional(
            "enforce",
            Kind::Bool,
            "Whether a missing scope is an error before the network. Needs evidence A or B.",
        ),
        EVIDENCE,
    ],
};

pub(in crate::model) static LIST: Table = Table {
    what: "a list",
    doc: "How rows are listed.",
    keys: &[
        required(
            "rows",
            Kind::OneOrMore(&Kind::Text),
            "Key of the response that contains the rows; `bare` for a bare array; a list of both where contested.",
        ),
        required("paging", PAGING, "How the endpoint pages."),
        optional("page_cap", Kind::Int(1, 1_000_000), "The maximum number of rows in a page, if known."),
        optional(
            "sort",
            Kind::Int(0, 9),
            "The number of order and orderdesc levels that the endpoint accepts; 0 by default.",
        ),
        optional("filters", PARAMS, "Parameters that select rows."),
        optional("options", PARAMS, "Parameters that select what the rows contain."),
        optional(
            "needs",
            NEEDED_NAMES,
            "Wire names of parameters that bound the list; an inner list means one of these. With evidence A or B it is \
             checked before the request; otherwise it is only documented.",
        ),
        EVIDENCE,
    ],
};

/// `paging:` of a list.
pub(in crate::model) const PAGING: Kind = Kind::ChoiceOr(Paging::DECLARED, &WINDOW);

static WINDOW: Table = Table {
    what: "a window",
    doc: "No pages: a stream walks by the ids of the rows that it was given.",
    keys: &[required(
        "window",
        Kind::Text,
        "The parameter that asks for rows older than an id, which the client sends.",
    )],
};

static ENDPOINT: Table = Table {
    what: "a request",
    doc: "A request; `{}` if it takes no parameters.",
    keys: &[optional("params", PARAMS, "Parameters that the request takes in its query."), EVIDENCE],
};

static WRITE: Table = Table {
    what: "a write",
    doc: "A request with a body; `{}` if it takes no parameters and its needs are unknown.",
    keys: &[optional("params", PARAMS, "Parameters that the request takes in its query."), NEEDED, EVIDENCE],
};

/// Names of which all are needed; of an inner list one.
const NEEDED_NAMES: Kind = Kind::List(&Kind::OneOrMore(&Kind::Text));

/// `needs:` of what sends a body.
pub(in crate::model) const NEEDED: Key = optional(
    "needs",
    NEEDED_NAMES,
    "Wire names of what the body must contain; an inner list means one of these. With evidence A or B it is checked before \
     the request; otherwise it is only documented: the smallest body that worked is not proof.",
);

/// A parameter that halo.yaml describes.
pub(crate) static SHARED: Choice = Choice { word: "shared", doc: "As described in `params` of halo.yaml." };

/// Parameters, by name.
pub(in crate::model) const PARAMS: Kind =
    Kind::Entries(&Entries { key: "the wire name of a parameter, exactly", value: Kind::WordOr(&SHARED, &PARAM) });

/// `name:` of a field or parameter.
pub(in crate::model) const NAME: Key = optional(
    "name",
    Kind::Text,
    "The Rust name, in snake_case, where neither the wire name nor `names` in halo.yaml reads well.",
);

/// `section:` of a field, parameter or operation.
pub(in crate::model) const SECTION: Key = optional(
    "section",
    Kind::Text,
    "Title of a section that begins here: a titled group of methods, and of fields in the documentation. Order is kept.",
);

/// `deprecated:`, wherever it can be said.
pub(in crate::model) const DEPRECATED: Key = optional(
    "deprecated",
    Kind::Text,
    "What to use instead, as a sentence: the compiler shows it where the item is used.",
);

/// `why:` of a field or parameter.
pub(in crate::model) const WHY: Key = optional(
    "why",
    Kind::Text,
    "Why its Rust name, its type or a value of `none` differs from that of the same wire name elsewhere, as a sentence.",
);

/// `vendor:` of a field or parameter.
pub(in crate::model) const VENDOR_NOTE: Kind = Kind::WordOr(&ABSENT, &VENDOR_TYPE);
/// What it means.
pub(in crate::model) const VENDOR_NOTE_DOC: &str =
    "Says that the vendor's file is known to lack it (`absent`) or to be wrong (`{ type: … }`).";

/// The vendor's file lacks it.
pub(crate) static ABSENT: Choice = Choice { word: "absent", doc: "The vendor's file lacks it." };

static VENDOR_TYPE: Table = Table {
    what: "a note on the vendor's file",
    doc: "The vendor's file has another type.",
    keys: &[required("type", Kind::Text, "The type that the vendor's file has.")],
};

static OMIT: Table = Table {
    what: "omissions",
    doc: "What is deliberately omitted from the vendor's file. `*` matches anything, `?` a character, `[ab]` one of these.",
    keys: &[
        optional("fields", TEXTS, "Patterns of fields, such as `sentinel_*`; `*` is all that remain."),
        optional("params", TEXTS, "Patterns of parameters: of any request, or of one request, such as `list.token`."),
        optional(
            "operations",
            TEXTS,
            "Patterns of operations: method and path below the entity's own, such as `POST /View` or `GET /{id}`.",
        ),
    ],
};

static OMIT_FIELDS: Table = Table {
    what: "omissions of an object",
    doc: "What is deliberately omitted from the vendor's file. `*` matches anything, `?` a character, `[ab]` one of these.",
    keys: &[optional("fields", TEXTS, "Patterns of fields; `*` is all that remain.")],
};

/// `types/*.yaml` with `object:`.
pub static OBJECT: Table = Table {
    what: "an object",
    doc: "A nested object that entities share.",
    keys: &[
        required("object", Kind::Text, "The struct, in UpperCamelCase. The file is named after it."),
        required("doc", Kind::Text, "What it is, as a sentence."),
        optional("vendor", Kind::Table(&VENDOR_NAMES), "Its name in the vendor's file, for drift and import."),
        optional("write", TEXTS, "Wire names of the fields that `<Object>Write` has; if omitted, it is read-only."),
        required("fields", FIELDS, "Its fields, by wire name."),
        optional("omit", Kind::Table(&OMIT_FIELDS), "What is deliberately omitted from the vendor's file."),
    ],
};

/// `types/*.yaml` with `enum:`.
pub static ENUM: Table = Table {
    what: "an enum",
    doc: "An enum that entities share. It is always open: an unknown value is kept.",
    keys: &[
        required("enum", Kind::Text, "The enum, in UpperCamelCase. The file is named after it."),
        required("repr", Kind::Choice(EnumRepr::CHOICES), "How its values are sent."),
        required("doc", Kind::Text, "What it is, as a sentence."),
        required(
            "values",
            Kind::Entries(&Entries { key: "a value as it is sent", value: Kind::Table(&ENUM_VALUE) }),
            "The known values.",
        ),
    ],
};

static ENUM_VALUE: Table = Table {
    what: "a value of an enum",
    doc: "A value of an enum.",
    keys: &[
        optional(
            "name",
            Kind::Text,
            "The name of the variant, in snake_case, where the wire value does not read well.",
        ),
        optional("also", Kind::List(&Kind::Scalar), "Other spellings that are read as this value."),
        required("doc", Kind::Text, "What it means, as a sentence."),
        EVIDENCE,
    ],
};
