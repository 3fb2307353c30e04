//! `cargo xtask codegen` as its users meet it: on folders, with exit codes and what it prints.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod command_line;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use command_line::{copy, stderr, stdout, workspace};
use tempfile::TempDir;

/// The file beside the schema that is generated as well.
const JSON_SCHEMA: usize = 1;

/// A copy of a small schema, and a folder to generate into.
struct Workshop {
    _folder: TempDir,
    schema: PathBuf,
    out: PathBuf,
}

impl Workshop {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let (schema, out) = (folder.path().join("schema"), folder.path().join("out"));
        copy(&workspace().join("halo-codegen/tests/fixtures/emit/everything"), &schema);
        Self { _folder: folder, schema, out }
    }

    /// One that has been generated.
    fn generated() -> Self {
        let workshop = Self::new();
        assert!(workshop.run(&[]).status.success());
        workshop
    }

    fn run(&self, args: &[&str]) -> Output {
        xtask(&[&["codegen", "--schema", &text(&self.schema), "--out", &text(&self.out)], args].concat())
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        command_line::edit(&self.schema.join(file), from, to);
    }

    /// `file:line:column` of a text in a schema file.
    fn place(&self, file: &str, text: &str) -> String {
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
fn the_committed_code_is_what_the_schema_says() {
    let output = xtask(&["codegen", "--check"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn a_second_run_writes_nothing() {
    let workshop = Workshop::generated();
    let (before, output) = (workshop.files(), workshop.run(&[]));
    assert!(output.status.success());
    assert_eq!(stdout(&output), format!("0 written, 0 deleted, {} unchanged\n", before.len() + JSON_SCHEMA));
    assert_eq!(workshop.files(), before);
    assert!(workshop.run(&["--check"]).status.success());
}

#[test]
fn check_names_what_is_wrong_and_what_mends_it_and_writes_nothing() {
    let workshop = Workshop::generated();
    let model = workshop.out.join("things/model.rs");
    let whole = fs::read_to_string(&model).unwrap();
    fs::write(&model, whole.replacen("    pub name: Option<String>,\n", "", 1)).unwrap();
    fs::remove_file(workshop.out.join("ids.rs")).unwrap();
    fs::write(workshop.out.join("old.rs"), whole).unwrap();
    let before = workshop.files();

    let output = workshop.run(&["--check"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1));
    for line in ["missing: ", "stale: ", "orphan: "].into_iter().zip(["ids.rs", "things/model.rs", "old.rs"]) {
        assert!(said.lines().any(|said| said.starts_with(line.0) && said.ends_with(line.1)), "{line:?} in {said}");
    }
    assert!(said.contains("run `cargo xtask codegen --schema "), "{said}");
    assert_eq!(workshop.files(), before);

    let mended = workshop.run(&[]);
    assert!(mended.status.success());
    assert!(stdout(&mended).contains("\n2 written, 1 deleted, "), "{}", stdout(&mended));
    assert!(workshop.run(&["--check"]).status.success());
}

#[test]
fn what_is_no_longer_in_the_schema_is_deleted_with_its_folder() {
    let workshop = Workshop::generated();
    fs::remove_file(workshop.schema.join("entities/labels.yaml")).unwrap();
    let output = workshop.run(&[]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(!workshop.out.join("labels").exists());
    assert!(stdout(&output).contains("labels/model.rs\n"), "{}", stdout(&output));
    assert!(workshop.run(&["--check"]).status.success());
}

#[test]
fn a_file_that_nobody_generated_is_refused_and_nothing_is_written() {
    let workshop = Workshop::generated();
    workshop.edit("entities/things.yaml", "What people call it.", "Its title.");
    fs::write(workshop.out.join("mine.rs"), "// by hand\n").unwrap();
    let before = workshop.files();
    let output = workshop.run(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("mine.rs"), "{}", stderr(&output));
    assert_eq!(workshop.files(), before);
}

#[test]
fn what_a_killed_run_left_behind_is_cleaned_up() {
    let workshop = Workshop::generated();
    fs::write(workshop.out.join("things/.codegen-x1.tmp"), "// half a fi").unwrap();
    assert!(workshop.run(&[]).status.success());
    assert!(!workshop.files().contains_key("things/.codegen-x1.tmp"));
}

#[test]
fn all_mistakes_of_all_files_are_reported_and_nothing_is_written() {
    let workshop = Workshop::generated();
    let before = workshop.files();
    workshop.edit("entities/things.yaml", "type: OwnerId, access: both", "type: OwnerIdd, access: both");
    workshop.edit("entities/things.yaml", "page_cap: 50", "page_capp: 50");
    workshop.edit("entities/hooks.yaml", "id: uuid\n", "id: uuid\nscopes: { read: \"read:thing\" }\n");
    let output = workshop.run(&[]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1));
    for (file, wrong, suggestion) in [
        ("entities/hooks.yaml", "\"read:thing\"", "did you mean `read:things`?"),
        ("entities/things.yaml", "page_capp", "did you mean `page_cap`?"),
        ("entities/things.yaml", "OwnerIdd", "did you mean `OwnerId`?"),
    ] {
        let place = workshop.place(file, wrong);
        assert!(said.contains(&place), "{place} in\n{said}");
        assert!(said.contains(suggestion), "{suggestion} in\n{said}");
    }
    assert!(said.ends_with("error: 3 mistakes in 2 files\n"), "{said}");
    assert!(!said.contains('\u{1b}'), "colour where no terminal is");
    assert_eq!(workshop.files(), before);
}

#[test]
fn mistakes_come_before_the_output_folder_is_looked_at() {
    let workshop = Workshop::new();
    fs::create_dir_all(&workshop.out).unwrap();
    fs::write(workshop.out.join("mine.rs"), "// by hand\n").unwrap();
    workshop.edit("entities/things.yaml", "type: OwnerId, access: both", "type: OwnerIdd, access: both");
    assert!(stderr(&workshop.run(&[])).contains("error: 1 mistake in 1 file"));
}

#[test]
fn a_changed_doc_changes_only_files_of_its_entity() {
    let workshop = Workshop::generated();
    let before = workshop.files();
    workshop.edit("entities/things.yaml", "What people call it.", "Its title.");
    assert!(workshop.run(&[]).status.success());
    let after = workshop.files();
    let changed: Vec<&String> =
        after.iter().filter(|(path, text)| before.get(*path) != Some(text)).map(|(path, _)| path).collect();
    assert_eq!(changed, ["things/model.rs", "things/write.rs"]);
}

#[test]
fn a_schema_folder_that_is_not_there_is_an_error() {
    let workshop = Workshop::new();
    fs::remove_dir_all(&workshop.schema).unwrap();
    let output = workshop.run(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("there is no schema folder"), "{}", stderr(&output));
}

#[test]
fn the_json_schema_stands_beside_the_schema_and_is_kept_up_to_date() {
    let workshop = Workshop::generated();
    let path = workshop.schema.join("halo.schema.json");
    let whole = fs::read_to_string(&path).unwrap();
    assert!(whole.contains("http://json-schema.org/draft-07/schema#"));
    for (how, spoil) in [("stale", Some("{}")), ("missing", None)] {
        match spoil {
            Some(text) => fs::write(&path, text).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let check = workshop.run(&["--check"]);
        assert_eq!(check.status.code(), Some(1));
        assert!(stderr(&check).contains(&format!("{how}: {}", text(&path))), "{}", stderr(&check));
        assert!(stdout(&workshop.run(&[])).starts_with(&format!("wrote {}\n1 written, ", text(&path))));
        assert_eq!(fs::read_to_string(&path).unwrap(), whole);
    }
}

#[test]
fn json_is_all_that_is_on_stdout() {
    let workshop = Workshop::generated();
    let right = workshop.run(&["--format", "json"]);
    assert!(right.status.success());
    assert!(stdout(&right).contains("\"diagnostics\": [],\n"), "{}", stdout(&right));
    assert!(stderr(&right).starts_with("0 written, "), "{}", stderr(&right));

    workshop.edit("entities/things.yaml", "page_cap: 50", "page_capp: 50");
    let wrong = workshop.run(&["--format", "json"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert_eq!(stderr(&wrong), "");
    let said = stdout(&wrong);
    assert!(said.starts_with("{\n") && said.ends_with("}\n"), "{said}");
    let path = text(&workshop.schema.join("entities/things.yaml"));
    for part in ["\"code\": \"HS011\"", "\"mistakes\": 1", &format!("\"path\": \"{path}\"")] {
        assert!(said.contains(part), "{part} in {said}");
    }
}

#[test]
fn github_gets_a_line_for_each_mistake() {
    let workshop = Workshop::generated();
    assert!(stdout(&workshop.run(&["--format", "github"])).starts_with("0 written, "));
    workshop.edit("entities/things.yaml", "page_cap: 50", "page_capp: 50");
    let wrong = workshop.run(&["--format", "github", "--check"]);
    assert_eq!((wrong.status.code(), stderr(&wrong)), (Some(1), String::new()));
    let place = workshop.place("entities/things.yaml", "page_capp");
    let (line, column) =
        place.trim_end().rsplit_once(':').map(|(rest, column)| (rest.rsplit(':').next(), column)).unwrap();
    let start =
        format!("::error file={}/entities/things.yaml,line={},col={column},", text(&workshop.schema), line.unwrap());
    assert!(stdout(&wrong).starts_with(&start), "{start}\n{}", stdout(&wrong));
}
