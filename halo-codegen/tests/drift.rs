//! Compares an OpenAPI file with a schema, for the harbour API.
#![allow(clippy::unwrap_used, clippy::panic)]

mod harbour_api;

use std::collections::BTreeSet;

use halo_codegen::diff::Side;
use halo_codegen::vendor::drift::{Drift, Kind, drift};
use halo_codegen::vendor::{self, against};
use serde_json::Value;

fn harbour_drift() -> Drift {
    drift_with("", "", "")
}

/// The drift after one text of a schema file is replaced.
fn drift_with(path: &str, old: &str, new: &str) -> Drift {
    let sources = harbour_api::edited(path, old, new);
    let schema = halo_codegen::read(&sources).unwrap_or_else(|found| panic!("{}", found.render(&sources, "", false)));
    drift(&harbour_api::document(), Side { schema: &schema, sources: &sources })
}

/// The findings of an entity, each as `rule item`.
fn found(drift: &Drift, entity: &str) -> Vec<String> {
    let entity = drift.entities.iter().find(|known| known.entity == entity).unwrap();
    entity.findings.iter().map(|finding| format!("{} {}", finding.rule, finding.item)).collect()
}

#[test]
fn every_kind_of_difference_is_reported_with_its_position() {
    insta::assert_snapshot!(harbour_drift().text("schema/"));
}

#[test]
fn the_other_formats_contain_the_same() {
    let drift = harbour_drift();
    insta::assert_snapshot!("markdown", drift.markdown("schema/"));
    let json: Value = serde_json::from_str(&drift.json("schema/")).unwrap();
    let boats = &json["entities"][0];
    assert_eq!(boats["entity"], "boats");
    let keys: Vec<_> = boats["findings"][0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["item", "kind", "place", "rule", "what"]);
    let count: usize = drift.entities.iter().map(|entity| entity.findings.len()).sum();
    let listed: usize =
        json["entities"].as_array().unwrap().iter().map(|e| e["findings"].as_array().unwrap().len()).sum();
    assert_eq!(listed, count);
    assert_eq!(json["totals"]["findings"]["missing"], drift.count(Kind::Missing));
    assert_eq!(json["notes"].as_array().unwrap().len(), drift.notes.len());
}

