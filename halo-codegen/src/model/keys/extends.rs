//! The keys of an entity that is like another one.

use super::tables::{
    ALSO, CREATE, DELETE, DEPRECATED, DOC, ENTITY_SCOPES, EVIDENCE, GET, GROUPED, LISTED, OMITTED, OPERATIONS, PATH,
    TEXTS, UNIQUE, UPDATE, VENDOR, optional, required,
};
use super::{Kind, Table};

/// What is the other's and cannot be otherwise, since the struct is shared.
pub(crate) const SHARED_BY_EXTENDS: [&str; 3] = ["id", "key", "fields"];

/// `entities/*.yaml` with `like:`.
pub static EXTENDS: Table = Table {
    what: "an entity that is like another",
    doc: "An entity that shares the struct, id and write type of another one. A key that is omitted is inherited; \
          a key that is present replaces it.",
    keys: &[
        required(
            "entity",
            Kind::Text,
            "The name of one of them, in UpperCamelCase and singular. It names the requests.",
        ),
        ALSO,
        GROUPED,
        DOC,
        PATH,
        required("like", Kind::Text, "The entity that it is like, by the stem of its file: `tickets`."),
        optional(
            "without",
            TEXTS,
            "Wire names of the other entity's filters and options that this one does not accept.",
        ),
        VENDOR,
        UNIQUE,
        ENTITY_SCOPES,
        LISTED,
        GET,
        CREATE,
        UPDATE,
        DELETE,
        OPERATIONS,
        OMITTED,
        EVIDENCE,
        DEPRECATED,
    ],
};
