//! What an edit of the schema is called: every rule, from the smallest edit that triggers it.
#![allow(clippy::expect_used, clippy::panic)]

#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "compat/edits.rs"]
mod edits;
#[allow(dead_code, reason = "each test file uses a part of it")]
mod fixture_schemas;
#[path = "diff/readable.rs"]
mod readable;
#[allow(dead_code, reason = "each test file uses a part of it")]
mod rule_edits;
#[path = "diff/sent.rs"]
mod sent;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use fixture_schemas::{edited, fixture};
use halo_codegen::diff::{Change, Changes, Class, Row, Rule, Side, Unknown, Version, diff};
use halo_codegen::ir::Api;
use halo_codegen::lower::lower;
use halo_codegen::{Diagnostics, Schema, SourceSet};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rule_edits::{EDITS, Edit, THINGS, apply, larger};

/// A schema that was checked, so that it is compared with many without being checked again.
struct Checked {
    sources: SourceSet,
    schema: Schema,
    api: Api,
}

impl Checked {
    fn new(sources: &SourceSet) -> Self {
        Self::if_correct(sources).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(sources, "", false)))
    }

    fn if_correct(sources: &SourceSet) -> Result<Self, Diagnostics> {
        let schema = halo_codegen::check(sources)?;
        Ok(Self { sources: sources.clone(), api: lower(&schema), schema })
    }

    fn side(&self) -> Side<'_> {
        Side { schema: &self.schema, sources: &self.sources }
    }

    /// What the other one changes.
    fn changes(&self, new: &Self) -> Changes {
        diff(self.side(), new.side())
    }
}

fn changes(old: &SourceSet, new: &SourceSet) -> Changes {
    Checked::new(old).changes(&Checked::new(new))
}

/// The head of the table of rules in the guide.
const TABLE: &str = "| rule | class | says |\n| --- | --- | --- |\n";

/// Rules of what is read: what they say is not to be seen in a request.
const READ: &[Rule] = &[Rule::FieldRewired, Rule::FieldUnset, Rule::Envelope, Rule::ValueSpelling];

/// What differs in what is sent and is not called breaking, and what is called so and does not differ.
///
/// `class` is what a rule is taken for, so that a wrong class can be tried.
fn disagreements(old: &Checked, new: &Checked, class: impl Fn(Rule) -> Class) -> Vec<String> {
    let differ = sent::differing(&old.api, &new.api);
    let found = old.changes(new);
    let breaking = |module: &str| {
        // What is written may be another entity's.
        let shares = new.api.entities.iter().find(|entity| entity.module == module).map(|entity| &entity.model.module);
        let here = |change: &&Change| {
            let known = [Some(module), shares.map(String::as_str), Some("types"), Some("ids")];
            known.contains(&Some(change.entity.as_str()))
        };
        found.iter().filter(here).any(|change| class(change.rule).is_breaking())
    };
    let unnoticed = differ.iter().filter(|(call, _)| !breaking(&call.module));
    let mut wrong: Vec<String> = unnoticed.map(|(call, how)| format!("{call:?} {how}")).collect();
    let wire = found.iter().filter(|change| change.rule.class() == Class::Wire && !READ.contains(&change.rule));
    // A call that does not compile any more shows nothing.
    let is_seen = |change: &&Change| {
        let broken = |other: &Change| other.rule.class() == Class::Source && other.entity == change.entity;
        differ.iter().any(|(call, ..)| call.module == change.entity) || found.iter().any(broken)
    };
    wrong.extend(wire.filter(|change| !is_seen(change)).map(|change| format!("nothing shows {change:?}")));
    wrong
}

