//! The rules of curation, and recorded responses.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use halo_codegen::SourceSet;
use halo_codegen::diff::Side;
use halo_codegen::lint::replay::{MismatchKind, replay};
use halo_codegen::lint::{Findings, Lint, LintRule, lint};
use halo_codegen::vendor;
use serde_json::json;

const HALO: &str = "ids:\n  AgentId: { repr: int, doc: \"An agent.\" }\n";

const BOATS: &str = r#"entity: Boat
doc: "A boat."
path: /Boat
vendor: { detail: Boat }
id: int
list:
  rows: boats
  paging: pages
  filters:
    size: { type: int, doc: "Only boats of this size." }
  options:
    includecrew: { name: include_crew, type: bool, evidence: B, doc: "Fill `crew`, `crew_count` and `oars`." }
    includemast: { name: include_mast, type: bool, evidence: B, doc: "Fill `mast`." }
create: {}
operations:
  sink: { method: post, path: "/Boat/{id}/sink", reply: none, doc: "Sinks it, presumably." }
fields:
  id:       { type: BoatId, always: true, doc: "Number of the boat." }
  name:     { type: string, access: both, doc: "Name on the bow." }
  agent_id: { type: AgentId, none: [0], doc: "Agent of the boat." }
  skipper:  { type: AgentId, none: [0, -1], doc: "Agent who steers the boat." }
  mast_id:  { type: int, doc: "Number of the mast." }
  raft_id:  { type: int, doc: "Raft that the boat tows." }
  crew:     { type: string, doc: "Names of the crew. Empty unless `include_crew` is set." }
  mast:     { type: json, doc: "Mast of the boat." }
  crew_count: { type: int, with: includecrew, doc: "Members of the crew." }
  size:     { type: float, doc: "Apparently in meters." }
  kind:     { type: int, doc: "Kind of boat, as a number." }
  note:     { type: string, doc: "The same as text, alone." }
  is_wet:   { type: bool, doc: "Whether that is wet." }
  paddles:  { type: int, doc: "How many of these it has." }
"#;

const RAFTS: &str = r#"entity: Raft
doc: "A raft."
path: /Raft
id: int
fields:
  id:       { type: RaftId, always: true, doc: "Number of the raft." }
  agent_id: { type: AgentId, none: [0, -1], doc: "Agent of the raft." }
  size:     { type: int, evidence: C, doc: "Probably in meters." } # suggested by boats
  note:     { name: remark, type: string, doc: "Remark on the raft." }
"#;

const CANOES: &str = r#"entity: Canoe
doc: "A canoe."
path: /Canoe
id: int
fields:
  id:       { type: CanoeId, always: true, doc: "Number of the canoe." }
  agent_id: { type: AgentId, none: [0, -1], doc: "Agent of the canoe." }
  size:     { type: float, doc: "Length in meters." }
  note:     { type: string, access: both, evidence: B, doc: "Note on the canoe." }
"#;

const MAST: &str = "object: Mast\ndoc: \"A mast.\"\nvendor: { detail: Mast }\nfields:\n  \
    height: { type: float, doc: \"Meters.\" }\n";

fn sources() -> SourceSet {
    [
        ("halo.yaml", HALO),
        ("entities/boats.yaml", BOATS),
        ("entities/rafts.yaml", RAFTS),
        ("entities/canoes.yaml", CANOES),
        ("types/mast.yaml", MAST),
    ]
    .into_iter()
    .collect()
}

fn findings(facts: &str, with_document: bool) -> Findings {
    let sources = sources();
    let schema = halo_codegen::read(&sources).unwrap();
    let file = json!({
        "paths": {
            "/Boat": {
                "get": { "parameters": [{ "name": "size", "in": "query", "schema": { "type": "integer" } }] },
                "post": { "requestBody": { "content": { "application/json": { "schema": {
                    "type": "array", "items": { "$ref": "Boat" } } } } } },
            },
        },
        "components": { "schemas": {
            "Boat": { "properties": { "id": { "type": "integer" }, "mast": { "$ref": "Mast" } } },
            "Mast": { "properties": { "height": { "type": "number" } } },
        } },
    });
    let document = vendor::read(file.to_string().as_bytes()).unwrap();
    let ours = Side { schema: &schema, sources: &sources };
    lint(&Lint { ours, facts, document: with_document.then_some(&document) })
}

