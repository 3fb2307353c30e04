//! One snapshot per diagnostic at least: read them as the editor of the schema would.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod base_schema;

use base_schema::{edited, report, right, with};
use halo_codegen::{Code, SourceSet};

/// Snapshots the report, whose first mistake must be the one that the name starts with.
fn snap(name: &str, sources: &SourceSet) {
    let code = Code::from_id(name.get(..5).unwrap()).unwrap();
    let diagnostics = halo_codegen::check(sources).unwrap_err();
    assert!(diagnostics.iter().any(|diagnostic| diagnostic.code == code), "{name}:\n{}", report(sources));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, report(sources));
    });
}

const TICKETS: &str = "entities/tickets.yaml";
const FIELD: &str = "types/custom_field.yaml";
const DATES: &str = "types/ticket_date_field.yaml";
const HALO: &str = "halo.yaml";

/// A mistake in one place: name of the snapshot, path, old text, new text.
const EDITS: &[(&str, &str, &str, &str)] = &[
    // Files and structure.
    ("HS001_colon", TICKETS, "\"From this instant on.\"", "From: this instant on."),
    ("HS001_block_in_line", TICKETS, "\"From this instant on.\"", ">-\n      From: then."),
    ("HS001_colon_in_block", TICKETS, "doc: \"A request, incident or any other case.\"", "doc: Case: any"),
    (
        "HS001_open_quote",
        TICKETS,
        "\"A request, incident or any other case.\"",
        "\"A request, incident or any other case.",
    ),
    ("HS001_second_document", TICKETS, "list:\n", "---\nlist:\n"),
    ("HS001_backtick", TICKETS, "\"From this instant on.\"", "`startdate` counts."),
    ("HS004_tab", TICKETS, "  rows: tickets", "\trows: tickets"),
    ("HS007_anchor", TICKETS, "status_id: { type: StatusId, field", "status_id: &status { type: StatusId, field"),
    ("HS007_alias", TICKETS, "    search: shared", "    search: *shared"),
    ("HS007_merge_key", TICKETS, "get: {}", "get: { <<: { params: {} } }"),
    ("HS007_tag", TICKETS, "page_cap: 100", "page_cap: !!int 100"),
    ("HS009_entity", TICKETS, "entity: Ticket", "entity: Fault"),
    ("HS009_type", FIELD, "object: CustomField", "object: CustomFieldValue"),
    ("HS011_suggestion", TICKETS, "access: both, none: [0]", "acess: both, none: [0]"),
    ("HS011_no_suggestion", TICKETS, "access: both, none: [0]", "format: x, none: [0]"),
    ("HS011_stray_text", TICKETS, "\"From this instant on.\"", "From this, or later."),
    ("HS011_misspelt_required", TICKETS, "path: /Tickets", "paht: /Tickets"),
    ("HS012_in_file", TICKETS, "path: /Tickets\n", ""),
    ("HS012_in_field", TICKETS, "{ type: string, access: both, doc", "{ access: both, doc"),
    ("HS013_text_for_number", TICKETS, "page_cap: 100", "page_cap: many"),
    ("HS013_number_out_of_range", TICKETS, "page_cap: 100", "page_cap: 0"),
    ("HS013_nothing", TICKETS, "get: {}", "get:"),
    ("HS013_number_for_text", TICKETS, "\"Number of the ticket.\"", "12"),
    ("HS013_text_for_list", TICKETS, "needs: [datesearch]", "needs: datesearch"),
    ("HS013_yes", TICKETS, "always: true", "always: yes"),
    ("HS013_list_for_mapping", FIELD, "fields:\n", "fields: []\nfieldz:\n"),
    ("HS014_in_block", TICKETS, "  customfields:", "  summary: { type: string, doc: \"Again.\" }\n  customfields:"),
    ("HS014_in_line", TICKETS, "always: true,", "always: true, type: int,"),
    ("HS015_paging", TICKETS, "paging: pages", "paging: page"),
    ("HS015_window", TICKETS, "paging: pages", "paging: window"),
    ("HS015_access", TICKETS, "access: both, none", "access: rw, none"),
    ("HS016_param", TICKETS, "    search: shared\n", ""),
    ("HS017_param", TICKETS, "search: shared", "serach: shared"),
    ("HS007_two", TICKETS, "get: {}\ncreate: {}", "get: &none {}\ncreate: *none"),
    ("HS011_stray_pieces", TICKETS, "\"From this instant on.\"", "From this, or later, or never."),
    // Names.
    ("HS101_in_list", TICKETS, "list<CustomField>", "list<CustomFeld>"),
    ("HS101_synonym", TICKETS, "type: string, access", "type: integer, access"),
    ("HS101_id", TICKETS, "type: StatusId, access", "type: SatusId, access"),
    ("HS101_quoted", TICKETS, "type: list<CustomField>", "type: \"list<list<Strng>>\""),
    (
        "HS101_other_letters_before",
        TICKETS,
        "{ type: string, access: both, doc: \"One line on what it is about.\" }",
        "{ doc: \"Größe – №.\", access: both, type: strng }",
    ),
    ("HS102_scope", TICKETS, "read: \"read:tickets\"", "read: \"read:ticket\""),
    ("HS103_open", TICKETS, "list<CustomField>", "list<CustomField"),
    ("HS103_outer", TICKETS, "list<CustomField>", "vec<CustomField>"),
    ("HS103_spaces", TICKETS, "list<CustomField>", "list< CustomField >"),
    ("HS103_array", TICKETS, "type: list<CustomField>", "type: \"CustomField[]\""),
    ("HS104_id", HALO, "names:\n", "  TicketId: { repr: int, doc: \"A ticket.\" }\nnames:\n"),
    ("HS106_fields", TICKETS, "  summary: {", "  _summary: { type: string, doc: \"The same word.\" }\n  summary: {"),
    ("HS106_variants", DATES, "name: closed", "name: occurred"),
    ("HS107_also", DATES, "name: closed,", "name: closed, also: [dateoccured],"),
    ("HS108_keyword", TICKETS, "  summary: {", "  type: { type: string, doc: \"Its kind.\" }\n  summary: {"),
    ("HS108_digit", TICKETS, "  summary: {", "  2faenabled: { type: bool, doc: \"Whether it is on.\" }\n  summary: {"),
    ("HS108_explicit", TICKETS, "type: string, access", "name: Summary, type: string, access"),
    ("HS108_scope_name", HALO, "\"read:tickets\": { doc", "\"read:tickets\": { name: ReadTickets, doc"),
    ("HS108_shared", HALO, "dateoccurred: date_occurred", "dateoccurred: dateOccurred"),
    (
        "HS109_list_setter",
        TICKETS,
        "    search: shared",
        "    search: shared\n    query: { type: string, doc: \"A text to find.\" }",
    ),
    (
        "HS109_write_setter",
        TICKETS,
        "  summary: {",
        "  new: { type: bool, access: both, doc: \"Whether it is unread.\" }\n  summary: {",
    ),
    (
        "HS109_clear_setter",
        TICKETS,
        "  summary: {",
        "  clear_summary: { type: bool, access: write, doc: \"Empties it.\" }\n  summary: {",
    ),
    (
        "HS109_one_value",
        TICKETS,
        "update: {}",
        "update: { params: { customfield: { type: string, doc: \"The one to look at.\" } } }",
    ),
    (
        "HS109_one_field",
        TICKETS,
        "  summary: {",
        "  customfield: { type: string, access: write, doc: \"The one to look at.\" }\n  summary: {",
    ),
    (
        "HS109_known",
        TICKETS,
        "  summary: {",
        "  known: { type: bool, access: write, doc: \"Seen before.\" }\n  summary: {",
    ),
    (
        "HS109_extension",
        TICKETS,
        "  summary: {",
        "  unassigned: { type: bool, access: write, doc: \"Whether nobody has it.\" }\n  summary: {",
    ),
    ("HS109_extra", TICKETS, "  summary: {", "  extra: { type: string, doc: \"More to say.\" }\n  summary: {"),
    ("HS302_int_enum", DATES, "repr: string", "repr: int"),
    ("HS109_unknown", DATES, "name: closed", "name: unknown"),
    ("HS110_entity", TICKETS, "entity: Ticket", "entity: ticket"),
    ("HS110_prelude", FIELD, "object: CustomField", "object: Option"),
    ("HS111_filter_and_option", TICKETS, "    includedetails:", "    search: shared\n    includedetails:"),
    // Docs.
    ("HS201_empty", TICKETS, "\"Where it stands.\"", "\"\""),
    ("HS202_repeated", TICKETS, "\"Where it stands.\"", "\"The status id.\""),
    ("HS204_backtick", TICKETS, "\"Where it stands.\"", "\"Where `it stands.\""),
    ("HS204_backticks", TICKETS, "\"Where it stands.\"", "\"Where ``it`` stands.\""),
    ("HS204_direction", TICKETS, "\"Where it stands.\"", "\"Where it \\u202estands.\""),
    ("HS203_open", TICKETS, "\"Where it stands.\"", "\"Where it stands\""),
    // Types.
    ("HS301_nested_list", TICKETS, "type: StatusId, field", "type: list<list<StatusId>>, field"),
    ("HS301_json", TICKETS, "type: StatusId, field", "type: json, field"),
    ("HS302_none", TICKETS, "none: [0]", "none: [\"\"]"),
    ("HS302_clear", TICKETS, "type: string, access: both", "type: string, access: both, clear: 0"),
    ("HS303_secret", TICKETS, "type: StatusId, access", "secret: true, type: StatusId, access"),
    ("HS304_replaces", TICKETS, "type: string, access", "replaces: true, type: string, access"),
    ("HS305_entity", TICKETS, "type: string, access", "always: true, type: string, access"),
    ("HS305_object", FIELD, "type: int,", "type: int, always: true,"),
    (
        "HS306_object",
        FIELD,
        "type: int, doc: \"Number of the field.\" }\n  value: { type: json, access: both,",
        "type: int, access: write, doc: \"Number of the field.\" }\n  value: { type: json, access: write,",
    ),
    // Endpoints.
    ("HS401_no_slash", TICKETS, "path: /Tickets", "path: Tickets"),
    ("HS402_parameter", TICKETS, "path: /Tickets", "path: /Tickets/{id}"),
    ("HS403_group", TICKETS, "entity: Ticket\n", "entity: Ticket\ngroup: \"Tickets\"\n"),
    ("HS403_needs", TICKETS, "needs: [datesearch]", "needs: [datesarch]"),
    ("HS403_excludes_paging", TICKETS, "needs: [datesearch]", "excludes: [pages]"),
    ("HS403_field", TICKETS, "field: status_id", "field: status"),
    ("HS403_write", FIELD, "[id, value]", "[id, val]"),
    (
        "HS404_page_size",
        TICKETS,
        "    search: shared",
        "    search: shared\n    orderdesc2: { type: bool, doc: \"Whether to turn it.\" }",
    ),
    ("HS405_get", TICKETS, "id: int\n", "id: none\n"),
    (
        "HS430_misspelt",
        TICKETS,
        "{ type: datetime, doc: \"When it was",
        "{ type: datetime, with: includedetail, doc: \"When it was",
    ),
    (
        "HS430_detail",
        TICKETS,
        "{ type: datetime, doc: \"When it was",
        "{ type: datetime, in: detail, with: includedetails, doc: \"When it was",
    ),
    ("HS430_sent", TICKETS, "{ type: string, access: both, doc", "{ type: string, access: write, with: search, doc"),
    ("HS430_object", FIELD, "{ type: json, access: both, doc", "{ type: json, access: both, with: search, doc"),
    (
        "HS205_fragment",
        TICKETS,
        "{ type: string, access: both, doc",
        "{ type: string, why: \"shorter\", access: both, doc",
    ),
    ("HS206_entity", TICKETS, "id: int\n", "id: int\ndeprecated: \"gone\"\n"),
    (
        "HS206_argument",
        TICKETS,
        "{ type: datetime, needs: [datesearch], doc",
        "{ type: datetime, required: true, deprecated: \"Use `search`.\", needs: [datesearch], doc",
    ),
    (
        "HS207_sentence",
        TICKETS,
        "{ type: datetime, doc: \"When it was",
        "{ type: datetime, section: \"Dates.\", doc: \"When it was",
    ),
    ("HS207_empty", FIELD, "{ type: json, access: both, doc", "{ type: json, section: \" \", access: both, doc"),
    (
        "HS307_day",
        TICKETS,
        "{ type: datetime, doc: \"When it was",
        "{ type: datetime, none: [\"2100\"], doc: \"When it was",
    ),
    (
        "HS307_instant",
        TICKETS,
        "{ type: datetime, doc: \"When it was",
        "{ type: date, none: [\"2100-01-01T00:00:00\"], doc: \"When it was",
    ),
    ("HS434_names", TICKETS, "id: int\n", "id: int\nalso: [tickets, request, \"\", Request]\n"),
    (
        "HS435_request",
        TICKETS,
        "id: int\n",
        "id: int\nomit: { params: [\"lst.token\", \"list.*\", \"reply.token\"] }\n",
    ),
    ("HS431_read", TICKETS, "create: {}\n", "create: { needs: [summary, [dateoccurred, status_id]] }\n"),
    ("HS431_misspelt", TICKETS, "create: {}\n", "create: { needs: [sumary] }\n"),
    ("HS431_twice", TICKETS, "create: {}\n", "create: { needs: [summary, [status_id, summary]] }\n"),
    ("HS431_list", TICKETS, "page_cap: 100\n", "page_cap: 100\n  needs: [[serch, status_id]]\n"),
    ("HS431_key", TICKETS, "update: {}\n", "update: { needs: [id] }\n"),
    ("HS432_misspelt", TICKETS, "id: int\n", "id: int\nunique: [sumary]\n"),
    (
        "HS433_read",
        TICKETS,
        "{ type: datetime, doc: \"When it was",
        "{ type: datetime, only: update, doc: \"When it was",
    ),
    ("HS433_object", FIELD, "{ type: json, access: both, doc", "{ type: json, access: both, only: create, doc"),
    ("HS013_group", TICKETS, "create: {}\n", "create: { needs: [[]] }\n"),
    ("HS406_no_field", TICKETS, "id: int\n", "id: int\nkey: [ticket_id, id]\n"),
    ("HS406_not_always", TICKETS, "always: true, ", ""),
    ("HS406_type", TICKETS, "type: TicketId", "type: int"),
    ("HS406_member_type", TICKETS, "id: int\nscopes", "id: int\nkey: [id, dateoccurred]\nscopes"),
    ("HS407_bare", TICKETS, "rows: tickets", "rows: bare"),
    ("HS408_enforce", TICKETS, "write: \"edit:tickets\"", "write: \"edit:tickets\", enforce: true, evidence: C"),
];

