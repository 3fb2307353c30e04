//! Compiles the golden crate: halo-api with the generated code of the fixtures instead of its own.
#![allow(clippy::expect_used, clippy::panic)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod fixture_schemas;
#[allow(clippy::unwrap_used)]
mod harbour_api;
#[allow(dead_code, reason = "each test file uses a part of it")]
mod scratch_workspace;

mod nasty;

use halo_codegen::FileMap;
use scratch_workspace::Workspace;

#[test]
fn generated_code_compiles_without_warnings() {
    for name in ["everything", "names"] {
        check(name, &fixture_schemas::generated(name));
    }
    let (drafts, _) = harbour_api::imported(&harbour_api::bare(), &harbour_api::PATHS, false).expect("drafts");
    check("drafts", &fixture_schemas::generate(&harbour_api::filled(&drafts)));
}

fn check(name: &str, files: &FileMap) {
    let workspace = Workspace::new(name, &["halo-api"]);
    workspace.generate(files);
    let output = workspace.check(&["--lib", "--all-features"]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !text.contains("warning"), "{name}:\n{text}");
}
