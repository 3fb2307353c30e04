//! A small schema that is right, and ways to break it.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]

use halo_codegen::SourceSet;

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

pub const CUSTOM_FIELD: &str = r#"object: CustomField
doc: "A custom field and its value."
write: [id, value]
fields:
  id: { type: int, doc: "Number of the field." }
  value: { type: json, access: both, doc: "What was entered." }
"#;

pub const DATE_FIELD: &str = r#"enum: TicketDateField
repr: string
doc: "The date that a ticket list is searched by."
values:
  dateoccurred: { name: occurred, also: [dateoccured], doc: "When it was raised." }
  dateclosed: { name: closed, doc: "When it was closed." }
"#;

/// The schema that is right.
pub fn right() -> Vec<(String, String)> {
    [
        ("halo.yaml", HALO),
        ("entities/tickets.yaml", TICKETS),
        ("types/custom_field.yaml", CUSTOM_FIELD),
        ("types/ticket_date_field.yaml", DATE_FIELD),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into()
}

/// The right schema with texts replaced: (path, old, new). Each old text occurs exactly once.
pub fn edited(edits: &[(&str, &str, &str)]) -> SourceSet {
    let mut files = right();
    for (path, old, new) in edits {
        let (_, text) = files.iter_mut().find(|(known, _)| known == path).unwrap_or_else(|| panic!("no {path}"));
        assert_eq!(text.matches(old).count(), 1, "{old:?} occurs once in {path}");
        *text = text.replace(old, new);
    }
    files.into_iter().collect()
}

/// The right schema with files added or replaced.
pub fn with(added: &[(&str, &[u8])]) -> SourceSet {
    let mut sources: SourceSet = right().into_iter().collect();
    for (path, bytes) in added {
        sources.insert(*path, *bytes);
    }
    sources
}

/// What is printed for a schema.
pub fn report(sources: &SourceSet) -> String {
    match halo_codegen::check(sources) {
        Ok(_) => "no mistakes\n".to_owned(),
        Err(diagnostics) => diagnostics.render(sources, "schema/", false),
    }
}
