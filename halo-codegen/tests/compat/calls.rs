//! Arguments: every kind of argument, and Rust types as text.

use halo_codegen::diff::Rule;
use halo_codegen::ir::{RustType, TypeRef};

use crate::uses::{Need, Program};

/// A kind of argument.
pub(crate) struct Call {
    /// Its name in the diff.
    pub(crate) name: String,
    /// Its declaration, as an additional parameter of a function.
    pub(crate) argument: String,
    pub(crate) value: String,
    pub(crate) needs: Vec<Need>,
}

impl Call {
    fn plain(name: &str) -> Self {
        let ty = match name {
            "Decimal" => "rust_decimal::Decimal",
            "Timestamp" => "jiff::Timestamp",
            "Date" => "jiff::civil::Date",
            "Value" => "serde_json::Value",
            other => other,
        };
        let literal = name == "5";
        let argument = if literal { String::new() } else { format!(", v: {ty}") };
        let value = if literal { name } else { "v" }.to_owned();
        Self { name: name.to_owned(), argument, value, needs: Vec::new() }
    }

    fn list(self) -> Self {
        let argument = self.argument.replacen(": ", ": Vec<", 1);
        let (argument, value) = if argument.is_empty() {
            (argument, format!("vec![{}]", self.value))
        } else {
            (argument + ">", self.value)
        };
        Self { name: format!("Vec<{}>", self.name), argument, value, needs: self.needs }
    }
}

impl Program<'_> {
    /// Every kind of argument.
    pub(crate) fn calls(&self, ty: &RustType) -> Vec<Call> {
        let plain = |names: &[&str]| names.iter().map(|name| Call::plain(name)).collect::<Vec<_>>();
        match ty {
            RustType::Bool => plain(&["bool"]),
            RustType::Int => plain(&["5", "i64"]),
            RustType::Float => plain(&["f64"]),
            RustType::Decimal => plain(&["5", "i64", "f64", "Decimal"]),
            RustType::Text => plain(&["&str", "String"]),
            RustType::Timestamp => plain(&["Timestamp"]),
            RustType::Date => plain(&["Date"]),
            RustType::Json | RustType::Map(_) | RustType::Object(_, None) => {
                plain(&["bool", "5", "i64", "f64", "&str", "String", "Value"])
            }
            RustType::Object(_, Some(name)) => vec![self.named_call(name)],
            RustType::Plain(name) => {
                let text = self.api.ids.iter().any(|id| id.name == name.name && id.text)
                    || self.api.enums.iter().any(|one| one.name == name.name && !one.int);
                let mut calls = plain(if text { &["&str", "String"] } else { &["5", "i64"] });
                let need = Need::new(&name.module, &[Rule::TypeRetyped], &name.name, &format!("`{}`", name.name));
                for call in &mut calls {
                    call.needs.push(need.clone());
                }
                calls.push(self.named_call(name));
                calls
            }
            RustType::List(element) => self.calls(element).into_iter().map(Call::list).collect(),
        }
    }

    fn named_call(&self, name: &TypeRef) -> Call {
        let argument = format!(", v: {}", path(name));
        Call { name: name.name.clone(), argument, value: "v".to_owned(), needs: vec![self.type_of(name)] }
    }
}

/// A type of the API.
pub(crate) fn path(name: &TypeRef) -> String {
    format!("halo_api::{}::{}", name.module, name.name)
}

/// A type of an element, as Rust text.
pub(crate) fn value(ty: &RustType) -> String {
    match ty {
        RustType::Bool => "bool".to_owned(),
        RustType::Int => "i64".to_owned(),
        RustType::Float => "f64".to_owned(),
        RustType::Decimal => "rust_decimal::Decimal".to_owned(),
        RustType::Text => "String".to_owned(),
        RustType::Timestamp => "jiff::Timestamp".to_owned(),
        RustType::Date => "jiff::civil::Date".to_owned(),
        RustType::Json => "serde_json::Value".to_owned(),
        RustType::Plain(name) | RustType::Object(name, _) => path(name),
        RustType::List(element) => format!("Vec<{}>", value(element)),
        RustType::Map(element) => format!("std::collections::BTreeMap<String, {}>", value(element)),
    }
}
