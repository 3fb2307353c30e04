//! Drafts of fields and parameters.

use super::builder::{Builder, Names};
use crate::model::{IdRepr, TypeExpr, VendorNote};
use crate::vendor::document::{Param, Property, Type};
use crate::vendor::targets::Target;
use crate::vendor::types::parse;

/// A wire name, and its explicit `name:`.
pub(super) type NamePair<'l> = (&'l str, Option<&'l str>);

/// The draft of a field.
#[derive(Debug, Clone)]
pub(super) struct FieldDraft {
    pub(super) wire: String,
    /// The keys in braces after the wire name.
    pub(super) keys: Vec<String>,
    /// Its type as written.
    pub(super) ty: String,
}

/// The draft of a parameter.
#[derive(Debug, Clone)]
pub(super) struct ParamDraft {
    pub(super) wire: String,
    /// The value after the wire name: `shared`, or keys in braces.
    pub(super) value: String,
    /// Whether it decides what rows contain, and not which rows come.
    pub(super) is_option: bool,
}

/// Words of names whose values are money; hours and measures are floats.
const MONEY: &[&str] = &[
    "amount", "balance", "budget", "cost", "fee", "gross", "net", "payment", "price", "profit", "revenue", "tax",
    "total", "vat",
];

/// Words of names whose values must not appear in logs.
const SECRETS: &[&str] = &["apikey", "passphrase", "password", "pwd", "secret"];

impl FieldDraft {
    /// The value after the wire name.
    pub(super) fn value(&self) -> String {
        format!("{{ {}, doc: \"\" }}", self.keys.join(", "))
    }
}

