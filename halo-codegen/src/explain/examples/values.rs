//! Types and the values that they hold.

use super::{FIELD, Row, TICKETS, lines, replaced};
use crate::diagnostic::Code;

const STATUS: &str = r#"  status_id: { type: StatusId, access: both, none: [0], doc: "Where it stands." }"#;

pub(super) const ROWS: &[Row] = &[
    replaced(
        Code::QueryType,
        TICKETS,
        "    search: shared",
        r#"    search: shared
    ids: { type: list<list<int>>, doc: "Only these tickets." }"#,
        r#"    search: shared
    ids: { type: list<int>, doc: "Only these tickets." }"#,
    ),
    lines(
        Code::ValueMisfit,
        TICKETS,
        r#"  status_id: { type: StatusId, access: both, none: [""], doc: "Where it stands." }"#,
        STATUS,
    ),
    replaced(
        Code::SentinelDate,
        TICKETS,
        r#"  dateoccurred: { type: datetime, doc: "When it was raised." }"#,
        r#"  dateoccurred: { type: datetime, none: ["2100"], doc: "When it was raised." }"#,
        r#"  dateoccurred: { type: datetime, none: ["2100-01-01"], doc: "When it was raised." }"#,
    ),
    lines(
        Code::SecretNotText,
        TICKETS,
        r#"  status_id: { type: StatusId, secret: true, access: both, none: [0], doc: "Where it stands." }"#,
        STATUS,
    ),
    lines(
        Code::ReplacesNotList,
        TICKETS,
        r#"  summary: { type: string, replaces: true, access: both, doc: "One line on what it is about." }"#,
        r#"  summary: { type: string, access: both, doc: "One line on what it is about." }"#,
    ),
    lines(
        Code::AlwaysOutsideKey,
        FIELD,
        r#"  id: { type: int, always: true, doc: "Number of the field." }"#,
        r#"  id: { type: int, doc: "Number of the field." }"#,
    ),
    replaced(
        Code::NothingToRead,
        FIELD,
        r#"  id: { type: int, doc: "Number of the field." }
  value: { type: json, access: both, doc: "What was entered." }"#,
        r#"  id: { type: int, access: write, doc: "Number of the field." }
  value: { type: json, access: write, doc: "What was entered." }"#,
        r#"  id: { type: int, doc: "Number of the field." }
  value: { type: json, access: both, doc: "What was entered." }"#,
    ),
];
