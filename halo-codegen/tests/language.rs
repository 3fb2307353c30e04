//! Every key of the language, and the model that is read from it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod fixture_schemas;

use halo_codegen::ir::KeyPlace;
use halo_codegen::lower::names::rust_name;
use halo_codegen::model::{
    Access, Body, BodyShape, Evidence, IdRepr, Literal, Method, Named, Only, Operation, OperationKind, Paging,
    ParamPlace, Presence, Reply, Role, Safety, ScopeKind, TypeExpr, Types, VendorNote,
};
use halo_codegen::source::Spanned;
use halo_codegen::{Schema, SourceSet};

const HALO_FILE: &str = r#"# yaml-language-server: $schema=halo.schema.json
scopes:
  "read:tickets": { doc: "Read tickets and their actions." }
  "edit:tickets": { doc: "Write tickets and their actions." }
ids:
  TicketId: { repr: int, doc: "A ticket." }
  AgentId: { repr: int, doc: "An agent." }
names:
  timetaken: time_taken
params:
  includedetails: { type: bool, role: detail, doc: "Fill the fields of the detail." }
  search: { type: string, section: "Text", doc: "Only rows whose text fields hold this." }
"#;

const ACTIONS: &str = r#"# yaml-language-server: $schema=../halo.schema.json
entity: Action
also: [update, "time entry"]
deprecated: "Use notes."
doc: "An update on a ticket: a note, an e-mail, a time entry."
path: /Actions
vendor: { list: Actions_List, detail: Actions }
id: int
key: [ticket_id, id]
unique: [outcome]
evidence: A
scopes: { read: "read:tickets", write: "edit:tickets", enforce: true, evidence: B }
list:
  rows: [actions, bare]
  paging: pages
  page_cap: 100
  sort: 5
  needs: [[ticket_id, ids]]
  evidence: A
  filters:
    ticket_id: { type: TicketId, field: ticket_id, doc: "Only actions of this ticket." }
    datesearch: { type: string, section: "When", why: "An enum elsewhere.", deprecated: "Use `startdate`.", doc: "The date that `startdate` compares with." }
    startdate: { type: datetime, needs: [datesearch], doc: "From this instant on." }
    ids: { type: list<int>, excludes: [paging, search], vendor: absent, evidence: C, doc: "Only these." }
    search: shared
    actoutcome: { name: outcome, type: string, field: outcome, required: true, doc: "Only actions with this outcome." }
  options:
    includehtmlnote: { type: bool, doc: "Include the note as HTML." }
get: { params: { includedetails: shared } }
create: { params: { returnall: { type: bool, role: all_rows, doc: "Return all rows that were made." } }, needs: [ticket_id, [note, charges]], evidence: A }
update: {}
delete: {}
operations:
  react:
    method: post
    path: /Actions/reaction
    params: { quiet: { type: bool, doc: "Tell nobody." } }
    body: Charge
    body_shape: object
    needs: [amount]
    fixed: { ticket: "{ticket_id}", kind: 2 }
    reply: list<self>
    safety: idempotent
    scope: read
    vendor: absent
    evidence: B
    doc: "Reacts to it."
  read: { section: "Marks", deprecated: "Use `react`.", method: post, path: "/Actions/{id}/read", body: write, reply: none, doc: "Marks it as read." }
  keep:
    method: post
    path: "/Actions/{id}/file/{slot}"
    args: { slot: { name: slot_no, type: int, doc: "Where it is kept." } }
    body: { multipart: [note: { type: string, evidence: B, doc: "What it shows." }, file: { type: file, required: true, doc: "What is kept." }] }
    reply: download
    doc: "Keeps a file and gives it back."
  review: { method: post, path: /Actions/review, body: list<ActionId>, reply: none, doc: "Marks them as reviewed." }
  replies:
    method: get
    path: "/Actions/{id}/replies"
    list: { rows: replies, paging: count, page_cap: 9, filters: { unread: { type: bool, doc: "Only new ones." } }, options: { full: { type: bool, doc: "With texts." } } }
    reply: self
    doc: "Lists what was said to it."
  bill: { method: post, path: /Actions/bill, body: list<Charge>, reply: none, doc: "Charges for them." }
