//! The keys of an operation.

use super::tables::{EVIDENCE, PARAMS, optional, required, word};
use super::{Entries, Key, Kind, Table};

pub(super) const OPERATIONS: Key =
    optional("operations", BY_NAME, "Whatever else the resource offers: each is a method of the handle.");
const BY_NAME: Kind =
    Kind::Entries(&Entries { key: "the Rust name of an operation, in snake_case", value: Kind::Table(&OPERATION) });

static OPERATION: Table = Table {
    what: "an operation",
    doc: "Whatever a resource offers beside list, get, create, update and delete.",
    keys: &[
        required(
            "method",
            Kind::Choice(&[word("get", "GET."), word("post", "POST."), word("delete", "DELETE.")]),
            "The HTTP method.",
        ),
        required(
            "path",
            Kind::Text,
            "Path below /api. A member of the key in braces, such as `{id}`, is an argument: `/Tickets/{id}/lock`.",
        ),
        optional("params", PARAMS, "Parameters that the request takes in its query."),
        optional(
            "body",
            Kind::Text,
            "What is sent: `write` for the write type of this entity, or the name of an object or entity that has one.",
        ),
        optional(
            "body_shape",
            Kind::Choice(&[
                word("array", "As the one element of an array."),
                word("object", "As the object that it is."),
            ]),
            "How the body is sent; default `array`.",
        ),
        optional(
            "fixed",
            Kind::Entries(&Entries { key: "the wire name of a field", value: Kind::Scalar }),
            "Fields of the body that are always the same, in front of what the body sets. The text `\"{id}\"`, or another \
             member of the key in braces, stands for that argument.",
        ),
        required("reply", Kind::Type, "What comes back: `self`, a type, `list<…>`, `bytes`, `json` or `none`."),
        optional(
            "safety",
            Kind::Choice(&[
                word("safe", "It changes nothing, so it is tried again after any fault."),
                word("idempotent", "Twice does what once does, so it is tried again after any fault."),
                word("unsafe", "Twice does something twice: never tried again while the outcome is in doubt."),
            ]),
            "Whether it may be sent twice; default `safe` for get, `idempotent` for delete, `unsafe` for post.",
        ),
        optional(
            "scope",
            Kind::Choice(&[word("read", "The scope of reads."), word("write", "The scope of writes.")]),
            "Which of the entity's `scopes` it needs; default `read` for get, `write` for the others.",
        ),
        required("doc", Kind::Text, "What it does, in a sentence."),
        optional(
            "vendor",
            Kind::Choice(&[word("absent", "The vendor's file lacks it.")]),
            "Where the vendor's file is known to lack it.",
        ),
        EVIDENCE,
    ],
};
