//! The diff of the generated files that a reviewer reads: it is small and close to the edit.
#![allow(clippy::expect_used, clippy::panic)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod fixture_schemas;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use fixture_schemas::{fixture, generate};
use halo_codegen::{FileMap, SourceSet};
use similar::TextDiff;

const THINGS: &str = "entities/things.yaml";

/// An edit, and the changes of generated files that it may cause.
struct Case {
    name: &'static str,
    edits: &'static [(&'static str, &'static str, &'static str)],
    /// The folders of the edited entity or type, and lists that must name it.
    touches: &'static [&'static str],
    /// The maximum number of added and removed lines in files that reviewers read.
    lines: usize,
}

/// A new file is an edit whose old text is empty.
const CASES: &[Case] = &[
    Case {
        name: "a field in the middle",
        edits: &[(THINGS, "  count: {", "  shade: { type: int, access: both, doc: \"How dark it is.\" }\n  count: {")],
        touches: &["things/"],
        lines: 60,
    },
    Case {
        name: "a filter",
        edits: &[(THINGS, "    open: {", "    heavy: { type: bool, doc: \"Only heavy ones.\" }\n    open: {")],
        // A gadget is like a thing, and lists what things list.
        touches: &["things/", "gadgets/"],
        lines: 40,
    },
    Case {
        name: "another name",
        edits: &[(THINGS, "  price: { type", "  price: { name: costs, type")],
        touches: &["things/"],
        lines: 50,
    },
    Case {
        name: "another type",
        edits: &[(THINGS, "  weight: { type: float, access", "  weight: { type: decimal, access")],
        touches: &["things/"],
        lines: 20,
    },
    Case {
        name: "an entity",
        edits: &[(
            "entities/notes.yaml",
            "",
            "entity: Note\ndoc: \"Words beside a thing.\"\npath: /Notes\nid: int\nget: {}\nfields:\n  id: { type: NoteId, always: true, \
             doc: \"Its number.\" }\n  text: { type: string, doc: \"What it says.\" }\n",
        )],
        touches: &["notes/", "mod.rs", "ids.rs", "entities.md"],
        lines: 12,
    },
    Case {
        name: "a field less",
        edits: &[(
            THINGS,
            "  guid: { type: uuid, with: [withmore, full], doc: \"The same on every instance.\" }\n",
            "",
        )],
        touches: &["things/"],
        lines: 60,
    },
    Case {
        name: "another doc",
        edits: &[(THINGS, "What people call it.", "Its title.")],
        touches: &["things/"],
        lines: 4,
    },
    Case {
        name: "another scope",
        edits: &[("entities/hooks.yaml", "id: uuid", "id: uuid\nscopes: { read: \"read:things\" }")],
        touches: &["hooks/"],
        lines: 10,
    },
    Case {
        name: "a value of an enum",
        edits: &[("types/colour.yaml", "  skyblue:", "  green: { doc: \"Like grass.\" }\n  skyblue:")],
        touches: &["types/colour.rs"],
        lines: 6,
    },
    Case {
        name: "a nested type",
        edits: &[
            (
                "types/size.yaml",
                "",
                "object: Size\ndoc: \"How large.\"\nfields:\n  x: { type: int, doc: \"In metres.\" }\n",
            ),
            (
                "types/part.yaml",
                "  size: { type: float, doc: \"In millimetres.\" }",
                "  size: { type: Size, doc: \"Its size.\" }",
            ),
        ],
        touches: &["types/size/", "types/part/", "types/mod.rs"],
        lines: 14,
    },
    Case {
        name: "an operation",
        edits: &[(
            "entities/steps.yaml",
            "  tidy: {",
            "  skip: { method: post, path: /Steps/skip, fixed: { id: \"{id}\" }, reply: none, doc: \"Leaves it out.\" }\n  tidy: {",
        )],
        touches: &["steps/", "entities.md"],
        lines: 60,
    },
    Case {
        name: "another key",
        edits: &[
            ("entities/steps.yaml", "key: [thing_id, id]", "key: [id]"),
            ("entities/steps.yaml", "type: ThingId, always: true", "type: ThingId"),
            ("entities/steps.yaml", "/Things/{thing_id}/steps", "/Things/steps"),
            ("entities/steps.yaml", "fixed: { thing_id: \"{thing_id}\" }", "fixed: { id: \"{id}\" }"),
        ],
        touches: &["steps/"],
        lines: 110,
    },
];