#[test]
fn the_schema_that_the_others_break_is_right() {
    assert_eq!(report(&right().into_iter().collect()), "no mistakes\n");
}

#[test]
fn mistakes_in_one_place() {
    for (name, path, old, new) in EDITS {
        snap(name, &edited(&[(path, old, new)]));
    }
}

#[test]
fn mistakes_of_whole_files() {
    snap("HS002_empty", &with(&[("types/note.yaml", b"# to be written\n")]));
    snap("HS003_latin_1", &with(&[("types/note.yaml", b"object: Note\ndoc: \"Gr\xf6\xdfe.\"\n")]));
    snap("HS005_large", &with(&[("types/note.yaml", &vec![b'#'; 3 * 1024 * 1024])]));
    let deep = format!("object: {}{}\n", "[".repeat(100), "]".repeat(100));
    snap("HS006_deep", &with(&[("types/note.yaml", deep.as_bytes())]));
    snap("HS008_extension", &with(&[("types/note.yml", b"object: Note\n")]));
    snap("HS008_folder", &with(&[("entities/old/tickets.yaml", b"entity: Ticket\n")]));
    snap("HS009_stem", &with(&[("types/Note.yaml", b"object: Note\ndoc: \"A remark.\"\nfields: {}\n")]));
    snap(
        "HS109_module",
        &with(&[("entities/scopes.yaml", b"entity: Scope\ndoc: \"A right.\"\npath: /Scopes\nid: none\nfields: {}\n")]),
    );
    snap("HS010_none", &[("halo.yaml", "scopes: {}\n")].into_iter().collect());
    snap("HS013_root", &with(&[("types/note.yaml", b"- object: Note\n")]));
    let projects = "entity: Project\ndoc: \"A plan.\"\npath: /tickets\nid: none\nfields: {}\n";
    snap("HS105_path", &with(&[("entities/projects.yaml", projects.as_bytes())]));
    let again = "object: Ticket\ndoc: \"A copy.\"\nfields: {}\n";
    snap("HS104_entity_and_object", &with(&[("types/ticket.yaml", again.as_bytes())]));
}

