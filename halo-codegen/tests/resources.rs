//! `resources.yaml`: drafted, added to, and compared with the vendor's file.
#![allow(clippy::unwrap_used, clippy::panic)]

mod harbour_api;

use halo_codegen::SourceSet;
use halo_codegen::diff::Side;
use halo_codegen::vendor::drift::drift;
use halo_codegen::vendor::evidence::Evidence;
use halo_codegen::vendor::import::{Import, Imported, Options};

const FILE: &str = "resources.yaml";

const ROUTES: &str = "path\tverbs proven live\tlist shape\tsidecar keys\tpaging behaviour\trows or cap seen\tid keys\tneeds\tstatus codes on refusal\tnote\n\
/Signal\tGgPUD\tsignals\t?\tworks\t298\tid, guid\tcreate: name; delete: ?kind=\ttext id 400\t-\n\
/Berth\tG\tbare\t?\tignored\t14\tquay_id+id\t?\tdetail 400 even for real id\t-\n\
/FlagStatus\tG\tresults|bare\t?\tunknown\t0\tid (GUID)\t?\t-\t-\n\
/cargoitem\tG\tfeed\t?\tcount\t50\tid\tlist: boat_id\t-\t-\n\
/Tower\tg\tobject\t?\t-\t-\t-\t?\t-\t-\n\
/Boat/NextTag\tg\tobject\t?\t-\t-\t-\t?\t-\t-\n\
/Signal/recent\tG\tbare\t?\tignored\t3\tnone (id 0)\t?\t-\t-\n";

fn imported(sources: &SourceSet, routes: &str) -> Imported {
    let schema = halo_codegen::read(sources).unwrap_or_else(|found| panic!("{}", found.render(sources, "", false)));
    let document = harbour_api::document();
    let import = Import { document: &document, schema: &schema, sources, words: "", options: Options::default() };
    import.resources(&Evidence::read(routes, "")).unwrap()
}

fn harbour(resources: Option<&str>) -> SourceSet {
    let mut sources = harbour_api::edited("", "", "");
    if let Some(text) = resources {
        sources.insert(FILE, text);
    }
    sources
}

#[test]
fn what_was_seen_wins_and_where_nothing_was_the_vendors_file_says_it() {
    let drafted = imported(&harbour(None), ROUTES);
    insta::assert_snapshot!("resources_draft", drafted.files[FILE]);
    insta::assert_snapshot!("resources_draft_remarks", drafted.remarks.join("\n"));
    let sources = harbour(Some(&drafted.files[FILE]));
    let mistakes =
        halo_codegen::check(&sources).map_or_else(|found| found.render(&sources, "", false), |_| String::new());
    assert!(!mistakes.contains(FILE), "{mistakes}");
}

#[test]
fn an_import_adds_what_is_new_and_lists_what_differs() {
    let drafted = imported(&harbour(None), ROUTES);
    let text = &drafted.files[FILE];
    assert!(imported(&harbour(Some(text)), ROUTES).files.is_empty(), "nothing is new the second time");
    // A curator has changed one entry and lost another, and a path has got an entity file.
    let berth = text.lines().find(|line| line.starts_with("/Berth:")).unwrap();
    let curated = text.replace(&format!("{berth}\n"), "").replace("rows: signals", "rows: flags");
    let curated = format!("{curated}/boat: {{ key: [], verbs: [get] }}\n");
    let updated = imported(&harbour(Some(&curated)), ROUTES);
    let after = &updated.files[FILE];
    assert!(after.contains(berth) && after.contains("rows: flags") && !after.contains("/boat:"), "{after}");
    let remarks = updated.remarks.join("\n");
    assert!(remarks.contains("/boat: removed, because it has an entity file"), "{remarks}");
    assert!(remarks.contains("/Signal: rows `flags` here, `signals` in the draft"), "{remarks}");
}

#[test]
fn drift_finds_new_roots_and_gone_ones() {
    let found = |resources: Option<&str>| {
        let sources = harbour(resources);
        let schema = halo_codegen::read(&sources).unwrap();
        let drift = drift(&harbour_api::document(), Side { schema: &schema, sources: &sources });
        let ours = drift.entities.into_iter().filter(|entity| entity.entity == "resources");
        let findings = ours.flat_map(|entity| entity.findings);
        findings.map(|finding| format!("{} {} {}", finding.rule, finding.item, finding.place)).collect::<Vec<_>>()
    };
    assert_eq!(found(None), Vec::<String>::new(), "a schema without the file says nothing about other roots");
    let text = imported(&harbour(None), ROUTES).files[FILE].clone();
    assert_eq!(found(Some(&text)), Vec::<String>::new());
    let signal = text.lines().find(|line| line.starts_with("/Signal:")).unwrap();
    let edited = text.replace(&format!("{signal}\n"), "").replace(", vendor: absent", "")
        + "/Crane: { key: [], verbs: [get] }\n";
    let line = edited.lines().count();
    let all = found(Some(&edited));
    assert!(all.contains(&"resource-missing /Signal resources.yaml:1:1".to_owned()), "{all:?}");
    assert!(all.contains(&format!("resource-stale /Crane resources.yaml:{line}:1")), "{all:?}");
    let noted = text.replace(signal, &signal.replace(" }", ", vendor: absent }"));
    assert!(found(Some(&noted)).iter().any(|finding| finding.starts_with("note-stale /Signal")), "{noted}");
}
