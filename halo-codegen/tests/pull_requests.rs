//! Five pull requests on the real schema, as curators make them: the rows that a reviewer reads, and that none of them is
//! misclassified, judged by what every call sends.
//!
//! The items that are edited are chosen by what they are, not by name, so that curating the schema does not break the tests.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

#[path = "diff/readable.rs"]
mod readable;
#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "diff/sent.rs"]
mod sent;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use halo_codegen::SourceSet;
use halo_codegen::diff::{Changes, Class, Rule, Side, diff};
use halo_codegen::model::{Access, Entity, Field, Param, Schema};
use halo_codegen::source::Span;

const SUPPLIER: &str = r#"entity: Supplier
doc: "A company that the service desk buys from, or passes tickets on to."
path: /Supplier
id: int
scopes: { read: "read:assets", write: "edit:assets" }
list:
  rows: suppliers
  paging: pages
  filters:
    toplevel_id: { name: top_level_id, type: TopLevelId, doc: "Only suppliers of this top level." }
    search: shared
get: {}
create: {}
update: {}
delete: {}
fields:
  id: { type: SupplierId, always: true, doc: "Number of the supplier." }
  name: { type: string, access: both, doc: "What the company is called." }
  toplevel_id: { name: top_level_id, type: TopLevelId, access: both, none: [0, -1], doc: "The top level it belongs to." }
  contact_name: { type: string, access: both, doc: "Whom to talk to." }
  email_address: { type: string, access: both, doc: "Where orders are sent." }
  phone_number: { type: string, access: both, doc: "Where it is called." }
  inactive: { type: bool, access: both, doc: "Whether nothing is bought there any more." }
  contract_count: { type: int, doc: "How many contracts there are with it." }
"#;

/// The files of a schema while they are edited. What was picked once is not picked again.
struct Draft {
    files: BTreeMap<String, String>,
    base: SourceSet,
    schema: Schema,
    picked: BTreeSet<(String, usize)>,
}

/// A line of a file that begins an item, and the wire name of the item.
struct Line {
    path: String,
    text: String,
    wire: String,
}