/// An operation of the right schema with one mistake: name of the snapshot, and the operation.
const OPERATIONS: &[(&str, &str)] = &[
    ("HS011_operation", "lock: { method: post, path: /Tickets/lock, repyl: none, doc: \"Locks it.\" }"),
    ("HS012_operation", "lock: { method: post, path: /Tickets/lock, doc: \"Locks it.\" }"),
    ("HS015_method", "lock: { method: put, path: /Tickets/lock, reply: none, doc: \"Locks it.\" }"),
    ("HS101_body", "lock: { method: post, path: /Tickets/lock, body: CustomFeild, reply: none, doc: \"Locks it.\" }"),
    ("HS101_body_write", "lock: { method: post, path: /Tickets/lock, body: wirte, reply: none, doc: \"Locks it.\" }"),
    ("HS101_reply", "lock: { method: post, path: /Tickets/lock, reply: \"list<Tiket>\", doc: \"Locks it.\" }"),
    ("HS101_reply_word", "lock: { method: post, path: /Tickets/lock, reply: byte, doc: \"Locks it.\" }"),
    ("HS104_operation_type", "date_field: { method: get, path: /Tickets/date, reply: none, doc: \"Asks for it.\" }"),
    (
        "HS104_operations",
        "level2: { method: get, path: /Tickets/2, reply: none, doc: \"Asks for it.\" }\n  \
         level_2: { method: get, path: /Tickets/ii, reply: none, doc: \"Asks for it too.\" }",
    ),
    (
        "HS106_body",
        "lock: { method: post, path: /Tickets/lock, body: write, reply: none, doc: \"Locks it.\", \
         params: { Ticket: { type: int, required: true, doc: \"Its number.\" } } }",
    ),
    ("HS108_operation", "Lock: { method: post, path: /Tickets/lock, reply: none, doc: \"Locks it.\" }"),
    ("HS108_operation_keyword", "move: { method: post, path: /Tickets/move, reply: none, doc: \"Moves it.\" }"),
    ("HS109_operation", "get: { method: post, path: /Tickets/get, reply: none, doc: \"Fetches it.\" }"),
    (
        "HS109_extension_of_handle",
        "actions: { method: get, path: /Tickets/actions, reply: none, doc: \"Lists what was done.\" }",
    ),
    (
        "HS109_operation_setter",
        "lock: { method: post, path: /Tickets/lock, reply: none, doc: \"Locks it.\", \
         params: { timeout: { type: int, doc: \"In seconds.\" } } }",
    ),
    (
        "HS111_operation",
        "lock: { method: post, path: \"/Tickets/{id}/lock\", reply: none, doc: \"Locks it.\", \
         params: { id: { type: TicketId, doc: \"The one to lock.\" } } }",
    ),
    ("HS203_operation", "lock: { method: post, path: /Tickets/lock, reply: none, doc: \"Locks it\" }"),
    ("HS401_operation", "lock: { method: post, path: \"/Tickets/{id/lock\", reply: none, doc: \"Locks it.\" }"),
    ("HS402_operation", "lock: { method: post, path: \"/Tickets/{ID}/lock\", reply: none, doc: \"Locks it.\" }"),
    (
        "HS402_fixed",
        "lock: { method: post, path: /Tickets, fixed: { id: \"{ticket}\" }, reply: none, doc: \"Locks it.\" }",
    ),
    (
        "HS403_operation",
        "lock: { method: post, path: /Tickets/lock, reply: none, doc: \"Locks it.\", \
         params: { to: { type: date, needs: [from], doc: \"The last day.\" } } }",
    ),
    (
        "HS302_fixed_number",
        "lock: { method: post, path: /Tickets, fixed: { a: 1e400 }, reply: none, doc: \"Locks it.\" }",
    ),
    ("HS403_fixed", "lock: { method: post, path: /Tickets, fixed: { \"\": 1 }, reply: none, doc: \"Locks it.\" }"),
    ("HS431_no_body", "lock: { method: post, path: /Tickets/lock, needs: [summary], reply: none, doc: \"Locks it.\" }"),
    (
        "HS431_fixed",
        "lock: { method: post, path: /Tickets/lock, body: CustomField, fixed: { value: 1 }, needs: [value, id, name], \
         reply: none, doc: \"Locks it.\" }",
    ),
    ("HS410_id", "lock: { method: post, path: /Tickets/lock, body: TicketId, reply: none, doc: \"Locks it.\" }"),
    ("HS411_body", "look: { method: get, path: /Tickets/look, body: write, reply: none, doc: \"Looks at it.\" }"),
    (
        "HS441_part",
        "add: { method: post, path: /Tickets/add, reply: none, doc: \"Adds it.\", \
         body: { multipart: [size: { type: float, doc: \"In metres.\" }] } }",
    ),
    (
        "HS106_argument",
        "add: { method: post, path: \"/Tickets/{id}/{part}\", reply: none, doc: \"Adds it.\", \
         args: { part: { type: int, doc: \"Which one.\" } }, \
         body: { multipart: [Part: { type: file, doc: \"What it holds.\" }] } }",
    ),
    (
        "HS111_argument",
        "add: { method: post, path: \"/Tickets/{id}\", reply: none, doc: \"Adds it.\", \
         args: { id: { type: TicketId, doc: \"The ticket.\" } } }",
    ),
    ("HS101_body_list", "add: { method: post, path: /Tickets/add, body: list<Tickt>, reply: none, doc: \"Adds it.\" }"),
    ("HS103_body", "add: { method: post, path: /Tickets/add, body: \"list<Ticket\", reply: none, doc: \"Adds it.\" }"),
    (
        "HS441_nested",
        "add: { method: post, path: /Tickets/add, body: list<list<int>>, reply: none, doc: \"Adds it.\" }",
    ),
    (
        "HS441_object",
        "add: { method: post, path: /Tickets/add, body: list<int>, body_shape: object, reply: none, doc: \"Adds it.\" }",
    ),
    (
        "HS441_fixed",
        "add: { method: post, path: /Tickets/add, body: list<int>, fixed: { a: 1 }, reply: none, doc: \"Adds it.\" }",
    ),
    (
        "HS441_no_parts",
        "add: { method: post, path: /Tickets/add, body: { multipart: [] }, reply: none, doc: \"Adds it.\" }",
    ),
    (
        "HS441_form",
        "add: { method: post, path: /Tickets/add, body_shape: object, reply: none, doc: \"Adds it.\", \
         body: { multipart: [file: { type: file, doc: \"What it holds.\" }] } }",
    ),
    (
        "HS442_not_in_path",
        "add: { method: post, path: /Tickets/add, reply: none, doc: \"Adds it.\", \
         args: { part: { type: int, doc: \"Which one.\" } } }",
    ),
    (
        "HS442_type",
        "add: { method: post, path: \"/Tickets/{part}\", reply: none, doc: \"Adds it.\", \
         args: { part: { type: list<int>, doc: \"Which ones.\" } } }",
    ),
    (
        "HS404_operation",
        "mine: { method: get, path: /Tickets/mine, reply: self, doc: \"Those of the token.\", list: { rows: tickets, \
         paging: pages, filters: { count: { type: int, doc: \"At most so many.\" } } } }",
    ),
    (
        "HS404_window",
        "mine: { method: get, path: /Tickets/mine, reply: self, doc: \"Those of the token.\", list: { rows: tickets, \
         paging: { window: older_than_id }, filters: { older_than_id: { type: int, doc: \"Only older ones.\" } } } }",
    ),
    (
        "HS407_operation",
        "mine: { method: get, path: /Tickets/mine, reply: self, doc: \"Those of the token.\", list: { rows: bare, paging: pages } }",
    ),
    (
        "HS443_row",
        "mine: { method: get, path: /Tickets/mine, reply: CustomField, doc: \"Those of the token.\", list: { rows: bare, paging: none } }",
    ),
    (
        "HS443_word",
        "mine: { method: get, path: /Tickets/mine, reply: bytes, doc: \"Those of the token.\", list: { rows: bare, paging: none } }",
    ),
    (
        "HS443_body",
        "mine: { method: post, path: /Tickets/mine, reply: self, body: write, doc: \"Those of the token.\", list: { rows: bare, paging: none } }",
    ),
    ("HS411_fixed", "look: { method: get, path: /Tickets/look, fixed: { a: 1 }, reply: none, doc: \"Looks at it.\" }"),
];

