//! The golden crate: halo-api with the output of the fixtures in place of its own, put before the compiler.
#![allow(clippy::expect_used, clippy::panic)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod support;

use support::workspace::Workspace;

#[test]
fn what_is_generated_compiles_without_warnings() {
    for name in ["everything", "names"] {
        let workspace = Workspace::new(name, &["halo-api"]);
        workspace.generate(&support::generated(name));
        let output = workspace.check(&["--lib", "--all-features"]);
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !text.contains("warning"), "{name}:\n{text}");
    }
}