impl Draft {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
        let mut files = BTreeMap::new();
        for folder in ["", "entities/", "types/"] {
            for entry in fs::read_dir(root.join(folder)).unwrap().flatten() {
                let name = entry.file_name().into_string().unwrap();
                // What else is in the folder is no source.
                if Path::new(&name).extension().is_some_and(|extension| extension == "yaml")
                    && (!folder.is_empty() || name == "halo.yaml")
                {
                    files.insert(format!("{folder}{name}"), fs::read_to_string(entry.path()).unwrap());
                }
            }
        }
        Self::of(files)
    }

    fn of(files: BTreeMap<String, String>) -> Self {
        let base = sources(&files);
        let schema = check(&base);
        Self { files, base, schema, picked: BTreeSet::new() }
    }

    fn entity(&self, plural: &str) -> &Entity {
        self.schema.entities.iter().find(|entity| entity.plural == plural).unwrap()
    }

    fn line(&mut self, span: Span, wire: &str) -> Option<Line> {
        let (path, text) = (self.base.path(span.file).to_owned(), self.base.text(span.file));
        let number = text[..span.start].matches('\n').count();
        let line = text.lines().nth(number)?.to_owned();
        // Items of several lines, and lines that are there twice, would take more than one edit.
        let is_plain = line.trim_end().ends_with('}') && text.matches(&line).count() == 1;
        (is_plain && self.picked.insert((path.clone(), number))).then(|| Line {
            path,
            text: line,
            wire: wire.to_owned(),
        })
    }

    /// The next field that this is true of.
    fn field(&mut self, plural: &str, wanted: impl Fn(&Field) -> bool) -> Line {
        let names: BTreeSet<String> = self.mentioned(plural);
        let entity = self.entity(plural);
        let fields: Vec<(Span, String)> = entity
            .fields
            .iter()
            .filter(|field| field.required.is_none() && field.with.is_empty() && field.only.is_none())
            .filter(|field| !names.contains(&field.wire_name.value) && wanted(field))
            .map(|field| (field.wire_name.span, field.wire_name.value.clone()))
            .collect();
        fields
            .into_iter()
            .find_map(|(span, wire)| self.line(span, &wire))
            .unwrap_or_else(|| panic!("no field of {plural} to edit"))
    }

    /// The next filter or option that this is true of.
    fn param(&mut self, plural: &str, wanted: impl Fn(&Param) -> bool) -> Line {
        let names = self.mentioned(plural);
        let list = self.entity(plural).operations.iter().find(|operation| operation.list.is_some()).unwrap();
        let plain = |param: &&Param| {
            param.needs.is_empty() && param.excludes.is_empty() && param.role.is_none() && !param.required
        };
        let params: Vec<(Span, String)> = list
            .params
            .iter()
            .filter(plain)
            .filter(|param| !names.contains(&param.wire_name.value) && wanted(param))
            .map(|param| (param.wire_name.span, param.wire_name.value.clone()))
            .collect();
        params
            .into_iter()
            .find_map(|(span, wire)| self.line(span, &wire))
            .unwrap_or_else(|| panic!("no parameter of {plural} to edit"))
    }

    /// What other items name: not to be edited alone.
    fn mentioned(&self, plural: &str) -> BTreeSet<String> {
        let is_here = |entity: &&Entity| entity.model_module() == plural || entity.plural == plural;
        let users: Vec<&Entity> = self.schema.entities.iter().filter(is_here).collect();
        let operations = || users.iter().flat_map(|entity| &entity.operations);
        let params = operations().flat_map(|operation| &operation.params);
        let by_params = params.flat_map(|param| param.needs.iter().chain(&param.excludes).chain(&param.field));
        let by_bodies = operations().flat_map(|operation| operation.needs.iter().flatten());
        let by_fields = users.iter().flat_map(|entity| &entity.fields).flat_map(|field| &field.with);
        let unique = users.iter().flat_map(|entity| &entity.unique);
        let named = by_params.chain(by_bodies).chain(by_fields).chain(unique).map(|name| name.value.clone());
        // A shared name may have this use alone, and one without any is a mistake.
        named.chain(self.schema.halo.names.iter().map(|(wire, _)| wire.value.clone())).collect()
    }

    fn replace(&mut self, path: &str, from: &str, to: &str) {
        let text = self.files.get_mut(path).unwrap();
        assert!(text.contains(from), "{path} does not hold {from:?}");
        *text = text.replacen(from, to, 1);
    }

    /// Edits the line of an item.
    fn edit(&mut self, line: &Line, edit: impl Fn(&str) -> String) {
        self.replace(&line.path, &line.text, &edit(&line.text));
    }

    /// Adds a member to the mapping of an item.
    fn with(&mut self, line: &Line, member: &str) {
        self.edit(line, |text| text.replacen('{', &format!("{{ {member},"), 1));
    }

    fn without(&mut self, line: &Line) {
        self.replace(&line.path, &format!("{}\n", line.text), "");
    }

    /// Adds a line under the first line that is this.
    fn under(&mut self, path: &str, head: &str, line: &str) {
        self.replace(path, &format!("\n{head}\n"), &format!("\n{head}\n{line}\n"));
    }

    fn fields(&mut self, plural: &str, line: &str) {
        self.under(&format!("entities/{plural}.yaml"), "fields:", line);
    }

    fn filters(&mut self, plural: &str, line: &str) {
        self.under(&format!("entities/{plural}.yaml"), "  filters:", line);
    }

    /// Compares with the schema before the edits, and with what every call sends.
    fn review(&self) -> Changes {
        let new_sources = sources(&self.files);
        let new = check(&new_sources);
        let old = Side { schema: &self.schema, sources: &self.base };
        let changes = diff(old, Side { schema: &new, sources: &new_sources });
        changes.rows().iter().for_each(readable::assert_is_readable);
        let lower = halo_codegen::lower::lower;
        let differing = sent::differing(&lower(&self.schema), &lower(&new));
        let modules: BTreeSet<&str> = differing.iter().map(|(call, _)| call.module.as_str()).collect();
        for module in modules {
            let own = new.entities.iter().find(|entity| entity.plural == module).map(Entity::model_module);
            let known = [Some(module), own, Some("types"), Some("ids")];
            let breaks = changes.iter().filter(|change| known.contains(&Some(change.entity.as_str())));
            assert!(
                breaks.into_iter().any(|change| change.rule.class().is_breaking()),
                "{module} sends something else"
            );
        }
        changes
    }
}