#[test]
fn mistakes_in_operations() {
    for (name, operation) in OPERATIONS {
        let operations = format!("delete: {{}}\noperations:\n  {operation}\n");
        snap(name, &edited(&[(TICKETS, "delete: {}\n", &operations)]));
    }
    let with_roles = |params: &str| format!("get: {{ params: {{ {params} }} }}\n");
    let misfits = [
        ("HS412_type", "full: { type: string, role: detail, doc: \"With everything.\" }"),
        ("HS412_operation", "full: { type: bool, role: deleted, doc: \"Also what is gone.\" }"),
        (
            "HS412_twice",
            "full: { type: bool, role: detail, doc: \"With everything.\" }, \
             whole: { type: bool, role: detail, doc: \"With all of it.\" }",
        ),
    ];
    for (name, params) in misfits {
        snap(name, &edited(&[(TICKETS, "get: {}\n", &with_roles(params))]));
    }
    let only = "{ type: string, access: both, only: update, doc";
    let needs = (TICKETS, "create: {}\n", "create: { needs: [summary] }\n");
    snap("HS431_only", &edited(&[(TICKETS, "{ type: string, access: both, doc", only), needs]));
    snap(
        "HS433_no_update",
        &edited(&[(TICKETS, "{ type: string, access: both, doc", only), (TICKETS, "update: {}\n", "")]),
    );
    let title = |begin: &str| format!("{{ section: \"Dates\", {begin}");
    let [one, other] = ["type: datetime, doc: \"When it was", "type: string, access: both, doc"];
    let [from, to] = [one, other].map(|begin| (format!("{{ {begin}"), title(begin)));
    snap("HS207_twice", &edited(&[(TICKETS, &from.0, &from.1), (TICKETS, &to.0, &to.1)]));
    let both =
        "operations:\n  send: { method: post, path: /Tickets/send, body: write, reply: none, doc: \"Sends it.\" }\n";
    snap("HS410_write", &edited(&[(TICKETS, "create: {}\nupdate: {}\n", both)]));
    let object = both.replace("body: write", "body: CustomField");
    snap(
        "HS410_object",
        &edited(&[(TICKETS, "create: {}\nupdate: {}\n", &object), (FIELD, "write: [id, value]\n", "")]),
    );
    let list = both.replace("body: write", "body: list<Ticket>");
    snap("HS410_list", &edited(&[(TICKETS, "create: {}\nupdate: {}\n", &list)]));
}