const FACTS: &str = r#"/Boat:
  name: { access: both, evidence: A }
  size: { access: both, none: [-1], says: "meters", evidence: B }
  skipper: { none: [-99], says: "captain", evidence: B, trap: "-99 is nobody." }
  length: { access: both, evidence: B }
  list.color: { evidence: B }
  crew: { acess: both }
/Bota:
  id: { evidence: A }
"#;

#[test]
fn every_rule_finds_what_it_is_for() {
    let findings = findings(FACTS, true);
    insta::assert_snapshot!(findings.text("schema/"));
    let found: BTreeSet<LintRule> = findings.counts().into_keys().collect();
    assert_eq!(found, LintRule::ALL.iter().copied().collect(), "each rule has an example here");
}

/// What differs says `why`, what an option brings says `with`, and a value of an enum is as sure as its mark.
#[test]
fn keys_that_answer_a_finding_clear_it() {
    let why = "why: \"Boats are not rafts.\",";
    let boats = BOATS.replace("agent_id: { type: AgentId,", &format!("agent_id: {{ type: AgentId, {why}"));
    let boats = boats.replace("mast:     { type: json,", "mast:     { type: json, with: includemast,");
    let rafts = RAFTS.replace("size:     {", &format!("size:     {{ {why}"));
    let rafts = rafts.replace("note:     {", &format!("note:     {{ {why}"));
    let hull = "enum: Hull\nrepr: int\ndoc: \"A hull.\"\nvalues:\n  1: { name: wood, evidence: C, doc: \"Apparently wood.\" }\n";
    let files = [("entities/boats.yaml", boats.as_str()), ("entities/rafts.yaml", &rafts), ("types/hull.yaml", hull)];
    let sources: SourceSet = [("halo.yaml", HALO), ("entities/canoes.yaml", CANOES)].into_iter().chain(files).collect();
    let schema = halo_codegen::read(&sources).unwrap();
    let ours = Side { schema: &schema, sources: &sources };
    let text = lint(&Lint { ours, facts: "", document: None }).text("");
    for code in ["HL004", "HL005", "HL007", "`include_mast` fills it", "types/hull.yaml"] {
        assert!(!text.contains(code), "{code}:\n{text}");
    }
}

/// What has to differ is no finding: plurals of lists, names for keywords, nested objects, and `none` of what is never unset.
#[test]
fn what_cannot_agree_is_no_finding() {
    let boat = r#"entity: Boat
doc: "A boat."
path: /Boat
id: int
key: [crew_id, id]
create: {}
list:
  rows: bare
  paging: none
  filters:
    crew: { name: crews, type: list<string>, doc: "Only boats with these crews." }
fields:
  crew_id:  { type: int, always: true, doc: "Crew of the boat." }
  id:       { type: BoatId, always: true, doc: "Number of the boat." }
  type:     { name: hull, type: int, doc: "Which hull the boat has." }
  gear:     { type: list<Oar>, doc: "Oars of the boat." }
  agent_id: { type: AgentId, access: control, evidence: B, doc: "Hand the boat to this agent." }
  oar_id:   { type: int, why: "Oars have no table of their own.", doc: "Oar of the boat." }
"#;
    let raft = r#"entity: Raft
doc: "A raft."
path: /Raft
id: int
list:
  rows: bare
  paging: none
  filters:
    crew: { type: string, doc: "Only rafts with this crew." }
fields:
  id:       { type: RaftId, always: true, doc: "Number of the raft." }
  crew_id:  { type: int, none: [0], doc: "Crew of the raft." }
  type:     { name: wood, type: string, doc: "Which wood the raft is of." }
  gear:     { type: list<json>, doc: "Poles of the raft." }
  agent_id: { type: AgentId, none: [0, -1], doc: "Agent of the raft." }
"#;
    let oar = "object: Oar\ndoc: \"An oar.\"\nfields:\n  length: { type: float, doc: \"Meters.\" }\n";
    let halo = format!("{HALO}  OarId: {{ repr: int, doc: \"An oar.\" }}\n");
    let files = [
        ("halo.yaml", halo.as_str()),
        ("entities/boats.yaml", boat),
        ("entities/rafts.yaml", raft),
        ("types/oar.yaml", oar),
    ];
    let sources: SourceSet = files.into_iter().collect();
    let schema = halo_codegen::read(&sources).unwrap_or_else(|found| panic!("{}", found.render(&sources, "", false)));
    let text = lint(&Lint { ours: Side { schema: &schema, sources: &sources }, facts: "", document: None }).text("");
    assert!(text.starts_with("0 findings"), "{text}");
}