#[test]
fn what_is_sent_decides_what_breaks_on_the_wire() {
    let old = Checked::new(&fixture("everything"));
    let small = EDITS.iter().map(|(there, back, edit)| (*there, *back, apply(&old.sources, *edit)));
    for (there, back, new) in small.chain(larger()) {
        let new = Checked::new(&new);
        for (rule, from, to) in [(there, &old, &new), (back, &new, &old)] {
            assert_eq!(disagreements(from, to, Rule::class), [""; 0], "{rule}");
            // A rule that calls it a patch is found out: by the calls of the fixture, and not by another rule.
            let others = rules(&from.changes(to)).into_iter().filter(|other| *other != rule);
            if rule.class() == Class::Wire
                && !READ.contains(&rule)
                && !others.into_iter().any(|other| other.class().is_breaking())
            {
                let patch = |other: Rule| if other == rule { Class::Behaviour } else { other.class() };
                assert_ne!(disagreements(from, to, patch), [""; 0], "{rule} as a patch");
            }
        }
    }
}

#[test]
fn random_edits_break_on_the_wire_exactly_what_they_say() {
    let old = Checked::new(&fixture("everything"));
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), seed);
    for _ in 0..12 {
        let several = proptest::collection::vec(edits::any(), 12).new_tree(&mut runner).expect("edits").current();
        let (new, applied) = edits::apply(&old.sources, &several);
        assert_eq!(disagreements(&old, &Checked::new(&new), Rule::class), [""; 0], "{applied:?}");
    }
}

/// Every text that a member of a mapping in braces could be taken out of, and its key.
fn members(line: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (open, _) in line.match_indices("{ ") {
        let (mut depth, mut quoted, mut start) = (0_u32, false, open + 2);
        for (at, c) in line[open..].char_indices().map(|(at, c)| (open + at, c)) {
            match c {
                '"' => quoted = !quoted,
                '{' | '[' if !quoted => depth += 1,
                '}' | ']' if !quoted => depth -= 1,
                _ => {}
            }
            let ends = depth == 0 || depth == 1 && c == ',' && !quoted;
            if !ends {
                continue;
            }
            let member = line[start..at].trim();
            if let Some((key, _)) = member.split_once(':') {
                // The comma goes with the member before it if this is the last.
                let (before, after) = match depth {
                    0 => (line[..start].trim_end().trim_end_matches(','), at),
                    _ => (&line[..start], at + 1),
                };
                found.push((key.trim().to_owned(), format!("{before} {}", line[after..].trim_start())));
            }
            if depth == 0 {
                break;
            }
            start = at + 1;
        }
    }
    found
}

/// The schema without each of its keys that it can do without, one at a time: the key, the line as it was and is, and the files.
fn without_each_key(old: &SourceSet) -> Vec<(String, String, Checked)> {
    let mut found = Vec::new();
    for (_, path, text) in old.iter() {
        let text = String::from_utf8_lossy(text).into_owned();
        for (number, line) in text.lines().enumerate() {
            for (key, without) in members(line) {
                let lines = text.lines().enumerate().map(|(at, line)| if at == number { &without } else { line });
                let edited = lines.collect::<Vec<_>>().join("\n") + "\n";
                let file = |known: &str, bytes: &[u8]| if known == path { edited.as_bytes() } else { bytes }.to_vec();
                let new: SourceSet =
                    old.iter().map(|(_, known, bytes)| (known.to_owned(), file(known, bytes))).collect();
                if let Ok(new) = Checked::if_correct(&new) {
                    found.push((key, format!("{path}: {line}\n{without}"), new));
                }
            }
        }
    }
    found
}

