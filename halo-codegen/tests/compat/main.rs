//! Asks the compiler whether a change breaks code.
//!
//! A program that uses everything an API offers is compiled against a randomly edited API. Exactly those functions may fail
//! that the changes call broken.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod calls;
mod edits;
#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "../fixture_schemas/mod.rs"]
mod fixture_schemas;
#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "../scratch_workspace/mod.rs"]
mod scratch_workspace;
mod uses;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use halo_codegen::SourceSet;
use halo_codegen::diff::{Change, Changes, Class, Side, diff};
use halo_codegen::ir::Api;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use scratch_workspace::Workspace;
use uses::Use;

/// The seed of the random edits; the variable `HALO_COMPAT_SEED` overrides it.
const SEED: u64 = 1;
const EDITS: usize = 48;

const MANIFEST: &str = r#"
[package]
name = "user"
version = "0.0.0"
edition = "2024"

[dependencies]
bytes.workspace = true
halo-api = { path = "../halo-api", features = ["blocking", "mock-server"] }
jiff.workspace = true
rust_decimal.workspace = true
serde_json.workspace = true
"#;

#[test]
fn changes_are_breaking_exactly_if_code_no_longer_compiles() {
    let old = fixture_schemas::fixture("everything");
    let workspace = Workspace::new("compat", &["halo-api", "user"]);
    workspace.write("user/Cargo.toml", MANIFEST);
    let program = uses::all(&lower(&old));
    let mut runner = runner();

    // Additions come first: no function may fail, which also proves that the program itself compiles.
    let added = edits(&mut runner, &old, edits::additions());
    let changes = compare(&old, &added);
    assert!(changes.most_severe() >= Some(Class::Additive), "{}", changes.text(""));
    assert_eq!(judge(&workspace, &program, &old, &added), BTreeSet::new());

    for _ in 0..3 {
        let new = edits(&mut runner, &old, edits::any());
        let broken = judge(&workspace, &program, &old, &new);
        assert!(broken.len() > EDITS / 4, "too few functions break for a test: {broken:?}");
    }
}

fn runner() -> TestRunner {
    let mut seed = [0; 32];
    let number = std::env::var("HALO_COMPAT_SEED").map_or(SEED, |seed| seed.parse().expect("a number"));
    seed[..8].copy_from_slice(&number.to_le_bytes());
    TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
}

/// A schema after several edits.
fn edits(runner: &mut TestRunner, old: &SourceSet, one: impl Strategy<Value = edits::Edit>) -> SourceSet {
    let several = proptest::collection::vec(one, EDITS).new_tree(runner).expect("edits").current();
    let (new, applied) = edits::apply(old, &several);
    assert!(applied.len() > EDITS / 3, "too few edits apply: {applied:?}");
    new
}

/// Compiles the program of the old API against the new one.
///
/// Asserts that exactly the expected functions fail.
fn judge(workspace: &Workspace, program: &[Use], old: &SourceSet, new: &SourceSet) -> BTreeSet<String> {
    let changes = compare(old, new);
    let (old_api, new_api) = (lower(old), lower(new));
    let renamed = |module: &str| {
        let path = old_api.entities.iter().find(|entity| entity.module == module).map(|entity| &entity.catalog.path);
        let now = new_api.entities.iter().find(|entity| Some(&entity.catalog.path) == path);
        now.map_or_else(|| module.to_owned(), |entity| entity.module.clone())
    };
    let expected = program.iter().filter(|one| one.breaks(&changes, &renamed)).map(|one| one.code.clone());
    let expected: BTreeSet<String> = expected.collect();
    workspace.generate(&fixture_schemas::generate(new));
    let failed = failing(workspace, program);
    let missed: Vec<_> = failed.difference(&expected).collect();
    let wrong: Vec<_> = expected.difference(&failed).collect();
    let founded = |change: &Change| {
        let about = |one: &&Use| failed.contains(&one.code) && one.is_about(change, &renamed);
        !change.still_compiles.is_empty() || program.iter().any(|one| about(&one))
    };
    let unfounded: Vec<_> =
        changes.iter().filter(|change| change.rule.class() == Class::Source && !founded(change)).collect();
    assert!(
        missed.is_empty() && wrong.is_empty() && unfounded.is_empty(),
        "missed: {missed:#?}\nwrong: {wrong:#?}\nunfounded: {unfounded:#?}\n{}",
        changes.text("")
    );
    failed
}

/// The functions that do not compile.
///
/// The compiler reports unknown names before it checks types, so the remaining functions are compiled again until all pass.
fn failing(workspace: &Workspace, program: &[Use]) -> BTreeSet<String> {
    let mut left: Vec<&Use> = program.iter().collect();
    let mut failed = BTreeSet::new();
    loop {
        // The names by which replies are called, all on the first line.
        let mut text = String::from("#![allow(warnings)] use {::bytes::Bytes, halo_api::*, ::serde_json::Value};\n");
        for (number, one) in left.iter().enumerate() {
            let kind = if one.code.contains(".await") { "async fn" } else { "fn" };
            let _ = writeln!(text, "pub {kind} f{number}{}", one.code);
        }
        workspace.write("user/src/lib.rs", &text);
        let output = workspace.check(&["-p", "user", "--message-format=json"]);
        if output.status.success() {
            return failed;
        }
        let lines = error_lines(&String::from_utf8_lossy(&output.stdout));
        assert!(!lines.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        failed.extend(lines.iter().map(|line| left[line - 2].code.clone()));
        left = left
            .into_iter()
            .enumerate()
            .filter(|(number, _)| !lines.contains(&(number + 2)))
            .map(|(_, one)| one)
            .collect();
    }
}

/// The lines of the program at which errors occur.
fn error_lines(messages: &str) -> BTreeSet<usize> {
    let mut lines = BTreeSet::new();
    for message in messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()) {
        let about = &message["message"];
        if about["level"] != "error" {
            continue;
        }
        assert_eq!(message["target"]["name"], "user", "{}", about["rendered"].as_str().unwrap_or_default());
        for span in about["spans"].as_array().into_iter().flatten().filter(|span| span["is_primary"] == true) {
            lines.extend(span["line_start"].as_u64().and_then(|line| usize::try_from(line).ok()));
        }
    }
    lines
}

fn lower(sources: &SourceSet) -> Api {
    halo_codegen::lower::lower(&halo_codegen::check(sources).unwrap())
}

fn compare(old: &SourceSet, new: &SourceSet) -> Changes {
    let (old_schema, new_schema) = (halo_codegen::check(old).unwrap(), halo_codegen::check(new).unwrap());
    diff(Side { schema: &old_schema, sources: old }, Side { schema: &new_schema, sources: new })
}
