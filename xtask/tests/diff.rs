//! `cargo xtask diff` as users run it: on a repository, with its exit codes and output.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod command_line;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use command_line::{copy, stderr, stdout};
use tempfile::TempDir;

const THINGS: &str = "entities/things.yaml";

/// A repository with a workspace whose small schema is committed.
struct Repository {
    folder: TempDir,
    /// The folder of the workspace, below the root.
    at: &'static str,
}

impl Repository {
    fn new(at: &'static str) -> Self {
        let repository = Self::without_git(at);
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.commit();
        repository
    }

    fn without_git(at: &'static str) -> Self {
        let repository = Self { folder: TempDir::new().unwrap(), at };
        let fixture = command_line::workspace().join("halo-codegen/tests/fixtures/emit/everything");
        copy(&fixture, &repository.workspace().join("schema"));
        fs::create_dir_all(repository.workspace().join("halo-api/src")).unwrap();
        repository
    }

    fn workspace(&self) -> PathBuf {
        self.folder.path().join(self.at)
    }

    /// Runs git without any configuration of the user.
    fn git(&self, args: &[&str]) {
        let nobody = ["-c", "user.name=nobody", "-c", "user.email=nobody@halo.example"];
        let mut git = Command::new("git");
        git.args(nobody).args(args).current_dir(self.folder.path());
        let output = git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message=Change it"]);
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        command_line::edit(&self.workspace().join("schema").join(file), from, to);
    }

    /// The number of the line that begins with a text.
    fn line_of(&self, file: &str, start: &str) -> usize {
        let text = std::fs::read_to_string(self.workspace().join("schema").join(file)).unwrap();
        1 + text.lines().position(|line| line.starts_with(start)).unwrap()
    }

    fn xtask(&self, args: &[&str]) -> Output {
        let mut xtask = command_line::xtask();
        xtask.args(args).env("CARGO_MANIFEST_DIR", self.workspace().join("xtask"));
        // Ignore a repository that contains the temporary folder.
        xtask.env("GIT_CEILING_DIRECTORIES", self.folder.path().parent().unwrap()).output().unwrap()
    }

    fn diff(&self, args: &[&str]) -> Output {
        self.xtask(&[&["diff"], args].concat())
    }
}

