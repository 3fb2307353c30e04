//! What drafts take over from the schema, from evidence and from the command line.
#![allow(clippy::unwrap_used, clippy::panic)]

use halo_codegen::SourceSet;
use halo_codegen::diff::Side;
use halo_codegen::vendor::drift::{Kind, drift};
use halo_codegen::vendor::evidence::Evidence;
use halo_codegen::vendor::import::{Choice, Import, Imported, Options};
use halo_codegen::vendor::{self, Document};
use serde_json::{Value, json};

const WORDS: &str = "agent\nappt\nboat\ncaptain\ndate\ndry\ndue\nfloor\nhull\nid\nnext\nnumber\nraft\nvalidate\n";

fn property(ty: &str) -> Value {
    match ty {
        "date" => json!({ "type": "string", "format": "date-time" }),
        ty if ty.starts_with('[') => json!({ "type": "array", "items": { "$ref": ty.trim_matches(['[', ']']) } }),
        ty => json!({ "type": ty }),
    }
}

fn schema(fields: &[(&str, &str)]) -> Value {
    let properties: serde_json::Map<String, Value> =
        fields.iter().map(|(name, ty)| ((*name).to_owned(), property(ty))).collect();
    json!({ "type": "object", "properties": properties })
}

fn body(schema: &str) -> Value {
    let reference = json!({ "$ref": format!("#/components/schemas/{schema}") });
    json!({ "content": { "application/json": { "schema": { "type": "array", "items": reference } } } })
}

fn param(name: &str, ty: &str) -> Value {
    json!({ "name": name, "in": "query", "schema": property(ty), "description": "Some words." })
}

fn id(ty: &str) -> Value {
    json!([{ "name": "id", "in": "path", "schema": property(ty) }])
}

fn document() -> Document {
    let list = json!([
        param("pageinate", "boolean"),
        param("hull_id", "integer"),
        param("captain", "integer"),
        param("screen", "string"),
        param("token", "string"),
    ]);
    let one = |token: bool| {
        let mut params = id("integer").as_array().unwrap().clone();
        params.extend(token.then(|| param("token", "string")));
        Value::from(params)
    };
    let raft = [
        ("id", "integer"),
        ("name", "string"),
        ("_novalidate", "boolean"),
        ("_canfloat", "boolean"),
        ("_importtype", "string"),
        ("_warning", "string"),
        ("xero_id", "string"),
        ("captain_id", "integer"),
        ("fixing_agent", "integer"),
        ("boatnumber", "integer"),
        ("duedate", "date"),
        ("date_sunk", "date"),
        ("nextappt", "date"),
        ("3rdfloor", "string"),
        ("dryhull", "boolean"),
        ("hull", "[Hull]"),
        ("parent_id", "integer"),
        ("faultboat", "string"),
        ("secret_note", "string"),
    ];
    let file = json!({
        "info": { "version": "t1" },
        "paths": {
            "/Boat": { "get": { "parameters": list }, "post": { "requestBody": body("Boat") } },
            "/Boat/{id}": { "get": { "parameters": one(true) } },
            "/Boat/{id}/sink": { "post": { "parameters": id("integer") } },
            "/Agent": { "get": {} },
            "/Agent/{id}": { "get": { "parameters": id("integer") } },
            "/Raft": { "get": { "parameters": list }, "post": { "requestBody": body("Raft") } },
            "/Raft/{id}": { "get": { "parameters": one(true) }, "delete": { "parameters": id("integer") } },
            "/Raft/{id}/sink": { "post": { "parameters": id("integer") } },
            "/Raft/{id}/scrap": { "post": { "parameters": id("integer") } },
            "/Raft/PDF/{id}": { "post": { "parameters": id("integer") } },
            "/Raft/plan/{id}": { "get": { "parameters": id("integer") }, "delete": { "parameters": id("integer") } },
            "/Raft/plan": { "post": { "requestBody": body("Raft") } },
            "/Raft/photo/{id}": { "get": { "parameters": [{ "name": "id", "in": "path", "schema": { "format": "uuid" } }] } },
            "/Raft/image": { "post": { "requestBody": { "content": { "multipart/form-data": {
                "schema": { "properties": { "file": { "type": "string", "format": "binary" } } } } } } } },
            "/Raft/lines": { "post": { "requestBody": body("RaftLine") } },
            "/Float": { "get": { "parameters": list }, "post": { "requestBody": body("Raft") } },
            "/ChargeRate": { "get": {} },
            "/Pier/View": { "get": {} },
            "/Quay/View": { "get": {} },
        },
        "components": { "schemas": {
            "Boat": schema(&[("id", "integer"), ("name", "string"), ("_novalidate", "boolean"), ("_warning", "string"),
                ("xero_id", "string"), ("captain_id", "integer"), ("duedate", "date"), ("key", "string")]),
            "Raft": schema(&raft),
            "RaftLine": schema(&[("id", "integer"), ("price", "number")]),
            "Hull": schema(&(0..90).map(|_| ("wood", "string")).chain([("id", "integer")]).collect::<Vec<_>>()),
            "ChargeRate": schema(&[("id", "integer"), ("rate", "number")]),
            "Raft_View": { "properties": { "record_count": { "type": "integer" },
                "floats": { "type": "array", "items": { "$ref": "#/components/schemas/Raft" } } } },
        } },
    });
    vendor::read(file.to_string().as_bytes()).unwrap()
}

