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

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use halo_codegen::SourceSet;
use halo_codegen::diff::{Change, Changes, Class, Side, diff};
use halo_codegen::ir::Api;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use scratch_workspace::{Compiled, Workspace};
use uses::Use;

/// The seed of the random edits; the variable `HALO_COMPAT_SEED` overrides it.
const SEED: u64 = 1;
const EDITS: usize = 48;
/// The line of the first function of the program.
const FIRST_LINE: usize = 2;

#[test]
fn changes_are_breaking_exactly_if_code_no_longer_compiles() {
    let old = fixture_schemas::fixture("everything");
    let program = uses::all(&lower(&old));
    let mut runner = runner();
    // Additions come first: no function may fail, which also proves that the program itself compiles.
    let added = edits(&mut runner, &old, edits::additions());
    let changes = compare(&old, &added);
    assert!(changes.most_severe() >= Some(Class::Additive), "{}", changes.text(""));
    let any = (0..3).map(|_| edits(&mut runner, &old, edits::any()));
    let edited: Vec<SourceSet> = std::iter::once(added).chain(any).collect();

    let failed = failing(&Workspace::new("compat"), &program, &edited);
    for (new, failed) in edited.iter().zip(&failed) {
        judge(&program, &old, new, failed);
    }
    assert_eq!(failed[0], BTreeSet::new());
    for broken in &failed[1..] {
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

/// Asserts that of the program of the old API exactly the expected functions failed against the new one.
fn judge(program: &[Use], old: &SourceSet, new: &SourceSet, failed: &BTreeSet<String>) {
    let changes = compare(old, new);
    let (old_api, new_api) = (lower(old), lower(new));
    let renamed = |module: &str| {
        let path = old_api.entities.iter().find(|entity| entity.module == module).map(|entity| &entity.catalog.path);
        let now = new_api.entities.iter().find(|entity| Some(&entity.catalog.path) == path);
        now.map_or_else(|| module.to_owned(), |entity| entity.module.clone())
    };
    let expected = program.iter().filter(|one| one.breaks(&changes, &renamed)).map(|one| one.code.clone());
    let expected: BTreeSet<String> = expected.collect();
    let missed: Vec<_> = failed.difference(&expected).collect();
    let wrong: Vec<_> = expected.difference(failed).collect();
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
}

/// The functions of the program that do not compile against each API.
///
/// The compiler reports unknown names before it checks types, so the remaining functions are compiled again until all pass.
fn failing(workspace: &Workspace, program: &[Use], apis: &[SourceSet]) -> Vec<BTreeSet<String>> {
    for (number, api) in apis.iter().enumerate() {
        workspace.api(&format!("api-{number}"), &fixture_schemas::generate(api));
        workspace.write(&format!("user-{number}/Cargo.toml"), &manifest(number));
        write_program(workspace, number, program);
    }
    let mut left = vec![program.iter().collect::<Vec<_>>(); apis.len()];
    let mut failed = vec![BTreeSet::new(); apis.len()];
    loop {
        let compiled = workspace.cargo("check", &["--workspace", "--lib"]);
        if compiled.is_success() {
            return failed;
        }
        let lines = error_lines(&compiled);
        assert!(!lines.is_empty(), "{}", compiled.text());
        for (number, lines) in lines {
            let numbered = std::mem::take(&mut left[number]).into_iter().enumerate();
            let (wrong, right): (Vec<_>, Vec<_>) = numbered.partition(|(at, _)| lines.contains(&(at + FIRST_LINE)));
            // An error elsewhere than in a function would come again and again.
            assert!(!wrong.is_empty(), "{lines:?} of user-{number}");
            failed[number].extend(wrong.into_iter().map(|(_, one)| one.code.clone()));
            left[number] = right.into_iter().map(|(_, one)| one).collect();
            write_program(workspace, number, left[number].iter().copied());
        }
    }
}

/// All features are on, as in the golden test, so that the dependencies are compiled once for both.
fn manifest(number: usize) -> String {
    format!(
        r#"
[package]
name = "user-{number}"
version = "0.0.0"
edition = "2024"

[dependencies]
bytes.workspace = true
halo-api = {{ package = "api-{number}", path = "../api-{number}", features = ["blocking", "mock-server", "redis"] }}
jiff.workspace = true
rust_decimal.workspace = true
serde_json.workspace = true
"#
    )
}

/// One function a line.
fn write_program<'p>(workspace: &Workspace, number: usize, program: impl IntoIterator<Item = &'p Use>) {
    // The names by which replies are called, all on the first line.
    let mut text = String::from("#![allow(warnings)] use {::bytes::Bytes, halo_api::*, ::serde_json::Value};\n");
    for (number, one) in program.into_iter().enumerate() {
        let kind = if one.code.contains(".await") { "async fn" } else { "fn" };
        let _ = writeln!(text, "pub {kind} f{number}{}", one.code);
    }
    workspace.write(&format!("user-{number}/src/lib.rs"), &text);
}

/// The lines of each program at which errors occur.
fn error_lines(compiled: &Compiled) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut lines = BTreeMap::<_, BTreeSet<_>>::new();
    for message in compiled.messages().iter().filter(|message| message.is_error()) {
        let number = message.member().strip_prefix("user-").and_then(|number| number.parse().ok());
        let number: usize = number.unwrap_or_else(|| panic!("{}", message.text()));
        lines.entry(number).or_default().extend(message.lines());
    }
    lines.retain(|_, lines| !lines.is_empty());
    lines
}

fn lower(sources: &SourceSet) -> Api {
    halo_codegen::lower::lower(&halo_codegen::check(sources).unwrap())
}

fn compare(old: &SourceSet, new: &SourceSet) -> Changes {
    let (old_schema, new_schema) = (halo_codegen::check(old).unwrap(), halo_codegen::check(new).unwrap());
    diff(Side { schema: &old_schema, sources: old }, Side { schema: &new_schema, sources: new })
}