const RESOURCES: &str = "/CannedText: { rows: bare, paging: none, key: [id], verbs: [list, create, delete] }\n";

/// A resource with one mistake: name of the snapshot, old text, new text.
const IN_RESOURCES: &[(&str, &str, &str)] = &[
    ("HS011_resource", "rows: bare", "row: bare"),
    ("HS012_resource", "key: [id], ", ""),
    ("HS014_resource", "/CannedText", "/CannedText: { key: [], verbs: [get] }\n/CannedText"),
    ("HS013_resource", "{ rows: bare, paging: none, key: [id], verbs: [list, create, delete] }", "bare"),
    ("HS015_resource", "list, create", "lists, create"),
    ("HS102_resource", "key: [id]", "key: [id], scopes: { read: \"read:ticket\" }"),
    ("HS105_resource", "/CannedText", "/cannedtext: { key: [], verbs: [get] }\n/CannedText"),
    ("HS120_resource", "/CannedText", "/tickets"),
    ("HS401_resource", "/CannedText", "CannedText"),
    ("HS402_resource", "/CannedText", "/CannedText/{id}"),
    ("HS407_resource", "paging: none", "paging: pages"),
    ("HS413_key", "paging: none, key: [id]", "paging: { window: older_than_id }, key: [guid, id]"),
    ("HS413_name", "paging: none", "paging: { window: count }"),
    ("HS012_window", "paging: none", "paging: {}"),
    ("HS013_window", "paging: none", "paging: [older_than_id]"),
    ("HS420_rows", "rows: bare, ", ""),
    ("HS420_no_list", "list, create", "create"),
    ("HS420_no_key", "key: [id]", "key: []"),
    ("HS420_needs", "list, create, delete]", "list], needs: [name], delete_needs: [kind]"),
    ("HS420_twice", "list, create", "list, create, list"),
    ("HS420_name", "rows: bare", "rows: \"the rows\""),
    ("HS420_no_verbs", "rows: bare, paging: none, key: [id], verbs: [list, create, delete]", "key: [id], verbs: []"),
];

