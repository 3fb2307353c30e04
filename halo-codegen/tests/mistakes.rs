//! Mistakes that take more than one edit to make, and names that something has already.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod base_schema;

use base_schema::{edited, report, right, with};
use halo_codegen::{Code, SourceSet};

const TICKETS: &str = "entities/tickets.yaml";
const DATES: &str = "types/ticket_date_field.yaml";
const HALO: &str = "halo.yaml";

fn snap(name: &str, sources: &SourceSet) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, report(sources));
    });
}

/// The checks let no such name through; if one ever did, nothing would be written.
#[test]
fn what_does_not_parse_is_not_generated() {
    let sources = right().into_iter().collect();
    let mut api = halo_codegen::lower::lower(&halo_codegen::check(&sources).unwrap());
    assert!(halo_codegen::render(&api, &sources).is_ok());
    api.entities[0].handle.name = "match".to_owned();
    api.enums[0].name = "fn".to_owned();
    let mistakes = halo_codegen::render(&api, &sources).unwrap_err();
    assert!(mistakes.iter().all(|mistake| mistake.code == Code::Unparsable));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("HS501_names", mistakes.render(&sources, "schema/", false));
    });
}

/// A field is renamed in one place, and used in others by its old name.
#[test]
fn after_a_rename_the_new_name_is_suggested() {
    let uses = "  team: { type: TeamId, doc: \"Who has it.\" }\n  teams: { type: list<Team>, doc: \"Who had it.\" }\n  summary: {";
    let section = "entity: Section\ndoc: \"Some people.\"\npath: /Team\nid: int\nget: {}\nfields:\n  \
                   id: { type: SectionId, always: true, doc: \"Its number.\" }\n";
    let mut sources = edited(&[(TICKETS, "  summary: {", uses)]);
    sources.insert("entities/sections.yaml", section);
    snap("HS101_renamed_entity", &sources);
    // Halo calls it otherwise, too, but it is the only id that nothing refers to.
    let declared = "  SectionId: { repr: int, doc: \"Some people.\" }\n  StatusId:";
    snap(
        "HS101_renamed_id",
        &edited(&[(HALO, "  StatusId:", declared), (TICKETS, "type: StatusId, access", "type: TeamId, access")]),
    );
    // Of two, neither is suggested; and what is misspelt by a letter is no rename.
    let two = format!("{declared} {{ repr: int, doc: \"A state.\" }}\n  ShiftId:");
    let two = edited(&[(HALO, "  StatusId:", &two), (TICKETS, "type: StatusId, access", "type: TeamId, access")]);
    assert!(!report(&two).contains("did you mean"), "{}", report(&two));
    let letter =
        edited(&[(HALO, "  StatusId:", declared), (TICKETS, "type: StatusId, access", "type: StatusesId, access")]);
    assert!(report(&letter).contains("did you mean `SectionId`"), "{}", report(&letter));
    let letter =
        edited(&[(HALO, "  StatusId:", declared), (TICKETS, "type: StatusId, access", "type: StatsId, access")]);
    assert!(report(&letter).contains("did you mean `StatusId`"), "{}", report(&letter));
}

/// A draft has hundreds of empty docs, which are no reason to hide what else is wrong in later files.
#[test]
fn empty_docs_are_one_mistake_of_a_file_and_come_last() {
    let fields: Vec<_> = (0..1500).map(|n| format!("  f{n}: {{ type: int, doc: \"\" }}\n")).collect();
    let draft = format!("{}{}", base_schema::TICKETS, fields.concat());
    let sources = with(&[
        (TICKETS, draft.as_bytes()),
        (DATES, base_schema::DATE_FIELD.replace("repr: string", "repr: text").as_bytes()),
    ]);
    snap("HS201_many", &sources);
    let mistakes = halo_codegen::check(&sources).unwrap_err();
    let codes: Vec<_> = mistakes.iter().map(|mistake| mistake.code).collect();
    assert_eq!(codes, [Code::UnknownChoice, Code::EmptyDoc]);
}

/// Methods of requests that the hand copy of the list lacked; an argument may be called like any of them.
#[test]
fn names_of_the_runtime_are_reserved_for_setters_alone() {
    for name in ["hydrate", "iter_blocking", "send_blocking", "all_blocking", "first_blocking"] {
        let param = |more: &str| format!("    search: shared\n    {name}: {{ type: int{more}, doc: \"So many.\" }}");
        let setter = halo_codegen::check(&edited(&[(TICKETS, "    search: shared", &param(""))])).unwrap_err();
        assert!(setter.iter().all(|mistake| mistake.code == Code::ReservedName), "{name}");
        let argument = edited(&[(TICKETS, "    search: shared", &param(", required: true"))]);
        assert_eq!(report(&argument), "no mistakes\n", "{name}");
    }
    for operation in ["create_all", "create_many", "clone"] {
        let text = format!(
            "delete: {{}}\noperations:\n  {operation}: {{ method: post, path: /Tickets/x, reply: none, doc: \"Does it.\" }}\n"
        );
        let found = halo_codegen::check(&edited(&[(TICKETS, "delete: {}\n", &text)])).unwrap_err();
        assert!(found.iter().all(|mistake| mistake.code == Code::ReservedName), "{operation}");
    }
    for (stem, entity) in [("http", "Http"), ("request", "Request"), ("serde_json", "SerdeJson")] {
        let text = format!("entity: {entity}\ndoc: \"A thing.\"\npath: /X\nid: none\nfields: {{}}\n");
        let found = halo_codegen::check(&with(&[(&format!("entities/{stem}.yaml"), text.as_bytes())])).unwrap_err();
        assert!(found.iter().any(|mistake| mistake.code == Code::ReservedName), "{stem}: {found:?}");
    }
}

#[test]
fn numbers_of_an_enum_are_distinct_however_they_are_written() {
    let text = "enum: TicketDateField\nrepr: int\ndoc: \"The date.\"\nvalues:\n  1: { name: one, doc: \"The first.\" }\n  \
                \"01\": { name: first, doc: \"Again.\" }\n";
    snap("HS107_number", &with(&[(DATES, text.as_bytes())]));
}
