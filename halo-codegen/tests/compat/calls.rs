//! Arguments: every kind of argument, and Rust types as text.

use halo_codegen::diff::Rule;
use halo_codegen::ir::{Type, TypeRef};
use halo_codegen::model::{EnumRepr, IdRepr, Scalar};

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
    pub(crate) fn calls(&self, ty: &Type) -> Vec<Call> {
        let plain = |names: &[&str]| names.iter().map(|name| Call::plain(name)).collect::<Vec<_>>();
        match ty {
            Type::Scalar(Scalar::Bool) => plain(&["bool"]),
            Type::Scalar(Scalar::Int) => plain(&["5", "i64"]),
            Type::Scalar(Scalar::Float) => plain(&["f64"]),
            Type::Scalar(Scalar::Decimal) => plain(&["5", "i64", "f64", "Decimal"]),
            Type::Scalar(Scalar::String | Scalar::Uuid) => plain(&["&str", "String"]),
            Type::Scalar(Scalar::DateTime) => plain(&["Timestamp"]),
            Type::Scalar(Scalar::Date) => plain(&["Date"]),
            Type::Scalar(Scalar::Json) | Type::Map(_) | Type::Object(_, None) => {
                plain(&["bool", "5", "i64", "f64", "&str", "String", "Value"])
            }
            Type::Object(_, Some(name)) => vec![self.named_call(name)],
            Type::Nested(object) => self.calls(object),
            Type::Id(name, _) | Type::Enum(name, _) => {
                let text = self.api.ids.iter().any(|id| id.name == name.name && id.repr != IdRepr::Int)
                    || self.api.enums.iter().any(|one| one.name == name.name && one.repr == EnumRepr::String);
                let mut calls = plain(if text { &["&str", "String"] } else { &["5", "i64"] });
                let need = Need::new(&name.module, &[Rule::TypeRetyped], &name.name, &format!("`{}`", name.name));
                for call in &mut calls {
                    call.needs.push(need.clone());
                }
                calls.push(self.named_call(name));
                calls
            }
            Type::List(element) => self.calls(element).into_iter().map(Call::list).collect(),
            Type::File => {
                let (name, argument, value) = ("File".to_owned(), ", v: halo_api::File".to_owned(), "v".to_owned());
                vec![Call { name, argument, value, needs: Vec::new() }]
            }
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
pub(crate) fn value(ty: &Type) -> String {
    match ty {
        Type::Scalar(Scalar::Bool) => "bool".to_owned(),
        Type::Scalar(Scalar::Int) => "i64".to_owned(),
        Type::Scalar(Scalar::Float) => "f64".to_owned(),
        Type::Scalar(Scalar::Decimal) => "rust_decimal::Decimal".to_owned(),
        Type::Scalar(Scalar::String | Scalar::Uuid) => "String".to_owned(),
        Type::Scalar(Scalar::DateTime) => "jiff::Timestamp".to_owned(),
        Type::Scalar(Scalar::Date) => "jiff::civil::Date".to_owned(),
        Type::Scalar(Scalar::Json) => "serde_json::Value".to_owned(),
        Type::Id(name, _) | Type::Enum(name, _) | Type::Object(name, _) => path(name),
        Type::Nested(object) => format!("halo_api::Nested<{}>", value(object)),
        Type::List(element) => format!("Vec<{}>", value(element)),
        Type::Map(element) => format!("std::collections::BTreeMap<String, {}>", value(element)),
        Type::File => "halo_api::File".to_owned(),
    }
}