const BOATS: &str = r#"entity: Boat
doc: "Whatever floats."
path: /Boat
vendor: { detail: Boat }
id: int
scopes: { read: "read:boats", write: "edit:boats", evidence: C }
list:
  rows: boats
  paging: pages
  filters:
    captain: { name: captain_id, type: CaptainId, field: captain_id, doc: "Only boats of this captain." }
    hull_id: { type: int, doc: "Only boats with this hull." }
get: {}
create: {}
update: {}
fields:
  id:          { type: BoatId, always: true, doc: "Number of the boat." }
  name:        { type: string, access: both, evidence: A, doc: "What is painted on a boat." }
  _novalidate: { name: no_validate, type: bool, access: control, evidence: B, doc: "Skip the checks of boats." }
  captain_id:  { type: CaptainId, none: [0, -1, -99], doc: "Who commands it. See `captain_name`." }
  duedate:     { name: due_date, type: date, doc: "Day on which it is due." }
omit:
  fields: ["_warning", "xero*", key]
  params: [screen, get.token, list.token]
  operations: ["POST /{id}/sink"]
"#;

const HALO: &str = "scopes:\n  \"read:boats\": { doc: \"Read.\" }\n  \"edit:boats\": { doc: \"Edit.\" }\n\
    ids:\n  CaptainId: { repr: int, doc: \"A captain.\" }\n  RaftId: { repr: int, doc: \"A raft of logs. See /Raft.\" }\n";

fn sources() -> SourceSet {
    [("halo.yaml", HALO), ("entities/boats.yaml", BOATS)].into_iter().collect()
}

fn import(paths: &[&str], options: Options<'_>) -> Result<(SourceSet, Imported), Vec<String>> {
    import_into(&sources(), paths, false, options)
}

fn import_into(
    sources: &SourceSet,
    paths: &[&str],
    update: bool,
    options: Options<'_>,
) -> Result<(SourceSet, Imported), Vec<String>> {
    let (document, schema) = (document(), halo_codegen::read(sources).unwrap());
    let import = Import { document: &document, schema: &schema, sources, words: WORDS, options };
    let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
    let imported = if update { import.update(&paths) } else { import.create(&paths) }?;
    let mut after = sources.clone();
    for (path, text) in &imported.files {
        after.insert(path, text.as_str());
    }
    Ok((after, imported))
}

fn draft(imported: &Imported, path: &str) -> String {
    imported.files.get(path).unwrap_or_else(|| panic!("no {path} in {:?}", imported.files.keys())).clone()
}