/// Counted from the JSON itself, without the reader.
#[test]
fn the_figures_agree_with_an_independent_count() {
    let file: Value = serde_json::from_slice(&harbour_api::file()).unwrap();
    let names = |schema: &str| -> BTreeSet<String> {
        file["components"]["schemas"][schema]["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let query = |path: &str, method: &str| -> BTreeSet<String> {
        let params = file["paths"][path][method]["parameters"].as_array().cloned().unwrap_or_default();
        let own = params.iter().filter(|param| param["in"] == "query").map(|param| param["name"].as_str().unwrap());
        let runtime = ["pageinate", "page_no", "page_size", "count"];
        own.filter(|name| !name.starts_with("order") && !runtime.contains(name)).map(str::to_owned).collect()
    };
    let drift = harbour_drift();
    let boats = &drift.entities[0];

    let fields: BTreeSet<_> = names("Vessel").union(&names("Vessel_List")).cloned().collect();
    assert_eq!(boats.coverage.fields.vendor, fields.len());
    let described = [
        "id",
        "name",
        "launchdate",
        "lengthoverall",
        "type",
        "hull",
        "only_list",
        "captainid",
        "departuretime",
        "value",
    ];
    assert!(described.iter().all(|name| fields.contains(*name)));
    assert_eq!(boats.coverage.fields.described, described.len());
    let omitted = ["sisters", "_isimport", "_warning", "crew"];
    assert_eq!(boats.coverage.fields.omitted, omitted.len());
    let missing: BTreeSet<_> =
        fields.iter().filter(|name| !described.contains(&&***name) && !omitted.contains(&&***name)).collect();
    let reported: Vec<_> = found(&drift, "boats")
        .into_iter()
        .filter_map(|line| line.strip_prefix("field-missing ").map(str::to_owned))
        .collect();
    assert_eq!(reported.iter().collect::<BTreeSet<_>>(), missing);
    assert_eq!(boats.coverage.fields.missing(), missing.len());

    // There is no `delete` in the schema, whose parameters are therefore not compared.
    let params = query("/Boat", "get").len() + query("/Boat/{id}", "get").len() + query("/Boat", "post").len();
    assert_eq!(boats.coverage.params.vendor, params);
    let methods = |path: &str| file["paths"][path].as_object().unwrap().len();
    let routes: usize = ["/Boat", "/Boat/{id}", "/Boat/{id}/launch", "/Boat/NextTag"].into_iter().map(methods).sum();
    assert_eq!(boats.coverage.operations.vendor, routes);
    assert_eq!(drift.totals.paths.vendor, file["paths"].as_object().unwrap().len());
    assert_eq!(drift.totals.paths.described, 6, "four of boats, two of the log");
    assert_eq!(drift.totals.schemas.vendor, file["components"]["schemas"].as_object().unwrap().len());
    assert_eq!(drift.totals.schemas.described, 4);
}

#[test]
fn notes_explain_only_differences_that_they_match() {
    let boats = "entities/boats.yaml";
    let type_note =
        drift_with(boats, "lengthoverall: { type: int,", "lengthoverall: { type: int, vendor: { type: number },");
    assert!(!found(&type_note, "boats").iter().any(|line| line.contains("lengthoverall")));
    let wrong = drift_with(boats, "lengthoverall: { type: int,", "lengthoverall: { type: int, vendor: { type: bool },");
    assert!(found(&wrong, "boats").contains(&"note-stale lengthoverall".to_owned()));
    let absent = drift_with(boats, "draught:       { type: float,", "draught:       { type: float, vendor: absent,");
    assert!(!found(&absent, "boats").iter().any(|line| line.contains("draught")));
    let proven = drift_with(boats, "type: int, in: detail, doc", "type: int, in: detail, evidence: B, doc");
    assert!(!found(&proven, "boats").contains(&"field-place type".to_owned()));
    assert!(found(&harbour_drift(), "boats").contains(&"field-place type".to_owned()));
}

#[test]
fn a_path_that_the_file_is_known_to_lack_is_explained() {
    let path = |path: &str| format!("path: {path}\nvendor: {{ path: absent }}\n");
    let known = drift_with("entities/tides.yaml", "path: /Tides\n", &path("/Tides"));
    assert_eq!(found(&known, "tides"), Vec::<String>::new());
    let there = drift_with("entities/tides.yaml", "path: /Tides\n", &path("/Anchors"));
    assert_eq!(found(&there, "tides"), ["note-stale vendor"]);
}

#[test]
fn the_drift_of_a_single_entity_can_be_selected() {
    let only = harbour_drift().only(&["types/hull"]).unwrap();
    assert_eq!(only.entities.len(), 1);
    assert_eq!(only.totals.coverage, only.entities[0].coverage);
    let two = harbour_drift().only(&["types/hull", "tides"]).unwrap();
    assert_eq!(two.entities.iter().map(|one| one.entity.as_str()).collect::<Vec<_>>(), ["tides", "types/hull"]);
    assert_eq!(harbour_drift().only(&["boat"]).unwrap_err(), "there is no entity `boat`: did you mean `boats`?");
}

#[test]
fn an_operation_at_the_place_of_a_standard_request_is_that_request() {
    let with_operation = |text: &str| {
        let drift =
            drift_with("entities/boats.yaml", "operations:\n  launch:", &format!("operations:\n{text}  launch:"));
        found(&drift, "boats")
    };
    assert!(with_operation("").contains(&"request-missing delete".to_owned()));
    let scrap = "  scrap: { method: delete, path: \"/Boat/{id}\", reply: none, doc: \"Scraps it.\" }\n";
    let described = with_operation(scrap);
    assert!(!described.contains(&"request-missing delete".to_owned()), "{described:?}");
    assert!(described.contains(&"param-missing scrap.reason".to_owned()), "{described:?}");
    // With constant fields it is another form of a request, not the request.
    let fixed = with_operation(&scrap.replace("delete, path", "delete, fixed: { gone: true }, path"));
    assert!(fixed.contains(&"request-missing delete".to_owned()), "{fixed:?}");
}

#[test]
fn a_form_with_constant_parts_is_the_operation() {
    let launched = |body: &str| {
        let text = format!("/Boat/{{id}}/launch\n    fixed: {{ tide: 2 }}\n{body}    reply");
        found(&drift_with("entities/boats.yaml", "/Boat/{id}/launch\n    reply", &text), "boats")
    };
    let missing = "operation-missing POST /Boat/{id}/launch".to_owned();
    assert!(launched("").contains(&missing), "a body with constant fields is another form of it");
    let form = "    body: { multipart: [flag: { type: file, doc: \"What it flies.\" }] }\n";
    assert!(!launched(form).contains(&missing));
}

#[test]
fn parameters_are_omitted_by_place() {
    let with_omit = |pattern: &str| {
        let drift =
            drift_with("entities/boats.yaml", "[odd, \"size*\", \"unused\"]", &format!("[odd, {pattern}, unused]"));
        found(&drift, "boats")
    };
    let missing = "param-missing list.sizes".to_owned();
    assert!(!with_omit("list.sizes").contains(&missing));
    let elsewhere = with_omit("get.sizes");
    assert!(elsewhere.contains(&missing) && elsewhere.contains(&"omit-stale get.sizes".to_owned()), "{elsewhere:?}");
    assert!(with_omit("list.search").contains(&"omit-stale list.search".to_owned()), "it is described");
}

#[test]
fn an_entity_that_is_like_another_is_compared_at_its_own_path() {
    let mut sources = harbour_api::edited("", "", "");
    let text = "entity: Raft\ndoc: \"A boat without a hull.\"\npath: /FlagStatus\nlike: boats\nlist:\n  rows: bare\n  paging: count\n";
    sources.insert("entities/rafts.yaml", text);
    let schema = halo_codegen::read(&sources).unwrap();
    let drift = drift(&harbour_api::document(), Side { schema: &schema, sources: &sources });
    let rafts = found(&drift, "rafts");
    assert_eq!(rafts, ["request-missing delete", "param-missing list.search", "param-stale get.includedetails"]);
}

#[test]
fn two_files_of_the_vendor_give_a_change_list() {
    let old = harbour_api::document();
    let text = String::from_utf8(harbour_api::file()).unwrap();
    let mut json: Value = serde_json::from_str(&text).unwrap();
    json["info"]["version"] = "h2".into();
    json["paths"].as_object_mut().unwrap().remove("/Tide");
    json["paths"]["/Lock"] = serde_json::json!({ "get": {}, "post": {} });
    json["paths"]["/Boat"].as_object_mut().unwrap().remove("post");
    json["paths"]["/Boat/NextTag"]["delete"] = serde_json::json!({});
    json["paths"]["/HarbourMaster"]["get"]["parameters"][0]["schema"]["type"] = "string".into();
    json["paths"]["/HarbourMaster"]["get"]["responses"] = json["paths"]["/LogEntry"]["get"]["responses"].clone();
    json["paths"]["/LogEntry"]["get"]["parameters"].as_array_mut().unwrap().remove(0);
    let schemas = &mut json["components"]["schemas"];
    schemas.as_object_mut().unwrap().remove("Cell");
    schemas["Lock"] = serde_json::json!({ "properties": { "id": { "type": "integer" } } });
    schemas["Rope"]["properties"]["length"]["format"] = "int32".into();
    schemas["Rope"]["properties"]["colour"] = serde_json::json!({ "type": "string" });
    schemas["Anchor"]["properties"].as_object_mut().unwrap().remove("weight");
    let new = vendor::read(json.to_string().as_bytes()).unwrap();
    let changes = against::compare(&old, &new);
    insta::assert_snapshot!("against", changes.text());
    let json: Value = serde_json::from_str(&changes.json()).unwrap();
    assert_eq!(json["changes"].as_array().unwrap().len(), changes.changes.len());
    assert_eq!(json["totals"]["added"], changes.count(against::Kind::Added));
    assert_eq!(against::compare(&old, &old).text(), "h1 -> h1: 0 added, 0 removed, 0 changed\n");
}
