//! `cargo xtask drift` and `cargo xtask import` as users run them.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod command_line;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use command_line::{copy, stderr, stdout};
use tempfile::TempDir;

/// A copy of the schema and the OpenAPI file of the harbour API.
struct Project {
    _folder: TempDir,
    schema: PathBuf,
    file: PathBuf,
}

impl Project {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let from = command_line::workspace().join("halo-codegen/tests/fixtures/vendor");
        let (schema, file) = (folder.path().join("schema"), folder.path().join("harbour.json"));
        fs::copy(from.join("harbour.json"), &file).unwrap();
        copy(&from.join("schema"), &schema);
        Self { _folder: folder, schema, file }
    }

    fn run(&self, task: &str, args: &[&str]) -> Output {
        self.run_on(&self.file, task, args)
    }

    fn run_on(&self, file: &Path, task: &str, args: &[&str]) -> Output {
        let own = [task, "--openapi", file.to_str().unwrap(), "--schema", self.schema.to_str().unwrap()];
        command_line::xtask().args(own).args(args).output().unwrap()
    }

    fn with_file(&self, text: &[u8]) -> PathBuf {
        let file = self.schema.with_file_name("other.json");
        fs::write(&file, text).unwrap();
        file
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.schema.join(path)).unwrap()
    }
}

#[test]
fn drift_fails_only_for_what_is_denied() {
    let project = Project::new();
    for (args, code) in [
        (&[][..], 0),
        (&["--deny", "missing"], 1),
        (&["--deny", "stale"], 1),
        (&["--only", "types/hull", "--deny", "missing", "--deny", "stale", "--deny", "differs"], 0),
        (&["--only", "tides", "--deny", "missing"], 0),
        (&["--only", "tides,types/hull", "--deny", "missing"], 0),
        (&["--only", "tides", "--only", "boats", "--deny", "missing"], 1),
        (&["--only", "tides", "--deny", "missing", "--deny", "stale"], 1),
    ] {
        let output = project.run("drift", args);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", stderr(&output));
        assert!(!output.stdout.is_empty());
    }
}

