//! `resources.rs`: what is known of paths without an entity file, one line of text each.
//!
//! Texts cost the compiler next to nothing; the runtime reads them when somebody asks for the first of them.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::ResourceDef;

pub(super) fn resources(resources: &[ResourceDef]) -> TokenStream {
    let lines = resources.iter().map(line);
    quote! {
        /// What is known of paths without an entity file.
        pub(crate) static RESOURCES: &[&str] = &[#(#lines),*];
    }
}

/// The path, then what is known as `name=value`, with commas between several values.
fn line(resource: &ResourceDef) -> String {
    let mut line = resource.path.clone();
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = write!(line, " {name}={value}");
        }
    };
    let rows: Vec<&str> = resource.rows.iter().map(|key| if key.is_empty() { "bare" } else { key }).collect();
    add("verbs", resource.verbs.iter().map(|verb| verb.word()).collect::<Vec<_>>().join(","));
    add("rows", rows.join(","));
    add("paging", resource.paging.map_or("", |paging| paging.word()).to_owned());
    add("older_than", resource.window.clone().unwrap_or_default());
    add("cap", resource.page_cap.map_or_else(String::new, |cap| cap.to_string()));
    add("key", resource.key.join(","));
    add("id", resource.id.word().to_owned());
    add("needs", resource.needs.join(","));
    add("list_needs", resource.list_needs.join(","));
    add("delete_needs", resource.delete_needs.join(","));
    add("read", resource.read_scope.clone().unwrap_or_default());
    add("write", resource.write_scope.clone().unwrap_or_default());
    add("evidence", resource.evidence.map_or("", |mark| mark.word()).to_owned());
    line
}