/// A key of the fixture that can be taken away changes the API, and `diff` says what, or it changes nothing at all. So a new
/// key of the language is tried as soon as the fixture uses it.
#[test]
fn every_key_that_is_taken_away_is_noticed() {
    let old = Checked::new(&fixture("everything"));
    let files = fixture_schemas::generate(&old.sources);
    let (mut tried, mut wrong) = (BTreeSet::new(), Vec::new());
    for (key, edit, new) in without_each_key(&old.sources) {
        let silent = new.api == old.api;
        let said = [old.changes(&new), new.changes(&old)].map(|changes| changes.is_empty());
        // Not all of the API is in what is generated.
        if said != [silent, silent] && fixture_schemas::generate(&new.sources) != files {
            wrong.push(edit);
        }
        tried.insert(key);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for key in
        ["access", "none", "clear", "secret", "replaces", "in", "name", "needs", "excludes", "role", "field", "safety"]
    {
        assert!(tried.contains(key), "{key} is not tried: {tried:?}");
    }
}

fn rules(changes: &Changes) -> BTreeSet<Rule> {
    let rows = changes.rows().into_iter().map(|row| row.change.rule);
    changes.iter().map(|change| change.rule).chain(rows).collect()
}

fn count(changes: &Changes, class: Class) -> usize {
    changes.rows().iter().filter(|row| row.change.rule.class() == class).count()
}

#[test]
fn every_edit_is_called_what_it_is_in_both_directions() {
    let old = Checked::new(&fixture("everything"));
    let small = EDITS.iter().map(|(there, back, edit)| (*there, *back, apply(&old.sources, *edit)));
    let mut covered = BTreeSet::new();
    let mut said = String::new();
    for (there, back, new) in small.chain(larger()) {
        let new = Checked::new(&new);
        for (rule, found) in [(there, old.changes(&new)), (back, new.changes(&old))] {
            assert!(rules(&found).contains(&rule), "{rule} is not among {:?}", rules(&found));
            covered.extend(rules(&found));
            found.rows().iter().for_each(readable::assert_is_readable);
            let _ = writeln!(said, "# {rule}: {}\n\n{}", rule.doc(), found.text(""));
        }
    }
    snapshot("diff_rules", &said);
    // The rule of a key is triggered where the key is taken away, so that a key needs no edit of its own here.
    if Rule::ALL.iter().any(|rule| !covered.contains(rule)) {
        for (_, _, new) in without_each_key(&old.sources) {
            covered.extend(rules(&old.changes(&new)));
            covered.extend(rules(&new.changes(&old)));
        }
    }
    let missed: Vec<_> = Rule::ALL.iter().filter(|rule| !covered.contains(rule)).collect();
    assert!(missed.is_empty(), "no edit triggers {missed:?}");
}

/// `INSTA_UPDATE=always cargo test -p halo-codegen --test diff` writes the table anew.
#[test]
fn the_guide_lists_every_rule_and_class() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/changes.md");
    let guide = fs::read_to_string(&path).expect("the guide").replace("\r\n", "\n");
    let row = |rule: &Rule| format!("| `{rule}` | {} | {} |\n", rule.class(), rule.doc());
    let (before, _) = guide.split_once(TABLE).expect("a table");
    let expected = format!("{before}{TABLE}{}", Rule::ALL.iter().map(row).collect::<String>());
    if env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&path, &expected).expect("the guide is written");
    } else {
        assert!(guide == expected, "run `INSTA_UPDATE=always cargo test -p halo-codegen --test diff`");
    }
    assert!(Class::ALL.iter().all(|class| guide.contains(&format!("\n| {class} | "))));
}

/// A setter that compiles on sends what it sets elsewhere.
#[test]
fn a_parameter_that_becomes_a_part_is_rewired() {
    let old = fixture("everything");
    let part = "        - shared: { type: bool, doc: \"Whether everybody sees it.\" }\n";
    let query = "params: { quiet: { type: bool, doc: \"Tell nobody of it.\" } }\n    body:";
    let both = query.replace("} }\n", "}, shared: { type: bool, doc: \"Whether everybody sees it.\" } }\n");
    let new = apply(&apply(&old, (THINGS, part, "")), (THINGS, query, &both));
    let found = changes(&old, &new);
    let change = found.iter().find(|change| change.item == "attach.shared").expect("a change");
    assert_eq!((change.rule, change.rule.class()), (Rule::ParamRewired, Class::Wire));
    assert_eq!(change.what, "`shared()` was a part of the form and is now a query parameter");
}

#[test]
fn the_next_version_follows_from_the_most_severe_change() {
    for (released, class, next) in [
        ("0.3.1", Some(Class::Source), "0.4.0"),
        ("0.3.1", Some(Class::Wire), "0.4.0"),
        ("0.3.1", Some(Class::Behaviour), "0.3.2"),
        ("0.3.1", Some(Class::Docs), "0.3.2"),
        ("v1.3.1", Some(Class::Source), "2.0.0"),
        ("1.3.1", Some(Class::Additive), "1.4.0"),
        ("1.3.1", Some(Class::Docs), "1.3.2"),
        ("1.3.1-rc.1+5", None, "1.3.1"),
    ] {
        assert_eq!(Version::parse(released).map(|version| version.next(class).to_string()), Some(next.to_owned()));
    }
    for odd in ["", "1", "1.2", "1.2.3.4", "a.b.c", "1.2.-3"] {
        assert_eq!(Version::parse(odd), None, "{odd}");
    }
}