#[test]
fn drift_explains_wrong_arguments() {
    let project = Project::new();
    let output = project.run("drift", &["--only", "boat"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stderr(&output), "error: there is no entity `boat`: did you mean `boats`?\n");
    let half = project.with_file(&fs::read(&project.file).unwrap()[..5000]);
    let output = project.run_on(&half, "drift", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("other.json: it is not complete JSON: EOF"), "{}", stderr(&output));
    let output = project.run_on(Path::new("no.json"), "drift", &[]);
    assert!(stderr(&output).starts_with("error: cannot read no.json: "), "{}", stderr(&output));
}

#[test]
fn drift_compares_two_files_of_the_vendor() {
    let project = Project::new();
    let text = fs::read_to_string(&project.file).unwrap().replacen("\"/Tide\"", "\"/Ebb\"", 1);
    let new = project.with_file(text.as_bytes());
    let old = project.file.to_str().unwrap();
    let output = project.run_on(&new, "drift", &["--against", old]);
    assert_eq!(
        stdout(&output),
        "/Ebb\n  added   path GET\n/Tide\n  removed path GET\nh1 -> h1: 1 added, 1 removed, 0 changed\n"
    );
    let json = project.run_on(&new, "drift", &["--against", old, "--format", "json"]);
    assert!(stdout(&json).contains("\"added\": 1"), "{}", stdout(&json));
}

#[test]
fn import_writes_drafts_and_never_overwrites_a_file() {
    let project = Project::new();
    fs::write(project.schema.join("words.txt"), "# ours\nflag\nname\n").unwrap();
    let output = project.run("import", &["/FlagStatus", "/Signal"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("wrote ") && text.contains("entities/flag_statuses.yaml"), "{text}");
    let statuses = project.read("entities/flag_statuses.yaml");
    assert!(statuses.contains("{ name: flag_name, type: string"), "{statuses}");
    let draft = project.read("entities/signals.yaml");

    let again = project.run("import", &["/Signal", "/Tides"]);
    assert_eq!(again.status.code(), Some(1));
    let text = stderr(&again);
    assert!(
        text.starts_with("error: `/Signal` is already described by entities/signals.yaml; use `--update`"),
        "{text}"
    );
    assert!(text.contains("error: the vendor's file has no path `/Tides`; did you mean `/Tide`?"), "{text}");
    assert_eq!(project.read("entities/signals.yaml"), draft);
    let update = project.run("import", &["--update", "/Signal"]);
    assert_eq!(stdout(&update), "there is nothing new\n");
}

#[test]
fn import_needs_a_readable_schema_but_not_one_without_mistakes() {
    let project = Project::new();
    let tides = project.read("entities/tides.yaml");
    fs::write(project.schema.join("entities/tides.yaml"), tides.replace("\"In metres.\"", "\"\"")).unwrap();
    assert!(project.run("import", &["/Signal"]).status.success());
    fs::write(project.schema.join("entities/tides.yaml"), "entity: [").unwrap();
    let output = project.run("import", &["/FlagStatus"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error[HS001]"), "{}", stderr(&output));
    assert!(!project.schema.join("entities/flag_statuses.yaml").exists());
}

#[test]
fn import_reads_evidence_and_patterns() {
    let project = Project::new();
    let folder = project.schema.with_file_name("evidence");
    fs::create_dir(&folder).unwrap();
    let none = project.run("import", &["/Signal", "--evidence", folder.to_str().unwrap()]);
    assert!(stderr(&none).contains("neither live-evidence.tsv nor live-fields.tsv"), "{}", stderr(&none));
    let routes = "path\tverbs proven live\tlist shape\tsidecar keys\tpaging behaviour\trows or cap seen\tid keys\tneeds\t\
                  status codes on refusal\tnote\tsource\n/Signal\tG\tlights\t?\tworks\t9\tid\t?\t-\t-\tx\n";
    fs::write(folder.join("live-evidence.tsv"), routes).unwrap();
    let output =
        project.run("import", &["/Signal", "--evidence", folder.to_str().unwrap(), "--only", "id", "--type", "Rivet"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let draft = project.read("entities/signals.yaml");
    assert!(draft.contains("  rows: lights\n  evidence: B\n") && draft.contains("    - \"*\"\n"), "{draft}");
    assert!(project.read("types/rivet.yaml").contains("vendor: { detail: Rivet }"));
    assert!(stdout(&output).contains(" docs are still empty"), "{}", stdout(&output));
}

#[test]
fn codegen_removes_unused_entries_on_request() {
    let project = Project::new();
    let schema = project.schema.to_str().unwrap();
    let out = project.schema.with_file_name("out");
    let halo = project.read("halo.yaml");
    fs::write(
        project.schema.join("halo.yaml"),
        format!("{}\n", halo.trim_end()).replace("names:\n", "names:\n  abcdef: abc_def\n"),
    )
    .unwrap();
    let codegen = |args: &[&str]| {
        let own = ["codegen", "--schema", schema, "--out", out.to_str().unwrap()];
        command_line::xtask().args(own).args(args).output().unwrap()
    };
    let refused = codegen(&[]);
    assert!(stderr(&refused).contains("error[HS016]"), "{}", stderr(&refused));
    let fixed = codegen(&["--fix"]);
    assert!(fixed.status.success(), "{}", stderr(&fixed));
    assert!(
        stdout(&fixed).contains("unused entries of ") && stdout(&fixed).contains("names.abcdef"),
        "{}",
        stdout(&fixed)
    );
    assert!(!project.read("halo.yaml").contains("abcdef"));
    assert_eq!(stdout(&codegen(&["--fix"])).lines().count(), 1, "there is nothing left to remove");
}
