//! Paths, parameters and what requests need.

use super::{Content, RESOURCES, Row, TICKETS, file, lines, replaced};
use crate::diagnostic::Code;

const LABELS: &str = "entities/labels.yaml";
const PROJECTS: &str = "entities/projects.yaml";

pub(super) const ROWS: &[Row] = &[
    lines(Code::MalformedPath, TICKETS, "path: Tickets", "path: /Tickets"),
    lines(Code::PathParameter, TICKETS, "path: /Tickets/{id}", "path: /Tickets"),
    lines(
        Code::UnknownReference,
        TICKETS,
        r#"    startdate: { type: datetime, needs: [datesearh], doc: "From this instant on." }"#,
        r#"    startdate: { type: datetime, needs: [datesearch], doc: "From this instant on." }"#,
    ),
    replaced(
        Code::RuntimeParameter,
        TICKETS,
        "  sort: 5\n  filters:\n",
        "  filters:\n    orderdesc: { type: bool, doc: \"Whether the last row comes first.\" }\n",
        "  sort: 1\n  filters:\n",
    ),
    file(
        Code::NeedsId,
        LABELS,
        Content::Text(
            "entity: Label\ndoc: \"A word to find things by.\"\npath: /Label\nid: none\nget: {}\nfields: {}\n",
        ),
        LABELS,
        "entity: Label\ndoc: \"A word to find things by.\"\npath: /Label\nid: none\nfields: {}\n",
    ),
    lines(
        Code::BadKey,
        TICKETS,
        r#"  id: { type: TicketId, doc: "Number of the ticket." }"#,
        r#"  id: { type: TicketId, always: true, doc: "Number of the ticket." }"#,
    ),
    lines(Code::PagingWithoutRows, TICKETS, "  rows: bare\n  paging: pages", "  rows: tickets\n  paging: pages"),
    replaced(
        Code::GuessedScope,
        TICKETS,
        r#"scopes: { read: "read:tickets", write: "edit:tickets" }"#,
        r#"scopes: { read: "read:tickets", write: "edit:tickets", enforce: true, evidence: C }"#,
        r#"scopes: { read: "read:tickets", write: "edit:tickets", enforce: true, evidence: B }"#,
    ),
    file(
        Code::SharedByLike,
        PROJECTS,
        Content::Text(
            "entity: Project\ndoc: \"A piece of work with an end.\"\npath: /Projects\nlike: tickets\nid: int\n",
        ),
        PROJECTS,
        "entity: Project\ndoc: \"A piece of work with an end.\"\npath: /Projects\nlike: tickets\n",
    ),
    file(
        Code::LikeOfLike,
        PROJECTS,
        Content::Text("entity: Project\ndoc: \"A piece of work with an end.\"\npath: /Projects\nlike: projects\n"),
        PROJECTS,
        "entity: Project\ndoc: \"A piece of work with an end.\"\npath: /Projects\nlike: tickets\n",
    ),
    replaced(
        Code::NoWriteType,
        TICKETS,
        "delete: {}\n",
        "delete: {}\noperations:\n  vote: { method: post, path: /Tickets/vote, body: TicketDateField, reply: none, doc: \"Votes for it.\" }\n",
        "delete: {}\noperations:\n  vote: { method: post, path: /Tickets/vote, body: write, reply: none, doc: \"Votes for it.\" }\n",
    ),
    replaced(
        Code::RoleMisfit,
        TICKETS,
        "get: {}\n",
        "get: { params: { includedetails: { type: string, role: detail, doc: \"With everything.\" } } }\n",
        "get: { params: { includedetails: { type: bool, role: detail, doc: \"With everything.\" } } }\n",
    ),
    file(
        Code::ResourceMisfit,
        RESOURCES,
        Content::Text("/CannedText: { key: [id], verbs: [list, get] }\n"),
        RESOURCES,
        "/CannedText: { rows: bare, paging: none, key: [id], verbs: [list, get] }\n",
    ),
    file(
        Code::WindowMisfit,
        RESOURCES,
        Content::Text("/Feed: { rows: feed, paging: { window: older_than_id }, key: [], verbs: [list] }\n"),
        RESOURCES,
        "/Feed: { rows: feed, paging: { window: older_than_id }, key: [id], verbs: [list] }\n",
    ),
    replaced(
        Code::WithMisfit,
        TICKETS,
        r#"  dateoccurred: { type: datetime, doc: "When it was raised." }"#,
        r#"  dateoccurred: { type: datetime, with: includedetail, doc: "When it was raised." }"#,
        r#"  dateoccurred: { type: datetime, with: includedetails, doc: "When it was raised." }"#,
    ),
    replaced(
        Code::NeedsMisfit,
        TICKETS,
        "create: {}\n",
        "create: { needs: [dateoccurred], evidence: B }\n",
        "create: { needs: [summary], evidence: B }\n",
    ),
    replaced(Code::UniqueMisfit, TICKETS, "id: int\n", "id: int\nunique: [name]\n", "id: int\nunique: [summary]\n"),
    replaced(
        Code::OnlyMisfit,
        TICKETS,
        r#"  dateoccurred: { type: datetime, doc: "When it was raised." }"#,
        r#"  dateoccurred: { type: datetime, only: create, doc: "When it was raised." }"#,
        r#"  dateoccurred: { type: datetime, access: both, only: create, doc: "When it was raised." }"#,
    ),
    replaced(
        Code::AliasMisfit,
        TICKETS,
        "id: int\n",
        "id: int\nalso: [ticket, request]\n",
        "id: int\nalso: [request]\n",
    ),
    replaced(
        Code::OmitPlace,
        TICKETS,
        "id: int\n",
        "id: int\nomit: { params: [lst.token] }\n",
        "id: int\nomit: { params: [list.token] }\n",
    ),
    replaced(
        Code::BodyMisfit,
        TICKETS,
        "delete: {}\n",
        "delete: {}\noperations:\n  seen: { method: post, path: /Tickets/seen, body: list<TicketId>, body_shape: object, reply: none, doc: \"Marks these as seen.\" }\n",
        "delete: {}\noperations:\n  seen: { method: post, path: /Tickets/seen, body: list<TicketId>, reply: none, doc: \"Marks these as seen.\" }\n",
    ),
    replaced(
        Code::PathArgument,
        TICKETS,
        "delete: {}\n",
        "delete: {}\noperations:\n  part: { method: get, path: \"/Tickets/{id}/part\", args: { part: { type: int, doc: \"Which part.\" } }, reply: json, doc: \"A part of it.\" }\n",
        "delete: {}\noperations:\n  part: { method: get, path: \"/Tickets/{id}/part/{part}\", args: { part: { type: int, doc: \"Which part.\" } }, reply: json, doc: \"A part of it.\" }\n",
    ),
    replaced(
        Code::ListMisfit,
        TICKETS,
        "delete: {}\n",
        "delete: {}\noperations:\n  mine: { method: get, path: /Tickets/mine, list: { rows: bare, paging: none }, reply: int, doc: \"Those of the token.\" }\n",
        "delete: {}\noperations:\n  mine: { method: get, path: /Tickets/mine, list: { rows: bare, paging: none }, reply: self, doc: \"Those of the token.\" }\n",
    ),
    replaced(
        Code::BodyOfGet,
        TICKETS,
        "delete: {}\n",
        "delete: {}\noperations:\n  vote: { method: get, path: /Tickets/vote, body: write, reply: none, doc: \"Votes for it.\" }\n",
        "delete: {}\noperations:\n  vote: { method: post, path: /Tickets/vote, body: write, reply: none, doc: \"Votes for it.\" }\n",
    ),
];
