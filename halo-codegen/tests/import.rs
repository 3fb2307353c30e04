//! Drafts from the vendor's file, and additions to existing entity files.
#![allow(clippy::unwrap_used, clippy::panic)]

mod harbour_api;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use halo_codegen::diff::Side;
use halo_codegen::vendor::drift::{Drift, Kind, drift};
use halo_codegen::{Code, SourceSet};

use harbour_api::{PATHS, bare, edited, filled, imported};

fn drift_of(sources: &SourceSet) -> Drift {
    let schema = halo_codegen::read(sources).unwrap_or_else(|found| panic!("{}", found.render(sources, "", false)));
    drift(&harbour_api::document(), Side { schema: &schema, sources })
}

fn text(sources: &SourceSet, path: &str) -> String {
    let found = sources.iter().find(|(_, known, _)| *known == path);
    String::from_utf8(found.unwrap_or_else(|| panic!("no {path}")).2.to_vec()).unwrap()
}

/// The lines of one text that are missing in another one; duplicates count.
fn lines_without(text: &str, other: &str) -> Vec<String> {
    let mut rest: Vec<&str> = other.lines().collect();
    let mut left = Vec::new();
    for line in text.lines() {
        match rest.iter().position(|known| *known == line) {
            Some(at) => drop(rest.remove(at)),
            None => left.push(line.to_owned()),
        }
    }
    left
}

#[test]
fn a_draft_is_what_a_person_would_start_from() {
    let (_, drafts) = imported(&bare(), &PATHS, false).unwrap();
    let mut shown = String::new();
    for (path, text) in &drafts.files {
        let _ = write!(shown, "## {path}\n{text}\n");
    }
    insta::assert_snapshot!(shown);
    insta::assert_snapshot!("remarks", drafts.remarks.join("\n"));
}

#[test]
fn drafts_pass_once_their_docs_are_written_and_only_then() {
    let (sources, drafts) = imported(&bare(), &PATHS, false).unwrap();
    let refused = halo_codegen::generate(&sources).unwrap_err();
    let codes: BTreeSet<Code> = refused.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, BTreeSet::from([Code::EmptyDoc]), "{}", refused.render(&sources, "", false));
    // One mistake per file says how many there are.
    let count = |message: &str| message.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or(1_usize);
    assert_eq!(refused.iter().map(|found| count(&found.message)).sum::<usize>(), drafts.docs_to_write());
    assert_eq!(refused.len(), refused.file_count());

    let sources = filled(&sources);
    let files =
        halo_codegen::generate(&sources).unwrap_or_else(|found| panic!("{}", found.render(&sources, "", false)));
    for entity in ["boats", "berth_types", "log_entries", "cargo_items", "mooring_ropes", "tides", "signals"] {
        assert!(files.keys().any(|path| path == &format!("{entity}/model.rs")), "{entity}");
    }
}

#[test]
fn drift_finds_nothing_in_a_draft_except_its_remarks() {
    let (sources, drafts) = imported(&bare(), &PATHS, false).unwrap();
    let drift = drift_of(&sources);
    assert_eq!((drift.count(Kind::Stale), drift.count(Kind::Differs)), (0, 0), "{}", drift.text(""));
    let found = drift.entities.iter().flat_map(|entity| &entity.findings);
    let items: Vec<_> = found.map(|finding| (finding.rule.id(), finding.item.as_str())).collect();
    assert_eq!(items, [("request-missing", "create")]);
    assert_eq!(drafts.remarks.len(), items.len(), "{:?}", drafts.remarks);
}

#[test]
fn drafts_reuse_types_and_parameters_of_the_schema() {
    let before = edited("", "", "");
    let (sources, drafts) = imported(&before, &["/CrewMember", "harbourmaster/", "/cargoitem"], false).unwrap();
    let halo = text(&sources, "halo.yaml");
    assert!(!halo.contains("CrewMemberId") && !halo.contains("HarbourMasterId"), "the drafts define them: {halo}");
    assert!(halo.starts_with("# A harbour") && halo.contains("# Words that"), "comments stay: {halo}");
    assert!(!drafts.files.contains_key("entities/boats.yaml"));
    let crew = text(&sources, "entities/crew_members.yaml");
    assert!(crew.contains("{ type: BoatId, field: boat_id, doc: \"Only"), "{crew}");
    let masters = text(&sources, "entities/harbour_masters.yaml");
    assert!(masters.contains("id: string\n"), "{masters}");
    drift_of(&filled(&sources));
}

#[test]
fn names_that_the_schema_already_uses_stay() {
    // `note` and `hull` have no explicit name; a shared name for them would rename the fields of others.
    let before =
        edited("entities/boats.yaml", "type: datetime, doc: \"When it was launched.", "type: datetime, doc: \"When.");
    let (sources, _) = imported(&before, &["/LogEntry", "/CrewMember"][1..], false).unwrap();
    let schema = halo_codegen::read(&sources).unwrap();
    for (wire, name) in &schema.halo.names {
        let settled = ["note", "hull", "captainid"];
        assert!(!settled.contains(&wire.value.as_str()), "{} is now {}", wire.value, name.value);
    }
}

#[test]
fn wrong_paths_are_reported_and_nothing_is_drafted() {
    let errors = |paths: &[&str], update| imported(&edited("", "", ""), paths, update).unwrap_err();
    let messages = errors(&["/Boat", "/Bert", "/Boat/{id}", "/Signal"], false);
    assert_eq!(
        messages,
        [
            "`/boat` is already described by entities/boats.yaml; use `--update` to add what is new",
            "the vendor's file has no path `/Bert`; did you mean `/Berth`?",
            "`/Boat/{id}` is the path of one row; use the path of its list",
        ]
    );
    assert_eq!(errors(&["/Signal"], true), ["`/Signal` is not described yet; omit `--update` to draft it"]);
    let mut sources = edited("", "", "");
    sources.insert("entities/signals.yaml", "entity: Sign\ndoc: \"A sign.\"\npath: /Sign\nid: none\nfields: {}\n");
    let messages = imported(&sources, &["/Signal"], false).unwrap_err();
    assert_eq!(
        messages,
        ["entities/signals.yaml already exists and describes another path; rename or remove it, nothing was written"]
    );
}

#[test]
fn an_update_adds_new_lines_and_changes_no_other_line() {
    let before = edited("", "", "");
    let (after, update) = imported(&before, &["/Boat", "/LogEntry"], true).unwrap();
    let mut shown = String::new();
    for (path, new) in &update.files {
        let old = if before.iter().any(|(_, known, _)| known == path) { text(&before, path) } else { String::new() };
        // A mapping in braces gets its new entries within them.
        let in_braces = lines_without(&old, new);
        assert!(
            in_braces.iter().all(|line| line.starts_with("create: {}") || line.starts_with("names")),
            "{in_braces:?}"
        );
        let _ = write!(shown, "## {path}\n{}\n", lines_without(new, &old).join("\n"));
    }
    insta::assert_snapshot!("update", shown);
    insta::assert_snapshot!("updated", text(&after, "entities/boats.yaml"));

    let remaining = drift_of(&after);
    assert!(remaining.count(Kind::Missing) == 0, "{}", remaining.text(""));
    let (_, again) = imported(&after, &["/Boat", "/LogEntry"], true).unwrap();
    assert!(again.files.is_empty(), "{:?}", again.files.keys());
}