fn sources(files: &BTreeMap<String, String>) -> SourceSet {
    files.iter().map(|(path, text)| (path.clone(), text.clone())).collect()
}

fn check(sources: &SourceSet) -> Schema {
    halo_codegen::check(sources).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(sources, "", false)))
}

/// The rule and entity of every row, sorted.
fn rows(changes: &Changes) -> Vec<(Rule, String)> {
    let mut rows: Vec<_> = changes.rows().into_iter().map(|row| (row.change.rule, row.change.entity)).collect();
    rows.sort();
    rows
}

fn expected<const N: usize>(rows: [(Rule, &str); N]) -> Vec<(Rule, String)> {
    let mut rows: Vec<_> = rows.into_iter().map(|(rule, entity)| (rule, entity.to_owned())).collect();
    rows.sort();
    rows
}

fn is_text(field: &Field) -> bool {
    field.ty.value.to_string() == "string" && field.null_values.is_empty() && field.secret.is_none()
}

#[test]
fn six_fields_and_two_filters_are_eight_additions() {
    let mut draft = Draft::new();
    for n in 1..=6 {
        let access = if n > 3 { "access: both, " } else { "" };
        draft.fields(
            "assets",
            &format!("  new_field_{n}: {{ type: string, {access}doc: \"New, number {n} of six.\" }}"),
        );
    }
    for n in 1..=2 {
        draft.filters("assets", &format!("    new_filter_{n}: {{ type: bool, doc: \"New, number {n} of two.\" }}"));
    }
    let changes = draft.review();
    let (field, param) = ((Rule::FieldAdded, "assets"), (Rule::ParamAdded, "assets"));
    let all = [field, field, field, field, field, field, param, param];
    assert_eq!(rows(&changes), expected(all), "{}", changes.text(""));
    assert_eq!(changes.most_severe(), Some(Class::Additive));
}

#[test]
fn a_rename_and_two_new_types_on_tickets_break_code_and_are_said_once() {
    let mut draft = Draft::new();
    let renamed =
        draft.field("tickets", |field| is_text(field) && field.access == Access::Both && field.name.is_none());
    draft.with(&renamed, "name: quite_another_name");
    let retyped = draft.field("tickets", |field| is_text(field) && field.access == Access::Both);
    draft.edit(&retyped, |text| text.replacen("type: string", "type: json", 1));
    let filter = draft.param("tickets", |param| param.ty.value.to_string() == "bool");
    draft.edit(&filter, |text| text.replacen("type: bool", "type: int", 1));
    let changes = draft.review();
    let wanted = [(Rule::FieldRenamed, "tickets"), (Rule::FieldRetyped, "tickets"), (Rule::ParamRetyped, "tickets")];
    assert_eq!(rows(&changes), expected(wanted), "{}", changes.text(""));
    let filtered = changes.rows().into_iter().find(|row| row.change.rule == Rule::ParamRetyped).unwrap();
    assert!(filtered.what().contains("`projects`"), "what `like` takes over is no row of its own");
}

