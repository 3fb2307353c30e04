//! Compares the classes of `diff` with the findings of cargo-semver-checks, for each edit that triggers a rule of `diff`.
//!
//! It runs by name alone, since it needs the tool and minutes: `cargo test -p halo-codegen --test semver`, with a part of a rule's
//! id as an argument to try few edits. `diff` reads schemas, the tool what rustdoc says of the code that they generate. It fails
//! if the tool finds a break that `diff` does not call breaking (source), or does not find one that `diff` calls so and that is
//! not in [`UNSEEN`].
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "../fixture_schemas/mod.rs"]
mod fixture_schemas;
#[path = "../rule_edits/mod.rs"]
mod rule_edits;
#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "../scratch_workspace/mod.rs"]
mod scratch_workspace;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

use halo_codegen::SourceSet;
use halo_codegen::diff::{Change, Class, Rule, Side, diff};
use scratch_workspace::Workspace;

/// Breaks that the tool does not look for, and why. One that excuses nothing any more is an error.
const UNSEEN: &[(&str, fn(&Change) -> bool)] = &[
    ("it compares fields by name, not by type", |change| change.rule == Rule::FieldRetyped),
    ("it counts arguments, and compares neither their types nor that of what is returned", |change| {
        let retyped = matches!(change.rule, Rule::SetterRetyped | Rule::ParamRetyped);
        retyped || (change.rule == Rule::RequestArguments && arguments(&change.old) == arguments(&change.new))
    }),
];

/// How the tool prints a lint that failed.
const FAILURE: &str = "--- failure ";

