//! `cargo xtask explain` as users run it.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

fn explain(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).arg("explain").args(args).output().unwrap()
}

fn stdout(args: &[&str]) -> String {
    let output = explain(args);
    assert!(output.status.success(), "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_code_is_explained_with_a_wrong_and_a_right_example() {
    let text = stdout(&["hs101"]);
    assert!(text.starts_with("HS101: unknown type\n"), "{text}");
    for part in ["type: strng", "error[HS101]: unknown type `strng`", "type: string"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains('\u{1b}'), "colors without a terminal");
}

#[test]
fn without_a_code_all_are_listed() {
    let list = stdout(&[]);
    assert!(list.contains("\nHS101  unknown type\n"), "{list}");
    assert_eq!(list, stdout(&["--list"]));
    assert!(stdout(&["--markdown"]).contains("\n## HS101: unknown type\n"));
}

#[test]
fn an_unknown_code_is_an_error_with_the_list() {
    let output = explain(&["HS1011"]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text.starts_with("error: there is no diagnostic `HS1011`; did you mean `HS011`?"), "{text}");
    assert!(text.contains("\nHS101  unknown type\n"), "{text}");
}