fields:
  id: { type: ActionId, always: true, doc: "Number of the action within its ticket." }
  ticket_id: { type: TicketId, always: true, access: both, doc: "The ticket." }
  note: { type: string, in: detail, with: includedetails, access: both, clear: "", secret: true, doc: "Plain text." }
  outcome: { type: string, section: "What was done", why: "A text here.", deprecated: "Use `note`.", doc: "What was done, as the outcome is named." }
  timetaken: { type: float, none: [0, -1.5], access: both, vendor: { type: int }, evidence: A, doc: "Hours worked." }
  agent_id: { type: AgentId, none: [0], with: [includehtmlnote, includedetails], doc: "Who wrote it." }
  charges:
    type: list<Charge>
    only: create
    replaces: true
    access: both
    doc: >-
      What it costs: one row each,
      in order.
  byname: { name: by_name, type: map<json>, doc: "Whatever integrations add." }
  _validate: { name: validate, type: bool, access: control, doc: "Only check what would happen." }
omit: { fields: ["sentinel_*"], params: ["utcoffset", "list.token"] }
"#;

const NOTES: &str = r#"entity: Note
doc: "An action that only says something."
path: /Notes
like: actions
without: [actoutcome, startdate]
scopes: { read: "read:tickets" }
update: {}
"#;

const CHARGE: &str = r#"object: Charge
doc: "A charge of an action."
vendor: { detail: Charge }
write: [amount]
fields:
  amount: { type: decimal, access: both, doc: "Net." }
  kind: { type: ChargeKind, doc: "How it is billed." }
"#;

const KIND: &str = r#"enum: ChargeKind
repr: int
doc: "How a charge is billed."
values:
  0: { name: free, evidence: B, doc: "Not at all." }
  1: { name: hourly, also: [10, "11"], doc: "By the hour." }
"#;

const RESOURCES: &str = r#"# yaml-language-server: $schema=halo.schema.json
/Crate/lines:
  rows: [lines, bare]
  paging: pages
  page_cap: 50
  key: [crate_id, id]
  id: string
  verbs: [list, create, delete]
  needs: [name]
  list_needs: [crate_id]
  delete_needs: [kind]
  scopes: { read: "read:tickets", write: "edit:tickets", evidence: C }
  vendor: absent
  evidence: B
"#;

fn sources() -> SourceSet {
    [
        ("halo.yaml", HALO_FILE),
        ("entities/actions.yaml", ACTIONS),
        ("entities/notes.yaml", NOTES),
        ("types/charge.yaml", CHARGE),
        ("types/charge_kind.yaml", KIND),
        ("resources.yaml", RESOURCES),
        ("halo.schema.json", "{}"),
    ]
    .into_iter()
    .collect()
}

fn schema() -> Schema {
    let sources = sources();
    halo_codegen::check(&sources).unwrap_or_else(|found| panic!("{}", found.render(&sources, "", false)))
}

#[test]
fn entities_are_read() {
    let schema = schema();
    let action = schema.entities.first().unwrap();
    assert_eq!((action.plural.as_str(), action.id.value), ("actions", IdRepr::Int));
    assert_eq!(action.key.iter().map(|key| key.value.as_str()).collect::<Vec<_>>(), ["ticket_id", "id"]);
    assert!(action.scopes.enforce && action.scopes.evidence == Some(Evidence::B));
    let list = action.list().unwrap();
    assert_eq!(list.rows.iter().map(|key| key.value.as_str()).collect::<Vec<_>>(), ["actions", ""]);
    assert_eq!((list.paging.value, list.sort.as_ref().map(|levels| levels.value)), (Paging::Pages, Some(5)));
    assert_eq!(list.page_cap.as_ref().map(|cap| cap.value), Some(100));
    let params = action.params(OperationKind::List);
    assert_eq!(
        params.iter().map(|param| param.is_filter).collect::<Vec<_>>(),
        [true, true, true, true, true, true, false]
    );
    let search = params.iter().find(|filter| filter.wire_name.value == "search").unwrap();
    assert_eq!(search.doc.value, "Only rows whose text fields hold this.");
    assert_ne!(search.wire_name.span.file, search.doc.span.file);
    let kinds: Vec<_> = action.operations.iter().map(|operation| operation.kind).collect();
    let standard =
        [OperationKind::List, OperationKind::Get, OperationKind::Create, OperationKind::Update, OperationKind::Delete];
    assert_eq!(kinds, [&standard[..], &[OperationKind::Custom; 6]].concat());
    assert_eq!(action.operation(OperationKind::Get).unwrap().path.value, "/Actions/{id}");
    let role = |kind| action.params(kind).first().and_then(|param| param.role.as_ref()).map(|role| role.value);
    assert_eq!(role(OperationKind::Create), Some(Role::AllRows));
    assert_eq!(role(OperationKind::Get), Some(Role::Detail), "taken over from halo.yaml");
}

