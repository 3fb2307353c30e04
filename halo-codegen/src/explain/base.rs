//! A small schema that is right, which the examples break.

/// `halo.yaml`.
pub const HALO: &str = r#"scopes:
  "read:tickets": { doc: "Read tickets and their actions." }
  "edit:tickets": { doc: "Write tickets and their actions." }
ids:
  StatusId: { repr: int, doc: "A ticket status, see /Status." }
names:
  dateoccurred: date_occurred
params:
  search: { type: string, doc: "Only rows whose text fields hold this." }
"#;

/// `entities/tickets.yaml`.
pub const TICKETS: &str = r#"entity: Ticket
doc: "A request, incident or any other case."
path: /Tickets
id: int
scopes: { read: "read:tickets", write: "edit:tickets" }
list:
  rows: tickets
  paging: pages
  page_cap: 100
  sort: 5
  filters:
    status_id: { type: StatusId, field: status_id, doc: "Only tickets in this status." }
    datesearch: { type: TicketDateField, doc: "The date that `startdate` compares with." }
    startdate: { type: datetime, needs: [datesearch], doc: "From this instant on." }
    search: shared
  options:
    includedetails: { type: bool, doc: "Fill the fields of the detail." }
get: {}
create: {}
update: {}
delete: {}
fields:
  id: { type: TicketId, always: true, doc: "Number of the ticket." }
  summary: { type: string, access: both, doc: "One line on what it is about." }
  status_id: { type: StatusId, access: both, none: [0], doc: "Where it stands." }
  dateoccurred: { type: datetime, doc: "When it was raised." }
  customfields: { type: list<CustomField>, access: both, doc: "What this tenant adds." }
"#;

/// `types/custom_field.yaml`.
pub const CUSTOM_FIELD: &str = r#"object: CustomField
doc: "A custom field and its value."
write: [id, value]
fields:
  id: { type: int, doc: "Number of the field." }
  value: { type: json, access: both, doc: "What was entered." }
"#;

/// `types/ticket_date_field.yaml`.
pub const DATE_FIELD: &str = r#"enum: TicketDateField
repr: string
doc: "The date that a ticket list is searched by."
values:
  dateoccurred: { name: occurred, also: [dateoccured], doc: "When it was raised." }
  dateclosed: { name: closed, doc: "When it was closed." }
"#;

/// Path and text of every file.
pub const FILES: [(&str, &str); 4] = [
    ("halo.yaml", HALO),
    ("entities/tickets.yaml", TICKETS),
    ("types/custom_field.yaml", CUSTOM_FIELD),
    ("types/ticket_date_field.yaml", DATE_FIELD),
];