#[test]
fn some_rules_need_the_vendors_file() {
    let found: BTreeSet<LintRule> = findings("", false).counts().into_keys().collect();
    for rule in [LintRule::UnexplainedParameter, LintRule::UntypedObject, LintRule::FactMissing, LintRule::FactStale] {
        assert!(!found.contains(&rule), "{rule}");
    }
    let only = findings("", false).only(&[LintRule::Hedge]);
    assert_eq!(only.counts().into_iter().collect::<Vec<_>>(), [(LintRule::Hedge, 2)]);
    let json: serde_json::Value = serde_json::from_str(&only.json("")).unwrap();
    assert_eq!(json["totals"]["HL001"], 2);
    assert_eq!(json["findings"][0]["code"], "HL001");
}

#[test]
fn rules_are_found_by_their_codes() {
    assert_eq!(LintRule::find("hl003"), Ok(LintRule::UnexplainedParameter));
    assert_eq!(LintRule::find("HL0111").unwrap_err(), "there is no rule `HL0111`; did you mean `HL011`?");
    for rule in LintRule::ALL {
        assert!(rule.explanation().ends_with('.') && !rule.title().is_empty(), "{rule}");
    }
}

fn schema_of_the_repository() -> (SourceSet, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    let mut sources = SourceSet::new();
    for name in ["", "entities", "types"] {
        for entry in fs::read_dir(folder.join(name)).unwrap().flatten() {
            let file = Path::new(name).join(entry.file_name()).to_string_lossy().into_owned();
            let is_yaml = entry.path().extension().is_some_and(|extension| extension == "yaml");
            if is_yaml && file != "facts.yaml" {
                sources.insert(file, fs::read(entry.path()).unwrap());
            }
        }
    }
    (sources, fs::read_to_string(folder.join("facts.yaml")).unwrap())
}

/// The facts of the repository itself can be compared with its schema, and it says all of them.
#[test]
fn the_schema_of_the_repository_says_what_the_table_of_facts_says() {
    let (sources, facts) = schema_of_the_repository();
    let schema = halo_codegen::read(&sources).unwrap();
    let ours = Side { schema: &schema, sources: &sources };
    let rules = [LintRule::FactStale, LintRule::FactMissing];
    assert_eq!(lint(&Lint { ours, facts: &facts, document: None }).only(&rules), Findings::default());
}

