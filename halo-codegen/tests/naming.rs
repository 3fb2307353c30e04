//! Names that conflict with Rust, the runtime or each other.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod base_schema;

use base_schema::{edited, report};
use halo_codegen::lower::names::rust_name;
use halo_codegen::naming::{
    RUNTIME_ORDER_PARAMS, RUNTIME_PARAMS, is_keyword, is_runtime_param, naming_error, snake_name,
};

#[test]
fn wire_names_become_snake_case() {
    for (wire, rust) in [
        ("summary", "summary"),
        ("date_closed", "date_closed"),
        ("_validate", "validate"),
        ("__twice", "twice"),
        ("alertId", "alert_id"),
        ("alertID", "alert_id"),
        ("DefaultServiceAccessLevel", "default_service_access_level"),
        ("Oo_name", "oo_name"),
        ("third-party id", "third_party_id"),
        ("sql.server", "sql_server"),
    ] {
        assert_eq!(snake_name(wire), rust, "{wire}");
        assert_eq!(naming_error(&snake_name(wire)), None, "{wire}");
    }
}

#[test]
fn the_nearest_name_wins() {
    let schema = halo_codegen::check(&base_schema::right().into_iter().collect()).unwrap();
    assert_eq!(rust_name(&schema, "dateoccurred", None), "date_occurred");
    assert_eq!(rust_name(&schema, "dateoccurred", Some("raised")), "raised");
    assert_eq!(rust_name(&schema, "dateClosed", None), "date_closed");
}

#[test]
fn invalid_names_and_keywords_are_recognized() {
    for name in ["", "_", "a__b", "a_", "2fa", "Name", "größe", "a-b"] {
        assert!(naming_error(name).is_some(), "{name}");
    }
    for keyword in ["type", "async", "gen", "try", "self", "Self", "yield", "macro"] {
        assert!(is_keyword(keyword), "{keyword}");
    }
    for name in ["union", "auto", "raw", "safe", "default"] {
        assert!(!is_keyword(name), "{name}");
    }
}

/// A conflict for every kind of name in the generated code.
#[test]
fn obstacle_course() {
    let filters = r#"    search: shared
    query: { type: string, doc: "A text to find." }
    Send: { type: bool, doc: "Whether it was sent." }
    type: { type: string, doc: "Its kind." }
    2fa: { type: bool, doc: "Whether it is secured." }
    clientName: { type: string, doc: "Of a client." }
    client_name: { type: string, doc: "Of a client, too." }
    "***": { type: string, doc: "Rated by stars." }
"#;
    let fields = r#"  extra: { type: string, doc: "More to say." }
  set: { type: string, access: both, doc: "Which collection it belongs to." }
  crate: { type: string, access: both, doc: "What it was packed in." }
  1st: { type: string, access: both, doc: "Who was there before." }
  clear_summary: { type: bool, access: write, doc: "Empties it." }
  Status_Id: { type: int, access: both, doc: "Where it stood." }
  send: { type: bool, access: both, doc: "A setter of writes may be called so." }
  self: { name: me, type: bool, doc: "A name given by hand helps." }
  summary: {"#;
    let values = r#"  dateclosed: { name: closed, doc: "When it was closed." }
  "1": { doc: "The first." }
  self: { doc: "Itself." }
  unknown: { doc: "Nobody knows." }
  type: { doc: "A keyword has no capitals." }
  Closed: { doc: "The same word." }
"#;
    let sources = edited(&[
        ("entities/tickets.yaml", "    search: shared\n", filters),
        ("entities/tickets.yaml", "  summary: {", fields),
        ("types/ticket_date_field.yaml", "  dateclosed: { name: closed, doc: \"When it was closed.\" }\n", values),
    ]);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("naming_obstacle_course", report(&sources));
    });
}

/// The runtime refuses them in `query()`, the generator as filters: it must be the same list.
#[test]
fn the_parameters_of_the_runtime_are_those_that_halo_api_has() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../halo-api/src/request/params.rs");
    let file = syn::parse_file(&std::fs::read_to_string(path).unwrap()).unwrap();
    let listed = |name: &str| -> Vec<String> {
        let list = file.items.iter().find_map(|item| match item {
            syn::Item::Const(list) if list.ident == name => Some(&*list.expr),
            _ => None,
        });
        let Some(syn::Expr::Array(list)) = list else { panic!("{name} is a list in request/params.rs") };
        let texts = list.elems.iter().map(|element| match element {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => text.value(),
            _ => panic!("{name} holds texts"),
        });
        texts.collect()
    };
    assert_eq!(listed("RUNTIME_PARAMS"), RUNTIME_PARAMS);
    assert_eq!(listed("RUNTIME_ORDER_PARAMS"), RUNTIME_ORDER_PARAMS);
    for (name, is_one) in [("orderdesc2", true), ("Count", true), ("order_id", false), ("counts", false)] {
        assert_eq!(is_runtime_param(name), is_one, "{name}");
    }
}