#[test]
fn additions_break_nothing() {
    let old = fixture("everything");
    let additions: &[Edit<'_>] = &[
        (THINGS, "  guid: {", "  shade: { type: Colour, access: both, doc: \"How dark it is.\" }\n  guid: {"),
        (THINGS, "    search: shared\n", "    search: shared\n    heavy: { type: bool, doc: \"Only heavy ones.\" }\n"),
        ("entities/labels.yaml", "fields:\n", "fields:\n  id: { type: int, doc: \"Its number.\" }\n"),
        ("types/colour.yaml", "values:\n", "values:\n  green: { doc: \"Like grass.\" }\n"),
    ];
    for edit in additions {
        let found = changes(&old, &apply(&old, *edit));
        assert_eq!(found.most_severe(), Some(Class::Additive), "{}", found.text(""));
        assert!(changes(&apply(&old, *edit), &old).most_severe().is_some_and(Class::is_breaking));
    }
}

#[test]
fn nothing_changed_is_nothing() {
    let old = fixture("everything");
    assert!(changes(&old, &old).is_empty());
    assert_eq!(changes(&old, &old).text(""), "nothing changed for users\n");
}

#[test]
fn reports_say_what_where_and_how_grave() {
    let mut new = edited("everything", THINGS, |text| text.replace("What people call it.", "Its title."));
    for edit in [
        (THINGS, "    sizes: { type: list<int>, doc: \"Only these sizes.\" }\n", ""),
        (THINGS, "page_cap: 50", "page_cap: 60"),
        (THINGS, "  note: { type", "  remark: { name: note, type"),
        ("types/colour.yaml", "values:\n", "values:\n  green: { doc: \"Like grass.\" }\n"),
    ] {
        new = apply(&new, edit);
    }
    let found = changes(&fixture("everything"), &new);
    snapshot("diff_text", &found.text("schema/"));
    snapshot("diff_markdown", &found.markdown("schema/"));
    snapshot("diff_json", &found.json("schema/"));
    snapshot("diff_brief", &found.brief());
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn five_thousand_changes_of_all_classes_stay_readable() {
    let numbered = |ty: &str, doc: &str| {
        let field = |n| format!("  f{n}: {{ type: {ty}, access: both, doc: \"Number {n}: {doc}\" }}\n");
        (0..2500).map(field).collect::<String>()
    };
    let with = |fields: &str, cap: &str| {
        edited("everything", THINGS, |text| format!("{}{fields}", text.replace("page_cap: 50", cap)))
    };
    let renamed = numbered("int", "one of many.").replace("  f", "  g").replace("{ type", "{ name: same, type");
    let renamed =
        renamed.lines().enumerate().map(|(n, line)| line.replace("name: same", &format!("name: f{n}")) + "\n");
    let many = with(&numbered("int", "one of many."), "page_cap: 50");
    let found = changes(&many, &with(&(numbered("string", "one of many.")), "page_cap: 60"));
    // A field and its setter are one row.
    assert_eq!((count(&found, Class::Source), count(&found, Class::Wire)), (2500, 1));
    let moved = changes(&many, &with(&renamed.collect::<String>(), "page_cap: 50"));
    assert_eq!(count(&moved, Class::Wire), 2500);
    let removed = changes(&many, &fixture("everything"));
    assert_eq!(count(&removed, Class::Source), 2500);
    let added = changes(&fixture("everything"), &many);
    assert_eq!(count(&added, Class::Additive), 2500);
    for changes in [found, moved, removed, added] {
        assert!(changes.markdown("schema/").len() < 60_000);
    }
}

#[test]
fn markdown_neither_calls_anyone_nor_breaks_its_table() {
    let edit = (THINGS, "rows: [things, bare]", "rows: \"<b>@all`</details>\"");
    let text = changes(&fixture("everything"), &apply(&fixture("everything"), edit)).markdown("");
    assert!(text.contains("&lt;b>&#64;all"), "{text}");
    let unknown = Unknown { note: "a \"quoted\"\u{7} <note>".to_owned() };
    assert!(unknown.markdown().ends_with("Not known: a \"quoted\"  &lt;note>.\n"), "{}", unknown.markdown());
    let json: serde_json::Value = serde_json::from_str(&unknown.json()).expect("JSON");
    assert_eq!(json, serde_json::json!({ "semver": null, "changes": [], "note": unknown.note }));
}

#[test]
fn what_changes_its_type_says_which_calls_still_compile() {
    let cases = [
        ("open: { type: bool, doc", "open: { type: int, doc", "list.open", &[][..]),
        ("by: { type: string", "by: { type: TagId", "list.by", &["&str", "String"]),
        ("by: { type: string", "by: { type: Colour", "list.by", &["&str", "String"]),
        (
            "tags: { type: list<TagId>",
            "tags: { type: list<string>",
            "list.tags",
            &["Vec<&str>", "Vec<String>", "Vec<TagId>"],
        ),
        ("owner_id: { type: OwnerId, field", "owner_id: { type: decimal, field", "list.owner_id", &["5", "i64"]),
        ("sizes: { type: list<int>", "sizes: { type: int", "list.sizes", &[]),
    ];
    let old = fixture("everything");
    for (from, to, item, still) in cases {
        let found = changes(&old, &apply(&old, (THINGS, from, to)));
        let change = found.iter().find(|change| change.entity == "things" && change.item == item);
        assert_eq!(
            change.map(|change| (change.rule, change.still_compiles.as_slice())),
            Some((Rule::ParamRetyped, still.iter().map(|call| (*call).to_owned()).collect::<Vec<_>>().as_slice())),
            "{item}"
        );
    }
}

/// The rows of an edit of the fixture: each in words, and its line in the new and in the old YAML.
fn said(edit: Edit<'_>) -> Vec<(String, [String; 2])> {
    let old = fixture("everything");
    let new = apply(&old, edit);
    let line = |row: &Row, sources: &SourceSet| {
        let place = row.change.place.as_ref().expect("a place").to_string();
        let (file, position) = place.split_once(':').expect("a file");
        let number: usize = position.split(':').next().and_then(|line| line.parse().ok()).expect("a line");
        let text = sources.iter().find(|(_, path, _)| *path == file).map(|(.., text)| String::from_utf8_lossy(text));
        text.and_then(|text| Some(text.lines().nth(number - 1)?.trim().to_owned())).unwrap_or_default()
    };
    changes(&old, &new).rows().iter().map(|row| (row.what(), [&new, &old].map(|side| line(row, side)))).collect()
}

#[test]
fn a_field_that_is_only_sent_from_now_on_says_what_stays() {
    let rows =
        said((THINGS, "open: { type: bool, access: both, clear: false, ", "open: { type: bool, access: control, "));
    let what = "`open` is gone from the model, where it was `Option<bool>`: it is now a flag that requests send and \
                responses do not hold; if Halo returns it, the value is in `extra`; `open()` stays; `clear_open()`, which sent `false`, is gone";
    assert_eq!(rows.iter().map(|(what, _)| what.as_str()).collect::<Vec<_>>(), [what]);
    let rows = said((
        THINGS,
        "price: { type: decimal, section: \"Money and measures\", access: both",
        "price: { type: decimal, section: \"Money and measures\", access: write",
    ));
    assert!(rows[0].0.ends_with(
            "it is now a value that requests send and responses do not hold; if Halo returns it, the value is in `extra`; \
             `price()` and `clear_price()` stay"
        ), "{rows:?}");
    let rows = said((THINGS, "due: { type: date, access: both", "due: { type: date"));
    assert!(
        rows.iter().any(|(what, _)| what.ends_with("are gone from `ThingWrite`; the field `due` stays")),
        "{rows:?}"
    );
}

#[test]
fn what_comes_with_an_edit_is_in_its_row() {
    let required = said((THINGS, "open: { type: bool, doc", "open: { type: bool, required: true, doc"));
    assert_eq!(required.len(), 1, "{required:?}");
    let what = "`list()` is now `list(bool)`: `open: bool` is an argument, and the setter `open()` is gone; `upsert()` is gone \
                (the same in `gadgets`)";
    assert_eq!(required[0].0, what);
    let since = said(("entities/hooks.yaml", "role: since, ", ""));
    assert_eq!(since.len(), 1, "{since:?}");
    assert!(since[0].0.starts_with("`changes()` is gone; `changed()` had the role `since`"), "{since:?}");
    let update = said(("entities/steps.yaml", "update: {}\n", ""));
    let what = "`update()` is gone, with `UpdateStep` and `update_many()`; `StepWrite`, with 2 setters, is gone";
    assert_eq!(update.iter().map(|(what, _)| what.as_str()).collect::<Vec<_>>(), [what]);
    let update = said(("entities/hooks.yaml", "create: {}\n", "create: {}\nupdate: {}\n"));
    assert!(update[0].0.contains("; `only_changes()` is new and compares with a record"), "{update:?}");
}

#[test]
fn a_type_of_another_name_is_not_listed_as_gone_and_new() {
    let old = fixture("everything");
    let (.., new) = larger().into_iter().find(|(there, ..)| *there == Rule::TypeRenamed).expect("a rename");
    let found = changes(&old, &new);
    let report = found.markdown("");
    assert!(report.contains("`OwnerId` is now `KeeperId` (used in 1 field, 1 setter and 6 parameters)"), "{report}");
    assert!(report.contains("  - things: owner_id: `owner_id` was `Option<OwnerId>` and is now"), "{report}");
    assert!(!report.contains("is gone") && !report.contains("is new"), "{report}");
}

#[test]
fn what_a_doc_names_as_needed_is_told_in_both_directions() {
    let old = fixture("everything");
    let new = apply(&old, ("entities/hooks.yaml", "create: {}\n", "create: { needs: [url] }\n"));
    for (old, new, what) in [
        (&old, &new, "the doc of `create()` named no field that it needs and now names `url()`"),
        (&new, &old, "the doc of `create()` named `url()` as needed and now names no field"),
    ] {
        let found = changes(old, new);
        assert!(found.rows().iter().any(|row| row.what() == what), "{}", found.text(""));
    }
}

#[test]
fn a_setter_says_its_type_unless_a_field_does() {
    let control = "  brand_new: { type: int, access: control, doc: \"New here.\" }\n  guid: {";
    let rows = said((THINGS, "  guid: {", control));
    assert_eq!(rows[0].0, "`brand_new()` is new on `ThingWrite` and takes `i64`");
    let rows = said((THINGS, "  guid: {", &control.replace("control", "both")));
    let what = "`brand_new: Option<i64>` is new; `brand_new()` and `clear_brand_new()` are new on `ThingWrite`";
    assert_eq!(rows[0].0, what);
}

#[test]
fn a_fact_is_at_its_own_line() {
    for ((from, to), at) in [
        (("  sort: 2", "  sort: 1"), ["sort: 1", "sort: 2"]),
        (("sort: 1\n", "sort: 3\n"), ["sort: 3", "sort: 1"]),
        (("page_cap: 20\n", "page_cap: 30\n"), ["page_cap: 30", "page_cap: 20"]),
        (("rows: [near, bare]", "rows: [near]"), ["rows: [near]", "rows: [near, bare]"]),
    ] {
        let rows = said((THINGS, from, to));
        assert!(
            rows.iter().any(|(_, lines)| lines.each_ref().map(String::as_str) == at),
            "{at:?} is not among {rows:?}"
        );
    }
    // What is gone is at its line in the old file.
    let rows = said((THINGS, "  sort: 2\n", ""));
    assert!(rows.iter().any(|(_, [_, old])| old == "sort: 2"), "{rows:?}");
}