#[test]
fn edits_are_compared_with_a_commit_wherever_the_workspace_is() {
    for at in ["", "deep/down"] {
        let repository = Repository::new(at);
        assert_eq!(stdout(&repository.diff(&["--base", "HEAD"])), "nothing changed for users\n");
        repository.edit(THINGS, "page_cap: 50", "page_cap: 60");
        repository.commit();
        repository.edit("entities/hooks.yaml", "  url: {", "  note: { type: string, doc: \"Beside it.\" }\n  url: {");
        let output = repository.diff(&["--base", "HEAD~1"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let text = stdout(&output);
        assert!(
            text.contains("list.page_cap: a response held at most 50 rows and now holds at most 60 (the same in `gadgets`)  [page-cap]  schema/entities/things.yaml:13:13\n"),
            "{text}"
        );
        assert!(
            text.contains("note: `note: Option<String>` is new  [field-added]  schema/entities/hooks.yaml:10:3\n"),
            "{text}"
        );
        assert!(!stdout(&repository.diff(&["--base", "HEAD"])).contains("page-cap"));
    }
}

#[test]
fn the_default_base_is_where_the_branch_left_main() {
    let repository = Repository::new("");
    repository.git(&["switch", "--quiet", "--create", "branch"]);
    repository.edit(THINGS, "page_cap: 50", "page_cap: 60");
    repository.commit();
    assert!(stdout(&repository.diff(&[])).contains("[page-cap]"));
    repository.git(&["branch", "--move", "main", "trunk"]);
    let output = repository.diff(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stderr(&output), "error: there is no branch main to compare with; set `--base`\n");
}

#[test]
fn denied_changes_fail_and_are_said_again_with_the_reason() {
    let repository = Repository::new("");
    let run = |deny: &str| {
        let output = repository.diff(&["--base", "HEAD", "--deny", deny]);
        (output.status.code(), stdout(&output).lines().count(), stderr(&output))
    };
    repository.edit("entities/hooks.yaml", "  url: {", "  note: { type: string, doc: \"Beside it.\" }\n  url: {");
    assert_eq!(run("behaviour"), (Some(0), 4, String::new()));
    repository.edit(THINGS, "secret: true, ", "");
    assert_eq!(run("breaking"), (Some(0), 6, String::new()));
    let line = repository.line_of(THINGS, "  password:");
    let denied = format!(
        "error: 1 change is denied by `--deny behaviour`\n  \
         things: password: `Debug` hid `password` and now shows it  [field-secret]  schema/entities/things.yaml:{line}:3\n    \
         behaviour: `Debug` hides a field, or shows it.\n"
    );
    assert_eq!(run("behaviour"), (Some(1), 6, denied));
    repository.edit("entities/hooks.yaml", "list: { rows: bare", "list: { rows: hooks");
    repository.edit("entities/hooks.yaml", "get: {}\n", "");
    let (code, lines, denied) = run("breaking");
    assert_eq!((code, lines), (Some(1), 8));
    assert!(
        denied.starts_with("error: 2 changes are denied by `--deny breaking`\n  hooks: get: `get()` is gone"),
        "{denied}"
    );
    assert!(denied.contains("    breaking (wire): Rows are not read from a key any more.\n"), "{denied}");
}

#[test]
fn a_base_that_cannot_be_compared_is_reported_with_its_mistakes() {
    let repository = Repository::new("");
    repository.git(&["tag", "right"]);
    repository.edit(THINGS, "page_cap: 50", "most_rows: 50");
    fs::write(repository.workspace().join("schema/types/odd.yaml"), b"\xff\xfe").unwrap();
    repository.commit();
    repository.git(&["rm", "--quiet", "-r", "schema"]);
    repository.git(&["commit", "--quiet", "--message=Remove it"]);
    repository.git(&["checkout", "--quiet", "--force", "right"]);
    let mistakes = "the schema at main~1 has 2 mistakes by today's rules, so it cannot be compared";
    for (base, note, code) in [("main~1", mistakes, 3), ("main", "there is no schema at main", 0)] {
        let with = |format: &str| {
            let output = repository.diff(&["--base", base, "--deny", "breaking", "--format", format]);
            assert_eq!(output.status.code(), Some(code), "{}", stderr(&output));
            let shown = stderr(&output).contains(" --> main~1:schema/entities/things.yaml:13:3\n");
            assert_eq!(shown, code == 3, "{}", stderr(&output));
            stdout(&output)
        };
        assert_eq!(with("text"), format!("{note}\n"));
        assert!(with("markdown").ends_with(&format!("### API changes\n\nNot known: {note}.\n")));
        assert!(with("json").contains(&format!("\"changes\": [],\n  \"note\": \"{note}\",\n")), "{}", with("json"));
        assert!(repository.diff(&["--base", base]).status.success(), "nothing is denied");
    }
}

#[test]
fn the_version_and_the_changelog_must_match_what_changed_since_the_last_release() {
    let repository = Repository::new("");
    let write = |name: &str, text: &str| fs::write(repository.workspace().join(name), text).unwrap();
    let check = || {
        let output = repository.diff(&["--check-version"]);
        (output.status.code(), stdout(&output) + &stderr(&output))
    };
    write("Cargo.toml", "[workspace.package]\nversion = \"0.3.1\"\n");
    write("CHANGELOG.md", "# Changelog\n\n## 0.3.1 - 2026-01-31\n\n### Added\n\n- Things.\n");
    repository.commit();
    let none =
        "version not checked: no tag `v…` of a release is reachable from HEAD, so there is nothing to compare with\n";
    assert_eq!(check(), (Some(0), none.to_owned()));
    repository.git(&["tag", "v0.3.1"]);
    assert_eq!(check(), (Some(0), "version 0.3.1 and CHANGELOG.md match what changed since v0.3.1\n".to_owned()));

    repository.edit(THINGS, "page_cap: 50", "page_cap: 60");
    let (code, said) = check();
    assert_eq!(code, Some(1));
    assert!(
        said.contains("error: the version is 0.3.1, but what changed since 0.3.1 makes it 0.4.0 or higher"),
        "{said}"
    );
    assert!(said.contains("no `### Changed` or `### Removed`"), "{said}");
    assert!(
        said.contains(
            "\n  breaking (wire)  things  list.page_cap: a response held at most 50 rows and now holds at most 60"
        ),
        "{said}"
    );
    write("Cargo.toml", "[workspace.package]\nversion = \"0.4.0\"\n");
    let (code, said) = check();
    assert!(code == Some(1) && said.contains("is `0.3.1`, but the version is 0.4.0"), "{said}");
    write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n### Changed\n\n- Pages hold 60 things.\n\n## 0.3.1\n");
    assert_eq!(check().0, Some(0), "{}", check().1);
}

#[test]
fn without_history_the_version_is_not_checked_and_that_is_said() {
    let folder = Repository::without_git("");
    let output = folder.diff(&["--check-version"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).starts_with("version not checked: there is no git history here ("), "{}", stdout(&output));
}

#[test]
fn an_unreadable_base_or_schema_is_an_error() {
    let repository = Repository::new("");
    for base in ["nowhere", "--output=file"] {
        let output = repository.diff(&[&format!("--base={base}")]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).starts_with(&format!("error: there is no revision {base}: ")), "{}", stderr(&output));
    }
    repository.edit(THINGS, "page_cap: 50", "most_rows: 50");
    let output = repository.diff(&["--base", "HEAD"]);
    assert_eq!((output.status.code(), stdout(&output)), (Some(1), String::new()));
    assert!(stderr(&output).contains("schema/entities/things.yaml:13:3"), "{}", stderr(&output));
}

#[test]
fn codegen_ends_with_the_uncommitted_changes() {
    let repository = Repository::new("");
    let last = |args: &[&str]| {
        let output = repository.xtask(&[&["codegen"], args].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output).split_once(" unchanged\n").unwrap().1.to_owned()
    };
    assert_eq!(last(&[]), "");
    repository.edit(THINGS, "page_cap: 50", "page_cap: 60");
    repository.edit("entities/hooks.yaml", "get: {}\n", "");
    let brief = "for users, since HEAD:\nhooks: 1 breaking (source)\nthings: 1 breaking (wire)\n";
    assert_eq!(last(&[]), brief);
    // The schema of another folder has no base to compare with.
    let (schema, out) = (repository.workspace().join("schema"), repository.folder.path().join("out"));
    assert_eq!(last(&["--schema", schema.to_str().unwrap(), "--out", out.to_str().unwrap()]), "");
    let json = repository.xtask(&["codegen", "--format", "json"]);
    assert!(stderr(&json).ends_with(brief) && stdout(&json).ends_with("}\n"), "{}", stderr(&json));
    repository.commit();
    assert_eq!(last(&[]), "");
}

#[test]
fn codegen_needs_no_git() {
    let folder = Repository::without_git("");
    let written = folder.xtask(&["codegen"]);
    assert!(written.status.success(), "{}", stderr(&written));
    assert!(stdout(&written).ends_with(" 0 unchanged\n"), "{}", stdout(&written));
    assert!(folder.xtask(&["codegen", "--check"]).status.success());
}

#[test]
fn the_workflow_finds_its_comment_by_the_first_line_of_the_markdown() {
    let workflow = include_str!("../../.github/workflows/ci.yml");
    assert!(workflow.contains(&format!("MARKER: \"{}\"\n", halo_codegen::diff::MARKER)));
    let repository = Repository::new("");
    let markdown = stdout(&repository.diff(&["--base", "HEAD", "--format", "markdown"]));
    assert!(markdown.starts_with(&format!("{}\n", halo_codegen::diff::MARKER)), "{markdown}");
}
