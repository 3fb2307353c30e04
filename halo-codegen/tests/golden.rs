//! The golden crate: halo-api with the output of the fixtures in place of its own, put before the compiler.
#![allow(clippy::expect_used, clippy::panic)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod support;

#[allow(clippy::unwrap_used)]
mod harbour;

mod nasty;

use halo_codegen::FileMap;
use support::workspace::Workspace;

#[test]
fn what_is_generated_compiles_without_warnings() {
    for name in ["everything", "names"] {
        check(name, &support::generated(name));
    }
    let (drafts, _) = harbour::imported(&harbour::bare(), &harbour::PATHS, false).expect("drafts");
    check("drafts", &support::generate(&harbour::filled(&drafts)));
}

fn check(name: &str, files: &FileMap) {
    let workspace = Workspace::new(name, &["halo-api"]);
    workspace.generate(files);
    let output = workspace.check(&["--lib", "--all-features"]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !text.contains("warning"), "{name}:\n{text}");
}
