//! The tables themselves: files first, then what is in them.

use super::operation::OPERATIONS;
use super::{Choice, Entries, Key, Kind, Table};

pub(super) const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, kind, required: true, doc }
}

pub(super) const fn optional(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, kind, required: false, doc }
}

pub(super) const fn word(word: &'static str, doc: &'static str) -> Choice {
    Choice { word, doc }
}

pub(super) const TEXTS: Kind = Kind::List(&Kind::Text);
const EVIDENCE_MARKS: Kind = Kind::Choice(&[
    word("A", "Seen in two independent sources."),
    word("B", "Seen in one source."),
    word("C", "Contested or inferred."),
]);
pub(super) const EVIDENCE: Key = optional(
    "evidence",
    EVIDENCE_MARKS,
    "How sure this is, as marked in the facts. Left out: the vendor's file says so.",
);

/// `halo.yaml`.
pub static HALO: Table = Table {
    what: "halo.yaml",
    doc: "What all entities share.",
    keys: &[
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
            "Ids of entities that are referred to but have no file yet. An entity's file brings its id itself.",
        ),
        optional(
            "names",
            Kind::Entries(&Entries { key: "a wire name", value: Kind::Text }),
            "Rust name of a wire name, everywhere: the same word for the same thing.",
        ),
        optional(
            "params",
            Kind::Entries(&Entries { key: "the wire name of a parameter", value: Kind::Table(&PARAM) }),
            "Parameters that many requests share: an entity takes one over with `<name>: shared`.",
        ),
    ],
};

static SCOPE: Table = Table {
    what: "a scope",
    doc: "An OAuth scope.",
    keys: &[required("doc", Kind::Text, "What the scope allows, in a sentence.")],
};

static ID: Table = Table {
    what: "an id",
    doc: "An id type without an entity.",
    keys: &[
        required("repr", Kind::Choice(&[INT_ID, STRING_ID, UUID_ID]), "What the id looks like on the wire."),
        required("doc", Kind::Text, "What the id identifies, in a sentence."),
    ],
};

const INT_ID: Choice = word("int", "A 64-bit integer.");
const STRING_ID: Choice = word("string", "A text.");
const UUID_ID: Choice = word("uuid", "A UUID, kept as text.");

/// `entities/*.yaml`.
pub static ENTITY: Table = Table {
    what: "an entity",
    doc: "One entity. The stem of the file is its module and accessor: tickets.yaml gives halo.tickets().",
    keys: &[
        NAMED,
        DOC,
        PATH,
        VENDOR,
        required(
            "id",
            Kind::Choice(&[INT_ID, STRING_ID, UUID_ID, word("none", "Rows have no id.")]),
            "What its id looks like on the wire.",
        ),
        optional(
            "key",
            TEXTS,
            "Wire names of the fields that tell rows apart; by default `[id]`. Members besides the id are leading \
             arguments: halo.actions().get(ticket_id, id).",
        ),
        ENTITY_SCOPES,
        LISTED,
        GET,
        CREATE,
        UPDATE,
        DELETE,
        OPERATIONS,
        required("fields", FIELDS, "What a row holds, by wire name, in the vendor's order."),
        OMITTED,
        EVIDENCE,
    ],
};

pub(super) const NAMED: Key =
    required("entity", Kind::Text, "The struct, in UpperCamelCase and singular. Its id type is `<Entity>Id`.");
pub(super) const DOC: Key = required("doc", Kind::Text, "What it is, in a sentence.");
pub(super) const PATH: Key = required("path", Kind::Text, "Path of the resource below /api, such as `/Tickets`.");
pub(super) const VENDOR: Key =
    optional("vendor", Kind::Table(&VENDOR_NAMES), "Names of its schemas in the vendor's file, for drift and import.");
pub(super) const ENTITY_SCOPES: Key =
    optional("scopes", Kind::Table(&SCOPES), "Scopes that its requests are thought to need.");
pub(super) const LISTED: Key = optional("list", Kind::Table(&LIST), "How rows are listed. Left out: they cannot be.");
pub(super) const GET: Key =
    optional("get", Kind::Table(&ENDPOINT), "Reading one row by its id. Left out: not possible.");