#[test]
fn fields_are_read() {
    let schema = schema();
    let action = schema.entities.first().unwrap();
    let field = |name: &str| action.fields.iter().find(|field| field.wire_name.value == name).unwrap();
    assert_eq!((field("note").presence, field("note").access), (Presence::Detail, Access::Both));
    assert_eq!(field("note").clear.as_ref().map(|clear| &clear.value), Some(&Literal::String(String::new())));
    let none: Vec<_> = field("timetaken").null_values.iter().map(|literal| literal.value.clone()).collect();
    assert_eq!(none, [Literal::Int(0), Literal::Float(-1.5)]);
    assert_eq!(field("timetaken").vendor, Some(VendorNote::Type("int".to_owned())));
    assert_eq!(field("charges").doc.value, "What it costs: one row each, in order.");
    assert_eq!(field("charges").ty.value.to_string(), "list<Charge>");
    assert_eq!(texts(&field("note").with), ["includedetails"]);
    assert_eq!(texts(&field("agent_id").with), ["includehtmlnote", "includedetails"]);
    assert_eq!(field("charges").only.as_ref().map(|only| only.value), Some(Only::Create));
    assert_eq!(texts(&action.unique), ["outcome"]);
    assert_eq!(texts(&action.also), ["update", "time entry"]);
    let marks = |why: &Option<Spanned<String>>, section: &Option<Spanned<String>>, note: &Option<Spanned<String>>| {
        [why, section, note].map(|text| text.as_ref().map(|text| text.value.clone()).unwrap_or_default())
    };
    let outcome = field("outcome");
    assert_eq!(
        marks(&outcome.why, &outcome.section, &outcome.deprecated),
        ["A text here.", "What was done", "Use `note`."]
    );
    let datesearch = &action.params(OperationKind::List)[1];
    let read = marks(&datesearch.why, &datesearch.section, &datesearch.deprecated);
    assert_eq!(read, ["An enum elsewhere.", "When", "Use `startdate`."]);
    // A section of a shared parameter begins wherever an entity takes it over.
    let search = action.params(OperationKind::List).iter().find(|param| param.wire_name.value == "search").unwrap();
    assert_eq!(marks(&search.why, &search.section, &search.deprecated), ["", "Text", ""]);
    let read = action.custom_operations().nth(1).unwrap();
    assert_eq!(marks(&None, &read.section, &read.deprecated), ["", "Marks", "Use `react`."]);
    assert_eq!(action.deprecated.as_ref().map(|note| note.value.as_str()), Some("Use notes."));
    assert_eq!(rust_name(&schema, "timetaken", None), "time_taken");
    assert_eq!(rust_name(&schema, "_validate", None), "validate");
}

fn texts(list: &[Spanned<String>]) -> Vec<&str> {
    list.iter().map(|text| text.value.as_str()).collect()
}

#[test]
fn what_a_body_or_a_list_needs_is_read_in_groups() {
    let schema = schema();
    let action = schema.entities.first().unwrap();
    let needs = |operation: &Operation| {
        let groups = operation.needs.iter().map(|group| texts(group).join("|")).collect::<Vec<_>>();
        (groups, operation.enforces_needs())
    };
    let create = action.operation(OperationKind::Create).unwrap();
    assert_eq!(needs(create), (vec!["ticket_id".to_owned(), "note|charges".to_owned()], true));
    assert_eq!(needs(action.operation(OperationKind::Update).unwrap()), (Vec::new(), false));
    let list = action.operation(OperationKind::List).unwrap();
    assert_eq!(needs(list), (vec!["ticket_id|ids".to_owned()], true), "a list, by its own evidence");
    let react = action.custom_operations().next().unwrap();
    assert_eq!(needs(react), (vec!["amount".to_owned()], true));
}