#[test]
fn another_scope_is_behaviour_and_another_paging_breaks_on_the_wire() {
    let mut draft = Draft::new();
    let contracts = draft.entity("contracts");
    let scope = contracts.scopes.write.as_ref().unwrap().value.clone();
    let path = "entities/contracts.yaml";
    draft.replace(path, &format!("write: \"{scope}\""), "write: \"all\"");
    draft.replace(path, "  paging: pages\n", "  paging: count\n  page_cap: 500\n");
    let changes = draft.review();
    let wanted = [(Rule::ScopeChanged, "contracts"), (Rule::PagingChanged, "contracts"), (Rule::PageCap, "contracts")];
    assert_eq!(rows(&changes), expected(wanted), "{}", changes.text(""));
    assert_eq!(changes.most_severe(), Some(Class::Wire));
}

#[test]
fn a_new_entity_is_one_row_that_says_what_it_has() {
    let mut draft = Draft::new();
    // The schema may have it by now; then it is taken away first.
    if draft.files.remove("entities/suppliers.yaml").is_some() {
        let id = "\nids:\n  SupplierId: { repr: int, doc: \"A company that the service desk buys from.\" }\n";
        draft.replace("halo.yaml", "\nids:\n", id);
        draft = Draft::of(draft.files);
    }
    let ids = draft.files["halo.yaml"].clone();
    let id = ids.lines().find(|line| line.trim_start().starts_with("SupplierId:")).unwrap();
    draft.replace("halo.yaml", &format!("{id}\n"), "");
    draft.files.insert("entities/suppliers.yaml".to_owned(), SUPPLIER.to_owned());
    let changes = draft.review();
    assert_eq!(
        rows(&changes),
        expected([(Rule::EntityAdded, "suppliers"), (Rule::DocChanged, "ids")]),
        "{}",
        changes.text("")
    );
    let row = changes.rows().into_iter().find(|row| row.change.rule == Rule::EntityAdded).unwrap();
    let what = "`suppliers` is new, at `/Supplier`: 8 fields, 5 requests, 2 parameters, 6 setters";
    assert_eq!(row.change.what, what);
    assert!(row.change.parts.iter().any(|part| part.starts_with("setters: `name`, ")), "{:?}", row.change.parts);
    assert!(
        changes.markdown("schema/").contains("  <details><summary>in detail</summary>\n\n  - fields: `id`, `name`")
    );
}

/// An item to edit: the next one of an entity that this is true of.
enum Pick {
    Field(fn(&Field) -> bool),
    Param(fn(&Param) -> bool),
}