#[test]
fn a_typical_edit_causes_a_small_and_local_diff() {
    let sources = fixture("everything");
    let before = generate(&sources);
    for case in CASES {
        let after = generate(&edited(&sources, case));
        let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let (mut shown, mut lines) = (String::new(), 0);
        for path in paths.into_iter().filter(|path| before.get(*path) != after.get(*path)) {
            assert!(case.touches.iter().any(|own| path.starts_with(own)), "{} touches {path}", case.name);
            let (old, new) = (text(&before, path), text(&after, path));
            if is_table(path) {
                let _ = writeln!(shown, "{path}: {} lines of a table\n", changed_lines(old, new));
                continue;
            }
            if before.contains_key(path) && after.contains_key(path) {
                lines += changed_lines(old, new);
            }
            shown += &unified(path, old, new);
        }
        assert!(lines > 0 && lines <= case.lines, "{}: {lines} lines\n{shown}", case.name);
        snapshot(&format!("review_{}", case.name.replace(' ', "_")), &shown);
    }
}

/// Insertions only add lines, to what reviewers read and to the tables beside it, so branches merge.
#[test]
fn an_addition_removes_no_line() {
    let sources = fixture("everything");
    let before = generate(&sources);
    let additions = ["a field in the middle", "a filter", "an entity", "a value of an enum", "an operation"];
    for case in CASES.iter().filter(|case| additions.contains(&case.name)) {
        let after = generate(&edited(&sources, case));
        // The operations of an entity are one short line of the catalog.
        let only_read = case.name == "an operation";
        for (path, old) in before.iter().filter(|(path, _)| !only_read || !is_table(path)) {
            let diff = TextDiff::from_lines(old.as_str(), text(&after, path));
            let removed = diff.iter_all_changes().filter(|change| change.tag() == similar::ChangeTag::Delete);
            let removed: Vec<&str> = removed.map(|change| change.value()).collect();
            assert!(removed.is_empty(), "{}: {path} loses {removed:?}", case.name);
        }
    }
}

/// Two branches that each add a field, at different places of an entity, merge without a conflict into what codegen writes
/// for both.
#[test]
fn branches_that_each_add_a_field_merge() {
    let sources = fixture("everything");
    let edit = |edits| Case { name: "a field", edits, touches: &[], lines: 0 };
    let ours =
        edit(&[(THINGS, "  count: {", "  shade: { type: int, access: both, doc: \"How dark it is.\" }\n  count: {")]);
    let theirs =
        edit(&[(THINGS, "  price: {", "  cost: { type: decimal, access: both, doc: \"What it cost.\" }\n  price: {")]);
    let both = generate(&edited(&edited(&sources, &ours), &theirs));
    let [base, ours, theirs] =
        [generate(&sources), generate(&edited(&sources, &ours)), generate(&edited(&sources, &theirs))];
    let changed: Vec<&String> = both.keys().filter(|path| text(&base, path) != text(&both, path)).collect();
    assert!(
        ["model", "write", "wire", "catalog"]
            .map(|file| format!("things/{file}.rs"))
            .iter()
            .all(|path| changed.contains(&path))
    );
    for path in changed {
        let merged = merged([text(&ours, path), text(&base, path), text(&theirs, path)]);
        assert_eq!(merged, text(&both, path), "{path}");
    }
}

/// What git makes of a file, its ancestor and the other branch's file.
fn merged(sides: [&str; 3]) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("merge");
    std::fs::create_dir_all(&folder).expect("a folder");
    let files = ["ours", "base", "theirs"].map(|side| folder.join(side));
    for (file, side) in files.iter().zip(sides) {
        std::fs::write(file, side).expect("a file");
    }
    let output = Command::new("git").args(["merge-file", "-p"]).args(&files).output().expect("git");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success(), "a conflict:\n{text}");
    text
}

/// Whether a pull request folds the file away, see `.gitattributes`.
fn is_table(path: &str) -> bool {
    path.ends_with("/wire.rs") || path.ends_with("/catalog.rs") || path == "entities.md"
}

fn edited(sources: &SourceSet, case: &Case) -> SourceSet {
    let mut edited = sources.clone();
    for (path, from, to) in case.edits {
        let old =
            edited.iter().find(|(_, known, _)| known == path).map(|(_, _, text)| text.to_vec()).unwrap_or_default();
        let old = String::from_utf8(old).expect("UTF-8");
        assert!(from.is_empty() == old.is_empty() && old.matches(from).count() == 1, "{from:?} once in {path}");
        edited.insert(*path, old.replacen(from, to, 1));
    }
    edited
}

fn text<'a>(files: &'a FileMap, path: &str) -> &'a str {
    files.get(path).map_or("", String::as_str)
}

fn changed_lines(old: &str, new: &str) -> usize {
    let diff = TextDiff::from_lines(old, new);
    diff.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal).count()
}

fn unified(path: &str, old: &str, new: &str) -> String {
    let side = |text: &str, letter| if text.is_empty() { "/dev/null".to_owned() } else { format!("{letter}/{path}") };
    let diff = TextDiff::from_lines(old, new);
    let mut shown = String::new();
    let _ = writeln!(shown, "{}", diff.unified_diff().context_radius(1).header(&side(old, "a"), &side(new, "b")));
    shown
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}