#[test]
fn mistakes_in_resources() {
    let path = "resources.yaml";
    assert_eq!(report(&with(&[(path, RESOURCES.as_bytes())])), "no mistakes\n");
    for (name, old, new) in IN_RESOURCES {
        assert_eq!(RESOURCES.matches(old).count(), 1, "{name}");
        snap(name, &with(&[(path, RESOURCES.replace(old, new).as_bytes())]));
    }
    snap("HS013_resources", &with(&[(path, b"- /CannedText\n")]));
}

const LIKE: &str = "entity: Project\ndoc: \"A plan.\"\npath: /Projects\nlike: tickets\nwithout: [search]\nget: {}\n";

/// An entity like tickets with one mistake: name of the snapshot, old text, new text.
const LIKES: &[(&str, &str, &str)] = &[
    ("HS011_like", "like: tickets", "lik: tickets"),
    ("HS012_like", "path: /Projects\n", ""),
    ("HS018_fields", "get: {}\n", "id: int\nkey: [id]\nfields: {}\n"),
    ("HS102_like", "get: {}\n", "scopes: { read: \"read:project\" }\n"),
    ("HS105_like", "path: /Projects", "path: /Tickets"),
    ("HS403_like", "like: tickets", "like: tikets"),
    ("HS403_like_struct", "like: tickets", "like: Ticket"),
    ("HS403_without", "without: [search]", "without: [serach]"),
    ("HS403_without_needed", "without: [search]", "without: [datesearch]"),
    ("HS403_without_list", "get: {}\n", "list: { rows: projects, paging: none }\n"),
    ("HS403_like_field", "get: {}\n", "get: { params: { by: { type: int, field: idd, doc: \"By number.\" } } }\n"),
    ("HS409_itself", "like: tickets", "like: projects"),
];