/// Every member of the recorded responses is described or omitted, and every recorded body can be written.
#[test]
fn the_schema_of_the_repository_explains_the_recordings() {
    let (sources, _) = schema_of_the_repository();
    let schema = halo_codegen::read(&sources).unwrap();
    for name in ["ticket_created", "user", "requests"] {
        let found = replay(&schema, name, &recording(&format!("{name}.json"))).unwrap();
        // A charge rate of 0 is no charge, and a tax of 0 is "No Tax": choices like any other.
        let is_choice = |path: &str| path.ends_with("chargerate") || path.ends_with("tax_code");
        let found: Vec<_> = found.iter().filter(|one| !is_choice(&one.path)).collect();
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

fn recording(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/recordings").join(name)).unwrap()
}

/// A schema of a part of the recorded members.
fn recorded_schema() -> SourceSet {
    let halo = "ids:\n  StatusId: { repr: int, doc: \"A status.\" }\n  SiteId: { repr: int, doc: \"A site.\" }\n";
    let tickets = r#"entity: Ticket
doc: "A ticket."
path: /Tickets
id: int
list: { rows: tickets, paging: pages }
create: {}
update: {}
fields:
  id:           { type: TicketId, always: true, doc: "Number." }
  dateoccurred: { type: datetime, doc: "When it was raised. Always empty." }
  summary:      { type: string, access: both, in: list, doc: "Summary." }
  status_id:    { type: StatusId, doc: "Status." }
  priority:     { type: Priority, doc: "Priority." }
  guid:         { type: uuid, in: list, doc: "Identity." }
  details:      { type: int, doc: "Details." }
  site_id:      { type: SiteId, access: both, doc: "Site." }
omit: { fields: ["*_id", "[a-fh-oq-z]*", "_*", "p[a-qs-z]*"] }
"#;
    let users = "entity: User\ndoc: \"A user.\"\npath: /Users\nid: int\nfields:\n  \
                 id: { type: UserId, always: true, doc: \"Number.\" }\n  site_id: { type: SiteId, doc: \"Site.\" }\n  \
                 priority_id: { type: SiteId, doc: \"Not a site, but an id.\" }\nomit: { fields: [\"*\"] }\n";
    let actions = "entity: Action\ndoc: \"An action.\"\npath: /Actions\nid: int\ncreate: {}\nfields:\n  \
                   id: { type: ActionId, always: true, doc: \"Number.\" }\n  \
                   actreviewed: { type: bool, doc: \"Reviewed.\" }\n  outcome: { type: string, access: both, doc: \"Outcome.\" }\n";
    let priority = "object: Priority\ndoc: \"A priority.\"\nfields:\n  id: { type: uuid, doc: \"Id.\" }\n  \
                    fixtime: { type: string, doc: \"Time.\" }\n  name: { type: bool, doc: \"Name.\" }\nomit: { fields: [\"[a-eg-z]*\", \"fixe*\"] }\n";
    [
        ("halo.yaml", halo),
        ("entities/tickets.yaml", tickets),
        ("entities/users.yaml", users),
        ("entities/actions.yaml", actions),
        ("types/priority.yaml", priority),
    ]
    .into_iter()
    .collect()
}

fn mismatches(name: &str) -> Vec<String> {
    let sources = recorded_schema();
    let schema = halo_codegen::read(&sources).unwrap_or_else(|found| panic!("{}", found.render(&sources, "", false)));
    let stem = name.trim_end_matches(".json");
    let found = replay(&schema, stem, &recording(name)).unwrap();
    found.iter().map(|one| format!("{} {}: {}", one.kind.word(), one.path, one.what)).collect()
}

#[test]
fn recorded_responses_are_compared_with_the_schema() {
    insta::assert_snapshot!("ticket_created", mismatches("ticket_created.json").join("\n"));
    insta::assert_snapshot!("user", mismatches("user.json").join("\n"));
}

#[test]
fn recorded_requests_are_compared_with_the_write_types() {
    insta::assert_snapshot!("requests", mismatches("requests.json").join("\n"));
}

#[test]
fn each_kind_of_mismatch_is_found() {
    let sources = recorded_schema();
    let schema = halo_codegen::read(&sources).unwrap();
    let kinds = |name: &str, text: &str| -> Vec<MismatchKind> {
        replay(&schema, name, text).unwrap().into_iter().map(|one| one.kind).collect()
    };
    assert_eq!(kinds("tickets", r#"{"id": 1, "status_id": -1}"#), [MismatchKind::NotSet]);
    assert_eq!(kinds("/Tickets", r#"{"id": 1, "summary": "[1]"}"#), [MismatchKind::JsonText, MismatchKind::Place]);
    assert_eq!(kinds("Ticket", r#"{"record_count": 1, "tickets": [{"id": 1, "gone": 1}]}"#), [MismatchKind::Unknown]);
    assert_eq!(kinds("ticket_2", r#"[{"id": 1, "dateoccurred": "2026-01-01"}]"#), [MismatchKind::NotEmpty]);
    assert_eq!(kinds("tickets", r#"{"id": 1, "priority": {"name": "x"}}"#), [MismatchKind::Type]);
    assert_eq!(kinds("tickets", r#"{"id": 1, "dateoccurred": "0001-01-01T00:00:00", "status_id": null}"#), []);
    assert_eq!(kinds("tickets", "null"), []);
    let error = |name: &str, text: &str| replay(&schema, name, text).unwrap_err();
    assert!(error("tickets", "{").starts_with("it is not JSON: "));
    assert_eq!(error("tikets", "{}"), "no entity is called `tikets`; did you mean `tickets`?: name one with `--as`");
}
