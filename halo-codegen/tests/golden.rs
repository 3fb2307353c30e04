//! Compiles the golden crate: halo-api with the generated code of the fixtures instead of its own.
#![allow(clippy::expect_used, clippy::panic)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod fixture_schemas;
#[allow(clippy::unwrap_used)]
mod harbour_api;
#[allow(dead_code, reason = "each test file uses a part of it")]
mod scratch_workspace;

mod nasty;

use scratch_workspace::{Message, Workspace};

#[test]
fn generated_code_compiles_without_warnings() {
    let workspace = Workspace::new("golden");
    for name in ["everything", "names"] {
        workspace.api(name, &fixture_schemas::generated(name));
    }
    let (drafts, _) = harbour_api::imported(&harbour_api::bare(), &harbour_api::PATHS, false).expect("drafts");
    workspace.api("drafts", &fixture_schemas::generate(&harbour_api::filled(&drafts)));
    // In the same run, since one run of cargo would wait for the other.
    let nasty = nasty::Modules::new();
    workspace.api(nasty::MEMBER, &nasty.files(|_| true));

    let compiled = workspace.cargo("check", &["--workspace", "--lib", "--all-features"]);
    let messages = compiled.messages();
    let faults = messages.iter().filter(|message| message.member() != nasty::MEMBER);
    let faults: Vec<&str> = faults.map(Message::text).collect();
    assert!(faults.is_empty(), "{}", faults.concat());
    nasty.blame(&compiled);
    // What cargo itself warns of is no message of the compiler.
    assert!(!compiled.text().contains("warning"), "{}", compiled.text());

    // Rustdoc sees few modules in CI, since it takes four times as long as the compiler.
    workspace.api(nasty::MEMBER, &nasty.files(nasty::is_documented));
    nasty.blame(&workspace.cargo("doc", &["-p", nasty::MEMBER, "--all-features", "--no-deps"]));
}