/// The line of a field or parameter, with single spaces.
fn line(text: &str, name: &str) -> String {
    let start = format!("{name}:");
    let found =
        text.lines().find(|line| line.trim_start().starts_with(&start)).unwrap_or_else(|| panic!("{name}: {text}"));
    found.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Generates code from the files, with every empty doc filled in.
fn generates(sources: &SourceSet) {
    let fill = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("doc: \"\"", "doc: \"Written by a test.\"");
    let filled: SourceSet = sources.iter().map(|(_, path, bytes)| (path.to_owned(), fill(bytes))).collect();
    if let Err(found) = halo_codegen::generate(&filled) {
        panic!("{}", found.render(&filled, "", false));
    }
}

#[test]
fn what_the_schema_says_of_the_same_name_and_type_is_taken_over() {
    let (after, imported) = import(&["/Raft"], Options::default()).unwrap();
    let rafts = draft(&imported, "entities/rafts.yaml");
    assert_eq!(
        line(&rafts, "_novalidate"),
        "_novalidate: { type: bool, access: control, evidence: C, doc: \"Skip the checks of rafts.\" } \
         # suggested by boats"
    );
    assert_eq!(
        line(&rafts, "name"),
        "name: { type: string, access: both, evidence: C, doc: \"What is painted on a raft.\" } # suggested by boats"
    );
    // Two files have the name now.
    assert!(draft(&imported, "halo.yaml").contains("\n  _novalidate: no_validate\n"));
    // A doc that names other fields is not taken over.
    assert_eq!(line(&rafts, "captain_id"), "captain_id: { type: CaptainId, none: [0, -1, -99], doc: \"\" }");
    assert!(line(&rafts, "duedate").contains("{ type: date,"), "{rafts}");
    assert!(line(&rafts, "captain").starts_with("captain: { type: CaptainId, doc: \"Only rafts of this captain.\""));
    assert_eq!(line(&rafts, "doc"), "doc: \"A raft of logs.\" # suggested by halo.yaml");
    assert!(imported.docs_to_confirm() >= 4 && imported.docs_to_write() > 5);
    generates(&after);
}

#[test]
fn omissions_are_taken_over_and_the_curator_has_the_last_word() {
    let (after, imported) = import(&["/Raft"], Options::default()).unwrap();
    let rafts = draft(&imported, "entities/rafts.yaml");
    let omit = rafts.split_once("\nomit:\n").unwrap().1;
    assert_eq!(
        omit,
        "  fields:\n    - \"_warning\" # as in boats\n    - \"xero*\" # as in boats\n  params:\n    - \"get.token\" # as in boats\n    \
         - \"list.token\" # as in boats\n    - \"screen\" # as in boats\n  operations:\n    - \"POST /{id}/sink\" # as in boats\n"
    );
    let schema = halo_codegen::read(&after).unwrap();
    let found = drift(&document(), Side { schema: &schema, sources: &after }).only(&["rafts"]).unwrap();
    assert_eq!((found.count(Kind::Stale), found.count(Kind::Differs)), (0, 0), "{}", found.text(""));

    let (only, omit) = (["_*".to_owned(), "name".to_owned()], ["_can*".to_owned(), "list.hull_id".to_owned()]);
    let choice = Choice { only: &only, omit: &omit };
    let (after, imported) = import(&["/Raft"], Options { choice, ..Options::default() }).unwrap();
    let rafts = draft(&imported, "entities/rafts.yaml");
    let fields = rafts.split_once("\nfields:\n").unwrap().1.split_once("\n\n").unwrap().0;
    let names: Vec<&str> =
        fields.lines().filter_map(|line| line.trim().split_once(':')).map(|(name, _)| name).collect();
    assert_eq!(names, ["_importtype", "_novalidate", "_warning", "id", "name"]);
    assert!(!rafts.contains("hull_id: {") && rafts.contains("- \"list.hull_id\"\n"), "{rafts}");
    generates(&after);
}

#[test]
fn names_tell_more_than_types() {
    let (_, imported) = import(&["/Raft"], Options::default()).unwrap();
    let rafts = draft(&imported, "entities/rafts.yaml");
    for (name, value) in [
        ("fixing_agent", "{ name: fixing_agent_id, type: AgentId, none: [0, -1],"),
        ("boatnumber", "{ name: boat_id, type: BoatId, none: [0, -1],"),
        ("date_sunk", "{ type: datetime,"),
        ("nextappt", "{ name: next_appointment, type: datetime,"),
        ("\"3rdfloor\"", "{ name: raft_3rd_floor, type: string,"),
        ("_canfloat", "{ type: bool, doc:"),
        ("_importtype", "{ type: string, access: control, evidence: C,"),
        ("parent_id", "{ type: RaftId, none: [0, -1],"),
        ("secret_note", "{ type: string, secret: true,"),
    ] {
        assert!(line(&rafts, name).contains(value), "{}", line(&rafts, name));
    }
    assert!(rafts.contains("rows: floats\n"), "the `_View` schema documents the rows: {rafts}");
}

#[test]
fn names_move_to_halo_yaml_once_a_second_file_uses_them() {
    let (after, imported) = import(&["/Raft"], Options::default()).unwrap();
    let halo = |imported: &Imported| draft(imported, "halo.yaml");
    assert!(!halo(&imported).contains("dryhull"), "{}", halo(&imported));
    assert!(line(&draft(&imported, "entities/rafts.yaml"), "dryhull").contains("name: dry_hull"));
    // Boats have it inline already.
    assert!(halo(&imported).contains("\n  duedate: due_date\n"));
    generates(&after);
    let (after, imported) = import(&["/Raft", "/Float"], Options::default()).unwrap();
    assert!(halo(&imported).contains("\n  dryhull: dry_hull\n"), "{}", halo(&imported));
    for path in ["entities/rafts.yaml", "entities/floats.yaml"] {
        assert!(!line(&draft(&imported, path), "dryhull").contains("name:"));
    }
    generates(&after);
}

#[test]
fn operations_are_drafted_as_guesses() {
    let (after, imported) = import(&["/Raft"], Options::default()).unwrap();
    let rafts = draft(&imported, "entities/rafts.yaml");
    let operations = rafts.split_once("\noperations:\n").unwrap().1.split_once("\n\n").unwrap().0;
    insta::assert_snapshot!(operations);
    assert_eq!(
        imported.remarks,
        [
            "entities/rafts.yaml: POST /Raft/image is not imported, because it is sent in parts: describe it under `operations`, \
             or `omit` it",
            "entities/rafts.yaml: GET /Raft/photo/{id} is not imported, because its `{id}` is another id: describe it under \
             `operations`, or `omit` it",
        ]
    );
    assert!(draft(&imported, "types/raft_line.yaml").contains("\nwrite: [id, price]\n"));
    generates(&after);
}

#[test]
fn an_update_adds_the_operations_that_drift_lists() {
    let with_plan = |text: &str| {
        let mut sources = sources();
        sources.insert("halo.yaml", HALO.split("  RaftId").next().unwrap());
        sources.insert("entities/boats.yaml", BOATS.replace("  operations: [\"POST /{id}/sink\"]\n", text));
        sources
    };
    let before = with_plan("");
    let (after, imported) = import_into(&before, &["/Boat"], true, Options::default()).unwrap();
    let boats = draft(&imported, "entities/boats.yaml");
    let added = "update: {}\noperations:\n  sink:\n    method: post\n    path: \"/Boat/{id}/sink\"\n    reply: self\n    \
                 evidence: C\n    doc: \"\"\nfields:\n";
    assert!(boats.contains(added), "{boats}");
    assert_eq!(
        boats.replace(added, "update: {}\nfields:\n"),
        BOATS.replace("  operations: [\"POST /{id}/sink\"]\n", "")
    );
    generates(&after);
    let (_, again) = import_into(&after, &["/Boat"], true, Options::default()).unwrap();
    assert!(again.files.is_empty(), "{:?}", again.files);
    let (_, omitted) = import_into(&sources(), &["/Boat"], true, Options::default()).unwrap();
    assert!(omitted.files.is_empty(), "{:?}", omitted.files);
}

#[test]
fn evidence_settles_what_the_vendors_file_leaves_open() {
    let routes = "path\tverbs proven live\tlist shape\tsidecar keys\tpaging behaviour\trows or cap seen\tid keys\tneeds\t\
                  status codes on refusal\tnote\tsource\n\
                  /Raft\tGgP\trafts|bare\t?\tworks\t9\tcaptain_id+id\tlist: hull_id; create: name\t-\t-\tx\n\
                  /Float\tG\tbare\t?\tbounded\t1\tid\t?\t-\t-\tx\n\
                  /ChargeRate\tg\tobject\t?\t-\t-\t-\t?\t-\t-\tx\n";
    let fields = "path\tfield\tJSON types seen\tlist or detail\n/Raft\tname\tstring\tlist\n/raft\tleaks\tint\tdetail\n\
                  /Raft\tpaint\t?\tlist\n/Raft\tpage_no\tint\tenvelope\n";
    let evidence = Evidence::read(routes, fields);
    assert_eq!(evidence.notes, []);
    let options = Options { evidence: Some(&evidence), ..Options::default() };
    let (after, imported) = import(&["/Raft", "/Float", "/ChargeRate"], options).unwrap();
    let rafts = draft(&imported, "entities/rafts.yaml");
    assert!(rafts.contains("\nevidence: B\n") && rafts.contains("\nkey: [captain_id, id]\n"), "{rafts}");
    assert!(rafts.contains("  rows: [rafts, bare]\n  evidence: B\n  paging: pages\n"), "{rafts}");
    assert_eq!(line(&rafts, "captain_id"), "captain_id: { type: CaptainId, always: true, doc: \"\" }");
    assert_eq!(line(&rafts, "leaks"), "leaks: { type: int, in: detail, vendor: absent, evidence: B, doc: \"\" }");
    assert_eq!(line(&rafts, "paint"), "paint: { type: json, vendor: absent, evidence: B, doc: \"\" }");
    assert!(!rafts.contains("page_no"), "{rafts}");
    assert!(imported.remarks.iter().any(|remark| remark.contains("`list` was seen to need `hull_id`")));
    assert!(
        rafts.contains("\ncreate:\n  needs: [name] # every create that worked had them\n  evidence: C\n"),
        "{rafts}"
    );
    assert!(line(&rafts, "name").contains("access: both, evidence: B,"), "{rafts}");
    let floats = draft(&imported, "entities/floats.yaml");
    assert!(floats.contains("  rows: bare\n  evidence: B\n  paging: none\n"), "{floats}");
    let rates = draft(&imported, "entities/charge_rates.yaml");
    assert!(!rates.contains("\nlist:") && rates.contains("rate:"), "{rates}");
    generates(&after);
}

#[test]
fn a_nested_type_is_drafted_whatever_its_size() {
    let types = ["hull".to_owned()];
    let (after, imported) = import(&["/Raft"], Options { types: &types, ..Options::default() }).unwrap();
    assert!(line(&draft(&imported, "entities/rafts.yaml"), "hull").contains("type: list<Hull>"));
    assert!(draft(&imported, "types/hull.yaml").starts_with("# yaml-language-server"));
    generates(&after);
    let (_, alone) = import(&[], Options { types: &types, ..Options::default() }).unwrap();
    assert_eq!(alone.files.keys().collect::<Vec<_>>(), ["types/hull.yaml"]);
    let unknown = ["Hul".to_owned(), "Boat".to_owned()];
    let errors = import(&[], Options { types: &unknown, ..Options::default() }).unwrap_err();
    assert_eq!(
        errors,
        ["the vendor's file has no schema `Hul`; did you mean `Hull`?", "`Boat` is already described, as `Boat`"]
    );
}

#[test]
fn schemas_and_names_come_from_the_path_where_nothing_else_tells() {
    let (_, imported) = import(&["/ChargeRate", "/Pier/View", "/Quay/View"], Options::default()).unwrap();
    assert!(draft(&imported, "entities/charge_rates.yaml").contains("vendor: { detail: ChargeRate }"));
    assert!(imported.files.contains_key("entities/pier_views.yaml"));
    assert!(imported.files.contains_key("entities/quay_views.yaml"));
}

#[test]
fn a_path_with_an_entity_file_leaves_the_list_of_resources() {
    let mut before = sources();
    let resources = "/Float: { rows: bare, paging: none, key: [id], verbs: [list] }\n/raft: { rows: bare, paging: none, key: [id], verbs: [list] }\n";
    before.insert("resources.yaml", resources);
    let (after, imported) = import_into(&before, &["/Raft"], false, Options::default()).unwrap();
    assert_eq!(draft(&imported, "resources.yaml"), resources.lines().next().unwrap().to_owned() + "\n");
    generates(&after);
}

#[test]
fn scopes_are_those_of_siblings() {
    let mut before = sources();
    before.insert("halo.yaml", HALO.replace("boats", "customers"));
    before.insert("entities/boats.yaml", BOATS.replace(":boats\"", ":customers\""));
    let (document, words) = (
        vendor::read(
            json!({ "paths": { "/BoatChange": { "get": {} }, "/Tide": { "get": {} } } }).to_string().as_bytes(),
        )
        .unwrap(),
        "boat\nchange\n",
    );
    let schema = halo_codegen::read(&before).unwrap();
    let import = Import { document: &document, schema: &schema, sources: &before, words, options: Options::default() };
    let imported = import.create(&["/BoatChange".to_owned(), "/Tide".to_owned()]).unwrap();
    let scopes = "scopes: { read: \"read:customers\", write: \"edit:customers\", evidence: C }";
    assert!(draft(&imported, "entities/boat_changes.yaml").contains(scopes));
    assert!(!draft(&imported, "entities/tides.yaml").contains("scopes:"));
}
