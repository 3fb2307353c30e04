//! Drafts fields.

use super::builder::Builder;
use super::guess;
use super::item::ItemDraft;
use super::names::Names;
use super::precedent::{GENERIC, KnownField};
use crate::model::{Access, Field, IdRepr, Named, VendorNote};
use crate::vendor::document::{Property, Type};
use crate::vendor::targets::Target;
use crate::vendor::types::parse;

/// What `none` of an id is, where nobody knows better.
const NO_ID: &str = "[0, -1]";

/// Where a field is drafted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'n> {
    /// What it is part of, such as `Invoice`.
    pub(super) noun: &'n str,
    /// Whether rows are created or changed.
    pub(super) is_written: bool,
    /// 0 in an entity, 1 in a nested object.
    pub(super) depth: usize,
}

/// A type, and the name that follows from it.
struct Guess {
    ty: String,
    name: Option<String>,
}

impl Builder<'_> {
    /// Drafts a field. `filled`: `list` or `detail` if only that one has it.
    pub(super) fn field(
        &mut self,
        property: &Property,
        filled: Option<&str>,
        names: &mut Names,
        place: Place<'_>,
    ) -> ItemDraft {
        let wire = property.name.as_str();
        let theirs = self.document.resolve(&property.ty);
        let known = self.precedents.field(wire, (place.noun, place.depth == 0), |field| self.is_same(field, &theirs));
        let known = known.unwrap_or_default();
        let guess = match known.ty.as_str() {
            "" => self.guess(wire, &theirs, place),
            known => Guess { ty: known.to_owned(), name: None },
        };
        let mut item = ItemDraft::new(wire);
        item.set_some("name", self.name(wire, known.name.clone().or(guess.name), names));
        item.set_some("in", filled);
        self.carried(&mut item, known, &guess.ty, &theirs, place);
        item.set("type", guess.ty);
        item
    }

    /// Whether a field of the schema has this type of the vendor.
    fn is_same(&self, field: &Field, theirs: &Type) -> bool {
        let ours = &field.ty.value;
        let is_enum = ours.name().is_some_and(|name| matches!(self.types.get(name), Some(Named::Enum(_))));
        if is_enum && GENERIC.contains(&field.wire_name.value.as_str()) {
            return false;
        }
        let noted = matches!(&field.vendor, Some(VendorNote::Type(noted)) if parse(noted) == *theirs);
        noted || self.fit().field(ours, theirs)
    }

    /// Sets everything but name and type.
    fn carried(&self, item: &mut ItemDraft, known: KnownField, ty: &str, theirs: &Type, place: Place<'_>) {
        let control = place.depth == 0 && guess::is_control(&item.wire, theirs);
        let access = if control { Some(Access::Control) } else { known.access };
        // Others may be written where this one is not, so it is a guess.
        if let Some(access) = access.filter(|_| place.is_written && place.depth == 0) {
            item.set("access", access.word());
            item.set("evidence", "C");
        }
        if known.secret || (ty == "string" && guess::is_secret(&self.words.split(&item.wire))) {
            item.set("secret", "true");
        }
        if known.replaces && item.get("access").is_some() {
            item.set("replaces", "true");
        }
        let none = known.none.or_else(|| self.is_int_id(ty).then(|| NO_ID.to_owned()));
        item.set_some("none", none.filter(|_| access != Some(Access::Control)));
        item.set_some("clear", known.clear.filter(|_| item.get("access").is_some()));
        if let Some(ours) = crate::model::TypeExpr::parse(ty).ok().filter(|ours| self.is_declared(ours.name())) {
            let differs = !self.fit().field(&ours, theirs);
            item.set_some("vendor", differs.then(|| note(theirs)));
        }
        item.doc = known.doc;
    }

    /// Whether a type is part of the schema already, so that it can be compared.
    pub(super) fn is_declared(&self, name: Option<&str>) -> bool {
        name.is_none_or(|name| self.types.get(name).is_some())
    }

    fn guess(&mut self, wire: &str, theirs: &Type, place: Place<'_>) -> Guess {
        let words = self.words.split(wire);
        let plain = |ty: String| Guess { ty, name: None };
        if *theirs == Type::Int {
            if let Some(ty) = self.agent(&words) {
                let ends_in_agent = words.join("_");
                return Guess { ty, name: Some(format!("{ends_in_agent}_id")) };
            }
            if let Some(target) = guess::numbered(&words).and_then(|rest| self.targets.find(rest)).filter(|t| t.whole)
                && fits(&target, theirs)
            {
                let name = format!("{}_id", words.split_last().map(|(_, rest)| rest.join("_")).unwrap_or_default());
                return Guess { ty: self.id(&target), name: Some(name) };
            }
            let own = crate::naming::id_name(place.noun);
            if words == ["parent", "id"] && place.depth == 0 && self.own_ids.get(&own) == Some(&IdRepr::Int) {
                return plain(own);
            }
        }
        plain(self.field_type(wire, theirs, place.depth))
    }

    /// `AgentId`, if the words end in what agents are called.
    fn agent(&mut self, words: &[String]) -> Option<String> {
        let target = self.targets.find(&["agent".to_owned()]).filter(|_| guess::is_agent(words))?;
        fits(&target, &Type::Int).then(|| self.id(&target))
    }

    fn field_type(&mut self, wire: &str, theirs: &Type, depth: usize) -> String {
        match theirs {
            Type::Bool => "bool".to_owned(),
            Type::DateTime if guess::is_day(&self.words.split(wire)) => "date".to_owned(),
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

    pub(super) fn number(&self, wire: &str) -> &'static str {
        guess::number(&self.words.split(wire))
    }

    /// The type of an id, if the name ends with `id` and the type matches that of its target.
    pub(super) fn id_of(&mut self, wire: &str, theirs: &Type) -> Option<String> {
        let words = self.words.split(wire);
        let (last, rest) = words.split_last()?;
        let is_id = matches!(last.as_str(), "id" | "ids") && !rest.is_empty();
        let target = self.targets.find(rest).filter(|target| is_id && fits(target, theirs))?;
        Some(self.id(&target))
    }
}

/// The `vendor` note for the vendor's type.
pub(super) fn note(theirs: &Type) -> String {
    let ty = theirs.to_string();
    let quoted = if ty.contains(['<', ' ']) { format!("\"{ty}\"") } else { ty };
    format!("{{ type: {quoted} }}")
}

/// Whether an id can have the vendor's type.
pub(super) fn fits(target: &Target, theirs: &Type) -> bool {
    match target.repr {
        IdRepr::Int => matches!(theirs, Type::Int | Type::Number),
        IdRepr::String | IdRepr::Uuid => matches!(theirs, Type::String | Type::Uuid),
        IdRepr::None => false,
    }
}
