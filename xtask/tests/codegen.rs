//! `cargo xtask codegen` as users run it: on folders, with its exit codes and output.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod command_line;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use command_line::{copy, stderr, stdout, workspace};
use tempfile::TempDir;

/// The number of generated files in the schema folder: the JSON Schema.
const JSON_SCHEMA: usize = 1;

/// A copy of a small schema, and a folder for the generated code.
struct Project {
    _folder: TempDir,
    schema: PathBuf,
    out: PathBuf,
}

impl Project {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let (schema, out) = (folder.path().join("schema"), folder.path().join("out"));
        copy(&workspace().join("halo-codegen/tests/fixtures/emit/everything"), &schema);
        Self { _folder: folder, schema, out }
    }

    /// A project whose code has been generated.
    fn generated() -> Self {
        let project = Self::new();
        assert!(project.run(&[]).status.success());
        project
    }

    fn run(&self, args: &[&str]) -> Output {
        xtask(&[&["codegen", "--schema", &text(&self.schema), "--out", &text(&self.out)], args].concat())
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        command_line::edit(&self.schema.join(file), from, to);
    }

    /// The position `file:line:column` of a text in a schema file.
    fn position(&self, file: &str, text: &str) -> String {
        let whole = fs::read_to_string(self.schema.join(file)).unwrap();
        let before = &whole[..whole.find(text).unwrap()];
        let (line, column) = (before.matches('\n').count() + 1, before.lines().last().unwrap().chars().count() + 1);
        format!("{file}:{line}:{column}\n")
    }

    fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        read(&self.out, "", &mut files);
        files
    }
}