fn main() -> ExitCode {
    let version = Command::new("cargo-semver-checks").args(["semver-checks", "--version"]).output();
    if !version.is_ok_and(|output| output.status.success()) {
        eprintln!("error: cargo-semver-checks is missing: `cargo install cargo-semver-checks --locked` installs it");
        return ExitCode::FAILURE;
    }
    let wanted = env::args().nth(1).unwrap_or_default();
    let apis = Apis::new();
    let (mut disagreements, mut excuses) = (0, BTreeSet::new());
    println!("| edit | diff: breaking (source) | cargo-semver-checks: major | |\n| --- | --- | --- | --- |");
    for (edit, new) in edits(&apis.old).into_iter().filter(|(edit, _)| edit.contains(&wanted)) {
        let json = apis.describe("new", &new);
        for (way, pair, files) in
            [("", [&apis.old, &new], [&apis.json, &json]), (", back", [&new, &apis.old], [&json, &apis.json])]
        {
            let (breaking, found) = (breaking(pair), found(files));
            let verdict = judge(&breaking, &found);
            let rules: BTreeSet<&str> = breaking.iter().map(|change| change.rule.id()).collect();
            println!("| {edit}{way} | {} | {} | {} |", listed(rules), listed(&found), verdict.words());
            match verdict {
                Verdict::Same => {}
                Verdict::Unseen(reasons) => excuses.extend(reasons),
                Verdict::Disagree(_) => disagreements += 1,
            }
        }
    }
    for (reason, _) in UNSEEN.iter().filter(|(reason, _)| wanted.is_empty() && !excuses.contains(reason)) {
        println!("excuses nothing any more: {reason}");
        disagreements += 1;
    }
    println!("{disagreements} disagreements");
    if disagreements == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What both say of an edit.
enum Verdict {
    Same,
    /// The tool does not look for it, and why.
    Unseen(BTreeSet<&'static str>),
    Disagree(&'static str),
}

impl Verdict {
    fn words(&self) -> String {
        match self {
            Self::Same => "same".to_owned(),
            Self::Unseen(reasons) => format!("not seen: {}", listed(reasons.iter().copied())),
            Self::Disagree(who) => format!("**DISAGREE: {who}**"),
        }
    }
}

/// Whether both say the same, as far as the tool can see.
fn judge(breaking: &[Change], found: &BTreeSet<String>) -> Verdict {
    let reason = |change: &Change| UNSEEN.iter().find(|(_, is_unseen)| is_unseen(change)).map(|(reason, _)| *reason);
    match (breaking.is_empty(), found.is_empty()) {
        (true, false) => Verdict::Disagree("diff calls nothing breaking"),
        (false, true) => {
            let reasons: Option<BTreeSet<_>> = breaking.iter().map(reason).collect();
            reasons.map_or(Verdict::Disagree("the tool finds nothing"), Verdict::Unseen)
        }
        _ => Verdict::Same,
    }
}

/// The number of arguments of a method, as `diff` shows its signature.
fn arguments(signature: &Option<String>) -> usize {
    let list =
        signature.as_deref().and_then(|text| text.split_once('(')?.1.split_once(')')).map_or("", |(list, _)| list);
    list.split(", ").filter(|argument| !argument.is_empty()).count()
}

/// The API before all edits, and where it and others are compiled.
struct Apis {
    workspace: Workspace,
    old: SourceSet,
    json: PathBuf,
}

impl Apis {
    fn new() -> Self {
        let (workspace, old) = (Workspace::new("semver"), fixture_schemas::fixture("everything"));
        let mut apis = Self { workspace, old, json: PathBuf::new() };
        apis.json = apis.describe("old", &apis.old);
        apis
    }

    /// What a schema generates, as rustdoc describes it to programs.
    fn describe(&self, name: &str, sources: &SourceSet) -> PathBuf {
        self.workspace.api("halo-api", &fixture_schemas::generate(sources));
        let json = self.workspace.rustdoc_json("halo-api");
        let kept = json.with_file_name(format!("{name}.json"));
        fs::rename(json, &kept).expect("a file");
        kept
    }
}

/// The edits of all rules. Those that break no code in either direction are one, since the tool must find nothing in them.
fn edits(old: &SourceSet) -> Vec<(String, SourceSet)> {
    let mut edits = Vec::new();
    let (mut calm, mut count) = (old.clone(), 0);
    let is_calm = |new: &SourceSet| [[old, new], [new, old]].into_iter().all(|pair| breaking(pair).is_empty());
    for (there, back, edit) in rule_edits::EDITS {
        let new = rule_edits::apply(old, *edit);
        // Two edits of the same words do not go together.
        let both = is_calm(&new).then(|| rule_edits::try_apply(&calm, *edit)).flatten();
        match both.filter(|both| halo_codegen::check(both).is_ok() && is_calm(both)) {
            Some(both) => (calm, count) = (both, count + 1),
            None => edits.push((label(*there, *back), new)),
        }
    }
    edits.extend(rule_edits::larger().into_iter().map(|(there, back, new)| (label(there, back), new)));
    edits.insert(0, (format!("{count} edits that break no code"), calm));
    edits
}

fn label(there: Rule, back: Rule) -> String {
    if there == back { there.to_string() } else { format!("{there}, {back}") }
}

/// The changes by which code does not compile any more, as `diff` says.
fn breaking([old, new]: [&SourceSet; 2]) -> Vec<Change> {
    let (old_schema, new_schema) =
        (halo_codegen::check(old).expect("no mistakes"), halo_codegen::check(new).expect("no mistakes"));
    let changes = diff(Side { schema: &old_schema, sources: old }, Side { schema: &new_schema, sources: new });
    changes.iter().filter(|change| change.rule.class() == Class::Source).cloned().collect()
}

/// The lints of the tool that find a break, as if only a minor version followed.
fn found([old, new]: [&PathBuf; 2]) -> BTreeSet<String> {
    let json = |flag: &str, path: &Path| format!("--{flag}-rustdoc={}", path.display());
    let output = Command::new("cargo-semver-checks")
        .args(["semver-checks", "--release-type=minor", "--color=never"])
        .args([json("baseline", old), json("current", new)])
        .output()
        .expect("the tool runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let lints = text.lines().filter_map(|line| line.strip_prefix(FAILURE)?.split(':').next());
    let found: BTreeSet<String> = lints.map(str::to_owned).collect();
    // It exits with a code of its own where it cannot compare.
    assert!(output.status.success() == found.is_empty(), "{text}");
    found
}

fn listed<'t>(words: impl IntoIterator<Item = &'t (impl AsRef<str> + ?Sized + 't)>) -> String {
    let words: Vec<&str> = words.into_iter().map(AsRef::as_ref).collect();
    if words.is_empty() { "-".to_owned() } else { words.join(", ") }
}
