//! Files and their structure.

use super::{Content, DATES, Example, FIELD, HALO, Row, TICKETS, file, lines};
use crate::diagnostic::Code;

const NOTE: &str = "types/note.yaml";
const A_NOTE: &str = r#"object: Note
doc: "A remark on a ticket."
fields:
  text: { type: string, doc: "What was remarked." }
"#;

pub(super) const ROWS: &[Row] = &[
    lines(
        Code::BrokenYaml,
        TICKETS,
        r"doc: A case: a request or an incident.",
        r#"doc: "A request, incident or any other case.""#,
    ),
    file(Code::EmptyFile, NOTE, Content::Text("# Remarks on tickets.\n"), NOTE, A_NOTE),
    file(
        Code::NotUtf8,
        NOTE,
        Content::Bytes(b"object: Note\ndoc: \"A remark, also on na\xefve questions.\"\nfields: {}\n"),
        NOTE,
        "object: Note\ndoc: \"A remark, also on naïve questions.\"\nfields: {}\n",
    ),
    lines(
        Code::TabIndentation,
        FIELD,
        "\tid: { type: int, doc: \"Number of the field.\" }",
        "  id: { type: int, doc: \"Number of the field.\" }",
    ),
    file(Code::FileTooLarge, NOTE, Content::Repeated("# Remark\n", 300_000), NOTE, A_NOTE),
    file(Code::NestedTooDeep, NOTE, Content::Repeated("[", 100), NOTE, A_NOTE),
    lines(Code::RefusedYaml, TICKETS, "get: &nothing {}\ncreate: *nothing", "get: {}\ncreate: {}"),
    file(Code::StrayFile, "types/note.yml", Content::Text(A_NOTE), NOTE, A_NOTE),
    file(Code::FileName, "types/remark.yaml", Content::Text(A_NOTE), NOTE, A_NOTE),
    (
        Code::NoEntities,
        Example::Schema {
            wrong: (HALO, "scopes: {}\n"),
            right: [(HALO, "scopes: {}\n"), ("entities/tickets.yaml", A_TICKET)],
        },
    ),
    lines(
        Code::UnknownKey,
        TICKETS,
        r#"  summary: { type: string, acess: both, doc: "One line on what it is about." }"#,
        r#"  summary: { type: string, access: both, doc: "One line on what it is about." }"#,
    ),
    lines(
        Code::MissingKey,
        TICKETS,
        r"  summary: { type: string, access: both }",
        r#"  summary: { type: string, access: both, doc: "One line on what it is about." }"#,
    ),
    lines(Code::WrongKind, TICKETS, r#"  page_cap: "100""#, "  page_cap: 100"),
    lines(
        Code::DuplicateKey,
        TICKETS,
        r#"  id: { type: TicketId, always: true, type: int, doc: "Number of the ticket." }"#,
        r#"  id: { type: TicketId, always: true, doc: "Number of the ticket." }"#,
    ),
    lines(Code::UnknownChoice, TICKETS, "  paging: page", "  paging: pages"),
    lines(
        Code::UnusedEntry,
        HALO,
        r#"  search: { type: string, doc: "Only rows whose text fields hold this." }
  tag: { type: string, doc: "Only rows that are marked with this." }"#,
        r#"  search: { type: string, doc: "Only rows whose text fields hold this." }"#,
    ),
    lines(Code::UnknownShared, TICKETS, "    serach: shared", "    search: shared"),
    lines(
        Code::DuplicateEnumValue,
        DATES,
        r#"  dateclosed: { name: closed, also: [dateoccured], doc: "When it was closed." }"#,
        r#"  dateclosed: { name: closed, doc: "When it was closed." }"#,
    ),
];

const A_TICKET: &str = r#"entity: Ticket
doc: "A request, incident or any other case."
path: /Tickets
id: int
get: {}
fields:
  id: { type: TicketId, always: true, doc: "Number of the ticket." }
"#;
