//! Names and docs.

use super::{Content, DATES, FIELD, HALO, RESOURCES, Row, TICKETS, file, lines, replaced};
use crate::diagnostic::Code;

const SUMMARY: &str = r#"  summary: { type: string, access: both, doc: "One line on what it is about." }"#;

pub(super) const ROWS: &[Row] = &[
    lines(
        Code::UnknownType,
        TICKETS,
        r#"  summary: { type: strng, access: both, doc: "One line on what it is about." }"#,
        SUMMARY,
    ),
    lines(
        Code::UnknownScope,
        TICKETS,
        r#"scopes: { read: "read:ticket", write: "edit:tickets" }"#,
        r#"scopes: { read: "read:tickets", write: "edit:tickets" }"#,
    ),
    lines(
        Code::MalformedType,
        TICKETS,
        r#"  customfields: { type: list<CustomField, access: both, doc: "What this tenant adds." }"#,
        r#"  customfields: { type: list<CustomField>, access: both, doc: "What this tenant adds." }"#,
    ),
    lines(
        Code::DuplicateType,
        HALO,
        r#"  StatusId: { repr: int, doc: "A ticket status, see /Status." }
  TicketId: { repr: int, doc: "A ticket, which has a file of its own." }"#,
        r#"  StatusId: { repr: int, doc: "A ticket status, see /Status." }"#,
    ),
    file(
        Code::DuplicatePath,
        "entities/projects.yaml",
        Content::Text("entity: Project\ndoc: \"A plan.\"\npath: /Tickets\nid: none\nfields: {}\n"),
        "entities/projects.yaml",
        "entity: Project\ndoc: \"A plan.\"\npath: /Projects\nid: none\nfields: {}\n",
    ),
    replaced(
        Code::DuplicateRustName,
        TICKETS,
        SUMMARY,
        r#"  _summary: { type: string, doc: "One line, as it was typed in." }
  summary: { type: string, access: both, doc: "One line on what it is about." }"#,
        r#"  _summary: { name: raw_summary, type: string, doc: "One line, as it was typed in." }
  summary: { type: string, access: both, doc: "One line on what it is about." }"#,
    ),
    replaced(
        Code::InvalidRustName,
        TICKETS,
        SUMMARY,
        r#"  2faenabled: { type: bool, doc: "Whether a second factor is asked for." }"#,
        r#"  2faenabled: { name: two_factor, type: bool, doc: "Whether a second factor is asked for." }"#,
    ),
    replaced(
        Code::ReservedName,
        TICKETS,
        "    search: shared",
        r#"    search: shared
    query: { type: string, doc: "Only rows in which this text is found." }"#,
        r#"    search: shared
    query: { name: text, type: string, doc: "Only rows in which this text is found." }"#,
    ),
    lines(Code::InvalidTypeName, TICKETS, "entity: ticket", "entity: Ticket"),
    lines(
        Code::DuplicateParameter,
        TICKETS,
        "    search: shared\n  options:\n    search: shared",
        "    search: shared\n  options:",
    ),
    file(
        Code::ResourceOfEntity,
        RESOURCES,
        Content::Text("/Tickets: { rows: tickets, paging: pages, key: [id], verbs: [list] }\n"),
        RESOURCES,
        "/CannedText: { rows: bare, paging: none, key: [id], verbs: [list] }\n",
    ),
    lines(
        Code::EmptyDoc,
        FIELD,
        r#"  id: { type: int, doc: "" }"#,
        r#"  id: { type: int, doc: "Number of the field." }"#,
    ),
    lines(
        Code::RepeatedName,
        TICKETS,
        r#"  status_id: { type: StatusId, access: both, none: [0], doc: "The status id." }"#,
        r#"  status_id: { type: StatusId, access: both, none: [0], doc: "Where it stands." }"#,
    ),
    lines(
        Code::NoFullStop,
        DATES,
        r#"doc: "The date that a ticket list is searched by""#,
        r#"doc: "The date that a ticket list is searched by.""#,
    ),
    replaced(
        Code::EmptyReason,
        TICKETS,
        SUMMARY,
        r#"  summary: { name: title, type: string, why: "shorter", access: both, doc: "One line on what it is about." }"#,
        r#"  summary: { name: title, type: string, why: "Other entities have a summary that is computed.", access: both, doc: "One line on what it is about." }"#,
    ),
    replaced(
        Code::DeprecatedMisfit,
        TICKETS,
        "    search: shared",
        r#"    search: shared
    find: { type: string, deprecated: "", doc: "Only rows in which this is found." }"#,
        r#"    search: shared
    find: { type: string, deprecated: "Use `search`.", doc: "Only rows in which this is found." }"#,
    ),
    replaced(
        Code::SectionTitle,
        TICKETS,
        r#"  dateoccurred: { type: datetime, doc: "When it was raised." }"#,
        r#"  dateoccurred: { type: datetime, section: "These say when.", doc: "When it was raised." }"#,
        r#"  dateoccurred: { type: datetime, section: "Dates", doc: "When it was raised." }"#,
    ),
    lines(
        Code::UnreadableDoc,
        TICKETS,
        r#"    startdate: { type: datetime, needs: [datesearch], doc: "From this `instant on." }"#,
        r#"    startdate: { type: datetime, needs: [datesearch], doc: "From this instant on." }"#,
    ),
];