/// What is done to the schema.
enum Edit {
    /// A line under the fields of the entity.
    NewField(&'static str),
    /// A line under the filters of the entity.
    NewFilter(&'static str),
    /// A line under another one, in any file.
    Under(&'static str, &'static str, &'static str),
    /// A further member of the mapping of an item.
    With(Pick, &'static str),
    /// Other words in the line of an item.
    Swap(Pick, &'static str, &'static str),
    /// Another wire name of an item that has a name of its own.
    Rewire(Pick),
    Remove(Pick),
    /// Other words in the entity's file.
    Text(&'static str, &'static str),
    /// Other words in any file.
    In(&'static str, &'static str, &'static str),
    /// Another name of an id that has no entity yet, wherever it is used.
    RenamedId,
    File(&'static str, &'static str),
}

fn read_text(field: &Field) -> bool {
    is_text(field) && field.access == Access::Read
}

fn both_text(field: &Field) -> bool {
    is_text(field) && field.access == Access::Both
}

fn bool_param(param: &Param) -> bool {
    param.ty.value.to_string() == "bool"
}

const DOMAIN: &str = "types/ticket_domain.yaml";
const WHARF: &str = "entity: Wharf\ndoc: \"Where ships are unloaded.\"\npath: /Wharf\nid: int\nlist: { rows: bare, paging: none }\n\
                     fields:\n  id: { type: WharfId, always: true, doc: \"Number of the wharf.\" }\n";
const ANY_NAME: &str = "name: quite_another_name";

/// Forty edits of one pull request: the entity, what is done, and the rows that a reviewer must read.
#[rustfmt::skip]
const FORTY: [(&str, Edit, &[Rule]); 40] = [
    // Models and write types.
    ("sites", Edit::NewField("  brand_new: { type: int, doc: \"New here.\" }"), &[Rule::FieldAdded]),
    ("teams", Edit::NewField("  brand_new: { type: int, access: both, doc: \"New here.\" }"), &[Rule::FieldAdded]),
    ("users", Edit::NewField("  brand_new: { type: int, access: control, doc: \"New here.\" }"), &[Rule::SetterAdded]),
    ("clients", Edit::Remove(Pick::Field(read_text)), &[Rule::FieldRemoved]),
    ("assets", Edit::Remove(Pick::Field(read_text)), &[Rule::FieldRemoved]),
    ("agents", Edit::With(Pick::Field(|field| read_text(field) && field.name.is_none()), ANY_NAME), &[Rule::FieldRenamed]),
    ("users", Edit::With(Pick::Field(|field| both_text(field) && field.name.is_none()), ANY_NAME), &[Rule::FieldRenamed]),
    ("assets", Edit::Rewire(Pick::Field(|field| read_text(field) && field.name.is_some())), &[Rule::FieldRewired]),
    ("slas", Edit::Swap(Pick::Field(read_text), "type: string", "type: int"), &[Rule::FieldRetyped]),
    ("actions", Edit::Swap(Pick::Field(both_text), "type: string", "type: json"), &[Rule::FieldRetyped]),
    ("statuses", Edit::With(Pick::Field(|field| field.presence.word() == "both"), "in: detail"), &[Rule::FieldFilled]),
    ("contracts", Edit::With(Pick::Field(read_text), "none: [\"-\"]"), &[Rule::FieldUnset]),
    ("outcomes", Edit::With(Pick::Field(read_text), "secret: true"), &[Rule::FieldSecret]),
    ("priorities", Edit::With(Pick::Field(read_text), "access: both"), &[Rule::SetterAdded]),
    ("clients", Edit::Swap(Pick::Field(both_text), "access: both, ", ""), &[Rule::SetterRemoved]),
    ("users", Edit::Swap(Pick::Field(both_text), "access: both", "access: control"), &[Rule::FieldRemoved]),
    ("assets", Edit::With(Pick::Field(|field| both_text(field) && field.clear.is_none()), "clear: \"\""), &[Rule::ClearValue]),
    ("teams", Edit::Swap(Pick::Field(|_| true), "doc: \"", "doc: \"Now this: "), &[Rule::DocChanged]),
    // Parameters.
    ("clients", Edit::NewFilter("    brand_new: { type: int, doc: \"New here.\" }"), &[Rule::ParamAdded]),
    ("sites", Edit::Remove(Pick::Param(|_| true)), &[Rule::ParamRemoved]),
    ("assets", Edit::With(Pick::Param(|param| param.name.is_none()), ANY_NAME), &[Rule::ParamRenamed]),
    ("users", Edit::Rewire(Pick::Param(|param| param.name.is_some())), &[Rule::ParamRewired]),
    ("agents", Edit::Swap(Pick::Param(bool_param), "type: bool", "type: int"), &[Rule::ParamRetyped]),
    ("clients", Edit::With(Pick::Param(bool_param), "needs: [search]"), &[Rule::ParamTogether]),
    ("contracts", Edit::With(Pick::Param(bool_param), "excludes: [paging]"), &[Rule::ParamPaging]),
    ("teams", Edit::With(Pick::Param(bool_param), "required: true"), &[Rule::RequestArguments]),
    ("users", Edit::Swap(Pick::Param(|_| true), "doc: \"", "doc: \"Now this: "), &[Rule::DocChanged]),
    // Lists, scopes and operations.
    ("contracts", Edit::Text("  paging: pages", "  paging: count"), &[Rule::PagingChanged]),
    ("assets", Edit::Text("  page_cap: 50 ", "  page_cap: 20 "), &[Rule::PageCap]),
    ("assets", Edit::Text("  sort: 5\n", "  sort: 2\n"), &[Rule::SortLevels]),
    ("contracts", Edit::Text("  rows: contracts\n", "  rows: results\n"), &[Rule::Envelope]),
    ("assets", Edit::Text("scopes: { ", "scopes: { enforce: true, "), &[Rule::ScopeEnforced]),
    ("contracts", Edit::Text("scopes: { read: \"read:contracts\"", "scopes: { read: \"all\""), &[Rule::ScopeChanged]),
    ("contracts", Edit::Text("\ndelete: {}\n", "\n"), &[Rule::RequestRemoved]),
    ("agents", Edit::Text("path: /Agent/me\n", "path: /Agent/myself\n"), &[Rule::OperationSent]),
    // Types, ids and entities.
    ("types", Edit::Under(DOMAIN, "values:", "  news: { name: news, doc: \"New here.\" }"), &[Rule::ValueAdded]),
    ("types", Edit::In(DOMAIN, "name: projects", "name: undertakings"), &[Rule::ValueRenamed]),
    ("types", Edit::Under("types/key_pair.yaml", "fields:", "  note: { type: string, doc: \"New here.\" }"), &[Rule::FieldAdded]),
    ("ids", Edit::RenamedId, &[Rule::TypeRenamed]),
    ("wharfs", Edit::File("entities/wharfs.yaml", WHARF), &[Rule::EntityAdded]),
];

impl Draft {
    fn pick(&mut self, plural: &str, pick: &Pick) -> Line {
        match pick {
            Pick::Field(wanted) => self.field(plural, wanted),
            Pick::Param(wanted) => self.param(plural, wanted),
        }
    }

    fn rename_id(&mut self) {
        let uses = |name: &str| {
            let text: String = self.files.values().map(String::as_str).collect();
            // Its declaration, and nothing but types of fields and parameters.
            let typed = text.matches(&format!("type: {name},")).count();
            (typed > 1 && text.matches(name).count() == typed + 1).then(|| name.to_owned())
        };
        let id = self.schema.halo.ids.iter().find_map(|id| uses(&id.name.value)).unwrap();
        self.files.values_mut().for_each(|text| *text = text.replace(&id, "QuiteAnotherId"));
    }

    fn apply(&mut self, plural: &str, edit: &Edit) {
        let path = format!("entities/{plural}.yaml");
        match edit {
            Edit::NewField(line) => self.fields(plural, line),
            Edit::NewFilter(line) => self.filters(plural, line),
            Edit::Under(path, head, line) => self.under(path, head, line),
            Edit::With(pick, member) => {
                let line = self.pick(plural, pick);
                self.with(&line, member);
            }
            Edit::Swap(pick, from, to) => {
                let line = self.pick(plural, pick);
                self.edit(&line, |text| text.replacen(from, to, 1));
            }
            Edit::Rewire(pick) => {
                let line = self.pick(plural, pick);
                self.edit(&line, |text| text.replacen(&line.wire, "quiteanotherwire", 1));
            }
            Edit::Remove(pick) => {
                let line = self.pick(plural, pick);
                self.without(&line);
            }
            Edit::Text(from, to) => self.replace(&path, from, to),
            Edit::In(path, from, to) => self.replace(path, from, to),
            Edit::RenamedId => self.rename_id(),
            Edit::File(path, text) => drop(self.files.insert((*path).to_owned(), (*text).to_owned())),
        }
    }
}

#[test]
fn forty_mixed_edits_are_named_one_by_one() {
    let mut draft = Draft::new();
    let mut wanted = Vec::new();
    for (entity, edit, rules) in &FORTY {
        draft.apply(entity, edit);
        wanted.extend(rules.iter().map(|rule| (*rule, (*entity).to_owned())));
    }
    wanted.sort();
    assert_eq!(wanted.len(), FORTY.len(), "one edit is one row");
    let changes = draft.review();
    assert_eq!(rows(&changes), wanted, "{}", changes.text(""));
}