#[test]
fn operations_are_read() {
    let schema = schema();
    let custom: Vec<_> = schema.entities.first().unwrap().custom_operations().collect();
    let [react, read, ..] = custom.as_slice() else { panic!("two operations") };
    let sent = |operation: &Operation| (operation.method.value, operation.safety, operation.body_shape);
    assert_eq!(sent(react), (Method::Post, Safety::Idempotent, BodyShape::Object));
    assert_eq!(react.body.as_ref().map(|body| &body.value), Some(&Body::Named("Charge".to_owned())));
    assert!(matches!(&react.reply, Reply::Value(ty) if ty.value.to_string() == "list<Action>"), "{:?}", react.reply);
    assert_eq!(
        react.fixed.iter().filter_map(|(_, value)| value.value.placeholder()).collect::<Vec<_>>(),
        ["ticket_id"]
    );
    assert_eq!(react.scope, ScopeKind::Read);
    assert_eq!((sent(read), read.scope), ((Method::Post, Safety::Unsafe, BodyShape::Array), ScopeKind::Write));
    assert!(matches!(read.reply, Reply::None));
}

#[test]
fn resources_are_read() {
    let schema = schema();
    let resource = schema.resources.first().unwrap();
    let texts = |texts: &[halo_codegen::source::Spanned<String>]| {
        texts.iter().map(|text| text.value.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!((resource.path.value.as_str(), texts(&resource.rows)), ("/Crate/lines", "lines ".to_owned()));
    assert_eq!(resource.paging.as_ref().map(|paging| paging.value), Some(Paging::Pages));
    assert_eq!((texts(&resource.key), resource.id), ("crate_id id".to_owned(), IdRepr::String));
    assert!(resource.has(OperationKind::Delete) && !resource.has(OperationKind::Get));
    let needs = [&resource.needs, &resource.list_needs, &resource.delete_needs].map(|names| texts(names));
    assert_eq!(needs, ["name", "crate_id", "kind"]);
    assert_eq!((resource.vendor.clone(), resource.evidence), (Some(VendorNote::Absent), Some(Evidence::B)));
}

#[test]
fn bodies_that_are_lists_and_forms_are_read() {
    let schema = schema();
    let custom: Vec<_> = schema.entities.first().unwrap().custom_operations().collect();
    let [_, _, keep, review, _, bill] = custom.as_slice() else { panic!("six operations") };
    let body = |operation: &Operation| operation.body.as_ref().map(|body| body.value.clone());
    assert_eq!((body(keep), keep.body_shape), (Some(Body::Multipart), BodyShape::Multipart));
    let params =
        keep.params.iter().map(|param| (param.place, param.wire_name.value.as_str(), param.ty.value.to_string()));
    let expected =
        [(ParamPlace::Path, "slot", "int"), (ParamPlace::Part, "note", "string"), (ParamPlace::Part, "file", "file")];
    assert_eq!(params.collect::<Vec<_>>(), expected.map(|(place, name, ty)| (place, name, ty.to_owned())));
    assert_eq!(keep.params.iter().map(|param| param.required).collect::<Vec<_>>(), [true, false, true]);
    assert!(matches!(keep.reply, Reply::Download));
    let list = |name: &str| Some(Body::List(TypeExpr::Named(name.to_owned())));
    assert_eq!((body(review), body(bill)), (list("ActionId"), list("Charge")));
}

#[test]
fn an_operation_may_be_a_list_of_its_own() {
    let schema = schema();
    let action = schema.entities.first().unwrap();
    let replies = action.custom_operations().find(|operation| operation.name.value == "replies").unwrap();
    let list = replies.list.as_ref().unwrap();
    assert_eq!((list.paging.value, list.page_cap.as_ref().map(|cap| cap.value)), (Paging::Count, Some(9)));
    let params: Vec<_> = replies.params.iter().map(|param| (param.wire_name.value.as_str(), param.is_filter)).collect();
    assert_eq!(params, [("unread", true), ("full", false)]);
    assert!(matches!(&replies.reply, Reply::Page(row) if row.value == TypeExpr::Named("Action".to_owned())));
}

/// Where each member of the key goes is decided by the lowering, for all operations alike.
#[test]
fn members_of_the_key_are_sent_where_each_operation_wants_them() {
    let api = halo_codegen::lower::lower(&schema());
    let operations = &api.entities.first().unwrap().handle.operations;
    let sent = operations.iter().map(|operation| {
        let key = operation.key.iter().map(|member| (member.wire.as_str(), member.place)).collect::<Vec<_>>();
        (operation.name.as_str(), key)
    });
    let (path, query, body) = (KeyPlace::Path, KeyPlace::Query, KeyPlace::Body);
    let expected = [
        ("list", vec![]),
        ("get", vec![("ticket_id", query), ("id", path)]),
        ("create", vec![]),
        ("update", vec![("ticket_id", body), ("id", body)]),
        ("delete", vec![("ticket_id", query), ("id", path)]),
        ("react", vec![("ticket_id", body)]),
        ("read", vec![("id", path)]),
        ("keep", vec![("id", path), ("slot", path)]),
        ("review", vec![]),
        ("replies", vec![("id", path)]),
        ("bill", vec![]),
    ];
    assert_eq!(sent.collect::<Vec<_>>(), expected);
}

#[test]
fn an_entity_like_another_inherits_omitted_keys() {
    let schema = schema();
    let note = schema.entities.iter().find(|entity| entity.plural == "notes").unwrap();
    assert_eq!((note.model(), note.name.value.as_str(), note.path.value.as_str()), ("Action", "Note", "/Notes"));
    assert_eq!((note.key.len(), note.fields.len()), (2, 9));
    let filters = note.params(OperationKind::List).iter().filter(|param| param.is_filter);
    let filters: Vec<_> = filters.map(|filter| filter.wire_name.value.as_str()).collect();
    assert_eq!(filters, ["ticket_id", "datesearch", "ids", "search"]);
    let creates = note.operation(OperationKind::Create).is_some();
    assert!(note.scopes.write.is_none() && creates && schema.has_write_type(note));
    let paths: Vec<_> = note.operations.iter().map(|operation| operation.path.value.as_str()).collect();
    let standard = ["/Notes", "/Notes/{id}", "/Notes", "/Notes", "/Notes/{id}"];
    let custom = [
        "/Notes/reaction",
        "/Notes/{id}/read",
        "/Notes/{id}/file/{slot}",
        "/Notes/review",
        "/Notes/{id}/replies",
        "/Notes/bill",
    ];
    assert_eq!(paths, [&standard[..], &custom].concat());
    let types = Types::of(&schema);
    assert!(types.get("Note").is_none() && types.get("NoteId").is_none());
}

#[test]
fn types_are_read_and_found() {
    let schema = schema();
    let types = Types::of(&schema);
    assert!(matches!(types.get("ActionId"), Some(Named::Id(IdRepr::Int))));
    assert!(matches!(types.get("Charge"), Some(Named::Object(object)) if object.write.len() == 1));
    assert!(types.get("ChargeId").is_none());
    let Some(Named::Enum(kind)) = types.get("ChargeKind") else { panic!("no enum") };
    let hourly = kind.values.get(1).unwrap();
    assert_eq!(hourly.wire.value, "1");
    assert_eq!(kind.values.iter().map(|value| value.evidence).collect::<Vec<_>>(), [Some(Evidence::B), None]);
    assert_eq!(hourly.also.iter().map(|also| also.value.as_str()).collect::<Vec<_>>(), ["10", "11"]);
}

/// The fixtures use every key: the golden test compiles them, and `diff` is tried on each key that they can do without.
#[test]
fn every_key_of_the_tables_is_in_a_fixture_that_is_compiled() {
    let texts: Vec<_> = ["everything", "names"]
        .iter()
        .flat_map(|name| fixture_schemas::fixture(name).iter().map(|(_, _, text)| text.to_vec()).collect::<Vec<_>>())
        .collect();
    let text = String::from_utf8(texts.concat()).unwrap();
    let missing: Vec<_> =
        fixture_schemas::keys().into_iter().filter(|key| !text.contains(&format!("{key}:"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