#[test]
fn mistakes_in_an_entity_like_another() {
    let projects = "entities/projects.yaml";
    assert_eq!(report(&with(&[(projects, LIKE.as_bytes())])), "no mistakes\n");
    for (name, old, new) in LIKES {
        assert_eq!(LIKE.matches(old).count(), 1, "{name}");
        snap(name, &with(&[(projects, LIKE.replace(old, new).as_bytes())]));
    }
    let plans = LIKE.replace("Project", "Plan").replace("like: tickets", "like: projects");
    snap("HS409_chain", &with(&[(projects, LIKE.as_bytes()), ("entities/plans.yaml", plans.as_bytes())]));
    let used = base_schema::TICKETS.replace("  summary: {", "  project: { type: Project, doc: \"Its plan.\" }\n  project_id: { type: ProjectId, doc: \"Its number.\" }\n  summary: {");
    snap("HS101_like", &with(&[(projects, LIKE.as_bytes()), (TICKETS, used.as_bytes())]));
    let ids = base_schema::HALO.replace("names:\n", "  ProjectId: { repr: int, doc: \"A project.\" }\nnames:\n");
    snap("HS104_like", &with(&[(projects, LIKE.as_bytes()), (HALO, ids.as_bytes())]));
    let no_id = base_schema::TICKETS
        .replace("id: int\n", "id: none\n")
        .replace("get: {}\ncreate: {}\nupdate: {}\ndelete: {}\n", "")
        .replace("type: TicketId, always: true", "type: int");
    snap("HS405_like", &with(&[(projects, LIKE.as_bytes()), (TICKETS, no_id.as_bytes())]));
}

/// What is taken over is judged where it stands, once; and nobody is blamed for a file that cannot be read.
#[test]
fn mistakes_of_the_other_entity_are_its_own() {
    let broken = base_schema::TICKETS.replace("field: status_id", "field: status").replace("always: true, ", "");
    let alone = report(&with(&[(TICKETS, broken.as_bytes())]));
    let beside = report(&with(&[(TICKETS, broken.as_bytes()), ("entities/projects.yaml", LIKE.as_bytes())]));
    assert_eq!(alone, beside);
    let original = "entity: Ping\ndoc: \"A sign of life.\"\npath: /Ping\nid: none\ncreate: {}\nfields:\n  \
                note: { type: string, access: write, doc: \"What it says.\" }\n";
    let like = "entity: Pong\ndoc: \"The answer.\"\npath: /Pong\nlike: pings\n";
    let both = with(&[("entities/pings.yaml", original.as_bytes()), ("entities/pongs.yaml", like.as_bytes())]);
    assert_eq!(halo_codegen::check(&both).unwrap_err().len(), 1, "{}", report(&both));
    let unread = with(&[(TICKETS, b"entity: Ticket\n - no"), ("entities/projects.yaml", LIKE.as_bytes())]);
    assert_eq!(halo_codegen::check(&unread).unwrap_err().file_count(), 1, "{}", report(&unread));
}