pub(super) const CREATE: Key = optional("create", Kind::Table(&ENDPOINT), "Creating rows. Left out: not possible.");
pub(super) const UPDATE: Key = optional("update", Kind::Table(&ENDPOINT), "Changing a row. Left out: not possible.");
pub(super) const DELETE: Key = optional("delete", Kind::Table(&ENDPOINT), "Deleting a row. Left out: not possible.");
pub(super) const OMITTED: Key = optional("omit", Kind::Table(&OMIT), "What of the vendor's is deliberately left out.");

const FIELDS: Kind = Kind::Entries(&Entries { key: "the wire name of a field, exactly", value: Kind::Table(&FIELD) });

static VENDOR_NAMES: Table = Table {
    what: "the vendor's names",
    doc: "Names of schemas in the vendor's file.",
    keys: &[
        optional("list", Kind::Text, "Schema of list rows, where it is another one than the detail's."),
        optional("detail", Kind::Text, "Schema of one row in full."),
    ],
};

static SCOPES: Table = Table {
    what: "scopes of an entity",
    doc: "Scopes that the requests of an entity are thought to need.",
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

static LIST: Table = Table {
    what: "a list",
    doc: "How rows are listed.",
    keys: &[
        required(
            "rows",
            Kind::OneOrMore(&Kind::Text),
            "Key of the reply under which the rows are; `bare` for a bare array; a list of both where contested.",
        ),
        required(
            "paging",
            Kind::Choice(&[
                word("pages", "By `pageinate`, `page_size` and `page_no`."),
                word("count", "No pages: `count` asks for at most `page_cap` rows."),
                word("none", "All rows in one reply."),
            ]),
            "How the endpoint pages.",
        ),
        optional("page_cap", Kind::Int(1, 1_000_000), "Most rows that a page ever holds, where known."),
        optional(
            "sort",
            Kind::Int(0, 9),
            "Levels of order and orderdesc that the endpoint takes; 0 (the default) is none.",
        ),
        optional("filters", PARAMS, "Parameters that say which rows come."),
        optional("options", PARAMS, "Parameters that say what the rows carry."),
        EVIDENCE,
    ],
};

static ENDPOINT: Table = Table {
    what: "a request",
    doc: "A request; `{}` if it takes no parameters.",
    keys: &[optional("params", PARAMS, "Parameters that the request takes in its query.")],
};

/// A parameter that halo.yaml describes.
pub(crate) static SHARED: Choice = word("shared", "As described in `params` of halo.yaml.");

pub(super) const PARAMS: Kind =
    Kind::Entries(&Entries { key: "the wire name of a parameter, exactly", value: Kind::WordOr(&SHARED, &PARAM) });

const NAME: Key = optional(
    "name",
    Kind::Text,
    "The Rust name, in snake_case, where neither the wire name nor `names` in halo.yaml reads well.",
);

/// A filter, option or other parameter.
pub static PARAM: Table = Table {
    what: "a parameter",
    doc: "A query parameter. pageinate, page_no, page_size, count, order… and orderdesc… belong to the runtime.",
    keys: &[
        NAME,
        required("type", Kind::Type, "Its type: a scalar, id or enum, or a list of those, sent with commas."),
        required("doc", Kind::Text, "What it does, in a sentence."),
        optional(
            "field",
            Kind::Text,
            "Wire name of the field that it compares with; left out, the mock does not apply it.",
        ),
        optional("needs", TEXTS, "Wire names of parameters that must be set as well: checked before the request."),
        optional(
            "excludes",
            TEXTS,
            "Wire names of parameters that it cannot be combined with: checked before the request. `paging` counts as \
             one: then no paging parameter is sent and the list is one reply.",
        ),
        optional("required", Kind::Bool, "Whether it is an argument instead of a setter."),
        optional("vendor", VENDOR_NOTE, VENDOR_NOTE_DOC),
        EVIDENCE,
    ],
};

const VENDOR_NOTE: Kind = Kind::WordOr(&ABSENT, &VENDOR_TYPE);
const VENDOR_NOTE_DOC: &str = "Where the vendor's file is known to lack it (`absent`) or to be wrong (`{ type: … }`).";

/// The vendor's file lacks it.
pub(crate) static ABSENT: Choice = word("absent", "The vendor's file lacks it.");

static VENDOR_TYPE: Table = Table {
    what: "a note on the vendor's file",
    doc: "The vendor's file has another type.",
    keys: &[required("type", Kind::Text, "The type that the vendor's file has.")],
};

/// A field of an entity or object.
pub static FIELD: Table = Table {
    what: "a field",
    doc: "A field, by its wire name.",
    keys: &[
        NAME,
        required(
            "type",
            Kind::Type,
            "bool, int, float, decimal (money), string, datetime, date, uuid, json, list<T>, map<T>, or the name of an \
             id, object, enum or entity.",
        ),
        required("doc", Kind::Text, "What it means, in a sentence."),
        optional(
            "in",
            Kind::Choice(&[
                word("both", "In list rows and in details."),
                word("list", "In list rows only."),
                word("detail", "In details only."),
            ]),
            "Where it is filled; default `both`.",
        ),
        optional(
            "always",
            Kind::Bool,
            "A bare type instead of an `Option`. Only for members of `key`, and needed there.",
        ),
        optional(
            "access",
            Kind::Choice(&[
                word("read", "The server sets it."),
                word("write", "Only sent."),
                word("both", "Sent and received. Only for what is known to be accepted."),
                word("control", "A flag that steers the server: only sent, never cleared."),
            ]),
            "Who sets it; default `read`.",
        ),
        optional("none", Kind::List(&Kind::Scalar), "Values that mean not set, such as `[0]`: decoded as `None`."),
        optional("clear", Kind::Scalar, "What is sent to clear it; default `null`."),
        optional("replaces", Kind::Bool, "Whether writing this list replaces the stored one."),
        optional("secret", Kind::Bool, "Whether it is hidden in `Debug`."),
        optional("vendor", VENDOR_NOTE, VENDOR_NOTE_DOC),
        EVIDENCE,
    ],
};

static OMIT: Table = Table {
    what: "what is left out",
    doc: "What of the vendor's is deliberately left out. `*` stands for anything, `?` for a letter, `[ab]` for one of these.",
    keys: &[
        optional("fields", TEXTS, "Patterns of fields, such as `sentinel_*`; `*` alone is the rest, whatever it is."),
        optional("params", TEXTS, "Patterns of parameters."),
        optional(
            "operations",
            TEXTS,
            "Patterns of operations: method and path below the entity's own, such as `POST /View` or `GET /{id}`.",
        ),
    ],
};

static OMIT_FIELDS: Table = Table {
    what: "what is left out of an object",
    doc: "What of the vendor's is deliberately left out. `*` stands for anything, `?` for a letter, `[ab]` for one of these.",
    keys: &[optional("fields", TEXTS, "Patterns of fields; `*` alone is the rest, whatever it is.")],
};

/// `types/*.yaml` with `object:`.
pub static OBJECT: Table = Table {
    what: "an object",
    doc: "A nested object that entities share.",
    keys: &[
        required("object", Kind::Text, "The struct, in UpperCamelCase. The file is named like it."),
        required("doc", Kind::Text, "What it is, in a sentence."),
        optional("vendor", Kind::Table(&VENDOR_NAMES), "Its name in the vendor's file, for drift and import."),
        optional("write", TEXTS, "Wire names of the fields that `<Object>Write` has; left out: read only."),
        required("fields", FIELDS, "What it holds, by wire name."),
        optional("omit", Kind::Table(&OMIT_FIELDS), "What of the vendor's is deliberately left out."),
    ],
};

/// `types/*.yaml` with `enum:`.
pub static ENUM: Table = Table {
    what: "an enum",
    doc: "An enum that entities share; always open: an unknown value is kept.",
    keys: &[
        required("enum", Kind::Text, "The enum, in UpperCamelCase. The file is named like it."),
        required(
            "repr",
            Kind::Choice(&[word("string", "Texts."), word("int", "Integers.")]),
            "What its values are on the wire.",
        ),
        required("doc", Kind::Text, "What it is, in a sentence."),
        required(
            "values",
            Kind::Entries(&Entries { key: "a value as it is on the wire", value: Kind::Table(&ENUM_VALUE) }),
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
        required("doc", Kind::Text, "What it means, in a sentence."),
    ],
};
