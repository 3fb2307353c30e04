//! Every code has an explanation, with an example that causes it.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;

use halo_codegen::{Code, SourceSet, explain};

fn codes(sources: &SourceSet) -> BTreeSet<Code> {
    let found = halo_codegen::check(sources).map_or_else(|found| found, |_| halo_codegen::Diagnostics::default());
    found.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn every_example_causes_its_code_and_its_fixed_form_is_right() {
    for code in Code::ALL.iter().filter(|code| !code.is_fault()) {
        let example = code.example().unwrap_or_else(|| panic!("{code} has no example: see src/explain/examples"));
        assert_eq!(codes(&example.wrong()), BTreeSet::from([*code]), "{code}: {example:?}");
        assert_eq!(codes(&example.right()), BTreeSet::new(), "{code}: {example:?}");
    }
}

#[test]
fn the_lines_of_an_example_occur_once_in_the_base_schema() {
    for (code, example) in Code::ALL.iter().filter_map(|code| Some((code, code.example()?))) {
        if let explain::Example::Lines { path, at, .. } = example {
            let (_, text) = explain::base::FILES.into_iter().find(|(known, _)| known == path).unwrap();
            assert_eq!(text.matches(at).count(), 1, "{code}: {at:?}");
        }
    }
}

/// An example of a fault of the generator would be one to mend.
#[test]
fn only_a_fault_of_the_generator_has_no_example() {
    let without: Vec<_> = Code::ALL.iter().filter(|code| code.example().is_none()).collect();
    assert_eq!(without, [&Code::Unparsable]);
    assert!(Code::Unparsable.is_fault());
}

#[test]
fn explanations_read_well() {
    for code in [Code::RuntimeParameter, Code::StrayFile, Code::NoEntities, Code::NestedTooDeep] {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("explain_{code}"), explain::explain(code, false));
        });
    }
}

#[test]
fn color_only_adds_escapes() {
    let (plain, colored) = (explain::explain(Code::UnknownType, false), explain::explain(Code::UnknownType, true));
    assert!(colored.contains("\u{1b}[") && !plain.contains('\u{1b}'));
}

#[test]
fn codes_are_found_in_any_case_and_unknown_codes_return_the_list() {
    assert_eq!(explain::find(" hs101 "), Ok(Code::UnknownType));
    let message = explain::find("HS1011").unwrap_err();
    assert!(message.starts_with("there is no diagnostic `HS1011`; did you mean `HS011`?\n\nHS001  "), "{message}");
    assert!(explain::find("").is_err());
}

/// The page is generated, so this test keeps it current.
#[test]
fn the_page_of_all_codes_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/DIAGNOSTICS.md");
    let page = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(page == explain::page(), "run `cargo xtask explain --markdown > schema/DIAGNOSTICS.md`");
}