fn xtask(args: &[&str]) -> Output {
    command_line::xtask().args(args).output().unwrap()
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn read(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

#[test]
fn the_committed_code_matches_the_schema() {
    let output = xtask(&["codegen", "--check"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn a_second_run_writes_nothing() {
    let project = Project::generated();
    let (before, output) = (project.files(), project.run(&[]));
    assert!(output.status.success());
    assert_eq!(stdout(&output), format!("0 written, 0 deleted, {} unchanged\n", before.len() + JSON_SCHEMA));
    assert_eq!(project.files(), before);
    assert!(project.run(&["--check"]).status.success());
}

#[test]
fn check_lists_the_differences_and_the_fix_and_writes_nothing() {
    let project = Project::generated();
    let model = project.out.join("things/model.rs");
    let whole = fs::read_to_string(&model).unwrap();
    fs::write(&model, whole.replacen("    pub name: Option<String>,\n", "", 1)).unwrap();
    fs::remove_file(project.out.join("ids.rs")).unwrap();
    fs::write(project.out.join("old.rs"), whole).unwrap();
    let before = project.files();

    let output = project.run(&["--check"]);
    let output_text = stderr(&output);
    assert_eq!(output.status.code(), Some(1));
    for line in ["missing: ", "stale: ", "orphan: "].into_iter().zip(["ids.rs", "things/model.rs", "old.rs"]) {
        assert!(
            output_text.lines().any(|text| text.starts_with(line.0) && text.ends_with(line.1)),
            "{line:?} in {output_text}"
        );
    }
    assert!(output_text.contains("run `cargo xtask codegen --schema "), "{output_text}");
    assert_eq!(project.files(), before);

    let fixed = project.run(&[]);
    assert!(fixed.status.success());
    assert!(stdout(&fixed).contains("\n2 written, 1 deleted, "), "{}", stdout(&fixed));
    assert!(project.run(&["--check"]).status.success());
}

#[test]
fn code_of_a_removed_entity_is_deleted_with_its_folder() {
    let project = Project::generated();
    fs::remove_file(project.schema.join("entities/labels.yaml")).unwrap();
    let output = project.run(&[]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(!project.out.join("labels").exists());
    assert!(stdout(&output).contains("labels/model.rs\n"), "{}", stdout(&output));
    assert!(project.run(&["--check"]).status.success());
}

#[test]
fn a_file_that_was_not_generated_stops_the_run_before_anything_is_written() {
    let project = Project::generated();
    project.edit("entities/things.yaml", "What people call it.", "Its title.");
    fs::write(project.out.join("mine.rs"), "// by hand\n").unwrap();
    let before = project.files();
    let output = project.run(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("mine.rs"), "{}", stderr(&output));
    assert_eq!(project.files(), before);
}

#[test]
fn temporary_files_of_a_killed_run_are_deleted() {
    let project = Project::generated();
    fs::write(project.out.join("things/.codegen-x1.tmp"), "// half a fi").unwrap();
    assert!(project.run(&[]).status.success());
    assert!(!project.files().contains_key("things/.codegen-x1.tmp"));
}

#[test]
fn all_mistakes_of_all_files_are_reported_and_nothing_is_written() {
    let project = Project::generated();
    let before = project.files();
    project.edit("entities/things.yaml", "type: OwnerId, access: both", "type: OwnerIdd, access: both");
    project.edit("entities/things.yaml", "page_cap: 50", "page_capp: 50");
    project.edit("entities/hooks.yaml", "id: uuid\n", "id: uuid\nscopes: { read: \"read:thing\" }\n");
    let output = project.run(&[]);
    let output_text = stderr(&output);
    assert_eq!(output.status.code(), Some(1));
    for (file, wrong, suggestion) in [
        ("entities/hooks.yaml", "\"read:thing\"", "did you mean `read:things`?"),
        ("entities/things.yaml", "page_capp", "did you mean `page_cap`?"),
        ("entities/things.yaml", "OwnerIdd", "did you mean `OwnerId`?"),
    ] {
        let position = project.position(file, wrong);
        assert!(output_text.contains(&position), "{position} in\n{output_text}");
        assert!(output_text.contains(suggestion), "{suggestion} in\n{output_text}");
    }
    assert!(output_text.ends_with("error: 3 mistakes in 2 files\n"), "{output_text}");
    assert!(!output_text.contains('\u{1b}'), "colors without a terminal");
    assert_eq!(project.files(), before);
}

#[test]
fn mistakes_are_reported_before_the_output_folder_is_read() {
    let project = Project::new();
    fs::create_dir_all(&project.out).unwrap();
    fs::write(project.out.join("mine.rs"), "// by hand\n").unwrap();
    project.edit("entities/things.yaml", "type: OwnerId, access: both", "type: OwnerIdd, access: both");
    assert!(stderr(&project.run(&[])).contains("error: 1 mistake in 1 file"));
}

#[test]
fn a_changed_doc_changes_only_files_of_its_entity() {
    let project = Project::generated();
    let before = project.files();
    project.edit("entities/things.yaml", "What people call it.", "Its title.");
    assert!(project.run(&[]).status.success());
    let after = project.files();
    let changed: Vec<&String> =
        after.iter().filter(|(path, text)| before.get(*path) != Some(text)).map(|(path, _)| path).collect();
    assert_eq!(changed, ["things/model.rs", "things/write.rs"]);
}

#[test]
fn a_missing_schema_folder_is_an_error() {
    let project = Project::new();
    fs::remove_dir_all(&project.schema).unwrap();
    let output = project.run(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("there is no schema folder"), "{}", stderr(&output));
}

#[test]
fn the_json_schema_is_in_the_schema_folder_and_stays_up_to_date() {
    let project = Project::generated();
    let path = project.schema.join("halo.schema.json");
    let whole = fs::read_to_string(&path).unwrap();
    assert!(whole.contains("http://json-schema.org/draft-07/schema#"));
    for (how, spoil) in [("stale", Some("{}")), ("missing", None)] {
        match spoil {
            Some(text) => fs::write(&path, text).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let check = project.run(&["--check"]);
        assert_eq!(check.status.code(), Some(1));
        assert!(stderr(&check).contains(&format!("{how}: {}", text(&path))), "{}", stderr(&check));
        assert!(stdout(&project.run(&[])).starts_with(&format!("wrote {}\n1 written, ", text(&path))));
        assert_eq!(fs::read_to_string(&path).unwrap(), whole);
    }
}

#[test]
fn json_is_the_only_output_on_stdout() {
    let project = Project::generated();
    let right = project.run(&["--format", "json"]);
    assert!(right.status.success());
    assert!(stdout(&right).contains("\"diagnostics\": [],\n"), "{}", stdout(&right));
    assert!(stderr(&right).starts_with("0 written, "), "{}", stderr(&right));

    project.edit("entities/things.yaml", "page_cap: 50", "page_capp: 50");
    let wrong = project.run(&["--format", "json"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert_eq!(stderr(&wrong), "");
    let output_text = stdout(&wrong);
    assert!(output_text.starts_with("{\n") && output_text.ends_with("}\n"), "{output_text}");
    let path = text(&project.schema.join("entities/things.yaml"));
    for part in ["\"code\": \"HS011\"", "\"mistakes\": 1", &format!("\"path\": \"{path}\"")] {
        assert!(output_text.contains(part), "{part} in {output_text}");
    }
}

#[test]
fn github_gets_a_line_for_each_mistake() {
    let project = Project::generated();
    assert!(stdout(&project.run(&["--format", "github"])).starts_with("0 written, "));
    project.edit("entities/things.yaml", "page_cap: 50", "page_capp: 50");
    let wrong = project.run(&["--format", "github", "--check"]);
    assert_eq!((wrong.status.code(), stderr(&wrong)), (Some(1), String::new()));
    let position = project.position("entities/things.yaml", "page_capp");
    let (line, column) =
        position.trim_end().rsplit_once(':').map(|(rest, column)| (rest.rsplit(':').next(), column)).unwrap();
    let start =
        format!("::error file={}/entities/things.yaml,line={},col={column},", text(&project.schema), line.unwrap());
    assert!(stdout(&wrong).starts_with(&start), "{start}\n{}", stdout(&wrong));
}
