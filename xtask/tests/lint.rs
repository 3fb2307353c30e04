//! `cargo xtask lint` and `cargo xtask replay` as users run them.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod command_line;

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use command_line::{copy, stderr, stdout};
use tempfile::TempDir;

/// A copy of the schema of the harbour API, with one hedged doc.
struct Project {
    folder: TempDir,
    schema: PathBuf,
}

impl Project {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let schema = folder.path().join("schema");
        copy(&command_line::workspace().join("halo-codegen/tests/fixtures/vendor/schema"), &schema);
        command_line::edit(&schema.join("entities/tides.yaml"), "In metres.", "Apparently in metres.");
        Self { folder, schema }
    }

    fn run(&self, task: &str, args: &[&str]) -> Output {
        command_line::xtask().args([task, "--schema", self.schema.to_str().unwrap()]).args(args).output().unwrap()
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

#[test]
fn lint_fails_if_there_are_more_findings_than_allowed() {
    let project = Project::new();
    let output = project.run("lint", &["--only", "HL001"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("entities/tides.yaml:6:3: HL001 height: the doc says \"apparently\""), "{text}");
    assert!(text.contains("    1 HL001 hedged doc without a mark\n1 findings;"), "{text}");
    assert!(project.run("lint", &["--only", "HL001", "--at-most", "1"]).status.success());
    assert!(project.run("lint", &["--only", "hl003,HL012"]).status.success());
    let json = project.run("lint", &["--format", "json", "--only", "HL001"]);
    assert!(stdout(&json).contains("\"code\": \"HL001\""), "{}", stdout(&json));
    let unknown = project.run("lint", &["--only", "HL999"]);
    assert!(stderr(&unknown).starts_with("error: there is no rule `HL999`"), "{}", stderr(&unknown));
}

#[test]
fn lint_compares_the_schema_with_the_table_of_facts() {
    let project = Project::new();
    assert!(project.run("lint", &["--only", "HL013,HL014"]).status.success());
    fs::write(project.schema.join("facts.yaml"), "/Tides:\n  height: { says: \"low water\", evidence: B }\n").unwrap();
    let output = project.run("lint", &["--only", "HL013,HL014"]);
    assert!(stdout(&output).contains("HL013 height: the doc does not say \"low water\""), "{}", stdout(&output));
    let generated = project.run("codegen", &["--out", project.folder.path().join("out").to_str().unwrap()]);
    assert!(generated.status.success(), "the facts are no part of the schema: {}", stderr(&generated));
}

#[test]
fn replay_prints_what_the_schema_does_not_explain() {
    let project = Project::new();
    let tide = project.file("tide_now.json", "{\"height\": 1.5, \"wind\": 3}");
    let output = project.run("replay", &[&tide]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    assert!(
        text.contains("tide_now.json: 1 mismatches\n  unknown     tides.wind: a whole number is neither"),
        "{text}"
    );
    let calm = project.file("x.json", "[{\"height\": 0.5}]");
    assert!(project.run("replay", &["--as", "tides", &calm]).status.success());
    let unnamed = project.run("replay", &[&calm]);
    assert!(stderr(&unnamed).contains("no entity is called `x`"), "{}", stderr(&unnamed));
}

#[test]
fn rules_are_explained_like_diagnostics() {
    let output = command_line::xtask().args(["explain", "hl001"]).output().unwrap();
    assert!(stdout(&output).starts_with("HL001: hedged doc without a mark\n\nThe doc says"), "{}", stdout(&output));
}