impl Builder<'_> {
    /// Drafts a field. `filled`: `list` or `detail` if only that one has it.
    pub(super) fn field(
        &mut self,
        property: &Property,
        filled: Option<&str>,
        names: &mut Names,
        depth: usize,
    ) -> FieldDraft {
        let wire = property.name.as_str();
        let theirs = self.document.resolve(&property.ty);
        let ty = self.field_type(wire, &theirs, depth);
        let mut keys: Vec<String> = self.name(wire, names).map(|name| format!("name: {name}")).into_iter().collect();
        keys.push(format!("type: {ty}"));
        keys.extend(filled.map(|filled| format!("in: {filled}")));
        if depth == 0 && wire.starts_with('_') && theirs == Type::Bool {
            keys.push("access: control".to_owned());
        }
        let words = self.words.split(wire);
        if ty == "string" && words.iter().any(|word| SECRETS.contains(&word.as_str())) {
            keys.push("secret: true".to_owned());
        }
        FieldDraft { wire: wire.to_owned(), keys, ty }
    }

    fn field_type(&mut self, wire: &str, theirs: &Type, depth: usize) -> String {
        match theirs {
            Type::Bool => "bool".to_owned(),
            Type::DateTime => "datetime".to_owned(),
            Type::Any | Type::Object(_) => "json".to_owned(),
            Type::Int => self.id_of(wire, theirs).unwrap_or_else(|| "int".to_owned()),
            Type::Number => self.id_of(wire, theirs).unwrap_or_else(|| self.number(wire).to_owned()),
            Type::String => self.id_of(wire, theirs).unwrap_or_else(|| "string".to_owned()),
            Type::Uuid => self.id_of(wire, theirs).unwrap_or_else(|| "uuid".to_owned()),
            Type::Ref(schema) => self.object(schema, depth).unwrap_or_else(|| "json".to_owned()),
            Type::List(item) => format!("list<{}>", self.field_type(wire, item, depth)),
            Type::Map(item) => format!("map<{}>", self.field_type("", item, depth)),
        }
    }

    fn number(&self, wire: &str) -> &'static str {
        if self.words.split(wire).iter().any(|word| MONEY.contains(&word.as_str())) { "decimal" } else { "float" }
    }

    /// The type of an id, if the name ends with `id` and the type matches that of its target.
    fn id_of(&mut self, wire: &str, theirs: &Type) -> Option<String> {
        let words = self.words.split(wire);
        let (last, rest) = words.split_last()?;
        let is_id = matches!(last.as_str(), "id" | "ids") && !rest.is_empty();
        let target = self.targets.find(rest).filter(|target| is_id && fits(target, theirs))?;
        Some(self.id(&target))
    }

    /// Drafts a parameter of an operation whose other parameters are `others`.
    ///
    /// `fields`: the wire names and types of the entity's fields.
    pub(super) fn param(
        &mut self,
        param: &Param,
        others: &[&str],
        fields: &[(String, String)],
        names: &mut Names,
    ) -> ParamDraft {
        let wire = param.name.as_str();
        let theirs = self.document.resolve(&param.ty);
        let is_option = theirs == Type::Bool && is_include_flag(param);
        let wire_name = wire.to_owned();
        if let Some(shared) = self.shared(wire, others) {
            let noted = matches!(&shared.vendor, Some(VendorNote::Type(noted)) if parse(noted) == theirs);
            let explicit = shared.name.as_ref().map(|name| name.value.as_str());
            let fits = noted || (shared.vendor.is_none() && self.fit().param(&shared.ty.value, &theirs));
            if fits && names.reserve(&crate::lower::names::rust_name(self.schema, wire, explicit)) {
                return ParamDraft { wire: wire_name, value: "shared".to_owned(), is_option };
            }
        }
        let ty = self.param_type(param, &theirs);
        let mut keys: Vec<String> = self.name(wire, names).map(|name| format!("name: {name}")).into_iter().collect();
        keys.push(format!("type: {ty}"));
        let same = |field: &&(String, String)| field.0 == wire && (field.1 == ty || ty == format!("list<{}>", field.1));
        keys.extend(fields.iter().find(same).map(|field| format!("field: {}", field.0)));
        if wire != "datesearch" && is_date_pair(wire) && others.contains(&"datesearch") {
            keys.push("needs: [datesearch]".to_owned());
        }
        keys.extend(self.param_note(&ty, param, &theirs));
        ParamDraft { wire: wire_name, value: format!("{{ {}, doc: \"\" }}", keys.join(", ")), is_option }
    }

    /// The `vendor` note for a type that is not compatible with the vendor's.
    fn param_note(&self, ty: &str, param: &Param, theirs: &Type) -> Option<String> {
        let ours = TypeExpr::parse(ty).ok()?;
        // An id that is being declared can be a number or text.
        let ours = if self.is_new_id(ours.name()) { return None } else { ours };
        let fit = self.fit();
        let fits = fit.param(&ours, theirs) || param.hints.ty.as_ref().is_some_and(|hint| fit.param(&ours, hint));
        let quoted = |ty: String| if ty.contains(['<', ' ']) { format!("\"{ty}\"") } else { ty };
        (!fits).then(|| format!("vendor: {{ type: {} }}", quoted(theirs.to_string())))
    }

    fn is_new_id(&self, name: Option<&str>) -> bool {
        name.is_some_and(|name| self.types.get(name).is_none())
    }

    fn param_type(&mut self, param: &Param, theirs: &Type) -> String {
        let wire = param.name.as_str();
        let words = self.words.split(wire);
        let takes_many = param.hints.comma_separated || words.last().is_some_and(|word| word == "ids");
        let hinted_item = match &param.hints.ty {
            Some(Type::List(item)) => Some((**item).clone()),
            _ => None,
        };
        match theirs {
            Type::List(item) => format!("list<{}>", self.one_of(wire, item)),
            Type::String if takes_many && wire != "activeinactive" => {
                // Ids are usually numbers; other numbers are read only where the text says so.
                let item = hinted_item.unwrap_or(Type::String);
                let plain = if item == Type::Int { "int" } else { "string" };
                let item = self.id_by_name(wire, &Type::Int).unwrap_or_else(|| plain.to_owned());
                format!("list<{item}>")
            }
            Type::String | Type::Bool if is_date(&words) && !wire.starts_with("inc") && wire != "datesearch" => {
                "datetime".to_owned()
            }
            Type::Any => param.hints.ty.clone().map_or_else(|| "string".to_owned(), |hint| self.one_of(wire, &hint)),
            other => self.one_of(wire, other),
        }
    }

    /// The type of one value in a query.
    fn one_of(&mut self, wire: &str, theirs: &Type) -> String {
        match theirs {
            Type::Bool => "bool".to_owned(),
            Type::Int => self.id_by_name(wire, theirs).unwrap_or_else(|| "int".to_owned()),
            Type::Number => self.number(wire).to_owned(),
            Type::DateTime => "datetime".to_owned(),
            Type::Uuid => self.id_of(wire, theirs).unwrap_or_else(|| "uuid".to_owned()),
            Type::String => self.id_of(wire, theirs).unwrap_or_else(|| "string".to_owned()),
            Type::List(item) => format!("list<{}>", self.one_of(wire, &Type::clone(item))),
            Type::Any | Type::Ref(_) | Type::Map(_) | Type::Object(_) => "string".to_owned(),
        }
    }

    /// Like [`Self::id_of`], but also for a parameter with the name of an entity.
    ///
    /// For example, `agent` takes ids of agents.
    fn id_by_name(&mut self, wire: &str, theirs: &Type) -> Option<String> {
        self.id_of(wire, theirs).or_else(|| {
            let target =
                self.targets.find(&self.words.split(wire)).filter(|target| target.whole && fits(target, theirs))?;
            Some(self.id(&target))
        })
    }
}

/// Whether an id can have the vendor's type.
fn fits(target: &Target, theirs: &Type) -> bool {
    match target.repr {
        IdRepr::Int => matches!(theirs, Type::Int | Type::Number),
        IdRepr::String | IdRepr::Uuid => matches!(theirs, Type::String | Type::Uuid),
        IdRepr::None => false,
    }
}

fn is_include_flag(param: &Param) -> bool {
    param.name.starts_with("in") && !param.name.contains("active") && (param.hints.is_option || param.hints.is_empty)
}

fn is_date(words: &[String]) -> bool {
    let ends = words.iter().rev().take(2).chain(words.first());
    ends.into_iter().any(|word| word == "date")
}

fn is_date_pair(wire: &str) -> bool {
    matches!(wire, "startdate" | "enddate" | "start_date" | "end_date")
}
