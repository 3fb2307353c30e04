//! Drafts parameters.

use super::builder::Builder;
use super::draft::{fits, note};
use super::item::ItemDraft;
use super::names::Names;
use super::precedent::KnownParam;
use crate::lower::names::name_of;
use crate::model::{Param as OurParam, Role, TypeExpr, VendorNote};
use crate::source::Spanned;
use crate::vendor::document::{Param, Type};
use crate::vendor::types::parse;

/// The request whose parameters are drafted.
#[derive(Debug, Clone, Copy)]
pub(super) struct RequestPlace<'n> {
    /// What it is about, such as `Invoice`.
    pub(super) noun: &'n str,
    /// The key of the request, such as `list`, or the name of an operation.
    pub(super) verb: &'n str,
    /// The wire names of all its parameters.
    pub(super) others: &'n [&'n str],
    /// The wire names and types of the entity's fields.
    pub(super) fields: &'n [(String, String)],
}

impl<'a> Builder<'a> {
    /// Drafts a parameter.
    pub(super) fn param(&mut self, param: &Param, place: RequestPlace<'_>, names: &mut Names) -> ItemDraft {
        let wire = param.name.as_str();
        let theirs = self.document.resolve(&param.ty);
        let is_option = theirs == Type::Bool && is_include_flag(param);
        let shared = self.shared(wire, place).filter(|shared| self.takes(shared, &theirs));
        if let Some(shared) = shared
            && names.reserve(&name_of(self.schema, &shared.wire_name, shared.name.as_ref()), wire)
        {
            return ItemDraft::shared(wire, is_option);
        }
        let mut item = ItemDraft::new(wire);
        item.is_option = is_option;
        let known = self.precedents.param(wire, place.noun, |known| self.takes(known, &theirs));
        let name = known.as_ref().and_then(|known| known.name.clone());
        item.set_some("name", self.name(wire, name, names));
        let ty = match &known {
            Some(known) => known.param.ty.value.to_string(),
            None => self.param_type(param, &theirs),
        };
        let same = |field: &&(String, String)| field.0 == wire && (field.1 == ty || ty == format!("list<{}>", field.1));
        item.set_some("field", place.fields.iter().find(same).map(|field| crate::edit::scalar(&field.0)));
        item.set_some("vendor", self.param_note(&ty, param, &theirs));
        if wire != "datesearch" && is_date_pair(wire) && place.others.contains(&"datesearch") {
            item.set("needs", "[datesearch]");
        }
        if let Some(known) = known {
            take_over(&mut item, known, place);
        }
        item.set("type", ty);
        item
    }

    /// A parameter of halo.yaml that an entity can share, if the parameters that it refers to exist.
    fn shared(&self, wire: &str, place: RequestPlace<'_>) -> Option<&'a OurParam> {
        let param = self.schema.halo.params.iter().find(|param| param.wire_name.value == wire)?;
        let roles_fit = param.role.as_ref().is_none_or(|role| has_role(role.value, place.verb));
        let all_there = param.needs.iter().chain(&param.excludes).all(|name| is_there(name, place.others));
        (roles_fit && all_there).then_some(param)
    }

    /// Whether a parameter of the schema has this type of the vendor.
    fn takes(&self, param: &OurParam, theirs: &Type) -> bool {
        match &param.vendor {
            Some(VendorNote::Type(noted)) => parse(noted) == *theirs,
            Some(VendorNote::Absent) => false,
            None => self.fit().param(&param.ty.value, theirs),
        }
    }

    /// The `vendor` note for a type that is not compatible with the vendor's.
    fn param_note(&self, ty: &str, param: &Param, theirs: &Type) -> Option<String> {
        // An id that is being declared can be a number or text.
        let ours = TypeExpr::parse(ty).ok().filter(|ours| self.is_declared(ours.name()))?;
        let fit = self.fit();
        let fits = fit.param(&ours, theirs) || param.hints.ty.as_ref().is_some_and(|hint| fit.param(&ours, hint));
        (!fits).then(|| note(theirs))
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

/// Takes over what another request says of the same parameter, as far as it applies here.
fn take_over(item: &mut ItemDraft, known: KnownParam<'_>, place: RequestPlace<'_>) {
    let names = |names: &[Spanned<String>]| {
        let names =
            names.iter().filter(|name| is_there(name, place.others)).map(|name| crate::edit::scalar(&name.value));
        let names: Vec<_> = names.collect();
        (!names.is_empty()).then(|| format!("[{}]", names.join(", ")))
    };
    item.set_some("needs", names(&known.param.needs));
    item.set_some("excludes", names(&known.param.excludes));
    let role = known.param.role.as_ref().map(|role| role.value).filter(|role| has_role(*role, place.verb));
    item.set_some("role", role.map(Role::word));
    item.doc = known.doc;
}

/// Whether a parameter of this request can have this role.
fn has_role(role: Role, verb: &str) -> bool {
    match role {
        Role::Detail => verb == "get",
        Role::AllRows => matches!(verb, "create" | "update"),
        Role::Since | Role::Until | Role::Deleted => verb == "list",
    }
}

fn is_there(name: &Spanned<String>, others: &[&str]) -> bool {
    name.value == "paging" || others.contains(&name.value.as_str())
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