#[test]
fn shared_parameters_are_judged_where_they_are_taken_over() {
    let field = ("halo.yaml", "{ type: string, doc: \"Only rows", "{ type: string, field: title, doc: \"Only rows");
    snap("HS403_shared", &edited(&[field]));
}

#[test]
fn a_broken_file_does_not_put_the_blame_on_others() {
    let open = (FIELD, "doc: \"A custom field and its value.\"", "doc: \"A custom field");
    snap("HS001_users_of_the_type", &edited(&[open]));
    snap("HS001_halo", &edited(&[(HALO, "\"A ticket status, see /Status.\"", "A status: see /Status.")]));
}

#[test]
fn places_are_counted_in_letters_as_editors_do() {
    let greek = (TICKETS, "\"From this instant on.\"", "\"Από εδώ 🎫.\", field: @x");
    snap("HS001_other_letters_before", &edited(&[greek]));
    let windows = base_schema::TICKETS.replace("needs: [datesearch]", "needs: [datesarch]").replace('\n', "\r\n");
    snap("HS403_windows_lines", &with(&[(TICKETS, windows.as_bytes())]));
    let marked = format!("\u{feff}{}", base_schema::TICKETS.replace("entity: Ticket", "entity: ticket"));
    snap("HS110_byte_order_mark", &with(&[(TICKETS, marked.as_bytes())]));
    let long = format!("\"{}\", doc: \"Again.\"", "é".repeat(50_000));
    snap("HS014_long_line", &edited(&[(TICKETS, "\"From this instant on.\"", &long)]));
    let folded = "doc: >-\n  A request: an incident,\n  or any other case";
    snap("HS203_block", &edited(&[(TICKETS, "doc: \"A request, incident or any other case.\"", folded)]));
}

#[test]
fn color_only_adds_escapes() {
    let sources = edited(&[(TICKETS, "paging: pages", "paging: page")]);
    let colored = halo_codegen::check(&sources).unwrap_err().render(&sources, "schema/", true);
    assert!(colored.contains("\u{1b}[") && !report(&sources).contains('\u{1b}'));
}

#[test]
fn everything_is_reported_in_one_run() {
    let sources = edited(&[
        (TICKETS, "type: string, access: both", "type: strng, acess: both"),
        (TICKETS, "write: \"edit:tickets\"", "write: \"edit:tickts\""),
        (FIELD, "type: int", "typ: int"),
    ]);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("all_in_one_run", report(&sources));
    });
}

#[test]
fn scopes_are_names_of_variants() {
    let second = "  \"edit:tickets\": { doc: \"Write tickets and their actions.\" }\n";
    for (name, scope) in [("HS108_scope", "2edit:odd"), ("HS106_scope", "edit-tickets"), ("HS109_scope", "other")] {
        let added = format!("{second}  \"{scope}\": {{ doc: \"Odd all the same.\" }}\n");
        snap(name, &edited(&[(HALO, second, &added)]));
    }
}

/// Structure, types, scopes, names and meaning, in three files: none hides another.
#[test]
fn twelve_mistakes_in_three_files_are_reported_in_one_run() {
    let sources = edited(&[
        (TICKETS, "path: /Tickets", "path: Tickets"),
        (TICKETS, "write: \"edit:tickets\"", "write: \"edit:tickts\""),
        (TICKETS, "paging: pages", "paging: page"),
        (TICKETS, "page_cap: 100", "page_cap: 0"),
        (TICKETS, "needs: [datesearch]", "needs: [datesearched]"),
        (TICKETS, "field: status_id", "field: statusid"),
        (TICKETS, "type: string, access: both", "type: strng, acess: both"),
        (FIELD, "type: int", "typ: int"),
        (FIELD, "write: [id, value]", "write: [id, valu]"),
        (DATES, "repr: string", "repr: text"),
        (DATES, "name: closed", "name: occurred"),
    ]);
    assert_eq!(halo_codegen::check(&sources).unwrap_err().len(), 12, "{}", report(&sources));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("twelve_in_one_run", report(&sources));
    });
}

#[test]
fn every_code_has_a_snapshot() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots");
    let names: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    for code in Code::ALL {
        assert!(names.iter().any(|name| name.starts_with(code.id())), "{code} has no snapshot");
    }
}

#[test]
fn codes_are_distinct_and_explained() {
    let mut ids: Vec<_> = Code::ALL.iter().map(|code| code.id()).collect();
    ids.dedup();
    assert_eq!(ids.len(), Code::ALL.len());
    assert!(ids.is_sorted());
    for code in Code::ALL {
        assert_eq!(Code::from_id(&code.id().to_lowercase()), Some(*code));
        assert!(code.explanation().ends_with('.'), "{code}");
    }
}
